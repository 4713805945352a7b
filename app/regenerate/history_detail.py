"""The chosen run of the history: its settings in words, its texts to choose from, and what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListView, QPushButton, QVBoxLayout, QWidget

from palimpsest.app.announce import announce
from palimpsest.app.regenerate import history_words
from palimpsest.app.regenerate.history_entry import ORIGINAL, HistoryEntry
from palimpsest.app.regenerate.text_previews import LABEL, MOST, SHOWN, TextPreview

if TYPE_CHECKING:
    from palimpsest.app.theme import Theme

_PLACE = Qt.ItemDataRole.UserRole + 4


def first_text(entry: HistoryEntry) -> int:
    """The text of a run that is shown first: the accepted one, else the best, else what stood there before."""
    if not entry.offers:
        return ORIGINAL
    return entry.offers.index(entry.accepted) if entry.accepted is not None else 0


class HistoryDetail(QWidget):
    """Knows one entry at a time; says what is chosen, and leaves it to the panel."""

    text_chosen = Signal(int)
    """The user has come to a text: its place in `offers`, or `ORIGINAL`."""
    text_taken = Signal(int)
    """A text was double-clicked."""
    taken = Signal()
    """The main button: apply, or make again."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("history_detail")
        self._found = True
        self._quiet = False
        self._entry: HistoryEntry | None = None
        self.instruction = self._label("instruction")
        self.settings = self._label("settings")
        self.course = self._label("course")
        self.why = self._label("why")
        self._model = QStandardItemModel(self)
        self.texts = QListView(self)
        self.texts.setObjectName("texts")
        self.texts.setAccessibleName(self.tr("Texts of the run"))
        self.texts.setModel(self._model)
        self._preview = TextPreview(theme, self.texts)
        self.texts.setItemDelegate(self._preview)
        self.texts.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.texts.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.texts.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.texts.setResizeMode(QListView.ResizeMode.Adjust)
        self.texts.verticalScrollBar().setSingleStep(self.fontMetrics().height())
        self.texts.setMinimumHeight(72)
        self.texts.selectionModel().currentChanged.connect(self._on_current)
        self.texts.doubleClicked.connect(self._on_double_clicked)
        self.main = QPushButton(self)
        self.main.setProperty("main", True)
        self.main.clicked.connect(self.taken)
        self.again = QPushButton(self.tr("Make again"), self)
        self.reuse = QPushButton(self.tr("Reuse settings"), self)
        self._lay_out()

    @property
    def place(self) -> int:
        """The chosen text: its place in `offers`, or `ORIGINAL`."""
        place = self.texts.currentIndex().data(_PLACE)
        return ORIGINAL if place is None else place

    def show_entry(self, entry: HistoryEntry, found: bool, place: int) -> None:
        """Show a run with one of its texts chosen; nobody is told."""
        self._entry = entry
        instruction = entry.wish.instruction.strip()
        self.instruction.setText(history_words.one_line(instruction))
        self.instruction.setVisible(bool(instruction))
        self.settings.setText(history_words.settings(entry))
        self.course.setText(history_words.course(entry))
        self._quiet = True
        self._model.clear()
        for number in (*range(len(entry.offers)), ORIGINAL):
            text = entry.text_at(number) or self.tr("(empty)")
            item = QStandardItem(text[: MOST + 1])
            label = history_words.text_label(entry, number)
            item.setData(label, LABEL)
            item.setData(f"{label}: {text[:MOST]}", Qt.ItemDataRole.AccessibleTextRole)
            item.setData(number, _PLACE)
            self._model.appendRow(item)
        row = place if 0 <= place < len(entry.offers) else self._model.rowCount() - 1
        self.texts.setCurrentIndex(self._model.index(row, 0))
        self._quiet = False
        self.set_found(found)

    def set_found(self, found: bool) -> None:
        """Whether the run's span can still be found in the text."""
        self._found = found
        entry = self._entry
        gone = entry is not None and not entry.offers
        self.main.setText(self.tr("Make again ↵") if gone else self.tr("Apply ↵"))
        self.main.setEnabled(found)
        self.again.setEnabled(found)
        self.again.setVisible(not gone)
        why = ""
        if not found:
            why = self.tr("Its place has changed: what stood around the text is no longer there.")
        elif gone:
            why = self.tr("These texts were never in the document, so they are not kept. The seed brings them back.")
        self.why.setText(why)
        self.why.setVisible(bool(why))

    def show_previewed(self, place: int | None) -> None:
        """Mark the text that stands on the page now; None for none of them."""
        for row in range(self._model.rowCount()):
            item = self._model.item(row)
            item.setData(item.data(_PLACE) == place, SHOWN)

    def tell_why(self) -> None:
        """Say why nothing can be applied."""
        announce(self, self.why.text())

    def set_theme(self, theme: Theme) -> None:
        """Change the colours."""
        self._preview.theme = theme
        self.texts.viewport().update()

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, index: QModelIndex, _: QModelIndex) -> None:
        if not self._quiet and index.isValid():
            self.text_chosen.emit(self.place)

    @Slot(QModelIndex)
    def _on_double_clicked(self, index: QModelIndex) -> None:
        self.text_taken.emit(index.data(_PLACE))

    def _label(self, name: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setContentsMargins(12, 10, 12, 0)
        words.setSpacing(2)
        for label in (self.instruction, self.settings, self.course, self.why):
            words.addWidget(label)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(6, 0, 6, 6)
        buttons.setSpacing(2)
        for button in (self.main, self.again, self.reuse):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(words)
        column.addWidget(self.texts, 1)
        column.addLayout(buttons)
