"""The slim line at the foot of the window: what the model does, where the caret stands, how the text is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from palimpsest.app.announce import announce
from palimpsest.app.memory import size_text

if TYPE_CHECKING:
    from palimpsest.app.memory import Usage
    from palimpsest.engine.request import ModelInfo

MESSAGE_MS = 6000
MESSAGE_LEAST = 320
"""Width that a message keeps before fields give way to it."""
SPACING = 8


class _Message(QLabel):
    """Takes the room that is left, and is cut with an ellipsis where that is too little."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.setPen(self.palette().windowText().color())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)


class StatusLine(QWidget):
    """Left the run, in the accent, and messages; right what can be said of the page. A narrow window hides the
    least important fields, and never cuts one."""

    place_clicked = Signal()
    counts_clicked = Signal()
    indentation_clicked = Signal()
    encoding_clicked = Signal()
    line_ends_clicked = Signal()
    language_clicked = Signal()
    spelling_clicked = Signal()
    model_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status_line")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Status"))
        self.run_state = self._label(QLabel(self), "run_state")
        self._run_width = 0
        """Pixels that the run takes at least."""
        self.message = self._label(_Message(self), "message")
        self.message.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.counts = self._button("counts", self.tr("Show what this text counts"))
        self.place = self._button("place", self.tr("Go to a line"))
        self.indentation = self._button("indentation", self.tr("Choose what Tab inserts, and how wide it is"))
        self.encoding = self._button("encoding", self.tr("Reopen or save in another encoding"))
        self.line_ends = self._button("line_ends", self.tr("Choose how lines end in the file"))
        self.language = self._button("language", self.tr("Choose the language of this text"))
        self.spelling = self._button("spelling", self.tr("Choose the dictionary"))
        self.model = self._button("model", self.tr("Choose the model"))
        self.device = self._label(QLabel(self), "device")
        self.memory = self._label(QLabel(self), "memory")
        for button, clicked in (
            (self.counts, self.counts_clicked),
            (self.place, self.place_clicked),
            (self.indentation, self.indentation_clicked),
            (self.encoding, self.encoding_clicked),
            (self.line_ends, self.line_ends_clicked),
            (self.language, self.language_clicked),
            (self.spelling, self.spelling_clicked),
            (self.model, self.model_clicked),
        ):
            button.clicked.connect(clicked)
        self._by_importance: tuple[QLabel | QPushButton, ...] = (
            *(self.place, self.model, self.language, self.encoding, self.counts, self.line_ends),
            *(self.indentation, self.spelling, self.device, self.memory),
        )
        self._message_over = QTimer(self, singleShot=True)
        self._message_over.timeout.connect(lambda: self.show_message(""))
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 2, 10, 4)
        row.setSpacing(SPACING)
        # Fields are hidden by hand: the window may become narrower than all of them together.
        row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
        row.addWidget(self.run_state)
        row.addWidget(self.message, 1)
        for field in (
            *(self.counts, self.place, self.indentation, self.encoding, self.line_ends, self.language),
            *(self.spelling, self.model, self.device, self.memory),
        ):
            row.addWidget(field)
        self._fit()

    def show_run(self, summary: str, numbers: str = "", working: bool = False) -> None:
        """Where the run stands, an empty string where there is none, and how fast it is.

        While it is `working` its field never becomes narrower, so that those beside it stand still.
        """
        self.run_state.setMinimumWidth(0)
        self.run_state.setText(f"{summary} · {numbers}" if summary and numbers else summary)
        self._run_width = max(self._run_width if working else 0, self.run_state.sizeHint().width())
        self.run_state.setMinimumWidth(self._run_width if working else 0)
        self._fit()

    def show_message(self, text: str, milliseconds: int = MESSAGE_MS) -> None:
        """Say something that needs no answer; it goes after a while, or with 0 when the next one comes.

        What goes by itself is read out, too; what stays is progress, of which a screen reader would hear too much.
        """
        self._message_over.stop()
        self.message.setText(text)
        self.message.setToolTip(text)
        if text and milliseconds:
            announce(self, text)
            self._message_over.start(milliseconds)
        self._fit()

    def show_place(self, line: int, column: int, selected: int) -> None:
        """Where the caret stands, both from 1, and how many characters are selected."""
        text = self.tr("Ln {line}, Col {column}").format(line=line, column=column)
        if selected:
            text += " · " + self.tr("{count} selected").format(count=selected)
        self._say(self.place, self.tr("Place"), text)

    def show_counts(self, words: int | None, selected: int | None = None) -> None:
        """How many words the text has, and how many of them are selected; None for not counted yet."""
        locale = QLocale()
        if words is None:
            text = ""
        elif selected is not None:
            text = self.tr("{selected} of {words} words").format(
                selected=locale.toString(selected), words=locale.toString(words)
            )
        else:
            text = self.tr("1 word") if words == 1 else self.tr("{words} words").format(words=locale.toString(words))
        self._say(self.counts, self.tr("Words"), text)

    def show_indentation(self, tabs: bool, width: int) -> None:
        """What Tab inserts, and how many columns wide it is."""
        text = self.tr("Tabs: {width}") if tabs else self.tr("Spaces: {width}")
        self._say(self.indentation, self.tr("Indentation"), text.format(width=width))

    def show_encoding(self, label: str) -> None:
        """How characters are written, such as "UTF-8"."""
        self._say(self.encoding, self.tr("Encoding"), label)

    def show_line_ends(self, newline: str, mixed: bool = False) -> None:
        r"""What ends a line: "\n", "\r\n" or "\r"; `mixed` if not every line ends so."""
        known = {"\n": "LF", "\r\n": "CRLF", "\r": "CR"}
        self._say(self.line_ends, self.tr("Line ends"), self.tr("mixed") if mixed else known[newline])

    def show_language(self, label: str) -> None:
        """What kind of text this is, such as "Markdown"."""
        self._say(self.language, self.tr("Language"), label)

    def show_spelling(self, label: str) -> None:
        """Which dictionary is used, such as "en_GB"; an empty string where spelling is not checked."""
        self._say(self.spelling, self.tr("Spelling"), label)

    def show_model(self, info: ModelInfo | None, waiting: str = "") -> None:
        """Which model is in use; `waiting` says what is going on before it can be."""
        ready = info is not None and not waiting
        self._say(self.model, self.tr("Model"), info.name if info is not None and ready else waiting)
        self.device.setText(info.device if info is not None and ready else "")
        self._fit()

    def show_memory(self, usage: Usage) -> None:
        """How much memory is used; what is not known is left out."""
        own = "" if usage.process is None else size_text(usage.process)
        tip = self.tr("Memory of this program: {size}").format(size=own) if own else ""
        parts = [own]
        if usage.gpu_used is not None and usage.gpu_total is not None:
            used, total = size_text(usage.gpu_used), size_text(usage.gpu_total)
            parts.append(self.tr("GPU {size}").format(size=used))
            gpu_tip = self.tr("Memory in use on the GPU: {used} of {total}").format(used=used, total=total)
            tip = f"{tip}\n{gpu_tip}".strip()
        self.memory.setText(" · ".join(part for part in parts if part))
        self.memory.setToolTip(tip)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Show as many fields as there is room for, the most important first."""
        self.run_state.setVisible(bool(self.run_state.text()))
        margins = self.contentsMargins() if (row := self.layout()) is None else row.contentsMargins()
        room = self.width() - margins.left() - margins.right()
        if self.run_state.text():
            room -= max(self._run_width, self.run_state.sizeHint().width()) + SPACING
        if self.message.text():
            room -= min(self.message.sizeHint().width(), MESSAGE_LEAST) + SPACING
        full = False
        for field in self._by_importance:
            width = field.sizeHint().width() + SPACING
            # Nothing less important takes the place of what is hidden: fields would come and go out of order.
            full = full or (bool(field.text()) and width > room)
            field.setVisible(bool(field.text()) and not full)
            if field.text():
                room -= width

    def _say(self, button: QPushButton, what: str, text: str) -> None:
        if button.text() != text:
            button.setText(text)
            button.setAccessibleName(f"{what}: {text}")
            self._fit()

    def _label(self, label: QLabel, name: str) -> QLabel:
        label.setObjectName(name)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label

    def _button(self, name: str, tip: str) -> QPushButton:
        button = QPushButton(self)
        button.setObjectName(name)
        button.setToolTip(tip)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button
