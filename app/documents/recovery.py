"""Takes over what programs that are no longer running have left: their windows, and the text that no file has."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from palimpsest.app.documents import files, journal_files, session
from palimpsest.app.documents.document import Document
from palimpsest.app.documents.edit_log import units
from palimpsest.app.documents.files import FileError
from palimpsest.app.documents.journal_files import Kept
from palimpsest.app.documents.session import PageState, SessionState, WindowState
from palimpsest.app.documents.signature import compare
from palimpsest.app.documents.state_files import Json, read_json
from palimpsest.app.file_lock import FileLock

SESSION, LOCK = "session.json", ".lock"
"""A session's file; what the folder's name and this name is held as long as its program runs."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RestoredPage:
    """One page as it was."""

    state: PageState
    document: Document | None
    """With the unsaved text; None if there is none, so that the file at `state.path` is to be opened as ever."""
    crashed: bool
    """True if its program did not close properly."""
    saved_at: datetime
    """When it was last written; nothing later is in it."""
    conflict: bool = False
    """True if the file is no longer what the unsaved text began with: changed by others, or gone."""
    whole: bool = True
    """False if damage on the disk has cost the end of what was written."""


@dataclass(frozen=True, slots=True)
class RestoredWindow:
    """One window as it was."""

    state: WindowState
    pages: tuple[RestoredPage, ...]


@dataclass(frozen=True, slots=True)
class Recovered:
    """What one program has left."""

    windows: tuple[RestoredWindow, ...]
    crashed: bool
    saved_at: datetime

    @property
    def pages(self) -> tuple[RestoredPage, ...]:
        """Of all windows."""
        return tuple(page for window in self.windows for page in window.pages)

    @property
    def state(self) -> SessionState:
        """What to write for it."""
        return SessionState(
            tuple(replace(each.state, pages=tuple(page.state for page in each.pages)) for each in self.windows)
        )


@dataclass(slots=True)
class OldSession:
    """A session's folder whose program is gone. It is ours as long as `lock` is held."""

    folder: Path
    lock: FileLock
    state: SessionState
    closed: bool
    when: datetime
    replaces: frozenset[str]
    """Names of folders whose contents are all in this one."""
    kept: dict[str, Kept] = field(default_factory=dict)
    """By the document's id."""
    unreadable: list[Path] = field(default_factory=list)


def lock_of(folder: Path) -> FileLock:
    """The lock of a session's folder: beside it, so that it can be held before the folder is there."""
    return FileLock(folder.with_name(folder.name + LOCK))


def claim(root: Path, own: Path) -> list[OldSession]:
    """Take every session whose program is gone, newest first. A running program's is left alone."""
    found = []
    for folder in _folders(root):
        if folder != own:
            lock = lock_of(folder)
            with contextlib.suppress(OSError):
                if lock.take():
                    found.append(_read(folder, lock))
    with contextlib.suppress(OSError):
        for left in root.glob("*" + LOCK):
            if not left.with_suffix("").exists() and (lock := lock_of(left.with_suffix(""))).take():
                lock.let_go()
    replaced = frozenset[str]().union(*(each.replaces for each in found))
    for each in found:
        if each.folder.name not in replaced:
            _read_journals(each)
        else:
            each.state = SessionState()
    return sorted(found, key=lambda each: each.when, reverse=True)


def restore(sessions: Sequence[OldSession]) -> list[Recovered]:
    """What claimed sessions hold, each document once, as it was last written."""
    newest: dict[str, tuple[Kept, OldSession]] = {}
    for each in sessions:
        for name, kept in each.kept.items():
            if name not in newest or kept.when > newest[name][0].when:
                newest[name] = (kept, each)
    placed: set[str] = set()
    result = []
    for each in sessions:
        windows = []
        for window in each.state.windows:
            pages = []
            for state in window.pages:
                if state.document_id not in placed:
                    placed.add(state.document_id)
                    kept, source = newest.get(state.document_id, (None, each))
                    pages.append(_page(state, kept, source))
            windows.append(RestoredWindow(window, tuple(pages)))
        result.append(Recovered(tuple(windows), not each.closed, each.when))
    lost = [(name, *found) for name, found in newest.items() if name not in placed]
    for place, each in enumerate(sessions):
        # A document that no page tells of: its window had no time to be written.
        pages = tuple(_page(PageState(name, kept.head.path), kept, each) for name, kept, of in lost if of is each)
        if pages:
            result[place] = replace(result[place], windows=_with_pages(result[place].windows, pages))
    return [each for each in result if each.pages]


