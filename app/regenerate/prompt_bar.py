"""The prompt bar: two slim lines under the page, one for the instruction and the drafts, one for the dials."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from palimpsest.app.find_parts import button
from palimpsest.app.icons import icon, pixmap
from palimpsest.app.regenerate.bar_words import Target, enter_label, escape_label, placeholder
from palimpsest.app.regenerate.dials import Dials, asks_the_same
from palimpsest.app.regenerate.fitting_row import FittingRow
from palimpsest.app.regenerate.instruction_edit import InstructionEdit
from palimpsest.app.regenerate.run import Run, RunState
from palimpsest.app.regenerate.wish import Wish

if TYPE_CHECKING:
    from palimpsest.app.theme import Theme
    from palimpsest.engine.request import ModelInfo

KEYS = {"regenerate.retry": "Alt+R", "regenerate.next": "Alt+]", "regenerate.previous": "Alt+["}
"""Keys that are named until `set_keys` tells all that are in force."""


class PromptBar(QWidget):
    """Shows one run and takes what the user says to it. It decides nothing: it says which key was pressed.

    The labels always say what Enter and Esc will do. The accent runs along the upper edge as progress.
    """

    entered = Signal()
    escaped = Signal()
    retry_wanted = Signal()
    cycle_wanted = Signal(int)
    models_wanted = Signal()
    presets_wanted = Signal()
    changes_wanted = Signal(bool)
    """Whether the draft shall be drawn with what it inserts and what it deletes."""
    compare_wanted = Signal()
    wish_changed = Signal()
    """The instruction or a dial, whoever changed it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("prompt_bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._theme = theme
        self._share = 0.0
        self._info: ModelInfo | None = None
        self._target: Target = "selection"
        self._holes = 0
        self._queueing = False
        self._run: Run | None = None
        self._shown: tuple[object, ...] = ()
        self._hint = ""
        self._retry_narrow = self._retry_bare = False
        self._keys: dict[str, str] = dict(KEYS)

        # Tab goes to the parts as they were made.
        self._line = FittingRow(self)
        self.instruction = InstructionEdit(self._line)
        self.instruction.setObjectName("instruction")
        self.instruction.setAccessibleName(self.tr("Instruction"))
        self.instruction.setMinimumWidth(96)
        self.presets = button(self._line, "", self.presets_wanted.emit, icon="presets")
        self.presets.setAccessibleName(self.tr("Presets"))
        follow = self.tr("Use a model that follows instructions")
        self.models = button(self._line, follow, self.models_wanted.emit, text=self.tr("Models…"))
        self.models.setProperty("link", True)
        self.hint = QLabel(self._line)
        self.hint.setObjectName("hint")
        self.previous = button(self._line, "", lambda: self.cycle_wanted.emit(-1), text="‹")
        self.counter = QLabel(self._line)
        self.next = button(self._line, "", lambda: self.cycle_wanted.emit(1), text="›")
        self.changes = button(self._line, "", lambda: None, icon="changes")
        self.changes.setCheckable(True)
        self.changes.setProperty("toggle", True)
        self.compare = button(self._line, "", self.compare_wanted.emit, icon="compare")
        self.retry = button(self._line, "", self.retry_wanted.emit, icon="retry")
        self.escape = button(self._line, "", self.escaped.emit)
        self.enter = button(self._line, "", self.entered.emit)
        self.enter.setProperty("main", True)
        self.dials = Dials(theme, self)
        self._place()

        self.instruction.entered.connect(self.entered)
        self.instruction.escaped.connect(self.escaped)
        self.instruction.textChanged.connect(self._on_wish)
        self.dials.changed.connect(self._on_wish)
        self.changes.clicked.connect(self.changes_wanted)
        self.set_keys(KEYS)
        self.set_theme(theme)
        self.hide()

    @property
    def text(self) -> str:
        """The instruction as it stands."""
        return self.instruction.text().strip()

    @property
    def wish(self) -> Wish:
        """What is asked for as everything stands; its seed is None unless one was typed, thrown or locked."""
        return replace(self.dials.wish, instruction=self.text)

    @property
    def edited(self) -> bool:
        """True if the wish is another one than the standing run was given; a fresh seed makes no other wish."""
        return self._run is not None and not asks_the_same(self.wish, self._run.wish)

    @property
    def queueing(self) -> bool:
        """True if Enter asks for another run, to follow the one that stands."""
        return self._queueing

    @property
    def seed_locked(self) -> bool:
        """True if every run gets the seed that is shown."""
        return self.dials.seed.locked

    def set_wish(self, wish: Wish) -> None:
        """Stand at another wish, the instruction with it."""
        before = self.wish
        self.blockSignals(True)
        self.dials.set_wish(wish)
        if wish.instruction != self.text:
            self.instruction.setText(wish.instruction)
        self.blockSignals(False)
        if self.wish != before:
            self.wish_changed.emit()

    def open(self, inserting: bool, history: Sequence[str]) -> None:
        """Show the bar for a selection (or, `inserting`, for the caret) and take the keyboard."""
        self.instruction.set_history(history)
        self.set_target("caret" if inserting else "selection")
        self.show()
        self.take_focus()

    def take_focus(self) -> None:
        """Put the caret into the instruction."""
        self.instruction.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.instruction.selectAll()

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        for part in (self.presets, self.changes, self.compare):
            part.setIcon(icon(part.property("icon_name"), theme))
        self._name_retry()
        self.dials.set_theme(theme)
        self.update()

    def set_info(self, info: ModelInfo | None) -> None:
        """Tell which model is in use; a model that follows no instructions is said to be so."""
        self._info = info
        self.refresh()

    def set_run(self, run: Run | None) -> None:
        """Show a run; None is the empty state before one."""
        self._run = run
        self.refresh()

    def set_target(self, target: Target, count: int = 0) -> None:
        """Say what the next run works on; `count` is the number of holes."""
        self._target, self._holes = target, count
        self.dials.set_has_text(target != "caret")
        self.refresh()

    def set_queueing(self, queueing: bool) -> None:
        """Tell whether Enter asks for another run, to follow the one that stands."""
        self._queueing = queueing
        self.refresh()

    def set_note(self, text: str) -> None:
        """Say something short beside the dials, such as "3 pins"; "" is nothing."""
        self.dials.set_note(text)

    def set_changes(self, shown: bool) -> None:
        """Tell whether drafts are drawn with what they insert and what they delete."""
        self.changes.setChecked(shown)

    def set_keys(self, keys: Mapping[str, str]) -> None:
        """Tell the keys in force, by command, as people read them; tooltips and labels name them."""
        self._keys = dict(keys)
        tips = (
            (self.presets, self.tr("Instructions and settings to choose from"), "regenerate.presets"),
            (self.previous, self.tr("Previous draft"), "regenerate.previous"),
            (self.next, self.tr("Next draft"), "regenerate.next"),
            (self.changes, self.tr("Show what the draft inserts and deletes"), "regenerate.changes"),
            (self.compare, self.tr("Compare the drafts and the original side by side"), "regenerate.compare"),
            (self.retry, self.tr("Same settings, new seed"), "regenerate.retry"),
        )
        for part, tip, command in tips:
            key = self._keys.get(command, "")
            part.setToolTip(f"{tip} ({key})" if key else tip)
            if part is not self.presets:
                part.setAccessibleName(tip)
        if peek := self._keys.get("regenerate.peek", ""):
            hold = self.tr("Hold {key} to see the original in its place.").format(key=peek)
            self.compare.setToolTip(f"{self.compare.toolTip()}\n{hold}")
        self.dials.set_keys(self._keys)
        self._shown = ()
        self.refresh()

    @Slot(int)
    def turn_strength(self, by: int) -> None:
        """So many steps stronger, or weaker below 0."""
        if self.dials.strength.isEnabled():
            self.dials.strength.turn(by)

    @Slot(int)
    def turn_length(self, by: int) -> None:
        """So many steps longer, or shorter below 0."""
        self.dials.turn_length(by)

    @Slot(int)
    def turn_alternatives(self, by: int) -> None:
        """So many drafts more, or fewer below 0."""
        self.dials.drafts.setValue(self.dials.drafts.value() + by)

    @Slot()
    def throw_dice(self) -> None:
        """Another seed for the next run."""
        self.dials.seed.throw()

    @Slot()
    def toggle_lock(self) -> None:
        """Keep the seed for every run to come, or no longer."""
        self.dials.seed.lock.toggle()

    @Slot()
    def refresh(self) -> None:
        """Bring every part in line with the run and the wish."""
        run, state = self._run, self._run.state if self._run else None
        if run is not None:
            self.dials.seed.follow(run.wish.seed)
        deaf = self._info is not None and not self._info.follows_instructions
        self.instruction.setPlaceholderText(placeholder(self._target, self._holes, deaf))
        at_rest = run is None or run.ended
        proposed = state is RunState.PROPOSED
        counter = run.alternatives.counter if run and proposed else ""
        hint = self.tr("not heeded by this model") if deaf and self.text and at_rest else ""
        enter = enter_label(state, self.edited, self._queueing, self._target)
        escape = escape_label(state, run is not None and run.stopping)
        retry = proposed and not self.edited
        shown = (deaf and at_rest, counter, hint, enter, escape, retry, proposed)
        if shown != self._shown:
            self._shown = shown
            self.models.setVisible(deaf and at_rest)
            self._hint = hint
            self.hint.setVisible(bool(hint))
            self.counter.setText(counter)
            for widget in (self.previous, self.counter, self.next):
                widget.setVisible(bool(counter))
            for widget in (self.changes, self.compare):
                widget.setVisible(proposed)
            self.enter.setVisible(bool(enter))
            if enter:
                self.enter.setText(enter)
            self.escape.setText(escape)
            for label in (self.enter, self.escape):
                label.setAccessibleName(label.text())
            self.retry.setVisible(retry)
            self._line.fit()
        self._set_share(run.share if run else 0.0)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(QRectF(0, 0, self.width(), 1), QColor(self._theme.line))
        if self._share > 0:
            painter.fillRect(QRectF(0, 0, self.width() * self._share, 2), QColor(self._theme.accent))
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Comes here from the dials and the buttons, which leave both keys alone.
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focus = self.window().focusWidget()
            if isinstance(focus, QPushButton):
                focus.click()
            else:
                self.entered.emit()
        else:
            super().keyPressEvent(event)

    # Inside

    def _place(self) -> None:
        row = self._line.row
        row.addWidget(self.instruction, 1)
        for widget in (self.presets, self.models):
            row.addWidget(widget)
        row.addSpacing(8)
        for widget in (self.hint, self.previous, self.counter, self.next, self.changes, self.compare):
            row.addWidget(widget)
        row.addSpacing(8)
        for widget in (self.retry, self.escape, self.enter):
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 10, 6)
        column.setSpacing(4)
        column.addWidget(self._line)
        column.addWidget(self.dials)
        # Whoever says how wants to read what they say.
        self._line.spare = 160
        self._line.set_steps(self._narrow_presets, self._drop_retry_key, self._drop_retry_text, self._narrow_hint)

    def _narrow_presets(self, narrow: bool) -> None:
        self.presets.setText("" if narrow else self.tr("Presets"))

    def _drop_retry_key(self, narrow: bool) -> None:
        self._retry_narrow = narrow
        self._name_retry()

    def _drop_retry_text(self, narrow: bool) -> None:
        self._retry_bare = narrow
        self._name_retry()

    def _narrow_hint(self, narrow: bool) -> None:
        if narrow and self._hint:
            self.hint.setPixmap(pixmap("info", self._theme.faint, ratio=self.devicePixelRatioF()))
        else:
            self.hint.setText(self._hint)
        self.hint.setToolTip(self._hint if narrow else "")
        self.hint.setAccessibleName(self._hint)

    def _name_retry(self) -> None:
        """With its key, without, or as an icon, as there is room."""
        key = self._keys.get("regenerate.retry", "")
        text = self.tr("Try again") if self._retry_narrow or not key else self.tr("Try again  {key}").format(key=key)
        self.retry.setText("" if self._retry_bare else text)
        self.retry.setIcon(icon("retry", self._theme) if self._retry_bare else QIcon())

    @Slot()
    def _on_wish(self) -> None:
        self.refresh()
        self.wish_changed.emit()

    def _set_share(self, share: float) -> None:
        if share != self._share:
            self._share = share
            self.update(0, 0, self.width(), 2)
