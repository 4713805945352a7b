"""What the File menu does: pages from files and back, with every question that has to be asked on the way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QMessageBox

from palimpsest.app.documents import encodings
from palimpsest.app.documents.background_saving import LARGE, Saver
from palimpsest.app.documents.document import Document
from palimpsest.app.documents.files import FileChanged, FileError
from palimpsest.app.documents.loading import Loader, is_large
from palimpsest.app.palette_item import Item

if TYPE_CHECKING:
    from palimpsest.app.page import Page
    from palimpsest.app.window import Window

CLOSE_WAIT_S = 5.0
"""How long a tab or a window that closes waits for a large file that is being written."""


class FileCommands(QObject):
    """Handlers of the commands "file.…", and what other parts of the window need of them."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._saver = Saver(self)
        self._saver.done.connect(self._on_saved)
        self._saver.failed.connect(self._on_not_saved)

    def new(self) -> None:
        self._window.add_page(Document())

    def new_window(self) -> None:
        self._window.desk.open_window().show()

    def open(self) -> None:
        path = self._window.document.path
        folder = path.parent if path is not None else Path.home()
        names, _ = QFileDialog.getOpenFileNames(self._window, self.tr("Open"), str(folder))
        for name in names:
            self.open_path(Path(name))

    def open_in_encoding(self) -> None:
        """Open a file whose encoding cannot be guessed."""
        path = self._window.document.path
        folder = path.parent if path is not None else Path.home()
        name, _ = QFileDialog.getOpenFileName(self._window, self.tr("Open"), str(folder))
        if name:
            items = [Item(each.name, data=each.codec) for each in encodings.OFFERED]
            self._window.palette_box.choose(
                self.tr("Encoding"), items, lambda item: self.open_path(Path(name), str(item.data))
            )

    def open_path(self, path: Path, encoding: str | None = None) -> bool:
        """Show a file, in its tab if it has one. One that cannot be read leaves everything as it is and is told."""
        # It is asked for again in other folders, such as that of the next start.
        path = path.absolute()
        if (there := self._window.desk.page_of(path)) is not None:
            window, page = there
            window.show_page(page)
            window.activateWindow()
            return True
        document = Document()
        if is_large(path):
            document.expect(path)
            self.load(self._window.add_page(document), encoding)
            return True
        try:
            document.load(path, encoding)
        except FileError as error:
            self._window.tell(str(error))
            return False
        self._window.notice.clear()
        self._opened(self._window.add_page(document), path)
        return True

    def open_or_begin(self, path: Path) -> None:
        """Show a file, or a new page that will be saved under its name if its folder is there and it is not."""
        path = path.absolute()
        if path.exists() or path.is_symlink() or not path.parent.is_dir():
            self.open_path(path)
            return
        document = Document()
        document.begin(path)
        page = self._window.add_page(document)
        page.notice.say(self.tr("{name} is new. Saving makes the file.").format(name=path.name), "info")

    def load(self, page: Page, encoding: str | None = None) -> None:
        """Fill a page whose document expects its file, beside everything else. It goes again if that fails."""
        window, status, path = self._window, self._window.status, page.document.path
        assert path is not None
        # The thread may have something to tell when the page has gone.
        loader = Loader(window.desk)

        def failed(error: FileError) -> None:
            window.remove_page(page)
            window.tell(str(error))

        def done(_: Document) -> None:
            status.show_message("")
            loader.retire()
            page.end_loading()
            self._opened(page, path)

        def progress(share: float) -> None:
            text = self.tr("Opening {name}, {percent}%")
            status.show_message(text.format(name=path.name, percent=round(100 * share)), 0)

        loader.failed.connect(failed)
        loader.done.connect(done)
        loader.progress.connect(progress)
        page.begin_loading(loader)
        loader.start(path, encoding, page.document)

    def open_recent(self) -> None:
        items = [
            Item(Path(name).name, detail=str(Path(name).parent), data=Path(name))
            for name in self._window.desk.settings.values.recent_files
        ]
        self._window.palette_box.choose(self.tr("Recent files"), items, self._open_item)

    def reopen_closed(self) -> None:
        if (path := self._window.desk.last_closed()) is not None:
            self.open_path(path)

    def save(self) -> None:
        page = self._window.page
        path = page.document.path
        if path is not None and page.document.buffer.characterCount() >= LARGE:
            self._write_beside(page, path)
        else:
            self.save_page(page)

    def save_as(self) -> None:
        self.save_page_as(self._window.page)

    def save_all(self) -> None:
        self.save_pages([page for page in self._window.pages if page.document.modified])

    def save_pages(self, pages: Sequence[Page]) -> bool:
        """Write several pages; one that fails keeps none of the others from it. False if one is not written."""
        written = [self.save_page(page) for page in pages]
        return all(written)

    def save_page(self, page: Page) -> bool:
        """Write a page to its file, or ask for one; False if it is not written."""
        path = page.document.path
        return self.save_page_as(page) if path is None else self._write(page, path)

    def save_page_as(self, page: Page) -> bool:
        """Ask for a name and write a page there; False if it is not written."""
        # Several may be asked about in turn: it is seen which one is meant.
        self._window.show_page(page)
        suffixes = page.document.language.suffixes
        start = str(page.document.path or Path.home() / f"{page.document.title}{suffixes[0] if suffixes else ''}")
        name, _ = QFileDialog.getSaveFileName(self._window, self.tr("Save as"), start)
        if not name:
            return False
        path = Path(name).absolute()
        there = self._window.desk.page_of(path)
        if there is not None and there[1] is not page:
            text = self.tr("{name} is open in another tab. Close it there first, or choose another name.")
            page.notice.say(text.format(name=path.name))
            return False
        unnamed = page.document.path is None
        if not self._write(page, path):
            return False
        if unnamed and path.suffix:
            # From now on the name says what it is.
            page.document.set_language(None)
            page.refresh_format()
        return True

    def close(self) -> None:
        self.close_page(self._window.page)

    def close_page(self, page: Page) -> None:
        """Close a tab, after asking about unsaved changes; the window goes with its last tab if that is untouched."""
        if self._saver.busy(page.document):
            self.finish()
        if page.document.modified:
            self.ask_about([page], lambda: self._window.remove_page(page))
        elif self._window.pages == [page] and page.untouched:
            self._window.close()
        else:
            self._window.remove_page(page)

    def close_window(self) -> None:
        self._window.close()

    def quit(self) -> None:
        self._window.desk.quit()

    def finish(self) -> bool:
        """Wait a while for what is being written; True if all of it is on the disk."""
        return self._saver.close(CLOSE_WAIT_S)

    def ask_about(self, pages: Sequence[Page], go_on: Callable[[], object]) -> None:
        """Ask what becomes of unsaved changes; one question at a time."""
        if any(box.isVisible() for box in self._window.findChildren(QMessageBox, "ask_to_save")):
            return
        from palimpsest.app import dialogs

        titles = [page.document.title for page in pages]
        dialogs.ask_to_save_all(self._window, titles, lambda: self.save_pages(pages), go_on)

    def _write(self, page: Page, path: Path) -> bool:
        """Write the document as it is committed; a draft that stands on the page stays a draft."""
        page.tidy_up()
        try:
            page.document.save(path)
        except FileChanged:
            page.disk.ask_to_overwrite()
            return False
        except FileError as error:
            page.notice.say(str(error))
            return False
        self._written(page)
        return True

    def _written(self, page: Page) -> None:
        assert page.document.path is not None
        page.notice.clear()
        page.disk.settled()
        page.refresh_format()
        self._remember(page.document.path)

    def _write_beside(self, page: Page, path: Path) -> None:
        """Write a large document in a thread; it may be written on meanwhile."""
        page.tidy_up()
        try:
            self._saver.start(page.document, path)
        except FileError as error:
            page.notice.say(str(error))

    def _on_saved(self, document: Document) -> None:
        if (page := self._window.page_showing(document)) is not None:
            self._written(page)

    def _on_not_saved(self, document: Document, error: FileError) -> None:
        page = self._window.page_showing(document)
        if page is None:
            return
        if isinstance(error, FileChanged):
            page.disk.ask_to_overwrite()
        else:
            page.notice.say(str(error))

    def _opened(self, page: Page, path: Path) -> None:
        """All of a file is on its page."""
        if page.document.format.mixed:
            page.notice.say(page.document.format.notice, "info")
        self._remember(path)

    def _remember(self, path: Path) -> None:
        self._window.desk.settings.remember_file(path.absolute())

    def _open_item(self, item: Item) -> None:
        assert isinstance(item.data, Path)
        if not self.open_path(item.data):
            self._window.desk.settings.forget_files([str(item.data)])
