"""Addresses of signing in and of the account: these pages, and no other of allauth's."""

from django.urls import path

from redress.web.account import address, confirming, factors, home, signing_in

urlpatterns = [
    # allauth names its log-in page so when it sends somebody back to the beginning
    path("login/", signing_in.request_code, name="account_login"),
    path("login/", signing_in.request_code, name="account_request_login_code"),
    path("login/code/", signing_in.confirm_code, name="account_confirm_login_code"),
    path("login/passkey/", signing_in.passkey_login, name="account_passkey_login"),
    path("login/factor/", signing_in.second_factor, name="mfa_authenticate"),
    path("passkey/", signing_in.passkey_options, name="account_passkey_options"),
    path("logout/", signing_in.log_out, name="account_logout"),
    path("", home.home, name="account_home"),
    path("confirm/", confirming.confirm, name="account_confirm"),
    path("confirm/go-on/", confirming.go_on, name="account_go_on"),
    path("factors/", confirming.factor_needed, name="account_factor_needed"),
    path("factors/app/", factors.add_app, name="account_add_app"),
    path("factors/passkey/", factors.add_passkey, name="account_add_passkey"),
    path("factors/passkey/new/", factors.passkey_creation, name="account_passkey_creation"),
    path("factors/codes/", factors.recovery_codes, name="account_recovery_codes"),
    path("factors/<int:key>/remove/", factors.remove, name="account_remove_factor"),
    path("sessions/end-others/", home.end_others, name="account_end_others"),
    path("sessions/end-all/", home.end_all, name="account_end_all"),
    path("sessions/<slug:handle>/end/", home.end_session, name="account_end_session"),
    path("address/", address.change, name="account_address"),
    path("address/code/", address.confirm_change, name="account_address_code"),
    path("leave/", address.delete, name="account_leave"),
]
