"""The page about models: which one is in use, what each is for, and how to use another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale, Qt, Slot
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout

from palimpsest.app.documents.translate import mark
from palimpsest.app.settings import EMBEDDED

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from palimpsest.app.bridge import EngineBridge
    from palimpsest.engine.request import Failed, ModelInfo
    from palimpsest.engine.service import Loading

PURPOSE = mark(
    "The embedded model is small enough for any machine: it continues simple stories and simple code, shows how "
    "regeneration works, and follows no instructions.\n\n"
    "DiffusionGemma 26B-A4B is for real work: it follows instructions and writes in many languages, and it wants a "
    "GPU that can hold it."
)
WIDTH = 520


def count_text(parameters: int) -> str:
    """A number of parameters as people say it: "11.8 million parameters"."""
    for limit, text in (
        (10**9, mark("{number} billion parameters")),
        (10**6, mark("{number} million parameters")),
        (10**3, mark("{number} thousand parameters")),
    ):
        if parameters >= limit:
            return QCoreApplication.translate("", text).format(number=QLocale().toString(parameters / limit, "g", 3))
    return QCoreApplication.translate("ModelManager", "{number} parameters").format(number=parameters)


class ModelManager(QDialog):
    """Not modal. `choose(model)` asks for a change and returns its number; the bridge tells how it goes."""

    def __init__(
        self, bridge: EngineBridge, model: str, choose: Callable[[str], int], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("model_manager")
        self.setWindowTitle(self.tr("Models"))
        self._choose = choose
        self._model = self._wanted = model
        self._change: int | None = None
        title = self._label("title")
        title.setText(self.tr("Models"))
        self.in_use = self._label("in_use")
        self.details = self._label("caption")
        self.purpose = self._label("purpose")
        self.purpose.setText(QCoreApplication.translate("", PURPOSE))
        self.progress = QProgressBar(self)
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(self.tr("Opening the model"))
        self.doing = self._label("caption")
        self.fault = self._label("fault")
        self.folder = QPushButton(self.tr("Use a model folder…"), self)
        self.folder.clicked.connect(self.choose_folder)
        self.embedded = QPushButton(self.tr("Use the embedded model"), self)
        self.embedded.clicked.connect(self.choose_embedded)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.folder)
        buttons.addWidget(self.embedded)
        buttons.addStretch(1)

        column = QVBoxLayout(self)
        column.setContentsMargins(28, 24, 28, 24)
        column.setSpacing(4)
        column.addWidget(title)
        column.addSpacing(10)
        column.addWidget(self.in_use)
        column.addWidget(self.details)
        column.addSpacing(14)
        column.addWidget(self.purpose)
        column.addSpacing(18)
        column.addLayout(buttons)
        column.addSpacing(8)
        for widget in (self.progress, self.doing, self.fault):
            column.addWidget(widget)
        column.addStretch(1)
        self.setMinimumWidth(WIDTH)
        self.resize(WIDTH, 0)

        bridge.ready.connect(self._on_ready)
        bridge.loading.connect(self._on_loading)
        bridge.failed.connect(self._on_failed)
        self._show_info(bridge.info)
        self._idle()

    @Slot()
    def choose_folder(self) -> None:
        """Ask for a checkpoint folder and open it."""
        start = "" if self._model == EMBEDDED else str(Path(self._model).parent)
        folder = QFileDialog.getExistingDirectory(self, self.tr("A folder with a DiffusionGemma checkpoint"), start)
        if folder:
            self._open(folder)

    @Slot()
    def choose_embedded(self) -> None:
        """Go back to the model that ships."""
        self._open(EMBEDDED)

    def _open(self, model: str) -> None:
        self._wanted = model
        self.fault.clear()
        self.fault.hide()
        self.folder.setEnabled(False)
        self.embedded.setEnabled(False)
        self.progress.setValue(0)
        self.progress.show()
        self.doing.setText(self.tr("opening the model"))
        self.doing.show()
        self._fit()
        self._change = self._choose(model)

    def _idle(self) -> None:
        self._change = None
        self.folder.setEnabled(True)
        self.embedded.setEnabled(self._model != EMBEDDED)
        self.progress.hide()
        self.doing.hide()
        self.fault.setVisible(bool(self.fault.text()))
        self._fit()

    def _fit(self) -> None:
        """As high as its wrapped text needs; Qt does not see to that by itself."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.resize(self.width(), max(self.height(), layout.heightForWidth(self.width())))

    def _show_info(self, info: ModelInfo | None) -> None:
        if info is None:
            self.in_use.setText(self.tr("The embedded model") if self._model == EMBEDDED else self._model)
            self.details.setText(self.tr("opened when it is first needed"))
        else:
            self.in_use.setText(info.name)
            size = count_text(info.parameters)
            self.details.setText(self.tr("in use · {size} · on {device}").format(size=size, device=info.device))

    @Slot(int, object)
    def _on_ready(self, number: int, info: ModelInfo) -> None:
        if number == self._change:
            self._model = self._wanted
            self._idle()
        self._show_info(info)

    @Slot(int, object)
    def _on_loading(self, number: int, loading: Loading) -> None:
        if number == self._change:
            self.progress.setValue(int(loading.share * 1000))
            self.doing.setText(QCoreApplication.translate("", loading.doing))

    @Slot(int, object)
    def _on_failed(self, number: int, failure: Failed) -> None:
        if number == self._change:
            self.fault.setText(str(failure))
            self._idle()

    def _label(self, name: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label
