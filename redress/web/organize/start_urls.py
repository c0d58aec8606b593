"""Addresses of the start of a campaign."""

from django.urls import path

from redress.web.organize import agency_picker, starting

urlpatterns = [
    path("", starting.start, name="start"),
    path("first/", starting.first, name="start_first"),
    path("agencies/", agency_picker.agencies, name="start_agencies"),
    path("<slug:code>/", starting.summary, name="start_summary"),
    path("<slug:code>/similar/", starting.similar, name="start_similar"),
    path("<slug:code>/keep/", starting.keep, name="start_keep"),
    path("<slug:code>/<slug:question>/", starting.question, name="start_question"),
]
