"""What can be said about the document that is shown: its language, how it is written as bytes, its earlier versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from palimpsest.app.documents import encodings
from palimpsest.app.documents.files import FileError
from palimpsest.app.documents.languages import LANGUAGES
from palimpsest.app.editor.indentation import Indentation
from palimpsest.app.palette_item import Item

if TYPE_CHECKING:
    from collections.abc import Callable

    from palimpsest.app.page import Page
    from palimpsest.app.window import Window

WIDTHS = (2, 3, 4, 8)
"""Columns of one step of indentation that are offered."""


class DocumentCommands(QObject):
    """Handlers of the commands "document.…"; what they offer is chosen in the palette."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window

    def language(self) -> None:
        page = self._window.page
        items = [Item(self.tr("As the file says"), data="")]
        items += [Item(each.shown_name, data=each.name) for each in LANGUAGES]
        current = page.document.chosen_language or ""
        self._choose(self.tr("Language"), items, self._set_language, current)

    def encoding(self) -> None:
        """Which of the two is meant is asked first; a document without a file can only be saved."""
        if self._window.document.path is None:
            self.save_in_encoding()
            return
        items = [
            Item(self.tr("Reopen with another encoding"), data=self.reopen_in_encoding),
            Item(self.tr("Save with another encoding"), data=self.save_in_encoding),
        ]
        self._choose(self.tr("Encoding"), items, lambda call: call())

    def reopen_in_encoding(self) -> None:
        self._choose(self.tr("Reopen with encoding"), _encodings(), self._reopen, self._window.document.format.encoding)

    def save_in_encoding(self) -> None:
        format_ = self._window.document.format
        items = _encodings(marked=True)
        self._choose(self.tr("Save with encoding"), items, self._save_in, (format_.encoding, format_.bom))

    def line_ends(self) -> None:
        items = [
            Item("LF", detail=self.tr("Linux, macOS"), data="\n"),
            Item("CRLF", detail=self.tr("Windows"), data="\r\n"),
            Item("CR", detail=self.tr("old Macintosh"), data="\r"),
        ]
        format_ = self._window.document.format
        self._choose(self.tr("Line ends"), items, self._set_line_ends, None if format_.mixed else format_.newline)

    def indentation(self) -> None:
        current = self._window.editor.indentation
        items = [
            Item(text.format(width=width), data=Indentation(tabs, width))
            for tabs, text in ((False, self.tr("Spaces: {width}")), (True, self.tr("Tabs: {width}")))
            for width in WIDTHS
        ]
        self._choose(self.tr("Indentation"), items, self._set_indentation, current)

    def reload(self) -> None:
        """Unsaved changes are not lost by it: one undo brings them back."""
        self._window.page.disk.reload()

    def compare(self) -> None:
        self._window.page.disk.compare()

    def versions(self) -> None:
        from palimpsest.app.versions_dialog import VersionsDialog

        desk = self._window.desk
        if desk.versions is not None:
            VersionsDialog(self._window.document, desk.versions.store, desk.theme, self._window).show()

    def _choose(self, title: str, items: list[Item], call: Callable[..., object], current: object = None) -> None:
        self._window.palette_box.choose(title, items, lambda item: call(item.data), current=current)

    def _set_language(self, name: str) -> None:
        page = self._window.page
        page.document.set_language(name or None)
        page.refresh_format()

    def _reopen(self, codec: str) -> None:
        page = self._window.page
        if page.document.modified:
            page.notice.say(
                self.tr("Reading {name} in another encoding would drop what has not been saved.").format(
                    name=page.document.title
                ),
                "question",
                ((self.tr("Read It Anyway"), lambda: self._read_in(page, codec)),),
            )
        else:
            self._read_in(page, codec)

    def _read_in(self, page: Page, codec: str) -> None:
        try:
            page.document.reopen(codec)
        except FileError as error:
            page.notice.say(str(error))
            return
        page.disk.settled()
        page.refresh_format()

    def _save_in(self, choice: tuple[str, bool]) -> None:
        page = self._window.page
        codec, bom = choice
        page.document.set_format(page.document.format_with(encoding=codec, bom=bom))
        if page.document.path is not None:
            self._window.files.save_page(page)
        page.changed.emit()

    def _set_line_ends(self, newline: str) -> None:
        document = self._window.document
        document.set_format(document.format_with(newline=newline))
        self._window.page.changed.emit()

    def _set_indentation(self, indentation: Indentation) -> None:
        self._window.editor.indentation = indentation
        self._window.page.changed.emit()


def _encodings(marked: bool = False) -> list[Item]:
    """What is offered; with `marked`, also with a byte order mark where there is one."""
    groups = encodings.group_labels()
    items: list[Item] = []
    for each in encodings.OFFERED:
        data: object = (each.codec, False) if marked else each.codec
        items.append(Item(each.name, detail=groups[each.group], data=data))
        if marked and encodings.can_be_marked(each.codec):
            label = encodings.label(each.codec, True)
            items.append(Item(label, detail=groups[each.group], data=(each.codec, True)))
    return items
