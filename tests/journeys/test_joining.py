"""From the campaign page to an Ally who counts."""

from datetime import timedelta

import pytest
import requests

from tests.journeys.browsing import Visitor
from tests.journeys.campaigns import open_campaign
from tests.journeys.site import until

pytestmark = pytest.mark.journey
SHOWN = "SELECT supporter_count FROM campaigns_campaign WHERE id = %s"
ROWS = "SELECT count(*) FROM supporters_supporter WHERE campaign_id = %s"
CONFIRMED = ROWS + " AND status = 'confirmed'"
UNFOLDED = "SELECT count(*) FROM supporters_counterdelta WHERE campaign_id = %s"


def fill_in(visitor: Visitor, *, name: str, email: str, tier: str = "ally") -> None:
    """The form on the campaign page, with the least that an Ally gives."""
    visitor.page.check(f"[name=tier][value={tier}]")
    visitor.page.fill("[name=name]", name)
    visitor.page.fill("[name=email]", email)


class TestJoining:
    def test_a_visitor_becomes_an_ally_who_counts_once(self, site, rows, arrive, language):
        with rows():
            campaign = open_campaign(now=site.now(), ends_in=timedelta(days=9), goal_minor=60_000)
        email = f"ana.{language}@example.org"
        visitor = arrive(language)

        visitor.go(f"/c/{campaign.address}/")
        fill_in(visitor, name="Ana María Ruiz", email=email)
        visitor.press("form[data-pledge] button[type=submit]")

        visitor.at(r"/inbox/$")
        visitor.sees("Check your inbox")
        visitor.open_letter(
            email, "Please confirm: %(title)s", title=campaign.title.within(language)
        )
        link = visitor.page.locator(".panel a[href*='/confirm/']").first.get_attribute("href")
        self._scanners_change_nothing(link)
        assert site.one(CONFIRMED, campaign.pk) == 0
        visitor.follow_link("/confirm/")
        visitor.sees("Confirm your support")
        visitor.press("button[value=confirm]")
        visitor.sees("Thank you, %(name)s. You count.", name="Ana María Ruiz")
        until(lambda: site.one(SHOWN, campaign.pk) == 1, "the folded count")

        # again: the same link on another device, and the form once more
        other = arrive(language)
        other.page.goto(link)
        other.look()
        other.sees("Thank you, %(name)s. You count.", name="Ana María Ruiz")
        other.go(f"/c/{campaign.address}/support/?tier=ally")
        fill_in(other, name="Ana María Ruiz", email=email)
        other.press("form[data-pledge] button[type=submit]")
        other.at(r"/inbox/$")
        self._pressed_again(site, link)
        until(lambda: site.one(UNFOLDED, campaign.pk) == 0, "the fold")
        assert site.one(SHOWN, campaign.pk) == 1
        assert site.one(ROWS, campaign.pk) == site.one(CONFIRMED, campaign.pk) == 1

        def shown() -> bool:
            visitor.page.goto(visitor.address(f"/c/{campaign.address}/"))
            return visitor.page.locator("[data-supporters]").first.inner_text() == "1"

        until(shown, "the count on the page")
        visitor.look()

    def _scanners_change_nothing(self, link: str) -> None:
        for verb in ("GET", "HEAD"):
            answer = requests.request(verb, link, timeout=10)
            assert answer.status_code == 200
        refused = requests.post(link, data={"do": "confirm"}, timeout=10)
        assert refused.status_code == 403

    def _pressed_again(self, site, link: str) -> None:
        answer = requests.post(
            link, data={"do": "confirm"}, headers={"Origin": site.origin}, timeout=10
        )
        assert answer.status_code == 200
