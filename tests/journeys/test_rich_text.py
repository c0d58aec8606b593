"""The editor in a real browser under the studio's own policy."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.test import override_settings
from playwright.sync_api import Browser, Page

from redress.core.html import render_markdown
from tests.journeys import rich_text_page
from tests.journeys.browsing import AXE, RUN_AXE

pytestmark = pytest.mark.journey

SAMPLES = Path(__file__).parents[1] / "samples/rich_text"


@pytest.fixture
def desk(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Page]]:
    """Open the page with a text; fails at the end when the browser complained of anything."""
    # Playwright keeps an event loop on this thread, which nothing here waits for
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.route(f"{rich_text_page.ORIGIN}/**", rich_text_page.answer)
    complaints: list[str] = []
    context.on(
        "console",
        lambda message: (
            complaints.append(message.text) if message.type in {"error", "warning"} else None
        ),
    )
    context.on("weberror", lambda error: complaints.append(str(error.error)))

    def opened(
        text: str = "",
        *,
        prefix: str = "",
        view: dict[str, int] | None = None,
        without: bool = False,
    ) -> Page:
        page = context.new_page()
        if view:
            page.set_viewport_size(view)
        page.goto(
            f"{rich_text_page.ORIGIN}{prefix}/text/?text={quote(text)}{'&without=1' if without else ''}"
        )
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


DOCUMENTS = (
    (SAMPLES / "documents.txt").read_text(encoding="utf-8").removesuffix("\n").split("\n=====\n")
)
ADD_A_PARAGRAPH = """texts => texts.map(text => {
    const area = document.getElementById('id_english'), {view} = area.closest('rich-text');
    area.value = text;
    area.dispatchEvent(new Event('change', {bubbles: true}));
    const {state} = view;
    view.dispatch(state.tr.insert(state.doc.content.size, state.schema.nodes.paragraph.create(null, state.schema.text('End'))));
    return area.value;
})"""


def shown(text: str) -> str:
    """What the public sees, without the differences that nobody can see."""
    html = " ".join(render_markdown(text).split())
    html = html.replace("<strong><em>", "<em><strong>").replace("</em></strong>", "</strong></em>")
    return html.replace("> <", "><").replace("<br> ", "<br>")


class TestRoundTrip:
    def test_keeps_what_the_public_sees_of_every_document(self, desk):
        page = desk()

        written = page.evaluate(ADD_A_PARAGRAPH, DOCUMENTS)

        assert len(DOCUMENTS) >= 60
        for text, back in zip(DOCUMENTS, written, strict=True):
            assert shown(back).removesuffix("<p>End</p>") == shown(text), (text, back)
        assert page.evaluate(ADD_A_PARAGRAPH, written) == [f"{back}\n\nEnd" for back in written]


PASTED = sorted(path for path in (SAMPLES / "pasted").iterdir() if path.suffix in {".html", ".txt"})
PASTE = """([kind, text]) => {
    const area = document.getElementById('id_english'), host = area.closest('rich-text');
    area.value = '';
    area.dispatchEvent(new Event('change', {bubbles: true}));
    const clipboard = new DataTransfer();
    clipboard.setData(kind, text);
    host.querySelector('[role=textbox]').dispatchEvent(
        new ClipboardEvent('paste', {clipboardData: clipboard, bubbles: true, cancelable: true}));
    return area.value;
}"""


class TestPasting:
    def test_brings_each_sample_in_as_clean_markdown(self, desk):
        page = desk()
        wrong = {}

        for path in PASTED:
            kind = "text/html" if path.suffix == ".html" else "text/plain"
            with path.open(encoding="utf-8", newline="") as file:
                got = page.evaluate(PASTE, [kind, file.read()])
            expected = path.with_suffix(".md").read_text(encoding="utf-8").removesuffix("\n")
            if got != expected:
                wrong[path.name] = (got, expected)

        assert len(PASTED) >= 15
        assert wrong == {}
