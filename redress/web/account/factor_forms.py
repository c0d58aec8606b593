"""Forms of the second factor: a code from the app or the list, and a passkey's answer."""

import logging
import time
from typing import Any

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from redress.core.sealing import NotSealedHere

LONGEST_ANSWER = 20_000
logger = logging.getLogger(__name__)


def step_of(secret: str, code: str) -> int | None:
    """The 30-second step that this code of the secret belongs to, if it counts now."""
    # allauth's own clock: what an app shows depends on the real time, never on a moved one
    present = int(time.time()) // app_settings.TOTP_PERIOD
    typed = normalize_user_code(code)
    tolerance = app_settings.TOTP_TOLERANCE
    for step in range(present - tolerance, present + tolerance + 1):
        if format_hotp_value(hotp_value(secret, step)) == typed:
            return step
    return None


@transaction.atomic
def use_step(authenticator: Authenticator, code: str) -> bool:
    """Use up the step of a right code; False when it, or a later one, was used before.

    allauth remembers used codes for one step only, of the three that count.
    """
    row = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
    step = step_of(get_adapter().decrypt(row.data["secret"]), code)
    if step is None or step <= row.data.get("last_step", 0):
        return False
    row.data["last_step"] = step
    row.save(update_fields=["data"])
    return True


class _OnceOnly(forms.Form):
    """What our two code forms have in common."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Our own words and the browser's help."""
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label = _("Code from your app, or a recovery code")
        field.help_text = _("Six digits from the authenticator app, or eight from your list.")
        field.widget.attrs = {
            "autocomplete": "one-time-code",
            "inputmode": "numeric",
            "maxlength": "40",
            "aria-describedby": "id_code_helptext",
        }

    def clean_code(self) -> str:
        """A code of the app opens once."""
        try:
            code: str = super().clean_code()  # type: ignore[misc]
        except NotSealedHere:
            # the installation's key was changed, and the one before was not kept
            logger.exception("A second factor cannot be opened any more")
            raise get_adapter().validation_error("incorrect_code") from None
        found = self.authenticator  # type: ignore[attr-defined]
        if found.type == Authenticator.Type.TOTP and not use_step(found, code):
            raise get_adapter().validation_error("incorrect_code")
        return code


class FactorForm(_OnceOnly, AuthenticateForm):  # type: ignore[misc]
    """The code that completes a sign-in."""


class FactorAgainForm(_OnceOnly, ReauthenticateForm):  # type: ignore[misc]
    """The code that confirms who is signed in."""


class _WellFormed(forms.Form):
    """A passkey's answer, whose shape is looked at before anything is made of it."""

    def clean_credential(self) -> Any:
        """Refuse what no browser sends."""
        judge = getattr(super(), "clean_credential", None)
        answer = self.cleaned_data["credential"]
        refusal = get_adapter().validation_error("incorrect_code")
        if not _has_the_shape(answer):
            raise refusal
        if judge is None:
            return answer
        try:
            return judge()
        except (AttributeError, KeyError, TypeError, ValueError, IndexError) as odd:
            # the library trusts what is inside the answer's bytes; a forged one trips it
            raise refusal from odd

    def clean(self) -> dict[str, Any]:
        """The library's own examination, where it happens here."""
        refusal = get_adapter().validation_error("incorrect_code")
        if "credential" not in self.cleaned_data:
            return self.cleaned_data
        try:
            return super().clean() or self.cleaned_data
        except (AttributeError, KeyError, TypeError, ValueError, IndexError) as odd:
            raise refusal from odd


def _has_the_shape(answer: Any) -> bool:
    if not isinstance(answer, dict) or len(str(answer)) > LONGEST_ANSWER:
        return False
    response = answer.get("response")
    return (
        all(isinstance(answer.get(name), str) for name in ("id", "rawId", "type"))
        and isinstance(response, dict)
        and isinstance(response.get("clientDataJSON"), str)
    )


class PasskeyLoginForm(_WellFormed, LoginWebAuthnForm):  # type: ignore[misc]
    """A passkey instead of the e-mailed code."""


class PasskeyFactorForm(_WellFormed, AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey that completes a sign-in."""


class PasskeyAgainForm(_WellFormed, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey that confirms who is signed in."""


class PasskeyAddForm(_WellFormed, AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey and its name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Every passkey of ours can also sign in by itself."""
        super().__init__(*args, **kwargs)
        self.fields.pop("passwordless", None)
        name = self.fields["name"]
        name.label = _("Name of the passkey")
        name.help_text = _("So that you know it again, such as “my phone”.")
        name.max_length = 60  # type: ignore[attr-defined]
        name.widget.attrs = {"maxlength": "60", "aria-describedby": "id_name_helptext"}

    def clean_name(self) -> str:
        """At most 60 letters."""
        name: str = super().clean_name()
        return name.strip()[:60]


class AppForm(forms.Form):
    """The first code of an authenticator app that is being set up."""

    code = forms.CharField(
        label=_("Code that the app shows"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": "40"}
        ),
        help_text=_("Six digits; a new code comes every 30 seconds."),
    )

    use_required_attribute = False
