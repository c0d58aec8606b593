"""The six questions as forms, and the title. They refuse only what cannot be kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from redress.campaigns.beginning import QUESTIONS, TITLE
from redress.campaigns.placing import money_of
from redress.web.organize.agency_picker import AgencyField, clean_rule_citation
from redress.web.organize.part_forms import LineField

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

_TOO_LONG = gettext_lazy(
    "This text has %(show_value)d letters; %(limit_value)d are possible here. Please shorten it;"
    " the rest can go into the draft later."
)


class QuestionForm(forms.Form):
    """One question. `base` is the version on the page, `writer` names this very page."""

    base = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    writer = forms.CharField(max_length=32, widget=forms.HiddenInput)
    use_required_attribute = False

    @property
    def words(self) -> dict[str, str]:
        """What was typed, by field."""
        hidden = {"base", "writer"}
        return {name: text for name, text in self.cleaned_data.items() if name not in hidden}

    @property
    def shown(self) -> list[forms.BoundField]:
        """The fields that a person sees."""
        return self.visible_fields()


def _text(label: "StrPromise", most: int, *, rows: int = 7, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=most,
        help_text=hint,
        # no maxlength for the browser, which would cut a pasted text silently
        widget=_Textarea(attrs={"rows": rows, "spellcheck": "true"}),
        error_messages={"max_length": _TOO_LONG},
    )


class _Textarea(forms.Textarea):
    """A textarea whose longest text the server judges, since a browser cuts without a word."""

    def build_attrs(
        self, base_attrs: Mapping[str, Any], extra_attrs: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        attrs = super().build_attrs(dict(base_attrs), dict(extra_attrs or {}))
        attrs.pop("maxlength", None)
        return attrs


class ProblemForm(QuestionForm):
    """What is wrong."""

    text = _text(
        gettext_lazy("What is wrong?"),
        QUESTIONS["problem"]["text"],
        hint=gettext_lazy(
            "As you would tell it a neighbor: what happens, where, since when. A few sentences are"
            " enough. Leave out names of people who could be hurt by it."
        ),
    )


class PeopleForm(QuestionForm):
    """Who is hurt."""

    text = _text(
        gettext_lazy("Who is hurt by it?"),
        QUESTIONS["people"]["text"],
        hint=gettext_lazy(
            "Which people, how many as far as you know, and how you know it. No names of children"
            " and of nobody who has not agreed."
        ),
    )


class AgencyForm(QuestionForm):
    """Which agency can change it, and where the rule stands."""

    agency = AgencyField(label=gettext_lazy("Which agency can change it?"))
    rule_citation = forms.CharField(
        label=gettext_lazy("Where does the rule stand?"),
        required=False,
        max_length=QUESTIONS["agency"]["rule_citation"],
        help_text=gettext_lazy(
            "If you know it: title, CFR, part and section, such as 8 CFR 236.3. A state’s rule as"
            " it is cited there."
        ),
        error_messages={"max_length": _TOO_LONG},
    )

    def clean(self) -> dict[str, Any]:
        """Bring the citation into its form."""
        cleaned = super().clean() or {}
        clean_rule_citation(self)
        return cleaned


class WordsForm(QuestionForm):
    """What the rule says, and what it shall say."""

    current = _text(
        gettext_lazy("What does the rule say today?"),
        QUESTIONS["words"]["current"],
        hint=gettext_lazy("Copy the sentence from the rule, if you have it."),
    )
    wished = _text(
        gettext_lazy("What shall it say instead?"),
        QUESTIONS["words"]["wished"],
        hint=gettext_lazy(
            "In your own words; a lawyer helps to put them into the rule’s language."
        ),
    )


class AlliesForm(QuestionForm):
    """Who stands with you."""

    text = _text(
        gettext_lazy("Who stands with you?"),
        QUESTIONS["allies"]["text"],
        hint=gettext_lazy(
            "Groups, churches, unions, schools, a lawyer: whom you have asked, and whom you would"
            " like to ask. This stays between you and your team; nobody is named in public before"
            " they have confirmed it themselves."
        ),
    )


class MoneyForm(QuestionForm):
    """How much, and for what."""

    amount = forms.CharField(
        label=gettext_lazy("How much money does it need?"),
        required=False,
        max_length=QUESTIONS["money"]["amount"],
        help_text=gettext_lazy("In dollars, such as 5,000. A rough number is enough for now."),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={"max_length": _TOO_LONG},
    )
    purposes = _text(
        gettext_lazy("For what?"),
        QUESTIONS["money"]["purposes"],
        rows=5,
        hint=gettext_lazy("One purpose on each line with its sum, such as “Printing: 800”."),
    )

    def clean_amount(self) -> str:
        """Refuse what is no sum of money."""
        typed: str = self.cleaned_data["amount"]
        if typed and not money_of(typed):
            raise forms.ValidationError(_("Write the amount in numbers, such as 5,000."))
        return typed


class TitleForm(QuestionForm):
    """What the campaign is called."""

    title = LineField(
        label=gettext_lazy("What shall it be called?"),
        required=False,
        max_length=TITLE["title"],
        help_text=gettext_lazy("What shall change, in 20 to 90 characters. It may wait, too."),
        error_messages={"max_length": _TOO_LONG},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One page of the way."""

    key: str
    form: type[QuestionForm]
    word: "StrPromise"  # for the summary
    skip: "StrPromise"

    @property
    def number(self) -> int:
        """Its place, from 1."""
        return list(PAGES).index(self.key) + 1


_LATER = gettext_lazy("Skip for now")
PAGES: Mapping[str, Question] = {
    page.key: page
    for page in (
        Question(key="problem", form=ProblemForm, word=gettext_lazy("What is wrong"), skip=_LATER),
        Question(key="people", form=PeopleForm, word=gettext_lazy("Who is hurt"), skip=_LATER),
        Question(
            key="agency", form=AgencyForm, word=gettext_lazy("Who can change it"), skip=_LATER
        ),
        Question(
            key="words",
            form=WordsForm,
            word=gettext_lazy("The words that should change"),
            skip=gettext_lazy("I do not know the words yet"),
        ),
        Question(
            key="allies", form=AlliesForm, word=gettext_lazy("Who stands with you"), skip=_LATER
        ),
        Question(
            key="money",
            form=MoneyForm,
            word=gettext_lazy("How much money, for what"),
            skip=gettext_lazy("I do not know yet"),
        ),
    )
}
