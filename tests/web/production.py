"""The environment of a production installation, for processes that tests start."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COMPLETE = {
    "REDRESS_MODE": "production",
    "REDRESS_SECRET_KEY": "6dUYcWq0t0c8b2vS9kZpJr4LxGmE1nHa-Bf7Ty3Qo5RiVsK_uX",
    "REDRESS_SITE_URL": "https://redress.example.org",
    "REDRESS_MAIL_HOST": "mail.example.org",
    "REDRESS_MAIL_PASSWORD": "invented",
    "STRIPE_API_KEY": "sk_live_invented",
    "STRIPE_WEBHOOK_SECRET": "whsec_invented",
    "DATABASE_URL": "postgresql://redress@localhost/redress",
    "DJANGO_SETTINGS_MODULE": "redress.settings",
}


def environment(**changes: str | None) -> dict[str, str]:
    """What a process needs to find Python, and a complete production; None removes a name."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    merged: dict[str, str | None] = {**COMPLETE, **changes}
    python = {"PYTHONWARNINGS": "error", "VIRTUAL_ENV": sys.prefix}
    return kept | python | {name: value for name, value in merged.items() if value is not None}
