"""Forms of supporters: shape and kind sentences; what may stand, the domain decides."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from redress.campaigns.models import Campaign
from redress.core.money import Money, NotMoney
from redress.pledges.terms import (
    PledgeNeedsReview,
    PledgeTooLarge,
    PledgeTooSmall,
    fee_cover,
)
from redress.supporters.consenting import WORDS
from redress.supporters.mailboxes import AddressRefused, clean_address, is_disposable, likely_meant
from redress.supporters.models import Consent, NameShown, Tier
from redress.supporters.naming import LONGEST, NameFault, NameRefused, clean_name
from redress.supporters.places import PostcodeRefused, place_of
from redress.supporters.tiers import OfferedTiers, offered_by
from redress.web.formatting import money_text

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

NAME_SENTENCES: "dict[NameFault, StrPromise]" = {
    NameFault.MISSING: gettext_lazy("Please write your name."),
    NameFault.TOO_LONG: gettext_lazy(
        "This name is too long. 120 letters are the most we can keep."
    ),
    NameFault.HIDDEN: gettext_lazy(
        "There is a hidden character in this name. Please type it instead of pasting it."
    ),
    NameFault.FORMULA: gettext_lazy("A name cannot begin with = + - or @."),
    NameFault.LINK: gettext_lazy("Please write a name, without a link or an address."),
    NameFault.NO_LETTER: gettext_lazy("Please write a name with letters."),
    NameFault.MIXED: gettext_lazy(
        "This name mixes letters of different alphabets in one word. Please write it in one."
    ),
}


class AmountForm(forms.Form):
    """Tier, amount and fee cover; `pledge` is None for an Ally who pledges nothing."""

    tier = forms.ChoiceField(
        label=gettext_lazy("Tier"),
        choices=Tier.choices,
        error_messages={
            "required": gettext_lazy("Please choose how far you go."),
            "invalid_choice": gettext_lazy("Please choose one of the three tiers."),
        },
    )
    amount_choice = forms.CharField(label=gettext_lazy("Pledge"), max_length=10, required=False)
    amount_other = forms.CharField(
        label=gettext_lazy("Other amount"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={
            "max_length": gettext_lazy("Write the amount in numbers, such as 28 or 28.50.")
        },
    )
    cover_fee = forms.BooleanField(label=gettext_lazy("Cover the card fee too"), required=False)

    use_required_attribute = False

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        """Read amounts in the campaign's currency, and judge them by its tiers."""
        super().__init__(*args, **kwargs)
        self.campaign = campaign
        self.currency = campaign.currency
        self.pledge: Money | None = None

    @cached_property
    def tiers(self) -> OfferedTiers:
        """What the campaign asks; read when it is needed, which an Ally's joining never does."""
        return offered_by(self.campaign)

    def clean(self) -> dict[str, Any]:
        """Find the amount that is meant, and whether the tier has it."""
        cleaned = super().clean() or {}
        tier = cleaned.get("tier")
        if tier and "amount_other" not in self.errors:
            self.pledge = self._amount(Tier(tier), cleaned)
        return cleaned

    def _amount(self, tier: Tier, cleaned: dict[str, Any]) -> Money | None:
        choice = cleaned.get("amount_choice", "")
        # the ready-made amounts begin above what an Ally pledges
        ready_made = tier != Tier.ALLY and choice not in {"", "other"}
        field = "amount_choice" if ready_made else "amount_other"
        typed = choice if ready_made else cleaned.get("amount_other", "").strip()
        if not typed:
            if tier != Tier.ALLY:
                self.add_error("amount_other", _("Please choose or write an amount."))
            return None
        try:
            amount = Money.parse(typed, self.currency)
        except NotMoney:
            self.add_error(field, _("Write the amount in numbers, such as 28 or 28.50."))
            return None
        self._judge(tier, amount, field)
        return amount

    def _judge(self, tier: Tier, amount: Money, field: str) -> None:
        least = self.tiers.least_pledge(tier)
        above = self.tiers.minimum_of(Tier.ADVOCATE)
        if amount < least:
            self.refuse_amount(PledgeTooSmall(least), field=field)
        elif tier == Tier.ALLY and amount >= above:
            self.add_error(
                field,
                _("From %(amount)s on you are an Advocate. Choose that tier, or a smaller amount.")
                % {"amount": money_text(above)},
            )

    def refuse_amount(
        self, refusal: PledgeTooSmall | PledgeTooLarge, *, field: str = "amount_other"
    ) -> None:
        """Put the domain's refusal beside the field, in a sentence."""
        if isinstance(refusal, PledgeTooSmall):
            sentence = _("A pledge of this tier is %(amount)s or more.")
            amount = refusal.minimum
            if self.cleaned_data.get("tier") in {Tier.ADVOCATE, Tier.CHAMPION}:
                sentence = _("This tier begins at %(amount)s. For less, choose another tier.")
        elif isinstance(refusal, PledgeNeedsReview):
            sentence = _(
                "Here you can pledge up to %(amount)s. For more, please write to us first."
            )
            amount = refusal.maximum
        else:
            sentence = _("A pledge is %(amount)s at most.")
            amount = refusal.maximum
        self.add_error(field, sentence % {"amount": money_text(amount)})

    @property
    def fee(self) -> Money:
        """What covering the card fee adds."""
        if self.pledge is None or not self.cleaned_data.get("cover_fee"):
            return Money(0, self.currency)
        return fee_cover(self.pledge)


