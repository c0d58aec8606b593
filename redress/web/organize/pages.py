"""Which form and which template each part of the studio has."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from redress.accounts.permissions import Ability
from redress.campaigns.parts.title import LONGEST
from redress.web.organize.part_forms import PartForm

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True, slots=True, kw_only=True)
class PartPage:
    """How one part is written: `template` is drawn inside the form of `studio/part.html`."""

    form: type[PartForm]
    template: str = "studio/parts/texts.html"
    ability: Ability = Ability.EDIT_TEXT
    about: "str | StrPromise" = ""  # what to write here, in one or two plain sentences


class TitleForm(PartForm):
    """Title and summary."""

    def build(self, values: object) -> None:
        """Both in each language."""
        self.add_both(
            "title",
            lambda _code: forms.CharField(
                label=_("Title"),
                max_length=LONGEST,
                help_text=_("What shall change, in 20 to 90 characters."),
            ),
        )
        self.add_both(
            "standfirst",
            lambda _code: forms.CharField(
                label=_("Summary"),
                max_length=400,
                widget=forms.Textarea(attrs={"rows": 4}),
                help_text=_("Two or three sentences under the title."),
            ),
        )


PAGES: Mapping[str, PartPage] = {
    "title": PartPage(form=TitleForm, about=_("The first words that a visitor reads.")),
}
