"""`python -m redress.sandbox`: run the sandbox processor until told to stop."""

import argparse
import os
import sys

import django


def main() -> int:
    """Serve on the loopback address; TERM and Ctrl-C end it."""
    parser = argparse.ArgumentParser(prog="python -m redress.sandbox", description=__doc__)
    port = int(os.environ.get("REDRESS_SANDBOX_PORT", "8010"))
    parser.add_argument("--port", type=int, default=port, help="0 takes a free port")
    parser.add_argument("--migrate", action="store_true", help="make the tables first")
    chosen = parser.parse_args()
    # its own settings, whatever the surrounding process uses
    os.environ["DJANGO_SETTINGS_MODULE"] = "redress.sandbox.settings"
    django.setup(set_prefix=False)

    from redress.sandbox.running import run  # noqa: PLC0415 - models need the set-up above

    return run(port=chosen.port, migrate=chosen.migrate)


if __name__ == "__main__":
    sys.exit(main())
