"""The prompt bar: one slim line under the page for the instruction, the progress and the choice among drafts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QSizePolicy, QWidget

from palimpsest.app.idle_keys import is_idle
from palimpsest.app.regenerate.run import Run, RunState
from palimpsest.app.translations import mark

if TYPE_CHECKING:
    from palimpsest.app.theme import Theme
    from palimpsest.engine.request import ModelInfo

PLACEHOLDER = mark("Regenerate the selection, or say how")
PLACEHOLDER_INSERT = mark("Write here, or say what")
PLACEHOLDER_DEAF = mark("This small model continues the text; it does not follow instructions")


class InstructionEdit(QLineEdit):
    """The line for the instruction; ↑ and ↓ walk through those given before."""

    entered = Signal()
    escaped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._history: Sequence[str] = ()
        self._place = -1
        self._own = ""
        self.textEdited.connect(self._leave_history)

    def set_history(self, instructions: Sequence[str]) -> None:
        """Instructions given before, newest first."""
        self._history = tuple(instructions)
        self._place = -1

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.entered.emit()
            case Qt.Key.Key_Escape:
                self.escaped.emit()
            case Qt.Key.Key_Up:
                self._walk(1)
            case Qt.Key.Key_Down:
                self._walk(-1)
            case _ if is_idle(event):
                event.ignore()
            case _:
                super().keyPressEvent(event)

    def _walk(self, by: int) -> None:
        place = self._place + by
        if not -1 <= place < len(self._history):
            return
        if self._place == -1:
            self._own = self.text()
        self._place = place
        self.setText(self._own if place == -1 else self._history[place])

    def _leave_history(self) -> None:
        self._place = -1


class PromptBar(QWidget):
    """Shows one run and takes what the user says to it. It decides nothing: it says which key was pressed.

    The labels always say what Enter and Esc will do. The accent runs along the upper edge as progress.
    """

    entered = Signal()
    escaped = Signal()
    retry_wanted = Signal()
    cycle_wanted = Signal(int)
    models_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("prompt_bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._theme = theme
        self._share = 0.0
        self._info: ModelInfo | None = None
        self._inserting = False
        self._run: Run | None = None

        self.instruction = InstructionEdit(self)
        self.instruction.setObjectName("instruction")
        self.instruction.setAccessibleName(self.tr("Instruction"))
        self.instruction.setMinimumWidth(96)
        self.models = self._button(
            self.tr("Models…"), self.tr("Use a model that follows instructions"), self.models_wanted.emit
        )
        self.models.setProperty("link", True)
        self.hint = QLabel(self)
        self.hint.setObjectName("hint")
        self.previous = self._button("‹", self.tr("Previous draft (Alt+[)"), lambda: self.cycle_wanted.emit(-1))
        self.counter = QLabel(self)
        self.next = self._button("›", self.tr("Next draft (Alt+])"), lambda: self.cycle_wanted.emit(1))
        self.retry = self._button(
            self.tr("Try again  Alt+R"), self.tr("Same settings, new seed"), self.retry_wanted.emit
        )
        self.escape = self._button(self.tr("Close  Esc"), "", self.escaped.emit)
        self.enter = self._button(self.tr("Regenerate  ↵"), "", self.entered.emit)
        self.enter.setProperty("main", True)

        row = QHBoxLayout(self)
        row.setContentsMargins(14, 10, 10, 8)
        row.setSpacing(4)
        row.addWidget(self.instruction, 1)
        row.addWidget(self.models)
        row.addSpacing(8)
        for widget in (self.hint, self.previous, self.counter, self.next):
            row.addWidget(widget)
        row.addSpacing(8)
        for widget in (self.retry, self.escape, self.enter):
            row.addWidget(widget)

        self.instruction.entered.connect(self.entered)
        self.instruction.escaped.connect(self.escaped)
        self.instruction.textChanged.connect(self.refresh)
        self.hide()

    @property
    def text(self) -> str:
        """The instruction as it stands."""
        return self.instruction.text().strip()

    @property
    def edited(self) -> bool:
        """True if the instruction is another one than the standing run was given."""
        return self._run is not None and self.text != self._run.wish.instruction

    def open(self, inserting: bool, history: Sequence[str]) -> None:
        """Show the bar for a selection (or, `inserting`, for the caret) and take the keyboard."""
        self._inserting = inserting
        self.instruction.set_history(history)
        self.show()
        self.refresh()
        self.take_focus()

    def take_focus(self) -> None:
        """Put the caret into the instruction."""
        self.instruction.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.instruction.selectAll()

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self.update()

    def set_info(self, info: ModelInfo | None) -> None:
        """Tell which model is in use; a model that follows no instructions is said to be so."""
        self._info = info
        self.refresh()

    def set_run(self, run: Run | None) -> None:
        """Show a run; None is the empty state before one."""
        self._run = run
        self.refresh()

    def refresh(self) -> None:
        """Bring every part in line with the run and the instruction."""
        run, state = self._run, self._run.state if self._run else None
        deaf = self._info is not None and not self._info.follows_instructions
        placeholder = PLACEHOLDER_INSERT if self._inserting else PLACEHOLDER
        self.instruction.setPlaceholderText(QCoreApplication.translate("", PLACEHOLDER_DEAF if deaf else placeholder))
        self.models.setVisible(deaf and (run is None or run.ended))

        hint = self.tr("not heeded by this model") if deaf and self.text and (run is None or run.ended) else ""
        counter = run.alternatives.counter if run and state is RunState.PROPOSED else ""
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))
        self.counter.setText(counter)
        for widget in (self.previous, self.counter, self.next):
            widget.setVisible(bool(counter))

        working = run is not None and run.working
        proposed = state is RunState.PROPOSED
        self.enter.setVisible(not working)
        self.enter.setText(self._enter_label(state))
        stoppable = working and run is not None and not run.stopping
        self.escape.setText(self.tr("Stop  Esc") if stoppable else self._escape_label(state))
        self.retry.setVisible(proposed and not self.edited)
        self._set_share(run.share if run else 0.0)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(QRectF(0, 0, self.width(), 1), QColor(self._theme.line))
        if self._share > 0:
            painter.fillRect(QRectF(0, 0, self.width() * self._share, 2), QColor(self._theme.accent))

    def _enter_label(self, state: RunState | None) -> str:
        if state is RunState.PROPOSED and not self.edited:
            return self.tr("Accept  ↵")
        return self.tr("Try again  ↵") if state is RunState.FAILED else self.tr("Regenerate  ↵")

    def _escape_label(self, state: RunState | None) -> str:
        closes = state is None or state is RunState.FAILED
        return self.tr("Close  Esc") if closes else self.tr("Discard  Esc")

    def _set_share(self, share: float) -> None:
        if share != self._share:
            self._share = share
            self.update(0, 0, self.width(), 2)

    def _button(self, text: str, tip: str, call: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self)
        button.setToolTip(tip)
        button.setAccessibleName(tip or text)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda *_: call())
        return button
