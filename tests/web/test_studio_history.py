"""Two people at one part, its history, and the overview of the campaign."""

import re
from datetime import timedelta

import pytest

from redress.accounts.permissions import TeamRole
from redress.campaigns.models import Campaign, Revision
from redress.campaigns.states import Status
from redress.web.organize.pages import PAGES
from tests.factories.campaigns import (
    DraftFactory,
    MembershipFactory,
    owner_of,
)
from tests.web.studio import (
    BY_SCRIPT,
    HERE,
    LANGUAGES,
    colleague,
    path,
    signed_in,
    title,
    words,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return DraftFactory()


@pytest.fixture
def person(draft):
    return signed_in(owner_of(draft))


class TestTwoEditors:
    @pytest.fixture
    def other(self, draft):
        return colleague(draft)

    @pytest.fixture
    def aside(self, person, other, draft):
        person.post(
            path(draft), title(title_en="They go home", standfirst_en="a b c d"), headers=HERE
        )
        person.post(
            path(draft), title(1, title_en="They go home", standfirst_en="x b c d"), headers=HERE
        )
        answer = other.post(
            path(draft), title(1, title_en="They stay", standfirst_en="a b c y"), headers=HERE
        )
        return answer["Location"]

    def test_lead_the_later_one_to_both_texts(self, other, draft, aside):
        assert aside == path(draft, more=f"merge/{Revision.objects.latest('pk').pk}/")

        html = other.get(aside).content.decode()

        assert f"As saved by {owner_of(draft)}" in html
        assert "As you wrote it" in html
        assert re.search(r"<ins>.*?stay.*?</ins>", html)
        assert "x b c y" in html  # the two changes of the summary fit together
        assert Campaign.objects.get().title["en"] == "They go home"

    def test_is_told_to_the_script(self, person, other, draft):
        person.post(path(draft), title(title_en="Theirs"), headers=HERE)

        answer = other.post(path(draft), title(title_en="Mine"), headers=BY_SCRIPT)

        assert answer.status_code == 409
        told = answer.json()
        assert told["merge"].endswith(f"/merge/{told['aside']}/")

    def test_make_one_text_of_both(self, person, other, draft, aside):
        sent = {
            "base": 2,
            "choice_0": "edit",
            "text_0": "They stay or go home",
            "choice_1": "edit",
            "text_1": "x b c y",
        }

        answer = other.post(aside, sent, headers=HERE)

        assert answer["Location"] == path(draft, more="?saved=3")
        campaign = Campaign.objects.get()
        assert campaign.title["en"] == "They stay or go home"
        assert campaign.standfirst["en"] == "x b c y"
        assert "found their place already" in words(other.get(aside))

    def test_choose_whose_words_stand(self, other, aside):
        other.post(aside, {"base": 2, "choice_0": "theirs", "choice_1": "mine"}, headers=HERE)

        campaign = Campaign.objects.get()
        assert (campaign.title["en"], campaign.standfirst["en"]) == ("They go home", "a b c y")

    def test_have_to_choose_where_both_changed_the_same_words(self, person, other, draft):
        person.post(path(draft), title(title_en="Theirs"), headers=HERE)
        aside = other.post(path(draft), title(title_en="Mine"), headers=HERE)["Location"]

        answer = other.post(aside, {"base": 1, "text_0": "Theirs Mine"}, headers=HERE)

        assert answer.status_code == 422
        assert "Choose which words shall stand." in words(answer)
        assert "Theirs Mine" in answer.content.decode()
        assert Campaign.objects.get().title["en"] == "Theirs"

    def test_are_led_on_when_a_third_saved_meanwhile(self, person, other, draft, aside):
        person.post(path(draft), title(2, title_en="Newer", standfirst_en="x b c d"), headers=HERE)

        answer = other.post(
            aside, {"base": 2, "choice_0": "mine", "choice_1": "mine"}, headers=HERE
        )

        assert re.search(r"/merge/\d+/$", answer["Location"])
        assert answer["Location"] != aside
        assert Campaign.objects.get().title["en"] == "Newer"
        assert other.get(answer["Location"]).status_code == 200

    def test_are_reminded_on_the_overview(self, other, draft, aside):
        html = other.get(f"/studio/{draft.number}/").content.decode()

        assert "Words that wait beside the text" in html
        assert aside in html

    def test_find_a_merge_of_another_campaign_absent(self, other, draft, aside):
        theirs = DraftFactory()
        address = aside.replace(draft.number, theirs.number)

        assert signed_in(owner_of(theirs)).get(address).status_code == 404

    def test_of_rows_may_keep_both(self, person, other, draft):
        def sent(base, *stages):
            rows = {"stages-row": [str(place) for place in range(len(stages))], "base": base}
            return rows | {f"stages-{place}-heading_en": text for place, text in enumerate(stages)}

        person.post(path(draft, "strategy"), sent(0, "File"), headers=HERE)
        person.post(path(draft, "strategy"), sent(1, "File", "Wait"), headers=HERE)
        aside = other.post(path(draft, "strategy"), sent(1, "Ask"), headers=HERE)["Location"]

        other.post(aside, {"base": 2, "choice_0": "rows"}, headers=HERE)

        stages = Campaign.objects.get().strategy_stages.all()
        assert [stage.heading["en"] for stage in stages] == ["File", "Wait", "Ask"]


class TestHistory:
    @pytest.fixture
    def saved(self, person, draft, travel):
        person.post(path(draft), title(title_en="First"), headers=HERE)
        person.post(path(draft), title(1, title_en="First words"), headers=HERE)
        travel(timedelta(minutes=31))
        person.post(path(draft), title(2, title_en="Second words"), headers=HERE)

    def test_tells_who_changed_what(self, person, draft, saved):
        answer = person.get(path(draft, more="history/"))

        assert str(owner_of(draft)) in words(answer)
        assert "saved 2 times" in words(answer)
        assert answer.content.decode().count('class="happened"') == 2
        assert re.search(r"<ins>.*?Second.*?</ins>", answer.content.decode())
        assert "Title (English)" in words(answer)

    def test_brings_an_older_state_back(self, person, draft, saved):
        answer = person.post(path(draft, more="history/"), {"number": 1}, headers=HERE)

        assert answer["Location"] == path(draft, more="?saved=4")
        assert Campaign.objects.get().title["en"] == "First"
        assert Revision.objects.count() == 4

    def test_is_brought_back_by_nobody_who_may_only_read(self, draft, saved):
        viewer = colleague(draft, TeamRole.VIEWER)

        answer = viewer.post(path(draft, more="history/"), {"number": 1}, headers=HERE)

        assert answer.status_code == 404
        assert Campaign.objects.get().title["en"] == "Second words"

    def test_compares_two_states(self, person, draft, saved):
        first, *_others, last = Revision.objects.order_by("pk")

        answer = person.get(path(draft, more=f"compare/?from={last.pk}&to={first.pk}"))

        html = answer.content.decode()
        assert re.search(r"<del>.*?First.*?</del>", html)
        assert re.search(r"<ins>.*?Second.*?</ins>", html)

    @pytest.mark.parametrize("asked", ["from=x&to=1", "from=1", "from=0&to=0"])
    def test_compares_nothing_that_is_not_there(self, person, draft, saved, asked):
        assert person.get(path(draft, more=f"compare/?{asked}")).status_code == 404

    def test_has_no_name_for_somebody_who_has_left(self, person, draft):
        member = MembershipFactory(campaign=draft, role="editor")
        signed_in(member.user).post(path(draft), title(title_en="Theirs"), headers=HERE)
        member.user.delete()

        assert "somebody who has left" in words(person.get(path(draft, more="history/")))

    def test_has_pages(self, person, draft, now):
        author = owner_of(draft)
        for number in range(1, 70):
            Revision.objects.create(
                campaign=draft,
                part="title",
                number=number,
                base=number - 1,
                data={"title": {"en": f"t{number}", "es": ""}},
                author=author,
                at=now + timedelta(hours=number),
            )

        first = person.get(path(draft, more="history/"))
        older = re.search(r'href="(\?before=\d+)"', first.content.decode())
        assert older is not None
        second = person.get(path(draft, more=f"history/{older[1]}"))

        assert first.content.decode().count('class="happened"') == 60
        assert second.content.decode().count('class="happened"') == 9

    def test_asks_a_bounded_number_of_queries(
        self, person, draft, saved, django_assert_max_num_queries
    ):
        with django_assert_max_num_queries(50):
            person.get(path(draft, more="history/"))


class TestOverview:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_says_how_far_it_is_and_what_comes_next(self, person, draft, language):
        answer = person.get(f"{language}/studio/{draft.number}/")

        assert answer.status_code == 200
        if not language:
            assert f"of {len(PAGES)} parts are ready" in words(answer)
            assert "What to do next" in words(answer)

    def test_names_what_is_missing(self, person, draft):
        person.post(path(draft), title(title_en="A good title here"), headers=HERE)

        assert "The Spanish text is missing." in words(person.get(f"/studio/{draft.number}/"))

    def test_says_why_nothing_can_be_written(self, person, draft):
        Campaign.objects.update(status=Status.IN_REVIEW)

        shown = words(person.get(f"/studio/{draft.number}/"))

        assert "The campaign is in review." in shown
        assert "What to do next" not in shown

    def test_asks_a_bounded_number_of_queries(self, person, draft, django_assert_max_num_queries):
        with django_assert_max_num_queries(45):
            person.get(f"/studio/{draft.number}/")
