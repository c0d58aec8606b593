"""All settings, from the environment alone; nonsense stops the start with a sentence.

Every name is explained in docs/guide/settings.md, and a test holds the two together.
"""

from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from environs import Env

from redress.core.database.url import database_options, embedded_url
from redress.core.environment import read_secret

env = Env()
BASE_DIR = Path(__file__).resolve().parent.parent

# --- which installation is this -------------------------------------------------------------

MODE = env.str("REDRESS_MODE", "demonstration")
if MODE not in {"demonstration", "production", "test"}:
    raise ImproperlyConfigured(
        f"REDRESS_MODE is {MODE!r}; it must be demonstration, production or test."
    )
PRODUCTION = MODE == "production"
DEBUG = env.bool("REDRESS_DEBUG", False)
DEFAULT_SECRET_KEY = "not-secret-and-refused-in-production-demonstration-only"  # noqa: S105
SECRET_KEY = read_secret(env, "REDRESS_SECRET_KEY", DEFAULT_SECRET_KEY)
# what they signed and sealed still opens; new things are signed and sealed by SECRET_KEY alone
SECRET_KEY_FALLBACKS = read_secret(env, "REDRESS_OLD_SECRET_KEYS", "").split()
SITE_NAME = env.str("REDRESS_SITE_NAME", "Redress")
SITE_URL = env.str("REDRESS_SITE_URL", f"http://localhost:{env.int('PORT', 8000)}").rstrip("/")
CLOCK_OFFSET_SECONDS = env.int("REDRESS_CLOCK_OFFSET", 0)
DEMONSTRATION = MODE == "demonstration"
DEMONSTRATION_MINUTES = env.int("REDRESS_DEMONSTRATION_MINUTES", 20)
VAR_DIR = Path(env.str("REDRESS_VAR_DIR", str(BASE_DIR / "var")))

_site = urlsplit(SITE_URL)
if _site.scheme not in {"http", "https"} or not _site.hostname:
    raise ImproperlyConfigured(
        f"REDRESS_SITE_URL is {SITE_URL!r}; it must be a full address such as https://example.org."
    )
ALLOWED_HOSTS = env.list("REDRESS_ALLOWED_HOSTS", [_site.hostname])
if not PRODUCTION:
    ALLOWED_HOSTS = [*ALLOWED_HOSTS, "localhost", "127.0.0.1", "[::1]"]

# --- the parts ------------------------------------------------------------------------------

PROCESSOR = env.str("REDRESS_PROCESSOR", "stripe" if PRODUCTION else "sandbox")
if PROCESSOR not in {"stripe", "sandbox"}:
    raise ImproperlyConfigured(f"REDRESS_PROCESSOR is {PROCESSOR!r}; it must be stripe or sandbox.")

INSTALLED_APPS = [
    "redress.core",
    "redress.accounts",
    "redress.ledger",
    "redress.agencies",
    "redress.campaigns",
    "redress.supporters",
    "redress.pledges",
    "redress.petitions",
    "redress.actions",
    "redress.stories",
    "redress.updates",
    "redress.publishing",
    "redress.web",
    "redress.demonstration",
    "redress.launch",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",  # full text search; no extension of the server
    "django.contrib.staticfiles",
]
if PROCESSOR == "sandbox":
    INSTALLED_APPS.append("redress.sandbox")

