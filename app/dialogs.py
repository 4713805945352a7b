"""The questions that the window asks. None of them blocks: the answer comes back through a call."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from palimpsest import __version__

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def ask_to_save(parent: QWidget, title: str, save: Callable[[], bool], go_on: Callable[[], object]) -> QMessageBox:
    """Ask what becomes of changes; `go_on` is called after a successful `save` or "Don't Save"."""
    box = QMessageBox(parent)
    box.setObjectName("ask_to_save")
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIcon(QMessageBox.Icon.NoIcon)
    box.setWindowTitle("Palimpsest")
    box.setText(f"Save the changes to {title}?")
    box.setInformativeText("They are lost otherwise.")
    buttons = QMessageBox.StandardButton
    box.setStandardButtons(buttons.Save | buttons.Discard | buttons.Cancel)
    box.button(buttons.Discard).setText("Don’t Save")
    box.setDefaultButton(buttons.Save)

    def answered(answer: int) -> None:
        if answer == buttons.Discard or (answer == buttons.Save and save()):
            go_on()

    box.finished.connect(answered)
    box.open()
    return box


def show_about(parent: QWidget) -> QMessageBox:
    """What this program is."""
    box = QMessageBox(parent)
    box.setObjectName("about")
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIcon(QMessageBox.Icon.NoIcon)
    box.setWindowTitle("About Palimpsest")
    box.setText(f"Palimpsest {__version__}")
    box.setInformativeText(
        "An editor in which any selected span can be regenerated in place by a text-diffusion model on this machine. "
        "Nothing that is written here leaves it.\n\nApache License 2.0"
    )
    box.open()
    return box
