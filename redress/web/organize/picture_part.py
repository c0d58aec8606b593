"""The studio's form for the picture of a campaign's page."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from redress.campaigns.parts import Data
from redress.core import clock
from redress.core.models import Picture
from redress.core.pictures import storing
from redress.core.pictures.cleaning import Cleaned
from redress.web.organize.part_forms import PartForm
from redress.web.picture_form import (
    CONFIRMATION,
    LICENSES,
    PictureField,
    license_fields,
    license_of,
    whole_of,
)

_ASIDE = ("people_confirmed", "hero_license_other", "remove")


def _range(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=100,
        widget=forms.NumberInput(attrs={"type": "range", "min": 0, "max": 100, "step": 1}),
    )


class PictureForm(PartForm):
    """The picture, what must not be cut off, and what stands beside it.

    Set `writer` to the person who saves before `to_data` is called: an upload is theirs.
    """

    picture = PictureField(
        kind=Picture.Kind.HERO,
        label=_("Picture file"),
        help_text=_(
            "JPEG, PNG, WebP or AVIF, up to 15 MB and at least 600 by 360 pixels. Place, time,"
            " camera and all else that is hidden in the file are removed."
        ),
    )
    people_confirmed = forms.BooleanField(label=CONFIRMATION, required=False)
    remove = forms.BooleanField(label=_("Remove the present picture"), required=False)
    focal_x = _range(_("What must stay visible: from the left edge to the right"))
    focal_y = _range(_("What must stay visible: from the top to the bottom"))
    hero_credit = forms.CharField(
        label=_("Credit"),
        max_length=160,
        required=False,
        help_text=_("Name or agency, place, date. It stands under the picture."),
    )
    hero_license = forms.ChoiceField(label=_("License"), choices=LICENSES, required=False)
    hero_license_other = forms.CharField(
        label=_("Other terms, in a few words"), max_length=80, required=False
    )
    writer: Any = None

    def build(self, values: Data) -> None:
        """Alt text and caption in each language."""
        self.present = Picture.objects.filter(pk=values["picture"]).first()
        self.whole = whole_of(self.present)
        if self.present is None:
            del self.fields["remove"]
        self.add_both(
            "hero_alt",
            lambda _code: forms.CharField(
                label=_("Alt text"),
                max_length=300,
                help_text=_("What can be seen, for people who do not see the picture."),
            ),
        )
        self.add_both(
            "hero_caption", lambda _code: forms.CharField(label=_("Caption"), max_length=300)
        )

    def initial_of(self, values: Data) -> Mapping[str, Any]:
        """A file cannot be filled in again; the license is shown in two fields."""
        found = {**super().initial_of(values)}
        found.pop("picture", None)
        choice, other = license_fields(found.get("hero_license") or "")
        return {**found, "hero_license": choice, "hero_license_other": other}

    def clean(self) -> dict[str, Any]:
        """No new picture without the word about the people in it."""
        cleaned = {**(super().clean() or {})}
        if cleaned.get("picture") and not cleaned.get("people_confirmed"):
            self.add_error(
                "people_confirmed",
                gettext("Confirm this, or choose a picture in which nobody can be recognized."),
            )
        if cleaned.get("hero_license") == "other" and not cleaned.get("hero_license_other"):
            self.add_error("hero_license_other", gettext("Say which terms these are."))
        return cleaned

    def to_data(self) -> Data:
        """The part's data; a new picture is stored on the way."""
        cleaned = self.cleaned_data
        data = {name: value for name, value in super().to_data().items() if name not in _ASIDE}
        data["hero_license"] = license_of(cleaned["hero_license"], cleaned["hero_license_other"])
        data["picture"] = self._picture(cleaned["picture"], remove=bool(cleaned.get("remove")))
        return data

    def _picture(self, chosen: Cleaned | None, *, remove: bool) -> int | None:
        if chosen is not None:
            kept = storing.keep(
                chosen,
                kind=Picture.Kind.HERO,
                uploaded_by=self.writer,
                confirmation=str(CONFIRMATION),
                now=clock.now(),
            )
            return kept.pk
        return None if remove or self.present is None else self.present.pk
