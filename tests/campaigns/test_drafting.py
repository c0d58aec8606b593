"""Saving a draft: every state is kept, nobody writes over anybody, any state can come back."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from redress.campaigns import drafting
from redress.campaigns.models import Revision
from redress.campaigns.parts import Progress
from redress.campaigns.states import Status
from redress.core.translated import Translated
from tests.factories.accounts import UserFactory
from tests.factories.campaigns import CampaignFactory, DraftFactory, MembershipFactory, owner_of

pytestmark = pytest.mark.django_db


def title(en="", es="", standfirst=""):
    return {"title": {"en": en, "es": es}, "standfirst": {"en": standfirst, "es": ""}}


@pytest.fixture
def draft():
    return DraftFactory()


@pytest.fixture
def save(draft, now):
    def save(data, *, base, author=None, **more):
        return drafting.save(
            campaign_id=draft.pk,
            part="title",
            data=data,
            base=base,
            author=author or owner_of(draft),
            now=now,
            **more,
        )

    return save


def standing(draft):
    return drafting.read_part(type(draft).objects.get(pk=draft.pk), "title")


class TestSave:
    def test_makes_the_words_the_text_and_keeps_them(self, draft, save, now):
        revision = save(title("A title"), base=0)

        assert (revision.number, revision.base, revision.at) == (1, 0, now)
        assert revision.author == owner_of(draft)
        assert standing(draft) == (title("A title"), 1)

    def test_of_the_same_words_twice_is_one_state(self, draft, save):
        first = save(title("A title"), base=0)

        assert save(title("A title"), base=0) == first
        assert save(title("A title"), base=1) == first
        assert Revision.objects.count() == 1

    def test_keeps_what_stood_before_the_first_save(self, now):
        draft = CampaignFactory(status=Status.DRAFT)

        drafting.save(
            campaign_id=draft.pk,
            part="title",
            data=title("New"),
            base=0,
            author=owner_of(draft),
            now=now,
        )

        first, second = Revision.objects.order_by("pk")
        assert (first.number, first.author, first.window) == (1, None, drafting.STANDING)
        assert first.data["title"]["en"] == "Let them go home"
        assert (second.number, second.base) == (2, 1)

    def test_that_comes_too_late_changes_nothing_and_loses_nothing(self, draft, save):
        other = MembershipFactory(campaign=draft, role="editor").user
        save(title("Theirs"), base=0)

        late = save(title("Mine"), base=0, author=other)

        assert late.is_aside
        assert (late.base, late.data, late.author) == (0, title("Mine"), other)
        assert standing(draft) == (title("Theirs"), 1)
        assert list(drafting.asides_of(draft)) == [late]

    def test_that_comes_too_late_twice_is_kept_once(self, draft, save):
        save(title("Theirs"), base=0)

        assert save(title("Mine"), base=0) == save(title("Mine"), base=0)
        assert drafting.asides_of(draft).count() == 1

    def test_never_stands_in_the_way_of_its_own_page(self, draft, save):
        save(title("M"), base=0, window="page-1")

        again = save(title("Mine"), base=0, window="page-1")

        assert (again.number, again.base) == (2, 1)
        assert standing(draft) == (title("Mine"), 2)

    @pytest.mark.parametrize("window", ["", "page-2"])
    def test_stands_aside_for_every_other_page_of_the_same_person(self, save, window):
        save(title("M"), base=0, window="page-1")

        assert save(title("Mine"), base=0, window=window).is_aside

    def test_stands_aside_for_a_page_of_that_name_of_somebody_else(self, draft, save):
        other = MembershipFactory(campaign=draft, role="editor").user
        save(title("M"), base=0, window="page-1", author=other)

        assert save(title("Mine"), base=0, window="page-1").is_aside

    def test_goes_on_beside_the_text_in_place_of_what_stood_aside(self, draft, save):
        save(title("Theirs"), base=0)
        first = save(title("Mi"), base=0, window="page-1")

        second = save(title("Mine"), base=0, window="page-1", aside_id=first.pk)

        assert second.is_aside
        assert second.merges == first
        assert list(drafting.asides_of(draft)) == [second]
        assert Revision.objects.filter(pk=first.pk, data=title("Mi")).exists()

    def test_never_takes_the_place_of_words_of_somebody_else(self, draft, save):
        other = MembershipFactory(campaign=draft, role="editor").user
        save(title("Theirs"), base=0)
        theirs = save(title("Also theirs"), base=0, author=other)

        save(title("Mine"), base=0, aside_id=theirs.pk)

        assert theirs in drafting.asides_of(draft)
        assert drafting.asides_of(draft).count() == 2

    def test_takes_in_what_was_written_past_the_studio(self, draft, save):
        save(title("A title"), base=0)
        draft.title = Translated(en="Imported")
        draft.save()

        save(title("After"), base=1)

        assert [row.data["title"]["en"] for row in Revision.objects.order_by("number")] == [
            "A title",
            "Imported",
            "After",
        ]

    @pytest.mark.parametrize("status", sorted(set(Status.values) - {"draft", "changes_requested"}))
    def test_is_refused_while_the_words_are_no_draft(self, status, now):
        campaign = CampaignFactory(status=status)

        with pytest.raises(drafting.NotEditable):
            drafting.save(
                campaign_id=campaign.pk,
                part="title",
                data=title("New"),
                base=0,
                author=owner_of(campaign),
                now=now,
            )

        assert not Revision.objects.exists()
        assert standing(campaign)[0]["title"]["en"] == "Let them go home"

    def test_keeps_states_that_the_database_never_changes(self, save):
        revision = save(title("A title"), base=0)

        with pytest.raises(IntegrityError), transaction.atomic():
            Revision.objects.filter(pk=revision.pk).update(data={})

    def test_outlives_the_account_of_its_author(self, draft, save):
        person = MembershipFactory(campaign=draft, role="editor").user
        revision = save(title("A title"), base=0, author=person)

        person.delete()

        revision.refresh_from_db()
        assert (revision.author, revision.data) == (None, title("A title"))


class TestMerge:
    @pytest.fixture
    def aside(self, save):
        save(title("Theirs"), base=0)
        return save(title("Mine"), base=0)

    @pytest.fixture
    def merge(self, draft, aside, now):
        def merge(data, *, base):
            return drafting.merge(
                campaign_id=draft.pk,
                part="title",
                data=data,
                base=base,
                aside_id=aside.pk,
                author=owner_of(draft),
                now=now,
            )

        return merge

    def test_makes_one_text_and_lets_the_words_aside_go(self, draft, aside, merge):
        merged = merge(title("Theirs and mine"), base=1)

        assert (merged.number, merged.merges) == (2, aside)
        assert standing(draft) == (title("Theirs and mine"), 2)
        assert not drafting.asides_of(draft).exists()
        assert Revision.objects.count() == 3

    def test_is_a_state_even_when_the_text_stays(self, draft, merge):
        assert merge(title("Theirs"), base=1).number == 2
        assert not drafting.asides_of(draft).exists()

    def test_sent_twice_is_one_state(self, merge):
        assert merge(title("Both"), base=1) == merge(title("Both"), base=1)

    def test_that_comes_too_late_is_kept_aside_itself(self, draft, merge, save, aside):
        save(title("Newer"), base=1)

        late = merge(title("Both"), base=1)

        assert late.is_aside
        assert late.merges == aside
        assert standing(draft) == (title("Newer"), 2)
        assert list(drafting.asides_of(draft)) == [late]

    def test_is_refused_for_words_that_stand_in_the_text(self, draft, now, save):
        revision = save(title("A title"), base=0)

        with pytest.raises(Revision.DoesNotExist):
            drafting.merge(
                campaign_id=draft.pk,
                part="title",
                data=title("x"),
                base=1,
                aside_id=revision.pk,
                author=owner_of(draft),
                now=now,
            )


class TestRestore:
    def test_makes_an_older_state_the_text_as_a_new_state(self, draft, save, now):
        save(title("First"), base=0)
        save(title("Second"), base=1)

        back = drafting.restore(
            campaign_id=draft.pk, part="title", number=1, author=owner_of(draft), now=now
        )

        assert (back.number, back.restored_from) == (3, 1)
        assert standing(draft) == (title("First"), 3)

    def test_of_what_stands_adds_nothing(self, draft, save, now):
        revision = save(title("First"), base=0)

        assert (
            drafting.restore(
                campaign_id=draft.pk, part="title", number=1, author=owner_of(draft), now=now
            )
            == revision
        )

    def test_is_refused_while_the_words_are_no_draft(self, draft, save, now):
        save(title("First"), base=0)
        save(title("Second"), base=1)
        type(draft).objects.update(status=Status.IN_REVIEW)

        with pytest.raises(drafting.NotEditable):
            drafting.restore(
                campaign_id=draft.pk, part="title", number=1, author=owner_of(draft), now=now
            )

        assert Revision.objects.count() == 2


class TestManyHands:
    @settings(
        max_examples=40,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(
        st.lists(
            st.tuples(
                st.integers(0, 1), st.sampled_from(["open", "save", "merge"]), st.integers(0, 5)
            ),
            max_size=14,
        )
    )
    def test_never_lose_a_word(self, now, steps):
        """Two people open, save and merge in any order; every text stands, or waits, or was merged."""
        with transaction.atomic():
            draft = DraftFactory()
            people = [owner_of(draft), MembershipFactory(campaign=draft, role="editor").user]
            bases = [0, 0]
            sent = []
            for step, (who, act, word) in enumerate(steps):
                common = {"campaign_id": draft.pk, "part": "title", "author": people[who]}
                at = now + timedelta(minutes=step)
                aside = drafting.asides_of(draft).first()
                if act == "open":
                    bases[who] = standing(draft)[1]
                elif act == "save":
                    data = title(f"text {step} {word}")
                    sent.append(data)
                    saved = drafting.save(data=data, base=bases[who], now=at, **common)
                    bases[who] = saved.number or bases[who]
                elif aside is not None:
                    text, base = standing(draft)
                    both = title(f"{text['title']['en']} {aside.data['title']['en']}")
                    drafting.merge(data=both, base=base, aside_id=aside.pk, now=at, **common)
            kept = [row.data for row in Revision.objects.filter(campaign=draft)]
            numbers = list(
                Revision.objects.filter(campaign=draft, number__isnull=False)
                .order_by("number")
                .values_list("number", flat=True)
            )
            assert all(data in kept for data in sent)
            assert numbers == list(range(1, len(numbers) + 1))
            for row in Revision.objects.filter(campaign=draft, number__isnull=True):
                waits = row in drafting.asides_of(draft)
                assert waits or row.merged_by.exists()
            transaction.set_rollback(True)


class TestStates:
    def test_tell_how_far_every_part_is(self, draft, save):
        save(title("A title of the campaign"), base=0)
        draft.refresh_from_db()

        states = {state.key: state for state in drafting.states_of(draft)}

        assert states["title"].progress == Progress.BEGUN
        assert states["title"].number == 1
        assert [lack.field for lack in states["title"].lacks] == [
            "title_es",
            "standfirst_en",
            "standfirst_es",
        ]
        assert states["title"].sentences == [
            "The Spanish text is missing.",
            "The English text is missing.",
        ]
        assert states["goal"].progress == Progress.EMPTY
        assert states["picture"].progress == Progress.EMPTY

    def test_cost_no_more_queries_for_more_rows(self, draft, django_assert_max_num_queries):
        with django_assert_max_num_queries(30):
            drafting.states_of(draft)


class TestCreate:
    def test_gives_a_number_an_address_and_an_owner(self, now):
        owner = UserFactory(name="Rosa Delgado")

        draft = drafting.create(
            owner=owner, title=Translated(en="Let them go"), language="en", now=now
        )

        assert (draft.number, draft.slug, draft.status) == (
            "RDS-2026-0001",
            "let-them-go",
            Status.DRAFT,
        )
        assert owner_of(draft) == owner
        assert draft.private_slug.startswith("let-them-go-")

    def test_goes_on_counting_after_the_ten_thousandth_of_a_year(self, now):
        for number in ("RDS-2026-9999", "RDS-2026-10000"):
            DraftFactory(number=number)

        draft = drafting.create(owner=UserFactory(), title=Translated(), language="en", now=now)

        assert draft.number == "RDS-2026-10001"

    def test_gives_every_draft_another_address(self, now):
        slugs = [
            drafting.create(
                owner=UserFactory(), title=Translated(en="Same"), language="en", now=now
            ).slug
            for _ in range(3)
        ]

        assert slugs == ["same", "same-2", "same-3"]
