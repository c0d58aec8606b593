"""The real launcher over small stand-ins for the site's processes; run by test_starting.py."""

import sys
from pathlib import Path

from redress.launch import starting, supervising
from redress.launch.__main__ import main

CHILD = """
import os, pathlib, signal, subprocess, sys, time
folder, name, manner = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
with open(folder / "pids", "a") as file:
    print(name, os.getpid(), file=file, flush=True)
if manner == "dies":
    sys.exit(3)
if manner == "deaf":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
if manner == "web":
    inner = subprocess.Popen(["sleep", "600"])
    with open(folder / "pids", "a") as file:
        print("inner", inner.pid, file=file, flush=True)
    import http.server
    class Ready(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200); self.end_headers()
        def log_message(self, *words): pass
    http.server.HTTPServer(("127.0.0.1", int(sys.argv[4])), Ready).serve_forever()
while True:
    time.sleep(1)
"""


def stand_ins(*, port: int, sandbox_port: int) -> dict[str, list[str]]:
    start = [sys.executable, "-c", CHILD, folder]
    return {
        starting.SANDBOX: [*start, "sandbox", "calm", str(sandbox_port)],
        "the worker": [*start, "worker", manner],
        "the web": [*start, "web", "web", str(port)],
    }


def guide(_launch: starting.Launch) -> str:
    Path(folder, "prepared").touch()
    return "Log in as ana@example.org."


folder, manner = sys.argv[1:]
supervising.PATIENCE = 1.0
starting.commands = stand_ins
starting.Launch._prepare = guide
sys.exit(main())
