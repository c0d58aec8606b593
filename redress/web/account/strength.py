"""The second factor: a passkey or an authenticator app, used in this very session."""

from collections.abc import Iterable

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponseRedirect

from redress.web.account import keeping

# a recovery code lets its owner in to set up another factor; it is none itself
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def factors_of(user: AbstractBaseUser) -> list[Authenticator]:
    """The person's passkeys and authenticator app, oldest first."""
    return list(Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS).order_by("pk"))


def has_passkey(user: AbstractBaseUser) -> bool:
    """Whether it makes sense to ask the browser for a passkey of this person."""
    return any(factor.type == Authenticator.Type.WEBAUTHN for factor in factors_of(user))


def has_second_factor(request: HttpRequest) -> bool:
    """Whether the person used a passkey or an authenticator app, still theirs, in this session."""
    if not request.user.is_authenticated:
        return False
    used = _used_in(request, FACTORS)
    return bool(used) and any(factor.pk in used for factor in factors_of(request.user))


def used_recovery_code(request: HttpRequest) -> bool:
    """Whether a recovery code opened this session."""
    return bool(_used_in(request, (Authenticator.Type.RECOVERY_CODES,)))


def second_factor_page(request: HttpRequest) -> HttpResponseRedirect:
    """To the page that asks for the second factor, or that helps to set one up; then back here.

    A form that was being sent is kept meanwhile. A stranger is sent to sign in.
    """
    if not request.user.is_authenticated:
        return keeping.detour(request, "account_request_login_code")
    enrolled = bool(factors_of(request.user))
    return keeping.detour(request, "account_confirm" if enrolled else "account_factor_needed")


def _used_in(request: HttpRequest, kinds: Iterable[str]) -> set[int]:
    return {
        int(record["id"])
        for record in get_authentication_records(request, request.user)
        if record.get("method") == "mfa" and record.get("type") in set(kinds)
    }
