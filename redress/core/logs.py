"""Logs with an allow-list of fields: no bodies, no query strings, no addresses of people."""

import json
import logging

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


class Formatter(logging.Formatter):
    """One JSON object a line, with the level, the logger, the message and allowed fields."""

    def format(self, record: logging.LogRecord) -> str:
        """Write the line; a traceback is kept, since it is what mends the fault."""
        line = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {name: record.__dict__[name] for name in _ALLOWED if name in record.__dict__}
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)
