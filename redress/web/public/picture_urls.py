"""The address of a picture: the same in each language."""

from django.urls import path

from redress.web.public.pictures import picture

urlpatterns = [path("<slug:name>-<int:width>.<slug:ending>", picture, name="picture")]
