"""A newcomer signs in by code, sets up a passkey, and is kept from losing what was typed."""

import secrets
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from redress.accounts.models import HouseRole, User
from redress.demonstration.people import APPROVER
from tests.journeys.entering import (
    ask_for_code,
    count_codes,
    give_passkeys,
    log_in,
    log_in_strongly,
    mailed_code,
    type_app_code,
)

pytestmark = pytest.mark.journey


def newcomer() -> str:
    return f"new-{secrets.token_hex(4)}@example.org"


def path_of(visitor, path: str) -> str:
    """The path in the visitor's language."""
    return urlsplit(visitor.address(path)).path


def log_out(visitor) -> None:
    visitor.go("/accounts/logout/")
    visitor.press("main form button.go")


class TestNewcomer:
    def test_has_an_account_by_signing_in_and_can_leave(self, site, arrive, language):
        person, email = arrive(language), newcomer()
        log_in(person, email)
        person.at(r"/studio/$")
        person.go("/accounts/")
        person.page.fill("[name=name]", "Ana Ruiz")
        person.page.check("[name=language][value=es]")
        person.press("main form button.go")
        assert site.all("SELECT name, language FROM accounts_user WHERE email = %s", email) == [
            ("Ana Ruiz", "es")
        ]

        person.go("/accounts/leave/")
        person.press("form button.danger")

        assert site.one("SELECT count(*) FROM accounts_user WHERE email = %s", email) == 0
        person.page.goto(person.address("/accounts/"))
        person.at(r"/accounts/login/$")

    def test_changes_the_address(self, site, arrive, language):
        person, email, other = arrive(language), newcomer(), newcomer()
        log_in(person, email)
        person.go("/accounts/address/")
        person.page.fill("[name=email]", other)
        person.press("form button.go")
        person.page.fill("[name=code]", mailed_code(person, other, after=0))
        person.press("form button.go")
        person.at(r"/accounts/$")

        assert person.reads(other)
        assert site.one("SELECT count(*) FROM accounts_user WHERE email = %s", email) == 0

    def test_works_without_scripts(self, arrive, language):
        person = arrive(language, java_script_enabled=False)
        log_in(person, newcomer())
        for path in ("/accounts/", "/accounts/factors/", "/accounts/factors/app/"):
            person.go(path)
        person.go("/accounts/factors/passkey/")
        assert person.page.locator("[data-without-passkey]").is_visible()
        assert not person.page.locator("form[data-passkey]").is_visible()


class TestPasskey:
    def test_is_made_and_opens_the_account(self, site, arrive, language):
        person, email = arrive(language), newcomer()
        give_passkeys(person)
        log_in(person, email)
        person.go(f"/accounts/factors/?next={path_of(person, '/studio/')}")
        person.press("a[href*='/accounts/factors/passkey/']")
        person.page.fill("[name=name]", "<b>my</b> phone")
        person.press("form[data-passkey] button.go")
        person.at(r"/accounts/factors/codes/$")
        assert person.page.locator(".codes li").count() == 10
        person.press("main form button.go")
        person.at(r"/studio/$")
        person.go("/accounts/")
        assert person.reads("<b>my</b> phone")

        log_out(person)
        account = path_of(person, "/accounts/")
        person.page.goto(person.address(f"/accounts/login/?next={account}"))
        person.look()
        person.press("form[data-passkey] button")
        person.at(r"/accounts/$")

        log_out(person)
        log_in(person, email)
        person.at(r"/accounts/login/factor/$")
        person.press("form[data-passkey] button")
        person.at(r"/studio/$")

        # removed again: the code alone opens the account
        person.go("/accounts/")
        person.press("main .rows a[href*='/remove/']")
        person.press("form button.danger")
        person.at(r"/accounts/$")
        log_out(person)
        log_in(person, email)
        person.at(r"/studio/$")

    def test_that_is_refused_says_so_and_leaves_the_other_way(self, arrive, language):
        person = arrive(language)
        give_passkeys(person)  # the browser keeps none for this site
        person.go("/accounts/login/")

        person.page.click("form[data-passkey] button")

        person.page.wait_for_selector("[data-problem]:visible")
        assert person.violations() == []
        log_in(person, newcomer())
        person.at(r"/studio/$")


class TestHouse:
    def test_sets_up_a_second_lock_before_anything_else(self, site, rows, arrive, language):
        person, email = arrive(language), newcomer()
        give_passkeys(person)
        with rows():
            user = User.objects.create_user(email, "Nadia Haddad")
            HouseRole.objects.create(user=user, role=HouseRole.Role.APPROVER)
        person.page.goto(person.address("/staff/approvals/"))
        person.at(r"/accounts/login/$")
        ask_for_code(person, email)
        person.at(r"/accounts/factors/$")
        person.press("a[href*='/accounts/factors/passkey/']")
        person.press("form[data-passkey] button.go")
        person.press("main form button.go")
        person.at(r"/staff/approvals/$")

    def test_ends_the_sessions_of_another_browser(self, arrive, language):
        first, second = arrive(language), arrive(language)
        log_in_strongly(first, APPROVER)
        log_in_strongly(second, APPROVER)
        second.go("/accounts/")
        second.press("form[action$='/sessions/end-others/'] button")
        second.at(r"/accounts/$")

        first.page.goto(first.address("/staff/"))
        first.at(r"/accounts/login/$")


class TestInterruptedForm:
    def test_is_not_lost(self, site, arrive, language):
        person, email, other = arrive(language), newcomer(), newcomer()
        log_in(person, email)
        person.go("/accounts/address/")
        person.page.fill("[name=email]", other)
        site.travel(timedelta(minutes=16))
        person.press("form button.go")
        person.at(r"/accounts/confirm/$")
        before = count_codes(person, email)
        person.press("button[name=do]")
        person.page.fill("[name=code]", mailed_code(person, email, after=before))
        person.press("form[novalidate] button.go")
        person.at(r"/accounts/confirm/go-on/$")
        person.press("main form button.go")
        person.at(r"/accounts/address/code/$")
        person.page.fill("[name=code]", mailed_code(person, other, after=0))
        person.press("form button.go")

        assert person.reads(other)

    def test_of_the_house_asks_for_the_app(self, site, arrive, language):
        person = arrive(language)
        log_in_strongly(person, APPROVER)
        site.travel(timedelta(minutes=16))
        person.page.goto(person.address("/accounts/factors/passkey/"))
        person.at(r"/accounts/confirm/$")
        person.look()
        type_app_code(person, APPROVER)
        person.at(r"/accounts/factors/passkey/$")
