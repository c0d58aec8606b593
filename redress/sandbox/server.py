"""The sandbox's web server: threads, loopback alone, and able to hang up on a caller."""

import contextlib
import socket
from collections.abc import Callable, Iterable
from typing import Any

from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler

from redress.sandbox.serving import DROP

LOOPBACK = "127.0.0.1"
_CONNECTION = "sandbox.connection"

Environ = dict[str, Any]
StartResponse = Callable[..., Callable[[bytes], object]]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]


class Handler(WSGIRequestHandler):
    """Hands the connection on, for a fault that hangs up, and keeps the terminal quiet."""

    # head and body are sent apart; waiting for the other side in between costs 40 ms a call
    disable_nagle_algorithm = True

    def get_environ(self) -> Environ:
        """The environment with the connection in it."""
        environ: Environ = super().get_environ()
        environ[_CONNECTION] = self.connection
        return environ

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Say nothing of answered calls."""


class Server(ThreadedWSGIServer):
    """One thread per connection; nobody outside this machine can reach it."""

    request_queue_size = 128


def with_hanging_up(application: Application) -> Application:
    """Close the connection without a byte where an answer carries the drop header."""

    def wrapped(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            if any(name == DROP for name, _ in headers):
                with contextlib.suppress(OSError):
                    environ[_CONNECTION].shutdown(socket.SHUT_RDWR)
            return start_response(status, headers, *rest)

        return application(environ, start)

    return wrapped


def listen(application: Application, port: int) -> Server:
    """Open the port on the loopback address; port 0 takes a free one."""
    server = Server((LOOPBACK, port), Handler)
    server.set_app(with_hanging_up(application))
    return server
