"""Rows of one kind in a part's form: add, take out and move them, with or without a script."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.forms.utils import ErrorDict, ErrorList
from django.http import QueryDict
from django.utils.translation import gettext as _

from redress.campaigns.models import Campaign
from redress.campaigns.parts import Data, Lack
from redress.campaigns.parts.part import has_words
from redress.web.organize.part_forms import LANGUAGES, PartForm

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

_KEY = re.compile(r"[0-9]{1,4}", re.ASCII)
_PLACE = "__key__"  # stands for the key in the blank row that the script copies
_SLACK = 20  # rows over the most that are still shown back, so that nothing typed is lost


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """One kind of row in a form: `name` is the key of its list in the part's data.

    `row_title` holds `%(number)s`. `least` blank rows stand there at the beginning.
    """

    name: str
    form: "type[RowForm]"
    title: "str | StrPromise"
    row_title: "str | StrPromise"
    add: "str | StrPromise"
    about: "str | StrPromise" = ""
    maximum: int = 20
    least: int = 1


class RowForm(forms.Form):
    """What is typed in one row. No field is required; a row with nothing in it is dropped.

    A subclass declares fields as usual, or adds them in `build`, texts by `add_both`.
    """

    fillers: ClassVar[frozenset[str]] = frozenset()  # fields that alone do not make a row
    short: ClassVar[frozenset[str]] = frozenset()  # fields that are drawn as narrow boxes
    use_required_attribute = False

    def __init__(
        self, *args: Any, owner: "RowsForm", key: str, values: Data | None = None, **kwargs: Any
    ) -> None:
        """Fill in `values`, the row as it stands."""
        super().__init__(*args, **kwargs)
        self.owner, self.key = owner, key
        self.number = 0
        self.title = ""
        self.is_first = self.is_last = False
        self.focus = ""  # the button that has the focus after a round trip: up, down or remove
        self.texts: list[str] = []
        self.build(owner)
        for made in self.fields.values():
            made.required = False
        self.initial = {**self.initial_of(values or {}), **self.initial}

    def build(self, owner: "RowsForm") -> None:
        """Add the fields that are made by code; `owner.row_sets` has the rows before these."""

    def add_both(self, name: str, made: Callable[[str], forms.Field]) -> None:
        """A text in each language: fields `name_en` and `name_es`; `made` takes the code."""
        self.texts.append(name)
        for code in LANGUAGES:
            one = made(code)
            one.widget.attrs.setdefault("lang", code)
            self.fields[f"{name}_{code}"] = one

    @property
    def groups(self) -> list[list[forms.BoundField]]:
        """The fields in their order; the languages of one text stand side by side."""
        found: list[list[forms.BoundField]] = []
        for name in self.fields:
            text, _low, code = name.rpartition("_")
            if text in self.texts and code in LANGUAGES:
                if code == LANGUAGES[0]:
                    found.append([self[f"{text}_{each}"] for each in LANGUAGES])
            else:
                found.append([self[name]])
        return found

    def initial_of(self, values: Data) -> Mapping[str, Any]:
        """The row's data as initial values of the fields."""
        found: dict[str, Any] = {}
        for name, value in values.items():
            if name in self.texts:
                found |= {f"{name}_{code}": (value or {}).get(code, "") for code in LANGUAGES}
            else:
                found[name] = value
        return found

    def to_row(self) -> Data:
        """What was typed, as plain JSON: texts by language, days as 2026-12-18."""
        cleaned = self.cleaned_data
        data: Data = {
            name: {code: cleaned[f"{name}_{code}"] for code in LANGUAGES} for name in self.texts
        }
        of_texts = {f"{name}_{code}" for name in self.texts for code in LANGUAGES}
        for name in self.fields:
            if name not in of_texts:
                value = cleaned[name]
                data[name] = value.isoformat() if isinstance(value, date) else value
        return data

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed; call it on a cleaned row."""
        if self.errors:
            return False
        return not has_words({k: v for k, v in self.to_row().items() if k not in self.fillers})

    def full_clean(self) -> None:
        """Judge nothing while rows are only being added, taken out or moved."""
        if self.owner.is_arranging:
            self._errors = ErrorDict()
            self.cleaned_data = {}
            return
        super().full_clean()

    @property
    def problems(self) -> "Iterator[FieldInRow]":
        """Every field of the row that has errors, and the row itself."""
        if self.non_field_errors():
            yield FieldInRow(f"rows-{self.prefix}", self.title, self.non_field_errors())
        for bound in self:
            if bound.errors:
                place = bound.id_for_label or bound.auto_id
                yield FieldInRow(place, f"{self.title}, {bound.label}", bound.errors)


@dataclass(frozen=True, slots=True)
class FieldInRow:
    """An entry of the error summary; `auto_id` is where its link leads."""

    auto_id: str
    label: str
    errors: ErrorList


@dataclass(slots=True)
class RowSet:
    """The rows of one kind as they stand in a form: `forms` in order, `blank` to copy."""

    rows: Rows
    forms: list[RowForm]
    blank: RowForm
    errors: ErrorList = field(default_factory=ErrorList)
    status: str = ""  # what just happened to the rows, in words
    focus_add: bool = False

    @property
    def name(self) -> str:
        """Key of the list in the part's data."""
        return self.rows.name

    @property
    def lacks(self) -> list[Lack]:
        """What the rows lack as a whole."""
        return self.blank.owner.lacks.get(self.name, [])

    @property
    def is_full(self) -> bool:
        """Whether no further row may be added."""
        return len(self.forms) >= self.rows.maximum

    @property
    def filled(self) -> list[RowForm]:
        """The rows in which something stands; on a form that was cleaned."""
        return [row for row in self.forms if not row.is_empty]

    def at(self, key: str) -> RowForm | None:
        """The row with this key, or None."""
        return next((row for row in self.forms if row.key == key), None)

    def renumber(self) -> None:
        """Give every row its number, from 1, and the title with it."""
        title = str(self.rows.row_title)
        for number, row in enumerate(self.forms, start=1):
            row.number, row.title = number, title % {"number": number}
            row.is_first, row.is_last = number == 1, number == len(self.forms)
        self.blank.title = title % {"number": ""}


