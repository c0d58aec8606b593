"""Addresses to which messages lead: invitations, offers, and the proof of a domain."""

from django.urls import path

from redress.web.organize import invitations, transfer

urlpatterns = [
    path("invitations/<str:token>/", invitations.invitation, name="invitation"),
    path(
        "organization-invitations/<str:token>/",
        invitations.organization_invitation,
        name="organization_invitation",
    ),
    path("domains/<str:token>/", invitations.domain, name="domain_check"),
    path("transfers/<int:offer>/", transfer.answer, name="transfer_answer"),
]
