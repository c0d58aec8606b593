"""Addresses of the staff's pages."""

from django.urls import path

from redress.web.staff import approvals, home

urlpatterns = [
    path("", home.home, name="staff_home"),
    path("approvals/", approvals.approvals, name="staff_approvals"),
    path("approvals/<slug:number>/", approvals.approval, name="staff_approval"),
    path("approvals/<slug:number>/withdraw/", approvals.withdraw, name="staff_withdraw"),
]
