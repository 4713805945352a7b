"""The rows of the settings dialog: title, explanation and control of each, those of a group or those that are found."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from palimpsest.app.settings_controls import WheelGuard, make
from palimpsest.app.settings_table import Row, groups, rows

if TYPE_CHECKING:
    from palimpsest.app.settings_store import SettingsStore
    from palimpsest.app.theme import Theme

CONTROL_WIDTH = 210


class SettingRow(QWidget):
    """One setting, bound to the store in both directions."""

    def __init__(
        self, row: Row, store: SettingsStore, choices: Sequence[tuple[str, str]], guard: WheelGuard, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.row = row
        self._store = store
        self._text = " ".join((row.title, row.explanation, row.words, *(label for _, label in row.choices))).casefold()
        self.title = QLabel(self)
        self.title.setProperty("heading", True)
        self.explanation = QLabel(self)
        self.explanation.setProperty("hint", True)
        self.explanation.setWordWrap(True)
        self.control = make(row, choices, guard)
        self.control.setFixedWidth(CONTROL_WIDTH)
        self.reset = QPushButton(self.tr("Reset"), self)
        self.reset.setProperty("quiet", True)
        self.reset.setAutoDefault(False)
        self.reset.setAccessibleName(self.tr("Reset {title}").format(title=row.title))
        room = self.reset.sizePolicy()
        room.setRetainSizeWhenHidden(True)
        self.reset.setSizePolicy(room)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self.title)
        words.addWidget(self.explanation)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 7, 0, 7)
        line.setSpacing(10)
        line.addLayout(words, 1)
        line.addWidget(self.control, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self.reset, 0, Qt.AlignmentFlag.AlignVCenter)
        QWidget.setTabOrder(self.control, self.reset)
        self.control.picked.connect(lambda value: store.set(row.name, value))
        self.reset.clicked.connect(self._reset)
        self.mark((), None)
        self.refresh()

    def refresh(self) -> None:
        """Show what the store holds."""
        self.control.show_value(self._store.value(self.row.name))
        self.reset.setVisible(not self._store.is_default(self.row.name))

    def holds(self, words: Sequence[str]) -> bool:
        """True if every word, in lower case, is found in what the row says or is looked for by."""
        return all(word in self._text for word in words)

    def mark(self, words: Sequence[str], theme: Theme | None) -> None:
        """Show where the words are found."""
        for label, text in ((self.title, self.row.title), (self.explanation, self.row.explanation)):
            label.setText(marked(text, words, theme))

    def _reset(self) -> None:
        # Before the button goes: the keyboard stays in this row.
        self.control.setFocus(Qt.FocusReason.OtherFocusReason)
        self._store.reset(self.row.name)


class SettingsPage(QScrollArea):
    """All rows, of which one group or what was looked for is seen."""

    def __init__(
        self,
        store: SettingsStore,
        theme: Theme,
        choices: Mapping[str, Sequence[tuple[str, str]]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words: tuple[str, ...] = ()
        self._group = ""
        self._guard = WheelGuard(self)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(4, 0, 16, 0)
        column.setSpacing(0)
        self.headings: dict[str, QLabel] = {}
        self.rows: list[SettingRow] = []
        every = rows()
        for group, title in groups().items():
            heading = self.headings[group] = QLabel(title, inside)
            heading.setObjectName("title")
            heading.setContentsMargins(0, 8, 0, 6)
            column.addWidget(heading)
            for row in every:
                if row.group == group:
                    self.rows.append(SettingRow(row, store, choices.get(row.name, ()), self._guard, inside))
                    column.addWidget(self.rows[-1])
        self.nothing = QLabel(self.tr("No setting is called that."), inside)
        self.nothing.setProperty("hint", True)
        self.nothing.setContentsMargins(0, 12, 0, 0)
        column.addWidget(self.nothing)
        column.addStretch(1)
        self.setWidget(inside)
        store.changed.connect(self._on_changed)

    def show_group(self, group: str) -> None:
        """Show the rows of a group."""
        self._group, self._words = group, ()
        self._show()
        self.verticalScrollBar().setValue(0)

    def search(self, text: str) -> set[str]:
        """Show the rows of all groups that hold every word of `text`; the groups in which there are any."""
        self._words = tuple(text.casefold().split())
        self._show()
        self.verticalScrollBar().setValue(0)
        return {row.row.group for row in self.rows if row.holds(self._words)}

    def scroll_to(self, group: str) -> None:
        """Bring the heading of a group that is shown to the top."""
        self.verticalScrollBar().setValue(self.headings[group].y())

    def set_theme(self, theme: Theme) -> None:
        """Mark what is found in another theme's colours."""
        self._theme = theme
        self._show()

    def _show(self) -> None:
        seen: set[str] = set()
        for row in self.rows:
            shown = row.holds(self._words) if self._words else row.row.group == self._group
            row.mark(self._words, self._theme)
            row.setVisible(shown)
            if shown:
                seen.add(row.row.group)
        for group, heading in self.headings.items():
            heading.setVisible(group in seen)
        self.nothing.setVisible(not seen)

    def _on_changed(self, name: str) -> None:
        for row in self.rows:
            if row.row.name == name:
                row.refresh()


def marked(text: str, words: Sequence[str], theme: Theme | None) -> str:
    """`text` as rich text, with a ground behind what was looked for."""
    if theme is None or not words:
        return html.escape(text)
    parts = re.split("(" + "|".join(map(re.escape, words)) + ")", text, flags=re.IGNORECASE)
    style = f"background-color: {theme.selection}; color: {theme.selection_ink}"
    return "".join(
        f'<span style="{style}">{html.escape(part)}</span>' if place % 2 else html.escape(part)
        for place, part in enumerate(parts)
    )
