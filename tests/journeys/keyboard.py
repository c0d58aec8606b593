"""A person who has a keyboard and nothing else."""

from playwright.sync_api import Locator, Page, expect

from tests.journeys.browsing import Visitor

MOST_STOPS = 140
# whether the focus is on the wanted element, and whether it can be seen there: the mark may be
# drawn by a label around a small control, by the frame of an editor, or by the browser around a
# part of its own box for days and hours
FOCUSED = """selector => {
    const one = document.activeElement;
    if (!one || one === document.body) return {there: false, name: 'body', marked: true};
    const drawn = node => {
        const style = getComputedStyle(node);
        return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
    };
    const box = one.getBoundingClientRect();
    const around = [one, one.parentElement, one.parentElement?.parentElement, one.closest('.card')];
    return {
        there: one.matches(selector),
        name: one.outerHTML.slice(0, 200),
        marked: box.width > 0 && box.height > 0
            && (['date', 'time'].includes(one.type) || around.some(node => node && drawn(node))),
    };
}"""


class Keys:
    """The keyboard of a visitor: every control is reached by Tab, and is seen to be reached."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor

    @property
    def page(self) -> Page:
        """The visitor's window, which another one may have replaced."""
        return self.visitor.page

    def to(self, selector: str, *, back: bool = False, at_most: int = MOST_STOPS) -> Locator:
        """Press Tab (or Shift+Tab) until the focus is on what the selector names."""
        for _stop in range(at_most):
            focused = self.page.evaluate(FOCUSED, selector)
            assert focused["marked"], f"not seen on {self.page.url}: {focused['name']}"
            if focused["there"]:
                return self.page.locator(":focus")
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
        raise AssertionError(f"{selector} is not reached by Tab on {self.page.url}")

    def skip(self) -> None:
        """Take the link over the head of the page, which is the first of all."""
        self.page.keyboard.press("Tab")
        self.to(".skip", at_most=1)
        self.page.keyboard.press("Enter")
        expect(self.page.locator("#main")).to_be_focused()

    def go(self, selector: str, *, status: int = 200) -> None:
        """Press Enter on a link or a button that leads to a page, and look at that page."""
        self.to(selector)
        self.visitor.watch.allowed.add(status)
        with self.page.expect_navigation() as going:
            self.page.keyboard.press("Enter")
        answer = going.value
        assert answer is None or answer.status == status, f"{selector}: {answer.status}"
        self.visitor.look()

    def write(self, selector: str, words: str) -> None:
        """Write words in the place of those that stand in a box."""
        self.to(selector)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(words)

    def tick(self, selector: str) -> None:
        """Tick a box."""
        box = self.to(selector)
        self.page.keyboard.press("Space")
        expect(box).to_be_checked()

    def choose(self, name: str, value: str) -> None:
        """Choose one of several radios with the arrows."""
        self.to(f"[name={name}]")
        self.page.keyboard.press("Space")
        wanted = self.page.locator(f"[name={name}][value='{value}']")
        for _step in range(wanted.page.locator(f"[name={name}]").count()):
            if wanted.is_checked():
                break
            self.page.keyboard.press("ArrowDown")
        expect(wanted).to_be_checked()
        self.to(f"[name={name}][value='{value}']", at_most=1)

    def select(self, selector: str, value: str) -> None:
        """Choose from a list by typing what the choice begins with."""
        self.to(selector)
        control = self.page.locator(selector)
        label = control.locator(f"option[value='{value}']").inner_text()
        for letter in label.strip():
            if control.input_value() == value:
                break
            self.page.keyboard.press(letter if letter != " " else "Space")
        expect(control).to_have_value(value)

    def give_file(self, selector: str, name: str, kind: str, body: bytes) -> None:
        """Choose a file, once the keyboard has come to the button that asks for one."""
        self.to(selector).set_input_files({"name": name, "mimeType": kind, "buffer": body})
