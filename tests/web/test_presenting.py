"""Cards, tiers, names and the drawn sheet."""

from datetime import UTC, datetime, timedelta

import pytest

from redress.campaigns.models import TierTerms
from redress.core.translated import Translated
from redress.supporters.models import Supporter, Tier
from redress.supporters.tiers import OfferedTiers
from redress.web.public import presenting
from tests.web import sample

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
HOUSE = OfferedTiers("USD", {})


def own_tiers(advocate: int, champion: int) -> OfferedTiers:
    """Tiers of a campaign that asks other amounts than the house."""
    return OfferedTiers(
        "USD",
        {
            Tier.ADVOCATE: TierTerms(tier=Tier.ADVOCATE, minimum_minor=advocate),
            Tier.CHAMPION: TierTerms(
                tier=Tier.CHAMPION, minimum_minor=champion, perks=Translated(en="A call\nA visit")
            ),
        },
    )


class TestAmountsOf:
    @pytest.mark.parametrize(
        ("tiers", "amounts"),
        [
            (HOUSE, (15, 28, 50, 100)),
            (own_tiers(2_000, 5_000), (20, 50, 100, 250)),
            (own_tiers(500, 100_000), (5, 1000, 2500)),
        ],
    )
    def test_begin_with_the_two_minimums(
        self, tiers: OfferedTiers, amounts: tuple[int, ...]
    ) -> None:
        assert presenting.amounts_of(tiers) == amounts


class TestTierChoices:
    def test_follow_the_terms_of_the_campaign(self) -> None:
        choices = presenting.tier_choices("", own_tiers(2_000, 5_000))

        assert [(choice.price, choice.least) for choice in choices] == [
            ("Free", ""),
            ("$20 or more", "20"),
            ("$50 or more", "50"),
        ]
        assert choices[2].perks == ("A call", "A visit")

    def test_tick_the_chosen_tier_and_no_other(self) -> None:
        choices = presenting.tier_choices("champion", HOUSE)

        assert [choice.checked for choice in choices] == [False, False, True]

    def test_say_what_each_asks(self) -> None:
        choices = presenting.tier_choices("", HOUSE)

        assert [(choice.price, choice.least) for choice in choices] == [
            ("Free", ""),
            ("$15 or more", "15"),
            ("$28 or more", "28"),
        ]

    def test_name_perks_of_each(self) -> None:
        assert all(len(choice.perks) == 3 for choice in presenting.tier_choices("", HOUSE))


class TestShortName:
    @pytest.mark.parametrize(
        ("name", "short"),
        [
            ("Alba Quiñones", "Alba Q."),
            ("Samuel Ortiz-Webb", "Samuel O."),
            ("Cher", "Cher"),
            ("Ana María de la Cruz", "Ana C."),
            ("", ""),
        ],
    )
    def test_is_first_name_and_initial(self, name: str, short: str) -> None:
        assert presenting.short_name(Supporter(name=name)) == short


class TestRecentOf:
    def test_shows_three_at_most_and_nobody_older_than_a_week(self) -> None:
        named = [
            Supporter(name=f"Person {letter}", tier=tier, confirmed_at=NOW - timedelta(days=days))
            for letter, tier, days in (
                ("A", Tier.ALLY, 0),
                ("B", Tier.ADVOCATE, 8),
                ("C", Tier.ADVOCATE, 2),
                ("D", Tier.CHAMPION, 3),
                ("E", Tier.ALLY, 4),
            )
        ]

        rows = presenting.recent_of(named, now=NOW)

        assert [(row.name, row.deed, row.when) for row in rows] == [
            ("Person A.", "joined as an Ally", "today"),
            ("Person C.", "joined as an Advocate", "this week"),
            ("Person D.", "joined as a Champion", "this week"),
        ]


class TestInitialsOf:
    def test_leave_out_the_title(self) -> None:
        assert presenting.initials_of("Dr. Marisol Reyes") == "MR"


@pytest.mark.django_db
class TestCardOf:
    def test_shows_where_an_open_campaign_stands(self) -> None:
        campaign = sample.bare_campaign(now=NOW)

        card = presenting.card_of(campaign, now=NOW)

        assert card.href == "/c/stop-holding-children/"
        assert (card.topics, card.place, card.agency) == ("Immigration", "National campaign", "DHS")
        assert card.docket is not None
        assert (card.docket.status, card.docket.time_left) == ("Open", "28 days")
        assert card.picture is not None
        assert card.picture.url == "/static/img/kite.svg"
        assert card.picture.credit == "Illustration: Redress · CC BY 4.0"

    def test_has_no_docket_for_a_record(self) -> None:
        campaign = sample.bare_campaign(now=NOW, is_record=True, hero_image="")

        card = presenting.card_of(campaign, now=NOW)

        assert (card.docket, card.picture) == (None, None)

    def test_names_the_place_of_a_state_campaign(self) -> None:
        campaign = sample.bare_campaign(now=NOW, scope="state", place="OH")

        assert presenting.card_of(campaign, now=NOW).place == "State campaign, Ohio"

    def test_takes_an_uploaded_picture_from_the_media_folder(self) -> None:
        campaign = sample.bare_campaign(now=NOW, hero_image="hero/kite.jpg", hero_license="")

        picture = presenting.picture_of(campaign)

        assert picture is not None
        assert (picture.url, picture.credit) == ("/media/hero/kite.jpg", "Illustration: Redress")


@pytest.mark.django_db
class TestSheetOf:
    def test_writes_the_real_words_of_the_caption(self) -> None:
        petition = sample.add_petition(sample.bare_campaign(now=NOW), now=NOW)

        sheet = presenting.sheet_of(petition, version=3)

        assert [line.text for line in sheet.heading] == [
            "BEFORE THE",
            "UNITED STATES DEPARTMENT OF HOMELAND",
            "SECURITY",
        ]
        assert [line.text for line in sheet.matter] == [
            "In re: detention and",
            "release of minors, 8",
            "CFR 236.3",
        ]
        assert [line.text for line in sheet.docket] == ["Docket no.", "______"]

    def test_keeps_long_words_on_the_sheet(self) -> None:
        petition = sample.add_petition(sample.bare_campaign(now=NOW), now=NOW)
        petition.re_line = "a very long matter " * 20
        petition.title = "A Petition for the Amendment of Many Rules " * 4

        sheet = presenting.sheet_of(petition, version=1)

        assert len(sheet.matter) == 5
        assert len(sheet.title) == 2
        assert all(y < 316 for y, _ in sheet.text)
        assert all(len(line.text) <= 20 for line in sheet.matter)
