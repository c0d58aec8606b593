"""Parts of pages as plain values: pictures, campaign cards, tiers, names, the petition's sheet."""

import textwrap
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_CEILING

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from redress.agencies.models import Jurisdiction
from redress.campaigns.models import Campaign
from redress.core.models import Picture as UploadedPicture
from redress.core.pictures import storing
from redress.petitions.models import Petition
from redress.supporters.models import Supporter, Tier
from redress.supporters.tiers import OfferedTiers
from redress.web.addresses import page_path
from redress.web.charts import state_name
from redress.web.formatting import ago_text, money_text
from redress.web.public.docket import Banner, Docket, docket, outcome_banner


@dataclass(frozen=True, slots=True)
class Picture:
    """The 5:3 picture with what must stand beside it."""

    url: str
    alt: str
    caption: str
    credit: str
    # of an uploaded picture only: a drawing of our own is one file
    sources: tuple[tuple[str, str], ...] = ()  # type and srcset, the smallest kind first
    srcset: str = ""
    width: int = 1200
    height: int = 720


def picture_of(campaign: Campaign) -> Picture | None:
    """The campaign's picture, or None where it has none; wants `picture__cuts` loaded."""
    path = campaign.hero_image
    credit = " · ".join(part for part in (campaign.hero_credit, campaign.hero_license) if part)
    if campaign.picture is not None:
        return _uploaded(campaign, campaign.picture, credit)
    if not path:
        return None
    return Picture(
        url=static(path) if path.startswith("img/") else settings.MEDIA_URL + path,
        alt=str(campaign.hero_alt),
        caption=str(campaign.hero_caption),
        credit=credit,
    )


