"""For tests that kill a program in the middle of its work: start it, hear what it says, kill it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO

PATIENCE_S = 60.0


class Child:
    """A program whose output is read line by line. It is gone when the `with` block ends."""

    def __init__(self, arguments: Sequence[str], **environment: str) -> None:
        source = Path(__file__).parents[1] / "src"
        self.process = subprocess.Popen(
            [sys.executable, *arguments],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(source), "PYTHONUNBUFFERED": "1", **environment},
        )
        self.lines: list[str] = []

    def __enter__(self) -> Child:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def read_until(self, enough: Callable[[str], bool]) -> str:
        """Read lines until one is `enough`, and return it."""
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            line = self._output.readline()
            assert line, f"the child ended: {self.process.wait()}"
            self.lines.append(line.rstrip("\n"))
            if enough(self.lines[-1]):
                return self.lines[-1]
        raise AssertionError("the child never said what was waited for")

    def kill(self) -> float:
        """End it without a word of warning; returns when, in seconds since 1970. Reads the rest of its output."""
        when = time.time()
        self.process.kill()
        return self._ended(when)

    def ask_to_end(self) -> int:
        """Send SIGTERM and wait; returns its exit code."""
        self.process.send_signal(signal.SIGTERM)
        self._ended(0.0)
        return self.process.returncode

    def _ended(self, when: float) -> float:
        if not self._output.closed:
            # Also what it had said before the end.
            self.lines += self._output.read().splitlines()
            self._output.close()
        # Waited for, it is no zombie, which would pass for a running process.
        self.process.wait(PATIENCE_S)
        return when

    @property
    def _output(self) -> IO[str]:
        assert self.process.stdout is not None
        return self.process.stdout


def typed_before(lines: Sequence[str], when: float) -> int:
    """The highest count in lines of the form "typed COUNT TIME" whose time is before `when`; 0 without any."""
    counts = [line.split() for line in lines if line.startswith("typed ")]
    return max((int(count) for _, count, time_ in counts if float(time_) < when), default=0)
