"""Addresses of the demonstration's mailbox."""

from django.urls import path

from redress.web.staff import mailbox

urlpatterns = [
    path("", mailbox.messages, name="mailbox"),
    path("<int:number>/", mailbox.message, name="mailbox_message"),
    path("<int:number>/html/", mailbox.html_part, name="mailbox_html"),
]
