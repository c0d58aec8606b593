"""The editor in a real browser under the studio's own policy."""

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.test import override_settings
from playwright.sync_api import Browser, Page, expect

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
            expected = path.with_suffix(".expected").read_text(encoding="utf-8").removesuffix("\n")
            if got != expected:
                wrong[path.name] = (got, expected)

        assert len(PASTED) >= 15
        assert wrong == {}


class TestKeys:
    def test_write_every_kind_of_block_without_a_mouse(self, desk):
        page = desk()
        page.locator("#id_english_label").click()
        keyboard = page.keyboard

        keyboard.press("Control+Alt+3")
        keyboard.type("Problem")
        keyboard.press("Enter")
        keyboard.press("Control+b")
        keyboard.type("Bold")
        keyboard.press("Control+b")
        keyboard.type(" and ")
        keyboard.press("Control+i")
        keyboard.type("slanted")
        keyboard.press("Control+i")
        keyboard.press("Shift+Enter")
        keyboard.type("1986. was")
        keyboard.press("Enter")
        keyboard.type("- one")
        keyboard.press("Enter")
        keyboard.type("two")
        keyboard.press("Control+]")
        keyboard.press("Enter")
        keyboard.press("Enter")
        keyboard.press("Enter")
        keyboard.press("Control+Shift+7")
        keyboard.type("first")
        keyboard.press("Enter")
        keyboard.press("Enter")
        keyboard.press("Control+Shift+9")
        keyboard.type("said")

        assert markdown(page) == (
            "### Problem\n\n**Bold** and *slanted*\\\n1986\\. was\n\n- one\n  - two\n\n1. first\n\n> said"
        )

    def test_undo_back_to_what_was_typed_sign_by_sign(self, desk):
        typed = "__Bold__\n* a"
        page = desk(typed)
        page.get_by_role("textbox", name="Problem", exact=True).focus()

        page.keyboard.type("x")
        changed = markdown(page)
        page.keyboard.press("Control+z")

        assert changed == "**xBold**\n\n- a"
        assert markdown(page) == typed

    def test_tab_goes_through_toolbar_and_text_and_out(self, desk):
        page = desk()
        page.get_by_role("textbox", name="Problem", exact=True).focus()

        page.keyboard.press("Tab")

        assert (
            page.evaluate(
                "document.activeElement.closest('rich-text').querySelector('textarea').id"
            )
            == "id_spanish"
        )
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Shift+Tab")
        assert page.evaluate("document.activeElement.ariaLabel") == "Bold"

    def test_alt_f10_and_arrows_reach_every_tool(self, desk):
        page = desk("word")
        page.get_by_role("textbox", name="Problem", exact=True).focus()
        page.keyboard.press("Control+a")

        page.keyboard.press("Alt+F10")
        page.keyboard.press("ArrowLeft")
        last = page.evaluate("document.activeElement.textContent")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")

        assert last == "Plain text"
        assert markdown(page) == "*word*"
        assert (
            page.get_by_role("button", name="Italic").first.get_attribute("aria-pressed") == "true"
        )
        page.keyboard.press("Alt+F10")
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement.role") == "textbox"


class TestLinks:
    def test_ask_for_an_address_and_refuse_what_is_none(self, desk):
        page = desk("source")
        page.get_by_role("textbox", name="Problem", exact=True).focus()
        page.keyboard.press("Control+a")

        page.keyboard.press("Control+k")
        dialog = page.get_by_role("dialog", name="Link")
        dialog.get_by_label("Where does the link lead?").fill("javascript:alert(1)")
        page.keyboard.press("Enter")
        refused = dialog.get_by_role("alert").inner_text()
        page.evaluate(AXE)
        assert page.evaluate(RUN_AXE) == []
        dialog.get_by_label("Where does the link lead?").fill("example.org/a_(b)")
        page.keyboard.press("Enter")

        assert refused.startswith("This does not look like an address")
        assert markdown(page) == r"[source](https://example.org/a_\(b\))"
        assert page.evaluate("document.activeElement.role") == "textbox"

    def test_are_written_with_their_words_and_taken_away(self, desk):
        page = desk()
        page.get_by_role("textbox", name="Problem", exact=True).focus()
        page.keyboard.press("Control+k")
        dialog = page.get_by_role("dialog", name="Link")
        dialog.get_by_label("Words of the link").fill("Write to us")
        dialog.get_by_label("Where does the link lead?").fill("ana@example.org")
        dialog.get_by_role("button", name="Save the link").click()
        written = markdown(page)

        page.wait_for_function("document.activeElement.role === 'textbox'")
        page.keyboard.press("ArrowLeft")
        page.wait_for_function("getSelection().anchorNode?.parentElement?.closest('a')")
        page.keyboard.press("Control+k")
        dialog.get_by_role("button", name="Remove the link").click()

        assert written == "[Write to us](mailto:ana@example.org)"
        assert markdown(page) == "Write to us"

    def test_escape_changes_nothing(self, desk):
        page = desk("source")
        page.get_by_role("textbox", name="Problem", exact=True).focus()

        page.keyboard.press("Control+k")
        page.keyboard.press("Escape")

        assert markdown(page) == "source"


