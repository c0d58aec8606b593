"""The form of the press part: one row for each article."""

from datetime import date
from typing import ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from redress.campaigns.parts.facts import NotALink, clean_link
from redress.web.organize.rows import RowForm, Rows, RowsForm

EARLIEST = date(1990, 1, 1)


class ArticleRow(RowForm):
    """One article, broadcast or page."""

    fillers: ClassVar[frozenset[str]] = frozenset({"language"})

    outlet = forms.CharField(
        label=gettext_lazy("Published by"),
        max_length=120,
        help_text=gettext_lazy("Name of the newspaper, station or site."),
    )
    headline = forms.CharField(
        label=gettext_lazy("Headline"),
        max_length=240,
        help_text=gettext_lazy("As it was printed, in its own language."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the headline"), choices=settings.LANGUAGES
    )
    url = forms.CharField(
        label=gettext_lazy("Link"),
        max_length=500,
        widget=forms.TextInput(attrs={"inputmode": "url", "spellcheck": "false", "dir": "ltr"}),
        help_text=gettext_lazy("Begins with https://."),
    )
    published_on = forms.DateField(
        label=gettext_lazy("Day of publication"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": gettext_lazy("Write the day like 2026-11-20.")},
    )

    def clean_language(self) -> str:
        """The first language where none was chosen."""
        return self.cleaned_data["language"] or settings.LANGUAGES[0][0]

    def clean_url(self) -> str:
        """Only the shape is looked at; nobody is asked."""
        try:
            return clean_link(self.cleaned_data["url"])
        except NotALink:
            raise forms.ValidationError(
                _("Write the whole address as your browser shows it, beginning with https://.")
            ) from None

    def clean_published_on(self) -> date | None:
        """No day before there was a web to link to."""
        day: date | None = self.cleaned_data["published_on"]
        if day is not None and day < EARLIEST:
            raise forms.ValidationError(_("Please look at the year again."))
        return day


class PressForm(RowsForm):
    """The articles."""

    rows = (
        Rows(
            name="articles",
            form=ArticleRow,
            title=gettext_lazy("Articles"),
            row_title=gettext_lazy("Article %(number)s"),
            add=gettext_lazy("Add an article"),
            about=gettext_lazy("The page shows them with the newest first."),
            maximum=40,
        ),
    )
