"""Keeps processes running side by side: starts them, starts again what ended, ends all of them together."""

from __future__ import annotations

import ctypes
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NoReturn

from lestari.surface.cli.outcome import DONE, WRONG, complain

#: Seconds: between two looks, for an orderly end, until that is asked for again, and the life under which a start counts as failed.
LOOK, PATIENCE, AGAIN, SHORT_LIFE = 0.2, 10.0, 1.0, 5.0
#: So many failed starts in a row end the whole.
FAILURES = 5
_PR_SET_PDEATHSIG = 1


@dataclass
class Kept:
    """One process to be kept running."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    begun: float = 0.0
    failures: int = field(default=0)

    def start(self) -> None:
        """Start it in a group of its own: what is sent to ours reaches it through us, in order, and ends its children too."""
        self.begun = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 - our own programs
            self.command,
            preexec_fn=_end_with_parent,  # noqa: PLW1509 - no threads yet
            start_new_session=True,
        )

    def ended(self) -> bool:
        """Say whether it has ended by itself."""
        return self.process is not None and self.process.poll() is not None


def become_keeper(kept: Sequence[Kept]) -> NoReturn:
    """Go on as a program that only keeps these running: what it took to prepare them, Django above all, leaves the memory."""
    named = json.dumps({one.name: one.command for one in kept})
    os.execv(sys.executable, [sys.executable, "-m", __name__, named])  # noqa: S606 - our own program


def keep_running(kept: Sequence[Kept]) -> bool:
    """Run all until SIGTERM or SIGINT; return False where one could not be kept running."""
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    for one in kept:
        one.start()
    try:
        while not stopping.wait(LOOK):
            if not all(_look_after(one) for one in kept):
                return False
    finally:
        _end(kept)
    return True


def _look_after(one: Kept) -> bool:
    if not one.ended():
        return True
    assert one.process is not None
    short = time.monotonic() - one.begun < SHORT_LIFE
    one.failures = one.failures + 1 if short else 0
    if one.failures >= FAILURES:
        complain(
            f"lestari: the {one.name} process ended {FAILURES} times right after its start (code {one.process.returncode})."
        )
        return False
    complain(f"lestari: the {one.name} process ended (code {one.process.returncode}); starting it again.")
    _sweep(one)
    one.start()
    return True


def _end(kept: Sequence[Kept]) -> None:
    running = [one.process for one in kept if one.process is not None and one.process.poll() is None]
    for process in running:
        process.terminate()
    deadline = time.monotonic() + PATIENCE
    while running and time.monotonic() < deadline:
        again = time.monotonic() + AGAIN
        running = [process for process in running if not _ended_by(process, again)]
        for process in running:  # a web worker that is still starting does not hear it
            _tell_all_of(process, signal.SIGTERM)
    for process in running:
        process.kill()
        process.wait()
    for one in kept:
        _sweep(one)


def _ended_by(process: subprocess.Popen[bytes], moment: float) -> bool:
    with suppress(subprocess.TimeoutExpired):
        process.wait(max(0.0, moment - time.monotonic()))
    return process.poll() is not None


def _tell_all_of(process: subprocess.Popen[bytes], what: signal.Signals) -> None:
    """Send a signal to a process and to those that it has started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, what)


def _sweep(one: Kept) -> None:
    """End what a process left behind: web workers whose parent went before them."""
    if one.process is not None:
        _tell_all_of(one.process, signal.SIGKILL)


def _end_with_parent() -> None:
    """In the new process: leave the terminal's Ctrl-C to the parent, and end when the parent is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


if __name__ == "__main__":
    held = keep_running([Kept(name, command) for name, command in json.loads(sys.argv[1]).items()])
    sys.exit(DONE if held else WRONG)
