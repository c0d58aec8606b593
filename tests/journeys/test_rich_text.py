"""The editor in a real browser under the studio's own policy."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.test import override_settings
from playwright.sync_api import Browser, Page

from tests.journeys import rich_text_page
from tests.journeys.browsing import AXE, RUN_AXE

pytestmark = pytest.mark.journey


@pytest.fixture
def desk(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Page]]:
    """Open the page with a text; fails at the end when the browser complained of anything."""
    # Playwright keeps an event loop on this thread, which nothing here waits for
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.route(f"{rich_text_page.ORIGIN}/**", rich_text_page.answer)
    complaints: list[str] = []
    context.on("console", lambda message: complaints.append(message.text) if message.type in {"error", "warning"} else None)
    context.on("weberror", lambda error: complaints.append(str(error.error)))

    def opened(text: str = "", *, prefix: str = "", view: dict[str, int] | None = None, without: bool = False) -> Page:
        page = context.new_page()
        if view:
            page.set_viewport_size(view)
        page.goto(f"{rich_text_page.ORIGIN}{prefix}/text/?text={quote(text)}{'&without=1' if without else ''}")
        if not without:
            page.wait_for_selector("rich-text [role=textbox]", state="attached")
        return page

    with override_settings(ROOT_URLCONF=rich_text_page.__name__):
        yield opened
        context.close()
    allowed = ("status of 422",)
    assert [one for one in complaints if not any(part in one for part in allowed)] == []


def markdown(page: Page, name: str = "english") -> str:
    """What the form would send."""
    return page.locator(f"#id_{name}").input_value()


class TestOpening:
    def test_leaves_what_was_typed_as_it_was(self, desk):
        typed = "__Bold__ and *slanted*\n* a\n* b\n\n1) x"

        page = desk(typed)

        assert page.locator("rich-text strong").first.inner_text() == "Bold"
        assert markdown(page) == typed
        page.screenshot(path="/tmp/richtext/a.png", full_page=True)
