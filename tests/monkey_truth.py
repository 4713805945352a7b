"""What must be true of a window whatever is done to it, known apart from it: every text, every file's bytes."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from monkey_run_truth import RunTruth

from palimpsest.app.documents import files, saving
from palimpsest.app.documents.files import FileError, FileText
from palimpsest.app.documents.signature import digest_of

if TYPE_CHECKING:
    import pytest

    from palimpsest.app.documents.document import Document
    from palimpsest.app.documents.session import PendingRun
    from palimpsest.app.page import Page
    from palimpsest.app.regenerate.history_entry import HistoryEntry
    from palimpsest.app.window import Window

_OFTEN = 10
"""After so many actions everything that the program may write to is read, and not only what it keeps unsaved."""


@dataclass(slots=True)
class Known:
    """One page: the text it began with, and every text that it had since."""

    first: str
    texts: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Left:
    """What a page has to be like after the next start."""

    path: Path | None
    text: str
    modified: bool
    language: str | None
    label: str
    """Of the encoding."""
    newline: str
    place: tuple[int, int] | None
    """Anchor and caret; None if others have changed the text meanwhile."""
    pending: PendingRun | None
    runs: tuple[HistoryEntry, ...]
    """What is remembered of the page's runs."""
    drafts: tuple[str, ...] | None
    """What the pending run proposes; None if that cannot be made again from its seed alone."""


