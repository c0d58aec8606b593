"""Thousands of hostile texts in a real browser without any policy: only the cleaning protects."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import override_settings
from playwright.sync_api import Browser, BrowserContext, Page

from redress.core.html import render_markdown
from tests.hostile_text import PAYLOADS
from tests.journeys import rich_text_page

pytestmark = pytest.mark.journey

# every way to be noticed is counted, in the page and in its frames
COUNT = """
    if (top === window) window.fired = [];
    const outer = () => { let one = window; while (one !== top && one.parent !== top) one = one.parent; return one.frameElement; };
    const note = name => top.fired.push(window === top ? name : outer().dataset.number);
    for (const name of ['alert', 'confirm', 'prompt', 'print']) window[name] = () => note(name);
    Object.defineProperty(document, 'title', {set: text => { if (text === 'fired') note('title'); }, get: () => ''});
"""
FRAMES = """async texts => {
    texts.forEach((text, number) => {
        const frame = document.createElement('iframe');
        frame.dataset.number = number;
        frame.srcdoc = '<!doctype html>' + text;
        document.body.append(frame);
    });
    let before = -1;
    while (before !== window.fired.length) {
        before = window.fired.length;
        await new Promise(done => setTimeout(done, 500));
    }
    document.querySelectorAll('iframe').forEach(frame => frame.remove());
    return new Set(window.fired.splice(0)).size;
}"""
# what a click or a later act could set off is looked for in the page itself
FOUND = """() => [...document.querySelectorAll('.text *')].filter(one =>
    !/^(?:p|em|strong|ul|ol|li|a|blockquote|h3|h4|br|mark|sup)$/.test(one.localName)
    || [...one.attributes].some(({name}) => !/^(?:href|rel|start)$/.test(name))
    || (one.matches('[href]') && !/^(?:https:|mailto:|tel:)/.test(one.href) && one.origin !== location.origin)
).map(one => one.outerHTML.slice(0, 200))"""
EDIT = """async ([texts, kinds]) => {
    const area = document.getElementById('id_english'), host = area.closest('rich-text');
    const words = host.querySelector('[role=textbox]'), wrong = [];
    for (const text of texts) for (const kind of kinds) {
        area.value = kind === 'markdown' ? text : '';
        area.dispatchEvent(new Event('change', {bubbles: true}));
        if (kind !== 'markdown') {
            const clipboard = new DataTransfer();
            clipboard.setData(kind, text);
            words.dispatchEvent(new ClipboardEvent('paste', {clipboardData: clipboard, bubbles: true, cancelable: true}));
        }
        if ([...words.querySelectorAll('*')].some(one =>
            !/^(?:p|em|strong|ul|ol|li|a|blockquote|h3|h4|br|img)$/.test(one.localName)
            || (one.localName === 'img' && one.className !== 'ProseMirror-separator')
            || [...one.attributes].some(({name}) => /^on|^style$|^src/.test(name))
            || (one.matches('[href]') && !/^(?:https:|mailto:|tel:)/.test(one.href) && one.origin !== location.origin)
        )) wrong.push([kind, text, words.innerHTML]);
    }
    await new Promise(done => setTimeout(done, 400));
    return [wrong, window.fired.splice(0)];
}"""


@pytest.fixture
def bare(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> Iterator[BrowserContext]:
    """A browser that is given the pages without their policy."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    context = browser.new_context()
    context.set_default_timeout(120_000)
    context.add_init_script(COUNT)
    # anything else that a text asks for fails at once, since nobody listens there
    for path in ("text/**", "static/**"):
        context.route(
            f"{rich_text_page.ORIGIN}/{path}",
            lambda route: rich_text_page.answer(route, policy=False),
        )
    with override_settings(ROOT_URLCONF=rich_text_page.__name__):
        yield context
        context.close()


def with_body(context: BrowserContext, body: str) -> Page:
    """A page of the site's origin with this body, as it is."""
    page = context.new_page()
    address = f"{rich_text_page.ORIGIN}/bare/"
    page.route(address, lambda route: route.fulfill(body=body, content_type="text/html"))
    page.goto(address, wait_until="load")
    return page


def rendered_fired(context: BrowserContext, texts: tuple[str, ...]) -> tuple[Any, Any]:
    """What fires, and what must not be there, in a page with all these texts as the public has them."""
    body = "".join(f'<div class="text">{render_markdown(text)}</div>' for text in texts)
    page = with_body(context, f"<!doctype html><meta charset=utf-8>{body}")
    page.wait_for_timeout(500)
    found = page.evaluate(FOUND), page.evaluate("window.fired")
    assert page.locator(".text").count() == len(texts)
    page.close()
    return found


def raw_fired(context: BrowserContext, texts: tuple[str, ...]) -> int:
    """How many of the same texts fire where nothing cleans them, each in a frame of its own."""
    page = with_body(context, "<!doctype html><body></body>")
    count = sum(page.evaluate(FRAMES, list(texts[at : at + 60])) for at in range(0, len(texts), 60))
    page.close()
    return int(count)


def editor_fired(context: BrowserContext, texts: tuple[str, ...], kinds: list[str]) -> Any:
    """What fires, and what must not be there, in the editor that is given these texts."""
    page = context.new_page()
    page.goto(f"{rich_text_page.ORIGIN}/text/")
    page.wait_for_selector("rich-text [role=textbox]")
    answer = page.evaluate(EDIT, [list(texts), kinds])
    page.close()
    return answer


class TestHostileText:
    def test_none_fires_on_the_public_page(self, bare):
        assert len(PAYLOADS) >= 3000
        assert len(set(PAYLOADS)) == len(PAYLOADS)

        for at in range(0, len(PAYLOADS), 1500):
            assert rendered_fired(bare, PAYLOADS[at : at + 1500]) == ([], [])

    def test_none_fires_when_pasted_or_typed_into_the_editor(self, bare):
        few = PAYLOADS[::2]

        assert len(few) >= 3000
        assert editor_fired(bare, few, ["text/html", "markdown"]) == [[], []]

    def test_without_cleaning_they_fire(self, bare):
        some = PAYLOADS[::40]

        assert raw_fired(bare, some) > len(some) / 5


@pytest.mark.soak
class TestAllHostileText:
    def test_none_fires_in_the_editor_by_any_way_in(self, bare):
        for at in range(0, len(PAYLOADS), 2000):
            texts = PAYLOADS[at : at + 2000]
            assert editor_fired(bare, texts, ["text/html", "text/plain", "markdown"]) == [[], []]

    def test_without_cleaning_a_quarter_fires_by_itself(self, bare):
        fired = raw_fired(bare, PAYLOADS)

        # others wait for a click, or are broken as some filters would break them
        assert fired > 1500, fired
