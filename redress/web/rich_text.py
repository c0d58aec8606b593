"""Texts with emphasis, lists and links: the field, and the policy of pages that show it."""

from collections.abc import Callable

from django.http import HttpResponse


def studio_csp[View: Callable[..., HttpResponse]](view: View) -> View:
    """The studio's policy."""
    return view
