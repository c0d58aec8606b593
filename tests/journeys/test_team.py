"""An owner invites a colleague, who joins by the mail, and later takes the campaign over."""

from itertools import count

import pytest

from redress.campaigns.models import Campaign
from redress.campaigns.permitting import owners_of, role_of
from tests.factories.accounts import UserFactory
from tests.factories.campaigns import DraftFactory
from tests.journeys.entering import ask_for_code, log_in
from tests.journeys.site import until

pytestmark = pytest.mark.journey
_numbers = count(1)


@pytest.fixture
def campaign(rows):
    number = next(_numbers)
    with rows():
        return DraftFactory(
            number=f"TEAM-2026-{number:04}",
            slug=f"team-{number}",
            private_slug=f"team-{number}-q7k2m9x4",
            title={"en": "Let them go home", "es": "Que vuelvan a casa"},
            team__user=UserFactory(email=f"team-owner-{number}@example.org", name="Rosa Delgado"),
        )


class TestTeam:
    def test_a_colleague_joins_and_takes_over(self, arrive, rows, language, campaign):
        team = f"/studio/{campaign.number}/team/"
        with rows():
            owner_address = owners_of(campaign)[0].email
        colleague_address = owner_address.replace("owner", "colleague")
        owner, colleague = arrive(language), arrive(language)

        log_in(owner, owner_address)
        owner.go(team)
        owner.press(f"a[href$='{team}invite/']")
        owner.press("form.narrow button.go", status=422)
        owner.page.fill("[name=email]", colleague_address)
        owner.page.check("[name=role][value=editor]")
        owner.page.locator(f"[name=language][value={language}]").check(force=True)
        owner.press("form.narrow button.go")
        owner.at(rf"{team}$")
        assert owner.reads(colleague_address)

        self.open_newest(colleague, colleague_address)
        colleague.follow_link("/invitations/")
        colleague.press("a.btn.go")
        ask_for_code(colleague, colleague_address)
        colleague.at(r"/invitations/")
        colleague.press(".panel form button.go")
        colleague.at(rf"/studio/{campaign.number}/$")
        colleague.go(team)
        assert not colleague.reads(owner_address)

        owner.go(f"/studio/{campaign.number}/transfer/")
        owner.page.locator("[name=to]").first.check()
        owner.page.fill("[name=number]", campaign.number)
        owner.press("form.narrow button.danger")
        owner.at(rf"{team}$")
        self.open_newest(colleague, colleague_address, but=1)
        colleague.follow_link("/transfers/")
        colleague.press("button[value=accept]")

        with rows():
            row = Campaign.objects.get(pk=campaign.pk)
            assert [person.email for person in owners_of(row)] == [colleague_address]
            old = row.memberships.exclude(role="owner").get().user
            assert (old.email, role_of(user=old, campaign=row)) == (owner_address, "editor")
        owner.go(f"/studio/{campaign.number}/transfer/", status=404)

    @staticmethod
    def open_newest(visitor, address, *, but=0):
        """The newest message about the team, once more than `but` of them have come."""

        def letters():
            found = visitor.site.all(
                "SELECT id FROM core_mailboxmessage"
                " WHERE to_address = %s AND subject NOT SIMILAR TO '%%[A-Z]{4}-[A-Z]{4}'"
                " ORDER BY id",
                address,
            )
            return [number for (number,) in found]

        until(lambda: len(letters()) > but, f"a message to {address}")
        visitor.go(f"/dev/mail/?to={address}")
        visitor.press(f"a[href$='/dev/mail/{letters()[-1]}/']")

    def test_the_pages_of_an_organization(self, arrive, language):
        person = arrive(language)
        log_in(person, f"organizer-of-{language}@example.org")
        person.go("/organizations/")
        person.press(".empty a.btn")
        person.page.fill("[name=name]", f"Kite {language}")
        person.page.fill("[name=website]", f"https://kite-{language}.example.org")
        person.press("form.narrow button.go")
        person.press("a[href$='/domain/']")
        person.page.fill("[name=email]", "kite@gmail.com")
        person.press("form.narrow button.go", status=422)
        proof = f"info@kite-{language}.example.org"
        person.page.fill("[name=email]", proof)
        person.press("form.narrow button.go")

        stranger = arrive(language)
        self.open_newest(stranger, proof)
        stranger.follow_link("/domains/")
        stranger.press("form button.go")

        person.go(f"/organizations/kite-{language}/")
        assert person.page.locator(".tag.win").count() == 1
