"""Keeps the runs of a document beside its journal, without a word of what was never accepted."""

from __future__ import annotations

import contextlib
import math
import os
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, QTimer, Slot

from palimpsest.app.documents.state_files import Json, make_folder, read_json, write_json
from palimpsest.app.regenerate.history_entry import AROUND, MOST, ROOM, HistoryEntry, Outcome
from palimpsest.app.regenerate.wish import SCALES, Wish
from palimpsest.engine.request import MOST_ALTERNATIVES, Range

if TYPE_CHECKING:
    from palimpsest.app.documents.background_writer import BackgroundWriter
    from palimpsest.app.regenerate.history import History

FILE = "history.json"
"""Its name in the folder of the document's journal."""
VERSION = 1
FLUSH_MS = 500
"""At the latest so long after a change it is handed to be written."""
LARGEST = 16 * ROOM
"""Bytes of the largest file that is read: JSON may take several for a character."""
_LARGEST_NUMBER = 2**53

_T = TypeVar("_T")


class HistoryFile(QObject):
    """Reads what is in `folder` when it is made, and has every change written there by the session's writer."""

    def __init__(self, history: History, folder: Path, writer: BackgroundWriter, parent: QObject | None = None) -> None:
        """`folder` is the one of the document's journal, named after the document's id."""
        super().__init__(parent)
        self._history = history
        self._folder = folder
        self._writer = writer
        self._key = f"{folder.name}/{FILE}"
        self._following = True
        self._timer = QTimer(self, singleShot=True, interval=FLUSH_MS)
        self._timer.timeout.connect(self.flush)
        history.restore(read(folder))
        self._written = history.entries
        history.changed.connect(self._on_changed)

    @Slot()
    def flush(self) -> None:
        """Hand over what has not been handed over yet."""
        self._timer.stop()
        entries, folder = self._history.entries, self._folder
        if self._following and entries != self._written:
            self._written = entries
            # The entries cannot change, so that the thread may read them.
            self._writer.put(self._key, lambda: write(folder, entries))

    def close(self) -> None:
        """Hand over the rest and heed the history no more; what was written stays."""
        self.flush()
        self._let_go()

    def end(self) -> None:
        """Keep nothing of these runs any more."""
        self._let_go()
        folder = self._folder
        self._writer.put(self._key, lambda: _remove(folder))

    @Slot()
    def _on_changed(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _let_go(self) -> None:
        self._timer.stop()
        if self._following:
            self._following = False
            self._history.changed.disconnect(self._on_changed)


def write(folder: Path, entries: Sequence[HistoryEntry]) -> None:
    """Write all runs in one step that survives a kill. Raises `OSError`."""
    if entries:
        make_folder(folder)
        write_json(folder / FILE, to_json(entries))
    else:
        _remove(folder)


def read(folder: Path) -> list[HistoryEntry]:
    """What can be read of the runs kept in a folder; empty if there are none."""
    file = folder / FILE
    try:
        if file.stat().st_size > LARGEST:
            return []
    except OSError:
        return []
    content = read_json(file)
    if content is None:
        # The next run would write over what somebody may still want to look at.
        with contextlib.suppress(OSError):
            os.replace(file, file.with_suffix(".broken.json"))
    return from_json(content or {})


def take_over(old: Iterable[Path], own: Path, wanted: Collection[str]) -> None:
    """Bring the runs of documents that are opened again from sessions that are gone into this one's folder.

    `old` and `own` are folders of sessions, `wanted` the ids of the documents. What cannot be moved stays.
    """
    for session in old:
        for name in wanted:
            found, target = session / name / FILE, own / name / FILE
            with contextlib.suppress(OSError):
                # A program that died while it took over may have left the same document's runs in two places.
                if found.exists() and not (target.exists() and target.stat().st_mtime >= found.stat().st_mtime):
                    make_folder(target.parent)
                    os.replace(found, target)


def to_json(entries: Iterable[HistoryEntry]) -> Json:
    """Entries as plain values, without their texts: only what stood in the document may be written."""
    return {"version": VERSION, "runs": [_plain(entry) for entry in entries]}


def from_json(content: Json) -> list[HistoryEntry]:
    """The entries that are whole, at most `MOST`; whatever is not one is left out."""
    runs = content.get("runs")
    found: dict[str, HistoryEntry] = {}
    for one in runs if isinstance(runs, list) else ():
        with contextlib.suppress(KeyError, TypeError, ValueError, OverflowError):
            entry = _entry(one)
            found.setdefault(entry.id, entry)
    return list(found.values())[:MOST]


def _plain(entry: HistoryEntry) -> Json:
    content = asdict(replace(entry, texts=()))
    del content["texts"]
    content["pins"], content["holes"] = ([list(each) for each in ranges] for ranges in (entry.pins, entry.holes))
    return {**content, "time": entry.time.isoformat(timespec="milliseconds"), "outcome": str(entry.outcome)}


def _entry(content: Any) -> HistoryEntry:
    """Raises `KeyError`, `TypeError`, `ValueError` or `OverflowError` where something is not what it should be."""
    start, end, original = _number(content["start"]), _number(content["end"]), _of(str, content["original"])
    if end - start != len(original):
        raise ValueError("the span is not as long as its text")
    accepted = content["accepted"]
    return HistoryEntry(
        id=_of(str, content["id"]),
        time=datetime.fromisoformat(_of(str, content["time"])).astimezone(UTC),
        start=start,
        end=end,
        original=original,
        before=_of(str, content["before"])[-AROUND:],
        after=_of(str, content["after"])[:AROUND],
        wish=_wish(content["wish"]),
        pins=_ranges(content["pins"], len(original)),
        holes=_ranges(content["holes"], len(original)),
        model=_of(str, content["model"]),
        passes=_number(content["passes"]),
        seconds=_real(content["seconds"], 0.0, math.inf),
        accepted=None if accepted is None else _of(str, accepted),
        outcome=Outcome(content["outcome"]),
        steered=_number(content["steered"]),
        starred=_of(bool, content["starred"]),
    )


def _wish(content: Any) -> Wish:
    seed, tokens, length = content["seed"], content["tokens"], _of(str, content["length"])
    if length not in SCALES:
        raise ValueError(length)
    return Wish(
        instruction=_of(str, content["instruction"]),
        strength=_real(content["strength"], 0.001, 1.0),
        alternatives=max(1, min(MOST_ALTERNATIVES, _number(content["alternatives"]))),
        seed=None if seed is None else _number(seed),
        length=length,
        tokens=None if tokens is None else max(1, _number(tokens)),
    )


def _of(kind: type[_T], value: object) -> _T:
    # Not `isinstance`: true is a number for Python.
    if type(value) is not kind:
        raise TypeError(f"{value!r} is no {kind.__name__}")
    return value


def _number(value: object) -> int:
    number = _of(int, value)
    if not 0 <= number < _LARGEST_NUMBER:
        raise ValueError(number)
    return number


def _real(value: object, least: float, most: float) -> float:
    number = float(value) if type(value) is int else _of(float, value)
    if not (math.isfinite(number) and least <= number <= most):
        raise ValueError(number)
    return number


def _ranges(value: object, length: int) -> tuple[Range, ...]:
    ranges = tuple((_number(low), _number(high)) for low, high in _of(list, value))
    if any(not low <= high <= length for low, high in ranges):
        raise ValueError(value)
    return ranges


def _remove(folder: Path) -> None:
    (folder / FILE).unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        # Only if nothing of the journal is in it.
        folder.rmdir()
