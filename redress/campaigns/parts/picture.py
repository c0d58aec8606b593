"""The picture of the page with what must stand beside it."""

from django.utils.translation import gettext_lazy as _

from redress.campaigns.models import Campaign
from redress.campaigns.parts.part import (
    Data,
    Lack,
    Part,
    both_languages,
    both_or_none,
    has_words,
    text_of,
)
from redress.core.models import Picture
from redress.core.pictures.storing import want_cut
from redress.core.translated import Translated


def _read(campaign: Campaign) -> Data:
    return {
        "picture": campaign.picture_id,
        "hero_alt": text_of(campaign.hero_alt),
        "hero_caption": text_of(campaign.hero_caption),
        "hero_credit": campaign.hero_credit,
        "hero_license": campaign.hero_license,
        "focal_x": campaign.focal_x,
        "focal_y": campaign.focal_y,
    }


def _write(campaign: Campaign, data: Data) -> None:
    # a picture that was swept away since cannot come back; its words can
    campaign.picture = Picture.objects.filter(pk=data["picture"], kind=Picture.Kind.HERO).first()
    campaign.hero_alt = Translated(data["hero_alt"])
    campaign.hero_caption = Translated(data["hero_caption"])
    campaign.hero_credit = data["hero_credit"]
    campaign.hero_license = data["hero_license"]
    campaign.focal_x = data["focal_x"]
    campaign.focal_y = data["focal_y"]
    campaign.save(
        update_fields=[
            "picture",
            "hero_alt",
            "hero_caption",
            "hero_credit",
            "hero_license",
            "focal_x",
            "focal_y",
        ]
    )
    if campaign.picture:
        want_cut(picture=campaign.picture, focal_x=campaign.focal_x, focal_y=campaign.focal_y)


def _lacks(data: Data) -> list[Lack]:
    lacks = []
    if data["picture"] is None:
        lacks.append(Lack(field="picture", sentence=_("No picture is chosen yet.")))
    lacks += both_languages("hero_alt", data["hero_alt"])
    lacks += both_or_none("hero_caption", data["hero_caption"])
    if not data["hero_credit"]:
        lacks.append(Lack(field="hero_credit", sentence=_("Say who made the picture.")))
    if not data["hero_license"]:
        lacks.append(
            Lack(field="hero_license", sentence=_("Say under which terms it may be shown."))
        )
    return lacks


def _begun(data: Data) -> bool:
    # the focal point always stands somewhere
    return has_words({**data, "focal_x": None, "focal_y": None})


PICTURE = Part(
    key="picture", title=_("Picture"), read=_read, write=_write, lacks=_lacks, begun=_begun
)
