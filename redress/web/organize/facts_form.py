"""The form of facts and sources: each fact names the source it rests on."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from redress.campaigns.models import Source
from redress.campaigns.parts import Data
from redress.campaigns.parts.facts import NotALink, clean_link, match_sources
from redress.web.organize.rows import RowForm, Rows, RowsForm


class SourceRow(RowForm):
    """Where something can be read."""

    url = forms.CharField(
        label=gettext_lazy("Address on the web"),
        max_length=500,
        widget=forms.TextInput(attrs={"inputmode": "url", "spellcheck": "false", "dir": "ltr"}),
        help_text=gettext_lazy("Begins with https://. Leave it empty if it stands on paper only."),
    )

    def build(self, owner: RowsForm) -> None:
        """The citation stands before the address."""
        self.add_both(
            "citation",
            lambda _code: forms.CharField(
                label=gettext_lazy("Source"),
                max_length=400,
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text=gettext_lazy("Who says it, where and when, such as on a page of notes."),
            ),
        )
        self.order_fields(["citation_en", "citation_es", "url"])

    def clean_url(self) -> str:
        """Only the shape is looked at; nobody is asked."""
        try:
            return clean_link(self.cleaned_data["url"])
        except NotALink:
            raise forms.ValidationError(
                _("Write the whole address as your browser shows it, beginning with https://.")
            ) from None

    @property
    def words(self) -> str:
        """By what a list of sources names this one."""
        found = next((self[f"citation_{code}"].value() for code in ("en", "es")), "")
        return str(found or self["citation_es"].value() or "").strip()[:80]


class FactRow(RowForm):
    """A figure with what it says, or a quotation, and its source."""

    source = forms.ChoiceField(
        label=gettext_lazy("Rests on"),
        error_messages={
            "invalid_choice": gettext_lazy(
                "The source of this fact is gone. Choose another one, or take the fact out."
            )
        },
    )

    def build(self, owner: RowsForm) -> None:
        """The sources of this form are the choices."""
        self.add_both(
            "figure",
            lambda _code: forms.CharField(
                label=gettext_lazy("Figure"),
                max_length=40,
                help_text=gettext_lazy("Such as 72 h. Leave it empty for a quotation."),
            ),
        )
        self.add_both(
            "statement",
            lambda _code: forms.CharField(
                label=gettext_lazy("What it says"),
                max_length=300,
                widget=forms.Textarea(attrs={"rows": 2}),
            ),
        )
        self.add_both(
            "origin",
            lambda _code: forms.CharField(
                label=gettext_lazy("Where from, in short"),
                max_length=120,
                help_text=gettext_lazy("Stands before the number of the source."),
            ),
        )
        self.move_to_end("source")
        sources = owner.row_sets["sources"].forms
        field = self.fields["source"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", _("Choose a source")),
            *((row.key, _titled(row)) for row in sources),
        ]
        field.widget.attrs |= {
            "data-rows-choice": "sources",
            "data-rows-kept": _(
                "A fact rests on this source. Give the fact another source first, or take it out."
            ),
        }

    def move_to_end(self, name: str) -> None:
        """Let a declared field stand after those that are made by code."""
        self.order_fields([*(other for other in self.fields if other != name), name])

    def initial_of(self, values: Data) -> Mapping[str, Any]:
        """The number of the source as the key of its row, as the rows were first drawn."""
        found = dict(super().initial_of(values))
        number = values.get("source")
        found["source"] = str(number - 1) if number else ""
        return found

    def to_row(self) -> Data:
        """The source by its number, counting the sources that have words."""
        row = super().to_row()
        keys = [source.key for source in self.owner.row_sets["sources"].filled]
        chosen = row["source"]
        row["source"] = keys.index(chosen) + 1 if chosen in keys else None
        return row


def _words_of(source: Data) -> str:
    return " · ".join(filter(None, (*source["citation"].values(), source["url"])))


def _titled(row: RowForm) -> str:
    words = row.words if isinstance(row, SourceRow) else ""
    return f"{row.title}: {words}" if words else row.title


class FactsForm(RowsForm):
    """Sources, and the facts that rest on them."""

    rows = (
        Rows(
            name="sources",
            form=SourceRow,
            title=gettext_lazy("Sources"),
            row_title=gettext_lazy("Source %(number)s"),
            add=gettext_lazy("Add a source"),
            about=gettext_lazy("Their numbers follow their order, here and on the page."),
            maximum=40,
        ),
        Rows(
            name="facts",
            form=FactRow,
            title=gettext_lazy("Facts"),
            row_title=gettext_lazy("Fact %(number)s"),
            add=gettext_lazy("Add a fact"),
            about=gettext_lazy("Figures, dates and quotations. Each rests on one of the sources."),
        ),
    )

    def reason_to_keep(self, row: RowForm) -> str:
        """A source stays while a fact of the form rests on it."""
        if not isinstance(row, SourceRow):
            return ""
        facts = self.row_sets["facts"].forms if "facts" in self.row_sets else []
        many = sum(fact["source"].value() == row.key for fact in facts)
        if not many:
            return ""
        return ngettext(
            "%(many)d fact rests on %(source)s. Give it another source first, or take it out.",
            "%(many)d facts rest on %(source)s. Give them another source first, or take them out.",
            many,
        ) % {"many": many, "source": row.title}

    def loosened(self, values: Data) -> Data:
        """Facts that name their source by its words: its number is another in another text."""
        words = [_words_of(source) for source in values.get("sources") or []]
        return values | {
            "facts": [
                fact | {"source": words[fact["source"] - 1] if fact["source"] else ""}
                for fact in values.get("facts") or []
            ]
        }

    def bound_together(self, values: Data) -> Data:
        """Facts that name their source by its number again."""
        words = [_words_of(source) for source in values["sources"]]
        facts = []
        for fact in values["facts"]:
            if fact["source"] and fact["source"] not in words:
                raise forms.ValidationError(
                    _("A fact rests on “%(source)s”, which is not among the sources chosen here.")
                    % {"source": fact["source"]}
                )
            number = words.index(fact["source"]) + 1 if fact["source"] else None
            facts.append(fact | {"source": number})
        return values | {"facts": facts}

    def clean_rows(self) -> None:
        """Let no source go that something rests on: a fact here, a paragraph of the petition."""
        sources = self.row_sets["sources"].filled
        keys = {row.key for row in sources}
        for fact in self.row_sets["facts"].filled:
            chosen = fact.cleaned_data.get("source")
            if chosen and chosen not in keys:
                fact.add_error(
                    "source", _("This source has no words. Write them, or choose another.")
                )
        if any(row.errors for row in sources):
            return
        standing = list(Source.objects.filter(campaign=self.campaign))
        kept = {
            row.pk
            for row in match_sources(standing, [source.to_row() for source in sources])
            if row is not None
        }
        gone = Source.objects.filter(
            campaign=self.campaign, petition_paragraphs__isnull=False
        ).exclude(pk__in=kept)
        for source in gone.distinct():
            self.row_sets["sources"].errors.append(
                _("The petition rests on “%(source)s”. Change it there first, then take it out.")
                % {"source": source.citation}
            )
