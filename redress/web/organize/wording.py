"""Parts of a draft in words: the names of their fields, their values, and what differs."""

from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from redress.campaigns.drafting import STANDING
from redress.campaigns.merging import Path, leaves
from redress.campaigns.models import Campaign, Revision
from redress.campaigns.parts import Data
from redress.core.money import Money
from redress.petitions import redline
from redress.supporters.models import Tier
from redress.web.formatting import money_text
from redress.web.organize.budget_form import AmountField
from redress.web.organize.pages import PAGES
from redress.web.organize.part_forms import LANGUAGES, PartForm
from redress.web.organize.rows import RowsForm


@dataclass(frozen=True, slots=True)
class Change:
    """One field whose words differ between two states, word by word."""

    label: str
    language: str  # of the text, '' for what has none
    paragraphs: list[list[dict[str, str]]]


def form_of(campaign: Campaign, key: str, data: Data) -> PartForm:
    """The part's form over this data, for the names and kinds of its fields."""
    return PAGES[key].form(campaign=campaign, values=data)


def field_of(form: forms.Form, path: Path) -> forms.Field | None:
    """The form's field for a place in the data, or None where the form has no such field."""
    if isinstance(form, RowsForm) and path[0] in form.row_sets and len(path) > 2:
        rows = form.row_sets[path[0]]
        place = int(path[1])
        row = rows.forms[place] if place < len(rows.forms) else rows.blank
        return field_of(row, path[2:])
    return form.fields.get("_".join(path))


def label_of(form: forms.Form, path: Path) -> str:
    """What people call a place in the data: "Change 2, Remark (Spanish)"."""
    if isinstance(form, RowsForm) and path[0] in form.row_sets:
        rows = form.row_sets[path[0]]
        if len(path) < 3:
            return str(rows.rows.title)
        title = str(rows.rows.row_title) % {"number": int(path[1]) + 1}
        return f"{title}, {label_of(rows.blank, path[2:])}"
    field = field_of(form, path)
    group = str(_GROUPS.get(path[0], ""))
    own = str(field.label) if field and field.label else ""
    name = ", ".join(filter(None, (group, own))) or path[0]
    code = language_of(path)
    return f"{name} ({get_language_info(code)['name_translated']})" if code else name


# what stands in the data by a name that is no field of the form
_GROUPS = {"place": gettext_lazy("Place"), **{tier.value: tier.label for tier in Tier}}


def language_of(path: Path) -> str:
    """The language of the text at this place, '' for what has none."""
    return path[-1] if path[-1] in LANGUAGES and len(path) > 1 else ""


def words_at(form: forms.Form, path: Path, value: object) -> str:
    """A value as people read it, by the field that its place has in the form."""
    if isinstance(value, dict):
        inside = (words_at(form, (*path, key), inner) for key, inner in value.items())
        return "\n".join(filter(None, inside))
    if isinstance(value, list) and any(isinstance(inner, dict) for inner in value):
        rows = (words_at(form, (*path, str(at)), inner) for at, inner in enumerate(value))
        return "\n\n".join(filter(None, rows))
    return _words_of(field_of(form, path), value)


def _words_of(field: forms.Field | None, value: object) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if value is None or value == "":
        return ""
    if isinstance(value, list):
        return "\n\n".join(filter(None, (_words_of(field, inner) for inner in value)))
    if isinstance(field, AmountField) and isinstance(value, int):
        return money_text(Money(value, field.currency))
    if isinstance(field, forms.ChoiceField):
        return next((str(name) for key, name in _flat(field.choices) if key == value), str(value))
    return str(value)


def _flat(choices: object) -> Iterator[tuple[object, object]]:
    assert isinstance(choices, list) or hasattr(choices, "__iter__")
    for key, name in choices:
        if isinstance(name, list | tuple):
            yield from name
        else:
            yield key, name


def changes_between(form: PartForm, before: Data, after: Data) -> list[Change]:
    """Every field that differs between two states of a part, in the order of the form."""
    old, new = leaves(form.loosened(before)), leaves(form.loosened(after))
    found = []
    for path in dict.fromkeys([*new, *old]):
        one, two = (words_at(form, path, side.get(path)) for side in (old, new))
        if one != two:
            rows = redline.as_rows(redline.compare(base=one, proposed=two))
            found.append(Change(label_of(form, path), language_of(path), rows))
    return found


def name_of(revision: Revision | None) -> str:
    """Who wrote it; somebody whose account is gone has no name any more."""
    if revision is None or revision.window == STANDING:
        return _("Before the first save here")
    return str(revision.author) if revision.author else _("somebody who has left")
