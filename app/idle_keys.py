"""Keys that mean nothing where they are pressed, and must not write for that."""

from __future__ import annotations

import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

_Modifier = Qt.KeyboardModifier


def is_idle(event: QKeyEvent) -> bool:
    """True for a letter held with Alt which no command has taken, such as that of a command that is off.

    Qt would write the letter. On macOS it is meant to be written; AltGr comes without Alt, or as Ctrl+Alt.
    """
    held = event.modifiers() & ~(_Modifier.ShiftModifier | _Modifier.KeypadModifier)
    text = event.text()
    return sys.platform != "darwin" and held == _Modifier.AltModifier and bool(text) and text.isprintable()
