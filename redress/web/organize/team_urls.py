"""Addresses of a campaign's team, below the campaign's own in the studio."""

from django.urls import path

from redress.web.organize import team, transfer

urlpatterns = [
    path("team/", team.team, name="studio_team"),
    path("team/invite/", team.invite, name="studio_invite"),
    path(
        "team/invitations/<int:invitation>/resend/",
        team.resend,
        name="studio_invitation_resend",
    ),
    path(
        "team/invitations/<int:invitation>/withdraw/",
        team.withdraw,
        name="studio_invitation_withdraw",
    ),
    path("team/<int:member>/role/", team.change_role, name="studio_member_role"),
    path("team/<int:member>/remove/", team.remove, name="studio_member_remove"),
    path("team/leave/", team.leave, name="studio_team_leave"),
    path("transfer/", transfer.transfer, name="studio_transfer"),
    path("transfer/withdraw/", transfer.withdraw, name="studio_transfer_withdraw"),
]
