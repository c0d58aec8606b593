"""What allauth does our way: codes leave through the outbox, and nobody signs up here."""

import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language

from redress.accounts.models import User
from redress.accounts.permissions import Ability, may
from redress.core.mail import send_later

LOGIN_CODE = "account/email/login_code"
NOTHING = "nothing"  # an address that belongs to nobody


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Log-in by e-mailed code for people whom the house knows, and nothing else of allauth."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are given, never taken."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put the code into the outbox; an unknown address gets nothing, in the same time."""
        with transaction.atomic():
            send_later(
                kind="login_code",
                key=secrets.token_hex(12),
                to=email,
                language=(get_language() or settings.LANGUAGE_CODE)[:2],
                context={
                    "code": context.get("code", ""),
                    "minutes": settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60,
                },
            )
            # the row is written for everyone and taken back here, so that time tells nothing
            if template_prefix != LOGIN_CODE:
                transaction.set_rollback(True)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """No floating messages: each page says itself what happened."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The staff's home for the staff, the public one for everyone else."""
        is_staff = isinstance(request.user, User) and may(request.user, Ability.SEE_STAFF_PAGES)
        return reverse("staff_home" if is_staff else "home")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """The home page in the language of the visit."""
        return reverse("home")

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        """An account that was closed between code and log-in begins again, and gets no further."""
        return redirect("account_request_login_code")
