"""Every public page, in both languages, narrow and wide, light and dark: sound for all."""

import pytest

from redress.demonstration.content import CAMPAIGNS, children, placeholders, report_cards

pytestmark = pytest.mark.journey
WIDTHS = ((1280, 800), (320, 640))
SCHEMES = ("light", "dark")
NOT_LISTED = (report_cards.CAMPAIGN, placeholders.CAMPAIGN)
LEAD = children.CAMPAIGN.slug
PAGES = (
    "/",
    "/campaigns/",
    "/campaigns/?area=housing",
    *(f"/c/{text.slug}/" for text in CAMPAIGNS if text not in NOT_LISTED),
    f"/c/{LEAD}/petition/",
    f"/c/{LEAD}/supporters/",
    f"/c/{LEAD}/support/",
    f"/c/{LEAD}/inbox/",
    "/accounts/login/",
    "/dev/mail/",
)


class TestEveryPage:
    @pytest.mark.parametrize("path", PAGES)
    def test_is_sound_in_each_width_and_scheme(self, arrive, language, path):
        visitor = arrive(language, view={"width": 1280, "height": 800})
        visitor.page.goto(visitor.address(path))

        for width, height in WIDTHS:
            visitor.page.set_viewport_size({"width": width, "height": height})
            for scheme in SCHEMES:
                visitor.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                visitor.look()

    def test_says_that_it_is_a_demonstration(self, arrive, language):
        visitor = arrive(language)
        visitor.go("/")

        word = "Demonstration" if language == "en" else "Demostración"
        assert word in visitor.page.inner_text(".demo-line")


class TestAppearance:
    def test_a_choice_of_dark_stays_on_the_next_page(self, arrive):
        visitor = arrive("en", color_scheme="light")
        visitor.go("/")
        light = visitor.page.evaluate("() => getComputedStyle(document.body).backgroundColor")

        visitor.page.click("[data-theme-choice] button[value=dark]")
        visitor.go("/campaigns/")
        dark = visitor.page.evaluate("() => getComputedStyle(document.body).backgroundColor")

        assert light != dark
