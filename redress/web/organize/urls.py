"""Addresses of the studio."""

from django.urls import include, path

from redress.web.organize import (
    coalition,
    history,
    home,
    insight,
    merge,
    overview,
    part,
    preflight,
    preview,
    starting,
)

urlpatterns = [
    path("", home.home, name="studio_home"),
    path("<slug:number>/", overview.overview, name="studio_campaign"),
    path("<slug:number>/coalition/", coalition.overview, name="studio_coalition"),
    path("<slug:number>/coalition/invite/", coalition.invite, name="studio_coalition_invite"),
    path("<slug:number>/coalition/<int:member>/", coalition.act, name="studio_coalition_act"),
    path(
        "<slug:number>/coalition/<int:member>/another/",
        coalition.another,
        name="studio_coalition_another",
    ),
    path("<slug:number>/start/", starting.answers, name="studio_answers"),
    path("<slug:number>/insight/", insight.insight, name="studio_insight"),
    path("<slug:number>/supporters.csv", insight.supporters_csv, name="studio_supporters_csv"),
    path("<slug:number>/preflight/", preflight.preflight, name="studio_preflight"),
    path("<slug:number>/preview/", preview.preview, name="studio_preview"),
    path("<slug:number>/", include("redress.web.organize.team_urls")),
    path("<slug:number>/parts/<slug:key>/", part.part, name="studio_part"),
    path("<slug:number>/parts/<slug:key>/history/", history.history, name="studio_history"),
    path("<slug:number>/parts/<slug:key>/compare/", history.compare, name="studio_compare"),
    path("<slug:number>/parts/<slug:key>/merge/<int:pk>/", merge.merge, name="studio_merge"),
]
