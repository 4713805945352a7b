"""A shown editor with an overlay, for tests of what is drawn in place of a span."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent, QSyntaxHighlighter, QTextBlock, QTextCharFormat, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from palimpsest.app import theme
from palimpsest.app.documents.document import Document
from palimpsest.app.editor.canvas_view import CanvasView
from palimpsest.app.editor.text_editor import TextEditor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot


PROSE = (
    "The lamp in the harbour office had burned all night, and when Mara came down the stairs it was still warm.\n\n"
    "She read the letter a second time, and it said nothing that the first reading had not said to her already.\n"
    "مرحبا بالعالم هذا سطر من اليمين إلى اليسار وهو طويل بما يكفي لكي يلتف حول نهاية السطر في هذا العمود الضيق هنا.\n"
    "\n"
    "\tA tab, an emoji 😀 and a no-break\u00a0space.\n"
    + "And another line of the same kind, to have something below.\n"
    * 30
)
WORDS = [" and", " the", " clerk", " had", " gone", " home", "\n", "without", " closing", " the", " ledger"] * 6


class Vowels(QSyntaxHighlighter):
    """Every o in red."""

    def highlightBlock(self, text: str) -> None:
        shown = QTextCharFormat()
        shown.setForeground(Qt.GlobalColor.red)
        for at, character in enumerate(text):
            if character == "o":
                self.setFormat(at, 1, shown)


class Page:
    """A shown editor, its document and its view."""

    def __init__(self, qtbot: QtBot, text: str, kind: str = "prose", width: int = 620, height: int = 520) -> None:
        self.document = Document()
        self.document.set_text(text)
        self.editor = TextEditor(theme.light)
        qtbot.addWidget(self.editor)
        self.editor.set_document(self.document)
        if kind == "code":
            self.editor._dress("code")
        self.view = CanvasView(self.editor)
        self.disturbances = 0
        self.view.disturbed.connect(self._count)
        self.editor.resize(width, height)
        self.editor.show()
        qtbot.waitExposed(self.editor)
        # Qt learns the width of long lines by painting them.
        self.image()

    def _count(self) -> None:
        self.disturbances += 1

    def image(self) -> QImage:
        return self.editor.viewport().grab().toImage()

    def place(self, text: str) -> int:
        return self.document.to_position(self.document.text().index(text))

    def put_caret(self, position: int) -> None:
        cursor = self.editor.textCursor()
        cursor.setPosition(position)
        self.editor.setTextCursor(cursor)

    def insert(self, position: int, text: str) -> None:
        cursor = QTextCursor(self.document.buffer)
        cursor.setPosition(position)
        cursor.insertText(text)

    def blocks(self) -> Iterator[QTextBlock]:
        block = self.document.buffer.begin()
        while block.isValid():
            yield block
            block = block.next()

    def point(self, offset: int) -> QPoint:
        """The middle of the first letter at an offset of the draft, in the viewport."""
        return self.view.rect_of(offset, offset + 1).center()

    def click(self, point: QPoint, button: Qt.MouseButton = Qt.MouseButton.LeftButton) -> None:
        QTest.mouseClick(self.editor.viewport(), button, pos=point)

    def move(self, point: QPoint, buttons: Qt.MouseButton = Qt.MouseButton.NoButton) -> None:
        viewport = self.editor.viewport()
        moved = QMouseEvent(
            QMouseEvent.Type.MouseMove,
            QPointF(point),
            QPointF(viewport.mapToGlobal(point)),
            Qt.MouseButton.NoButton,
            buttons,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(viewport, moved)

    def drag(self, start: QPoint, end: QPoint) -> None:
        viewport = self.editor.viewport()
        QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
        self.move((start + end) / 2, Qt.MouseButton.LeftButton)
        self.move(end, Qt.MouseButton.LeftButton)
        QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=end)
