"""Addresses of log-in and log-out: these three pages, and no other of allauth's."""

from django.urls import path

from redress.web.staff import signing_in

urlpatterns = [
    # allauth names its log-in page so when it sends somebody back to the beginning
    path("login/", signing_in.request_code, name="account_login"),
    path("login/", signing_in.request_code, name="account_request_login_code"),
    path("login/code/", signing_in.confirm_code, name="account_confirm_login_code"),
    path("logout/", signing_in.log_out, name="account_logout"),
]
