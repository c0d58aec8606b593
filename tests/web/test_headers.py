"""Every kind of page carries the headers that make a stolen word harmless, and is graded."""

import pytest
from django.conf import settings as installed
from django.http import HttpResponse
from django.test import Client

from redress.web.api import health
from tests.factories.accounts import HouseRoleFactory
from tests.web.grading import directives, grade
from tests.web.walking import HTML_PARTS, PDF, Sample, names

pytestmark = pytest.mark.django_db
GOAL = 140
ELSEWHERE = {"/nowhere/": 404, "/es/nowhere/": 404, "/accounts/signup/": 404}


class SecureClient(Client):
    """A visitor over https."""

    def generic(self, *arguments, **values):
        return super().generic(*arguments, **(values | {"secure": True}))


@pytest.fixture
def site(at_now):
    return Sample()


@pytest.fixture
def over_https(settings):
    """Asks as a visitor of a production installation does."""
    settings.SECURE_HSTS_SECONDS = 63_072_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    settings.SECURE_HSTS_PRELOAD = True
    settings.SECURE_SSL_REDIRECT = True
    return SecureClient(raise_request_exception=False)


def check(answer, where):
    # in production the sandbox processor, which speaks http, is refused
    policy = answer["Content-Security-Policy"]
    answer["Content-Security-Policy"] = policy.replace(
        installed.PROCESSOR_ORIGIN, "https://checkout.stripe.com"
    )
    graded = grade(answer)
    assert graded.points >= GOAL, (where, graded)
    assert answer["X-Frame-Options"] == "DENY", where
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin", where
    assert answer["Cross-Origin-Embedder-Policy"] == "require-corp", where
    assert "camera=()" in answer["Permissions-Policy"], where
    assert answer["Cache-Control"], where


