"""Checks on the picture of the page."""

from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from redress.campaigns.checks.check import Check, Finding, Level, Sheet
from redress.campaigns.models import Campaign
from redress.campaigns.parts.part import LANGUAGES


def _picture(sheet: Sheet) -> Iterator[Finding]:
    campaign = sheet.campaign
    if campaign is None or sheet.is_record:
        return
    if campaign.picture is None and not campaign.hero_image:
        yield Finding(part="picture", field="picture", detail=_("There is no picture."))
        return
    if not any(text.strip() for text in campaign.hero_alt.values()):
        yield Finding(
            part="picture",
            field=f"hero_alt_{LANGUAGES[0]}",
            detail=_("It has no words for people who do not see it."),
        )
    if not campaign.hero_credit.strip():
        yield Finding(part="picture", field="hero_credit", detail=_("Nobody is named who made it."))
    if not campaign.hero_license.strip():
        yield Finding(
            part="picture",
            field="hero_license",
            detail=_("The terms under which it may be shown are missing."),
        )
    # a drawing of our own shows nobody who could be asked
    if campaign.picture is not None and not campaign.picture.confirmation:
        yield Finding(
            part="picture",
            field="picture",
            detail=_("Nobody confirmed that the persons shown agree."),
        )


PICTURE_TERMS = Check(
    code="B6",
    level=Level.BLOCK,
    title=_("The picture lacks what must stand beside it"),
    why=_("A picture needs words for those who do not see it, its maker, its terms, and consent."),
    mend=_("Fill in what is missing beside the picture, or choose another one."),
    judge=_picture,
)


def _twice(sheet: Sheet) -> Iterator[Finding]:
    for address, count in Counter(sheet.pictures).items():
        if count > 1:
            yield Finding(part="file", excerpt=address)
    campaign = sheet.campaign
    if campaign is None or campaign.picture is None:
        return
    sha256 = campaign.picture.sha256
    elsewhere = Campaign.objects.filter(picture__sha256=sha256).exclude(pk=campaign.pk)
    logos = campaign.members.filter(logo__sha256=sha256, withdrawn_at=None)
    if elsewhere.exists() or logos.exists():
        yield Finding(part="picture", field="picture")


DUPLICATES = Check(
    code="W2",
    level=Level.WARN,
    title=_("The same picture stands elsewhere"),
    why=_("A picture that is shown twice makes a campaign look like a copy."),
    mend=_("Choose a picture that belongs to this campaign alone."),
    judge=_twice,
    on_files=True,
)
