"""Choosing a picture and its focal point in a real browser, by pointer and by keyboard."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from redress.campaigns.models import Campaign
from redress.core.pictures import storing
from tests.factories.campaigns import DraftFactory, owner_of
from tests.journeys.browsing import AXE, DESKTOP, PHONE, RUN_AXE
from tests.journeys.site import until
from tests.samples.pictures import CORPUS, exif, photo, saved
from tests.web.entering import enter

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module", autouse=True)
def _beside_an_event_loop() -> Iterator[None]:
    """Playwright keeps an event loop on this thread, which nothing here waits for."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield


@pytest.fixture
def campaign(settings, tmp_path) -> Campaign:
    """A draft whose pictures lie in the test's own folder."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.UPLOAD_DIR = tmp_path / "uploads"
    return DraftFactory()


@pytest.fixture
def desk(browser: Browser, campaign, live_server) -> Iterator[Callable[..., Page]]:
    """Open the owner's page of the picture; fails at the end on any complaint of the browser."""
    cookies = enter(Client(), owner_of(campaign)).cookies
    complaints: list[str] = []
    contexts = []

    def opened(*, prefix: str = "", view=DESKTOP, scripts: bool = True) -> Page:
        context = browser.new_context(viewport=view, java_script_enabled=scripts)
        contexts.append(context)
        context.on(
            "console",
            lambda message: (
                complaints.append(message.text) if message.type in {"error", "warning"} else None
            ),
        )
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        context.add_cookies(
            [
                {
                    "name": name,
                    "value": cookie.value,
                    "domain": "localhost",
                    "path": "/",
                    "secure": True,
                    "httpOnly": True,
                    "sameSite": "Lax",
                }
                for name, cookie in cookies.items()
            ]
        )
        page = context.new_page()
        page.goto(f"{live_server.url}{prefix}/studio/{campaign.number}/parts/picture/")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [one for one in complaints if "status of 422" not in one] == []


def give(page: Page, name: str, body: bytes) -> None:
    """Choose a file, confirm, and save by the button."""
    page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "image/jpeg", "buffer": body}
    )
    page.locator("[name=people_confirmed]").check()
    with page.expect_navigation():
        page.locator("[data-save]").press("Enter")


def large() -> bytes:
    """A photograph of a telephone that tells all about itself."""
    return saved(photo((1_800, 1_350)), "JPEG", quality=85, exif=exif())


class TestPlacing:
    @pytest.mark.parametrize(("prefix", "view"), [("", DESKTOP), ("/es", PHONE)])
    def test_is_done_by_pointer_and_by_keyboard(self, prefix, view, desk, campaign):
        page = desk(prefix=prefix, view=view)
        give(page, "kite.jpg", large())

        whole = page.locator("[data-focal-whole]")
        box = whole.bounding_box()
        assert box is not None
        whole.click(position={"x": box["width"] * 0.25, "y": box["height"] * 0.1})
        across, down = page.locator("[name=focal_x]"), page.locator("[name=focal_y]")
        expect(across).to_have_value("25")
        expect(down).to_have_value("10")
        across.press("ArrowRight")
        expect(across).to_have_value("26")
        mark = page.locator("[data-focal-mark]")
        assert mark.evaluate("mark => [mark.style.left, mark.style.top]") == ["26%", "10%"]
        shown = page.locator("[data-focal-cut] img")
        assert shown.evaluate("image => image.style.objectPosition") == "50% 0%"
        assert page.evaluate("document.documentElement.scrollWidth") == view["width"]
        page.evaluate(AXE)
        assert page.evaluate(RUN_AXE) == []
        page.locator("[data-save]").press("Enter")  # without a file the page saves by its script

        placed = Campaign.objects.filter(pk=campaign.pk, focal_x=26, focal_y=10)
        until(placed.exists, "the focal point is saved")
        campaign.refresh_from_db()
        cut = campaign.picture.cuts.get(focal_x=26, focal_y=10)
        assert storing.make_cut(cut.pk) is True

    def test_works_without_scripts(self, desk, campaign):
        page = desk(scripts=False)
        give(page, "kite.jpg", large())

        assert page.locator("[data-focal-whole] img").is_visible()
        assert not page.locator("[data-focal-mark]").is_visible()
        page.locator("[name=focal_x]").press("ArrowLeft")
        with page.expect_navigation():
            page.locator("[data-save]").press("Enter")

        campaign.refresh_from_db()
        assert (campaign.focal_x, campaign.focal_y) == (49, 50)

    def test_refuses_kindly_and_keeps_what_was_typed(self, desk, campaign):
        page = desk()
        page.locator("[name=hero_credit]").fill("Ana Ruiz, El Paso")

        give(page, "telephone.heic", CORPUS["telephone.heic"].make())

        expect(page.locator("#errors")).to_contain_text("HEIC")
        expect(page.locator("[name=hero_credit]")).to_have_value("Ana Ruiz, El Paso")
        campaign.refresh_from_db()
        assert campaign.picture is None
