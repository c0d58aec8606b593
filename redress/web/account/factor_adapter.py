"""What allauth's second factors do our way: secrets sealed, our own names and sentences."""

from typing import Any

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from redress.core.sealing import seal, unseal

PURPOSE = "second-factor"


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Passkeys, authenticator apps and recovery codes."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right. Look at it once more, or take the next one."),
    }

    def encrypt(self, text: str) -> str:
        """Secrets are sealed before they reach the database."""
        return seal(PURPOSE, text)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret again. Raises NotSealedHere."""
        return unseal(PURPOSE, encrypted_text)

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Any) -> str:  # noqa: A002 - allauth's name
        """What a passkey is called whose owner gave it no name."""
        return gettext("Passkey")

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The site, as the browser shows it when it asks for a passkey."""
        host = context.request.get_host().partition(":")[0]
        return {"id": host, "name": settings.SITE_NAME}

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Our own pages send our own messages."""
