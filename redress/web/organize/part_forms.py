"""Forms of the studio: one per part, every text in each language side by side."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django import forms
from django.conf import settings

from redress.accounts.models import User
from redress.campaigns.models import Campaign
from redress.campaigns.parts import Data, Lack
from redress.core.html import without_unseen
from redress.web.redlines import RedlineChange

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


class LineField(forms.CharField):
    """A text of one line; it stands in the subjects of messages, too."""

    def to_python(self, value: Any) -> str:
        """Without line ends and other signs that no page shows, with single blanks."""
        return " ".join(without_unseen(str(super().to_python(value) or "")).split())


class PartForm(forms.Form):
    """What is typed for one part; a draft may be as unfinished as its writer likes.

    A subclass adds plain fields as usual and texts by `add_both`. It refuses only what cannot
    be kept, such as a number that is none; what is merely missing is said by the part.
    """

    base = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    use_required_attribute = False
    writer: User | None = None  # who saves, set before `to_data`: an upload is theirs
    is_arranging = False  # a button of a row was pressed: shown again, nothing is saved

    def __init__(self, *args: Any, campaign: Campaign, values: Data, **kwargs: Any) -> None:
        """Fill in `values`, the part as it stands."""
        super().__init__(*args, **kwargs)
        self.campaign = campaign
        self.texts: list[str] = []
        self.lacks: dict[str, list[Lack]] = {}  # what is missing, by field; said beside it
        self.build(values)
        self.initial = {**self.initial_of(values), **self.initial}

    def build(self, values: Data) -> None:
        """Add the fields that are made by code, such as texts in each language."""

    def add_both(self, name: str, field: Callable[[str], forms.Field]) -> None:
        """A text in each language: fields `name_en` and `name_es`; `field` takes the code."""
        self.texts.append(name)
        for code in LANGUAGES:
            made = field(code)
            made.required = False
            made.widget.attrs.setdefault("lang", code)
            self.fields[f"{name}_{code}"] = made

    def both(self, name: str) -> list[forms.BoundField]:
        """The fields of one text, one per language."""
        return [self[f"{name}_{code}"] for code in LANGUAGES]

    @property
    def pairs(self) -> list[list[forms.BoundField]]:
        """Every text's fields, in the order in which they were added."""
        return [self.both(name) for name in self.texts]

    @property
    def redlines(self) -> list[RedlineChange]:
        """The changes of the rule as they are typed now; of the solution alone."""
        return []

    @property
    def all_forms(self) -> Iterator[forms.Form]:
        """This form, and those of rows within it."""
        yield self

    def close(self) -> None:
        """Show everything, and let nothing be changed; what was typed can still be copied."""
        for form in self.all_forms:
            for field in form.fields.values():
                typed = isinstance(field.widget, forms.TextInput | forms.Textarea)
                field.widget.attrs["readonly" if typed else "disabled"] = True

    def html_name_of(self, field: str) -> str:
        """By what name a field of the part's data stands on the page that was sent."""
        return field

    def loosened(self, values: Data) -> Data:
        """The part's data with nothing in it that means something else in another text."""
        return values

    def bound_together(self, values: Data) -> Data:
        """Data put together out of two loosened texts, as the part has it.

        Raises ValidationError with a sentence when what was chosen does not fit together.
        """
        return values

    def initial_of(self, values: Data) -> Mapping[str, Any]:
        """The part's data as initial values of the fields."""
        found: dict[str, Any] = {}
        for name, value in values.items():
            if name in self.texts:
                found |= {f"{name}_{code}": (value or {}).get(code, "") for code in LANGUAGES}
            else:
                found[name] = value
        return found

    def to_data(self) -> Data:
        """What was typed, as the part's data. Call it on a valid form."""
        cleaned = self.cleaned_data
        data: Data = {
            name: {code: cleaned[f"{name}_{code}"] for code in LANGUAGES} for name in self.texts
        }
        of_texts = {f"{name}_{code}" for name in self.texts for code in LANGUAGES}
        for name in self.fields:
            if name != "base" and name not in of_texts:
                data[name] = cleaned[name]
        return data
