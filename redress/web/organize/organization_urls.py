"""Addresses of organizations."""

from django.urls import path

from redress.web.organize import organizations

urlpatterns = [
    path("", organizations.organizations, name="organizations"),
    path("new/", organizations.create, name="organization_new"),
    path("<slug:slug>/", organizations.organization, name="organization"),
    path("<slug:slug>/edit/", organizations.edit, name="organization_edit"),
    path("<slug:slug>/logo/", organizations.logo, name="organization_logo"),
    path("<slug:slug>/domain/", organizations.domain, name="organization_domain"),
    path("<slug:slug>/invite/", organizations.invite, name="organization_invite"),
    path(
        "<slug:slug>/invitations/<int:invitation>/withdraw/",
        organizations.withdraw,
        name="organization_invitation_withdraw",
    ),
    path(
        "<slug:slug>/people/<int:member>/role/",
        organizations.change_role,
        name="organization_member_role",
    ),
    path(
        "<slug:slug>/people/<int:member>/remove/",
        organizations.remove,
        name="organization_member_remove",
    ),
    path("<slug:slug>/leave/", organizations.leave, name="organization_leave"),
]
