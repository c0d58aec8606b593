"""Which form and which template each part of the studio has."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from redress.accounts.permissions import Ability
from redress.web.organize.agency_form import AgencyForm
from redress.web.organize.beneficiary_form import BeneficiaryForm
from redress.web.organize.budget_form import BudgetForm
from redress.web.organize.conditions_form import ConditionsForm
from redress.web.organize.facts_form import FactsForm
from redress.web.organize.part_forms import PartForm
from redress.web.organize.picture_part import PictureForm
from redress.web.organize.press_form import PressForm
from redress.web.organize.subjects_form import SubjectsForm
from redress.web.organize.text_forms import (
    SectionForm,
    SolutionForm,
    StarterForm,
    StrategyForm,
    TitleForm,
)
from redress.web.organize.tiers_form import TiersForm

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True, slots=True, kw_only=True)
class PartPage:
    """How one part is written: `template` is drawn inside the form of `studio/part.html`."""

    form: type[PartForm]
    template: str = "studio/parts/texts.html"
    ability: Ability = Ability.EDIT_TEXT
    about: "str | StrPromise" = ""  # what to write here, in one or two plain sentences


PAGES: Mapping[str, PartPage] = {
    "title": PartPage(form=TitleForm, about=_("The first words that a visitor reads.")),
    "starter": PartPage(
        form=StarterForm,
        template="studio/parts/starter.html",
        about=_("Whom people join. The page says “Started by” and this name."),
    ),
    "picture": PartPage(
        form=PictureForm,
        template="studio/parts/picture.html",
        about=_("One picture that shows what it is about, with the right to show it."),
    ),
    "subjects": PartPage(
        form=SubjectsForm,
        template="studio/parts/subjects.html",
        about=_("What the campaign is about, and for whom the rule holds."),
    ),
    "agency": PartPage(
        form=AgencyForm,
        template="studio/parts/agency.html",
        about=_("Who can change the rule, and where it is written."),
    ),
    "goal": PartPage(
        form=SectionForm,
        about=_("What shall be so when you have succeeded, in a few sentences."),
    ),
    "problem": PartPage(
        form=SectionForm,
        about=_("What is wrong, who is hurt by it, and how you know."),
    ),
    "facts": PartPage(
        form=FactsForm,
        template="studio/parts/facts.html",
        about=_("What a reader can check: figures, dates and quotations, each with its source."),
    ),
    "solution": PartPage(
        form=SolutionForm,
        template="studio/parts/solution.html",
        about=_("What the rule says today, and what it shall say instead."),
    ),
    "strategy": PartPage(
        form=StrategyForm,
        template="studio/parts/strategy.html",
        about=_("How the change will come about: what you file, when, and what follows."),
    ),
    "budget": PartPage(
        form=BudgetForm,
        template="studio/parts/budget.html",
        ability=Ability.EDIT_TERMS,
        about=_("How much the campaign needs, and what each part of it pays for."),
    ),
    "tiers": PartPage(
        form=TiersForm,
        template="studio/parts/tiers.html",
        ability=Ability.EDIT_TERMS,
        about=_("What each tier asks of a supporter and gives in return."),
    ),
    "conditions": PartPage(
        form=ConditionsForm,
        template="studio/parts/conditions.html",
        ability=Ability.EDIT_TERMS,
        about=_("By when the goal and the approval are needed, and by how many people."),
    ),
    "beneficiary": PartPage(
        form=BeneficiaryForm,
        template="studio/parts/beneficiary.html",
        ability=Ability.EDIT_TERMS,
        about=_("Who receives the money when both conditions are met."),
    ),
    "press": PartPage(
        form=PressForm,
        template="studio/parts/rows.html",
        ability=Ability.EDIT_PRESS,
        about=_("What was published about the campaign or its subject. It may stay empty."),
    ),
}
