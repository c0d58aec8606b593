"""Error pages: kind, in the language of the address, with nothing of what went wrong inside."""

import pytest
from django.test import RequestFactory
from django.utils import translation

from redress.web import errors
from redress.web.public import home

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_():
    return RequestFactory().get("/anything/")


def words(answer):
    return answer.content.decode()


class TestNotFound:
    def test_offers_the_search(self, client):
        answer = client.get("/nothing/")

        assert answer.status_code == 404
        assert 'href="/campaigns/"' in words(answer)
        assert "Nothing is here" in words(answer)

    def test_stays_in_the_language_of_the_address(self, client):
        answer = client.get("/es/nada/")

        assert answer.status_code == 404
        assert '<html lang="es"' in words(answer)
        assert 'href="/es/campaigns/"' in words(answer)

    def test_leads_an_address_without_its_last_stroke_to_the_page(self, client):
        answer = client.get("/es")

        assert (answer.status_code, answer.headers["Location"]) == (301, "/es/")

    def test_repeats_nothing_of_the_address(self, client):
        assert "secret-word" not in words(client.get("/c/secret-word/")).split("<main")[1]


class TestForbidden:
    def test_says_that_the_account_may_not(self, request_):
        answer = errors.forbidden(request_)

        assert answer.status_code == 403
        assert "This is not open to you" in words(answer)


class TestForbiddenOrigin:
    def test_says_that_nothing_was_changed(self, client):
        answer = client.post("/", headers={"Origin": "https://elsewhere.example"})

        assert answer.status_code == 403
        assert "Nothing was changed and nothing was charged." in words(answer)


class TestGone:
    def test_gives_the_reason(self, request_):
        answer = errors.gone(request_, reason="The organizer asked for it.")

        assert answer.status_code == 410
        assert "The organizer asked for it." in words(answer)

    def test_does_without_a_reason(self, request_):
        assert "It will not come back at this address." in words(errors.gone(request_))

    def test_writes_a_reason_as_text(self, request_):
        assert "<b>" not in words(errors.gone(request_, reason="<b>bold</b>"))


class TestTooMany:
    @pytest.mark.parametrize(
        ("seconds", "told"), [(1, "in 1 minute."), (60, "in 1 minute."), (61, "in 2 minutes.")]
    )
    def test_says_how_many_minutes_to_wait(self, request_, seconds, told):
        answer = errors.too_many(request_, seconds=seconds)

        assert answer.status_code == 429
        assert answer.headers["Retry-After"] == str(seconds)
        assert told in words(answer)


class TestServerError:
    def test_gives_a_reference_and_no_trace(self, client, monkeypatch):
        def broken(request):
            raise RuntimeError("the inside of the house")

        monkeypatch.setattr(home.catalogue, "lead", broken)
        client.raise_request_exception = False

        answer = client.get("/")

        assert answer.status_code == 500
        assert "name this reference" in words(answer)
        assert "inside of the house" not in words(answer)

    def test_writes_the_same_reference_into_the_log(self, request_, caplog):
        answer = errors.server_error(request_)

        (record,) = caplog.records
        assert f"<code>{record.reference}</code>" in words(answer)

    def test_asks_the_database_nothing(self, request_, django_assert_num_queries):
        with django_assert_num_queries(0):
            errors.server_error(request_)


class TestEveryErrorPage:
    @pytest.mark.parametrize("language", ["en", "es"])
    @pytest.mark.parametrize(
        "make",
        [
            errors.forbidden,
            errors.forbidden_origin,
            errors.not_found,
            errors.gone,
            lambda request: errors.too_many(request, seconds=90),
            errors.server_error,
        ],
    )
    def test_has_one_heading_and_is_kept_from_search(self, make, language):
        path = "/x/" if language == "en" else "/es/x/"
        with translation.override(language):
            page = words(make(RequestFactory().get(path)))

        assert page.count("<h1>") == 1
        assert '<meta name="robots" content="noindex">' in page
        assert f'<html lang="{language}"' in page
        assert 'rel="canonical"' not in page
