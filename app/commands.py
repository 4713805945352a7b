"""The one table of commands: id, title, keys, menu. Menus, key bindings and the palette are made from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from palimpsest.app.translations import mark

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtWidgets import QMainWindow


@dataclass(frozen=True, slots=True)
class Command:
    """One thing the program can do."""

    id: str
    """"group.name": the method `name` of the group's handler does it."""
    title: str
    keys: tuple[str, ...]
    """Portable key names; the first is shown in menus."""
    menu: str
    section: int = 0
    """Commands of a menu with different sections are divided by a line."""
    checkable: bool = False
    submenu: str = ""
    """Title of the menu within its menu in which it stands with its like."""

    @property
    def shown_title(self) -> str:
        """The title in the language of the frame."""
        return QCoreApplication.translate("", self.title)

    @property
    def shown_menu(self) -> str:
        """Its menu's title in the language of the frame."""
        return QCoreApplication.translate("", MENUS[self.menu]).replace("&", "")


COMMANDS: tuple[Command, ...] = (
    Command("file.new", mark("New"), ("Ctrl+N",), "File"),
    Command("file.new_window", mark("New Window"), ("Ctrl+Shift+N",), "File"),
    Command("file.open", mark("Open…"), ("Ctrl+O",), "File"),
    Command("file.open_recent", mark("Open Recent…"), ("Ctrl+R",), "File"),
    Command("file.open_in_encoding", mark("Open with Encoding…"), (), "File"),
    Command("file.reopen_closed", mark("Reopen Closed Tab"), ("Ctrl+Shift+T",), "File"),
    Command("file.save", mark("Save"), ("Ctrl+S",), "File", 1),
    Command("file.save_as", mark("Save As…"), ("Ctrl+Shift+S",), "File", 1),
    Command("file.save_all", mark("Save All"), ("Ctrl+Alt+S",), "File", 1),
    Command("document.language", mark("Language…"), (), "File", 2, submenu=mark("Document")),
    Command("document.encoding", mark("Encoding…"), (), "File", 2, submenu=mark("Document")),
    Command("document.reopen_in_encoding", mark("Reopen with Encoding…"), (), "File", 2, submenu=mark("Document")),
    Command("document.save_in_encoding", mark("Save with Encoding…"), (), "File", 2, submenu=mark("Document")),
    Command("document.line_ends", mark("Line Ends…"), (), "File", 2, submenu=mark("Document")),
    Command("document.indentation", mark("Indentation…"), (), "File", 2, submenu=mark("Document")),
    Command("document.compare", mark("Compare with File"), (), "File", 2),
    Command("document.reload", mark("Read File Again"), (), "File", 2),
    Command("document.versions", mark("Earlier Versions…"), (), "File", 2),
    Command("file.close", mark("Close Tab"), ("Ctrl+W",), "File", 4),
    Command("file.close_window", mark("Close Window"), ("Ctrl+Shift+W",), "File", 4),
    Command("file.quit", mark("Quit"), ("Ctrl+Q",), "File", 4),
    Command("edit.undo", mark("Undo"), ("Ctrl+Z",), "Edit"),
    Command("edit.redo", mark("Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), "Edit"),
    Command("edit.cut", mark("Cut"), ("Ctrl+X",), "Edit", 1),
    Command("edit.copy", mark("Copy"), ("Ctrl+C",), "Edit", 1),
    Command("edit.paste", mark("Paste"), ("Ctrl+V",), "Edit", 1),
    Command("edit.find", mark("Find…"), ("Ctrl+F",), "Edit", 3),
    Command("edit.replace", mark("Replace…"), ("Ctrl+H",), "Edit", 3),
    Command("edit.find_next", mark("Find Next"), ("F3",), "Edit", 3),
    Command("edit.find_previous", mark("Find Previous"), ("Shift+F3",), "Edit", 3),
    Command("edit.go_to_line", mark("Go to Line…"), ("Ctrl+G",), "Edit", 3),
    Command("edit.go_to_bracket", mark("Go to Bracket"), ("Ctrl+Shift+\\",), "Edit", 3),
    Command("spelling.next", mark("Next Misspelled Word"), ("F7",), "Edit", 4, submenu=mark("Spelling")),
    Command("spelling.suggest", mark("Suggest Other Words"), ("Ctrl+.",), "Edit", 4, submenu=mark("Spelling")),
    Command("spelling.add", mark("Add Word to Dictionary"), (), "Edit", 4, submenu=mark("Spelling")),
    Command("spelling.language", mark("Spelling Language…"), (), "Edit", 4, submenu=mark("Spelling")),
    Command("spelling.toggle", mark("Check Spelling"), ("Shift+F7",), "Edit", 4, True, mark("Spelling")),
    Command("edit.overwrite", mark("Overwrite"), ("Ins",), "Edit", 4, checkable=True),
    Command("edit.select_all", mark("Select All"), ("Ctrl+A",), "Selection"),
    Command("edit.select_line", mark("Select Line"), ("Ctrl+L",), "Selection"),
    Command("edit.expand_selection", mark("Expand Selection"), ("Alt+Shift+Right",), "Selection"),
    Command("edit.shrink_selection", mark("Shrink Selection"), ("Alt+Shift+Left",), "Selection"),
    Command("edit.select_to_bracket", mark("Select to Bracket"), (), "Selection"),
    Command("edit.upper_case", mark("Upper Case"), (), "Selection", 1, submenu=mark("Case")),
    Command("edit.lower_case", mark("Lower Case"), (), "Selection", 1, submenu=mark("Case")),
    Command("edit.title_case", mark("Title Case"), (), "Selection", 1, submenu=mark("Case")),
    Command("edit.sentence_case", mark("Sentence Case"), (), "Selection", 1, submenu=mark("Case")),
    Command("edit.swap_case", mark("Swap Case"), (), "Selection", 1, submenu=mark("Case")),
    Command("edit.transpose", mark("Transpose Characters"), (), "Selection", 1),
    Command("edit.indent", mark("Indent"), ("Ctrl+]",), "Lines"),
    Command("edit.outdent", mark("Outdent"), ("Ctrl+[",), "Lines"),
    Command("edit.toggle_comment", mark("Toggle Comment"), ("Ctrl+/",), "Lines"),
    Command("edit.move_lines_up", mark("Move Lines Up"), ("Alt+Up",), "Lines", 1),
    Command("edit.move_lines_down", mark("Move Lines Down"), ("Alt+Down",), "Lines", 1),
    Command("edit.duplicate_lines_up", mark("Duplicate Lines Up"), ("Alt+Shift+Up",), "Lines", 1),
    Command("edit.duplicate_lines_down", mark("Duplicate Lines Down"), ("Alt+Shift+Down",), "Lines", 1),
    Command("edit.duplicate_selection", mark("Duplicate Selection"), ("Ctrl+D",), "Lines", 1),
    Command("edit.delete_lines", mark("Delete Lines"), ("Ctrl+Shift+D",), "Lines", 1),
    Command("edit.join_lines", mark("Join Lines"), ("Ctrl+J",), "Lines", 1),
    Command("edit.insert_line_above", mark("Insert Line Above"), ("Alt+Shift+Return",), "Lines", 1),
    Command("edit.insert_line_below", mark("Insert Line Below"), ("Alt+Return",), "Lines", 1),
    Command("edit.sort_lines", mark("Sort Lines"), (), "Lines", 2, submenu=mark("Order")),
    Command("edit.sort_lines_descending", mark("Sort Lines, Descending"), (), "Lines", 2, submenu=mark("Order")),
    Command("edit.reverse_lines", mark("Reverse Lines"), (), "Lines", 2, submenu=mark("Order")),
    Command("edit.unique_lines", mark("Remove Repeated Lines"), (), "Lines", 2, submenu=mark("Order")),
    Command("edit.trim_lines", mark("Trim Trailing Space"), (), "Lines", 2),
    Command("edit.indent_with_spaces", mark("Convert Indentation to Spaces"), (), "Lines", 2),
    Command("edit.indent_with_tabs", mark("Convert Indentation to Tabs"), (), "Lines", 2),
    Command("regenerate.prompt", mark("Regenerate…"), ("Ctrl+K",), "Regenerate"),
    Command("regenerate.start", mark("Regenerate Now"), ("Ctrl+Shift+K",), "Regenerate"),
    Command("regenerate.stop", mark("Stop and Keep the Draft"), ("Esc",), "Regenerate"),
    Command("regenerate.accept", mark("Accept"), ("Ctrl+Return",), "Regenerate", 1),
    Command("regenerate.discard", mark("Discard"), ("Esc",), "Regenerate", 1),
    Command("regenerate.retry", mark("Try Again"), ("Alt+R",), "Regenerate", 1),
    Command("regenerate.next", mark("Next Alternative"), ("Alt+]",), "Regenerate", 2),
    Command("regenerate.previous", mark("Previous Alternative"), ("Alt+[",), "Regenerate", 2),
    Command("model.manage", mark("Models…"), (), "Regenerate", 3),
    Command("view.palette", mark("All Commands…"), ("Ctrl+Shift+P",), "View"),
    Command("view.settings", mark("Settings…"), ("Ctrl+,",), "View"),
    Command("view.theme", mark("Change Theme"), (), "View", 1),
    Command("view.reduced_motion", mark("Less Motion"), (), "View", 1, checkable=True),
    Command("view.wrap", mark("Wrap Lines"), ("Alt+Z",), "View", 1, checkable=True),
    Command("view.line_numbers", mark("Line Numbers"), (), "View", 1, checkable=True),
    Command("view.show_whitespace", mark("White Space"), (), "View", 1, checkable=True),
    Command("view.focus", mark("Focus on the Paragraph"), ("F8",), "View", 1, checkable=True),
    Command("view.typewriter", mark("Typewriter Scrolling"), (), "View", 1, checkable=True),
    Command("view.counts", mark("Count Words"), (), "View", 1),
    Command("view.full_screen", mark("Full Screen"), ("F11",), "View", 1, checkable=True),
    Command("view.zoom_in", mark("Larger Text"), ("Ctrl++", "Ctrl+="), "View", 1, submenu=mark("Text Size")),
    Command("view.zoom_out", mark("Smaller Text"), ("Ctrl+-",), "View", 1, submenu=mark("Text Size")),
    Command("view.zoom_reset", mark("Normal Text Size"), ("Ctrl+0",), "View", 1, submenu=mark("Text Size")),
    Command("view.next_tab", mark("Next Tab"), ("Ctrl+Tab", "Ctrl+PgDown"), "View", 3),
    Command("view.previous_tab", mark("Previous Tab"), ("Ctrl+Shift+Tab", "Ctrl+PgUp"), "View", 3),
    Command("view.next_part", mark("Next Part of the Window"), ("F6",), "View", 3),
    Command("view.previous_part", mark("Previous Part of the Window"), ("Shift+F6",), "View", 3),
    Command("help.sample", mark("Sample Document"), ("F1",), "Help"),
    Command("help.keys", mark("All Keys"), ("Ctrl+F1",), "Help"),
    Command("help.about", mark("About Palimpsest"), (), "Help", 1),
)

MENUS = {
    "File": mark("&File"),
    "Edit": mark("&Edit"),
    "Selection": mark("&Selection"),
    "Lines": mark("&Lines"),
    "Regenerate": mark("Re&generate"),
    "View": mark("&View"),
    "Help": mark("&Help"),
}
"""Menus in their order, with the letter that opens each; Alt+R stays free for trying again."""


def make_actions(window: QMainWindow, handlers: Mapping[str, object]) -> dict[str, QAction]:
    """One `QAction` per command, bound to its group's handler; its objectName is the command's id."""
    actions: dict[str, QAction] = {}
    for command in COMMANDS:
        action = QAction(command.shown_title, window)
        action.setObjectName(command.id)
        action.setShortcuts([QKeySequence(keys) for keys in command.keys])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setMenuRole(QAction.MenuRole.NoRole)
        action.setCheckable(command.checkable)
        group, _, name = command.id.partition(".")
        handler: Callable[[], object] = getattr(handlers[group], name)
        action.triggered.connect(_without_arguments(handler))
        window.addAction(action)
        actions[command.id] = action
    return actions


def fill_menus(window: QMainWindow, actions: dict[str, QAction]) -> None:
    """Fill the menu bar from the table."""
    for title, label in MENUS.items():
        menu = QMenu(QCoreApplication.translate("", label), window)
        menu.setObjectName(f"menu.{title.lower()}")
        section = 0
        for command in COMMANDS:
            if command.menu != title:
                continue
            if command.section != section:
                menu.addSeparator()
                section = command.section
            (_submenu(menu, command.submenu) if command.submenu else menu).addAction(actions[command.id])
        window.menuBar().addMenu(menu)


def _submenu(menu: QMenu, title: str) -> QMenu:
    """The menu of that title within a menu; it is made where it is missing."""
    name = f"{menu.objectName()}.{title.lower()}"
    found = menu.findChild(QMenu, name)
    if not isinstance(found, QMenu):
        found = menu.addMenu(QCoreApplication.translate("", title))
        found.setObjectName(name)
    return found


def keys_text(action: QAction) -> str:
    """The action's first key as people read it, or nothing."""
    shortcuts = action.shortcuts()
    return shortcuts[0].toString(QKeySequence.SequenceFormat.NativeText) if shortcuts else ""


def _without_arguments(handler: Callable[[], object]) -> Callable[..., None]:
    """`triggered` carries a checked flag that no handler wants."""

    def call(*_: object) -> None:
        handler()

    return call
