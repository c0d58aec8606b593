"""Run the demonstration here: everything is started, and everything is stopped again."""

import os
import sys

from redress.core.database import DatabaseUnavailable
from redress.launch.starting import Launch, say


def main() -> int:
    """Run until asked to stop; gives the exit code."""
    if os.environ.get("REDRESS_MODE", "demonstration") == "production":
        say("This starts the demonstration. How to run in production: docs/guide/hosting.md")
        return 1
    try:
        return Launch(environment={**os.environ}).run()
    except DatabaseUnavailable as error:
        say(str(error))
        return 1


if __name__ == "__main__":
    sys.exit(main())
