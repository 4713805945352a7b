"""The columns of a comparison in one view, arranged by the room that there is."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QListView, QWidget

from palimpsest.app.regenerate.text_card import TextCard
from palimpsest.app.regenerate.text_cards import CARD, TextCards

LEAST_WIDTH, MOST_WIDTH = 220, 560
"""Pixels of a column."""


class TextColumns(QListView):
    """One view for all texts, so that they scroll in step; it arranges them by its own width."""

    chosen = Signal(int)
    """By the user; the place among the alternatives."""
    taken = Signal()

    def __init__(self, cards: TextCards, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("columns")
        self._cards = cards
        self._quiet = False
        self.setModel(cards)
        self._card = TextCard(cards)
        self.setItemDelegate(self._card)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setMinimumHeight(120)
        self.selectionModel().currentChanged.connect(self._on_current)
        self.doubleClicked.connect(self._on_double_clicked)

    @property
    def stacked(self) -> bool:
        """True while there is no room for columns."""
        return self._card.stacked

    def arrange(self) -> None:
        """Fit the columns to the room there is."""
        count, room = max(1, len(self._cards.cards)), self.viewport().width()
        card = self._card
        card.stacked = count > 1 and room < 2 * LEAST_WIDTH
        card.width = room if card.stacked else max(LEAST_WIDTH, min(room // count, MOST_WIDTH if count > 1 else room))
        self.setFlow(QListView.Flow.TopToBottom if card.stacked else QListView.Flow.LeftToRight)
        needed = count * card.width > room and not card.stacked
        bar = self.horizontalScrollBar().sizeHint().height() if needed else 0
        policy = Qt.ScrollBarPolicy
        self.setHorizontalScrollBarPolicy(policy.ScrollBarAlwaysOn if needed else policy.ScrollBarAlwaysOff)
        # Always there, or its coming would change the room that it needs to come.
        self.setVerticalScrollBarPolicy(policy.ScrollBarAlwaysOn)
        card.least = 0
        if not card.stacked:
            heights = (card.needed(each, self.font()) for each in self._cards.cards)
            card.least = max(self.maximumViewportSize().height() - bar, *heights, 0)
        # Qt would go on by a whole text.
        self.verticalScrollBar().setSingleStep(QFontMetrics(self._cards.font).lineSpacing())
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def show_place(self, place: int) -> None:
        """Another text stands on the page; nobody is told."""
        index = self._index(place)
        if index.isValid() and index != self.currentIndex():
            self._quiet = True
            self.setCurrentIndex(index)
            self._quiet = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        # Heads stay where they are, so nothing that is drawn can just be pushed along.
        self.viewport().update()

    def scrollTo(
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QListView.ScrollHint = QListView.ScrollHint.EnsureVisible,
    ) -> None:
        """Bring a column into sight without losing the line that is being compared."""
        bar = self.verticalScrollBar()
        before = bar.value()
        super().scrollTo(index, hint)
        if not self.stacked:
            bar.setValue(before)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar, key = self.verticalScrollBar(), event.key()
        number = key - Qt.Key.Key_1
        match key:
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.taken.emit()
            case Qt.Key.Key_Left | Qt.Key.Key_Right:
                self._go(self._place(self.currentIndex()) + (1 if key == Qt.Key.Key_Right else -1))
            case Qt.Key.Key_Up | Qt.Key.Key_Down if not self.stacked:
                bar.setValue(bar.value() + (1 if key == Qt.Key.Key_Down else -1) * bar.singleStep())
            case Qt.Key.Key_PageUp | Qt.Key.Key_PageDown if not self.stacked:
                bar.setValue(bar.value() + (1 if key == Qt.Key.Key_PageDown else -1) * bar.pageStep())
            case _ if not event.modifiers() and 0 <= number < 9:
                self._go(number)
            case _:
                super().keyPressEvent(event)

    def _go(self, place: int) -> None:
        index = self._index(place)
        if index.isValid():
            self.setCurrentIndex(index)

    def _index(self, place: int) -> QModelIndex:
        """Of an alternative; invalid if there is no such one."""
        rows = (row for row, card in enumerate(self._cards.cards) if card.number == place + 1)
        row = next(rows, None) if place >= 0 else None
        return QModelIndex() if row is None else self._cards.index(row)

    def _place(self, index: QModelIndex) -> int:
        """The alternative at an index, from 0; -1 for none."""
        return index.data(CARD).number - 1 if index.isValid() else -1

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, index: QModelIndex, _: QModelIndex) -> None:
        if not self._quiet and index.isValid():
            self.chosen.emit(self._place(index))

    @Slot(QModelIndex)
    def _on_double_clicked(self, index: QModelIndex) -> None:
        if self._place(index) >= 0:
            self.taken.emit()
