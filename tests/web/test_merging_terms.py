"""Two people at the same facts or terms: what is chosen of both still means what each wrote."""

import re

import pytest

from redress.campaigns import drafting
from redress.campaigns.models import Campaign, Revision
from redress.campaigns.parts import PARTS
from tests.factories.campaigns import DraftFactory, MembershipFactory, owner_of
from tests.web.studio import HERE, path, signed_in, words

pytestmark = pytest.mark.django_db
EMPTY = {"en": "", "es": ""}
NO_TIERS = {"ally": None, "advocate": None, "champion": None}


@pytest.fixture
def draft():
    return DraftFactory()


@pytest.fixture
def other(draft):
    return MembershipFactory(campaign=draft, role="editor").user


@pytest.fixture
def save(draft, now):
    def saved(part, data, base, author):
        return drafting.save(
            campaign_id=draft.pk, part=part, data=data, base=base, author=author, now=now
        )

    return saved


@pytest.fixture
def two(draft, other, save):
    """Both began with the same; the address at which the later one brings them together.

    The places of a part stand there by the length of their names, as the database keeps them.
    """

    def written(part, *, base, theirs, mine):
        owner = owner_of(draft)
        number = save(part, base, 0, owner).number
        save(part, theirs, number, owner)
        aside = save(part, mine, number, other)
        assert aside.is_aside
        return path(draft, part, more=f"merge/{aside.pk}/")

    return written


def read(part):
    return PARTS[part].read(Campaign.objects.get())


def chosen(client, address, *choices, **more):
    base = re.search(r'name="base" value="(\d+)"', client.get(address).content.decode())[1]
    sent = {f"choice_{place}": choice for place, choice in enumerate(choices)}
    return client.post(address, {"base": base, **sent, **more}, headers=HERE)


def own(minimum):
    return {"minimum": minimum, "perks": {"en": "A letter", "es": "Una carta"}}


class TestTiers:
    def test_of_which_one_text_has_its_own_are_chosen_whole(self, two, other):
        mine = NO_TIERS | {"advocate": own(2000)}
        address = two("tiers", base=NO_TIERS, theirs=NO_TIERS | {"ally": own(0)}, mine=mine)
        client = signed_in(other)

        page = words(client.get(address))
        answer = chosen(client, address, "theirs", "mine")

        assert "$20" in page
        assert answer.status_code == 302
        assert read("tiers") == NO_TIERS | {"ally": own(0), "advocate": own(2000)}

    def test_stay_in_their_order(self, two, other):
        theirs = NO_TIERS | {"champion": own(3000)}
        mine = NO_TIERS | {"advocate": own(4000)}
        address = two("tiers", base=NO_TIERS, theirs=theirs, mine=mine)

        answer = chosen(signed_in(other), address, "mine", "theirs")

        assert answer.status_code == 422
        assert "A Champion pledges more than an Advocate" in words(answer)
        assert read("tiers") == theirs


class TestConditions:
    def test_need_a_time_that_the_clocks_of_the_zone_show(self, two, other):
        base = {"people_goal": None, "deadline_local": "", "deadline_tz": ""}
        theirs = base | {"deadline_local": "2027-03-14T02:30", "deadline_tz": "UTC"}
        mine = base | {"deadline_local": "2027-03-15T19:59", "deadline_tz": "America/New_York"}
        address = two("conditions", base=base, theirs=theirs, mine=mine)

        answer = chosen(signed_in(other), address, "mine", "theirs")

        assert answer.status_code == 422
        assert "Take the deadline and its time zone from the same text." in words(answer)
        assert read("conditions") == theirs


class TestBeneficiary:
    def test_is_not_half_of_one_and_half_of_another(self, two, other):
        nobody = {"name": "", "tax_class": ""}
        theirs = {"name": "Harbor Families", "tax_class": "c3"}
        before = {"name": "Tide", "tax_class": "c4"}
        address = two("beneficiary", base=before, theirs=theirs, mine=nobody)

        answer = chosen(signed_in(other), address, "theirs", "mine")

        assert answer.status_code == 422
        assert read("beneficiary") == theirs


def source(name):
    return {"citation": {"en": name, "es": name}, "url": ""}


def fact(statement, rests_on):
    return {
        "figure": EMPTY,
        "statement": {"en": statement, "es": statement},
        "origin": EMPTY,
        "source": rests_on,
    }


class TestFacts:
    BASE = {"sources": [source("A"), source("B")], "facts": [fact("of A", 1)]}

    def test_keep_their_source_when_another_moved_the_sources(self, two, other):
        theirs = {
            "sources": [source("New"), source("A"), source("B")],
            "facts": [fact("of A", 2)],
        }
        mine = self.BASE | {"facts": [fact("of A", 1), fact("of B", 2)]}
        address = two("facts", base=self.BASE, theirs=theirs, mine=mine)

        answer = chosen(signed_in(other), address, "mine", "theirs")

        assert answer.status_code == 302
        assert read("facts") == {
            "sources": theirs["sources"],
            "facts": [fact("of A", 2), fact("of B", 3)],
        }

    def test_are_refused_without_the_source_they_rest_on(self, two, other):
        theirs = {"sources": [source("A")], "facts": [fact("of A", 1)]}
        mine = self.BASE | {"facts": [fact("of A", 1), fact("of B", 2)]}
        address = two("facts", base=self.BASE, theirs=theirs, mine=mine)

        answer = chosen(signed_in(other), address, "mine", "theirs")

        assert answer.status_code == 422
        assert "A fact rests on “B · B”" in words(answer)
        assert read("facts") == theirs


class TestBudget:
    def test_shows_amounts_as_money_and_takes_none_as_free_words(self, two, other):
        base = {"note": EMPTY, "heading": EMPTY, "body": EMPTY, "goal": 100_000}
        base |= {"currency": "USD", "lines": []}
        assert set(base) == set(read("budget"))
        address = two(
            "budget", base=base, theirs=base | {"goal": 150_000}, mine=base | {"goal": 250_050}
        )
        client = signed_in(other)

        page = client.get(address)
        answer = chosen(client, address, "edit", text_0="much")

        assert "$1,000" in words(page)  # what both began with
        assert "100000" not in page.content.decode()
        assert answer.status_code == 422
        assert read("budget")["goal"] == 150_000
        assert Revision.objects.filter(number=3).count() == 0
