"""A small dialog that asks for a name. It does not block: the name goes to a call, which may refuse it."""

from __future__ import annotations

from collections.abc import Callable, Collection

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget

WIDTH = 380


class NameDialog(QDialog):
    """`take` is called with the name; what it raises as `ValueError` is shown, and the dialog stays."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        label: str,
        name: str,
        taken: Collection[str],
        take: Callable[[str], object],
    ) -> None:
        """`label` is on the button that takes the name; of the names `taken` it is said that they give way."""
        super().__init__(parent)
        self.setObjectName("name_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self._taken = taken
        self._take = take
        question = QLabel(title, self)
        question.setProperty("heading", True)
        self.line = QLineEdit(name, self)
        self.line.setAccessibleName(self.tr("Name"))
        self.line.setPlaceholderText(self.tr("Name"))
        self.line.selectAll()
        question.setBuddy(self.line)
        self.hint = QLabel(self)
        self.hint.setWordWrap(True)
        self.buttons = QDialogButtonBox(self)
        self.ok = self.buttons.addButton(label, QDialogButtonBox.ButtonRole.AcceptRole)
        self.ok.setProperty("main", True)
        self.buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 14)
        column.setSpacing(8)
        for part in (question, self.line, self.hint, self.buttons):
            column.addWidget(part)
        # So high that what is said of the name moves nothing.
        self.hint.setMinimumHeight(2 * self.hint.fontMetrics().lineSpacing())
        self.setMinimumWidth(WIDTH)
        self.line.textChanged.connect(self._follow)
        self.buttons.accepted.connect(self._accept)
        self.buttons.rejected.connect(self.reject)
        self._follow(name)

    @Slot(str)
    def _follow(self, name: str) -> None:
        self.ok.setEnabled(bool(name.strip()))
        self._say(self.tr("It takes the place of the one of this name.") if name.strip() in self._taken else "")

    @Slot()
    def _accept(self) -> None:
        try:
            self._take(self.line.text().strip())
        except ValueError as error:
            self._say(str(error), fault=True)
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.accept()

    def _say(self, text: str, fault: bool = False) -> None:
        self.hint.setObjectName("fault" if fault else "caption")
        self.hint.setText(text)
        self.hint.style().unpolish(self.hint)
        self.hint.style().polish(self.hint)
