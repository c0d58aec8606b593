"""Settings of the sandbox's own process: its database, its address and nothing else."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from environs import Env

from redress.core.database.url import database_options, embedded_url
from redress.core.environment import read_secret

env = Env()
if env.str("REDRESS_MODE", "demonstration") == "production":
    raise ImproperlyConfigured("The sandbox moves no money and does not start in production.")

PRODUCTION = False
DEBUG = False
SECRET_KEY = "the-sandbox-signs-nothing-with-this"  # noqa: S105 - no session, no token, no form key
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
INSTALLED_APPS = ["redress.sandbox"]
MIDDLEWARE = ["redress.sandbox.headers.HeadersMiddleware"]
ROOT_URLCONF = "redress.sandbox.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"builtins": ["django.templatetags.i18n"]},
    }
]
DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        **database_options(read_secret(env, "DATABASE_URL", "") or embedded_url()),
        "CONN_MAX_AGE": 0,  # the pool keeps them open
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"NAME": env.str("REDRESS_TEST_DB", "test_redress")},
    }
}
# callers keep their connections to us open, so a thread must not keep one to the database
DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 16, "timeout": 20}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "en"
LOCALE_PATHS = [Path(__file__).resolve().parents[2] / "locale"]
LANGUAGES = [("en", "English"), ("es", "Español")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
DATA_UPLOAD_MAX_MEMORY_SIZE = 200_000
CLOCK_OFFSET_SECONDS = env.int("REDRESS_CLOCK_OFFSET", 0)

WEBHOOK_SECRET = read_secret(env, "STRIPE_WEBHOOK_SECRET", "whsec_sandbox")
_site = env.str("REDRESS_SITE_URL", f"http://localhost:{env.int('PORT', 8000)}").rstrip("/")
WEBHOOK_URL = env.str("REDRESS_SANDBOX_WEBHOOK_URL", f"{_site}/hooks/processor/")
RATE_LIMIT = env.int("REDRESS_SANDBOX_RATE_LIMIT", 0)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # a refused card is the daily work here, not news
    "loggers": {"django.server": {"level": "ERROR"}, "django.request": {"level": "CRITICAL"}},
}
