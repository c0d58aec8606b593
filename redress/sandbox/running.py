"""Running the sandbox: the server, the senders of webhooks, and an orderly end."""

import signal
import sys
import threading

from django.core.management import call_command
from django.core.wsgi import get_wsgi_application

from redress.sandbox import delivering, happening
from redress.sandbox.server import listen

SENDERS = 2


def run(*, port: int, migrate: bool) -> int:
    """Serve until TERM or Ctrl-C. A line on standard output says when it is ready."""
    if migrate:
        call_command("migrate", "sandbox", verbosity=0)
    delivering.release_claims()
    server = listen(get_wsgi_application(), port)
    stop = threading.Event()
    senders = [
        threading.Thread(target=delivering.keep_sending, args=(stop,), daemon=True)
        for _ in range(SENDERS)
    ]
    for sender in senders:
        sender.start()

    def end(_number: int, _frame: object) -> None:
        threading.Thread(target=server.shutdown, daemon=True).start()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    sys.stdout.write(f"Sandbox processor ready on http://localhost:{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever(poll_interval=0.1)
    stop.set()
    happening.wake.set()
    for sender in senders:
        sender.join(1)  # what is cut short is sent again after the next start
    server.server_close()
    return 0