class SupportForm(AmountForm):
    """Joining a campaign, with or without a pledge."""

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name", "maxlength": LONGEST}),
    )
    email = forms.CharField(
        label=gettext_lazy("E-mail"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "maxlength": 254}),
    )
    # the code of the link that brought the visitor, put in by the page's script
    s = forms.CharField(required=False, widget=forms.HiddenInput)
    # what was hinted at and sent again unchanged; the person knows better than the hint
    email_seen = forms.CharField(required=False, widget=forms.HiddenInput)
    postcode = forms.CharField(
        label=gettext_lazy("ZIP code"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code", "maxlength": 12}),
    )
    name_public = forms.BooleanField(label=WORDS[Consent.Kind.NAME], required=False)
    milestones = forms.BooleanField(label=WORDS[Consent.Kind.MILESTONES], required=False)

    def clean_name(self) -> str:
        """Refuse what cannot stand as a name."""
        try:
            return clean_name(self.data.get("name", ""))
        except NameRefused as refused:
            raise forms.ValidationError(NAME_SENTENCES[refused.fault]) from None

    def clean_email(self) -> str:
        """Refuse what no message reaches; hint once at a slip or a throw-away mailbox."""
        typed: str = self.cleaned_data["email"]
        if not typed:
            raise forms.ValidationError(_("Please write your e-mail address."))
        try:
            address = clean_address(typed)
        except AddressRefused:
            raise forms.ValidationError(
                _("This is no address that a message can reach. Look at it once more.")
            ) from None
        if self.data.get("email_seen", "") == typed:
            return address
        if meant := likely_meant(address):
            raise forms.ValidationError(
                _("Did you mean %(meant)s? If %(typed)s is right, just continue again.")
                % {"meant": meant, "typed": address}
            )
        if is_disposable(address):
            raise forms.ValidationError(
                _(
                    "This mailbox may soon be gone, and the message that you are charged or not"
                    " would be lost. If you want to use it anyway, just continue again."
                )
            )
        return address

    def clean_postcode(self) -> str:
        """Refuse what is no postcode of any country."""
        typed: str = self.cleaned_data["postcode"]
        try:
            place_of(typed)
        except PostcodeRefused:
            raise forms.ValidationError(
                _("Five digits for the United States; elsewhere up to 12 letters and digits.")
            ) from None
        return typed

    def after_hint(self) -> None:
        """Remember the address that was shown back, so that sending it again is accepted."""
        if "email" in self.errors:
            data = cast("QueryDict", self.data).copy()
            data["email_seen"] = data.get("email", "").strip()
            self.data = data


class ChoicesForm(forms.Form):
    """What a supporter may change about the name and the messages."""

    name_shown = forms.ChoiceField(
        label=gettext_lazy("Your name on the campaign page"),
        choices=NameShown.choices,
        widget=forms.RadioSelect,
    )
    milestones = forms.BooleanField(label=WORDS[Consent.Kind.MILESTONES], required=False)

    use_required_attribute = False
