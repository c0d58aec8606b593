"""Child processes: start them, start them again when they die, stop them all together."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from redress.launch.guarding import Guardian, stop_groups

PATIENCE = 10.0  # seconds between asking all to stop and killing
RESTARTS = 5
WINDOW = 60.0  # seconds in which that many restarts are borne


class ChildKeepsDying(Exception):
    """A process ended so often that starting it again helps nobody."""


@dataclass
class Child:
    """One process that has to run for as long as the launcher does."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    restarts: list[float] = field(default_factory=list)


@dataclass
class Supervisor:
    """All children of one launcher."""

    guardian: Guardian
    environment: dict[str, str]
    say: Callable[[str], None]
    children: list[Child] = field(default_factory=list)

    def start(self, name: str, command: list[str]) -> None:
        """Start a process and keep it running."""
        child = Child(name=name, command=command)
        self.children.append(child)
        self._spawn(child)

    def look_after(self) -> None:
        """Start again whatever has died; raises ChildKeepsDying when that is no use."""
        for child in self.children:
            if child.process is None or (code := child.process.poll()) is None:
                continue
            self.guardian.forget(child.process.pid)
            now = time.monotonic()
            child.restarts = [at for at in child.restarts if at > now - WINDOW] + [now]
            why = f"by {signal.Signals(-code).name}" if code < 0 else f"with code {code}"
            if len(child.restarts) > RESTARTS:
                raise ChildKeepsDying(
                    f"{child.name} ended {len(child.restarts)} times within {WINDOW:.0f} seconds,"
                    f" last {why}. What it said is above."
                )
            self.say(f"{child.name} ended {why}; starting it again.")
            # Its own children may live on and hold its port.
            stop_groups([child.process.pid], patience=1.0)
            self._spawn(child)

    def stop(self) -> None:
        """Stop all children, the last started first asked; returns when none is left."""
        running = [c.process for c in reversed(self.children) if c.process is not None]
        for process in running:
            if process.poll() is None:
                process.terminate()
        give_up = time.monotonic() + PATIENCE
        for process in running:
            try:
                process.wait(timeout=max(0.0, give_up - time.monotonic()))
            except subprocess.TimeoutExpired:
                self.say(f"Process {process.pid} did not stop when asked and is killed.")
            # whatever the leader left behind
            stop_groups([process.pid], patience=0.5)
            process.wait()
            self.guardian.forget(process.pid)
        self.children.clear()

    def _spawn(self, child: Child) -> None:
        child.process = subprocess.Popen(
            child.command,
            stdin=subprocess.DEVNULL,
            env=os.environ | self.environment,
            start_new_session=True,  # Ctrl-C reaches us alone; we stop them in order
        )
        self.guardian.watch(child.process.pid)
