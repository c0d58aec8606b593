"""Addresses of the public pages."""

from django.urls import path

from redress.web.public import (
    campaign,
    coalition,
    confirm,
    home,
    listing,
    mine,
    petition,
    seen,
    support,
    wall,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("campaigns/", listing.campaigns, name="campaigns"),
    path("c/<slug:slug>/", campaign.campaign, name="campaign"),
    path("c/<slug:slug>/support/", support.support, name="support"),
    path("c/<slug:slug>/seen/", seen.seen, name="seen"),
    path("c/<slug:slug>/inbox/", support.check_inbox, name="check_inbox"),
    path("c/<slug:slug>/supporters/", wall.supporters, name="supporters"),
    path("c/<slug:slug>/petition/", petition.reader, name="petition"),
    path("c/<slug:slug>/petition.pdf", petition.pdf, name="petition_pdf"),
    path("confirm/<str:token>/", confirm.confirm, name="confirm"),
    path("mine/<str:token>/", mine.mine, name="mine"),
    path("mine/<str:token>/pledge/", mine.pledge, name="mine_pledge"),
    path("mine/<str:token>/cancel/", mine.cancel, name="mine_cancel"),
    path("mine/<str:token>/card/", mine.card, name="mine_card"),
    path("mine/<str:token>/leave/", mine.leave, name="mine_leave"),
    path("organization/<str:token>/answer/", coalition.invitation, name="coalition"),
    path("organization/<str:token>/", coalition.manage, name="coalition_manage"),
    path("organization/<str:token>/withdraw/", coalition.withdraw, name="coalition_withdraw"),
    path("organization-link/", coalition.lost_link, name="coalition_lost_link"),
    path("card/<str:token>/", mine.card_return, name="card_return"),
]
