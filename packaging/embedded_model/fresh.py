"""Training documents that never repeat: corpus.py runs beside the training and its arrays are taken in turn."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from noise import Documents

if TYPE_CHECKING:
    from collections.abc import Sequence

CORPUS = Path(__file__).with_name("corpus.py")


class Supply:
    """A subprocess that writes the next corpus while this one is trained on."""

    def __init__(self, folder: Path, kinds: Sequence[str], jobs: int, command: Path = CORPUS) -> None:
        """Write below `folder`, only `kinds`, with `jobs` processes; seeds count on from the last folder there."""
        self.folder = folder
        self.kinds = tuple(kinds)
        self.jobs = jobs
        self.command = command
        self.seed = max((int(path.name) for path in folder.glob("[0-9]*")), default=0)
        self.process: subprocess.Popen[bytes] | None = None
        self._start()

    def latest(self) -> dict[str, Documents] | None:
        """The next corpus if it stands, else None; then the one after it is begun and the one before it deleted.

        RuntimeError where the generator failed.
        """
        if self.process is None or self.process.poll() is None:
            return None
        if self.process.returncode:
            raise RuntimeError(f"{self.command} ended with {self.process.returncode}; its words are above")
        corpus = {kind: Documents.load(self.folder / str(self.seed), kind, "train") for kind in self.kinds}
        shutil.rmtree(self.folder / str(self.seed - 1), ignore_errors=True)
        self._start()
        return corpus

    def close(self) -> None:
        """End the subprocess."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait()
        self.process = None

    def _start(self) -> None:
        self.seed += 1
        arguments = [str(self.folder / str(self.seed)), "--seed", str(self.seed), "--jobs", str(self.jobs)]
        self.process = subprocess.Popen([sys.executable, str(self.command), *arguments], stdout=subprocess.DEVNULL)
