"""Addresses of the studio."""

from django.urls import path

from redress.web.organize import home, part

urlpatterns = [
    path("", home.home, name="studio_home"),
    path("<slug:number>/", home.overview, name="studio_campaign"),
    path("<slug:number>/parts/<slug:key>/", part.part, name="studio_part"),
]