class TestForm:
    def test_tells_autosave_of_each_change(self, desk):
        page = desk()
        page.evaluate(
            "() => { window.heard = []; document.querySelector('#id_english').form.addEventListener('input',"
            " ({target}) => heard.push([target.name, new FormData(target.form).get('english')])); }"
        )
        page.get_by_role("textbox", name="Problem", exact=True).focus()

        page.keyboard.type("ab")

        assert page.evaluate("heard") == [["english", "a"], ["english", "ab"]]

    def test_sends_what_the_editor_shows(self, desk):
        page = desk()
        page.get_by_role("textbox", name="Problem", exact=True).focus()
        page.keyboard.type("One **two** three <script>alert(1)</script> ")

        page.get_by_role("button", name="Save").click()

        assert page.locator("#shown").inner_text() == "One **two** three <script>alert(1)</script>"

    def test_takes_in_a_text_that_another_script_put_there(self, desk):
        page = desk("old")

        page.evaluate(
            "() => { const area = document.getElementById('id_english'); area.value = '*new*';"
            " area.dispatchEvent(new Event('change', {bubbles: true})); }"
        )

        assert page.locator("rich-text em").inner_text() == "new"

    def test_keeps_a_refused_text_and_leads_to_it(self, desk):
        page = desk()
        page.get_by_role("textbox", name="Problem", exact=True).focus()
        page.keyboard.insert_text("word " * 901)

        page.get_by_role("button", name="Save").click()
        page.get_by_role("link", name="Problem", exact=True).click()

        assert "901 words, 900 are possible" in page.locator(".error-summary").inner_text()
        assert markdown(page).count("word") == 901
        expect(page.get_by_role("textbox", name="Problem", exact=True)).to_be_focused()

    def test_counts_words_and_says_what_is_needed(self, desk):
        page = desk("one")
        status = page.locator("rich-text").first.get_by_role("status")

        before = status.inner_text()
        page.get_by_role("textbox", name="Problem", exact=True).focus()
        page.keyboard.type("two three ")
        expect(status).to_have_text("Words: 3.")

        assert before == "Words: 1. At least 3 are needed."


class TestPlainText:
    def test_is_one_press_away_and_remembered(self, desk):
        page = desk("**bold**")

        page.get_by_role("button", name="Plain text").first.click()
        page.locator("#id_english").fill("*other*")
        page.get_by_role("button", name="Plain text").first.click()
        shown = page.locator("rich-text em").inner_text()
        page.get_by_role("button", name="Plain text").first.click()
        page.reload()

        assert shown == "other"
        assert page.locator("#id_english").is_visible()
        assert not page.get_by_role("toolbar").first.get_by_role("button", name="Bold").is_visible()

    def test_is_what_there_is_when_the_script_does_not_come(self, desk):
        page = desk("**bold**", without=True)

        page.locator("#id_english").fill("**kept** here now")
        page.get_by_role("button", name="Save").click()

        assert page.locator("#shown").inner_html() == "<p><strong>kept</strong> here now</p>\n"


class TestLook:
    @pytest.mark.parametrize("prefix", ["", "/es"])
    @pytest.mark.parametrize("width", [390, 1280])
    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_fits_breaks_no_rule_and_has_large_targets(self, desk, prefix, width, scheme):
        page = desk(
            "### T\n\n**b** [l](https://example.org)",
            prefix=prefix,
            view={"width": width, "height": 900},
        )
        page.emulate_media(color_scheme=scheme)
        page.evaluate(AXE)

        assert page.evaluate(RUN_AXE) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        sizes = page.evaluate(
            "[...document.querySelectorAll('.tool')].map(one => one.getBoundingClientRect()).map(({width, height}) => Math.min(width, height))"
        )
        assert min(sizes) >= 44

    def test_each_text_has_its_language_and_direction(self, desk):
        page = desk(prefix="/es")

        assert page.evaluate(
            "[...document.querySelectorAll('rich-text [role=textbox]')].map(({lang, dir}) => [lang, dir])"
        ) == [["en", "ltr"], ["es", "ltr"], ["ar", "rtl"]]
