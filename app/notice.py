"""Calm lines above the page that say what went wrong, what is so, or what is asked; they wait to be put away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import shiboken6
from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from palimpsest.app import icons
from palimpsest.app.announce import announce

if TYPE_CHECKING:
    from palimpsest.app.theme import Theme

Kind = Literal["error", "info", "question"]
Action = tuple[str, Callable[[], object]]
"""Label of a button, and what it does once the notice is put away."""

MOST_ACTIONS, MOST_NOTICES = 3, 20
SPACING = 6
SENTENCE_LEAST = 240
"""Width that a sentence keeps before the answers to it go below."""
_ICONS: dict[Kind, str] = {"error": "warning", "info": "info", "question": "info"}


@dataclass(frozen=True, slots=True)
class _Said:
    number: int
    text: str
    kind: Kind
    actions: tuple[Action, ...]


class Notice(QWidget):
    """Shows the newest of what was said; under it waits what was said before.

    Not modal: the text under it can be written on while it stands.
    """

    def __init__(self, parent: QWidget | None = None, theme: Theme | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._theme = theme
        self._stack: list[_Said] = []
        self._last_number = 0
        self._before: QWidget | None = None
        self.icon = QLabel(self)
        self.icon.hide()
        self.label = QLabel(self)
        self.label.setObjectName("notice_text")
        self.label.setWordWrap(True)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.more = QLabel(self)
        self.more.setObjectName("notice_more")
        self.more.setProperty("calm", True)
        self.buttons = [QPushButton(self) for _ in range(MOST_ACTIONS)]
        self.close_button = QPushButton(self.tr("Close"), self)
        self.close_button.setAccessibleName(self.tr("Close this notice"))
        self.close_button.clicked.connect(self.dismiss)
        self._answers = QWidget(self)
        answers = QHBoxLayout(self._answers)
        answers.setContentsMargins(0, 0, 0, 0)
        answers.setSpacing(SPACING)
        for place, button in enumerate(self.buttons):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _checked, place=place: self._act(place))
            answers.addWidget(button)
        self.close_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        answers.addWidget(self.close_button)
        self._row = QHBoxLayout()
        self._row.setSpacing(SPACING)
        self._row.addWidget(self.icon)
        self._row.addWidget(self.label, 1)
        self._row.addWidget(self.more)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(14, 5, 10, 5)
        self._column.setSpacing(2)
        self._column.addLayout(self._row)
        self._row.addWidget(self._answers, 0, Qt.AlignmentFlag.AlignTop)
        self._beside = True
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)
        self.hide()

    @property
    def text(self) -> str:
        """What it says; empty while it is not shown."""
        return self._stack[-1].text if self._stack else ""

    @property
    def kind(self) -> Kind | None:
        """What kind of thing it says."""
        return self._stack[-1].kind if self._stack else None

    def say(self, text: str, kind: Kind = "error", actions: Sequence[Action] = ()) -> int:
        """Show a sentence above those before; the same one is not kept twice. Returns a number for `withdraw`.

        An action puts the sentence away and is then called; there may be up to three.
        """
        if len(actions) > MOST_ACTIONS:
            raise ValueError(f"{len(actions)} actions: there is room for {MOST_ACTIONS}")
        news = text != self.text
        self._stack = [said for said in self._stack if said.text != text]
        self._last_number += 1
        self._stack.append(_Said(self._last_number, text, kind, tuple(actions)))
        if len(self._stack) > MOST_NOTICES:
            oldest = next((said for said in self._stack if said.kind != "question"), self._stack[0])
            self._stack.remove(oldest)
        self._show_top()
        if news:
            announce(self, text)
        return self._last_number

    def withdraw(self, number: int) -> None:
        """Put away what has become untrue; nothing happens if it is not there any more."""
        self._keep([said for said in self._stack if said.number != number])

    def clear(self) -> None:
        """Put away errors and information. A question stays until it is answered or closed."""
        self._keep([said for said in self._stack if said.kind == "question"])

    @Slot()
    def dismiss(self) -> None:
        """Put away what is shown; what was said before it comes to light."""
        self._keep(self._stack[:-1])

    def set_theme(self, theme: Theme) -> None:
        """Change the colour of the icon; the rest is the style sheet's."""
        self._theme = theme
        if self._stack:
            self._show_top()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        # Claimed before any command of the window that is bound to the same key.
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape and self._has_focus():
            if event.type() is QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() is QEvent.Type.KeyPress:
                self.dismiss()
                return True
        return super().event(event)

    def _act(self, place: int) -> None:
        _, call = self._stack[-1].actions[place]
        self.dismiss()
        call()

    def _keep(self, stack: list[_Said]) -> None:
        if len(stack) == len(self._stack):
            return
        had_focus = self._has_focus()
        self._stack = stack
        if stack:
            self._show_top()
        else:
            self.hide()
        if had_focus and self._before is not None and shiboken6.isValid(self._before):
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_top(self) -> None:
        said = self._stack[-1]
        calm = said.kind != "error"
        if self.label.property("calm") != calm:
            self.label.setProperty("calm", calm)
            self.label.style().unpolish(self.label)
            self.label.style().polish(self.label)
        self.label.setText(said.text)
        self.setAccessibleName(said.text)
        self.icon.setVisible(self._theme is not None)
        if self._theme is not None:
            colour = self._theme.frame_ink if calm else self._theme.error
            ratio = self.devicePixelRatioF()
            self.icon.setPixmap(icons.pixmap(_ICONS[said.kind], colour, ratio=ratio))
        below = len(self._stack) - 1
        self.more.setText(self.tr("1 more") if below == 1 else self.tr("{count} more").format(count=below))
        self.more.setVisible(below > 0)
        for place, button in enumerate(self.buttons):
            button.setVisible(place < len(said.actions))
            if place < len(said.actions):
                button.setText(said.actions[place][0])
                button.setProperty("main", place == 0)
                button.style().unpolish(button)
                button.style().polish(button)
        self._fit()
        self.show()

    def _fit(self) -> None:
        """Answers stand beside the sentence if it keeps room enough there, else below it."""
        needed = min(self.label.fontMetrics().horizontalAdvance(self.label.text()) + 2, SENTENCE_LEAST)
        margins = self._column.contentsMargins()
        parts = [part for part in (self.icon, self.more, self._answers) if not part.isHidden()]
        taken = sum(part.sizeHint().width() + SPACING for part in parts)
        beside = self.width() - margins.left() - margins.right() - taken >= needed
        if beside == self._beside:
            return
        self._beside = beside
        if beside:
            self._row.addWidget(self._answers, 0, Qt.AlignmentFlag.AlignTop)
        else:
            self._column.addWidget(self._answers, 0, Qt.AlignmentFlag.AlignRight)

    def _has_focus(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    @Slot(QWidget, QWidget)
    def _on_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and self.isAncestorOf(new) and old is not None and not self.isAncestorOf(old):
            self._before = old
