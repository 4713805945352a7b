"""The main window: places the page, the prompt bar and the status line, and answers the commands of the table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QIcon,
    QKeySequence,
    QPaintEvent,
)
from PySide6.QtWidgets import QFileDialog, QLineEdit, QMainWindow, QMessageBox, QVBoxLayout, QWidget

from palimpsest import resources
from palimpsest.app import dialogs
from palimpsest.app.announce import announce, sentence
from palimpsest.app.commands import fill_menus, make_actions
from palimpsest.app.documents.document import Document
from palimpsest.app.documents.files import FileError
from palimpsest.app.editor.canvas_view import CanvasView
from palimpsest.app.editor.text_editor import TextEditor
from palimpsest.app.model_manager import ModelManager
from palimpsest.app.notice import Notice
from palimpsest.app.palette import Palette
from palimpsest.app.regenerate.prompt_bar import PromptBar
from palimpsest.app.regenerate.regeneration import Regeneration
from palimpsest.app.regenerate.run import Run, RunState
from palimpsest.app.settings import EMBEDDED
from palimpsest.app.status_line import StatusLine
from palimpsest.engine.service import NO_RUN, Loading
from palimpsest.resources import samples

if TYPE_CHECKING:
    from palimpsest.app.desk import Desk
    from palimpsest.app.theme import Theme
    from palimpsest.engine.request import Failed, ModelInfo

EMPTY_PAGE = "Write, or open a file with Ctrl+O. Select something and press Ctrl+K to regenerate it."
WARM_UP_MS = 300
"""Pause between the first paint and opening the model, so that the first keys are not held up."""
ZOOM_LEAST, ZOOM_MOST = -8, 24


class Window(QMainWindow):
    """One document on one page."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._painted = False
        self._leaving = False
        self._last_state: RunState | None = None
        self._warm_up = QTimer(self, singleShot=True, interval=WARM_UP_MS)
        self._warm_up.timeout.connect(self._open_model)
        self._manager: ModelManager | None = None
        theme, bridge, settings = desk.theme, desk.bridge, desk.settings
        self.setWindowTitle("[*]Palimpsest")
        self.setAcceptDrops(True)
        icon = QIcon()
        for file in resources.icon_files():
            icon.addFile(str(file))
        self.setWindowIcon(icon)

        self.notice = Notice()
        self.editor = TextEditor(theme)
        self.editor.setObjectName("editor")
        self.editor.setPlaceholderText(EMPTY_PAGE)
        self.editor.setAccessibleName("Page")
        self.canvas = CanvasView(self.editor)
        self.canvas.reduced_motion = settings.reduced_motion
        self.prompt_bar = PromptBar(theme)
        self.status = StatusLine()
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notice)
        column.addWidget(self.editor, 1)
        column.addWidget(self.prompt_bar)
        column.addWidget(self.status)
        self.setCentralWidget(page)
        self.regeneration = Regeneration(self.editor, self.canvas, self.prompt_bar, bridge, settings, self)
        self.commands = make_actions(self)
        fill_menus(self, self.commands)
        self.commands["view.reduced_motion"].setChecked(settings.reduced_motion)
        self.palette_box = Palette(self.commands, page)

        self._connect()
        self.document = Document()
        self._show_document(self.document)
        self.prompt_bar.set_info(bridge.info)
        self.status.show_model(bridge.info, self._model_in_waiting())
        self.resize(settings.width, settings.height)
        self.editor.setFocus()
        self._refresh_commands()

    @property
    def run(self) -> Run | None:
        """The current run, also after its end until the next; None before the first."""
        return self.regeneration.run

    def load(self, path: Path) -> bool:
        """Show a file in this window. A file that cannot be read leaves everything as it is and is said to be so."""
        document = Document()
        try:
            document.load(path)
        except FileError as error:
            self.notice.say(str(error))
            return False
        self.notice.clear()
        self._show_document(document)
        return True

    def tell(self, text: str) -> None:
        """Say what went wrong, and what to do next, in the notice line."""
        self.notice.say(text)

    # Files

    def file_new(self) -> None:
        self._when_saved(lambda: self._show_document(Document()))

    def file_open(self) -> None:
        self._when_saved(self._choose_file)

    def file_save(self) -> bool:
        if self.document.path is None:
            return self.file_save_as()
        return self._save(self.document.path)

    def file_save_as(self) -> bool:
        start = str(self.document.path or Path.home() / self.document.title)
        name, _ = QFileDialog.getSaveFileName(self, "Save as", start)
        return bool(name) and self._save(Path(name))

    def file_quit(self) -> None:
        for window in tuple(self.desk.windows):
            window.close()

    # Editing: the keys belong to whatever holds the caret; the menu means the same.

    def edit_undo(self) -> None:
        self._writing().undo()

    def edit_redo(self) -> None:
        self._writing().redo()

    def edit_cut(self) -> None:
        self._writing().cut()

    def edit_copy(self) -> None:
        self._writing().copy()

    def edit_paste(self) -> None:
        self._writing().paste()

    def edit_select_all(self) -> None:
        self._writing().selectAll()

    # Regenerating

    def regenerate_prompt(self) -> None:
        self.regeneration.prompt()

    def regenerate_start(self) -> None:
        self.regeneration.start()

    def regenerate_stop(self) -> None:
        self.regeneration.stop()

    def regenerate_accept(self) -> None:
        self.regeneration.accept()

    def regenerate_discard(self) -> None:
        self.regeneration.discard()

    def regenerate_retry(self) -> None:
        self.regeneration.retry()

    def regenerate_next(self) -> None:
        self.regeneration.cycle(1)

    def regenerate_previous(self) -> None:
        self.regeneration.cycle(-1)

    def model_manage(self) -> None:
        if self._manager is None:
            self._manager = ModelManager(self.desk.bridge, self.desk.model, self.desk.choose_model, self)
        self._manager.show()
        self._manager.activateWindow()

    # The view

    def view_palette(self) -> None:
        self.palette_box.open()

    def view_theme(self) -> None:
        self.desk.cycle_theme()

    def view_reduced_motion(self) -> None:
        self.desk.settings.reduced_motion = self.commands["view.reduced_motion"].isChecked()
        self.canvas.reduced_motion = self.desk.settings.reduced_motion

    def view_zoom_in(self) -> None:
        self._zoom(self.desk.settings.zoom + 1)

    def view_zoom_out(self) -> None:
        self._zoom(self.desk.settings.zoom - 1)

    def view_zoom_reset(self) -> None:
        self._zoom(0)

    # Help

    def help_sample(self) -> None:
        self._when_saved(self._show_sample)

    def help_about(self) -> None:
        dialogs.show_about(self)

    # What Qt calls

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.document.modified and not self._leaving:
            event.ignore()
            self._ask_to_save(self._leave)
            return
        self._warm_up.stop()
        self.regeneration.discard()
        self.desk.settings.width, self.desk.settings.height = self.width(), self.height()
        self.desk.close_window(self)
        event.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        match event:
            case QPaintEvent() if not self._painted:
                self._painted = True
                self._warm_up.start()
            case QDragEnterEvent() | QDragMoveEvent() if _dropped_file(event):
                event.acceptProposedAction()
                return True
            case QDropEvent() if (path := _dropped_file(event)) is not None:
                event.acceptProposedAction()
                self._when_saved(lambda: self.load(path))
                return True
        return super().eventFilter(watched, event)

    # Inside

    def _connect(self) -> None:
        bridge = self.desk.bridge
        self.editor.cursorPositionChanged.connect(self._show_place)
        self.editor.selectionChanged.connect(self._show_place)
        self.editor.viewport().installEventFilter(self)
        self.regeneration.changed.connect(self._on_run_changed)
        self.prompt_bar.models_wanted.connect(self.model_manage)
        self.desk.theme_changed.connect(self._on_theme_changed)
        bridge.ready.connect(self._on_ready)
        bridge.loading.connect(self._on_loading)
        bridge.failed.connect(self._on_failed)

    def _show_document(self, document: Document) -> None:
        self.regeneration.set_document(document)
        self.document = document
        self.editor.set_document(document)
        self._apply_zoom()
        document.buffer.modificationChanged.connect(self.setWindowModified)
        self._show_title()
        self._show_place()

    def _show_sample(self) -> None:
        document = Document()
        document.set_text(samples.welcome().text)
        self._show_document(document)

    def _show_title(self) -> None:
        self.setWindowTitle(f"{self.document.title}[*] — Palimpsest")
        self.setWindowModified(self.document.modified)

    def _choose_file(self) -> None:
        folder = self.document.path.parent if self.document.path else Path.home()
        name, _ = QFileDialog.getOpenFileName(self, "Open", str(folder))
        if name:
            self.load(Path(name))

    def _save(self, path: Path) -> bool:
        """Write the document as it is committed; a draft that stands on the page stays a draft."""
        try:
            self.document.save(path)
        except FileError as error:
            self.notice.say(str(error))
            return False
        self.notice.clear()
        self.editor.refresh_kind()
        self._apply_zoom()
        self._show_title()
        return True

    def _when_saved(self, go_on: Callable[[], object]) -> None:
        """Call `go_on` once nothing of this document can be lost by it."""
        if self.document.modified:
            self._ask_to_save(go_on)
        else:
            go_on()

    def _ask_to_save(self, go_on: Callable[[], object]) -> None:
        if not any(box.isVisible() for box in self.findChildren(QMessageBox, "ask_to_save")):
            dialogs.ask_to_save(self, self.document.title, self.file_save, go_on)

    def _leave(self) -> None:
        self._leaving = True
        self.close()

    def _writing(self) -> TextEditor | QLineEdit:
        focus = self.focusWidget()
        return focus if isinstance(focus, QLineEdit) and focus.isVisible() else self.editor

    def _zoom(self, steps: int) -> None:
        settings = self.desk.settings
        settings.zoom = max(ZOOM_LEAST, min(ZOOM_MOST, steps))
        self._apply_zoom()

    def _apply_zoom(self) -> None:
        self.editor.reset_zoom()
        self.editor.zoom(self.desk.settings.zoom)

    def _model_in_waiting(self) -> str:
        if self.desk.bridge.info is not None:
            return ""
        return "embedded model" if self.desk.model == EMBEDDED else Path(self.desk.model).name

    def _refresh_commands(self) -> None:
        run = self.regeneration.standing
        working, stoppable = run is not None and run.working, run is not None and run.can_stop
        choice = run is not None and run.can_choose
        for name, enabled in (
            ("start", not working),
            ("stop", stoppable),
            ("accept", run is not None and run.can_accept),
            ("discard", run is not None),
            ("retry", run is not None and not working),
            ("next", choice),
            ("previous", choice),
        ):
            self.commands[f"regenerate.{name}"].setEnabled(enabled)
        # Esc stops what works and discards what stands: one key, so it belongs to one of the two at a time.
        for name, owns in (("stop", stoppable), ("discard", not stoppable)):
            action = self.commands[f"regenerate.{name}"]
            if bool(action.shortcuts()) != owns:
                action.setShortcuts([QKeySequence(Qt.Key.Key_Escape)] if owns else [])

    @Slot()
    def _open_model(self) -> None:
        self.desk.bridge.warm_up()

    @Slot()
    def _show_place(self) -> None:
        cursor = self.editor.textCursor()
        selected = cursor.selectionEnd() - cursor.selectionStart()
        self.status.show_place(cursor.blockNumber() + 1, cursor.positionInBlock() + 1, selected)

    @Slot()
    def _on_run_changed(self) -> None:
        run = self.regeneration.run
        if run is None:
            return
        self.status.show_run(run.summary)
        self._refresh_commands()
        if run.state is not self._last_state:
            self._last_state = run.state
            announce(self.editor, sentence(run))
            if run.failure is not None:
                self.notice.say(str(run.failure))
            elif run.state is RunState.PREPARING:
                self.notice.clear()

    @Slot(object)
    def _on_theme_changed(self, theme: Theme) -> None:
        self.editor.set_theme(theme)
        self.prompt_bar.set_theme(theme)

    @Slot(int, object)
    def _on_loading(self, _: int, loading: Loading) -> None:
        self.status.show_model(None, f"{loading.doing} {loading.share:.0%}")

    @Slot(int, object)
    def _on_ready(self, _: int, info: ModelInfo) -> None:
        self.status.show_model(info)
        self.prompt_bar.set_info(info)

    @Slot(int, object)
    def _on_failed(self, number: int, failure: Failed) -> None:
        self.status.show_model(self.desk.bridge.info, self._model_in_waiting())
        if number == NO_RUN:
            self.notice.say(str(failure))


def _dropped_file(event: QDropEvent) -> Path | None:
    """The file that is being dropped, if it is one of this machine."""
    names = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
    return Path(names[0]) if names else None
