"""The palette: every command with its key, found by a few of its letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHeaderView, QLineEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from palimpsest.app.commands import COMMANDS, keys_text

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

WIDTH, HEIGHT, PAD = 480, 420, 22
_OWN_KEYS = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Up, Qt.Key.Key_Down)


def match_score(wanted: str, title: str) -> int | None:
    """How well the letters of `wanted` are found in order in `title`; less is better, None is not at all.

    Counts the letters skipped between the found ones, a found letter at the head of a word being free.
    """
    score, place = 0, 0
    folded = title.casefold()
    for letter in wanted.casefold().replace(" ", ""):
        found = folded.find(letter, place)
        if found < 0:
            return None
        at_head = found == 0 or not folded[found - 1].isalnum()
        score += 0 if at_head else found - place
        place = found + 1
    return score


class Palette(QFrame):
    """Floats at the top of the window; Enter runs the chosen command, Esc closes."""

    def __init__(self, actions: dict[str, QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("palette")
        self._actions = actions
        self._home = parent
        self._before: QWidget | None = None
        self.line = QLineEdit(self)
        self.line.setPlaceholderText("Find a command")
        self.line.setAccessibleName("Find a command")
        self.list = QTreeWidget(self)
        self.list.setAccessibleName("Commands")
        self.list.setColumnCount(2)
        self.list.setHeaderHidden(True)
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.header().setStretchLastSection(False)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 4, 6, 6)
        column.setSpacing(4)
        column.addWidget(self.line)
        column.addWidget(self.list)
        self.line.textChanged.connect(self._fill)
        self.line.installEventFilter(self)
        self.list.itemClicked.connect(lambda *_: self._run())
        self.hide()

    def open(self) -> None:
        """Show every command and wait for letters."""
        self._before = self.window().focusWidget()
        self.line.clear()
        self._fill()
        self.show()
        self.raise_()
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_palette(self) -> None:
        """Put it away and give the keyboard back."""
        self.hide()
        if self._before is not None:
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.key() in _OWN_KEYS:
            # Claimed before any command of the window that is bound to the same key.
            if event.type() is QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() is QEvent.Type.KeyPress:
                self._key(Qt.Key(event.key()))
                return True
        if event.type() is QEvent.Type.FocusOut and self.isVisible():
            self.hide()
        return super().eventFilter(watched, event)

    def _key(self, key: Qt.Key) -> None:
        if key is Qt.Key.Key_Escape:
            self.close_palette()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._run()
        else:
            by = 1 if key is Qt.Key.Key_Down else -1
            self._choose(self.list.currentIndex().row() + by)

    def _fill(self) -> None:
        wanted = self.line.text()
        scored = [(match_score(wanted, command.title), place) for place, command in enumerate(COMMANDS)]
        self.list.clear()
        for _, place in sorted((score, place) for score, place in scored if score is not None):
            command = COMMANDS[place]
            action = self._actions[command.id]
            item = QTreeWidgetItem([command.title, keys_text(action)])
            item.setData(0, Qt.ItemDataRole.UserRole, command.id)
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setDisabled(not action.isEnabled())
            self.list.addTopLevelItem(item)
        self._choose(0)
        self._fit()

    def _fit(self) -> None:
        """As high as what was found, at the top of the window."""
        rows = sum(self.list.sizeHintForRow(row) for row in range(self.list.topLevelItemCount()))
        width, most = min(WIDTH, self._home.width() - 24), min(HEIGHT, self._home.height() - 24)
        height = self.line.sizeHint().height() + max(rows, self.line.sizeHint().height()) + PAD
        self.setGeometry((self._home.width() - width) // 2, 12, width, min(height, most))

    def _choose(self, place: int) -> None:
        if count := self.list.topLevelItemCount():
            self.list.setCurrentIndex(self.list.model().index(place % count, 0))

    def _run(self) -> None:
        item = self.list.currentItem()
        if item is None or item.isDisabled():
            return
        action = self._actions[item.data(0, Qt.ItemDataRole.UserRole)]
        self.close_palette()
        action.trigger()
