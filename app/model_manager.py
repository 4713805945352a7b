"""The dialog of models: which one is in use, which lie on this computer, how each would do, and where to get one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale, QSize, Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from palimpsest.app.announce import announce
from palimpsest.app.documents.translate import mark
from palimpsest.app.models.download_box import DownloadBox
from palimpsest.app.models.model_list import ModelList, rows
from palimpsest.app.settings import EMBEDDED

if TYPE_CHECKING:
    from palimpsest.app.desk import Desk
    from palimpsest.app.models.finder import Found
    from palimpsest.engine.request import Failed, ModelInfo
    from palimpsest.engine.service import Loading

PURPOSE = mark(
    "The embedded model is small enough for any machine: it continues simple stories and simple code, shows how "
    "regeneration works, and follows no instructions.\n\n"
    "DiffusionGemma 26B-A4B is for real work: it follows instructions and writes in many languages, and it wants a "
    "GPU that can hold it."
)
WIDTH = 620
MOST_OF_SCREEN = 0.9


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
    """Not modal. Asks the desk for a change of the model; the bridge tells how it goes."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("model_manager")
        self.setWindowTitle(self.tr("Models"))
        self._desk, self._shelf = desk, desk.shelf
        self._wanted = desk.model
        self._change: int | None = None
        self._asked_for: Path | None = None
        """What the user pointed at, until it is known what it holds."""
        self.in_use = self._label("in_use")
        self.details = self._label("caption")
        self.purpose = self._label("purpose")
        self.purpose.setText(QCoreApplication.translate("", PURPOSE))
        self.list = ModelList(self)
        self.hint = self._label("caption")
        self.sentence = self._label("sentence")
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignTop)
        # Room for what most models need, so that the buttons stay where they are while one looks at the list.
        self.sentence.setMinimumHeight(2 * self.fontMetrics().lineSpacing())
        self.use = self._button(self.tr("Use this model"), self._on_use)
        self.folder = self._button(self.tr("A folder…"), self.choose_folder)
        self.folder.setAccessibleName(self.tr("Use a model in another folder"))
        self.file = self._button(self.tr("A GGUF file…"), self.choose_file)
        self.file.setAccessibleName(self.tr("Use a GGUF file in another folder"))
        self.again = self._button(self.tr("Look again"), self.look)
        self.again.setProperty("quiet", True)
        self.again.setAccessibleName(self.tr("Look for models again"))
        self.progress = QProgressBar(self)
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(self.tr("Opening the model"))
        self.doing = self._label("caption")
        self.stop = self._button(self.tr("Stop"), self._on_stop)
        self.stop.setAccessibleName(self.tr("Stop opening the model"))
        self.fault = self._label("fault")
        self.download = DownloadBox(self._shelf, desk.settings, self)
        self._place()

        self.list.taken.connect(self._on_use)
        self.list.chosen.connect(self._on_chosen)
        desk.bridge.ready.connect(self._on_ready)
        desk.bridge.loading.connect(self._on_loading)
        desk.bridge.failed.connect(self._on_failed)
        self._shelf.changed.connect(self._on_shelf)
        self._shelf.downloader.done.connect(self._on_downloaded)
        self.download.told.connect(self._fit)
        self._show_info(desk.bridge.info)
        self._tell_fault("")
        self._idle()
        self._on_shelf()
        self.list.setFocus()

    @Slot()
    def choose_folder(self) -> None:
        """Ask for a folder; a checkpoint in it is used, or offered where there are several."""
        folder = QFileDialog.getExistingDirectory(
            self, self.tr("A folder with a DiffusionGemma checkpoint"), self._at()
        )
        if folder:
            self._point_at(Path(folder))

    @Slot()
    def choose_file(self) -> None:
        """Ask for a GGUF file and use it."""
        kinds = self.tr("GGUF files") + " (*.gguf)"
        file, _ = QFileDialog.getOpenFileName(self, self.tr("A GGUF file of DiffusionGemma"), self._at(), kinds)
        if file:
            self._point_at(Path(file))

    @Slot()
    def look(self) -> None:
        """Look for models anew."""
        values = self._desk.settings.values
        own = [*values.model_folders, *([values.download_folder] if values.download_folder else [])]
        self._shelf.look(Path(folder) for folder in own)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._shelf.looking:
            self.look()
        self._fit()

    def _at(self) -> str:
        return "" if self._desk.model == EMBEDDED else str(Path(self._desk.model).parent)

    def _point_at(self, path: Path) -> None:
        self._tell_fault("")
        self._asked_for = path
        self._desk.settings.remember_model_folder(path)
        self.look()

    def _open(self, model: str) -> None:
        self._wanted = model
        self._tell_fault("")
        self._offer(False)
        self.progress.setValue(0)
        self.progress.show()
        self.stop.setEnabled(True)
        self.stop.show()
        self.doing.setText(self.tr("opening the model"))
        self.doing.show()
        self._fit()
        self._change = self._desk.choose_model(model)
        self.stop.setFocus()

    def _idle(self, note: str = "") -> None:
        had_focus = self.stop.hasFocus()
        self._change = None
        self._offer(True)
        self.progress.hide()
        self.stop.hide()
        self.doing.setText(note)
        self.doing.setVisible(bool(note))
        if had_focus:
            self.list.setFocus()
        self._fit()

    def _offer(self, on: bool) -> None:
        """Whether another model can be chosen now."""
        for button in (self.folder, self.file):
            button.setEnabled(on)
        row = self.list.current
        self.use.setEnabled(on and row is not None and row.usable and row.model != self._desk.model)

    def _tell_fault(self, text: str) -> None:
        self.fault.setText(text)
        self.fault.setVisible(bool(text))
        announce(self, text)

    def _show_info(self, info: ModelInfo | None) -> None:
        model = self._desk.model
        if info is None:
            self.in_use.setText(self.tr("The embedded model") if model == EMBEDDED else model)
            self.details.setText(self.tr("opened when it is first needed"))
        else:
            self.in_use.setText(info.name)
            size = count_text(info.parameters)
            self.details.setText(self.tr("in use · {size} · on {device}").format(size=size, device=info.device))

    @Slot()
    def _on_use(self) -> None:
        row = self.list.current
        if row is not None and self.use.isEnabled():
            self._open(row.model)

    @Slot()
    def _on_stop(self) -> None:
        if self._change is not None:
            self.list.setFocus()
            self.stop.setEnabled(False)
            self.doing.setText(self.tr("stopping"))
            self._desk.stop_opening(self._change)

    @Slot()
    def _on_chosen(self) -> None:
        row = self.list.current
        self.sentence.setText(row.sentence if row is not None else "")
        self._offer(self._change is None)
        self._fit()

    @Slot()
    def _on_shelf(self) -> None:
        shelf = self._shelf
        self.list.show_rows(rows(shelf.models, self._desk.model), self._desk.model)
        self.again.setEnabled(not shelf.looking)
        if shelf.looking:
            self.hint.setText(self.tr("Looking for models…"))
        elif not shelf.models:
            self.hint.setText(
                self.tr(
                    "No DiffusionGemma has been found on this computer yet. What Hugging Face, LM Studio, llama.cpp "
                    "or a folder of yours holds is listed here; or download one below."
                )
            )
        else:
            self.hint.clear()
        self.hint.setVisible(bool(self.hint.text()))
        self.sentence.setVisible(bool(shelf.models))
        self._on_chosen()
        if self._asked_for is not None:
            self._on_asked_for(self._asked_for)

    def _on_asked_for(self, path: Path) -> None:
        """The user has pointed at something, and what was found is being listed."""
        inside = [each.found for each in self._shelf.models if _is_inside(each.found, path)]
        if inside and (inside[0].path == path or not self._shelf.looking):
            self._asked_for = None
            self.list.select(str(inside[0].path))
            if inside[0].fault is not None:
                self._tell_fault(str(inside[0].fault))
            elif len(inside) == 1 and self._change is None:
                self._on_use()
            self.list.setFocus()
        elif not self._shelf.looking:
            self._asked_for = None
            left = [folder for folder in self._desk.settings.values.model_folders if folder != str(path)]
            self._desk.settings.set("model_folders", left)
            self._tell_fault(
                self.tr("There is no DiffusionGemma in {path}. Choose another one, or download one below.").format(
                    path=path
                )
            )
        self._fit()

    @Slot(object)
    def _on_downloaded(self, path: Path) -> None:
        self._asked_for = None
        self.list.select(str(path))
        self.look()

    @Slot(int, object)
    def _on_ready(self, number: int, info: ModelInfo) -> None:
        if number == self._change:
            self._idle()
        self._show_info(info)
        self._on_shelf()

    @Slot(int, object)
    def _on_loading(self, number: int, loading: Loading) -> None:
        if number == self._change and self.stop.isEnabled():
            self.progress.setValue(int(loading.share * 1000))
            self.doing.setText(QCoreApplication.translate("", loading.doing))

    @Slot(int, object)
    def _on_failed(self, number: int, failure: Failed) -> None:
        if number != self._change:
            return
        if self.stop.isEnabled():
            self._idle()
            self._tell_fault(str(failure))
        else:
            self._idle(self.tr("Stopped. The model that was in use before is used again."))
        self._fit()

    def _place(self) -> None:
        title = self._label("title")
        title.setText(self.tr("Models"))
        heading = self._label("")
        heading.setProperty("heading", True)
        heading.setText(self.tr("On this computer"))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.use, self.folder, self.file):
            buttons.addWidget(button)
        buttons.addStretch(1)
        head = QHBoxLayout()
        head.addWidget(heading, 1)
        head.addWidget(self.again, 0, Qt.AlignmentFlag.AlignBottom)
        opening = QHBoxLayout()
        opening.setSpacing(12)
        opening.addWidget(self.progress, 1)
        opening.addWidget(self.stop)

        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(28, 24, 28, 24)
        column.setSpacing(4)
        for widget, space in ((title, 10), (self.in_use, 0), (self.details, 14), (self.purpose, 14)):
            column.addWidget(widget)
            column.addSpacing(space)
        column.addLayout(head)
        for widget in (self.list, self.hint, self.sentence):
            column.addWidget(widget)
        column.addSpacing(8)
        column.addLayout(buttons)
        column.addLayout(opening)
        for widget in (self.doing, self.fault):
            column.addWidget(widget)
        column.addSpacing(20)
        column.addWidget(self.download)
        column.addStretch(1)
        self._inner = inner
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
        self._fitted = QSize(WIDTH, 0)
        self.resize(self._fitted)

    @Slot()
    def _fit(self) -> None:
        """As high as its wrapped text needs, and the screen allows; Qt does not see to that by itself."""
        layout = self._inner.layout()
        if layout is None:
            return
        layout.activate()
        screen = self.screen().availableGeometry().size() * MOST_OF_SCREEN
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        width = min(screen.width(), max(WIDTH, layout.minimumSize().width() + bar))
        self.setMinimumWidth(width)
        size = self.size() if self.size() != self._fitted else QSize(width, 0)
        wanted = min(screen.height(), layout.heightForWidth(max(width, size.width())))
        self._fitted = size.expandedTo(QSize(width, wanted))
        self.resize(self._fitted)

    def _label(self, name: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label

    def _button(self, text: str, call: object) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.clicked.connect(call)
        return button


def _is_inside(found: Found, path: Path) -> bool:
    return found.path == path or path in found.path.parents
