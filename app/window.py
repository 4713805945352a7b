"""The main window: places tabs, pages and the status line, and keeps them in step with the page that is shown."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragMoveEvent, QDropEvent, QIcon, QPaintEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from palimpsest import resources
from palimpsest.app import command_state, tab_order
from palimpsest.app.commands import fill_menus, keys_text, make_actions
from palimpsest.app.docks import Docks
from palimpsest.app.document_commands import DocumentCommands
from palimpsest.app.documents.document import Document
from palimpsest.app.edit_commands import EditCommands
from palimpsest.app.file_commands import FileCommands
from palimpsest.app.help_commands import HelpCommands
from palimpsest.app.page import Page
from palimpsest.app.page_status import PageStatus
from palimpsest.app.regenerate_commands import ModelCommands, RegenerateCommands
from palimpsest.app.spelling_commands import SpellingCommands
from palimpsest.app.status_line import StatusLine
from palimpsest.app.tabs import Tabs
from palimpsest.app.view_commands import ViewCommands
from palimpsest.engine.service import NO_RUN

if TYPE_CHECKING:
    from palimpsest.app.desk import Desk
    from palimpsest.app.editor.canvas_view import CanvasView
    from palimpsest.app.editor.text_editor import TextEditor
    from palimpsest.app.find_bar import FindBar
    from palimpsest.app.go_to_line import GoToLine
    from palimpsest.app.notice import Notice
    from palimpsest.app.palette import Palette
    from palimpsest.app.regenerate.preset_menu import PresetMenu
    from palimpsest.app.regenerate.prompt_bar import PromptBar
    from palimpsest.app.regenerate.regeneration import Regeneration
    from palimpsest.app.regenerate.run import Run
    from palimpsest.engine.request import Failed


class Window(QMainWindow):
    """Pages behind tabs; there is always at least one. `page` and what it holds mean the one that is shown."""

    def __init__(self, desk: Desk, document: Document) -> None:
        super().__init__()
        self.desk = desk
        self.leaving = False
        """True once it closes without a question."""
        self.setAcceptDrops(True)
        self.installEventFilter(self)
        icon = QIcon()
        for file in resources.icon_files():
            icon.addFile(str(file))
        self.setWindowIcon(icon)

        self.tabs = Tabs(self)
        self.status = StatusLine()
        self._stack = QStackedWidget()
        self._middle = QWidget(self)
        self._column = QVBoxLayout(self._middle)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        for widget, stretch in ((self.tabs, 0), (self._stack, 1), (self.status, 0)):
            self._column.addWidget(widget, stretch)
        self.setCentralWidget(self._middle)

        self.files = FileCommands(self)
        self.models = ModelCommands(self)
        handlers = {
            "file": self.files,
            "edit": EditCommands(self),
            "regenerate": RegenerateCommands(self),
            "model": self.models,
            "document": DocumentCommands(self),
            "spelling": SpellingCommands(self),
            "view": ViewCommands(self),
            "help": HelpCommands(self),
        }
        self.commands = make_actions(self, handlers)
        self.docks = Docks(self)
        fill_menus(self, self.commands)
        self.desk.bindings.apply(self.commands)
        self._says = PageStatus(self)
        self._connect()
        self._insert(document)
        self.show_page(self.page)
        self.resize(desk.settings.values.width, desk.settings.values.height)
        self.setAnimated(not desk.settings.values.reduced_motion)
        self.docks.restore()

    # The page that is shown

    @property
    def page(self) -> Page:
        """The page that is shown."""
        page = self._stack.currentWidget()
        assert isinstance(page, Page)
        return page

    @property
    def pages(self) -> list[Page]:
        """All pages, in the order of their tabs."""
        return [self.tabs.tabData(place) for place in range(self.tabs.count())]

    @property
    def document(self) -> Document:
        return self.page.document

    @property
    def editor(self) -> TextEditor:
        return self.page.editor

    @property
    def canvas(self) -> CanvasView:
        return self.page.canvas

    @property
    def prompt_bar(self) -> PromptBar:
        return self.page.prompt_bar

    @property
    def notice(self) -> Notice:
        return self.page.notice

    @property
    def regeneration(self) -> Regeneration:
        return self.page.regeneration

    @property
    def run(self) -> Run | None:
        """The current run of the page, also after its end until the next; None before the first."""
        return self.page.run

    def tell(self, text: str) -> None:
        """Say what went wrong, and what to do next, on the page that is shown."""
        self.notice.say(text)

    # Made when they are first wanted, so that the first window need not wait for them

    @cached_property
    def find_bar(self) -> FindBar:
        """Goes along with the page that is shown."""
        from palimpsest.app.find_bar import FindBar

        bar = FindBar(self.desk.theme)
        bar.protected = self._covered
        bar.missed.connect(self.status.show_message)
        self._column.insertWidget(self._column.indexOf(self.status), bar)
        tab_order.lead(self.page, [bar, self.status])
        bar.attach(self.editor)
        self._stack.currentChanged.connect(lambda: bar.attach(self.editor))
        self.desk.theme_changed.connect(bar.set_theme)
        return bar

    @cached_property
    def go_to_line(self) -> GoToLine:
        from palimpsest.app.go_to_line import GoToLine

        return GoToLine(self._middle)

    @cached_property
    def palette_box(self) -> Palette:
        from palimpsest.app.palette import Palette

        return Palette(self.commands, self._middle, store=self.desk.settings)

    @cached_property
    def presets(self) -> PresetMenu:
        from palimpsest.app.regenerate.preset_menu import PresetMenu

        menu = PresetMenu(
            self.desk.presets, self.palette_box, lambda: self.prompt_bar, lambda: self.editor.kind == "code", self
        )
        menu.bar_wanted.connect(self.commands["regenerate.prompt"].trigger)
        menu.run_wanted.connect(self.commands["regenerate.start"].trigger)
        menu.said.connect(lambda text: self.notice.say(text, "info"))
        menu.failed.connect(self.tell)
        return menu

    # Pages

    def add_page(self, document: Document) -> Page:
        """Show a document in a new tab, or in place of the shown page if nobody would miss that."""
        before = self.page
        page = self._insert(document)
        if before.untouched:
            self.remove_page(before)
        self.show_page(page)
        return page

    def append_page(self, document: Document) -> Page:
        """Show a document in a new tab behind the others."""
        return self._insert(document, self.tabs.count())

    def page_showing(self, document: Document) -> Page | None:
        """The page of a document, if it is still there."""
        return next((page for page in self.pages if page.document is document), None)

    def show_page(self, page: Page) -> None:
        """Bring a page to the front and give it the keyboard."""
        self.tabs.setCurrentIndex(self.pages.index(page))
        page.editor.setFocus(Qt.FocusReason.TabFocusReason)

    def remove_page(self, page: Page) -> None:
        """Take a page away; what had to be asked has been asked. An empty page follows the last one."""
        if self.tabs.count() == 1:
            self._insert(Document())
        if page.document.loading:
            self.status.show_message("")  # how far it has come does not matter any more
        self.docks.forget(page)
        page.release()
        self.desk.forget(page)
        self.tabs.removeTab(self.pages.index(page))
        self._stack.removeWidget(page)
        page.deleteLater()
        self._on_tab_changed()
        self._refresh_tabs()

    def step_page(self, by: int) -> None:
        """Show the page `by` tabs on, around the end."""
        pages = self.pages
        self.show_page(pages[(pages.index(self.page) + by) % len(pages)])

    def refresh_commands(self) -> None:
        """Enable and check what holds now."""
        command_state.refresh(self)

    def apply_keys(self) -> None:
        """Give every command the keys that are in force."""
        self.desk.bindings.apply(self.commands)
        for page in self.pages:
            page.prompt_bar.set_keys({name: keys_text(action) for name, action in self.commands.items()})
        self.refresh_commands()

    def leave(self) -> None:
        """Close without a question."""
        self.leaving = True
        self.close()

    # What Qt calls

    def closeEvent(self, event: QCloseEvent) -> None:
        self.files.finish()
        unsaved = [page for page in self.pages if page.document.modified]
        if unsaved and not self.leaving and not self.desk.keeps(self):
            event.ignore()
            self.files.ask_about(unsaved, self.leave)
            return
        self.desk.settings.set("width", self.width())
        self.desk.settings.set("height", self.height())
        self.desk.close_window(self)
        for page in self.pages:
            page.release()
        self.leaving = True
        event.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        match event:
            case QPaintEvent():
                self.desk.on_painted()
            case QDragEnterEvent() | QDragMoveEvent() if _dropped_files(event):
                event.acceptProposedAction()
                return True
            case QDropEvent() if paths := _dropped_files(event):
                event.acceptProposedAction()
                for path in paths:
                    self.files.open_path(path)
                return True
        return super().eventFilter(watched, event)

    # Inside

    def _insert(self, document: Document, place: int | None = None) -> Page:
        """A page in a tab at `place`, or behind the one that is shown. It is shown itself only if there is no other."""
        page = Page(self.desk, document, self._stack)
        page.changed.connect(self._on_page_changed)
        page.place_changed.connect(self._says.show_place)
        page.run_changed.connect(self._on_run_changed)
        page.editor.span_marks.changed.connect(self.refresh_commands)
        page.models_wanted.connect(self.models.manage)
        page.prompt_bar.wish_changed.connect(self.refresh_commands)
        page.prompt_bar.presets_wanted.connect(self.commands["regenerate.presets"].trigger)
        page.prompt_bar.compare_wanted.connect(self.commands["regenerate.compare"].trigger)
        page.prompt_bar.changes_wanted.connect(self.commands["regenerate.changes"].trigger)
        page.prompt_bar.set_keys({name: keys_text(action) for name, action in self.commands.items()})
        page.aids.counts.changed.connect(self._says.show_counts)
        page.editor.viewport().installEventFilter(self)
        page.aids.menu_actions = tuple(self.commands[f"regenerate.{name}"] for name in ("prompt", "pin", "hole"))
        self._stack.addWidget(page)
        place = self.tabs.currentIndex() + 1 if place is None else place
        self.tabs.insertTab(place, document.title)
        self.tabs.setTabData(place, page)
        if place == self.tabs.currentIndex():
            self._on_tab_changed()
        else:
            self._refresh_tabs()
        self.desk.session.follow(page)
        return page

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._on_tab_changed)
        self.tabs.tabCloseRequested.connect(lambda place: self.files.close_page(self.pages[place]))
        self.tabs.new_wanted.connect(self.files.new)
        self.desk.settings.changed.connect(self._on_setting)
        self.desk.bridge.failed.connect(self._on_failed)

    def _refresh_tabs(self) -> None:
        self.tabs.refresh(self.pages)
        self.setWindowTitle(f"{self.document.title}[*] — Palimpsest")
        self.setWindowModified(self.document.modified)
        self.refresh_commands()

    def _covered(self) -> tuple[int, int] | None:
        return self.canvas.span() if self.canvas.active else None

    def _lead_tab_key(self) -> None:
        """From the page that is shown Tab goes on to what stands under it."""
        bar = self.__dict__.get("find_bar")
        tab_order.lead(self.page, [self.status] if bar is None else [bar, self.status])

    @Slot()
    def _on_tab_changed(self) -> None:
        page = self.tabs.tabData(self.tabs.currentIndex())
        if page is None:
            return  # a tab that is just being made
        self._stack.setCurrentWidget(page)
        self.docks.follow(page)
        self._lead_tab_key()
        self._refresh_tabs()
        self._says.show_all()

    @Slot()
    def _on_page_changed(self) -> None:
        self._refresh_tabs()
        self._says.show_format()

    @Slot()
    def _on_run_changed(self) -> None:
        self._says.show_run()
        self.refresh_commands()

    @Slot(str)
    def _on_setting(self, _: str) -> None:
        self.setAnimated(not self.desk.settings.values.reduced_motion)
        self.refresh_commands()
        self._says.show_format()

    @Slot(int, object)
    def _on_failed(self, number: int, failure: Failed) -> None:
        if number == NO_RUN:
            self.tell(str(failure))


def _dropped_files(event: QDropEvent) -> list[Path]:
    """The files that are being dropped, as far as they are of this machine."""
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
