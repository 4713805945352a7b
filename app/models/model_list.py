"""The list of models: the one that ships, then what was found; for each a name, its facts, and how it stands here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFont, QFontMetrics, QGuiApplication, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from palimpsest.app.models.finder import is_partial
from palimpsest.app.models.shelf import Shelved
from palimpsest.app.models.words import size_text
from palimpsest.app.settings import EMBEDDED

MOST_ROWS = 5
"""Shown at once; the others are scrolled to."""
PAD_X, PAD_Y, GAP = 12, 8, 2
_ROW = Qt.ItemDataRole.UserRole

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Row:
    """One model as it is listed."""

    model: str
    """`EMBEDDED` or a path."""
    name: str
    facts: str
    state: str
    """A word or two at the right."""
    sentence: str
    """What there is to say of it; may be empty."""
    usable: bool = True

    @property
    def spoken(self) -> str:
        """For a screen reader."""
        return ". ".join(part for part in (self.name, self.state, self.facts, self.sentence.rstrip(".")) if part)


def rows(models: Iterable[Shelved], in_use: str) -> list[Row]:
    """What to list; `in_use` is the model that is open or would be."""
    shown = [
        Row(
            EMBEDDED,
            translate("ModelList", "The embedded model"),
            translate("ModelList", "ships with Palimpsest · fits everywhere"),
            _in_use() if in_use == EMBEDDED else "",
            "",
        )
    ]
    shown += [_row(each, in_use) for each in models]
    if in_use not in {row.model for row in shown}:
        path = Path(in_use)
        shown.append(Row(in_use, path.stem if path.suffix == ".gguf" else path.name, str(path.parent), _in_use(), ""))
    return shown


def _row(shelved: Shelved, in_use: str) -> Row:
    found, fit = shelved.found, shelved.fit
    place = translate("", found.place)
    format_ = found.checkpoint.format if found.checkpoint is not None else ""
    facts = [format_, size_text(found.size) if found.size else "", found.owner, place]
    sentence = fit.told
    state = translate("", fit.how.value) if fit.how.value else ""
    if found.fault is not None:
        if is_partial(found.path):
            state = translate("ModelList", "incomplete")
            sentence = translate("ModelList", "Its download is not finished. Go on with it below.")
        else:
            state, sentence = translate("ModelList", "cannot be used"), str(found.fault)
    if str(found.path) == in_use:
        state = _in_use()
    told = " · ".join(part for part in facts if part)
    return Row(str(found.path), found.name, told, state, sentence, found.fault is None)


def _in_use() -> str:
    return translate("ModelList", "in use")


class ModelList(QListWidget):
    """Enter or a double click takes a model."""

    taken = Signal()
    chosen = Signal()
    """Another row is current."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picked = False
        """Some row was made current, by the user or for them; until then it is that of the model in use."""
        self.setObjectName("models")
        self.setAccessibleName(self.tr("Models on this computer"))
        self.setItemDelegate(_Delegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.currentItemChanged.connect(self._on_current)
        self.itemDoubleClicked.connect(self._on_double_click)

    def show_rows(self, shown: Iterable[Row], in_use: str) -> None:
        """List these; the current one stays current, at first that of the model in use."""
        shown = list(shown)
        before = self.current if self._picked else None
        if shown == [self.item(place).data(_ROW) for place in range(self.count())]:
            return
        self.blockSignals(True)
        self.clear()
        for row in shown:
            item = QListWidgetItem(row.name, self)
            item.setData(_ROW, row)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, row.spoken)
            item.setToolTip("\n".join(part for part in (row.model, row.facts, row.sentence) if part != EMBEDDED))
        self._make_current(before.model if before is not None else in_use)
        self.blockSignals(False)
        height = self.sizeHintForRow(0) * min(MOST_ROWS, max(1, len(shown))) + 2 * self.frameWidth() + 2
        self.setFixedHeight(height)

    def select(self, model: str) -> None:
        """Make the row of a model current; the first one where it is not listed."""
        self._picked = True
        self._make_current(model)

    def _make_current(self, model: str) -> None:
        models = [self.item(place).data(_ROW).model for place in range(self.count())]
        self.setCurrentRow(models.index(model) if model in models else 0)

    @property
    def current(self) -> Row | None:
        """The row that is chosen."""
        item = self.currentItem()
        return None if item is None else item.data(_ROW)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            # The dialog would press its default button.
            event.accept()
            self.taken.emit()
            return
        super().keyPressEvent(event)

    @Slot(QListWidgetItem, QListWidgetItem)
    def _on_current(self) -> None:
        self._picked = True
        self.chosen.emit()

    @Slot(QListWidgetItem)
    def _on_double_click(self) -> None:
        self.taken.emit()


class _Delegate(QStyledItemDelegate):
    """Two lines: the name with how it stands at the right, and the facts below, faint."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        font: QFont = option.font  # pyright: ignore[reportAttributeAccessIssue]  # missing in the stubs
        return QSize(0, 2 * QFontMetrics(font).height() + GAP + 2 * PAD_Y)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        own = QStyleOptionViewItem(option)
        self.initStyleOption(own, index)
        state: QStyle.StateFlag = own.state  # pyright: ignore[reportAttributeAccessIssue]
        rect: QRect = own.rect  # pyright: ignore[reportAttributeAccessIssue]
        font: QFont = own.font  # pyright: ignore[reportAttributeAccessIssue]
        own.text = ""  # pyright: ignore[reportAttributeAccessIssue]
        widget = own.widget  # pyright: ignore[reportAttributeAccessIssue]
        style = widget.style() if widget is not None else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, own, painter, widget)

        row: Row = index.data(_ROW)
        roles, colours = QPalette.ColorRole, QGuiApplication.palette()
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        faint = colours.color(roles.ButtonText if chosen else roles.PlaceholderText)
        ink = colours.color(roles.HighlightedText if chosen else roles.Text) if row.usable else faint
        inside = rect.adjusted(PAD_X, PAD_Y, -PAD_X, -PAD_Y)
        metrics = QFontMetrics(font)
        line = QRect(inside.left(), inside.top(), inside.width(), metrics.height())
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.save()
        painter.setFont(font)
        painter.setPen(ink)
        room = line.width() - (metrics.horizontalAdvance(row.state) + 2 * PAD_X if row.state else 0)
        painter.drawText(line, left, metrics.elidedText(row.name, Qt.TextElideMode.ElideMiddle, room))
        painter.setPen(faint)
        painter.drawText(line, right, row.state)
        below = line.translated(0, metrics.height() + GAP)
        painter.drawText(below, left, metrics.elidedText(row.facts, Qt.TextElideMode.ElideRight, below.width()))
        painter.restore()
