"""The press part of a draft: what is written is read, and what it lacks."""

from datetime import date

import pytest

from redress.campaigns.parts import PARTS, Progress
from redress.campaigns.parts.press import PRESS, lacks_at
from tests.conftest import NOW
from tests.factories.campaigns import DraftFactory

pytestmark = pytest.mark.django_db
ARTICLE = {
    "outlet": "Valley Radio",
    "headline": "Clinicians ask for one changed sentence",
    "language": "en",
    "url": "https://example.org/radio",
    "published_on": "2026-11-12",
}


def lacking(**changes) -> list[str]:
    return [lack.field for lack in lacks_at({"articles": [ARTICLE | changes]}, NOW)]


class TestPress:
    def test_reads_what_was_written_in_the_order_of_the_form(self):
        draft = DraftFactory()
        data = {
            "articles": [
                ARTICLE | {"published_on": "2026-11-01"},
                ARTICLE | {"published_on": None, "headline": ""},
                ARTICLE | {"language": "es"},
            ]
        }

        for _time in range(2):
            PRESS.write(draft, data)

        assert PRESS.read(type(draft).objects.get(pk=draft.pk)) == data

    def test_shows_the_newest_first_and_those_without_a_day_last(self):
        draft = DraftFactory()
        days = ["2026-11-01", None, "2026-11-12"]

        PRESS.write(draft, {"articles": [ARTICLE | {"published_on": day} for day in days]})

        shown = [row.published_on for row in draft.press.all()]
        assert shown == [date(2026, 11, 12), date(2026, 11, 1), None]

    @pytest.mark.parametrize("field", ["outlet", "headline", "url", "published_on"])
    def test_lacks_what_is_not_written(self, field):
        assert lacking(**{field: ""}) == [f"articles-0-{field}"]

    @pytest.mark.parametrize(
        ("day", "lacks"),
        [("2026-11-20", []), ("2026-11-21", []), ("2026-11-22", ["articles-0-published_on"])],
    )
    def test_lacks_a_day_that_has_come(self, day, lacks):
        assert lacking(published_on=day) == lacks

    def test_is_not_begun_without_articles_and_ready_with_a_whole_one(self):
        assert PRESS.progress({"articles": []}) == Progress.EMPTY
        assert PRESS.progress({"articles": [ARTICLE]}) == Progress.READY
        assert PARTS["press"] is PRESS
