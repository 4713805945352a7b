"""What a page says and does when its file is changed, deleted or brought back by other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from palimpsest.app.documents import files
from palimpsest.app.documents.files import FileError
from palimpsest.app.documents.loading import Loader, is_large

if TYPE_CHECKING:
    from collections.abc import Callable

    from palimpsest.app.desk import Desk
    from palimpsest.app.documents.document import Document
    from palimpsest.app.page import Page


class DiskChanges(QObject):
    """Belongs to one page. A page without own changes follows its file; one with changes asks."""

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__(page)
        self._desk = desk
        self._page = page
        self._said: int | None = None
        self._loader: Loader | None = None
        self._marked: int | None = None
        """Revision of a text that counts as changed only because its file was deleted."""
        desk.watch.watch(page.document)
        desk.watch.changed.connect(self._on_changed)

    def close(self) -> None:
        """Follow the file no longer."""
        self._stop_loading()
        self._desk.watch.changed.disconnect(self._on_changed)
        self._desk.watch.forget(self._page.document)

    def settled(self) -> None:
        """The page and its file agree again: it was saved or read."""
        self._withdraw()
        self._desk.watch.watch(self._page.document)

    def tell_conflict(self) -> None:
        """The text that came back was begun on another state of the file."""
        self._ask(self.tr("{name} has changed on the disk since these changes were made."), self._overwrite)

    def ask_to_overwrite(self) -> None:
        """A save was refused because others have changed the file."""
        self._ask(self.tr("{name} was changed by another program. It has not been saved."), self._overwrite)

    def reload(self) -> None:
        """Take over what the file holds, in one undo step."""
        self._read(self.settled)

    def compare(self) -> None:
        """Show how the page differs from its file."""
        document = self._page.document
        if document.path is None:
            return
        try:
            there = files.read(document.path, document.format.encoding).text
        except FileError as error:
            self._page.notice.say(str(error))
            return
        self._show_difference(self.tr("In the file"), there, self.tr("On the page"), document.text(), self.reload)

    def _read(self, then: Callable[[], object]) -> None:
        """Take over what the file holds; `then` is called if that has gone well."""
        document = self._page.document
        if is_large(document.path):
            self._stop_loading()
            # The thread may have something to tell when the page has gone.
            loader = self._loader = Loader(self._desk)
            loader.done.connect(self._page.refresh_format)
            loader.done.connect(lambda _: then())
            loader.failed.connect(lambda error: self._page.notice.say(str(error)))
            for end in (loader.done, loader.failed):
                end.connect(self._stop_loading)
            loader.reload(document)
        elif self._try(document.reload):
            then()

    def _on_changed(self, document: Document, what: str) -> None:
        page = self._page
        if document is not page.document:
            return
        if what == "back":
            self._withdraw()
            if document.revision == self._marked:
                document.buffer.setModified(False)
        elif what == "deleted":
            self._marked = None if document.modified else document.revision
            document.count_as_changed()
            text = self.tr("{name} was deleted or moved. Its text is still here: save it to have the file again.")
            self._say(text, "info", ())
        elif document.modified:
            document.count_as_changed()
            self._ask(self.tr("{name} was changed by another program, and here."), None)
        else:
            self._follow()

    def _follow(self) -> None:
        """Nothing of the user's is in the way: read the file again, and offer to show what has changed."""
        before = self._page.document.text()

        def tell() -> None:
            self.settled()
            text = self.tr("{name} was changed by another program and has been read again.")
            self._say(text, "info", ((self.tr("Show Changes"), lambda: self._show_before(before)),))

        self._read(tell)

    def _show_before(self, before: str) -> None:
        self._show_difference(self.tr("Before"), before, self.tr("Now"), self._page.document.text())

    def _show_difference(
        self, old_name: str, old: str, new_name: str, new: str, reload: Callable[[], object] | None = None
    ) -> None:
        from palimpsest.app.diff_dialog import Choice, DiffDialog

        page = self._page
        choices = [Choice(self.tr("Take the File’s Text"), reload)] if reload is not None else []
        title = self.tr("Changes in {name}").format(name=page.document.title)
        kind = page.document.kind
        DiffDialog(page.window(), self._desk.theme, title, old_name, old, new_name, new, choices, kind).show()

    def _ask(self, text: str, overwrite: Callable[[], object] | None) -> None:
        actions: list[tuple[str, Callable[[], object]]] = [
            (self.tr("Show Changes"), lambda: self._look(text, overwrite)),
            (self.tr("Take the File’s Text"), self.reload),
        ]
        if overwrite is not None:
            actions.append((self.tr("Save Over It"), overwrite))
        self._say(text, "question", tuple(actions))

    def _look(self, text: str, overwrite: Callable[[], object] | None) -> None:
        """To look is no answer: the question stands on while the changes are shown."""
        self._ask(text, overwrite)
        self.compare()

    def _overwrite(self) -> None:
        if self._try(lambda: self._page.document.save(force=True)):
            self.settled()

    def _try(self, call: Callable[[], object]) -> bool:
        try:
            call()
        except FileError as error:
            self._page.notice.say(str(error))
            return False
        self._page.refresh_format()
        return True

    def _say(self, text: str, kind: str, actions: tuple[tuple[str, Callable[[], object]], ...]) -> None:
        self._withdraw()
        sentence = text.format(name=self._page.document.title)
        self._said = self._page.notice.say(sentence, kind, actions)  # pyright: ignore[reportArgumentType]

    @Slot()
    def _stop_loading(self) -> None:
        if self._loader is not None:
            self._loader.retire()
            self._loader = None

    def _withdraw(self) -> None:
        if self._said is not None:
            self._page.notice.withdraw(self._said)
            self._said = None
