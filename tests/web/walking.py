"""Every address of the site, read from the URLconf, with arguments that lead somewhere."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation

from redress.accounts.models import DomainCheck, OrganizationInvitation, User
from redress.accounts.session_models import Session
from redress.campaigns import beginning
from redress.campaigns.beginning import QUESTIONS
from redress.campaigns.models import Beginning, Campaign, Invitation, Revision, TransferOffer
from redress.core.models import MailboxMessage
from redress.core.tokens import make_token
from redress.petitions import drafting
from redress.petitions.models import RenderedDocument
from redress.web.organize.pages import PAGES
from tests.factories.accounts import (
    OrganizationFactory,
    OrganizationMembershipFactory,
    UserFactory,
)
from tests.factories.campaigns import DraftFactory, MembershipFactory, owner_of
from tests.factories.coalition import CoalitionMemberFactory, standing_member, waiting_member
from tests.factories.petitions import FROZEN_AT, complete_petition
from tests.factories.pledges import PledgeFactory
from tests.factories.supporters import SupporterFactory
from tests.web.entering import enter

HTML_PARTS = "mailbox_html"  # its policy is the sandbox of a message
PDF = "petition_pdf"  # a browser's own viewer draws it, which a page's policy would hinder


@dataclass(frozen=True)
class Place:
    """One named address."""

    name: str
    view: Any
    arguments: tuple[str, ...]


def places() -> list[Place]:
    """All that the URLconf names; a pattern without a name is refused."""
    return _under(get_resolver().url_patterns, ())


def _under(patterns: list[Any], before: tuple[str, ...]) -> list[Place]:
    found = []
    for pattern in patterns:
        arguments = before + tuple(getattr(pattern.pattern, "converters", {}))
        if isinstance(pattern, URLResolver):
            found += _under(pattern.url_patterns, arguments)
        else:
            assert isinstance(pattern, URLPattern)
            assert pattern.name, f"{pattern} has no name"
            found.append(Place(pattern.name, pattern.callback, arguments))
    return found


def names() -> list[str]:
    """The names, sorted, for parametrized tests."""
    return sorted({place.name for place in places()})


class Sample:
    """Rows behind the addresses: an open campaign with a pledge, a draft, a message in the mailbox.

    `person` is somebody without any role, to whom the personal rows belong.
    """

    def __init__(self) -> None:
        self.pledge = PledgeFactory()
        self.campaign = self.pledge.campaign
        self.supporter = self.pledge.supporter
        self.newcomer = SupporterFactory(campaign=self.campaign)
        self.draft = DraftFactory()
        self.person = UserFactory()
        self.organization = OrganizationFactory()
        self._made: dict[tuple[str, int], Any] = {}
        petition = complete_petition(campaign=self.campaign)
        RenderedDocument.objects.create(
            version=drafting.freeze(petition, FROZEN_AT),
            pdf=b"%PDF-1.7",
            sha256="a" * 64,
            roll_sha256="b" * 64,
            pages=1,
            created_at=FROZEN_AT,
        )
        self.message = MailboxMessage.objects.create(
            to_address="ana@example.org",
            subject="Hello",
            raw=b"Subject: Hello\nContent-Type: text/html\n\n<p>Hello</p>",
        )

    def once(self, name: str, campaign: Campaign, make: Callable[[], Any]) -> Any:
        """What `make` gives, made once for each campaign."""
        key = (name, campaign.pk)
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]

    def variants(self, place: Place, campaign: Campaign | None = None) -> list[dict[str, object]]:
        """Arguments that lead somewhere, in every variant; `campaign` for another than ours."""
        ours = campaign or (self.draft if place.name.startswith("studio") else self.campaign)
        found: list[dict[str, object]] = [{}]
        for argument in place.arguments:
            group = place.name.split("_")[0]
            names = (f"{place.name}.{argument}", f"{group}*.{argument}", argument)
            make = next((ARGUMENTS[name] for name in names if name in ARGUMENTS), None)
            assert make, (
                f"The address {place.name!r} takes {argument!r}: say in tests/web/walking.py,"
                " in ARGUMENTS, what leads somewhere."
            )
            values = make(At(self, ours))
            found = [
                {**before, argument: value}
                for before in found
                for value in (values if isinstance(values, list) else [values])
            ]
        return found

    def arguments(self, place: Place) -> dict[str, object]:
        """Arguments that lead somewhere."""
        return self.variants(place)[0]

    def paths(self, name: str) -> list[str]:
        """The addresses under this name, in each language."""
        found = []
        for place in places():
            if place.name == name:
                for code, _name in settings.LANGUAGES:
                    with translation.override(code):
                        found.append(reverse(name, kwargs=self.arguments(place)))
        return list(dict.fromkeys(found))


@dataclass(frozen=True)
class At:
    """Where arguments are asked for: the sample, and the campaign that the address is about."""

    site: Sample
    campaign: Campaign

    def once(self, name: str, make: Callable[[], Any]) -> Any:
        """What `make` gives, made once for each campaign."""
        return self.site.once(name, self.campaign, make)


# What leads somewhere, by the argument's name, or where that differs by "name of the
# address.argument", or by "staff*.argument" for all names that begin with "staff_". The campaign is the one that the address is about: rows of a team hang on it. A list
# is several variants, each of which the matrix walks.
ARGUMENTS: dict[str, Callable[[At], Any]] = {
    "picture.name": lambda _at: "0" * 64,
    "picture.width": lambda _at: 480,
    "picture.ending": lambda _at: ["jpg", "avif"],
    "slug": lambda at: at.campaign.slug,
    "number": lambda at: at.campaign.number,
    "mailbox_message.number": lambda at: at.site.message.pk,
    "mailbox_html.number": lambda at: at.site.message.pk,
    "token": lambda at: make_token("mine", at.site.supporter.pk),
    "confirm.token": lambda at: make_token("confirm", at.site.newcomer.pk),
    "card_return.token": lambda at: make_token("card", at.site.pledge.pk),
    "coalition.token": lambda at: at.once("invited", lambda: _organization("coalition", at)),
    "coalition_manage.token": lambda at: at.once(
        "standing", lambda: _organization("coalition-manage", at)
    ),
    "coalition_withdraw.token": lambda at: at.once(
        "standing", lambda: _organization("coalition-manage", at)
    ),
    "studio_coalition_act.member": lambda at: at.once("asked", lambda: _asked(at)),
    "studio_coalition_another.member": lambda at: at.once("asked", lambda: _asked(at)),
    "staff_call.member": lambda at: at.once("answered", lambda: _answered(at)),
    "code": lambda at: at.once("beginning", _code),
    "question": lambda _at: list(QUESTIONS),
    "invitation.token": lambda at: make_token("invitation", _invitation(at).pk),
    "studio*.invitation": lambda at: at.once("invitation", lambda: _invitation(at).pk),
    "studio_member_role.member": lambda at: at.once("member", lambda: _member(at)),
    "studio_member_remove.member": lambda at: at.once("member", lambda: _member(at)),
    "transfer_answer.offer": lambda at: at.once("offer", lambda: _offer(at)),
    "organization*.slug": lambda at: at.site.organization.slug,
    "organization*.member": lambda at: at.once("organization member", lambda: _colleague(at)),
    "organization*.invitation": lambda at: _organization_invitation(at).pk,
    "organization_invitation.token": lambda at: make_token(
        "organization_invitation", _organization_invitation(at).pk
    ),
    "domain_check.token": lambda at: make_token("domain_check", _domain_check(at).pk),
    # one part for each ability; every part is asked by its own test
    "studio_part.key": lambda _at: list(
        {page.ability: key for key, page in PAGES.items()}.values()
    ),
    "studio_answers.number": lambda at: at.once("answers", lambda: _begun(at.campaign)),
    "studio_history.key": lambda _at: "title",
    "studio_compare.key": lambda _at: "title",
    "studio_merge.key": lambda _at: "title",
    "studio_merge.pk": lambda at: at.once("aside", lambda: _aside(at)),
    "account_remove_factor.key": lambda at: at.once("factor", lambda: _factor_of(at.site.person)),
    "account_end_session.handle": lambda at: at.once(
        "session", lambda: _session_of(at.site.person)
    ),
}


def _organization(purpose: str, at: At) -> str:
    make = CoalitionMemberFactory if purpose == "coalition" else standing_member
    return make_token(purpose, make(campaign=at.campaign).pk, 1)


def _asked(at: At) -> int:
    return CoalitionMemberFactory(campaign=at.campaign).pk


def _answered(at: At) -> int:
    return waiting_member(campaign=at.campaign).pk


def _invitation(at: At) -> Invitation:
    return at.once(
        "invitation row",
        lambda: Invitation.objects.create(
            campaign=at.campaign,
            email="new@example.org",
            role="viewer",
            expires_at=FROZEN_AT + timedelta(days=9),
        ),
    )


def _begun(campaign: Campaign) -> str:
    Beginning.objects.create(code=f"begun-{campaign.pk}", campaign=campaign)
    return campaign.number


def _aside(at: At) -> int:
    return Revision.objects.create(
        campaign=at.campaign,
        part="title",
        base=0,
        data={"title": {"en": "Late", "es": ""}, "standfirst": {"en": "", "es": ""}},
        author=owner_of(at.campaign),
        at=FROZEN_AT,
    ).pk


def _member(at: At) -> int:
    return MembershipFactory(campaign=at.campaign, role="viewer").pk


def _offer(at: At) -> int:
    offer = TransferOffer.objects.create(
        campaign=at.campaign,
        to_user=at.site.person,
        offered_by=owner_of(at.campaign),
        expires_at=FROZEN_AT + timedelta(days=9),
    )
    return offer.pk


def _colleague(at: At) -> int:
    return OrganizationMembershipFactory(organization=at.site.organization, role="member").pk


def _organization_invitation(at: At) -> OrganizationInvitation:
    return at.once(
        "organization invitation",
        lambda: OrganizationInvitation.objects.create(
            organization=at.site.organization,
            email="new@example.org",
            role="member",
            expires_at=FROZEN_AT + timedelta(days=9),
        ),
    )


def _domain_check(at: At) -> DomainCheck:
    return at.once(
        "domain check",
        lambda: DomainCheck.objects.create(
            organization=at.site.organization,
            email="info@families.example.org",
            domain="families.example.org",
            expires_at=FROZEN_AT + timedelta(days=1),
        ),
    )


def _factor_of(person: User) -> int:
    enter(Client(), person)
    return Authenticator.objects.get(user=person, type=Authenticator.Type.TOTP).pk


def _code() -> str:
    return beginning.begin(language="en", network="", now=FROZEN_AT).code


def _session_of(person: User) -> str:
    enter(Client(), person, factor=False)
    session = Session.objects.filter(user=person).first()
    assert session
    assert session.handle
    return session.handle
