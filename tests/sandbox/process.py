"""A real sandbox process for tests, with a database of its own on the tests' server.

Use it anywhere by `from tests.sandbox.process import sandbox, sandbox_process` in a conftest.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
import pytest
import requests

from redress.pledges.processors.stripe_processor import StripeProcessor

ROOT = Path(__file__).resolve().parents[2]
KEY = "sk_test_sandbox"
SECRET = "whsec_sandbox"


def database_url_for(name: str) -> str:
    """The address of another database on the server of this test run."""
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))


@contextmanager
def own_database() -> Iterator[str]:
    """A database for one sandbox: emptying the test database must not wait for it, nor empty it."""
    name = f"test_sandbox_{os.getpid()}_{uuid4().hex[:6]}"
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            yield database_url_for(name)
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


class SandboxProcess:
    """One running `python -m redress.sandbox`, with what a test wants of it."""

    def __init__(self, database_url: str, *, webhook_url: str = "", rate_limit: int = 0) -> None:
        self._environ = os.environ | {
            "DATABASE_URL": database_url,
            "STRIPE_WEBHOOK_SECRET": SECRET,
            "REDRESS_SANDBOX_WEBHOOK_URL": webhook_url,
            "REDRESS_SANDBOX_RATE_LIMIT": str(rate_limit),
        }
        self.port = 0
        self.start("--migrate")

    def start(self, *options: str) -> None:
        """Start it (again, on the same port) and wait until it says that it is ready."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "redress.sandbox", "--port", str(self.port), *options],
            cwd=ROOT,
            env=self._environ,
            stdout=subprocess.PIPE,
            text=True,
        )
        line = self.process.stdout.readline()
        assert "ready on" in line, f"The sandbox did not start: {line!r}"
        self.port = int(line.rsplit(":", 1)[1])
        self.origin = f"http://localhost:{self.port}"
        self._http = requests.Session()
        self._http.trust_env = False
        self._http.headers["Authorization"] = f"Bearer {KEY}"

    def kill(self) -> None:
        """SIGKILL, as a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self._wait()

    def stop(self) -> int:
        """TERM, and its exit status."""
        self.process.terminate()
        return self._wait()

    def _wait(self) -> int:
        status = self.process.wait(10)
        self.process.stdout.close()
        self._http.close()
        return status

    def processor(self) -> StripeProcessor:
        """A client of its own, as another process would have."""
        return StripeProcessor(
            name="sandbox", api_key=KEY, webhook_secret=SECRET, api_base=self.origin
        )

    def call(self, verb: str, path: str, **options: object) -> requests.Response:
        """One plain call with the test key; redirects are not followed."""
        return self._http.request(
            verb, f"{self.origin}{path}", allow_redirects=False, timeout=15, **options
        )

    def order_fault(self, kind: str, endpoint: str = "*", **options: object) -> None:
        """`count`, `rate` and `milliseconds` as the guide has them."""
        body = {"kind": kind, "endpoint": endpoint, **options}
        answer = self.call("POST", "/_sandbox/faults", json=body)
        assert answer.status_code == 200, answer.text

    def forget_faults(self) -> None:
        self.call("DELETE", "/_sandbox/faults")

    def move_clock(self, seconds: int) -> None:
        """Set the sandbox's clock this far from the machine's."""
        answer = self.call("POST", "/_sandbox/clock", json={"offset_seconds": seconds})
        assert answer.status_code == 200, answer.text

    def record(self) -> dict:
        """Every payment that succeeded, by pledge."""
        return self.call("GET", "/_sandbox/record").json()["pledges"]

    def type_card(
        self, url: str, number: str = "4242424242424242", expiry: str = "12/34", cvc: str = "123"
    ) -> requests.Response:
        """Fill in the hosted card page as a person would."""
        path = url.removeprefix(self.origin)
        return self.call("POST", path, data={"number": number, "expiry": expiry, "cvc": cvc})

    def answer_bank(self, url: str, answer: str = "approve") -> requests.Response:
        """Press a button of the bank's page: `approve` or `fail`."""
        return self.call("POST", url.removeprefix(self.origin), data={"answer": answer})


@pytest.fixture(scope="session")
def sandbox_process() -> Iterator[SandboxProcess]:
    """The one process of this test run."""
    with own_database() as url:
        process = SandboxProcess(url)
        yield process
        process.stop()


@pytest.fixture
def sandbox(sandbox_process: SandboxProcess, settings) -> Iterator[SandboxProcess]:
    """The running sandbox without faults, with Django's settings pointing at it."""
    settings.PROCESSOR = "sandbox"
    settings.PROCESSOR_API_BASE = sandbox_process.origin
    settings.PROCESSOR_API_KEY = KEY
    settings.PROCESSOR_WEBHOOK_SECRET = SECRET
    yield sandbox_process
    sandbox_process.forget_faults()
    sandbox_process.move_clock(0)
