"""Between the windows and what is kept of them: writes down what is open, and opens what was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QLocale, QObject, Qt, QTimer, Slot

from palimpsest.app.documents.document import Document
from palimpsest.app.documents.files import FileError
from palimpsest.app.documents.loading import is_large
from palimpsest.app.documents.session import PageState, SessionState, WindowState

if TYPE_CHECKING:
    from palimpsest.app.desk import Desk
    from palimpsest.app.documents.recovery import RestoredPage, RestoredWindow
    from palimpsest.app.documents.session_keeper import SessionKeeper
    from palimpsest.app.logs import CrashReport
    from palimpsest.app.page import Page
    from palimpsest.app.window import Window

NOTE_MS = 500
"""Carets move often; where they are is noted at most twice a second."""


class SessionLink(QObject):
    """Belongs to the desk. Without a keeper nothing is kept, and every question is asked."""

    def __init__(self, desk: Desk, keeper: SessionKeeper | None) -> None:
        super().__init__(desk)
        self.keeper = keeper
        if keeper is not None:
            keeper.setParent(self)
        self.recovered: tuple[RestoredPage, ...] = ()
        """What came back after a program that did not close properly."""
        self._desk = desk
        self._over = False
        self._faults: list[str] = []
        self._soon = QTimer(self, singleShot=True, interval=NOTE_MS)
        self._soon.timeout.connect(self._note)

    @property
    def keeps(self) -> bool:
        """True if what is open comes back at the next start."""
        return self.keeper is not None and self._desk.settings.values.restore_session

    def restore(self) -> bool:
        """Open what the last program left; True if that was anything."""
        if self.keeper is None:
            return False
        found = self.keeper.adopt()
        for left in found:
            for window in left.windows:
                self._open_window(window)
        self.recovered = tuple(page for left in found if left.crashed for page in left.pages)
        if self._faults and not self._desk.windows:
            self._desk.open_window()
        for fault in self._faults:
            self._desk.windows[0].tell(fault)
        return bool(self._desk.windows)

    def follow(self, page: Page) -> None:
        """Keep what is written on a page from now on."""
        if self.keeper is not None:
            self.keeper.watch(page.document)
            self.keeper.keep_history(page.document, page.history)
            if self._desk.versions is not None:
                self._desk.versions.watch(page.document)
            for signal in (page.changed, page.place_changed, page.run_changed):
                signal.connect(self.note)
            self.note()

    def forget(self, page: Page) -> None:
        """The user has closed a page, and wants nothing of it back."""
        if self.keeper is not None and not self._over:
            self.keeper.forget(page.document)
            if self._desk.versions is not None:
                self._desk.versions.forget(page.document)
            self.note()

    @Slot()
    def note(self) -> None:
        """Something about what is open has changed."""
        if self.keeper is not None and not self._over and not self._soon.isActive():
            self._soon.start()

    def show_recovered(self, report: CrashReport | None) -> None:
        """Tell what came back after a program that did not close properly; nothing if none did."""
        if not self.recovered or not self._desk.windows:
            return
        from palimpsest.app.recovery_dialog import RecoveryDialog

        log = str(report.path) if report is not None else ""
        dialog = RecoveryDialog(self.recovered, self._desk.theme, log, self._desk.windows[0])
        dialog.page_wanted.connect(self._desk.show_document)
        dialog.show()

    @Slot()
    def flush(self) -> None:
        """Write down everything now: the program may be gone in a moment."""
        if self.keeper is not None and not self._over:
            self.keeper.write(self._state())
            self.keeper.flush()

    def saved_state(self) -> str:
        """What is kept by now, as a sentence for somebody who worries."""
        if self.keeper is None or not self.keeper.flush():
            return self.tr("Save your work under a name now.")
        now = QLocale().toString(QDateTime.currentDateTime().time(), QLocale.FormatType.ShortFormat)
        return self.tr("All texts are kept as of {time}.").format(time=now)

    def end(self, keep: bool) -> None:
        """The program closes: write down what is open (`keep`), or that nothing is to come back."""
        if self.keeper is None or self._over:
            return
        self._soon.stop()
        for window in self._desk.windows:
            for page in window.pages:
                if not keep or page.untouched:
                    self.keeper.forget(page.document)
        self.keeper.write(self._state() if keep else SessionState())
        self._over = True

    def close(self) -> None:
        """Let go of the session."""
        self._over = True
        self._soon.stop()
        if self.keeper is not None:
            self.keeper.close()

    def _state(self) -> SessionState:
        return SessionState(tuple(state for window in self._desk.windows if (state := _window_state(window)).pages))

    @Slot()
    def _note(self) -> None:
        if self.keeper is not None and not self._over:
            self.keeper.write(self._state())

    def _open_window(self, kept: RestoredWindow) -> None:
        window: Window | None = None
        shown: Page | None = None
        for place, each in enumerate(kept.pages):
            try:
                document = each.document or _reopened(each.state)
            except FileError as error:
                self._faults.append(str(error))
                continue
            page = window.append_page(document) if window is not None else None
            window = window or self._desk.open_window(document)
            page = page or window.page
            if document.loading:
                window.files.load(page, each.state.encoding)
            page.restore(each.state)
            if each.conflict:
                page.disk.tell_conflict()
            shown = page if place == kept.state.current else shown
        if window is None:
            return
        _place(window, kept.state)
        window.show_page(shown or window.page)


def _place(window: Window, state: WindowState) -> None:
    if state.width:
        window.resize(state.width, state.height)
        window.move(state.x, state.y)
    if state.panels:
        window.docks.restore_places(state.panels)
    if state.maximized:
        window.setWindowState(Qt.WindowState.WindowMaximized)


def _reopened(state: PageState) -> Document:
    """The file of a page on which nothing was unsaved; one that is large is yet to be loaded. Raises `FileError`."""
    document, path = Document(), state.path
    # What is kept beside the journals goes by it.
    document.id = state.document_id
    if path is not None and is_large(path):
        document.expect(path)
    elif path is not None:
        try:
            document.load(path, state.encoding)
        except FileError:
            # It is written in another one by now.
            document.load(path)
    return document


def _window_state(window: Window) -> WindowState:
    pages = [page for page in window.pages if not page.untouched]
    place = window.normalGeometry() if window.isMaximized() else window.geometry()
    return WindowState(
        x=window.x(),
        y=window.y(),
        width=place.width(),
        height=place.height(),
        maximized=window.isMaximized(),
        current=pages.index(window.page) if window.page in pages else 0,
        pages=tuple(page.state() for page in pages),
        panels=window.docks.places(),
    )