def session_json(state: SessionState, closed: bool, replaces: Sequence[str]) -> Json:
    """The contents of a session's file."""
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    return {**session.to_json(state), "closed": closed, "written": now, "replaces": list(replaces)}


def _read(folder: Path, lock: FileLock) -> OldSession:
    content = read_json(folder / SESSION) or {}
    try:
        when = datetime.fromisoformat(content["written"]).astimezone(UTC)
    except (KeyError, TypeError, ValueError):
        when = datetime.fromtimestamp(0, UTC)
        with contextlib.suppress(OSError):
            when = datetime.fromtimestamp(folder.stat().st_mtime, UTC)
    replaces = content.get("replaces")
    return OldSession(
        folder,
        lock,
        session.from_json(content),
        content.get("closed") is True,
        when,
        frozenset(name for name in replaces if isinstance(name, str)) if isinstance(replaces, list) else frozenset(),
    )


def _read_journals(old: OldSession) -> None:
    for folder in _folders(old.folder):
        try:
            kept = journal_files.read(folder)
        except (OSError, ValueError) as error:
            _log.warning("journal %s cannot be read: %s", folder, error)
            old.unreadable.append(folder)
            continue
        if kept is not None:
            old.kept[folder.name] = kept
            old.when = max(old.when, kept.when)


def _folders(folder: Path) -> Iterator[Path]:
    with contextlib.suppress(OSError):
        yield from (each for each in sorted(folder.iterdir()) if each.is_dir())


def _page(state: PageState, kept: Kept | None, source: OldSession) -> RestoredPage:
    crashed = not source.closed
    if kept is None:
        document = None if state.path is not None else _untitled(state)
        return RestoredPage(replace(state, modified=False), document, crashed, source.when)
    # A page whose journal lost its head still knows the file.
    path = kept.head.path or state.path
    conflict = _conflict(path, kept)
    if conflict and path is not None and _holds(path, kept.text):
        return RestoredPage(replace(state, path=path, modified=False), None, crashed, kept.when)
    document = _document(state, path, kept)
    end = units(kept.text)
    state = replace(
        state,
        path=path,
        caret=max(0, min(state.caret, end)),
        anchor=max(0, min(state.anchor, end)),
        modified=document.modified,
        title=state.title or document.title,
    )
    return RestoredPage(state, document, crashed, kept.when, conflict, kept.whole)


def _document(state: PageState, path: Path | None, kept: Kept) -> Document:
    document = _untitled(state)
    document.path, document.format, document.signature = path, kept.format, kept.head.signature
    lines = kept.text.split("\n")
    document.longest_line, document.line_count = max(map(len, lines)), len(lines)
    document.set_text(kept.text)
    # What has no file counts as changed as soon as it is anything at all.
    document.buffer.setModified(path is not None or bool(kept.text))
    return document


def _untitled(state: PageState) -> Document:
    document = Document()
    document.id = state.document_id
    with contextlib.suppress(LookupError):
        document.set_language(state.language)
    return document


def _conflict(path: Path | None, kept: Kept) -> bool:
    if path is None:
        return False
    if kept.head.signature is None:
        return path.exists()
    return compare(path, kept.head.signature)[0] != "same"


def _holds(path: Path, text: str) -> bool:
    """True if the file has this text already: it was saved in the program's last moment."""
    try:
        return files.read(path).text == text
    except FileError:
        return False


def _with_pages(windows: tuple[RestoredWindow, ...], pages: tuple[RestoredPage, ...]) -> tuple[RestoredWindow, ...]:
    if not windows:
        return (RestoredWindow(WindowState(), pages),)
    *others, last = windows
    return (*others, replace(last, pages=last.pages + pages))
