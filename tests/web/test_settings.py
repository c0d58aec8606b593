"""Production starts only when it is complete, has nothing to warn of, and every name is written up."""

import re
import subprocess
import sys

import pytest

from tests.web.production import COMPLETE, ROOT, environment

PAGE = ROOT / "docs" / "guide" / "settings.md"


def run(*arguments, **changes):
    return subprocess.run(
        [sys.executable, *arguments],
        env=environment(**changes),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def load(**changes):
    return run("-c", "import redress.settings as s; print(s.MODE)", **changes)


def last_line(done):
    return done.stderr.strip().splitlines()[-1]


class TestProduction:
    def test_starts_when_it_is_complete(self):
        done = load()

        assert (done.returncode, done.stdout, done.stderr) == (0, "production\n", "")

    def test_has_nothing_to_warn_of(self):
        done = run("manage.py", "check", "--deploy", "--fail-level", "DEBUG")

        assert done.returncode == 0, done.stderr
        assert done.stdout == "System check identified no issues (0 silenced).\n"

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"REDRESS_DEBUG": "1"}, "REDRESS_DEBUG is on."),
            ({"REDRESS_SECRET_KEY": None}, "REDRESS_SECRET_KEY is not set."),
            ({"REDRESS_SECRET_KEY": "x" * 49}, "REDRESS_SECRET_KEY is shorter than 50 characters."),
            (
                {"REDRESS_PROCESSOR": "sandbox"},
                "REDRESS_PROCESSOR is the sandbox, which moves no money.",
            ),
            ({"STRIPE_API_KEY": None}, "STRIPE_API_KEY is not set."),
            ({"STRIPE_WEBHOOK_SECRET": None}, "STRIPE_WEBHOOK_SECRET is not set."),
            (
                {"REDRESS_MAIL_HOST": None},
                "REDRESS_MAIL_HOST is not set: no message could be sent.",
            ),
            (
                {"REDRESS_CLOCK_OFFSET": "1"},
                "REDRESS_CLOCK_OFFSET is set; only tests may move time.",
            ),
            (
                {"REDRESS_SITE_URL": "http://redress.example.org"},
                "REDRESS_SITE_URL does not begin with https://.",
            ),
            (
                {"DATABASE_URL": None},
                (
                    "DATABASE_URL is not set (REDRESS_ALLOW_EMBEDDED_DATABASE=1 accepts the"
                    " embedded server)."
                ),
            ),
        ],
    )
    def test_refuses_to_start_half_made(self, changes, sentence):
        done = load(**changes)

        assert done.returncode == 1
        assert last_line(done) == (
            "django.core.exceptions.ImproperlyConfigured:"
            f" This cannot run in production: {sentence}"
        )

    def test_names_everything_that_is_wrong_at_once(self):
        done = load(STRIPE_API_KEY=None, REDRESS_MAIL_HOST=None, DATABASE_URL=None)

        assert last_line(done).count(" is not set") == 3

    def test_accepts_the_embedded_database_when_told(self):
        done = load(DATABASE_URL=None, REDRESS_ALLOW_EMBEDDED_DATABASE="1")

        assert done.returncode == 0, done.stderr

    def test_reads_secrets_from_files(self, tmp_path):
        secret = tmp_path / "key"
        secret.write_text(COMPLETE["REDRESS_SECRET_KEY"] + "\n")
        program = "import redress.settings as s; print(len(s.SECRET_KEY))"

        done = run("-c", program, REDRESS_SECRET_KEY=None, REDRESS_SECRET_KEY_FILE=str(secret))

        assert done.stdout == f"{len(COMPLETE['REDRESS_SECRET_KEY'])}\n"

    def test_refuses_a_secret_that_is_given_twice(self, tmp_path):
        done = load(STRIPE_API_KEY_FILE=str(tmp_path / "key"))

        assert last_line(done) == (
            "ValueError: STRIPE_API_KEY and STRIPE_API_KEY_FILE are both set; keep one."
        )


class TestNonsense:
    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"REDRESS_MODE": "prod"}, "REDRESS_MODE is 'prod'; it must be"),
            ({"REDRESS_PROCESSOR": "paypal"}, "REDRESS_PROCESSOR is 'paypal'; it must be"),
            ({"REDRESS_SITE_URL": "redress.example.org"}, "REDRESS_SITE_URL is 'redress.example"),
            ({"REDRESS_MAIL_PORT": "often"}, "REDRESS_MAIL_PORT"),
            ({"REDRESS_DEBUG": "perhaps"}, "REDRESS_DEBUG"),
            ({"REDRESS_CHARGES_PER_SECOND": "fast"}, "REDRESS_CHARGES_PER_SECOND"),
            ({"DATABASE_URL": "mysql://localhost/redress"}, "DATABASE_URL must start with"),
        ],
    )
    def test_stops_the_start_and_names_the_setting(self, changes, said):
        done = load(**changes)

        assert done.returncode == 1
        assert said in last_line(done)


class TestSettingsPage:
    def test_writes_up_every_name_and_no_other(self):
        sources = [
            *sorted((ROOT / "redress").rglob("*.py")),
            ROOT / "bootstrap.sh",
            ROOT / "Makefile",
        ]
        code = "\n".join(path.read_text() for path in sources)
        quoted = set(re.findall(r"""["'$({]((?:REDRESS|STRIPE)_[A-Z_]*[A-Z])\b""", code))
        used = {name.removesuffix("_FILE") for name in quoted} | {
            "DATABASE_URL",
            "PORT",
            "NO_BROWSER",
        }

        written = set(re.findall(r"^\| `([A-Z_]+)`", PAGE.read_text(), flags=re.MULTILINE))
        assert written == used
