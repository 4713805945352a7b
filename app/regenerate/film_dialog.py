"""The dialog that exports a film: what is chosen, a picture of how it will look, and how far it is."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, QUrl, Slot
from PySide6.QtGui import QColor, QDesktopServices, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout

from palimpsest.app.announce import announce
from palimpsest.app.memory import size_text
from palimpsest.app.regenerate.film_form import FilmForm
from palimpsest.app.regenerate.film_process import FilmProcess, look_words
from palimpsest.app.regenerate.film_video import ffmpeg

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent
    from PySide6.QtWidgets import QWidget

    from palimpsest.app.regenerate.film import Film
    from palimpsest.app.theme import Theme

PICTURE = QSize(440, 300)
_PAUSE_MS = 250
"""From a choice to its picture: who goes through a list does not want one of each entry."""


class FilmDialog(QDialog):
    """Not modal. Takes the film as it is now; what the run does afterwards is not in it."""

    def __init__(self, film: Film, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("film")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Export Film"))
        self._film = film.to_json()
        self._passes = len(film.all_passes)
        self._name = PurePath(film.request.name).stem or "film"
        self._theme = theme
        self._target: Path | None = None
        self._folder = Path.home()
        self._job: FilmProcess | None = None
        self._still: FilmProcess | None = None
        self._picture: QImage | None = None
        self.form = FilmForm("dark" if theme.dark else "light", ffmpeg() is not None, self)
        self.form.changed.connect(self._on_changed)
        self.picture = QLabel(self)
        self.picture.setObjectName("picture")
        self.picture.setFixedSize(PICTURE)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        self.picture.setWordWrap(True)
        self.picture.setAccessibleName(self.tr("How the film will look"))
        self.bar = QProgressBar(self)
        self.bar.setRange(0, 100)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("How much of the film is written"))
        room = self.bar.sizePolicy()
        room.setRetainSizeWhenHidden(True)
        self.bar.setSizePolicy(room)
        self.message = QLabel(self)
        self.message.setObjectName("caption")
        self.message.setWordWrap(True)
        self.show_folder = self._button(self.tr("Show in Folder"), self._on_show)
        self.export = self._button(self.tr("Export…"), self._on_export)
        self.export.setProperty("main", True)
        self.export.setDefault(True)
        self.stop = self._button(self.tr("Stop"), self._on_stop)
        self.close_button = self._button(self.tr("Close"), self.reject)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._draw)
        self._place()
        self.finished.connect(self._leave)
        self._refresh()
        self._draw()

    @property
    def busy(self) -> bool:
        """True while a film is written."""
        return self._job is not None

    def set_theme(self, theme: Theme) -> None:
        """Change the colours."""
        self._theme = theme
        self._show_picture()

    def write(self, path: Path) -> None:
        """Begin to write the film as chosen."""
        if self._job is not None:
            return
        self._target, self._folder = path, path.parent
        words = [str(path), *look_words(self.form.look())]
        self._job = FilmProcess(words, self._film, parent=self)
        self._job.progressed.connect(self._on_progress)
        self._job.done.connect(self._on_done)
        self._job.failed.connect(self._on_failed)
        self._job.stopped.connect(self._on_stopped)
        self.bar.setValue(0)
        self._say(self.tr("Drawing the film…"))
        self._refresh()
        self.stop.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._leave()
        super().closeEvent(event)

    # Inside

    def _place(self) -> None:
        middle = QHBoxLayout()
        middle.setSpacing(22)
        middle.addWidget(self.form, 1, Qt.AlignmentFlag.AlignTop)
        middle.addWidget(self.picture)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.message, 1)
        for button in (self.show_folder, self.stop, self.export, self.close_button):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 14)
        column.setSpacing(12)
        column.addLayout(middle, 1)
        column.addWidget(self.bar)
        column.addLayout(foot)

    def _button(self, text: str, call: object) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.clicked.connect(call)
        return button

    def _refresh(self) -> None:
        self.form.setEnabled(not self.busy)
        self.bar.setVisible(self.busy)
        self.stop.setVisible(self.busy)
        self.export.setVisible(not self.busy)
        self.show_folder.setVisible(not self.busy and self._target is not None)

    def _say(self, text: str, fault: bool = False) -> None:
        self.message.setObjectName("fault" if fault else "caption")
        self.message.style().polish(self.message)
        self.message.setText(text)

    # The picture

    @Slot()
    def _on_changed(self) -> None:
        self._target = None
        self._say("")
        self._refresh()
        self._pause.start()

    @Slot()
    def _draw(self) -> None:
        """Ask for a picture of the pass in the middle, where the text is half out of the noise."""
        if self._still is not None:
            self._still.drop()
            self._still = None
        self._picture = None
        chosen = self.form.chosen
        if chosen.suffix == ".json":
            self.picture.setText(self.tr("Every pass with its cells, for programs to read."))
        elif chosen.suffix == ".html":
            self.picture.setText(
                self.tr("One file that opens in any browser, with a scrubber over {count} passes.").format(
                    count=self._passes
                )
            )
        else:
            self.picture.setText(self.tr("Drawing a picture…"))
            words = ["--picture", str((self._passes + 1) // 2), *look_words(self.form.look())]
            self._still = FilmProcess(words, self._film, parent=self)
            self._still.done.connect(self._on_picture)
            self._still.failed.connect(self._on_no_picture)

    @Slot(bytes)
    def _on_picture(self, data: bytes) -> None:
        self._let_go_still()
        self._picture = QImage.fromData(data)
        self._show_picture()

    @Slot(str)
    def _on_no_picture(self, fault: str) -> None:
        self._let_go_still()
        self.picture.setText(fault)

    def _show_picture(self) -> None:
        if self._picture is None:
            return
        ratio = self.devicePixelRatioF()
        shown = QPixmap.fromImage(self._picture).scaled(
            PICTURE * ratio, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        shown.setDevicePixelRatio(ratio)
        # The window's own edge has the colour of this dialog.
        painter = QPainter(shown)
        painter.setPen(QColor(self._theme.border))
        painter.drawRect(QRectF(0.5, 0.5, shown.width() / ratio - 1, shown.height() / ratio - 1))
        painter.end()
        self.picture.setPixmap(shown)

    # The film

    @Slot()
    def _on_export(self) -> None:
        suffix = self.form.chosen.suffix
        start = str(self._folder / f"{self._name}{suffix}")
        name, _ = QFileDialog.getSaveFileName(self, self.tr("Export Film"), start)
        if name:
            path = Path(name).absolute()
            self.write(path if path.suffix.lower() == suffix else path.with_name(path.name + suffix))

    @Slot()
    def _on_stop(self) -> None:
        if self._job is not None:
            self._say(self.tr("Stopping…"))
            self._job.stop()

    @Slot(float)
    def _on_progress(self, share: float) -> None:
        self.bar.setValue(round(100 * share))

    @Slot()
    def _on_done(self) -> None:
        target = self._target
        self._let_go()
        if target is not None:
            size = size_text(target.stat().st_size) if target.stat().st_size >= 1 << 20 else self._kilobytes(target)
            self._say(self.tr("{name} is written, {size}.").format(name=target.name, size=size))
            announce(self, self.message.text())

    @Slot(str)
    def _on_failed(self, fault: str) -> None:
        self._target = None
        self._let_go()
        self._say(fault, fault=True)
        announce(self, fault)

    @Slot()
    def _on_stopped(self) -> None:
        self._target = None
        self._let_go()
        self._say(self.tr("Stopped; nothing was written."))

    @Slot()
    def _on_show(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))

    def _kilobytes(self, path: Path) -> str:
        return f"{self.locale().toString(max(1, round(path.stat().st_size / 1024)))} KB"

    def _let_go(self) -> None:
        if self._job is not None:
            self._job.deleteLater()
            self._job = None
        self._refresh()
        (self.show_folder if self._target is not None else self.export).setFocus()

    def _let_go_still(self) -> None:
        if self._still is not None:
            self._still.deleteLater()
            self._still = None

    @Slot()
    def _leave(self) -> None:
        """Nobody waits for a film any more."""
        self._pause.stop()
        for process in (self._job, self._still):
            if process is not None:
                process.drop()
        self._job = self._still = None
