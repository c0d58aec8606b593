"""A person with a browser, whose every page is looked at for faults."""

import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import axe_playwright_python
from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

from tests.journeys.site import Site, until

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RUN_AXE = """async () => {
    const found = await axe.run(document, {resultTypes: ['violations']});
    return found.violations.map(one => one.id + ': '
        + one.nodes.map(node => node.html.slice(0, 160) + ' ' + node.failureSummary).join(' | '));
}"""
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OPTIONS = ("--no-sandbox", "--disable-background-networking", "--disable-component-update")


def system_browser() -> str | None:
    """The system's Chromium; None lets Playwright take its own."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def said(language: str, english: str, **facts: object) -> str:
    """A sentence of the site in a language; fails when nobody has translated it."""
    with translation.override(language):
        sentence = gettext(english)
    assert language == "en" or sentence != english, f"not in {language}: {english}"
    return sentence % facts if facts else sentence


class Watch:
    """What must not happen in a browser: foreign requests, broken parts, errors of scripts."""

    def __init__(self, context: BrowserContext, origins: Iterable[str]) -> None:
        self.origins = tuple(origins)
        self.faults: list[str] = []
        self.allowed: set[int] = set()
        context.on("request", self._request)
        context.on("response", self._response)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https"} and not request.url.startswith(self.origins):
            self.faults.append(f"another host was asked: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status < 400:
            return
        if response.request.is_navigation_request() and response.status in self.allowed:
            return
        self.faults.append(f"{response.status} for {response.url}")

    def _console(self, message: ConsoleMessage) -> None:
        # what was not found is told by its response above
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.faults.append(f"console: {message.text}")


class Visitor:
    """One person: a fresh browser window, a language, a mailbox."""

    def __init__(
        self, browser: Browser, site: Site, *, language: str, view: dict[str, int], **options: Any
    ) -> None:
        self.site = site
        self.language = language
        self.runs_scripts = options.get("java_script_enabled", True)
        self.context = browser.new_context(viewport=view, locale=language, **options)
        self.context.set_default_timeout(40_000)
        self.watch = Watch(self.context, (site.origin, site.sandbox_origin))
        self.page: Page = self.context.new_page()

    def address(self, path: str) -> str:
        """The full address of a page in this person's language."""
        return f"{self.site.origin}{'' if self.language == 'en' else '/' + self.language}{path}"

    def go(self, path: str, *, status: int = 200) -> None:
        """Open a page of the site and look at it."""
        self.watch.allowed.add(status)
        answer = self.page.goto(self.address(path))
        assert answer is not None
        assert answer.status == status, f"{path}: {answer.status}"
        self.look()

    def say(self, english: str, **facts: object) -> str:
        """The site's sentence in this person's language."""
        return said(self.language, english, **facts)

    def sees(self, english: str, **facts: object) -> None:
        """The page shows this sentence, in this person's language."""
        sentence = " ".join(self.say(english, **facts).split())
        shown = " ".join(self.page.inner_text("body").split())
        assert sentence in shown, f"{sentence!r} is not in {shown!r}"

    def reads(self, text: str) -> bool:
        """Whether the page shows this text."""
        return " ".join(text.split()) in " ".join(self.page.inner_text("body").split())

    def press(self, selector: str, *, status: int = 200) -> None:
        """Press a button that leads to a page, and look at that page."""
        self.watch.allowed.add(status)
        before = self.page.url
        with self.page.expect_navigation() as going:
            self.page.click(selector)
        answer = going.value
        assert answer is not None, f"{selector} on {before}"
        assert answer.status == status, f"{selector} on {before}: {answer.status}"
        self.look()

    def look(self) -> None:
        """No rule of accessibility is broken, nothing hangs over the edge, the language is right."""
        page = self.page
        page.wait_for_load_state("load")
        width, room = page.evaluate(
            "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        assert width <= room, f"{page.url} is {width} wide in {room}"
        assert page.get_attribute("html", "lang") == self.language, page.url
        assert self.violations() == [], page.url
        self.check()

    def violations(self) -> list[str]:
        """What axe finds on the page as it stands; nothing where it cannot run."""
        if not self.runs_scripts:
            return []
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate(AXE)
        found: list[str] = self.page.evaluate(RUN_AXE)
        return found

    def check(self) -> None:
        """Nothing has happened that must not."""
        assert self.watch.faults == []

    def letters(self, email: str) -> list[tuple[int, str]]:
        """The messages to an address so far: number and subject, oldest first."""
        return self.site.all(
            "SELECT id, subject FROM core_mailboxmessage WHERE to_address = %s ORDER BY id", email
        )

    def open_letter(self, email: str, subject: str, **facts: object) -> None:
        """Open the mailbox page, and there the newest message with this subject, once it came."""
        wanted = self.say(subject, **facts)

        def newest() -> int:
            return max((pk for pk, line in self.letters(email) if line == wanted), default=0)

        number = until(newest, f"{wanted!r} to {email}, who has {self.letters(email)}")
        self.go(f"/dev/mail/?to={email}")
        self.press(f"a[href$='/dev/mail/{number}/']")

    def follow_link(self, part: str) -> None:
        """Press the link in the message that contains this part."""
        link = self.page.locator(f".panel a[href*='{part}']").first
        with self.page.expect_navigation():
            link.click()
        self.look()

    def type_card(self, number: str) -> None:
        """Fill in the processor's page and press its button."""
        assert self.page.url.startswith(self.site.sandbox_origin), self.page.url
        self.page.fill("[name=number]", number)
        self.page.fill("[name=expiry]", "12/34")
        self.page.fill("[name=cvc]", "123")
        self.press("button[type=submit]")

    def at(self, pattern: str) -> None:
        """The address of the page ends like this."""
        path = urlsplit(self.page.url).path
        assert re.search(pattern, path), f"{path} is not {pattern}"

    def close(self) -> None:
        """Close the window, after a last look at what it met."""
        self.context.close()
        self.check()
