"""Remembers beside an unfinished quantised checkpoint how far it is, so that the same command goes on from there."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from palimpsest.engine.request import InfillError
from palimpsest.engine.weights.index import INDEX, SINGLE
from palimpsest.engine.weights.quantize_plan import Shard
from palimpsest.engine.weights.shard_writer import UNFINISHED, refusals, write_whole

STATE = "quantize_state.json"
VERSION = 1
"""To be raised when the same source would give other bytes."""

Sums = Mapping[str, tuple[float, float, float]]
"""Of each class of matrices the squares of its numbers, of the errors, and of those of max-abs rounding."""


@dataclass(slots=True)
class State:
    """Which files of a result are finished."""

    folder: Path
    fingerprint: str
    """Of the source and of the plan."""
    sums: dict[str, Sums] = field(default_factory=dict)
    """Of each file that is finished, or only lacks its name."""

    @staticmethod
    def open(folder: Path, fingerprint: str) -> State:
        """Begin in an empty or absent folder, or go on in one with the state of the same source and plan.

        Raises `InfillError` for a folder that holds anything else.
        """
        path = folder / STATE
        if not path.exists():
            _refuse_used(folder)
            return State(folder, fingerprint)
        other = InfillError(
            f"{folder} holds an unfinished checkpoint that was begun with another source or other options.",
            "Choose another folder, or delete that one.",
        )
        try:
            values = json.loads(path.read_bytes())
            if values["fingerprint"] != fingerprint:
                raise other
            sums: dict[str, Sums] = {
                str(shard): {str(kind): (float(a), float(b), float(c)) for kind, (a, b, c) in table.items()}
                for shard, table in values["sums"].items()
            }
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise other from error
        return State(folder, fingerprint, sums)

    def holds(self, shard: Shard) -> bool:
        """Whether a file is finished, judged by its header and its size: it got its name when all was on the disk."""
        return shard.name in self.sums and shard.layout.is_at(self.folder / shard.name)

    def begin(self) -> None:
        """Make the folder what it is, before the first file. Raises `InfillError`."""
        with refusals(self.folder):
            for left in self.folder.glob(f"*{UNFINISHED}"):
                left.unlink(missing_ok=True)
        self._save()

    def note(self, shard: Shard, sums: Sums) -> None:
        """Remember a file that is about to get its name. Raises `InfillError`."""
        self.sums[shard.name] = sums
        self._save()

    def end(self) -> None:
        """All is there."""
        with refusals(self.folder):
            (self.folder / STATE).unlink(missing_ok=True)

    def _save(self) -> None:
        values = {"fingerprint": self.fingerprint, "sums": self.sums}
        write_whole(self.folder / STATE, json.dumps(values, indent=1).encode())


def fingerprint(to: str, files: Iterable[Path], shards: Sequence[Shard]) -> str:
    """Tells whether a result was begun from the same files, as they are now, in the same way."""
    digest = hashlib.sha256(f"{VERSION} {to}".encode())
    for file in sorted(files):
        status = file.stat()
        digest.update(f"\n{file.name} {status.st_size} {status.st_mtime_ns}".encode())
    for shard in shards:
        digest.update(shard.name.encode() + shard.layout.head)
    return digest.hexdigest()


def _refuse_used(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise InfillError(f"{folder} is a file.", "Give the name of a folder that is to be made.")
    held = sorted(path.name for path in folder.iterdir()) if folder.exists() else []
    if INDEX in held or SINGLE in held:
        raise InfillError(f"{folder} holds a checkpoint already.", "Choose another folder, or delete that one.")
    if held:
        raise InfillError(f"{folder} is not empty ({held[0]}).", "Choose another folder.")
