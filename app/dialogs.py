"""The questions that the window asks. None of them blocks: the answer comes back through a call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QDialogButtonBox, QGridLayout, QLabel, QMessageBox

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from palimpsest.app.about_dialog import AboutDialog

MOST_NAMED = 8
"""Documents that a question names; of more it tells the number."""
_LONGEST = 60
_MARGINS = (24, 22, 24, 18)


def ask_to_save(parent: QWidget, title: str, save: Callable[[], bool], go_on: Callable[[], object]) -> QMessageBox:
    """Ask what becomes of changes; `go_on` is called after a successful `save` or "Don't Save"."""
    question = QCoreApplication.translate("dialogs", "Save the changes to {title}?").format(title=_short(title))
    lost = QCoreApplication.translate("dialogs", "They are lost otherwise.")
    return _ask(parent, question, lost, QCoreApplication.translate("dialogs", "Save"), save, go_on)


def ask_to_save_all(
    parent: QWidget, titles: Sequence[str], save_all: Callable[[], bool], go_on: Callable[[], object]
) -> QMessageBox:
    """The same about several documents at once."""
    if len(titles) == 1:
        return ask_to_save(parent, titles[0], save_all, go_on)
    question = QCoreApplication.translate("dialogs", "Save the changes to {count} documents?").format(count=len(titles))
    named = [_short(title) for title in titles[:MOST_NAMED]]
    if rest := len(titles) - len(named):
        named.append(QCoreApplication.translate("dialogs", "… and {count} more").format(count=rest))
    lost = QCoreApplication.translate("dialogs", "They are lost otherwise.")
    save_label = QCoreApplication.translate("dialogs", "Save All")
    return _ask(parent, question, "\n".join([*named, "", lost]), save_label, save_all, go_on)


def show_about(parent: QWidget, device: str = "") -> AboutDialog:
    """What this program is; `device` is what the model runs on. One dialog for each window."""
    from palimpsest.app.about_dialog import AboutDialog

    for dialog in parent.findChildren(AboutDialog):
        if dialog.isVisible():
            dialog.activateWindow()
            return dialog
    dialog = AboutDialog(parent, device)
    dialog.show()
    return dialog


def _ask(
    parent: QWidget, question: str, more: str, save_label: str, save: Callable[[], bool], go_on: Callable[[], object]
) -> QMessageBox:
    box = QMessageBox(parent)
    box.setObjectName("ask_to_save")
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIcon(QMessageBox.Icon.NoIcon)
    box.setWindowTitle("Palimpsest")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(question)
    box.setInformativeText(more)
    buttons = QMessageBox.StandardButton
    box.setStandardButtons(buttons.Save | buttons.Discard | buttons.Cancel)
    box.button(buttons.Save).setText(save_label)
    box.button(buttons.Save).setProperty("main", True)
    box.button(buttons.Discard).setText(QCoreApplication.translate("dialogs", "Don’t Save"))
    box.button(buttons.Cancel).setText(QCoreApplication.translate("dialogs", "Cancel"))
    box.setDefaultButton(buttons.Save)
    box.setEscapeButton(buttons.Cancel)
    _straighten(box)

    def answered(answer: int) -> None:
        if answer == buttons.Discard or (answer == buttons.Save and save()):
            go_on()

    box.finished.connect(answered)
    box.open()
    return box


def _straighten(box: QMessageBox) -> None:
    """Put text and buttons below each other: Qt indents them for an icon, and there is none."""
    grid = box.layout()
    if not isinstance(grid, QGridLayout):
        return
    while grid.count():
        grid.takeAt(0)
    parts = (
        box.findChild(QLabel, "qt_msgbox_label"),
        box.findChild(QLabel, "qt_msgbox_informativelabel"),
        box.findChild(QDialogButtonBox),
    )
    for row, part in enumerate(part for part in parts if part is not None):
        part.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(part, row, 0)
    grid.setContentsMargins(*_MARGINS)
    grid.setVerticalSpacing(10)


def _short(title: str) -> str:
    """A title whose middle is left out if it is long: how it begins and how it ends tells files apart."""
    if len(title) <= _LONGEST:
        return title
    return f"{title[: _LONGEST // 2 - 1]}…{title[-_LONGEST // 2 :]}"
