"""An organization is invited, confirms, chooses what is shown, withdraws, and is gone."""

from datetime import timedelta

import pytest

from tests.journeys.browsing import Visitor
from tests.journeys.campaigns import open_campaign
from tests.journeys.site import until
from tests.journeys.test_approving import log_in

pytestmark = pytest.mark.journey
STANDING = """
    SELECT count(*) FROM campaigns_coalitionmember
     WHERE name = %s AND confirmed_at IS NOT NULL AND withdrawn_at IS NULL
"""
CONSENTS = """
    SELECT c.kind FROM campaigns_coalitionconsent c
      JOIN campaigns_coalitionmember m ON m.id = c.member_id WHERE m.name = %s ORDER BY c.id
"""


def open_newest(visitor: Visitor, email: str, *, already: int) -> int:
    """Open the newest message in the mailbox, once there are more than `already`."""
    until(lambda: len(visitor.letters(email)) > already, f"a message to {email}")
    letters = visitor.letters(email)
    visitor.go(f"/dev/mail/?to={email}")
    visitor.press(f"a[href$='/dev/mail/{letters[-1][0]}/']")
    return len(letters)


def shows(visitor: Visitor, address: str, text: str) -> bool:
    """Whether the public page, which may be a second old, shows this now."""
    visitor.go(f"/c/{address}/")
    return visitor.reads(text)


class TestOrganization:
    @pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
    def test_confirms_chooses_and_withdraws(self, site, rows, arrive, language, scripts):
        name = f"Harbor Host Families {language} {scripts}"
        email = f"tomas-{language}-{scripts}@harborhosts.example".lower()
        with rows():
            campaign = open_campaign(
                now=site.now(), ends_in=timedelta(days=9), goal_minor=6_000, approved=False
            )
            owner = campaign.memberships.get().user.email

        organizer = arrive(language, java_script_enabled=scripts)
        log_in(organizer, owner)
        organizer.go(f"/studio/{campaign.number}/coalition/")
        organizer.press("form[action$='/invite/'] button.go", status=422)
        for field, typed in (
            ("name", name),
            ("url", "https://www.harborhosts.example/about"),
            ("contact_name", "Tomás Ibarra"),
            ("contact_email", email),
            ("note", "We met in March."),
        ):
            organizer.page.fill(f"[name={field}]", typed)
        organizer.page.select_option("[name=language]", language)
        organizer.press("form[action$='/invite/'] button.go")
        assert organizer.reads(email)
        assert not shows(organizer, campaign.address, name)

        guest = arrive(language, java_script_enabled=scripts)
        seen = open_newest(guest, email, already=0)
        guest.follow_link("/organization/")
        assert guest.reads("We met in March.")
        assert site.one(STANDING, name) == 0
        guest.press("button[value=confirm]", status=422)
        guest.page.fill("[name=title_en]", "coordinator")
        guest.page.fill("[name=title_es]", "coordinador")
        guest.page.fill("[name=quote_en]", "Let them go home.")
        guest.page.fill("[name=quote_es]", "Que vuelvan a casa.")
        for box in ("allow_name", "allow_signatory", "allow_quote", "agree"):
            guest.page.check(f"[name={box}]")
        guest.press("button[value=confirm]")
        guest.at(r"/organization/[^/]+/$")
        assert site.one(STANDING, name) == 1
        until(lambda: shows(guest, campaign.address, name), "the organization on the page")
        assert guest.reads("Tomás Ibarra")

        open_newest(guest, email, already=seen)
        guest.follow_link("/organization/")
        guest.page.uncheck("[name=allow_signatory]")
        guest.page.check("[name=agree]")
        guest.press("form.answer button[type=submit]")
        until(lambda: not shows(guest, campaign.address, "Tomás Ibarra"), "the person off the page")
        assert guest.reads(name)

        open_newest(guest, email, already=seen)
        guest.follow_link("/withdraw/")
        assert site.one(STANDING, name) == 1
        guest.press("button.danger")
        assert site.one(STANDING, name) == 0
        until(lambda: not shows(guest, campaign.address, name), "the organization off the page")
        assert [kind for (kind,) in site.all(CONSENTS, name)] == ["given", "changed", "withdrawn"]

        organizer.go(f"/studio/{campaign.number}/coalition/")
        assert organizer.page.locator(".orgs-list .acts").count() == 0