class RowsForm(PartForm):
    """A part's form with rows: `values[name]` is a list of dicts, and `to_data` gives one.

    A subclass sets `rows` and includes `components/rows.html` for each of `row_sets`.
    """

    rows: ClassVar[tuple[Rows, ...]] = ()

    def __init__(self, *args: Any, campaign: Campaign, values: Data, **kwargs: Any) -> None:
        """Read the rows from what was sent, or else from the part as it stands."""
        plain = {rows.name for rows in self.rows}
        super().__init__(
            *args,
            campaign=campaign,
            values={name: value for name, value in values.items() if name not in plain},
            **kwargs,
        )
        self.row_sets: dict[str, RowSet] = {}
        self.is_arranging = self.is_bound and any(f"{name}-do" in self.data for name in plain)
        for rows in self.rows:
            self.row_sets[rows.name] = self._read(rows, values.get(rows.name) or [])
        if self.is_arranging:
            for row_set in self.row_sets.values():
                self._arrange(row_set, str(self.data.get(f"{row_set.name}-do", "")))

    @property
    def all_forms(self) -> Iterator[forms.Form]:
        """This form, and every row of it."""
        yield self
        for row_set in self.row_sets.values():
            yield from row_set.forms

    def reason_to_keep(self, row: RowForm) -> str:
        """Why this row cannot be taken out now, as a sentence; '' when it can."""
        return ""

    def clean_rows(self) -> None:
        """Judge rows that have been cleaned one by one; use `row.add_error`."""

    @property
    def fields_in_rows(self) -> Iterator[FieldInRow]:
        """What the error summary says about rows."""
        for row_set in self.row_sets.values():
            if row_set.errors:
                yield FieldInRow(f"rows-{row_set.name}", str(row_set.rows.title), row_set.errors)
            for row in row_set.forms:
                yield from row.problems

    def html_name_of(self, field: str) -> str:
        """A row of the data by its place is a row of the page by its key."""
        name, _dash, rest = field.partition("-")
        place, _dash, inner = rest.partition("-")
        row_set = self.row_sets.get(name)
        if row_set is None or not place.isdecimal() or int(place) >= len(row_set.filled):
            return field
        return f"{name}-{row_set.filled[int(place)].key}-{inner}"

    def to_data(self) -> Data:
        """What was typed, rows without words left out."""
        data = super().to_data()
        for name, row_set in self.row_sets.items():
            data[name] = [row.to_row() for row in row_set.filled]
        return data

    def full_clean(self) -> None:
        """Judge nothing while rows are only being added, taken out or moved."""
        if self.is_arranging:
            self._errors = ErrorDict()
            self.cleaned_data = {}
            return
        super().full_clean()

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]  # Django's own step, which its stubs leave out
        for row_set in self.row_sets.values():
            for row in row_set.forms:
                row.full_clean()
            many = len(row_set.filled)
            if many > row_set.rows.maximum:
                row_set.errors.append(
                    _("There are %(many)s rows here; %(most)s are the most. Take some out.")
                    % {"many": many, "most": row_set.rows.maximum}
                )
        self.clean_rows()

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # as above
        assert self._errors is not None
        for row_set in self.row_sets.values():
            if row_set.errors:
                self._errors[row_set.name] = row_set.errors
            for row in row_set.forms:
                for name, errors in row.errors.items():
                    self._errors[f"{row.prefix}-{name}"] = errors

    # --- which rows there are ---------------------------------------------------------------

    def _read(self, rows: Rows, standing: list[Data]) -> RowSet:
        blank = self._row(rows, _PLACE, bound=False)
        if self.is_bound:
            found = [self._row(rows, key, bound=True) for key in self._keys(rows)]
        else:
            found = [
                self._row(rows, str(number), bound=False, values=values)
                for number, values in enumerate(standing)
            ]
            for number in range(len(found), rows.least):
                found.append(self._row(rows, str(number), bound=False))
        row_set = RowSet(rows, found, blank)
        row_set.renumber()
        return row_set

    def _keys(self, rows: Rows) -> list[str]:
        name = f"{rows.name}-row"
        sent = self.data.getlist(name) if isinstance(self.data, QueryDict) else []
        keys = dict.fromkeys(key for key in sent if _KEY.fullmatch(key))
        return list(keys)[: rows.maximum + _SLACK]

    def _row(self, rows: Rows, key: str, *, bound: bool, values: Data | None = None) -> RowForm:
        prefix = f"{rows.name}-{key}"
        data = self.data if bound else None
        return rows.form(data, prefix=prefix, owner=self, key=key, values=values)

    # --- the buttons ------------------------------------------------------------------------

    def _arrange(self, row_set: RowSet, asked: str) -> None:
        act, _space, key = asked.partition(" ")
        row = row_set.at(key)
        if act == "add":
            self._add(row_set)
        elif row is not None and act == "remove":
            self._remove(row_set, row)
        elif row is not None and act in {"up", "down"}:
            self._move(row_set, row, act)

    def _add(self, row_set: RowSet) -> None:
        rows = row_set.rows
        if row_set.is_full:
            row_set.status = _("%(most)s are the most.") % {"most": rows.maximum}
            row_set.focus_add = True
            return
        taken = {int(row.key) for row in row_set.forms}
        free = next(number for number in range(10_000) if number not in taken)
        made = self._row(rows, str(free), bound=False)
        row_set.forms.append(made)
        row_set.renumber()
        row_set.status = _("%(row)s was added.") % {"row": made.title}
        _focus(made)

    def _remove(self, row_set: RowSet, row: RowForm) -> None:
        if reason := self.reason_to_keep(row):
            row_set.status, row.focus = reason, "remove"
            return
        place = row_set.forms.index(row)
        row_set.forms.remove(row)
        row_set.status = _("%(row)s was taken out.") % {"row": row.title}
        row_set.renumber()
        if row_set.forms:
            _focus(row_set.forms[min(place, len(row_set.forms) - 1)])
        else:
            row_set.focus_add = True

    def _move(self, row_set: RowSet, row: RowForm, act: str) -> None:
        place = row_set.forms.index(row)
        other = place + (1 if act == "down" else -1)
        if 0 <= other < len(row_set.forms):
            row_set.forms[place], row_set.forms[other] = row_set.forms[other], row
            row_set.renumber()
        row.focus = {"up": "down", "down": "up"}[act] if row.is_first or row.is_last else act
        row_set.status = _("This is now %(row)s.") % {"row": row.title}


def _focus(row: RowForm) -> None:
    first = next(iter(row.fields.values()))
    first.widget.attrs["autofocus"] = True
