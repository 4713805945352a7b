"""One open document: its text, its file, whether it was changed."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QPlainTextDocumentLayout

from palimpsest.app.documents import files
from palimpsest.app.documents.positions import Positions

Kind = Literal["prose", "code"]

_PROSE = frozenset({"", ".md", ".markdown", ".txt", ".text", ".rst", ".adoc", ".org", ".fountain"})
_CODE_WITHOUT_SUFFIX = frozenset({"makefile", "dockerfile", "jenkinsfile", "vagrantfile", "rakefile", "gemfile"})


class Document:
    """Owns the `QTextDocument` that editors show. Positions are UTF-16 units unless a name says code point."""

    def __init__(self, path: Path | None = None) -> None:
        """An empty document, or what lies at `path`. Raises `files.FileError`."""
        self.path: Path | None = None
        self.format = files.FileFormat()
        self.buffer = QTextDocument()
        self.buffer.setDocumentLayout(QPlainTextDocumentLayout(self.buffer))
        # Qt's own revision stands still within an edit block, so the change itself has to be heeded.
        self.buffer.contentsChange.connect(self._forget_conversion)
        self._converted: tuple[str, Positions] | None = None
        if path is not None:
            self.load(path)

    @property
    def title(self) -> str:
        """What a window calls it."""
        return self.path.name if self.path is not None else "Untitled"

    @property
    def name(self) -> str:
        """File name, empty without a file."""
        return self.path.name if self.path is not None else ""

    @property
    def kind(self) -> Kind:
        """Prose or code, by the file's name."""
        name = self.name.lower()
        if name in _CODE_WITHOUT_SUFFIX or name.startswith("."):
            return "code"
        return "prose" if Path(name).suffix in _PROSE else "code"

    @property
    def modified(self) -> bool:
        """True if the text differs from the file's."""
        return self.buffer.isModified()

    def text(self) -> str:
        """The whole text, lines ended by "\\n". A draft on the page is no part of it."""
        return self._conversion()[0]

    def set_text(self, text: str) -> None:
        """Start over with `text`: no history, not modified."""
        self.buffer.setPlainText(text)
        self.buffer.setModified(False)

    def to_code_point(self, position: int) -> int:
        """The code point at a position of the buffer."""
        return self._conversion()[1].to_code_point(position)

    def to_position(self, point: int) -> int:
        """The position in the buffer of a code point."""
        return self._conversion()[1].to_utf16(point)

    def load(self, path: Path) -> None:
        """Replace text and history by what lies at `path`. Raises `files.FileError` and then changes nothing."""
        loaded = files.read(path)
        self.path = path
        self.format = loaded.format
        self.set_text(loaded.text)

    def save(self, path: Path | None = None) -> None:
        """Write to `path`, or to where it came from. Raises `files.FileError`; the old file is intact then."""
        target = path if path is not None else self.path
        if target is None:
            raise files.FileError("This document has no name yet.", "Save it under a name.")
        self.format = files.write(target, self.text(), self.format)
        self.path = target
        self.buffer.setModified(False)

    def _forget_conversion(self, *_: int) -> None:
        self._converted = None

    def _conversion(self) -> tuple[str, Positions]:
        if self._converted is None:
            # Not toPlainText: that turns no-break spaces into spaces.
            text = self.buffer.toRawText().replace("\u2029", "\n")
            self._converted = (text, Positions(text))
        return self._converted
