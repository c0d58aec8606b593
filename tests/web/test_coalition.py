"""Pages of invited organizations: in the studio, by the mailed link, at the desk of calls."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from redress.accounts.models import HouseRole, Organization, OrganizationMembership
from redress.accounts.permissions import TeamRole
from redress.campaigns import coalition
from redress.campaigns.models import CoalitionConsent, CoalitionMember
from redress.core.mail import build_message
from redress.core.models import OutboxMessage
from redress.core.tokens import make_token
from redress.core.translated import Translated
from tests.conftest import NOW
from tests.factories.accounts import HouseRoleFactory, UserFactory
from tests.factories.campaigns import CampaignFactory, DraftFactory, MembershipFactory, owner_of
from tests.factories.coalition import (
    CoalitionMemberFactory,
    standing_member,
    waiting_member,
)
from tests.web.entering import enter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
OURS = {"Sec-Fetch-Site": "same-origin"}
DAY = timedelta(days=1)
CANARY = "Canary Society of the Seven Harbors"
ANSWER = {
    "name": "Harbor Host Families",
    "signatory_name": "Tomás Ibarra",
    "title_en": "coordinator",
    "allow_name": "on",
    "allow_signatory": "on",
    "agree": "on",
    "do": "confirm",
}


def link(name: str, member: CoalitionMember, issue: int | None = None) -> str:
    purpose = "coalition" if name == "coalition" else "coalition-manage"
    return reverse(name, args=[make_token(purpose, member.pk, issue or member.issue)])


def send(client: Client, path: str, **data):
    return client.post(path, data, headers=OURS)


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return re.sub(r"\s+", " ", answer.content.decode())


class TestNobodysNameOnAnOrganizersWordAlone:
    """The rule of all rules here, on every page that the public may open."""

    def surfaces(self, client, campaign) -> list[str]:
        slug = campaign.slug
        found = [
            client.get(path).content.decode()
            for path in (
                *(f"{before}/c/{slug}/" for before in ("", "/es")),
                f"/c/{slug}/supporters/",
                f"/c/{slug}/support/",
                f"/c/{slug}/inbox/",
                f"/c/{slug}/count.json",
                "/",
                "/es/",
                "/campaigns/",
                "/campaigns/?q=Canary",
                "/es/campaigns/",
                "/sitemap.xml",
                reverse("coalition_lost_link"),
            )
        ]
        assert sum(str(campaign.title) in body for body in found) >= 4
        return found

    def states(self):
        yield "invited", CoalitionMemberFactory
        yield "expired", lambda **values: CoalitionMemberFactory(expires_at=NOW - DAY, **values)
        yield (
            "to be called",
            lambda **values: waiting_member(allowed=("name", "signatory", "quote"), **values),
        )
        yield "withdrawn", self.withdrawn
        yield "taken back", self.taken_back
        yield (
            "not reached",
            lambda **values: waiting_member(withdrawn_at=NOW, ending="not_reached", **values),
        )
        yield (
            "declined",
            lambda **values: CoalitionMemberFactory(withdrawn_at=NOW, ending="declined", **values),
        )
        yield "private", lambda **values: standing_member(allowed=(), **values)

    def withdrawn(self, **values):
        member = standing_member(**values)
        coalition.withdraw(member_id=member.pk, issue=1, language="en", now=NOW)

    def taken_back(self, **values):
        member = standing_member(**values)
        coalition.take_back(member_id=member.pk, now=NOW)

    def test_shows_nowhere_who_does_not_stand_by_itself(self, client):
        for number, (state, make) in enumerate(self.states()):
            campaign = CampaignFactory()
            make(
                campaign=campaign,
                name=CANARY,
                signatory_name=CANARY,
                contact_name=CANARY,
                quote=Translated(en=CANARY, es=CANARY),
                url=f"https://canary{number}.example/",
            )

            for body in self.surfaces(client, campaign):
                assert "Canary Society" not in body, state
                assert "canary" not in body.replace("q=Canary", "").replace(
                    'value="Canary"', ""
                ).replace("“Canary”", ""), state

    def test_shows_who_stands(self, client):
        campaign = CampaignFactory()
        standing_member(campaign=campaign, name=CANARY)

        assert CANARY in client.get(f"/c/{campaign.slug}/").content.decode()

    def test_the_teams_preview_says_who_waits_above_the_page_alone(self, client):
        draft = DraftFactory()
        CoalitionMemberFactory(campaign=draft, name=CANARY)
        standing_member(campaign=draft, name="Open Door Network")
        enter(client, owner_of(draft))

        line, _aside, body = page(client, reverse("studio_preview", args=[draft.number])).partition(
            "</aside>"
        )

        assert f"not on the page: {CANARY}." in line
        assert CANARY not in body
        assert "Open Door Network" in body


class TestCampaignPage:
    def body(self, client, **values):
        campaign = CampaignFactory()
        standing_member(campaign=campaign, name="Harbor Host Families", at=NOW, **values)
        return page(client, f"/c/{campaign.slug}/")

    def test_says_who_confirmed_and_when(self, client):
        body = self.body(client)

        assert "Confirmed by Tomás Ibarra, coordinator, on Nov 20, 2026" in body
        assert "harborhosts.example" in body

    def test_shows_exactly_what_is_allowed(self, client):
        body = self.body(
            client, allowed=("name",), quote=Translated(en="Let them go.", es="Que salgan.")
        )

        assert "Confirmed on Nov 20, 2026" in body
        assert "Tomás Ibarra" not in body
        assert "Let them go." not in body

    def test_quotes_what_may_be_quoted(self, client):
        body = self.body(
            client,
            allowed=("name", "quote"),
            quote=Translated(en="Let them go.", es="Que salgan."),
        )

        assert "<q>Let them go.</q>" in body

    def test_counts_who_keeps_the_name_private(self, client):
        campaign = CampaignFactory()
        standing_member(campaign=campaign, allowed=())

        body = page(client, f"/c/{campaign.slug}/")

        assert "1 organization stands with this campaign and keeps its name private." in body


class TestInvitation:
    def test_names_who_invites_and_what_the_campaign_says(self, client):
        member = CoalitionMemberFactory(
            invited_by=UserFactory(name="Rosa Delgado"), note="We met in March."
        )

        body = page(client, link("coalition", member))

        assert "Rosa Delgado invites your organization." in body
        assert "We met in March." in body
        assert "Children belong with families." in body
        assert "Department of Homeland Security" in body
        assert f'href="/c/{member.campaign.slug}/"' in body

    @pytest.mark.parametrize("make", [DraftFactory, lambda: CampaignFactory(listed_at=None)])
    def test_gives_no_link_to_a_campaign_that_is_not_public(self, client, make):
        campaign = make()
        member = CoalitionMemberFactory(campaign=campaign)

        body = page(client, link("coalition", member))

        assert campaign.private_slug not in body
        assert campaign.slug not in body.replace(campaign.private_slug, "")

    def test_changes_nothing_by_being_looked_at(self, client):
        member = CoalitionMemberFactory()
        before = CoalitionMember.objects.values().get()

        for path in (link("coalition", member), "/es" + link("coalition", member)):
            assert client.get(path).status_code == 200
            assert client.head(path).status_code == 200

        assert CoalitionMember.objects.values().get() == before
        assert not CoalitionConsent.objects.exists()

    def test_takes_the_answer_and_leads_to_the_own_page(self, client):
        member = CoalitionMemberFactory()

        answer = send(client, link("coalition", member), **ANSWER)

        assert answer.status_code == 303
        assert "stands with this campaign" in page(client, answer["Location"])
        assert CoalitionMember.objects.standing().get() == member

    @pytest.mark.parametrize("missing", ["name", "signatory_name", "title_en", "agree"])
    def test_keeps_what_was_typed_when_something_is_missing(self, client, missing):
        member = CoalitionMemberFactory()
        data = {key: value for key, value in ANSWER.items() if key != missing}

        answer = send(client, link("coalition", member), **data)

        assert answer.status_code == 422
        assert not CoalitionMember.objects.standing().exists()
        assert not CoalitionConsent.objects.exists()
        if missing != "title_en":
            assert 'value="coordinator"' in answer.content.decode()

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"allow_logo": "on"}, "Choose a file"),
            ({"allow_quote": "on"}, "Write the sentence"),
            ({"allow_name": ""}, "Nothing can be shown without the name."),
            ({"name": "<b>Harbor</b>"}, "without &lt; and &gt;"),
            ({"quote_en": "See https://evil.example", "allow_quote": "on"}, "without a link"),
            ({"signatory_name": "www.evil.example"}, "without a link"),
        ],
    )
    def test_refuses_what_cannot_be_shown(self, client, changes, words):
        member = CoalitionMemberFactory()

        answer = send(client, link("coalition", member), **ANSWER | changes)

        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert not CoalitionMember.objects.standing().exists()

    def test_asks_for_a_number_where_the_address_proves_nothing(self, client):
        member = CoalitionMemberFactory(contact_email="harborhosts@gmail.com")
        path = link("coalition", member)

        refused = send(client, path, **ANSWER, phone="call me")
        taken = send(client, path, **ANSWER, phone="+1 510 555 0147")

        assert refused.status_code == 422
        assert "We call you first" in page(client, taken["Location"])
        assert CoalitionMember.objects.to_call().get() == member

    def test_needs_no_call_for_a_member_of_a_verified_organization(self, client):
        member = CoalitionMemberFactory(contact_email="harborhosts@gmail.com")
        organization = Organization.objects.create(
            slug="h", name="H", domain="harborhosts.example", domain_verified_at=NOW
        )
        person = UserFactory()
        OrganizationMembership.objects.create(organization=organization, user=person)
        enter(client, person)

        send(client, link("coalition", member), **ANSWER)

        member.refresh_from_db()
        assert (member.method, member.organization) == ("account", organization)

    def test_asks_a_member_of_an_unverified_organization_for_a_number(self, client):
        member = CoalitionMemberFactory(contact_email="harborhosts@gmail.com")
        organization = Organization.objects.create(slug="h", name="H", domain="harborhosts.example")
        person = UserFactory()
        OrganizationMembership.objects.create(organization=organization, user=person)
        enter(client, person)

        body = page(client, link("coalition", member))

        assert 'name="phone"' in body
        assert send(client, link("coalition", member), **ANSWER).status_code == 422

    @pytest.mark.parametrize(("do", "never"), [("no", False), ("never", True)])
    def test_takes_a_no(self, client, do, never):
        member = CoalitionMemberFactory()

        send(client, link("coalition", member), do=do)

        member.refresh_from_db()
        assert (member.ending, member.refuses_mail) == ("declined", never)
        assert "You said no" in page(client, link("coalition", member))

    def test_of_an_earlier_issue_opens_nothing(self, client):
        member = CoalitionMemberFactory(issue=2)

        assert "has been replaced" in page(client, link("coalition", member, issue=1))
        send(client, link("coalition", member, issue=1), **ANSWER)
        assert not CoalitionMember.objects.standing().exists()

    def test_that_expired_says_how_to_get_another(self, client):
        member = CoalitionMemberFactory(expires_at=NOW - DAY)

        assert "has expired" in page(client, link("coalition", member))
        send(client, link("coalition", member), **ANSWER)
        assert not CoalitionMember.objects.standing().exists()

    @pytest.mark.parametrize("name", ["coalition", "coalition_manage", "coalition_withdraw"])
    def test_of_another_purpose_opens_nothing(self, client, name):
        member = standing_member()
        other = "coalition-manage" if name == "coalition" else "coalition"
        for token in (
            make_token(other, member.pk, 1),
            make_token("mine", member.pk),
            make_token("coalition-manage" if name != "coalition" else name, member.pk),
            make_token("coalition-manage" if name != "coalition" else name, 999_999, 1),
            "x",
        ):
            assert client.get(reverse(name, args=[token])).status_code == 404


class TestManage:
    def test_changes_what_is_shown(self, client):
        member = standing_member()

        answer = send(
            client, link("coalition_manage", member), title_en="chair", allow_name="on", agree="on"
        )

        assert answer.status_code == 303
        body = page(client, f"/c/{member.campaign.slug}/")
        assert "Tomás Ibarra" not in body
        assert [row.kind for row in member.consents.all()] == ["given", "changed"]

    def test_withdraws_by_one_button(self, client):
        member = standing_member(name=CANARY)
        path = link("coalition_withdraw", member)

        assert page(client, path).count("<button") >= 1
        assert CoalitionMember.objects.standing().exists()
        answer = send(client, path)

        assert "You have withdrawn" in page(client, answer["Location"])
        assert CANARY not in page(client, f"/c/{member.campaign.slug}/")

    def test_leads_back_after_a_withdrawal(self, client):
        member = standing_member()
        answer = send(client, link("coalition_withdraw", member))
        again = re.search(r'href="([^"]+\?again)"', page(client, answer["Location"]))
        assert again

        send(client, again[1], **ANSWER)

        assert CoalitionMember.objects.standing().get() == member


class TestLostLink:
    def test_answers_known_and_unknown_alike(self, client):
        standing_member(contact_email="tomas@harborhosts.example")
        path = reverse("coalition_lost_link")
        pages = []
        for email in ("tomas@harborhosts.example", "nobody@example.org"):
            answer = send(client, path, email=email)
            assert (answer.status_code, answer["Location"]) == (303, f"{path}?sent")
            pages.append(page(client, answer["Location"]))

        assert pages[0] == pages[1]
        assert [row.to_address for row in OutboxMessage.objects.all()] == [
            "tomas@harborhosts.example"
        ]


class TestStudio:
    DATA = {
        "name": "Harbor Host Families",
        "url": "harborhosts.example",
        "kind": "coalition",
        "contact_name": "Tomás Ibarra",
        "contact_email": "tomas@harborhosts.example",
        "language": "es",
        "note": "We met in March.",
    }

    def test_invites(self, client):
        draft = DraftFactory()
        enter(client, owner_of(draft))

        answer = send(client, reverse("studio_coalition_invite", args=[draft.number]), **self.DATA)

        assert answer.status_code == 303
        member = CoalitionMember.objects.get()
        assert (member.url, member.kind) == ("https://harborhosts.example", "coalition")
        assert "The invitation is on its way." in page(client, answer["Location"])

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"note": "Look at https://evil.example"}, "without a link"),
            ({"note": "Look at evil.org"}, "without a link"),
            ({"note": "x" * 501}, "500"),
            ({"url": "javascript:alert(1)"}, "no address of a website"),
            ({"contact_email": "nobody"}, "no e-mail address"),
            ({"name": ""}, "required"),
        ],
    )
    def test_refuses_what_cannot_be_sent(self, client, changes, words):
        draft = DraftFactory()
        enter(client, owner_of(draft))

        answer = send(
            client,
            reverse("studio_coalition_invite", args=[draft.number]),
            **self.DATA | changes,
        )

        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert not OutboxMessage.objects.exists()

    def test_tells_the_link_to_nobody_but_the_invited(self, client):
        draft = DraftFactory()
        member = CoalitionMemberFactory(campaign=draft)
        enter(client, owner_of(draft))

        body = page(client, reverse("studio_coalition", args=[draft.number]))

        assert member.contact_email in body
        assert "/organization/" not in body

    def test_lets_a_spokesperson_look_and_not_act(self, client):
        draft = DraftFactory()
        member = CoalitionMemberFactory(campaign=draft)
        role = MembershipFactory(campaign=draft, role=TeamRole.SPOKESPERSON)
        enter(client, role.user)

        body = page(client, reverse("studio_coalition", args=[draft.number]))
        path = reverse("studio_coalition_act", args=[draft.number, member.pk])
        answer = send(client, path, do="back")

        assert "Send the invitation" not in body
        assert answer.status_code == 404
        member.refresh_from_db()
        assert member.withdrawn_at is None

    def test_touches_no_organization_of_another_campaign(self, client):
        draft, member = DraftFactory(), CoalitionMemberFactory()
        enter(client, owner_of(draft))

        path = reverse("studio_coalition_act", args=[draft.number, member.pk])
        answer = send(client, path, do="back")

        assert answer.status_code == 404
        member.refresh_from_db()
        assert member.withdrawn_at is None

    @pytest.mark.parametrize(("do", "ending"), [("back", "taken_back"), ("again", "")])
    def test_writes_again_and_takes_back(self, client, do, ending):
        draft = DraftFactory()
        member = CoalitionMemberFactory(campaign=draft, mailed_at=NOW - 2 * DAY)
        enter(client, owner_of(draft))

        send(client, reverse("studio_coalition_act", args=[draft.number, member.pk]), do=do)

        member.refresh_from_db()
        assert member.ending == ending
        assert member.mails == (2 if do == "again" else 1)

    def test_asks_another_person_and_lets_the_standing_one_stand(self, client):
        draft = DraftFactory()
        waiting = CoalitionMemberFactory(campaign=draft)
        standing = standing_member(campaign=draft)
        enter(client, owner_of(draft))

        for member, email in ((waiting, "a@harborhosts.example"), (standing, "b@h.example")):
            send(
                client,
                reverse("studio_coalition_another", args=[draft.number, member.pk]),
                contact_name="Ana",
                contact_email=email,
            )

        waiting.refresh_from_db()
        standing.refresh_from_db()
        assert (waiting.issue, waiting.contact_email) == (2, "a@harborhosts.example")
        assert standing.is_standing
        assert standing.replaced_by.get().contact_email == "b@h.example"


class TestCalls:
    DATA = {"result": "yes", "on_website": "on", "spoke_with": "Ana Ruiz"}

    def caller(self, client, role=HouseRole.Role.SUPPORT):
        person = HouseRoleFactory(role=role).user
        enter(client, person)
        return person

    def note(self, client, member, **changes):
        data = self.DATA | {"answered": str(member.answered_at)} | changes
        path = reverse("staff_call", args=[member.pk])
        return send(client, path, **{key: value for key, value in data.items() if value})

    @pytest.mark.parametrize("role", [HouseRole.Role.SUPPORT, HouseRole.Role.REVIEWER])
    def test_confirms_who_was_called(self, client, role):
        member = waiting_member()
        person = self.caller(client, role)

        assert member.name in page(client, reverse("staff_calls"))
        assert self.note(client, member).status_code == 303

        member.refresh_from_db()
        assert (member.is_standing, member.called_by) == (True, person)

    @pytest.mark.parametrize(
        "changes", [{"on_website": ""}, {"spoke_with": ""}, {"result": ""}, {"answered": "x"}]
    )
    def test_wants_the_number_from_the_website_and_a_person(self, client, changes):
        member = waiting_member()
        self.caller(client)

        assert self.note(client, member, **changes).status_code == 422
        assert not CoalitionMember.objects.standing().exists()

    @pytest.mark.parametrize(
        "role", [HouseRole.Role.APPROVER, HouseRole.Role.CUSTODIAN, HouseRole.Role.OPERATOR]
    )
    def test_is_for_nobody_else(self, client, role):
        member = waiting_member()
        self.caller(client, role)

        assert self.note(client, member).status_code == 404
        assert not CoalitionMember.objects.standing().exists()

    def test_is_for_nobody_of_the_campaigns_team(self, client):
        member = waiting_member()
        person = self.caller(client)
        MembershipFactory(campaign=member.campaign, user=person, role=TeamRole.VIEWER)

        assert self.note(client, member).status_code == 422
        assert not CoalitionMember.objects.standing().exists()


KINDS = (
    "coalition_invitation",
    "coalition_reissued",
    "coalition_confirmed",
    "coalition_withdrawn",
    "coalition_phone_check",
    "coalition_link",
)
FACTS = {
    "member": 7,
    "issue": 2,
    "organization": "Harbor & Host O’Neill",
    "contact_name": "Tomás",
    "note": "We <met> in March.",
    "inviter": "Rosa Delgado",
    "phone": "+1 510 555 0147",
    "ending": "withdrawn",
    "expires_at": "2026-12-11T18:00:00+00:00",
    "campaign_title": "Let them go home",
    "campaign_number": "RDS-2026-0147",
    "campaign_address": "",
    "starter": "Rosa Delgado",
}


class TestMessages:
    @pytest.mark.parametrize("language", ["en", "es"])
    @pytest.mark.parametrize("to_team", [False, True])
    @pytest.mark.parametrize("kind", KINDS)
    def test_are_whole_in_both_parts(self, kind, language, to_team):
        built = build_message(
            OutboxMessage(
                pk=3,
                kind=kind,
                dedupe_key=kind,
                to_address="tomas@harborhosts.example",
                language=language,
                context=FACTS | {"to_team": to_team},
            )
        )
        html = str(built.alternatives[0].content)

        assert "Harbor & Host O’Neill" in built.subject
        for part in (built.subject, built.body, html):
            assert "{{" not in part
            assert "{%" not in part
            assert "None" not in part
        in_text = set(re.findall(r"https?://\S+~\S+", str(built.body)))
        assert set(re.findall(r'href="([^"]+~[^"]+)"', html)) == in_text
        if to_team and kind not in {
            "coalition_invitation",
            "coalition_reissued",
            "coalition_link",
        }:
            assert in_text == set()
        else:
            assert in_text
