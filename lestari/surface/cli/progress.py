"""A bar that grows in a terminal, and a line now and then where there is none."""

from __future__ import annotations

import sys
import time

_WIDTH, _WORDS = 32, 48


class Bar:
    """How far a long work is."""

    def __init__(self, words: str) -> None:
        self.words = words
        self.begun = time.monotonic()
        self.shown = -1

    def show(self, done: int, total: int, words: str = "") -> None:
        """Show that so much of it is done; `words` say what is being done now."""
        percent = 100 * done // max(total, 1)
        if percent == self.shown:
            return
        if sys.stderr.isatty():
            filled = _WIDTH * percent // 100
            bar = "█" * filled + "░" * (_WIDTH - filled)
            sys.stderr.write(f"\r{self.words}  {bar} {percent:3d} %  {words[:_WORDS]:<{_WORDS}}")
            sys.stderr.flush()
        elif percent // 10 != self.shown // 10:
            sys.stderr.write(f"{self.words}: {percent} %{f', {words}' if words else ''}\n")
        self.shown = percent

    def end(self) -> None:
        """Close the line with how long it took."""
        seconds = time.monotonic() - self.begun
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{self.words}: done in {seconds:.1f} s{' ' * 60}\n")
        else:
            sys.stderr.write(f"{self.words}: done in {seconds:.1f} s\n")
