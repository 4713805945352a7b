"""All alternatives of a proposal at once: columns where there is room, cards below each other where there is not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFont, QShowEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QStackedLayout, QVBoxLayout, QWidget

from palimpsest.app.regenerate.text_cards import TextCards, cards_of
from palimpsest.app.regenerate.text_columns import TextColumns

if TYPE_CHECKING:
    from palimpsest.app.theme import Theme
    from palimpsest.engine.request import Alternative


class SideBySide(QWidget):
    """Click or ← → shows a text in place, double click or Enter accepts it; ↑ ↓ scroll all columns in step."""

    shown = Signal(int)
    """The user wants this alternative on the page; its place, from 0."""
    accepted = Signal()
    """The user wants what is shown."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side_by_side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._original = ""
        self._alternatives: tuple[Alternative, ...] = ()
        self._place = 0
        self._stale = False
        self.cards = TextCards(theme, self)
        self.columns = TextColumns(self.cards, self)
        self.columns.setAccessibleName(self.tr("Drafts side by side"))
        self.original = QCheckBox(self.tr("Original"), self)
        self.changes = QCheckBox(self.tr("Changes"), self)
        self.changes.setChecked(True)
        self.changes.setToolTip(self.tr("New words underlined, words that are gone struck out"))
        self.note = QLabel(
            self.tr(
                "Nothing to compare yet.\n\nWhen a regeneration proposes several texts, they will stand here side by "
                "side, with what each of them changes."
            ),
            self,
        )
        self.note.setObjectName("empty")
        self.note.setWordWrap(True)
        self.note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.note.setMargin(24)
        self._lay_out()
        self.original.toggled.connect(self._on_toggled)
        self.changes.toggled.connect(self._on_toggled)
        self.columns.chosen.connect(self._on_chosen)
        self.columns.taken.connect(self.accepted)
        self._pages.setCurrentWidget(self.note)

    @property
    def place(self) -> int:
        """Of the alternative that is shown, from 0."""
        return self._place

    def set_alternatives(self, original: str, alternatives: Sequence[Alternative], place: int) -> None:
        """Compare these texts for the span, of which the one at `place` stands on the page."""
        same = (original, tuple(alternatives)) == (self._original, self._alternatives)
        self._original, self._alternatives = original, tuple(alternatives)
        self._place = max(0, min(place, len(alternatives) - 1))
        self._stale = self._stale or not same
        if self.isVisible():
            self._update()

    def set_place(self, place: int) -> None:
        """Another alternative stands on the page."""
        self.set_alternatives(self._original, self._alternatives, place)

    def clear(self) -> None:
        """There is nothing to compare any more."""
        self.set_alternatives("", (), 0)

    def set_theme(self, theme: Theme) -> None:
        """Change the colours."""
        self.cards.theme = theme
        self._restyle()

    def set_font(self, font: QFont) -> None:
        """Set the texts as the page sets them."""
        if font != self.cards.font:
            self.cards.font = font
            self._restyle()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._update()

    def _update(self) -> None:
        """Texts are compared only where somebody can see it."""
        if self._stale:
            self._stale = False
            self.cards.set_cards(cards_of(self._original, self._alternatives), self.original.isChecked())
            self.columns.arrange()
        self._pages.setCurrentWidget(self._whole if self._alternatives else self.note)
        self.columns.show_place(self._place)

    def _restyle(self) -> None:
        self.cards.restyle()
        self.columns.arrange()

    @Slot()
    def _on_toggled(self) -> None:
        self.cards.marks = self.changes.isChecked()
        self.cards.restyle()
        self._stale = True
        self._update()

    @Slot(int)
    def _on_chosen(self, place: int) -> None:
        if place != self._place:
            self._place = place
            self.shown.emit(place)

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(16, 4, 12, 4)
        bar.setSpacing(16)
        bar.addWidget(self.original)
        bar.addWidget(self.changes)
        bar.addStretch(1)
        self._whole = QWidget(self)
        column = QVBoxLayout(self._whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self.columns, 1)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self.note)
        self._pages.addWidget(self._whole)
        # Who comes here by key wants to choose.
        self.setFocusProxy(self.columns)
