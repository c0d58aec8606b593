"""The shapes in which the demonstration's texts are written down."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from redress.core.translated import Translated

INVENTED = Translated(
    en=(
        "Demonstration: people, sums and dates are invented."
        " Text not yet reviewed by counsel or a native reader."
    ),
    es=(
        "Demostración: las personas, las sumas y las fechas son inventadas."
        " Texto aún no revisado por asesoría legal ni por una persona de habla nativa."
    ),
)
FROM_THE_RECORD = Translated(
    en="From the public record. Text not yet reviewed by counsel or a native reader.",
    es=(
        "Tomado de registros públicos."
        " Texto aún no revisado por asesoría legal ni por una persona de habla nativa."
    ),
)


def both(en: str, es: str) -> Translated:
    """A text in both languages."""
    return Translated(en=en, es=es)


@dataclass(frozen=True, kw_only=True)
class SectionText:
    """One part of the campaign page."""

    kind: str
    body: Translated
    heading: Translated = field(default_factory=Translated)
    note: Translated = field(default_factory=Translated)
    plain_words: Translated = field(default_factory=Translated)


@dataclass(frozen=True, kw_only=True)
class SourceText:
    """The cited origin of facts; numbered by its place in the list."""

    citation: Translated
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class FactText:
    """A number or quote; `source` is the number of its source."""

    source: int
    statement: Translated
    figure: Translated = field(default_factory=Translated)
    origin: Translated = field(default_factory=Translated)


@dataclass(frozen=True, kw_only=True)
class Member:
    """An organization that stands with the campaign."""

    kind: str
    name: str
    signatory: str
    title: Translated


@dataclass(frozen=True, kw_only=True)
class Press:
    """An article, `days` before the first start."""

    outlet: str
    headline: str
    days: int
    language: str = "en"


@dataclass(frozen=True, kw_only=True)
class StoryText:
    """A story under changed names."""

    text: Translated
    approved_note: Translated
    combination_reason: str


@dataclass(frozen=True, kw_only=True)
class UpdateText:
    """An update or the organizer's letter, `days` before the first start."""

    title: Translated
    body: Translated
    days: int
    kind: str = "news"


@dataclass(frozen=True, kw_only=True)
class ActionText:
    """Something to do."""

    kind: str
    title: Translated
    why: Translated
    script: Translated = field(default_factory=Translated)
    first_for: str = "ally"
    opens_in: int | None = -7  # days from the first start; None opens at an event
    opens_when: Translated = field(default_factory=Translated)
    happens_in: int | None = None
    place: Translated = field(default_factory=Translated)


@dataclass(frozen=True, kw_only=True)
class PartyText:
    """A petitioner."""

    kind: str
    name: str
    interest: str
    city: str = ""
    state: str = ""
    represented_by: str = ""
    title: str = ""
    lead: bool = False


@dataclass(frozen=True, kw_only=True)
class PartText:
    """A part of the petition; numbered paragraphs carry the number of their source or None."""

    kind: str
    heading: str
    body: str = ""
    paragraphs: tuple[tuple[str, int | None], ...] = ()


@dataclass(frozen=True, kw_only=True)
class ChangeText:
    """Old words and new words of a rule."""

    cfr_ref: str
    instruction: str
    base_text: str
    proposed_text: str
    note: str


@dataclass(frozen=True, kw_only=True)
class SignerText:
    """A co-signer: a person, or an organization and who signs for it."""

    name: str
    title: str = ""
    city: str = ""
    state: str = ""
    organization: str = ""


@dataclass(frozen=True, kw_only=True)
class PetitionText:
    """The administrative petition, in English, as agencies want it."""

    kind: str
    title: str
    re_line: str
    parties: tuple[PartyText, ...]
    parts: tuple[PartText, ...]
    authorities: tuple[tuple[str, str, str, str], ...]  # category, citation, pin, what it gives
    changes: tuple[ChangeText, ...]
    signers: tuple[SignerText, ...] = ()
    private_signers: int = 0


@dataclass(frozen=True, kw_only=True)
class RecordEvent:
    """Something in the public record, with its real date."""

    kind: str
    dated: date
    text: Translated
    source: str
    precision: str = "day"


@dataclass(frozen=True, kw_only=True)
class Named:
    """A supporter whose name and title the page shows."""

    name: str
    title: str
    state: str
    tier: str = "ally"


@dataclass(frozen=True, kw_only=True)
class Crowd:
    """Who stands behind a campaign: numbers per state, and pledges as (tier, dollars, how many)."""

    states: tuple[tuple[str, int], ...]
    pledges: tuple[tuple[str, int, int], ...] = ()
    named: tuple[Named, ...] = ()

    @property
    def people(self) -> int:
        """How many there are."""
        return sum(number for _state, number in self.states)


@dataclass(frozen=True, kw_only=True)
class Life:
    """When things happen, in days from the first start; a deadline before it has been decided."""

    drafted: int
    launched: int | None = None
    listed: int | None = None
    deadline: int | None = None
    deadline_time: str = "19:59"
    zone: str = "America/Los_Angeles"
    weekday: int | None = None  # the deadline moves to the nearest such day; 4 is Friday
    signed_off: int | None = None
    approved: int | None = None
    filed: int | None = None
    received: int | None = None
    answered: int | None = None
    outcome: str = ""
    docket_number: str = ""


@dataclass(frozen=True, kw_only=True)
class CampaignText:
    """A campaign of the demonstration with everything that its page shows."""

    slug: str
    number: str  # of RDS-<year>-<number>; whole for a record
    private_key: str
    title: Translated
    standfirst: Translated
    areas: tuple[str, ...]
    scope: str
    agency: str
    rule_citation: str
    owner: str
    starter_name: str
    starter_title: Translated
    life: Life
    place: str = ""
    notice: Translated = field(default_factory=lambda: INVENTED)
    is_record: bool = False
    counsel_name: str = ""
    goal: int = 0  # dollars
    beneficiary: str = ""
    picture: str = ""
    picture_alt: Translated = field(default_factory=Translated)
    picture_caption: Translated = field(default_factory=Translated)
    sections: tuple[SectionText, ...] = ()
    sources: tuple[SourceText, ...] = ()
    facts: tuple[FactText, ...] = ()
    budget: tuple[tuple[int, Translated], ...] = ()  # dollars, purpose
    members: tuple[Member, ...] = ()
    press: tuple[Press, ...] = ()
    stories: tuple[StoryText, ...] = ()
    updates: tuple[UpdateText, ...] = ()
    actions: tuple[ActionText, ...] = ()
    petition: PetitionText | None = None
    record: tuple[RecordEvent, ...] = ()
    crowd: Crowd | None = None
    approval_reason: str = ""