def _uploaded(campaign: Campaign, row: UploadedPicture, credit: str) -> Picture:
    """What exists now: cut around the focal point, or whole until the cut is made."""
    shown = storing.shown(row, focal_x=campaign.focal_x, focal_y=campaign.focal_y)

    def srcset(ending: str) -> str:
        return ", ".join(
            f"{reverse('picture', args=[shown.name, width, ending])} {width}w"
            for width in shown.widths[ending]
        )

    middle = shown.widths["jpg"][len(shown.widths["jpg"]) // 2]
    return Picture(
        url=reverse("picture", args=[shown.name, middle, "jpg"]),
        alt=str(campaign.hero_alt),
        caption=str(campaign.hero_caption),
        credit=credit,
        sources=tuple(
            (storing.CONTENT_TYPES[ending], srcset(ending))
            for ending in ("avif", "webp")
            if ending in shown.widths
        ),
        srcset=srcset("jpg"),
        width=shown.width,
        height=shown.height,
    )


# --- cards ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CampaignCard:
    """A campaign in a list."""

    href: str
    number: str
    title: str
    language: str  # of the title, where it is not the page's
    standfirst: str
    topics: str
    place: str
    agency: str
    picture: Picture | None
    docket: Docket | None  # None for a record
    outcome: Banner | None


def card_of(campaign: Campaign, *, now: datetime) -> CampaignCard:
    """The card of a campaign; wants agency, petition with its agency, and issue areas loaded."""
    petition: Petition | None = getattr(campaign, "petition", None)
    return CampaignCard(
        href=page_path("campaign", campaign.address),
        number=campaign.number,
        title=str(campaign.title),
        language=campaign.title.language,
        standfirst=str(campaign.standfirst),
        topics=", ".join(str(area.name) for area in campaign.issue_areas.all()),
        place=scope_text(campaign),
        agency=campaign.agency.short_name if campaign.agency else "",
        picture=picture_of(campaign),
        docket=None if campaign.is_record else docket(campaign, approval=None, now=now),
        outcome=outcome_banner(petition),
    )


def scope_text(campaign: Campaign) -> str:
    """How far the rule reaches: "National campaign", "State campaign, Ohio"."""
    words = {
        Campaign.Scope.LOCAL: _("Local campaign"),
        Campaign.Scope.STATE: _("State campaign"),
        Campaign.Scope.NATIONAL: _("National campaign"),
    }
    if not campaign.scope:
        return ""  # a draft that has not said so yet
    scope = words[Campaign.Scope(campaign.scope)]
    return f"{scope}, {state_name(campaign.place)}" if campaign.place else scope


def addressee_text(campaign: Campaign) -> str:
    """Whom the petition addresses; a state's rule on petitions stands for all its agencies."""
    if campaign.agency is None:
        return ""  # a draft that does not know yet
    if campaign.agency.jurisdiction == Jurisdiction.FEDERAL:
        words = _("Petition to the %(agency)s")
    else:
        words = _("Petition to an agency of %(agency)s")
    return words % {"agency": campaign.agency.name}


# --- tiers ----------------------------------------------------------------------------------

# what may stand beside the two minimums; four amounts in all and no more
STEPS = (50, 100, 250, 500, 1000, 2500)


@dataclass(frozen=True, slots=True)
class TierChoice:
    """One column of the tier table."""

    key: str
    name: str
    price: str
    price_note: str
    least: str  # in whole units of the currency, "" when nothing is asked
    perks: tuple[str, ...]
    checked: bool


def tier_choices(chosen: str, tiers: OfferedTiers) -> tuple[TierChoice, ...]:
    """The three tiers as the campaign offers them, with `chosen` ticked."""
    return tuple(
        TierChoice(
            key=tier.value,
            name=str(tier.label),
            price=_price(tier, tiers),
            price_note="" if tier == Tier.ALLY else _("pledged once"),
            least=f"{tiers.minimum_of(tier).decimal:.0f}" if tiers.minimum_of(tier) else "",
            perks=tuple(str(perk) for perk in tiers.perks_of(tier)),
            checked=tier == chosen,
        )
        for tier in Tier
    )


def amounts_of(tiers: OfferedTiers) -> tuple[int, ...]:
    """The ready-made amounts in whole units: the campaign's two minimums and two steps above."""
    asked = [
        int(tiers.minimum_of(tier).decimal.to_integral_value(ROUND_CEILING))
        for tier in (Tier.ADVOCATE, Tier.CHAMPION)
    ]
    return (*asked, *[step for step in STEPS if step > asked[-1]][:2])


def _price(tier: Tier, tiers: OfferedTiers) -> str:
    if tier == Tier.ALLY:
        return pgettext("price of a tier", "Free")
    return _("%(amount)s or more") % {"amount": money_text(tiers.minimum_of(tier))}


# --- names ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Recent:
    """Somebody who joined this week and lets it be known."""

    name: str
    deed: str
    when: str


def recent_of(named: list[Supporter], *, now: datetime) -> tuple[Recent, ...]:
    """Up to three of the newest names: first name and initial, no hour, no place, no amount."""
    confirmed = [(person.confirmed_at, person) for person in named if person.confirmed_at]
    newest = sorted(confirmed, key=lambda pair: pair[0], reverse=True)[:3]
    return tuple(
        Recent(short_name(person), _deed(person), when)
        for at, person in newest
        if (when := ago_text(at, now=now))
    )


def short_name(supporter: Supporter) -> str:
    """First name and initial of somebody whose name may be shown."""
    first, *rest = supporter.name.split() or [""]
    return f"{first} {rest[-1][0]}." if rest else first


def initials_of(name: str) -> str:
    """Two letters for the disc before a name, without the title."""
    words = [word for word in name.split() if word[:1].isupper() and not word.endswith(".")]
    return "".join(word[0] for word in words[:2])


def _deed(supporter: Supporter) -> str:
    if supporter.tier == Tier.ALLY:
        return _("joined as an Ally")
    if supporter.tier == Tier.ADVOCATE:
        return _("joined as an Advocate")
    return _("joined as a Champion")


# --- the petition's first sheet -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One line of type with its distance from the top edge."""

    y: int
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The petition's first page as a drawing: real words of the caption, gray for the rest."""

    heading: tuple[SheetLine, ...]
    matter: tuple[SheetLine, ...]
    docket: tuple[SheetLine, ...]
    box_top: int
    box_bottom: int
    box_height: int
    title: tuple[SheetLine, ...]
    text: tuple[tuple[int, int], ...]  # distance from the top, width
    number: int  # of the draft, 0 before the first version


_WIDE, _HALF = 36, 20  # letters of Courier that fit the sheet and half of it
_GRAY = (170, 182, 176, 120, 0, 60, 180, 168, 182, 150, 96)


def _lines(text: str, *, width: int, top: int, step: int, most: int) -> tuple[SheetLine, ...]:
    wrapped = textwrap.wrap(text, width, max_lines=most, placeholder=" …")
    return tuple(SheetLine(top + step * index, line) for index, line in enumerate(wrapped))


def sheet_of(petition: Petition, *, version: int) -> Sheet:
    """The drawing of a petition's first sheet, in a box of 290 by 356."""
    name = petition.agency.caption_name.upper()
    heading = (
        SheetLine(44, "BEFORE THE"),
        *_lines(name, width=_WIDE, top=57, step=12, most=2),
    )
    box_top = heading[-1].y + 14
    matter = _lines(f"In re: {petition.re_line}", width=_HALF, top=box_top + 16, step=12, most=5)
    box_height = max(40, matter[-1].y - box_top + 10)
    title = _lines(petition.title, width=32, top=box_top + box_height + 22, step=16, most=2)
    first = title[-1].y + 16
    text = tuple(
        (first + 12 * index, width)
        for index, width in enumerate(_GRAY)
        if width and first + 12 * index < 316
    )
    return Sheet(
        heading=heading,
        matter=matter,
        docket=_lines(
            "Docket no. " + (petition.docket_number or "______"),
            width=12,
            top=box_top + 16,
            step=12,
            most=3,
        ),
        box_top=box_top,
        box_bottom=box_top + box_height,
        box_height=box_height,
        title=title,
        text=text,
        number=version,
    )
