"""A line of the log says what happened, and nothing by which a person could be found."""

import json
import logging
import sys

import pytest

from redress.core.logs import Formatter, without_people

TOKEN = "176~PN5BmuXdYNY0UaOfYx3O6fBMf6aN5sJDMVPHuMhXKEs"


def line(message, *arguments, exc_info=None, **extra):
    record = logging.LogRecord("redress", logging.WARNING, "x.py", 1, message, arguments, exc_info)
    record.__dict__ |= extra
    return json.loads(Formatter().format(record))


class TestFormatter:
    def test_writes_one_object_with_the_allowed_fields(self):
        written = line("A charge was %s", "declined", pledge=7, attempt=2, status="declined")

        assert written.pop("at")
        assert written == {
            "level": "warning",
            "logger": "redress",
            "message": "A charge was declined",
            "pledge": 7,
            "attempt": 2,
            "status": "declined",
        }

    def test_leaves_out_every_other_field(self):
        written = line("x", email="ana@example.org", request="<WSGIRequest>", body="secret")

        assert set(written) == {"at", "level", "logger", "message"}

    def test_stays_on_one_line_and_keeps_the_traceback(self):
        try:
            int("two\nlines of ana@example.org")
        except ValueError:
            text = Formatter().format(
                logging.LogRecord("x", logging.ERROR, "x.py", 1, "a\nb", (), sys.exc_info())
            )

        assert "\n" not in text
        assert "ValueError: invalid literal" in json.loads(text)["traceback"]
        assert "ana@" not in text


class TestWithoutPeople:
    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            (f"Not Found: /mine/{TOKEN}/pledge/", "Not Found: /mine/…/pledge/"),
            (f"Forbidden: /es/confirm/{TOKEN}/", "Forbidden: /es/confirm/…/"),
            (f'GET "/card/{TOKEN}"', 'GET "/card/…"'),
            ("Refused: ana.ruiz+x@example.org", "Refused: …@…"),
            ("to <ana@example.org>, 'luis@x.org'", "to <…@…>, '…@…'"),
            ("/campaigns/?to=ana&area=health is slow", "/campaigns/?… is slow"),
            (
                "DETAIL:  Key (email_canonical)=(ana at example) already exists.",
                "DETAIL:  …",
            ),
            ("Campaign RDS-2026-0147 decided in 0.2 s", "Campaign RDS-2026-0147 decided in 0.2 s"),
        ],
    )
    def test_takes_out_what_leads_to_a_person(self, text, shown):
        assert without_people(text) == shown