class TestEveryPage:
    @pytest.mark.parametrize(
        "name", [name for name in names() if name not in {HTML_PARTS, PDF, "count"}]
    )
    def test_is_graded_for_a_stranger(self, name, site, over_https):
        for path in site.paths(name):
            check(over_https.get(path), path)

    @pytest.mark.parametrize("name", [name for name in names() if name.startswith("staff_")])
    def test_is_graded_for_the_staff(self, name, site, over_https):
        over_https.force_login(HouseRoleFactory().user)
        for path in site.paths(name):
            check(over_https.get(path), path)

    @pytest.mark.parametrize("path", ELSEWHERE)
    def test_that_is_absent_is_graded(self, path, over_https):
        answer = over_https.get(path)

        assert answer.status_code == ELSEWHERE[path]
        check(answer, path)

    def test_of_refusal_is_graded(self, site, over_https):
        answer = over_https.post(f"/c/{site.campaign.slug}/support/")

        assert answer.status_code == 403
        check(answer, "403")

    def test_of_our_fault_is_graded(self, over_https, monkeypatch):
        monkeypatch.setattr(health, "connection", None)

        answer = over_https.get("/readyz")

        assert answer.status_code == 500
        check(answer, "500")

    def test_for_a_forged_host_is_graded(self, over_https):
        answer = over_https.get("/", headers={"host": "evil.example"})

        assert answer.status_code == 400
        check(answer, "400")

    def test_that_is_a_file_is_graded(self, over_https):
        answer = over_https.get("/static/css/base.css")

        assert answer.status_code == 200
        check(answer, "a file")

    def test_that_is_open_to_other_sites_is_the_count_alone(self, site, over_https):
        answer = over_https.get(site.paths("count")[0])

        assert answer["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer.headers
        assert grade(answer).points == GOAL - 10

    def test_that_is_a_document_can_be_framed_by_nobody(self, site, over_https):
        answer = over_https.get(site.paths(PDF)[0])

        assert answer.status_code == 200
        assert directives(answer["Content-Security-Policy"])["frame-ancestors"] == {"'none'"}
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Type"] == "application/pdf"

    def test_over_http_leads_to_https_and_says_nothing(self, site, over_https):
        plain = Client().get(f"/c/{site.campaign.slug}/")

        assert plain.status_code == 301
        assert plain["Location"] == f"https://testserver/c/{site.campaign.slug}/"
        assert "Strict-Transport-Security" not in plain.headers


class TestPolicy:
    def test_allows_nothing_inline_and_nothing_from_elsewhere(self, site, client):
        for path in site.paths("campaign") + site.paths("home") + site.paths("account_login"):
            policy = directives(client.get(path)["Content-Security-Policy"])
            allowed = {source for found in policy.values() for source in found}
            assert policy["default-src"] == {"'none'"}
            assert policy["base-uri"] == policy["frame-ancestors"] == {"'none'"}
            assert allowed <= {"'none'", "'self'", "'script'", "data:", installed.PROCESSOR_ORIGIN}
            assert policy["script-src"] == policy["style-src"] == {"'self'"}

    def test_lets_no_script_write_markup(self, site, client):
        for path in site.paths("campaign"):
            policy = directives(client.get(path)["Content-Security-Policy"])
            assert policy["require-trusted-types-for"] == {"'script'"}
            assert policy["trusted-types"] == {"'none'"}

    def test_lets_forms_lead_to_the_processor_only_where_a_pledge_is_made(self, site, client):
        leads_there = {
            name
            for name in names()
            for path in site.paths(name)
            if installed.PROCESSOR_ORIGIN
            in directives(client.get(path).headers.get("Content-Security-Policy", "")).get(
                "form-action", set()
            )
        }

        assert leads_there <= {
            "confirm",
            "mine",
            "mine_pledge",
            "mine_cancel",
            "mine_card",
            "mine_leave",
            "card_return",
            "support",
        }

    def test_pages_have_nothing_inline(self, site, client):
        for name in names():
            for path in site.paths(name):
                answer = client.get(path)
                kind = answer.headers.get("Content-Type", "")
                if kind.startswith("text/html") and not answer.streaming and name != HTML_PARTS:
                    page = answer.content.decode()
                    assert "<style" not in page, path
                    assert " style=" not in page, path
                    assert " onclick=" not in page, path
                    assert "javascript:" not in page, path
                    assert page.count("<script") == page.count('<script type="module" src="/'), path


class TestGrader:
    """The grader itself must be able to say no."""

    GOOD = {
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
        "Referrer-Policy": "same-origin",
        "Strict-Transport-Security": "max-age=63072000; includeSubDomains; preload",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Cross-Origin-Resource-Policy": "same-origin",
    }

    def points(self, **changes):
        merged = self.GOOD | {name.replace("_", "-"): value for name, value in changes.items()}
        return grade(
            HttpResponse(headers={name: value for name, value in merged.items() if value})
        ).points

    def test_gives_the_goal_to_a_good_page(self):
        assert self.points() == GOAL

    @pytest.mark.parametrize(
        ("changes", "points"),
        [
            ({"Content_Security_Policy": None}, 75),
            ({"Content_Security_Policy": "default-src 'self'; frame-ancestors 'none'"}, 135),
            ({"Content_Security_Policy": "default-src 'none'; script-src 'unsafe-inline'"}, 80),
            ({"Content_Security_Policy": "default-src 'none'; script-src https:"}, 80),
            ({"Content_Security_Policy": "default-src 'none'; style-src 'unsafe-inline'"}, 125),
            ({"Content_Security_Policy": "default-src 'none'; script-src 'unsafe-eval'"}, 115),
            ({"Referrer_Policy": None}, 135),
            ({"Referrer_Policy": "unsafe-url"}, 130),
            ({"Strict_Transport_Security": None}, 80),
            ({"Strict_Transport_Security": "max-age=60; preload"}, 125),
            ({"X_Content_Type_Options": None}, 135),
            ({"Cross_Origin_Resource_Policy": None}, 130),
        ],
    )
    def test_takes_points_for_what_is_missing(self, changes, points):
        assert self.points(**changes) == points

    def test_takes_points_for_an_unguarded_cookie(self):
        response = HttpResponse(headers=self.GOOD)
        response.set_cookie("a", "b", secure=True, samesite="Lax")

        assert grade(response).points == 60
