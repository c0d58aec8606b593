"""A campaign from its first pledge to the ledger: charged once, declined and mended, let go."""

from datetime import timedelta

import pytest

from redress.ledger.checking import check
from tests.journeys.campaigns import open_campaign
from tests.journeys.site import until
from tests.journeys.supporting import (
    BANK_ASKS,
    DECLINED_LATER,
    GOOD,
    Person,
    agree,
    open_mine,
    pledge,
)

pytestmark = pytest.mark.journey
STATUS = "SELECT status FROM campaigns_campaign WHERE id = %s"
PLEDGES = """
    SELECT s.email, p.status FROM pledges_pledge p JOIN supporters_supporter s ON s.id = p.supporter_id
     WHERE p.campaign_id = %s ORDER BY p.id
"""
BOOKED = """
    SELECT split_part(j.reference, ':', 2)::int, sum(x.amount_minor) FILTER (WHERE x.amount_minor > 0)
      FROM ledger_journal j JOIN ledger_posting x ON x.journal_id = j.id WHERE j.kind = 'charge'
     GROUP BY 1
"""


class TestTheDeadline:
    def test_good_cards_are_charged_once_and_nobody_else_is(self, site, rows, arrive, language):
        with rows():
            reached = open_campaign(now=site.now(), ends_in=timedelta(hours=2), goal_minor=6_000)
            missed = open_campaign(now=site.now(), ends_in=timedelta(hours=2), goal_minor=60_000)
        ana, luis, mei, eva = (
            Person(name, f"{name.split()[0].lower()}.{language}@example.org")
            for name in ("Ana Ruiz", "Luis Ortega", "Mei Tanaka", "Eva Lind")
        )

        at_ana = self._pledges_cancels_and_pledges_again(arrive(language), reached, ana)
        assert site.charges() == self._booked(site)
        at_luis, at_mei, at_eva = (arrive(language) for _ in range(3))
        pledge(at_luis, reached, luis, DECLINED_LATER)
        pledge(at_mei, reached, mei, BANK_ASKS)
        pledge(at_eva, missed, eva, GOOD)
        before = site.charges()
        site.travel(timedelta(hours=3))

        self._shows_the_collection(at_ana, reached)
        self._becomes(
            site,
            reached,
            [
                (ana.email, "cancelled"),
                (ana.email, "charged"),
                (luis.email, "declined"),
                (mei.email, "action_required"),
            ],
        )
        self._becomes(site, missed, [(eva.email, "released")])
        assert site.one(STATUS, missed.pk) == "failed"
        charged = {pledge: sums for pledge, sums in site.charges().items() if pledge not in before}
        assert list(charged.values()) == [[2_800]]
        at_ana.open_letter(ana.email, "Receipt: %(total)s charged", total="$28.00")

        self._is_let_go(at_eva, missed, eva)
        self._gives_another_card(at_luis, luis)
        self._confirms_with_the_bank(at_mei, mei)
        self._becomes(
            site,
            reached,
            [
                (ana.email, "cancelled"),
                (ana.email, "charged"),
                (luis.email, "charged"),
                (mei.email, "charged"),
            ],
        )
        for visitor, person in ((at_luis, luis), (at_mei, mei)):
            visitor.open_letter(person.email, "Receipt: %(total)s charged", total="$28.00")
        assert all(len(sums) == 1 for sums in site.charges().values())
        assert site.charges() == self._booked(site)
        with rows():
            assert check() == []

    def _pledges_cancels_and_pledges_again(self, visitor, campaign, ana):
        pledge(visitor, campaign, ana, GOOD)
        open_mine(visitor)
        visitor.press("a[href$='/cancel/']")
        visitor.press("form button.danger")
        visitor.sees("You cancelled this pledge. Nothing was charged; the card is deleted.")
        visitor.press("a[href$='/pledge/']")
        visitor.page.check("[name=tier][value=champion]")
        visitor.page.check(f"[name=amount_choice][value='{ana.amount}']")
        visitor.press("form button[type=submit]")
        visitor.sees("Confirm your pledge")
        agree(visitor, GOOD)
        return visitor

    def _shows_the_collection(self, visitor, campaign):
        """One of three is charged, the two others may still be mended: a third is done."""
        words = visitor.say("The pledges are being collected: %(percent)d %% done.", percent=33)

        def shown():
            visitor.page.goto(visitor.address(f"/c/{campaign.address}/"))
            return visitor.reads(words)

        until(shown, words)
        visitor.look()

    def _becomes(self, site, campaign, wanted):
        until(
            lambda: site.all(PLEDGES, campaign.pk) == wanted,
            f"{wanted}; it is {site.all(PLEDGES, campaign.pk)}",
        )

    def _is_let_go(self, visitor, campaign, eva):
        title = campaign.title.within(visitor.language)
        visitor.open_letter(eva.email, "You were not charged: %(title)s", title=title)
        site = visitor.site
        kept = "SELECT card_attached FROM pledges_pledge WHERE campaign_id = %s"
        until(lambda: site.one(kept, campaign.pk) is False, "the card's deletion")
        method = site.one(
            "SELECT method_ref FROM pledges_pledge WHERE campaign_id = %s", campaign.pk
        )
        assert site.one("SELECT customer_id FROM sandbox_method WHERE id = %s", method) is None
        visitor.go(f"/c/{campaign.address}/")

    def _gives_another_card(self, visitor, luis):
        visitor.open_letter(luis.email, "Your bank declined %(total)s", total="$28.00")
        visitor.follow_link("/card/")
        visitor.sees("Mend the payment")
        visitor.press("button[value=card]")
        visitor.type_card(GOOD)
        visitor.at(r"/card/[^/]+/$")

    def _confirms_with_the_bank(self, visitor, mei):
        visitor.open_letter(mei.email, "Your bank wants you to confirm %(total)s", total="$28.00")
        visitor.follow_link("/card/")
        visitor.press("button[value=bank]")
        visitor.press("a[href*='/3d_secure/']")
        visitor.press("button[value=approve]")
        visitor.at(r"/card/[^/]+/$")
        open_mine(visitor)
        visitor.sees("%(total)s was charged. Your receipt is in your e-mail.", total="$28.00")

    def _booked(self, site):
        """What the ledger says was charged, in the shape of the sandbox's record."""
        return {pledge: [int(minor)] for pledge, minor in site.all(BOOKED)}
