"""Logs with an allow-list of fields: no bodies, no query strings, no addresses of people."""

import json
import logging
import re

_ALLOWED = (
    "event",
    "campaign",
    "pledge",
    "attempt",
    "task",
    "status",
    "seconds",
    "count",
    "reference",
)

# a signed link is a key to somebody's page, and a database tells whole rows in its errors
_KEYS = re.compile(r"/(confirm|mine|card)/[^/\s\"']+")
_ADDRESSES = re.compile(r"[^\s@<>(),;:\"'=\[\]{}]+@[^\s@<>(),;:\"'\[\]{}]+")
_ROWS = re.compile(r"(DETAIL:\s+).*")
_QUERIES = re.compile(r"\?[^\s\"']*=[^\s\"']*")


def without_people(text: str) -> str:
    """The text without signed links, e-mail addresses, query strings and rows of the database."""
    text = _KEYS.sub(r"/\1/…", text)
    text = _ROWS.sub(r"\1…", text)
    text = _QUERIES.sub("?…", text)
    return _ADDRESSES.sub("…@…", text)


class Formatter(logging.Formatter):
    """One JSON object a line, with the level, the logger, the message and allowed fields."""

    def format(self, record: logging.LogRecord) -> str:
        """Write the line; a traceback is kept, since it is what mends the fault."""
        line = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": without_people(record.getMessage()),
        }
        line |= {name: record.__dict__[name] for name in _ALLOWED if name in record.__dict__}
        if record.exc_info:
            line["traceback"] = without_people(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False, default=str)
