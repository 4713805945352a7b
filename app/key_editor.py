"""Changes the keys of one command: takes keys away, records new ones, and asks where a key is taken already."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QKeySequenceEdit, QLabel, QPushButton, QVBoxLayout, QWidget

from palimpsest.app.icons import icon
from palimpsest.app.key_bindings import Clash, KeyBindings, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from palimpsest.app.theme import Theme

STEPS_MOST = 2
"""Keys of one sequence, such as Ctrl+K, Ctrl+C."""
_EDGES = 32
"""Pixels of a field beside its text, which is Qt's until a key is pressed."""


def recorder(name: str, parent: QWidget) -> QKeySequenceEdit:
    """A field that takes the next keys that are pressed; `editingFinished` comes a moment after the last."""
    edit = QKeySequenceEdit(parent)
    edit.setMaximumSequenceLength(STEPS_MOST)
    edit.setAccessibleName(name)
    words = QCoreApplication.translate("QKeySequenceEdit", "Press shortcut")
    edit.setMinimumWidth(edit.fontMetrics().horizontalAdvance(words) + _EDGES)
    edit.hide()
    return edit


class KeyEditor(QWidget):
    """Shows one command. The bindings are changed at once; `changed` tells that they were."""

    changed = Signal()

    def __init__(
        self, bindings: KeyBindings, titles: Mapping[str, str], theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._bindings = bindings
        self._titles = titles
        self._theme = theme
        self._command: str | None = None
        self._wanted = ""
        self.title = QLabel(self)
        self.title.setProperty("heading", True)
        self.table = QLabel(self)
        self.table.setProperty("hint", True)
        self.keys: list[QPushButton] = []
        self._key_row = QHBoxLayout()
        self._key_row.setSpacing(6)
        self.add = self._button(self.tr("Add a key"), self.record)
        self.recorder = recorder(self.tr("Press the new key"), self)
        self.recorder.editingFinished.connect(self._recorded)
        self.recorder.installEventFilter(self)
        self.cancel = self._button(self.tr("Cancel"), self._stop)
        self.reset = self._button(self.tr("Reset"), self._reset)
        self.question = QLabel(self)
        self.question.setWordWrap(True)
        self.take_over = self._button(self.tr("Take it over"), self._take_over)
        self.keep_off = self._button(self.tr("Keep both off"), self._keep_off)
        self.leave = self._button(self.tr("Leave it"), self._stop)
        self._place()
        self.show_command(None)

    def show_command(self, command: str | None) -> None:
        """Edit another command; None for no one."""
        self._command = command
        self._stop()

    def set_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme
        self.refresh()

    def refresh(self) -> None:
        """Show the keys as they are now."""
        for button in self.keys:
            self._key_row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.keys = []
        command = self._command
        self.title.setText("" if command is None else self._titles[command])
        changed = command is not None and self._bindings.is_changed(command)
        self.reset.setVisible(changed)
        self.table.setText("")
        if command is None:
            return
        if changed:
            ships = shown(self._bindings.shipped(command)) or self.tr("no key")
            self.table.setText(self.tr("ships with {keys}").format(keys=ships))
        before = _taking_keys_before(self.add)
        for key in self._bindings.keys_of(command):
            button = self._button(shown((key,)), partial(self._remove, key), quiet=False)
            button.setIcon(icon("close", self._theme, 12))
            button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            tip = self.tr("Take {key} away").format(key=shown((key,)))
            button.setToolTip(tip)
            button.setAccessibleName(tip)
            self._key_row.addWidget(button)
            self.keys.append(button)
            if before is not None:
                QWidget.setTabOrder(before, button)
            before = button

    def record(self) -> None:
        """Wait for the new key of the command."""
        if self._command is not None:
            self._ask("")
            self._set_recording(True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() is QEvent.Type.FocusOut
            and not self.recorder.isHidden()
            and self.recorder.keySequence().isEmpty()
        ):
            self._set_recording(False)
        return super().eventFilter(watched, event)

    def _recorded(self) -> None:
        sequence = self.recorder.keySequence()
        if self.recorder.isHidden() or sequence.isEmpty() or self._command is None:
            return
        key = sequence.toString(QKeySequence.SequenceFormat.PortableText)
        self._set_recording(False)
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)
        if key in self._bindings.keys_of(self._command):
            text = self.tr("{title} has {key} already.")
            self._ask(text.format(title=self.title.text().rstrip("… "), key=shown((key,))))
            return
        clashes = self._bindings.clashes(self._command, key)
        if not clashes:
            self._bindings.add_key(self._command, key)
            self._done()
            return
        self._wanted = key
        self._ask(" ".join(self._sentence(key, clash) for clash in clashes))
        answers = not any(clash.kind == "writing" for clash in clashes)
        for button in (self.take_over, self.keep_off):
            button.setVisible(answers)
        self.leave.setVisible(answers)
        if answers:
            self.take_over.setFocus(Qt.FocusReason.OtherFocusReason)

    def _sentence(self, key: str, clash: Clash) -> str:
        if clash.kind == "writing":
            return self.tr("{key} is needed for writing. Press it with Ctrl or Alt.").format(key=shown((key,)))
        title = self._titles.get(clash.command, clash.command).rstrip("… ")
        if clash.kind == "same":
            return self.tr("{key} belongs to {title}.").format(key=shown((key,)), title=title)
        text = self.tr("{key} gets in the way of {other}, which belongs to {title}.")
        return text.format(key=shown((key,)), other=shown((clash.keys,)), title=title)

    def _ask(self, text: str) -> None:
        self.question.setText(text)
        self.question.setVisible(bool(text))
        for button in (self.take_over, self.keep_off, self.leave):
            button.hide()

    def _take_over(self) -> None:
        if self._command is not None:
            self._bindings.take_over(self._command, self._wanted)
            self._done()

    def _keep_off(self) -> None:
        if self._command is not None:
            self._bindings.release(self._command, self._wanted)
            self._done()

    def _remove(self, key: str) -> None:
        if self._command is not None:
            self._bindings.remove_key(self._command, key)
            self._done()

    def _reset(self) -> None:
        self._bindings.reset(self._command)
        self._done()

    def _done(self) -> None:
        self._stop()
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _stop(self) -> None:
        self._ask("")
        self._set_recording(False)
        self.refresh()

    def _set_recording(self, on: bool) -> None:
        self.recorder.clear()
        self.recorder.setVisible(on)
        self.cancel.setVisible(on)
        self.add.setVisible(not on and self._command is not None)
        if on:
            self.recorder.setFocus(Qt.FocusReason.OtherFocusReason)

    def _place(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addWidget(self.table, 1)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addLayout(self._key_row)
        for widget in (self.recorder, self.cancel, self.add, self.reset):
            row.addWidget(widget)
        row.addStretch(1)
        answers = QHBoxLayout()
        answers.setSpacing(6)
        answers.addWidget(self.question, 1)
        for widget in (self.take_over, self.keep_off, self.leave):
            answers.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addLayout(row)
        column.addLayout(answers)

    def _button(self, text: str, call: Callable[[], None], quiet: bool = True) -> QPushButton:
        button = QPushButton(text, self)
        button.setProperty("quiet", quiet)
        button.setAutoDefault(False)
        button.clicked.connect(lambda *_: call())
        return button


def _taking_keys_before(widget: QWidget) -> QWidget | None:
    """What the keyboard leaves for `widget` by Tab, if it is not alone in its window."""
    # Not by the focus chain: see tab_order.py.
    stops = [each for each in widget.window().findChildren(QWidget) if each.focusPolicy() & Qt.FocusPolicy.TabFocus]
    place = stops.index(widget)
    return stops[place - 1] if place else None
