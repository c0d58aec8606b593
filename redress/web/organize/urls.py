"""Addresses of the studio."""

from django.urls import path

from redress.web.organize import home, insight, part

urlpatterns = [
    path("", home.home, name="studio_home"),
    path("<slug:number>/", home.overview, name="studio_campaign"),
    path("<slug:number>/insight/", insight.insight, name="studio_insight"),
    path("<slug:number>/supporters.csv", insight.supporters_csv, name="studio_supporters_csv"),
    path("<slug:number>/parts/<slug:key>/", part.part, name="studio_part"),
]
