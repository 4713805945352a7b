"""What a session is: its windows, their pages, and where the user was on each; kept as readable JSON."""

from __future__ import annotations

import types
import typing
from dataclasses import MISSING, asdict, dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any, TypeVar

from palimpsest.app.documents.state_files import Json
from palimpsest.app.regenerate.wish import SCALES, Wish

VERSION = 1

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class PendingRun:
    """A regeneration that stood on the page: what was asked for, never what came of it."""

    start: int
    end: int
    """Span in the document's positions."""
    instruction: str = ""
    strength: float = 1.0
    alternatives: int = 1
    seed: int | None = None
    shown: int = 0
    """Which alternative was looked at, from 0."""
    length: str = "same"
    tokens: int | None = None
    """Exact length, in place of `length`."""
    pins: tuple[tuple[int, int], ...] = ()
    holes: tuple[tuple[int, int], ...] = ()
    """Both count from the span's start."""

    @property
    def wish(self) -> Wish:
        """What was asked for."""
        length = self.length if self.length in SCALES else "same"
        return Wish(self.instruction, self.strength, self.alternatives, self.seed, length, self.tokens)


@dataclass(frozen=True, slots=True)
class PageState:
    """One page. Positions are the document's."""

    document_id: str
    path: Path | None = None
    caret: int = 0
    anchor: int = 0
    """The other end of the selection; equal to `caret` without one."""
    scroll: int = 0
    """Value of the vertical scroll bar."""
    language: str | None = None
    """Chosen by the user; None goes by the file."""
    modified: bool = False
    title: str = ""
    pending: PendingRun | None = None
    encoding: str | None = None
    """In which the file was last read or written; None goes by the file."""


@dataclass(frozen=True, slots=True)
class WindowState:
    """One window, in the desktop's coordinates."""

    x: int = 0
    y: int = 0
    width: int = 0
    """0 if nobody knows."""
    height: int = 0
    maximized: bool = False
    current: int = 0
    """Place of the page in front."""
    pages: tuple[PageState, ...] = ()
    panels: str = ""
    """Where the panels beside the page are, as `Docks.places` tells; empty if nobody knows."""


@dataclass(frozen=True, slots=True)
class SessionState:
    """All windows of one running program."""

    windows: tuple[WindowState, ...] = ()


def to_json(state: SessionState) -> Json:
    """The state as plain values."""
    return {"version": VERSION, **_plain(asdict(state))}


def from_json(content: Json) -> SessionState:
    """What can be read of `content`; whatever is missing or of the wrong type takes its default or is left out."""
    return _read(SessionState, content) or SessionState()


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return {name: _plain(inner) for name, inner in value.items()}
        case list() | tuple():
            return [_plain(inner) for inner in value]
        case Path():
            return str(value)
    return value


def _read(kind: type[_T], content: object) -> _T | None:
    """A dataclass out of plain values; None if one that it cannot do without is missing."""
    if not isinstance(content, dict) or not is_dataclass(kind):
        return None
    hints = typing.get_type_hints(kind)
    values: dict[str, Any] = {}
    for item in fields(kind):
        read = _value(hints[item.name], content.get(item.name))
        if read is not None:
            values[item.name] = read
        elif item.default is MISSING:
            return None
    return kind(**values)


def _value(kind: Any, value: object) -> Any:
    """The value if it is of this kind, in the form that the dataclass has it; None if not."""
    if isinstance(kind, types.UnionType):
        return next((read for inner in typing.get_args(kind) if (read := _value(inner, value)) is not None), None)
    if typing.get_origin(kind) is tuple:
        (inner, _) = typing.get_args(kind)
        each = value if isinstance(value, list) else []
        return tuple(read for one in each if (read := _value(inner, one)) is not None)
    if is_dataclass(kind):
        return _read(typing.cast("type", kind), value)
    return _simple(kind, value)


def _simple(kind: Any, value: object) -> Any:
    if kind is Path and isinstance(value, str) and value and "\0" not in value:
        return Path(value)
    if kind is float and type(value) is int:
        return float(value)
    # Qt's numbers end there.
    fits = type(value) is not int or abs(value) < 2**31
    return value if type(value) is kind and fits else None
