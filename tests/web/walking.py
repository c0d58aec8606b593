"""Every address of the site, read from the URLconf, with arguments that lead somewhere."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation

from redress.core.models import MailboxMessage
from redress.core.tokens import make_token
from redress.petitions import drafting
from redress.petitions.models import RenderedDocument
from tests.factories.petitions import FROZEN_AT, complete_petition
from tests.factories.pledges import PledgeFactory
from tests.factories.supporters import SupporterFactory

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
    """Rows behind the addresses: an open campaign with a pledge, and a message in the mailbox."""

    def __init__(self) -> None:
        self.pledge = PledgeFactory()
        self.campaign = self.pledge.campaign
        self.supporter = self.pledge.supporter
        self.newcomer = SupporterFactory(campaign=self.campaign)
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

    def arguments(self, place: Place) -> dict[str, object]:
        """Arguments that lead somewhere."""
        tokens = {
            "confirm": make_token("confirm", self.newcomer.pk),
            "card_return": make_token("card", self.pledge.pk),
        }
        known: dict[str, object] = {
            "slug": self.campaign.slug,
            "token": tokens.get(place.name, make_token("mine", self.supporter.pk)),
            "number": self.message.pk if place.name.startswith("mailbox") else self.campaign.number,
        }
        return {name: known[name] for name in place.arguments}

    def paths(self, name: str) -> list[str]:
        """The addresses under this name, in each language."""
        found = []
        for place in places():
            if place.name == name:
                for code, _name in settings.LANGUAGES:
                    with translation.override(code):
                        found.append(reverse(name, kwargs=self.arguments(place)))
        return list(dict.fromkeys(found))
