"""An embedded PostgreSQL for machines where nobody has set one up; needs no Django.

`ensure()` starts the server or attaches to it, and gives an object with `.url` and `.stop()`;
the last owner's `.stop()` stops the server. `embedded_url()` names it without starting it.
"""

from redress.core.database.binaries import Binaries, DatabaseUnavailable, find_binaries
from redress.core.database.server import Running, ensure, is_in_use, release
from redress.core.database.url import database_options, embedded_url, is_named

__all__ = [
    "Binaries",
    "DatabaseUnavailable",
    "Running",
    "database_options",
    "embedded_url",
    "ensure",
    "find_binaries",
    "is_in_use",
    "is_named",
    "release",
]
