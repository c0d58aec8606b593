"""Addresses of the staff's pages."""

from django.urls import path

from redress.web.staff import approvals, calls, home

urlpatterns = [
    path("", home.home, name="staff_home"),
    path("calls/", calls.calls, name="staff_calls"),
    path("calls/<int:member>/", calls.call, name="staff_call"),
    path("approvals/", approvals.approvals, name="staff_approvals"),
    path("approvals/<slug:number>/", approvals.approval, name="staff_approval"),
    path("approvals/<slug:number>/withdraw/", approvals.withdraw, name="staff_withdraw"),
]
