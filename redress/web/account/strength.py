"""Whether this visit was opened with more than an e-mailed code."""

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from redress.web.addresses import page_path

METHODS = "account_authentication_methods"  # where allauth keeps how a visit was opened


def has_second_factor(request: HttpRequest) -> bool:
    """Whether a passkey or an authenticator app was used in this visit."""
    return any(record.get("method") == "mfa" for record in request.session.get(METHODS, []))


def second_factor_page(request: HttpRequest) -> HttpResponse:
    """To the page that asks for the second factor, and back."""
    return redirect_to_login(request.get_full_path(), page_path("account_request_login_code"))
