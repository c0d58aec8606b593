"""What a person types on the card page. Everything is checked here; nothing real passes."""

import re
import unicodedata
from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from redress.sandbox.cards import BY_NUMBER, TestCard, passes_luhn


class CardForm(forms.Form):
    """Number, expiry and security code of a test card."""

    number = forms.CharField(
        label=_("Card number"),
        max_length=40,
        error_messages={"required": _("Type a test card number, such as 4242 4242 4242 4242.")},
    )
    expiry = forms.CharField(
        label=_("Expiry date"),
        help_text=_("Month and year, such as 12/34"),
        max_length=20,
        error_messages={"required": _("Type any month and year to come, such as 12/34.")},
    )
    cvc = forms.CharField(
        label=_("Security code (CVC)"),
        help_text=_("Any three digits; four for American Express"),
        max_length=10,
        error_messages={"required": _("Type any three digits, such as 123.")},
    )

    def __init__(self, data: object = None, *, today: datetime) -> None:
        """Bind what was typed; `today` decides what has expired."""
        super().__init__(data)  # type: ignore[arg-type]  # Django takes any mapping
        self.today = today

    @property
    def card(self) -> TestCard:
        """The test card that was typed; ask only when the form is valid."""
        return BY_NUMBER[self.cleaned_data["number"]]

    @property
    def typed_number(self) -> str:
        """What to show again: a test number, and never any other."""
        typed = _digits(str(self.data.get("number", "")))
        return BY_NUMBER[typed].spaced if typed in BY_NUMBER else ""

    def clean_number(self) -> str:
        """Digits that make a number, and one of ours."""
        number = _digits(self.cleaned_data["number"])
        if not re.fullmatch(r"[0-9]{12,19}", number):
            raise forms.ValidationError(
                _("This is not a card number. A card number has 12 to 19 digits.")
            )
        if not passes_luhn(number):
            raise forms.ValidationError(_("A digit is wrong in this number. Please check it."))
        if number not in BY_NUMBER:
            raise forms.ValidationError(
                _("Never type a real card here. Please use one of the test numbers below.")
            )
        return number

    def clean_expiry(self) -> tuple[int, int]:
        """Month and year, not over yet."""
        typed = _plain(self.cleaned_data["expiry"])
        found = re.fullmatch(r"(\d{1,2})[/.-](\d{2}|\d{4})", typed)
        found = found or re.fullmatch(r"(\d{2})(\d{2}|\d{4})", typed)
        if found is None or not 1 <= int(found[1]) <= 12:
            raise forms.ValidationError(_("Please type month and year like this: 12/34."))
        month, year = int(found[1]), int(found[2])
        year += 2000 if year < 100 else 0
        if (year, month) < (self.today.year, self.today.month):
            raise forms.ValidationError(_("This date has passed. Any date to come will do."))
        if year > self.today.year + 50:
            raise forms.ValidationError(_("This year is too far ahead."))
        return month, year

    def clean_cvc(self) -> str:
        """As many digits as the brand has. The code is then forgotten."""
        cvc = _plain(self.cleaned_data["cvc"])
        card = BY_NUMBER.get(self.cleaned_data.get("number", ""))
        wanted = 4 if card is not None and card.brand == "amex" else 3
        if not re.fullmatch(r"[0-9]{3,4}", cvc) or (card is not None and len(cvc) != wanted):
            if wanted == 4:
                raise forms.ValidationError(_("The code of this card has four digits."))
            raise forms.ValidationError(_("The code has three digits."))
        return ""


def _plain(typed: str) -> str:
    """Without spaces, and with the digits of any keyboard as 0 to 9."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", typed))


def _digits(typed: str) -> str:
    return re.sub(r"[-.]", "", _plain(typed))
