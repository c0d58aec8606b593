"""What allauth does our way: codes leave through the outbox, sessions know their device."""

import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse

from redress.accounts import sessions
from redress.accounts.devices import device_of
from redress.accounts.models import User
from redress.accounts.permissions import Ability, may
from redress.core import clock
from redress.core.mail import send_later
from redress.web.account import browsers, recent, telling
from redress.web.account.nexts import is_own_path
from redress.web.formatting import language

LOGIN_CODE = "account/email/login_code"
NOTHING = "nothing"  # an address that may not have a code


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-in by e-mailed code or passkey for anybody, and nothing else of allauth."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Signing in makes the account; there is no page of its own for it."""
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Only paths of this site are ever followed."""
        return bool(url) and is_own_path(str(url))

    def is_reauthentication_required(self, *, app: str = "") -> bool:
        """Not by allauth: `recently_signed_in` stands before each of our own pages that need it."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put the code into the outbox; a closed account gets nothing, in the same time."""
        with transaction.atomic():
            send_later(
                kind="login_code",
                key=secrets.token_hex(12),
                to=email,
                language=language(),
                context={
                    "code": context.get("code", ""),
                    "minutes": settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60,
                },
            )
            # the row is written for everyone and taken back here, so that time tells nothing
            if template_prefix != LOGIN_CODE:
                transaction.set_rollback(True)

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Our own pages send our own messages."""

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """No floating messages: each page says itself what happened."""

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Sign in, note with what, and tell the person of a browser that is new to them."""
        assert isinstance(user, User)
        was_here_before = user.last_login is not None
        super().login(request, user)
        now = clock.now()
        device = device_of(request.headers.get("User-Agent", ""))
        sessions.begin(request.session, device=device, now=now)
        recent.mark(request)
        if was_here_before and not browsers.is_known(request, user):
            telling.tell_of_new_browser(user, device=device, now=now)

    def post_login(
        self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any
    ) -> HttpResponse:
        """Go on, and let the browser be known the next time."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        assert isinstance(user, User)
        browsers.remember(response, user)
        return response

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The staff's home for the staff, the studio for everyone else."""
        if isinstance(request.user, User) and may(request.user, Ability.SEE_STAFF_PAGES):
            return reverse("staff_home")
        try:
            return reverse("studio_home")
        except NoReverseMatch:
            return reverse("home")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """The home page in the language of the visit."""
        return reverse("home")

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        """An account that was closed between code and log-in begins again, and gets no further."""
        return redirect("account_request_login_code")
