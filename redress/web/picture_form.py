"""A form field that takes a picture, has it cleaned, and says kindly why it is not taken."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from redress.core.models import Picture
from redress.core.pictures import storing
from redress.core.pictures.cleaning import MAX_UPLOAD_BYTES, Cleaned, PictureRefused, Reason, clean

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

ACCEPTED = "image/jpeg,image/png,image/webp,image/avif"
CONFIRMATION = _(
    "Every person who can be recognized in the picture agrees to be shown here, and no minor can"
    " be recognized."
)
LICENSES: tuple[tuple[str, "str | StrPromise"], ...] = (
    ("", _("Choose the terms")),
    ("CC0 1.0", _("CC0 1.0: free of all rights")),
    ("CC BY 4.0", _("CC BY 4.0: free with the name of its maker")),
    ("CC BY-SA 4.0", _("CC BY-SA 4.0: free with the name, and passed on under the same terms")),
    ("public domain", _("Public domain, such as a work of the United States government")),
    ("used with permission", _("Used with the permission of its owner")),
    ("other", _("Other terms")),
)
SENTENCES: Mapping[Reason, "StrPromise"] = {
    Reason.EMPTY: _("This file is empty. Choose the picture again."),
    Reason.TOO_LARGE: _(
        "This file is larger than 15 MB. Save the picture smaller, such as 2,000 pixels wide, and"
        " choose it again."
    ),
    Reason.TOO_MANY_PIXELS: _(
        "This picture has more points than we can take: 20 million at most, 12 million for WebP"
        " and AVIF. Save it smaller, such as 2,000 pixels wide, and choose it again."
    ),
    Reason.TOO_SMALL: _(
        "This picture is too small to look sharp. A campaign's picture needs at least 600 by 360"
        " pixels, a logo 64 by 64. Choose a larger one."
    ),
    Reason.WRONG_KIND: _(
        "This is not a kind of picture that we can take. Save it as JPEG or PNG and choose it"
        " again; WebP and AVIF are fine as well."
    ),
    Reason.HEIC: _(
        "This picture is in the HEIC format of some telephones, which many browsers cannot show."
        " Share or export it as JPEG (on an iPhone: Settings, Camera, Formats, Most Compatible)"
        " and choose that file."
    ),
    Reason.SVG: _(
        "SVG files can carry programs, so we do not take them. Export the drawing as PNG and"
        " choose that file."
    ),
    Reason.ANIMATED: _(
        "This picture moves. Save one still of it as JPEG or PNG and choose that file."
    ),
    Reason.BROKEN: _(
        "This file is damaged or was cut off on its way. Open it on your device, save it again as"
        " JPEG or PNG, and choose the new file."
    ),
    Reason.TOO_HEAVY: _(
        "This picture needs more memory than we can give it. Save it as an ordinary JPEG, such as"
        " 2,000 pixels wide, and choose that file."
    ),
    Reason.TOOK_TOO_LONG: _(
        "This picture took too long to read. Save it as an ordinary JPEG, such as 2,000 pixels"
        " wide, and choose that file."
    ),
}


@dataclass(frozen=True, slots=True)
class Whole:
    """The uncut picture as the form shows it."""

    url: str
    width: int
    height: int


class PictureField(forms.FileField):
    """Gives a cleaned picture that is not stored yet, or None where no file was chosen."""

    def __init__(self, *, kind: Picture.Kind, **kwargs: Any) -> None:
        """`kind` decides the least size and the shape."""
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": ACCEPTED}))
        super().__init__(required=False, **kwargs)
        self.kind = kind

    def clean(self, data: Any, initial: Any = None) -> Cleaned | None:
        """Have the upload cleaned. Raises ValidationError with the sentence of the reason."""
        if not data:
            return None
        if data.size > MAX_UPLOAD_BYTES:
            raise refusal(Reason.TOO_LARGE)
        try:
            return clean(data.read(), kind=self.kind)
        except PictureRefused as refused:
            raise refusal(refused.reason) from None


def refusal(reason: Reason) -> ValidationError:
    """The sentence for a reason, as an error of the field."""
    return ValidationError(SENTENCES[reason], code=reason.value)


def whole_of(picture: Picture | None) -> Whole | None:
    """The uncut picture, for choosing the focal point; None where there is no picture."""
    if picture is None:
        return None
    shown = storing.whole(picture)
    return Whole(
        url=reverse("picture", args=[shown.name, shown.width, "jpg"]),
        width=shown.width,
        height=shown.height,
    )


def license_of(choice: str, other: str) -> str:
    """What is stored of the two fields: one of the choices, or the free words."""
    return other.strip() if choice == "other" else choice


def license_fields(stored: str) -> tuple[str, str]:
    """The choice and the free words that show what is stored."""
    known = {value for value, _label in LICENSES}
    return (stored, "") if stored in known else ("other", stored)