class Truth:
    """Follows one window after another. `check` raises `AssertionError` for whatever is not as it must be."""

    def __init__(self, home: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """`home` is all that the program may write to; `folder` in it holds the user's own files."""
        self.files: dict[Path, bytes | None] = {}
        """What each file holds; None if it is not there."""
        self.folder = folder
        self.runs = RunTruth(lambda document: document.path is None or self.knows_its_file(document))
        self._home = home
        self._known: dict[str, Known] = {}
        self._travelling = False
        self._may_save = False
        self._told: dict[str, tuple[Path, bytes | None]] = {}
        """Which file each page has last been told of, and what that held."""
        self._checks = 0
        self._scanned: dict[str, tuple[int, int, int]] = {}
        self._save = saving.save
        monkeypatch.setattr(saving, "save", self._on_save)

    # What happens

    def write(self, path: Path, data: bytes | None) -> None:
        """Another program writes a file, or deletes it."""
        if data is None:
            path.unlink(missing_ok=True)
        else:
            path.write_bytes(data)
        self.files[path] = data

    @contextlib.contextmanager
    def saves(self) -> Iterator[None]:
        """Files may be saved within."""
        self._may_save = True
        yield
        self._may_save = False

    @contextlib.contextmanager
    def travels(self, page: Page) -> Iterator[None]:
        """Undo or redo within; where it leads the page must have been before."""
        self._travelling = True
        yield
        self._travelling = False
        assert page.document.text() in self._known[page.document.id].texts, "undo or redo led to a text never seen"

    def walk(self, page: Page) -> None:
        """All the way back to the first text, and all the way to the last again."""
        buffer, top, known = page.document.buffer, page.document.text(), self._known[page.document.id]
        back = buffer.availableUndoSteps()
        while buffer.isUndoAvailable():
            with self.travels(page):
                page.editor.undo()
            assert not self.runs.words.strangers(page.document.text())
        assert page.document.text() == known.first, "undoing everything does not give the first text"
        while buffer.availableUndoSteps() < back:
            with self.travels(page):
                page.editor.redo()
        assert page.document.text() == top, "redoing as much as was undone does not give the same text"
        while buffer.isRedoAvailable():
            with self.travels(page):
                page.editor.redo()

    def told(self, document: Document) -> None:
        """The page has been told what its file is now."""
        if document.path is not None:
            self._told[document.id] = (document.path, self.files[document.path])

    def begin(self, window: Window) -> None:
        """A new window; what was known of pages is about those of another."""
        self._known.clear()
        self._told.clear()
        self._follow(window)

    def knows_its_file(self, document: Document) -> bool:
        """True if a document was last read or written when its file held what it holds now."""
        if document.path is None:
            return False
        data = self.files[document.path]
        return data is not None and document.signature is not None and document.signature.digest == digest_of((data,))

    # What must be true

    def check(self, window: Window) -> None:
        """After each action."""
        self._follow(window)
        for path, data in self.files.items():
            there = path.read_bytes() if path.exists() else None
            assert there == data, f"{path.name} holds {there!r}, and nobody wrote that after {data!r}"
        strangers = {path for path in self.folder.iterdir() if self.files.get(path) is None}
        assert not strangers, f"left behind: {strangers}"
        for page in window.pages:
            self._check_page(page)
        assert window.tabs.count() == len({id(page) for page in window.pages}) > 0
        assert window.page is window.pages[window.tabs.currentIndex()]
        assert window.isWindowModified() == window.document.modified
        self._scan(self._home / "home" / "xdg_state_home" / "palimpsest" / "sessions")
        self._checks += 1
        if self._checks % _OFTEN == 0:
            self.check_home()

    def check_home(self) -> None:
        """No file anywhere holds a draft."""
        self._scan(self._home)

    def left_by(self, window: Window) -> list[Left]:
        """What has to come back if the window closes now."""
        return [left for page in window.pages if not page.untouched and (left := self._left(page)) is not None]

    def check_back(self, window: Window, expected: list[Left]) -> None:
        """After the next start."""
        pages = window.pages
        if not expected:
            assert [(page.document.text(), page.untouched) for page in pages] == [("", True)]
            return
        found = [(page.document.path, page.document.text()) for page in pages]
        assert found == [(left.path, left.text) for left in expected], "other pages came back than were left"
        for page, left in zip(pages, expected, strict=True):
            document, cursor = page.document, page.editor.textCursor()
            assert document.modified == left.modified, f"{document.title} came back, but its modified state did not"
            assert document.chosen_language == left.language
            assert document.format.label == left.label
            # A file of a single line does not tell what would end it.
            if left.modified or "\n" in left.text:
                assert document.format.newline == left.newline
            assert left.place in (None, (cursor.anchor(), cursor.position())), "caret or selection did not come back"
            lost = set(left.runs) - set(_remembered(page))
            assert _remembered(page) == left.runs, f"runs that were remembered did not come back: {lost}"
            assert not any(entry.texts for entry in page.history.entries)

    # Inside

    def _left(self, page: Page) -> Left | None:
        document, cursor = page.document, page.editor.textCursor()
        text, file_format, modified = document.text(), document.format, document.modified
        place: tuple[int, int] | None = (cursor.anchor(), cursor.position())
        pending = page.regeneration.pending()
        data = self.files.get(document.path) if document.path is not None else None
        if document.path is not None and not modified:
            if data is None:
                return None
            if not self.knows_its_file(document):
                there = _decoded(data, file_format.encoding)
                text, file_format, place, pending = there.text, there.format, None, None
        if modified and data is not None and not self.knows_its_file(document):
            # Others have written the very text that is unsaved here: then it is not unsaved any more.
            with contextlib.suppress(FileError):
                there = files.decode(data)
                if there.text == text:
                    modified, file_format = False, there.format
        return Left(
            document.path,
            text,
            # What has no file counts as changed as soon as it is anything at all.
            modified if document.path is not None else bool(text),
            document.chosen_language,
            file_format.label,
            file_format.newline,
            place,
            pending,
            _remembered(page),
            _drafts(page),
        )

    def _follow(self, window: Window) -> None:
        for page in window.pages:
            document = page.document
            if document.id not in self._known:
                text = document.text()
                known = self._known[document.id] = Known(text, {text})
                document.buffer.contentsChanged.connect(
                    lambda known=known, document=document: self._see(known, document)
                )

    def _see(self, known: Known, document: Document) -> None:
        if not self._travelling:
            known.texts.add(document.text())

    def _check_page(self, page: Page) -> None:
        document = page.document
        text = document.text()
        self.runs.check_page(page)
        assert text in self._known[document.id].texts
        if not document.modified and self.knows_its_file(document):
            assert document.path is not None
            written = files.encode(text, document.format)
            assert written == self.files[document.path], (
                f"{document.title} counts as saved, and is not what its file is"
            )
        if document.path is not None and self._told.get(document.id) == (document.path, self.files[document.path]):
            assert document.modified or self.knows_its_file(document), f"{document.title} is no longer its file"
        cursor, last = page.editor.textCursor(), document.buffer.characterCount() - 1
        assert 0 <= cursor.position() <= last >= cursor.anchor() >= 0, "the caret is not in the text"
        if not page.canvas.active:
            block = document.buffer.begin()
            while block.isValid():
                assert block.isVisible(), f"line {block.blockNumber() + 1} cannot be seen, and no draft covers it"
                block = block.next()

    def _scan(self, folder: Path) -> None:
        """Look for drafts in every file that is new or was written since."""
        with contextlib.suppress(FileNotFoundError):
            for entry in os.scandir(folder):
                if entry.is_dir(follow_symlinks=False):
                    self._scan(Path(entry.path))
                    continue
                with contextlib.suppress(FileNotFoundError):
                    status = entry.stat()
                    seen = (status.st_ino, status.st_mtime_ns, status.st_size)
                    if self._scanned.get(entry.path) != seen:
                        strangers = self.runs.words.strangers_in(Path(entry.path).read_bytes())
                        assert not strangers, f"{entry.path} holds a draft: {strangers}"
                        self._scanned[entry.path] = seen

    def _on_save(self, path: Path, *arguments: Any) -> saving.Saved:
        assert self._may_save, f"{path} is saved, and nobody asked for that"
        done = self._save(path, *arguments)
        self.files[path] = path.read_bytes()
        texts, file_format = arguments[:2]
        assert self.files[path] == files.encode("".join(texts), file_format)
        return done


def _remembered(page: Page) -> tuple[HistoryEntry, ...]:
    """As they are kept: without their texts, and with times of a thousandth of a second."""
    lean = (replace(entry, texts=()) for entry in page.history.entries)
    return tuple(
        replace(entry, time=entry.time.replace(microsecond=entry.time.microsecond // 1000 * 1000)) for entry in lean
    )


def _drafts(page: Page) -> tuple[str, ...] | None:
    run = page.run
    if run is None or run.film is None or not run.can_accept or run.steered or run.taken or run.stopped:
        return None
    if (run.film.request.text, run.film.request.name) != (page.document.text(), page.document.name):
        return None  # what was written since is another beginning
    return tuple(item.text for item in run.alternatives.items)


def _decoded(data: bytes, encoding: str) -> FileText:
    """As a page reads its file anew that was in `encoding` before."""
    try:
        return files.decode(data, encoding=encoding)
    except FileError:
        return files.decode(data)
