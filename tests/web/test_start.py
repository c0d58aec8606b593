"""From the first question to a draft of one's own; nothing typed is lost, nothing leaks."""

import json
import re

import pytest
from django.test import Client

from redress.agencies.loading import load_agencies
from redress.campaigns.beginning import PER_HOUR, answer_of, fields_of
from redress.campaigns.models import Beginning, Campaign, Invitation
from redress.core import clock
from redress.core.translated import Translated
from tests.factories.accounts import UserFactory
from tests.factories.campaigns import CampaignFactory, DraftFactory, MembershipFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
SAME = {"Sec-Fetch-Site": "same-origin"}
JSON = SAME | {"Accept": "application/json"}


def post(client, path, *, headers=SAME, base=0, writer="one", **fields):
    return client.post(path, {"base": base, "writer": writer, **fields}, headers=headers)


def begun(client, text="The water is brown", prefix=""):
    """A beginning with its first answer."""
    answer = post(client, f"{prefix}/start/first/", text=text)
    assert answer.status_code == 302, answer.content
    return Beginning.objects.latest("pk")


def page(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


class TestStart:
    @pytest.mark.parametrize("path", ["/", "/campaigns/", "/campaigns/?area=x", "/es/"])
    def test_is_linked_from_everywhere(self, path, client):
        prefix = "/es" if path.startswith("/es") else ""
        assert f'href="{prefix}/start/"' in page(client, path)

    def test_says_what_happens_and_leads_to_the_first_question(self, client):
        text = page(client, "/start/")

        assert "You need no account to begin" in text
        assert 'href="/start/first/"' in text
        assert client.get("/start/").headers["Cache-Control"].startswith("public")


class TestFirst:
    def test_keeps_the_answer_under_a_code_and_goes_on(self, client):
        answer = post(client, "/start/first/", text="The water is brown")

        made = Beginning.objects.get()
        assert answer.headers["Location"] == f"/start/{made.code}/people/"
        assert fields_of(made, "problem") == {"text": "The water is brown"}
        assert made.language == "en"
        assert client.cookies == {}

    def test_of_the_spanish_page_is_spanish(self, client):
        made = begun(client, "El agua sale café", prefix="/es")

        assert (made.language, answer_of(made, "problem")["language"]) == ("es", "es")

    def test_makes_nothing_when_looked_at(self, client):
        page(client, "/start/first/")
        client.head("/start/first/")

        assert not Beginning.objects.exists()

    def test_asks_for_a_word_or_a_skip(self, client):
        answer = post(client, "/start/first/", text="  ")

        assert answer.status_code == 422
        assert not Beginning.objects.exists()
        assert post(client, "/start/first/", text="", skip="1").status_code == 302
        assert fields_of(Beginning.objects.get(), "problem") == {"text": ""}

    def test_keeps_what_is_too_long_on_the_page(self, client):
        answer = post(client, "/start/first/", text="y" * 6001)

        assert answer.status_code == 422
        assert "6001 letters; 6000 are possible" in answer.content.decode()
        assert "y" * 6001 in answer.content.decode()
        assert not Beginning.objects.exists()

    def test_shows_similar_campaigns_first(self, client):
        CampaignFactory(title=Translated(en="Brown water in the valley"))

        answer = post(client, "/start/first/", text="The water here is brown")

        made = Beginning.objects.get()
        assert answer.headers["Location"] == f"/start/{made.code}/similar/"
        text = page(client, f"/start/{made.code}/similar/")
        assert "Do you want to support one instead?" in text
        assert "Brown water in the valley" in text
        assert f'href="/start/{made.code}/people/"' in text

    def test_turns_a_network_away_that_begins_too_many(self, client):
        network = {"REMOTE_ADDR": "93.184.216.34"}
        data = {"base": 0, "writer": "one", "text": "Water"}
        for _ in range(PER_HOUR):
            client.post("/start/first/", data, headers=SAME, **network)

        answer = client.post("/start/first/", data, headers=SAME, **network)

        assert answer.status_code == 429
        assert 0 < int(answer.headers["Retry-After"]) <= 3600
        assert Beginning.objects.count() == PER_HOUR
        assert begun(Client(REMOTE_ADDR="93.185.216.34"))

    def test_refuses_another_site(self, client):
        assert post(client, "/start/first/", text="x", headers={}).status_code == 403
        assert not Beginning.objects.exists()

    def test_shows_a_script_as_words(self, client):
        made = begun(client, "<script>alert(1)</script>")

        for place in ("problem", "similar", ""):
            text = page(client, f"/start/{made.code}/{place}{'/' if place else ''}")
            assert "<script>alert(1)" not in text


class TestQuestion:
    def test_says_where_one_stands_and_which_address_to_keep(self, client):
        made = begun(client)

        text = page(client, f"/start/{made.code}/people/")

        assert "2 of 6" in text
        assert "Keep this address to go on later:" in text
        assert f"http://testserver/start/{made.code}/" in text

    def test_leads_through_all_six_to_the_summary(self, client):
        made = begun(client)
        there = f"/start/{made.code}/"
        for key, fields, following in (
            ("people", {"text": "Forty families"}, "agency/"),
            ("agency", {"agency": "", "rule_citation": ""}, "words/"),
            ("words", {"current": "", "wished": "", "skip": "1"}, "allies/"),
            ("allies", {"text": "The school"}, "money/"),
            ("money", {"amount": "5,000", "purposes": ""}, ""),
        ):
            answer = post(client, f"{there}{key}/", base=9, **fields)
            assert answer.headers["Location"] == there + following

        text = page(client, there)
        for words in ("The water is brown", "Forty families", "The school", "5,000"):
            assert words in text
        assert text.count("Left for later") == 2

    def test_saves_on_the_way_back_too(self, client):
        made = begun(client)

        answer = post(client, f"/start/{made.code}/people/", text="Forty", back="1")

        assert answer.headers["Location"] == f"/start/{made.code}/problem/"
        assert fields_of(Beginning.objects.get(), "people") == {"text": "Forty"}

    def test_is_kept_by_no_cache_and_found_by_no_search(self, client):
        made = begun(client)
        for path in (f"/start/{made.code}/people/", f"/start/{made.code}/"):
            answer = client.get(path)
            assert answer.headers["Cache-Control"] == "private, no-store"
            assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
            assert answer.headers["Referrer-Policy"] == "same-origin"
            assert 'rel="canonical"' not in answer.content.decode()
            assert answer.cookies == {}

    def test_keeps_both_texts_of_two_windows_and_says_so(self, client):
        made = begun(client)
        path = f"/start/{made.code}/people/"
        post(client, path, base=1, writer="a", text="Forty families")

        answer = post(client, path, base=1, writer="b", text="Two schools")

        assert answer.headers["Location"] == f"{path}?both=1"
        text = page(client, f"{path}?both=1")
        assert "Both texts are kept" in text
        assert "Forty families" in text
        assert "Two schools" in text

    def test_is_saved_by_a_script(self, client):
        made = begun(client)
        path = f"/start/{made.code}/people/"

        first = post(client, path, headers=JSON, base=1, writer="a", text="Forty")
        late = post(client, path, headers=JSON, base=1, writer="b", text="Two")

        assert first.json() == {"version": 2, "merged": False, "fields": {"text": "Forty"}}
        assert late.json()["merged"] is True
        assert late.json()["version"] == 3
        too_long = post(client, path, headers=JSON, base=3, text="y" * 4001)
        assert too_long.status_code == 422
        assert set(too_long.json()["errors"]) == {"text"}

    def test_is_not_there_under_a_wrong_code_or_name(self, client):
        made = begun(client)

        page(client, f"/start/{'x' * 43}/people/", status=404)
        page(client, f"/start/{made.code}/nothing/", status=404)
        assert post(client, f"/start/{'x' * 43}/people/", text="x").status_code == 404

    @pytest.mark.parametrize("typed", ["abc", "-5", "1,2", "5.000"])
    def test_refuses_a_sum_that_is_none_and_keeps_it(self, typed, client):
        made = begun(client)

        answer = post(client, f"/start/{made.code}/money/", amount=typed, purposes="Lawyer")

        assert answer.status_code == 422
        text = answer.content.decode()
        assert "Write the amount in numbers" in text
        assert f'value="{typed}"' in text
        assert "Lawyer" in text
        assert fields_of(Beginning.objects.get(), "money")["purposes"] == ""


class TestAgencyQuestion:
    @pytest.fixture(autouse=True)
    def _agencies(self):
        load_agencies()

    def test_finds_without_a_script_and_keeps_what_was_typed(self, client):
        made = begun(client)

        answer = post(
            client,
            f"/start/{made.code}/agency/",
            agency="",
            agency_q="8 CFR",
            agency_seen="",
            agency_find="1",
            rule_citation="8 CFR 236.3",
        )

        assert answer.status_code == 200
        text = answer.content.decode()
        assert 'value="us-dhs"' in text
        assert 'value="us-doj"' in text
        assert "2 agencies" in text
        assert 'value="8 CFR 236.3"' in text
        assert "DHS has no fixed number of days" in text
        assert fields_of(Beginning.objects.get(), "agency")["rule_citation"] == ""

    def test_takes_the_enter_key_for_going_on_once_the_list_is_shown(self, client):
        made = begun(client)

        answer = post(
            client,
            f"/start/{made.code}/agency/",
            agency="us-dhs",
            agency_q="8 CFR",
            agency_seen="8 CFR",
            agency_find="1",
            rule_citation="8 c.f.r. § 236.3",
        )

        assert answer.headers["Location"] == f"/start/{made.code}/words/"
        assert fields_of(Beginning.objects.get(), "agency") == {
            "agency": "us-dhs",
            "rule_citation": "8 CFR 236.3",
        }

    @pytest.mark.parametrize("code", ["\x00", "us-\x00x", "no-such-agency"])
    def test_refuses_what_is_no_agency(self, code, client):
        made = begun(client)
        words = {"agency": code, "agency_q": "8 CFR", "rule_citation": "8 CFR 236.3"}

        answer = post(client, f"/start/{made.code}/agency/", **words)

        assert answer.status_code == (302 if code == "\x00" else 422)
        assert fields_of(Beginning.objects.get(), "agency")["agency"] == ""

    def test_marks_a_rule_that_nobody_checked(self, client):
        made = begun(client)
        post(client, f"/start/{made.code}/agency/", agency="us-fema", rule_citation="")

        text = page(client, f"/start/{made.code}/agency/")

        assert "Nobody has checked this against the rule itself yet." in text

    def test_hints_at_a_title_of_another_agency(self, client):
        made = begun(client)
        post(client, f"/start/{made.code}/agency/", agency="us-epa", rule_citation="8 CFR 236.3")

        assert "EPA has no rules in title 8" in page(client, f"/start/{made.code}/agency/")

    @pytest.mark.parametrize(
        ("fields", "sentence"),
        [
            ({"agency": "us-dhs", "rule_citation": "8 U.S.C. 1101"}, "This is a statute."),
            ({"agency": "us-dhs", "rule_citation": "the rule"}, "Write a federal rule as title"),
            ({"agency": "us-gone", "rule_citation": ""}, "We do not know this agency."),
        ],
    )
    def test_refuses_kindly(self, fields, sentence, client):
        made = begun(client)

        answer = post(client, f"/start/{made.code}/agency/", **fields)

        assert answer.status_code == 422
        assert sentence in answer.content.decode()

    def test_gives_the_list_to_the_script(self, client):
        answer = client.get("/start/agencies/", {"q": "8 CFR chapter V"})

        found = json.loads(answer.content)
        assert found["said"] == "1 agency"
        assert [row["code"] for row in found["rows"]] == ["us-doj"]
        assert (
            found["rows"][0]["places"]
            == "8 CFR chapter V (Executive Office for Immigration Review)"
        )
        assert client.get("/start/agencies/").json() == {"rows": [], "said": ""}

    @pytest.mark.parametrize("query", ["<script>alert(1)</script>", "' OR 1=1", "\x00", "x" * 5000])
    def test_bears_any_search(self, query, client):
        assert client.get("/start/agencies/", {"q": query}).json()["rows"] == []


class TestSummary:
    def test_keeps_the_title_and_leads_to_sign_in(self, client):
        made = begun(client)

        answer = post(client, f"/start/{made.code}/", base=1, title="Clean water for all of us")

        assert answer.headers["Location"] == f"/start/{made.code}/keep/"
        assert fields_of(Beginning.objects.get(), "title") == {"title": "Clean water for all of us"}
        away = client.get(f"/start/{made.code}/keep/")
        assert away.status_code == 302
        assert away.headers["Location"].startswith("/accounts/login/?next=")

    def test_refuses_a_title_that_is_too_long(self, client):
        made = begun(client)

        answer = post(client, f"/start/{made.code}/", base=1, title="y" * 91)

        assert answer.status_code == 422
        assert "y" * 91 in answer.content.decode()


class TestKeep:
    @pytest.fixture
    def person(self, client):
        user = UserFactory(email="ana@example.org")
        client.force_login(user)
        return user

    def test_shows_first_and_makes_nothing(self, client, person):
        made = begun(client)

        text = page(client, f"/start/{made.code}/keep/")

        assert "ana@example.org" in text
        assert "1 answer becomes a draft" in text
        assert not Campaign.objects.exists()

    @pytest.mark.usefixtures("person")
    def test_makes_one_draft_however_often_it_is_pressed(self, client):
        made = begun(client)

        first = client.post(f"/start/{made.code}/keep/", headers=SAME)
        again = client.post(f"/start/{made.code}/keep/", headers=SAME)

        campaign = Campaign.objects.get()
        there = f"/studio/{campaign.number}/start/"
        assert first.headers["Location"] == again.headers["Location"] == there
        assert client.get(f"/start/{made.code}/keep/").headers["Location"] == there
        assert client.get(f"/start/{made.code}/people/").headers["Location"] == there
        text = page(client, there)
        assert "The water is brown" in text
        assert f'href="/studio/{campaign.number}/parts/problem/"' in text

    @pytest.mark.usefixtures("person")
    def test_is_not_there_for_anybody_else_afterwards(self, client):
        made = begun(client)
        client.post(f"/start/{made.code}/keep/", headers=SAME)
        other = Client()
        other.force_login(UserFactory())

        for somebody in (other, Client()):
            for place in ("", "people/", "similar/"):
                page(somebody, f"/start/{made.code}/{place}", status=404)
        assert other.get(f"/start/{made.code}/keep/").status_code == 404
        assert other.post(f"/start/{made.code}/keep/", headers=SAME).status_code == 404
        assert post(other, f"/start/{made.code}/people/", text="x").status_code == 404
        assert Campaign.objects.get().memberships.count() == 1
        assert other.get(f"/studio/{Campaign.objects.get().number}/start/").status_code == 404

    @pytest.mark.usefixtures("person")
    def test_wants_the_token(self):
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(UserFactory())
        made = begun(Client())

        assert strict.post(f"/start/{made.code}/keep/", headers=SAME).status_code == 403
        assert not Campaign.objects.exists()

    @pytest.mark.usefixtures("person")
    def test_is_not_there_under_a_wrong_code(self, client):
        assert client.get(f"/start/{'x' * 43}/keep/").status_code == 404
        assert client.post(f"/start/{'x' * 43}/keep/", headers=SAME).status_code == 404

    @pytest.mark.usefixtures("person")
    def test_puts_spanish_words_on_the_spanish_side(self, client):
        made = begun(client, "El agua sale café", prefix="/es")
        post(client, f"/es/start/{made.code}/", base=1, title="Agua limpia para todo el valle")

        client.post(f"/es/start/{made.code}/keep/", headers=SAME)

        campaign = Campaign.objects.get()
        assert campaign.title == {"es": "Agua limpia para todo el valle"}
        assert campaign.slug == "agua-limpia-para-todo-el-valle"
        assert campaign.sections.get(kind="problem").body == {"en": "", "es": "El agua sale café"}


class TestMyCampaigns:
    @pytest.fixture
    def person(self, client):
        user = UserFactory(email="ana@example.org")
        client.force_login(user)
        return user

    @pytest.mark.usefixtures("person")
    def test_is_empty_with_a_way_in(self, client):
        text = page(client, "/studio/")

        assert "A campaign starts with one rule" in text
        assert 'href="/start/"' in text

    def test_lists_role_state_and_progress(self, client, person):
        mine = DraftFactory(team=None, title=Translated(en="Clean water"))
        MembershipFactory(campaign=mine, user=person, role="owner")
        shared = DraftFactory()
        MembershipFactory(campaign=shared, user=person, role="viewer")
        foreign = DraftFactory()

        text = page(client, "/studio/")

        assert "Clean water" in text
        assert "Your role: Owner" in text
        assert "Your role: Viewer" in text
        assert "A campaign without a title yet" in text
        assert len(re.findall(r"\d+ of \d+ parts ready", text)) == 2
        assert "Start another" in text
        assert foreign.number not in text

    def test_shows_only_open_invitations_to_the_own_address(self, client, person):
        now = clock.now()
        day = now.replace(day=28)
        facts = {"role": "editor", "expires_at": day, "invited_by": UserFactory(name="Rosa")}
        opened = Invitation.objects.create(campaign=DraftFactory(), email=person.email, **facts)
        for change in (
            {"email": "ben@example.org"},
            {"withdrawn_at": now},
            {"accepted_at": now},
            {"expires_at": now},
        ):
            Invitation.objects.create(
                campaign=DraftFactory(title=Translated(en="Not for me")),
                **{"email": person.email, **facts, **change},
            )

        text = page(client, "/studio/")

        assert text.count("Look at the invitation") == 1
        assert "Rosa invites you" in text
        assert "Not for me" not in text
        assert opened.accepted_at is None

    def test_asks_a_stranger_to_log_in(self):
        assert Client().get("/studio/").status_code == 302
