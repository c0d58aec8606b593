"""Addresses of the staff's pages."""

from django.urls import path

from redress.web.staff import approvals, areas, calls, home, people

urlpatterns = [
    path("", home.home, name="staff_home"),
    path("calls/", calls.calls, name="staff_calls"),
    path("calls/<int:member>/", calls.call, name="staff_call"),
    path("areas/", areas.areas, name="staff_areas"),
    path("approvals/", approvals.approvals, name="staff_approvals"),
    path("approvals/<slug:number>/", approvals.approval, name="staff_approval"),
    path("approvals/<slug:number>/withdraw/", approvals.withdraw, name="staff_withdraw"),
    path("people/", people.people, name="staff_people"),
    path("people/take/", people.take, name="staff_people_take"),
]
