"""Joining without a mouse, and joining and pledging without JavaScript."""

from datetime import timedelta

import pytest

from tests.journeys.campaigns import open_campaign
from tests.journeys.supporting import GOOD, Person, pledge

pytestmark = pytest.mark.journey
MOST_STOPS = 120
FOCUSED = """() => {
    const one = document.activeElement;
    const box = one.getBoundingClientRect();
    const style = getComputedStyle(one);
    return {name: one.name || '', value: one.value || '', type: one.type || one.tagName,
            seen: box.width > 0 && box.height > 0,
            marked: style.outlineStyle !== 'none' || style.boxShadow !== 'none'
                    || one.type === 'radio' || one.type === 'checkbox'};
}"""


@pytest.fixture
def campaign(site, rows):
    """An open campaign in its seed phase."""
    with rows():
        return open_campaign(now=site.now(), ends_in=timedelta(days=7), goal_minor=60_000)


class TestKeyboard:
    def test_alone_is_enough_to_join(self, site, arrive, campaign, language):
        visitor = arrive(language)
        email = f"keys.{language}@example.org"
        visitor.go(f"/c/{campaign.address}/")
        keyboard = visitor.page.keyboard

        tier = self._tab_to(visitor, name="tier")
        while tier["value"] != "ally":
            keyboard.press("ArrowLeft" if tier["value"] != "champion" else "ArrowUp")
            tier = visitor.page.evaluate(FOCUSED)
        self._tab_to(visitor, name="name")
        keyboard.type("Ana Ruiz")
        self._tab_to(visitor, name="email")
        keyboard.type(email)
        self._tab_to(visitor, name="name_public")
        keyboard.press("Space")
        self._tab_to(visitor, type="submit")
        with visitor.page.expect_navigation():
            keyboard.press("Enter")
        visitor.at(r"/inbox/$")

        visitor.open_letter(
            email, "Please confirm: %(title)s", title=campaign.title.within(language)
        )
        visitor.follow_link("/confirm/")
        self._tab_to(visitor, value="confirm")
        with visitor.page.expect_navigation():
            keyboard.press("Enter")
        visitor.sees("Thank you, %(name)s. You count.", name="Ana Ruiz")
        shown = "SELECT name_shown FROM supporters_supporter WHERE email = %s"
        assert site.one(shown, email) == "full"

    def _tab_to(self, visitor, **wanted):
        """Press Tab until this control has the focus; every stop on the way can be seen."""
        for _ in range(MOST_STOPS):
            visitor.page.keyboard.press("Tab")
            focused = visitor.page.evaluate(FOCUSED)
            if focused["type"] != "BODY":
                assert focused["seen"], focused
                assert focused["marked"], focused
            if all(focused[key] == value for key, value in wanted.items()):
                return focused
        raise AssertionError(f"No key leads to {wanted}")


class TestNoJavaScript:
    def test_a_pledge_is_held(self, site, arrive, campaign, language):
        visitor = arrive(language, java_script_enabled=False)

        pledge(visitor, campaign, Person("Ana Ruiz", f"plain.{language}@example.org"), GOOD)

        held = "SELECT count(*) FROM pledges_pledge WHERE campaign_id = %s AND status = 'active'"
        assert site.one(held, campaign.pk) == 1