MIDDLEWARE = [
    "redress.web.headers.SecurityHeadersMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",  # outside all that may answer
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "redress.web.staticfiles.StaticFilesMiddleware",
    "redress.web.language.LanguageFromAddressMiddleware",
    "redress.web.origin.OriginMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "redress.web.urls"
WSGI_APPLICATION = "redress.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "redress.web.context.site",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

# --- database and jobs ----------------------------------------------------------------------

DATABASE_URL = read_secret(env, "DATABASE_URL", "") or embedded_url(VAR_DIR)
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        **database_options(DATABASE_URL),
        "CONN_HEALTH_CHECKS": True,
        "CONN_MAX_AGE": 0 if MODE == "test" else 600,
        "TEST": {"NAME": env.str("REDRESS_TEST_DB", "test_redress")},
    }
}
_options = DATABASES["default"].setdefault("OPTIONS", {})
_options["options"] = f"-c redress.clock_offset={CLOCK_OFFSET_SECONDS}"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# the limits of signing in are counted here, by all processes together
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""
# a task is the last function of the module that owns the work
PROCRASTINATE_IMPORT_PATHS = [
    "redress.pledges.charging",
    "redress.pledges.settlement",
    "redress.pledges.processor_events",
    "redress.pledges.reconciling",
    "redress.pledges.releasing",
    "redress.petitions.rendering",
    "redress.core.rescuing",
    "redress.core.pictures.storing",
    "redress.core.pictures.sweeping",
    "redress.accounts.forgetting",
    "redress.campaigns.beginning",
    "redress.publishing.links",
]

# --- people ---------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "redress.web.account.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 300
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# "key" is the address, or the account; codes that a signed-in person asks for count as well
# tries that one network has in five minutes; a demonstration has one network for all
LOGINS_PER_NETWORK = env.int("REDRESS_LOGINS_PER_NETWORK", 3000 if DEMONSTRATION else 30)
ACCOUNT_RATE_LIMITS = {
    "request_login_code": f"{LOGINS_PER_NETWORK}/5m/ip,5/5m/key,20/d/key",
    "login_failed": f"{LOGINS_PER_NETWORK}/5m/ip,5/5m/key",
    # forms that are kept for a browser whose session is over: anybody may claim to be one
    "keep_form": "20/h/ip",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.bool("REDRESS_BEHIND_PROXY", False) else 0
MFA_ADAPTER = "redress.web.account.factor_adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_TOLERANCE = 1  # one step of 30 s either way: telephones' clocks differ
MFA_TOTP_ISSUER = SITE_NAME
LOGIN_URL = "account_request_login_code"
LOGIN_REDIRECT_URL = "account_home"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"

# --- language, time, files ------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_ROOT = Path(env.str("REDRESS_MEDIA_DIR", str(VAR_DIR / "media")))
MEDIA_URL = "/media/"
FONT_PATHS: list[str] = env.list("REDRESS_FONT_PATHS", [])  # more scripts for the PDFs
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # hashed names exist only where `collectstatic` ran, which `make run` does without
    "staticfiles": {
        "BACKEND": "redress.web.staticfiles.HashedStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG or MODE == "test"  # tests collect no files
WHITENOISE_ALLOW_ALL_ORIGINS = False

# whether the pre-flight asks the links of a campaign; a demonstration asks nobody
CHECK_LINKS = env.bool("REDRESS_CHECK_LINKS", PRODUCTION)

# --- mail -----------------------------------------------------------------------------------

MAIL_FROM = env.str("REDRESS_MAIL_FROM", f"{SITE_NAME} <hello@{_site.hostname}>")
DEFAULT_FROM_EMAIL = MAIL_FROM
SERVER_EMAIL = MAIL_FROM
MAIL_HOST = env.str("REDRESS_MAIL_HOST", "")
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": MAIL_HOST,
            "port": env.int("REDRESS_MAIL_PORT", 587),
            "username": env.str("REDRESS_MAIL_USER", ""),
            "password": read_secret(env, "REDRESS_MAIL_PASSWORD", ""),
            "use_tls": env.bool("REDRESS_MAIL_TLS", True),
            "timeout": 10,  # Django's default waits for ever on a silent server
        },
    }
    if MAIL_HOST
    else {"BACKEND": "redress.core.mailbox.MailboxBackend"}
}
SHOW_MAILBOX = not PRODUCTION and not MAIL_HOST

# --- money ----------------------------------------------------------------------------------

