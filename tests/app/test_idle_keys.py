"""A letter that is held with Alt and means nothing writes nothing, wherever text is written."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from palimpsest.app.idle_keys import is_idle

if TYPE_CHECKING:
    from windows import OpenWindow

_Modifier = Qt.KeyboardModifier
ALT = _Modifier.AltModifier


def letter(text: str, modifiers: Qt.KeyboardModifier) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, ord(text.upper()), modifiers, text)


@pytest.mark.skipif(sys.platform == "darwin", reason="the Option key is for writing there")
def test_only_alt_alone_makes_a_letter_idle() -> None:
    assert is_idle(letter("r", ALT))
    assert is_idle(letter("R", ALT | _Modifier.ShiftModifier))
    for modifiers in (_Modifier.NoModifier, _Modifier.ShiftModifier, ALT | _Modifier.ControlModifier):
        assert not is_idle(letter("r", modifiers))
    assert not is_idle(letter("r", _Modifier.GroupSwitchModifier))
    assert not is_idle(QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Left, ALT))


@pytest.mark.skipif(sys.platform == "darwin", reason="the Option key is for writing there")
def test_keys_of_commands_that_are_off_write_nothing(open_window: OpenWindow) -> None:
    window = open_window(text="one")
    window.commands["regenerate.prompt"].trigger()
    window.find_bar.open(replace=True)
    fields = (window.prompt_bar.instruction, window.find_bar.line, window.find_bar.replace_line)
    for key in "r]":
        for widget in (window.editor, *fields):
            QApplication.sendEvent(widget, letter(key, ALT))
    assert window.document.text() == "one"
    assert [field.text() for field in fields] == ["", "", ""]
    for widget in (window.editor, *fields):
        QApplication.sendEvent(widget, letter("r", _Modifier.NoModifier))
    assert window.document.text() == "oner"
    assert [field.text() for field in fields] == ["r", "r", "r"]
