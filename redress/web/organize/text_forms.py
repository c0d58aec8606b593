"""Forms of the parts that are mostly words: title, goal, problem, solution, strategy."""

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from redress.campaigns.parts import Data
from redress.campaigns.parts.section import LEAST_WORDS, MOST_WORDS
from redress.campaigns.parts.starter import LONGEST as NAME_LONGEST
from redress.campaigns.parts.title import LONGEST
from redress.web.formatting import language
from redress.web.organize.part_forms import LineField, PartForm
from redress.web.organize.rows import RowForm, Rows, RowsForm
from redress.web.redlines import RedlineChange, redline_change
from redress.web.rich_text import RichTextField

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

_CHANGE_TEXTS = ("citation", "current_text", "proposed_text")
_LONGEST_RULE = 12_000  # characters of one place of a rule


class TitleForm(PartForm):
    """Title and summary."""

    def build(self, values: Data) -> None:
        """Both in each language."""
        self.add_both(
            "title",
            lambda _code: LineField(
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


class StarterForm(PartForm):
    """Who starts the campaign, and what the page says of them."""

    starter_name = LineField(
        label=_("Name"),
        max_length=NAME_LONGEST,
        required=False,
        help_text=_("Your name, or your group's, as everybody may read it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def build(self, values: Data) -> None:
        """The description in each language."""
        self.add_both(
            "starter_title",
            lambda _code: LineField(
                label=_("In a few words"),
                max_length=NAME_LONGEST,
                help_text=_("Such as: nurse, Oakland. It may stay empty."),
            ),
        )


class SectionForm(PartForm):
    """A note in the margin, a heading and the words."""

    heading_help: "str | StrPromise" = _("A heading of its own, if it needs one.")

    def build(self, values: Data) -> None:
        """Each in each language."""
        self.add_both(
            "heading",
            lambda _code: forms.CharField(
                label=_("Heading"), max_length=120, help_text=self.heading_help
            ),
        )
        self.add_both(
            "body",
            lambda code: RichTextField(
                label=_("Text"), lang=code, min_words=LEAST_WORDS, max_words=MOST_WORDS
            ),
        )
        self.add_both(
            "note",
            lambda _code: forms.CharField(
                label=_("Note in the margin"),
                max_length=160,
                help_text=_("One short line beside the section, if you like."),
            ),
        )


class ChangeRow(RowForm):
    """One place of the rule, as it stands and as it shall stand."""

    citation = forms.CharField(
        label=_("Paragraph"), max_length=80, help_text=_("Such as 8 CFR 236.3(j).")
    )
    current_text = forms.CharField(
        label=_("Words that stand now"),
        max_length=_LONGEST_RULE,
        widget=forms.Textarea(attrs={"rows": 6, "lang": "en", "class": "law-text"}),
        help_text=_("Copied from the rule, in its language. Empty if a rule is to be added."),
    )
    proposed_text = forms.CharField(
        label=_("Words that shall stand"),
        max_length=_LONGEST_RULE,
        widget=forms.Textarea(attrs={"rows": 6, "lang": "en", "class": "law-text"}),
        help_text=_("The whole paragraph as you propose it. Empty if the words are to go."),
    )

    def build(self, owner: RowsForm) -> None:
        """What is said about the change, in each language."""
        self.add_both(
            "note",
            lambda _code: forms.CharField(
                label=_("Remark"),
                max_length=300,
                help_text=_("One line under this change, if it needs one."),
            ),
        )


class SolutionForm(RowsForm, SectionForm):
    """The section, one sentence in plain words, and each change of the rule."""

    rows = (
        Rows(
            name="changes",
            form=ChangeRow,
            title=_("Changes of the rule"),
            row_title=_("Change %(number)s"),
            add=_("Add a change"),
            about=_(
                "Each place of the rule that is to change. The difference is drawn from the two"
                " texts, word by word."
            ),
        ),
    )

    def build(self, values: Data) -> None:
        """The section's texts, and the change as one plain sentence."""
        super().build(values)
        self.add_both(
            "plain_words",
            lambda _code: forms.CharField(
                label=_("In plain words"),
                max_length=400,
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text=_("The change in one sentence that a neighbor understands."),
            ),
        )

    @property
    def redlines(self) -> list[RedlineChange]:
        """The changes as they are typed now, saved or not; empty rows are left out."""
        found = []
        for row in self.row_sets["changes"].forms:
            typed = {name: str(row[name].value() or "") for name in _CHANGE_TEXTS}
            if typed["current_text"].strip() or typed["proposed_text"].strip():
                found.append(
                    redline_change(
                        reference=typed["citation"],
                        current=typed["current_text"],
                        proposed=typed["proposed_text"],
                        note=str(row[f"note_{language()}"].value() or ""),
                    )
                )
        return found


class StageRow(RowForm):
    """One step of the strategy."""

    def build(self, owner: RowsForm) -> None:
        """Heading and words in each language."""
        self.add_both("heading", lambda _code: forms.CharField(label=_("Stage"), max_length=120))
        self.add_both(
            "body", lambda code: RichTextField(label=_("What happens"), lang=code, max_words=200)
        )


class StrategyForm(RowsForm, SectionForm):
    """The section, and the stages in their order."""

    rows = (
        Rows(
            name="stages",
            form=StageRow,
            title=_("Stages"),
            row_title=_("Stage %(number)s"),
            add=_("Add a stage"),
            about=_("In the order in which you will take them."),
            maximum=12,
        ),
    )
