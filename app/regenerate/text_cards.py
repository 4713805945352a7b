"""The texts that stand side by side: each with its marks of change laid out at the width of its column."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QCoreApplication, QLocale, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont, QTextCharFormat, QTextCursor, QTextDocument, QTextOption

from palimpsest.app.regenerate.word_diff import Span, SpanKind, spans
from palimpsest.app.theme import Theme
from palimpsest.engine.request import Alternative

Index = QModelIndex | QPersistentModelIndex
CARD = Qt.ItemDataRole.UserRole
LEAST_IN_COMMON = 1 / 3
"""Share of a text that has to be old for its changes to be marked; beyond, marks would only be in the way."""
_THIN = "\u2009"
"""Drawn between what is gone and what has come, which would else look like one word."""
_NOWHERE = QModelIndex()
translate = QCoreApplication.translate


@dataclass(slots=True)
class Card:
    """One column."""

    text: str
    alternative: Alternative | None = None
    """None for the original."""
    number: int = 0
    """From 1; 0 for the original."""
    best: bool = False
    share: float = 0.0
    """How likely a token of it is, relative to the best text, (0, 1]."""
    parts: tuple[Span, ...] = ()
    """It and what it was made of, in one row; worked out when it is first marked, as is the next."""
    old: float = 1.0
    """How much of it the old text had; see `in_common`."""
    document: QTextDocument | None = None
    """The laid out text, once it has been wanted."""

    @property
    def name(self) -> str:
        """What stands at the head of the column."""
        if self.alternative is None:
            return translate("TextCards", "original")
        best = translate("TextCards", "{number} · best")
        return best.format(number=self.number) if self.best else str(self.number)

    @property
    def passes(self) -> str:
        """How many passes it took, in words."""
        if self.alternative is None:
            return ""
        count = self.alternative.passes
        words = translate("TextCards", "1 pass") if count == 1 else translate("TextCards", "{count} passes")
        return words.format(count=QLocale().toString(count))

    @property
    def alike(self) -> str:
        """How many drafts are left out because they are so much like it, in words; empty if none."""
        count = self.alternative.merged if self.alternative is not None else 0
        if not count:
            return ""
        words = (
            translate("TextCards", "1 alike left out") if count == 1 else translate("TextCards", "{n} alike left out")
        )
        return words.format(n=QLocale().toString(count))


def cards_of(original: str, alternatives: Sequence[Alternative]) -> tuple[Card, ...]:
    """The original, then the alternatives in their order."""
    top = max((one.score for one in alternatives), default=0.0)
    place = next((place for place, one in enumerate(alternatives) if one.score == top), 0)
    several = len(alternatives) > 1
    cards = (
        Card(one.text, one, at + 1, several and at == place, math.exp(max(-40.0, one.score - top)))
        for at, one in enumerate(alternatives)
    )
    return (Card(original), *cards)


def in_common(parts: Sequence[Span]) -> float:
    """Share of the new text's letters that the old one had, [0, 1]; 1 for an empty text."""
    letters = dict.fromkeys(SpanKind, 0)
    for span in parts:
        letters[span.kind] += sum(map(len, span.text.split()))
    whole = letters[SpanKind.EQUAL] + letters[SpanKind.INSERTED]
    return letters[SpanKind.EQUAL] / whole if whole else 1.0


class TextCards(QAbstractListModel):
    """Columns as a model of Qt. The original cannot be chosen."""

    def __init__(self, theme: Theme, parent: Any = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.font = QFont()
        self.marks = True
        self.wrap = QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere
        self._all: tuple[Card, ...] = ()
        self._cards: tuple[Card, ...] = ()

    @property
    def cards(self) -> tuple[Card, ...]:
        """Those that are shown."""
        return self._cards

    def set_cards(self, cards: tuple[Card, ...], original: bool) -> None:
        """Show these, with or without the original, which is the first."""
        self.beginResetModel()
        self._all, self._cards = cards, cards if original else cards[1:]
        self.endResetModel()

    def restyle(self) -> None:
        """Lay every text out anew, after the font, the theme or the wish for marks has changed."""
        for card in self._all:
            card.document = None

    def height(self, card: Card, width: int) -> int:
        """Of the text at a width, in pixels."""
        document = self.laid_out(card)
        if document.textWidth() != width:
            document.setTextWidth(width)
        return math.ceil(document.size().height())

    def comparable(self, card: Card) -> bool:
        """True if marks are wanted, and there is an old text to be compared with."""
        return self.marks and card.alternative is not None and bool(self._all[0].text.strip())

    def marked(self, card: Card) -> bool:
        """True if what has changed is marked in a text."""
        if not self.comparable(card):
            return False
        if not card.parts:
            card.parts = spans(self._all[0].text, card.text)
            card.old = in_common(card.parts)
        return card.old >= LEAST_IN_COMMON

    def laid_out(self, card: Card) -> QTextDocument:
        """The text with its marks, as wide as it was last asked for."""
        if card.document is None:
            document = card.document = QTextDocument()
            document.setUndoRedoEnabled(False)
            document.setDocumentMargin(0)
            document.setDefaultFont(self.font)
            document.setDefaultTextOption(_option(self.wrap))
            cursor = QTextCursor(document)
            # As one edit, or Qt would lay out all of it after each part.
            cursor.beginEditBlock()
            parts = card.parts if self.marked(card) else (Span(card.text, SpanKind.EQUAL),)
            before: SpanKind | None = None
            for part in parts:
                if before is SpanKind.DELETED and part.kind is SpanKind.INSERTED:
                    cursor.insertText(_THIN, self._format(SpanKind.EQUAL))
                cursor.insertText(part.text, self._format(part.kind))
                before = part.kind
            cursor.endEditBlock()
        return card.document

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._cards)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self._cards[index.row()].alternative is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        card = self._cards[index.row()]
        if role == CARD:
            return card
        if role == Qt.ItemDataRole.DisplayRole:
            return card.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            words = (card.name, card.passes, card.alike)
            return ", ".join(word for word in words if word) + f": {card.text}"
        return None

    def _format(self, kind: SpanKind) -> QTextCharFormat:
        look = QTextCharFormat()
        look.setForeground(QColor(self.theme.faint if kind is SpanKind.DELETED else self.theme.ink))
        if kind is SpanKind.INSERTED:
            look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
            look.setUnderlineColor(QColor(self.theme.accent))
        look.setFontStrikeOut(kind is SpanKind.DELETED)
        return look


def _option(wrap: QTextOption.WrapMode) -> QTextOption:
    option = QTextOption()
    option.setWrapMode(wrap)
    return option