SANDBOX_PORT = env.int("REDRESS_SANDBOX_PORT", 8010)
SANDBOX_ORIGIN = f"http://localhost:{SANDBOX_PORT}"
PROCESSOR_API_BASE = SANDBOX_ORIGIN if PROCESSOR == "sandbox" else None
PROCESSOR_API_KEY = read_secret(
    env, "STRIPE_API_KEY", "sk_test_sandbox" if PROCESSOR == "sandbox" else ""
)
PROCESSOR_WEBHOOK_SECRET = read_secret(
    env, "STRIPE_WEBHOOK_SECRET", "whsec_sandbox" if PROCESSOR == "sandbox" else ""
)
PROCESSOR_ORIGIN = SANDBOX_ORIGIN if PROCESSOR == "sandbox" else "https://checkout.stripe.com"
CHARGES_PER_SECOND = env.float("REDRESS_CHARGES_PER_SECOND", 20.0)
# card pages that one network may open in 24 hours; a demonstration has one network for all
CARDS_PER_NETWORK = env.int("REDRESS_CARDS_PER_NETWORK", 5 if PRODUCTION else 500)
WORKER_CONCURRENCY = env.int("REDRESS_WORKER_CONCURRENCY", 8)

# --- safety ---------------------------------------------------------------------------------

SESSION_ENGINE = "redress.accounts.sessions"
SESSION_COOKIE_NAME = "__Host-session"
SESSION_COOKIE_SECURE = True  # browsers treat http://localhost as secure
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "redress.web.errors.forbidden_origin"
SECURE_REFERRER_POLICY = "same-origin"  # no-referrer makes browsers send Origin: null on a POST
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 63_072_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
X_FRAME_OPTIONS = "DENY"
if env.bool("REDRESS_BEHIND_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    USE_X_FORWARDED_FOR = True
else:
    USE_X_FORWARDED_FOR = False
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "manifest-src": [CSP.SELF],
    "require-trusted-types-for": ["'script'"],
    "trusted-types": [CSP.NONE],
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
DATA_UPLOAD_MAX_NUMBER_FILES = 5
FILE_UPLOAD_HANDLERS = ["redress.web.uploads.BoundedUploadHandler"]
UPLOAD_DIR = VAR_DIR / "uploads"  # files without a name while a request reads them

# --- logs -----------------------------------------------------------------------------------

LOG_LEVEL = env.str("REDRESS_LOG_LEVEL", "INFO" if PRODUCTION else "WARNING")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "redress.core.logs.Formatter"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "plain"},
        "none": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    # anybody can forge a host; the answer 400 says enough, and no log is filled with tracebacks
    "loggers": {"django.security.DisallowedHost": {"handlers": ["none"], "propagate": False}},
}

# --- production refuses to start half-made --------------------------------------------------

if PRODUCTION:
    _wrong = [
        sentence
        for is_wrong, sentence in [
            (DEBUG, "REDRESS_DEBUG is on."),
            (SECRET_KEY == DEFAULT_SECRET_KEY, "REDRESS_SECRET_KEY is not set."),
            (len(SECRET_KEY) < 50, "REDRESS_SECRET_KEY is shorter than 50 characters."),
            (PROCESSOR == "sandbox", "REDRESS_PROCESSOR is the sandbox, which moves no money."),
            (
                PROCESSOR == "stripe" and not PROCESSOR_API_KEY,
                "STRIPE_API_KEY is not set.",
            ),
            (
                PROCESSOR == "stripe" and not PROCESSOR_WEBHOOK_SECRET,
                "STRIPE_WEBHOOK_SECRET is not set.",
            ),
            (not MAIL_HOST, "REDRESS_MAIL_HOST is not set: no message could be sent."),
            (CLOCK_OFFSET_SECONDS != 0, "REDRESS_CLOCK_OFFSET is set; only tests may move time."),
            (_site.scheme != "https", "REDRESS_SITE_URL does not begin with https://."),
            (
                not env.str("DATABASE_URL", "")
                and not env.str("DATABASE_URL_FILE", "")
                and not env.bool("REDRESS_ALLOW_EMBEDDED_DATABASE", False),
                (
                    "DATABASE_URL is not set (REDRESS_ALLOW_EMBEDDED_DATABASE=1 accepts the"
                    " embedded server)."
                ),
            ),
        ]
        if is_wrong
    ]
    if _wrong:
        raise ImproperlyConfigured("This cannot run in production: " + " ".join(_wrong))
