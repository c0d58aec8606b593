"""One running site and one browser for all journeys of a test process."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.browsing import DESKTOP, OPTIONS, PHONE, Visitor, system_browser
from tests.journeys.site import Site

LANGUAGES = ("en", "es")


@pytest.fixture(scope="session")
def running_site(worker_id: str) -> Iterator[Site]:
    """The demonstration, running; ended however the tests end."""
    site = Site(
        server_url=os.environ["DATABASE_URL"], database=f"journey_{worker_id}_{os.getpid()}"
    )
    try:
        site.make()
        site.start()
        yield site
    finally:
        site.stop()


@pytest.fixture
def site(running_site: Site) -> Iterator[Site]:
    """The running site, none of whose processes may crash under the test."""
    before = len(running_site.faults_said())
    yield running_site
    assert running_site.faults_said()[before:] == []


@pytest.fixture
def rows(site: Site, django_db_blocker: Any) -> Callable[[], Any]:
    """`with rows(): …` works on the site's database by models and factories."""
    return lambda: site.rows(django_db_blocker)


# Not for the session: its event loop would stand on the thread of other tests.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """A real Chromium that can reach nothing but this machine."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=system_browser(),
            args=[*OPTIONS, "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost"],
        )
        yield browser
        browser.close()


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    """Each journey is made in each language."""
    return str(request.param)


@pytest.fixture
def arrive(browser: Browser, site: Site) -> Iterator[Callable[..., Visitor]]:
    """A new person with a new browser: English at a desk, Spanish on a phone."""
    visitors: list[Visitor] = []

    def arrived(language: str, **options: Any) -> Visitor:
        view = options.pop("view", PHONE if language == "es" else DESKTOP)
        visitors.append(Visitor(browser, site, language=language, view=view, **options))
        return visitors[-1]

    yield arrived
    for visitor in visitors:
        visitor.close()
