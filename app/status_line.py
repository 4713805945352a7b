"""The slim line at the foot of the window: what the model does, where the caret stands, which model it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

if TYPE_CHECKING:
    from palimpsest.engine.request import ModelInfo


class StatusLine(QWidget):
    """Left the run, in the accent; right the caret, the model and its device."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status_line")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.run_state = self._label("run_state")
        self.place = self._label("place")
        self.model = self._label("model")
        self.device = self._label("device")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 3, 14, 5)
        row.setSpacing(18)
        row.addWidget(self.run_state)
        row.addStretch(1)
        for label in (self.place, self.model, self.device):
            row.addWidget(label)

    def show_run(self, summary: str) -> None:
        """Where the run stands; an empty string where there is none."""
        self.run_state.setText(summary)

    def show_place(self, line: int, column: int, selected: int) -> None:
        """Where the caret stands, both from 1, and how many characters are selected."""
        self.place.setText(f"Ln {line}, Col {column}" + (f" · {selected} selected" if selected else ""))

    def show_model(self, info: ModelInfo | None, waiting: str = "") -> None:
        """Which model is in use; `waiting` says what is going on before it can be."""
        self.model.setText(info.name if info and not waiting else waiting)
        self.device.setText(info.device if info and not waiting else "")
        self.device.setVisible(bool(self.device.text()))

    def _label(self, name: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label
