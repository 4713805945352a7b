"""One open document: its text, its file, whether it was changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Literal
from uuid import uuid4

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QPlainTextDocumentLayout

from palimpsest.app.documents import encodings, files, languages, saving
from palimpsest.app.documents.buffer_text import for_qt
from palimpsest.app.documents.files import FileFormat, FileText
from palimpsest.app.documents.languages import Language
from palimpsest.app.documents.replace_text import replace_text
from palimpsest.app.documents.signature import DiskState, Signature, compare, same_file
from palimpsest.app.documents.text_pieces import TextPieces

Kind = Literal["prose", "code"]

_HEAD = 2000
"""Characters at the beginning that may tell the language."""


class Document:
    """Owns the `QTextDocument` that editors show. Positions are UTF-16 units unless a name says code point."""

    def __init__(self, path: Path | None = None) -> None:
        """An empty document, or what lies at `path`. Raises `files.FileError`."""
        self.id = uuid4().hex
        """Of this object, for as long as it lives."""
        self.path: Path | None = None
        self.format = FileFormat()
        self.signature: Signature | None = None
        """Of the file as it was last read or written; None without one."""
        self.longest_line = 0
        """In characters, as it was read."""
        self.line_count = 1
        """As it was read; while it is loading, more than there are yet."""
        self.loading = False
        """True while the text is still coming in; nothing may be edited or saved until then."""
        self.saving = False
        """True while a thread writes it."""
        self.buffer = QTextDocument()
        self.buffer.setDocumentLayout(QPlainTextDocumentLayout(self.buffer))
        self._pieces = TextPieces(self.buffer)
        self._language: Language = languages.detect("")
        self._chosen: Language | None = None
        if path is not None:
            self.load(path)

    @property
    def title(self) -> str:
        """What a window calls it."""
        return self.path.name if self.path is not None else QCoreApplication.translate("Document", "Untitled")

    @property
    def name(self) -> str:
        """File name, empty without a file."""
        return self.path.name if self.path is not None else ""

    @property
    def language(self) -> Language:
        """The one that was chosen, else that of the file's name and first lines when it was loaded or saved."""
        return self._chosen or self._language

    @property
    def chosen_language(self) -> str | None:
        """Name of the language that was chosen; None if the file decides."""
        return self._chosen.name if self._chosen is not None else None

    @property
    def kind(self) -> Kind:
        """Prose or code, by the language."""
        return self.language.kind

    @property
    def modified(self) -> bool:
        """True if the text differs from the file's."""
        return self.buffer.isModified() and not self.loading

    @property
    def revision(self) -> int:
        """Grows with every change of the text."""
        return self._pieces.revision

    def set_language(self, name: str | None) -> None:
        """Choose a language by name; None goes back to what the file says. Raises `LookupError`."""
        chosen = None if name is None else languages.by_name(name)
        if name is not None and chosen is None:
            raise LookupError(name)
        self._chosen = chosen

    def text(self) -> str:
        """The whole text, lines ended by "\\n". A draft on the page is no part of it."""
        return self._pieces.whole()

    def pieces(self) -> tuple[str, ...]:
        """The whole text in parts: an unchangeable copy that costs next to nothing, however long the text."""
        return self._pieces.pieces()

    def set_text(self, text: str) -> None:
        """Start over with `text`: no history, not modified."""
        self.buffer.setPlainText(for_qt(text))
        self.buffer.setModified(False)
        self._detect()

    def to_code_point(self, position: int) -> int:
        """The code point at a position of the buffer."""
        return self._pieces.to_code_point(position)

    def to_position(self, point: int) -> int:
        """The position in the buffer of a code point."""
        return self._pieces.to_position(point)

    def load(self, path: Path, encoding: str | None = None) -> None:
        """Replace text and history by what lies at `path`. Raises `files.FileError` and then changes nothing."""
        loaded = files.read(path, encoding)
        self._take_facts(path, loaded)
        self.set_text(loaded.text)

    def begin(self, path: Path) -> None:
        """It will be written to `path`, where nothing lies yet."""
        self.path = path
        self._detect()

    def expect(self, path: Path) -> None:
        """It will be what lies at `path`: `begin_loading` follows when that is known."""
        self.path, self.loading = path, True
        self._detect()

    def begin_loading(self, path: Path, loaded: FileText) -> None:
        """Take over the facts of a file; its text follows by `append`, in parts, until `end_loading`."""
        self.loading = True
        self._take_facts(path, loaded)
        self.buffer.clear()
        self.buffer.setUndoRedoEnabled(False)
        self._language = languages.detect(self.name, loaded.text[:_HEAD])

    def append(self, text: str) -> None:
        """The next part of what is being loaded."""
        self._pieces.append(text)

    def end_loading(self) -> None:
        """All of the text is there: it has no history and is not modified."""
        self.buffer.setUndoRedoEnabled(True)
        self.loading = False
        self.buffer.setModified(False)

    def reload(self, loaded: FileText | None = None) -> None:
        """Take over what the file holds now, in one undo step that touches only what differs.

        `loaded` is what was read already. Raises `files.FileError` and then changes nothing.
        """
        assert self.path is not None
        loaded = loaded if loaded is not None else self._read_again(self.path)
        replace_text(self, loaded.text)
        self._take_facts(self.path, loaded)
        self.buffer.setModified(False)

    def _read_again(self, path: Path) -> FileText:
        """What is in the file now; where nothing tells in which encoding, in the one that it was in."""
        try:
            return files.read(path)
        except files.FileError:
            if self.format.encoding == "utf-8":  # which has been tried
                raise
            return files.read(path, self.format.encoding)

    def reopen(self, encoding: str) -> None:
        """Read the file again in another encoding, as `reload` does. Raises `files.FileError`."""
        assert self.path is not None
        self.reload(files.read(self.path, encoding))

    def save(
        self,
        path: Path | None = None,
        *,
        encoding: str | None = None,
        bom: bool | None = None,
        newline: str | None = None,
        force: bool = False,
    ) -> None:
        """Write to `path`, or to where it came from, in another encoding or with other line ends if they are given.

        Raises `files.FileError`, with the old file intact, and `files.FileChanged` if others changed the file since
        it was read, unless `force`.
        """
        target, texts, file_format, expected = self.to_save(path, encoding, bom, newline, force)
        self.saved(target, saving.save(target, texts, file_format, expected))

    def to_save(
        self,
        path: Path | None = None,
        encoding: str | None = None,
        bom: bool | None = None,
        newline: str | None = None,
        force: bool = False,
    ) -> tuple[Path, tuple[str, ...], FileFormat, Signature | None]:
        """What `saving.save` needs, as it is now. Raises `files.FileError`."""
        target = path if path is not None else self.path
        if target is None:
            raise files.FileError(
                QCoreApplication.translate("Document", "This document has no name yet."),
                QCoreApplication.translate("Document", "Save it under a name."),
            )
        if self.loading:
            raise files.FileError(
                QCoreApplication.translate("Document", "{name} is still being opened.").format(name=self.title),
                QCoreApplication.translate("Document", "Wait until all of it is there, then save."),
            )
        own = same_file(target, self.path)
        expected = self.signature if own and not force else None
        return target, self.pieces(), self.format_with(encoding, bom, newline), expected

    def saved(self, path: Path, done: saving.Saved, revision: int | None = None) -> None:
        """It was written. If the text has changed since `revision`, it stays modified."""
        self.path, self.format, self.signature = path, done.format, done.signature
        self._detect()
        if revision is None or revision == self.revision:
            self.buffer.setModified(False)
        else:
            self.count_as_changed()

    def count_as_changed(self) -> None:
        """It is not what the file is, and no undo will make it so: the next save will, or reading the file again."""
        if self.buffer.isModified():
            # Qt remembers at which step it was unchanged, and forgets that only at a change of the state.
            quiet = self.buffer.blockSignals(True)
            self.buffer.setModified(False)
            self.buffer.setModified(True)
            self.buffer.blockSignals(quiet)
        else:
            self.buffer.setModified(True)

    def format_with(
        self, encoding: str | None = None, bom: bool | None = None, newline: str | None = None
    ) -> FileFormat:
        """The format of the file, but for what is given. Another encoding has no mark unless `bom` says so."""
        result = self.format
        if encoding is not None and encoding != result.encoding:
            result = replace(result, encoding=encoding, bom=False)
        if bom is not None:
            result = replace(result, bom=bom and encodings.can_be_marked(result.encoding))
        if newline is not None:
            result = replace(result, newline=newline, endings=(), lines=())
        return result

    def set_format(self, file_format: FileFormat) -> None:
        """How it shall be written from now on; a change of that has to be saved, too."""
        if file_format != self.format:
            self.format = file_format
            self.count_as_changed()

    def disk_state(self) -> DiskState:
        """Whether the file still holds what was last read or written; without a file it is the same."""
        if self.path is None or self.signature is None:
            return "same"
        state, found = compare(self.path, self.signature)
        if state == "same":
            self.signature = found
        return state

    def _take_facts(self, path: Path, loaded: FileText) -> None:
        self.path, self.format, self.signature = path, loaded.format, loaded.signature
        self.longest_line, self.line_count = loaded.longest_line, loaded.line_count

    def _detect(self) -> None:
        self._language = languages.detect(self.name, self.pieces()[0][:_HEAD] if self.pieces() else "")
