"""A form counts only when the browser says that one of our own pages sent it."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from redress.web import origin
from redress.web.origin import comes_from_here
from tests.web.walking import Sample

HOST = "redress.example.org"
HERE = f"https://{HOST}"


@pytest.fixture(autouse=True)
def _hosts(settings):
    settings.ALLOWED_HOSTS = [HOST, "testserver"]


def post(**headers):
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return RequestFactory().post("/c/one/support/", secure=True, headers={"host": HOST} | names)


class TestComesFromHere:
    @pytest.mark.parametrize(
        "headers",
        [
            {"sec_fetch_site": "same-origin"},
            {"sec_fetch_site": "same-origin", "origin": HERE},
            {"origin": HERE},
        ],
    )
    def test_believes_our_own_pages(self, headers):
        assert comes_from_here(post(**headers))

    @pytest.mark.parametrize(
        "headers",
        [
            {},
            {"sec_fetch_site": "same-site"},
            {"sec_fetch_site": "cross-site"},
            {"sec_fetch_site": "none"},
            {"sec_fetch_site": ""},
            {"sec_fetch_site": "Same-Origin"},
            {"sec_fetch_site": "same-origin, cross-site"},
            {"sec_fetch_site": "cross-site", "origin": HERE},
            {"sec_fetch_site": "same-site", "origin": HERE},
            {"sec_fetch_site": "same-origin", "origin": "https://evil.example"},
            {"sec_fetch_site": "same-origin", "origin": "null"},
            {"origin": "null"},
            {"origin": ""},
            {"origin": "https://evil.example"},
            {"origin": f"http://{HOST}"},
            {"origin": f"https://{HOST}:8443"},
            {"origin": f"https://{HOST}.evil.example"},
            {"origin": f"https://evil.example/{HOST}"},
            {"origin": f"https://sub.{HOST}"},
            {"origin": f"{HERE}/"},
            {"origin": f"https://user@{HOST}"},
            {"referer": f"{HERE}/c/one/"},
        ],
    )
    def test_believes_nobody_else(self, headers):
        assert not comes_from_here(post(**headers))


class TestOriginMiddleware:
    @pytest.mark.django_db
    @pytest.mark.parametrize(
        "headers",
        [
            {},
            {"Sec-Fetch-Site": "same-site"},
            {"Sec-Fetch-Site": "cross-site"},
            {"Origin": "null"},
            {"Origin": "https://evil.example"},
        ],
    )
    def test_answers_403_before_the_view_runs(self, headers, client, at_now):
        site = Sample()
        path = f"/c/{site.campaign.slug}/support/"
        people = type(site.supporter).objects.count()

        answer = client.post(path, {"name": "Ana", "email": "a@example.org"}, headers=headers)

        assert answer.status_code == 403
        assert type(site.supporter).objects.count() == people

    @pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "BREW"])
    def test_looks_at_every_method_that_may_change_something(self, method):
        request = RequestFactory().generic(method, "/", headers={"sec-fetch-site": "cross-site"})
        middleware = origin.OriginMiddleware(lambda _request: HttpResponse())

        answer = middleware.process_view(request, lambda _request: HttpResponse(), (), {})

        assert answer is not None
        assert answer.status_code == 403

    @pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
    def test_lets_readers_come_from_anywhere(self, method):
        request = RequestFactory().generic(method, "/", headers={"sec-fetch-site": "cross-site"})
        middleware = origin.OriginMiddleware(lambda _request: HttpResponse())

        assert middleware.process_view(request, lambda _request: HttpResponse(), (), {}) is None


class TestForgedHost:
    @pytest.mark.django_db
    @pytest.mark.parametrize(
        "host",
        [
            "evil.example",
            "redress.example.org.evil.example",
            "evil.example:80",
            "",
            "a b",
            "x@y",
            "'",
        ],
    )
    def test_is_answered_400_without_a_word_of_it(self, host, client):
        answer = client.get("/", headers={"host": host})

        assert answer.status_code == 400
        assert answer.content == b"Bad request\n"
