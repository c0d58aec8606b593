"""Staff pages exist for those who may open them, and ask them for a second factor."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from redress.accounts.models import HouseRole
from redress.campaigns.models import Approval, Campaign, CampaignEvent
from redress.core import clock
from redress.petitions import drafting
from redress.petitions.models import Paragraph
from redress.web.staff.approvals import CHECKLIST
from tests.factories.accounts import HouseRoleFactory, UserFactory
from tests.factories.campaigns import CampaignFactory, owner_of
from tests.factories.petitions import complete_petition
from tests.web.entering import enter, give_app

pytestmark = pytest.mark.django_db
OURS = {"Sec-Fetch-Site": "same-origin"}
REASON = "The petition is ready and within the agency's power."


@pytest.fixture
def moment(db):
    return clock.database_time()


@pytest.fixture
def campaign(moment):
    return CampaignFactory(deadline_at=moment + timedelta(hours=1))


@pytest.fixture
def signed(campaign, moment):
    petition = complete_petition(campaign=campaign)
    version = drafting.freeze(petition, moment - timedelta(hours=2))
    return drafting.sign_off(
        version=version, counsel=UserFactory(name="Ellen Park"), now=moment - timedelta(hours=1)
    )


@pytest.fixture
def approver(db):
    return HouseRoleFactory(user__name="Sam Ortiz").user


@pytest.fixture
def desk(client, approver):
    """The browser of a person who may approve."""
    return enter(client, approver)


def page_of(campaign):
    return f"/staff/approvals/{campaign.number}/"


def answer_of(campaign, **changes):
    """The form as an approver fills it in who has read everything."""
    seen = drafting.text_hash(campaign.petition)
    return dict.fromkeys(CHECKLIST, "on") | {"reason": REASON, "seen": seen} | changes


STAFF_PAGES = ["/staff/", "/staff/approvals/", "/staff/approvals/{}/"]


class TestWhoMayOpen:
    @pytest.mark.parametrize("path", STAFF_PAGES)
    def test_a_stranger_is_asked_to_log_in(self, path, client, campaign):
        answer = client.get(path.format(campaign.number))

        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/login/?next=/staff/")

    @pytest.mark.parametrize("path", STAFF_PAGES)
    def test_a_person_without_a_role_finds_nothing(self, path, client, campaign):
        enter(client, owner_of(campaign))

        assert client.get(path.format(campaign.number)).status_code == 404

    @pytest.mark.parametrize("role", HouseRole.Role)
    @pytest.mark.parametrize("path", STAFF_PAGES)
    def test_each_role_finds_its_pages(self, role, path, client, campaign, signed):
        enter(client, HouseRoleFactory(role=role).user)

        status = client.get(path.format(campaign.number)).status_code

        may_open = path == "/staff/" or role == HouseRole.Role.APPROVER
        assert status == (200 if may_open else 404)

    @pytest.mark.parametrize("role", HouseRole.Role)
    def test_each_role_needs_a_second_factor(self, role, client):
        person = HouseRoleFactory(role=role).user
        enter(client, person, factor=False)

        without = client.get("/staff/")
        assert without["Location"] == "/accounts/factors/?next=/staff/"

        give_app(person)
        unused = client.get("/staff/")
        assert unused["Location"] == "/accounts/confirm/?next=/staff/"

    def test_nothing_is_approved_without_a_second_factor(self, client, campaign, signed, approver):
        enter(client, approver, factor=False)

        answer = client.post(page_of(campaign), answer_of(campaign), headers=OURS)

        assert answer["Location"] == "/accounts/factors/?next=/accounts/confirm/go-on/"
        assert not Approval.objects.exists()

    @pytest.mark.parametrize("path", ["/staff/approvals/{}/", "/staff/approvals/{}/withdraw/"])
    def test_nobody_posts_without_the_role(self, path, client, campaign, signed):
        enter(client, HouseRoleFactory(role=HouseRole.Role.OPERATOR).user)

        answer = client.post(path.format(campaign.number), answer_of(campaign), headers=OURS)

        assert answer.status_code == 404
        assert not Approval.objects.exists()

    def test_a_draft_is_not_found(self, desk, campaign):
        Campaign.objects.update(status="draft")

        assert desk.get(page_of(campaign)).status_code == 404

    def test_no_page_is_kept_or_indexed(self, desk, campaign, signed):
        for path in STAFF_PAGES:
            answer = desk.get(path.format(campaign.number))
            assert answer["Cache-Control"] == "private, no-store"
            assert b'<meta name="robots" content="noindex">' in answer.content


class TestApprovalPage:
    def test_shows_what_has_to_be_known(self, desk, campaign, signed):
        page = desk.get(page_of(campaign)).content.decode()

        assert "Let them go home" in page
        assert "Friday, December 18, 2026, 7:59\xa0p.m. Pacific" in page
        assert page.count(signed.sha256) == 3  # of the text, of counsel's word, in the form
        assert "Ellen Park" in page
        assert "A condition is never an official&#x27;s act" in page

    def test_approves_with_a_reason(self, desk, campaign, signed, approver):
        answer = desk.post(page_of(campaign), answer_of(campaign), headers=OURS)

        assert (answer.status_code, answer["Location"]) == (302, page_of(campaign))
        given = Approval.objects.get()
        assert (given.approved_by, given.reason) == (approver, REASON)
        assert given.text_sha256 == signed.sha256
        assert CampaignEvent.objects.get().kind == "approved"
        page = desk.get(page_of(campaign)).content.decode()
        assert "By Sam Ortiz" in page
        assert "Withdraw the approval" in page

    @pytest.mark.parametrize("missing", [*CHECKLIST, "reason"])
    def test_refuses_without_each_point_and_the_reason(self, missing, desk, campaign, signed):
        answer = desk.post(page_of(campaign), answer_of(campaign, **{missing: ""}), headers=OURS)

        assert answer.status_code == 422
        assert f'href="#id_{missing}"' in answer.content.decode()
        assert not Approval.objects.exists()
        assert not CampaignEvent.objects.exists()

    def test_keeps_what_was_typed(self, desk, campaign, signed):
        page = desk.post(page_of(campaign), answer_of(campaign, money=""), headers=OURS)

        assert "The petition is ready" in page.content.decode()

    def refused(self, desk, campaign, sentence, **changes):
        answer = desk.post(page_of(campaign), answer_of(campaign, **changes), headers=OURS)
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
        assert not Approval.objects.exists()

    def test_tells_the_owner(self, client, campaign, signed):
        HouseRole.objects.create(user=owner_of(campaign), role=HouseRole.Role.APPROVER)
        enter(client, owner_of(campaign))

        self.refused(client, campaign, "You are in this campaign&#x27;s team. Somebody else")

    def test_tells_that_counsel_comes_first(self, desk, campaign):
        complete_petition(campaign=campaign)

        self.refused(desk, campaign, "Counsel has not signed off the text as it stands now.")

    def test_tells_that_the_deadline_has_passed(self, desk, campaign, signed, travel):
        travel(timedelta(hours=1))

        self.refused(desk, campaign, "The deadline has passed. A late approval does not count")

    def test_tells_that_the_text_has_changed(self, desk, campaign, signed):
        self.refused(desk, campaign, "The text changed after you opened", seen="b" * 64)

    def test_tells_that_the_campaign_is_not_open(self, desk, campaign, signed):
        Campaign.objects.update(status="failed")

        self.refused(desk, campaign, "This campaign is not open")

    def test_tells_that_it_is_approved_already(self, desk, campaign, signed):
        desk.post(page_of(campaign), answer_of(campaign), headers=OURS)

        again = desk.post(page_of(campaign), answer_of(campaign), headers=OURS)

        assert again.status_code == 422
        assert Approval.objects.count() == 1

    def test_says_when_the_words_are_no_longer_those_approved(self, desk, campaign, signed):
        desk.post(page_of(campaign), answer_of(campaign), headers=OURS)
        Paragraph.objects.filter(number=1).update(text="Other words.")

        assert b"The text has changed since" in desk.get(page_of(campaign)).content

    def test_needs_a_token_beside_the_origin(self, approver, campaign, signed):
        strict = Client(enforce_csrf_checks=True)
        enter(strict, approver)

        assert strict.post(page_of(campaign), answer_of(campaign), headers=OURS).status_code == 403
        assert not Approval.objects.exists()


class TestWithdraw:
    def test_voids_the_approval(self, desk, campaign, signed, approver):
        desk.post(page_of(campaign), answer_of(campaign), headers=OURS)

        answer = desk.post(
            f"{page_of(campaign)}withdraw/", {"reason": "A party left."}, headers=OURS
        )

        assert answer["Location"] == page_of(campaign)
        assert Approval.objects.get().void_reason == "A party left."

    def test_needs_a_reason_and_something_to_withdraw(self, desk, campaign, signed):
        path = f"{page_of(campaign)}withdraw/"

        assert desk.post(path, {"reason": "Why."}, headers=OURS).status_code == 422
        desk.post(page_of(campaign), answer_of(campaign), headers=OURS)
        assert desk.post(path, {"reason": ""}, headers=OURS).status_code == 422
        assert Approval.objects.get().voided_at is None
        assert desk.get(path).status_code == 405


class TestStaffHome:
    def test_lists_what_waits_for_an_approver(self, desk, campaign):
        assert page_of(campaign) in desk.get("/staff/").content.decode()

    def test_is_kind_when_nothing_waits(self, desk):
        assert b"Nothing waits" in desk.get("/staff/").content
        assert b"Nothing waits" in desk.get("/staff/approvals/").content

    def test_speaks_spanish(self, desk):
        assert b'lang="es"' in desk.get("/es/staff/").content

    @pytest.mark.parametrize("role", HouseRole.Role)
    def test_leads_nobody_to_a_page_that_is_not_theirs(self, role, client):
        enter(client, HouseRoleFactory(role=role).user)

        html = client.get("/staff/").content.decode()

        links = set(re.findall(r'href="(/staff/[a-z/-]*)"', html))
        assert "/staff/" in links
        assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)
        assert ("/staff/approvals/" in links) == (role == HouseRole.Role.APPROVER)
        assert ("Nothing waits for you" in html) == (role in {"reviewer", "custodian", "support"})
