"""An approver signs in by a mailed code and presses the button; others may not."""

from datetime import timedelta

import pytest

from redress.accounts.models import User
from redress.demonstration.content import loan_page
from redress.demonstration.people import APPROVER, ORGANIZER
from tests.factories.campaigns import MembershipFactory
from tests.journeys.campaigns import open_campaign
from tests.journeys.entering import log_in, log_in_strongly

pytestmark = pytest.mark.journey
STANDING = """
    SELECT count(*) FROM campaigns_approval a JOIN campaigns_campaign c ON c.id = a.campaign_id
     WHERE c.slug = %s AND a.voided_at IS NULL
"""


class TestApproving:
    def test_an_approver_approves_with_a_reason(self, site, arrive, language):
        slug = loan_page.CAMPAIGN.slug
        number = site.one("SELECT number FROM campaigns_campaign WHERE slug = %s", slug)
        page = f"/staff/approvals/{number}/"
        approver = arrive(language)
        approver.page.goto(approver.address(page))
        approver.at(r"/accounts/login/$")
        log_in_strongly(approver, APPROVER)
        approver.at(r"/staff/$")
        approver.press(f"a[href$='{page}']")
        assert site.one(STANDING, slug) == 0
        approver.press("form.narrow button.go", status=422)
        assert site.one(STANDING, slug) == 0
        for box in approver.page.locator("form.narrow [type=checkbox]").all():
            box.check()
        approver.page.fill("[name=reason]", "Text, hash, beneficiary and condition checked.")
        approver.press("form.narrow button.go")
        approver.sees("Approved")
        assert site.one(STANDING, slug) == 1

        # for the next language: withdrawn again, with a reason
        approver.page.fill("[name=reason]", "A journey gives back what it found.")
        approver.press("form button.danger")
        assert site.one(STANDING, slug) == 0
        approver.go("/accounts/logout/")
        approver.press("form button.go")
        approver.page.goto(approver.address(page))
        approver.at(r"/accounts/login/$")

    def test_whoever_has_no_such_role_finds_nothing(self, site, arrive, language):
        organizer = arrive(language)
        log_in(organizer, ORGANIZER)
        number = site.one(
            "SELECT number FROM campaigns_campaign WHERE slug = %s", loan_page.CAMPAIGN.slug
        )

        organizer.go(f"/staff/approvals/{number}/", status=404)
        organizer.go("/staff/approvals/", status=404)

    def test_an_approver_cannot_approve_an_own_campaign(self, site, rows, arrive, language):
        with rows():
            campaign = open_campaign(
                now=site.now(), ends_in=timedelta(days=5), goal_minor=6_000, approved=False
            )
            MembershipFactory(campaign=campaign, user=User.objects.get(email=APPROVER))
        owner = arrive(language)
        log_in_strongly(owner, APPROVER)

        owner.go(f"/staff/approvals/{campaign.number}/")

        owner.sees("You are in this campaign's team")
        assert owner.page.locator("[name=reason]").count() == 0
