"""Every address answers something sane to a stranger, and none that changes things is unguarded."""

import pytest
from django.test import Client

from redress.web.origin import SAFE
from tests.web.walking import Sample, names, places

pytestmark = pytest.mark.django_db
SANE = {200, 302, 303, 404, 405, 410}
# doors for machines: each proves its caller itself, and each is written down here
MACHINES = {"processor_hook"}
NEEDS_LOG_IN = {
    "staff_home",
    "staff_approvals",
    "staff_approval",
    "staff_withdraw",
    "staff_areas",
    "staff_calls",
    "staff_call",
    "staff_people",
    "staff_people_take",
}


@pytest.fixture
def site(at_now):
    return Sample()


class TestEveryAddress:
    @pytest.mark.parametrize("name", names())
    def test_answers_a_stranger_something_sane(self, name, site, client):
        for path in site.paths(name):
            answer = client.get(path)
            assert answer.status_code in SANE, path
            assert client.head(path).status_code == answer.status_code, path

    @pytest.mark.parametrize("name", names())
    def test_is_in_the_language_that_it_says(self, name, site, client):
        for path in site.paths(name):
            answer = client.get(path)
            if answer.headers["Content-Type"].startswith("text/html") and name != "mailbox_html":
                language = "es" if path.startswith("/es/") else "en"
                assert answer.headers.get("Content-Language") == language, path
                if answer.content:
                    assert f'<html lang="{language}"' in answer.content.decode(), path

    @pytest.mark.parametrize("name", sorted({*names()} - MACHINES))
    def test_refuses_a_change_that_comes_from_elsewhere(self, name, site, client):
        for path in site.paths(name):
            for headers in ({}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
                answer = client.post(path, {"email": "ana@example.org"}, headers=headers)
                assert answer.status_code in {403, 405}, path

    @pytest.mark.parametrize("name", sorted(NEEDS_LOG_IN))
    def test_of_the_staff_asks_a_stranger_to_log_in(self, name, site, client):
        for path in site.paths(name):
            answer = client.get(path)
            assert answer.status_code in {302, 405}
            assert "/accounts/login/" in answer.headers.get("Location", "/accounts/login/")

    def test_of_the_staff_is_guarded_by_an_ability(self):
        staff = [place for place in places() if place.name.startswith("staff_")]

        assert {place.name for place in staff} == NEEDS_LOG_IN
        assert all(hasattr(place.view, "needs_ability") for place in staff)

    @pytest.mark.parametrize("name", sorted({*names()} - MACHINES))
    def test_bears_a_nonsense_method(self, name, site, client):
        for path in site.paths(name):
            assert client.generic("BREW", path).status_code in {403, 405}, path


class TestWithoutToken:
    def test_a_view_carries_the_origin_check_or_proves_its_machine(self):
        exempt = [place for place in places() if getattr(place.view, "csrf_exempt", False)]

        assert exempt, "the walk found no token-free form at all"
        unguarded = {
            place.name
            for place in exempt
            if not getattr(place.view, "checks_origin", False)
            and not getattr(place.view, "verifies_machine", False)
        }
        assert unguarded == set()

    def test_machines_have_the_doors_that_are_written_down(self):
        doors = {place.name for place in places() if getattr(place.view, "verifies_machine", False)}

        assert doors == MACHINES

    def test_every_other_view_keeps_the_token(self, site):
        strict = Client(enforce_csrf_checks=True)
        for place in places():
            if not getattr(place.view, "csrf_exempt", False):
                for path in site.paths(place.name):
                    answer = strict.post(path, headers={"Sec-Fetch-Site": "same-origin"})
                    assert answer.status_code in {403, 405}, path

    def test_no_safe_method_is_missing(self):
        assert {"GET", "HEAD", "OPTIONS", "TRACE"} == SAFE
