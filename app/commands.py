"""The one table of commands: id, title, keys, menu. Menus, key bindings and the palette are made from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from palimpsest.app.documents.translate import mark

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


# Menus within the Regenerate menu.
ENCLOSING = mark("Without Selecting")
PARTS = mark("Part by Part")
HOLDING = mark("Pins and Holes")
WORDS = mark("Words and Changes")
COMPARE = mark("Compare")
PRESETS = mark("Presets")
DIALS = mark("Dials")

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
    Command("regenerate.sentence", mark("Regenerate Sentence"), ("Ctrl+Shift+E",), "Regenerate", submenu=ENCLOSING),
    Command("regenerate.paragraph", mark("Regenerate Paragraph"), ("Ctrl+Shift+G",), "Regenerate", submenu=ENCLOSING),
    Command("regenerate.block", mark("Regenerate Block"), ("Ctrl+Shift+B",), "Regenerate", submenu=ENCLOSING),
    Command("regenerate.function", mark("Regenerate Function"), ("Ctrl+Shift+F",), "Regenerate", submenu=ENCLOSING),
    Command(
        "regenerate.continue_text", mark("Continue at the End"), ("Ctrl+Shift+J",), "Regenerate", submenu=ENCLOSING
    ),
    Command("regenerate.repeat", mark("Repeat the Last Run Here"), ("Ctrl+Shift+R",), "Regenerate", submenu=ENCLOSING),
    Command("regenerate.stop", mark("Stop and Keep the Draft"), ("Esc",), "Regenerate"),
    Command("regenerate.accept", mark("Accept"), ("Ctrl+Return",), "Regenerate", 1),
    Command("regenerate.accept_change", mark("Accept Change"), ("Alt+Y",), "Regenerate", 1, submenu=PARTS),
    Command("regenerate.accept_sentence", mark("Accept Sentence"), ("Alt+Shift+Y",), "Regenerate", 1, submenu=PARTS),
    Command("regenerate.accept_line", mark("Accept Line"), ("Alt+Shift+L",), "Regenerate", 1, submenu=PARTS),
    Command("regenerate.discard", mark("Discard"), ("Esc",), "Regenerate", 1),
    Command("regenerate.put_back", mark("Put Change Back"), ("Alt+X",), "Regenerate", 1, submenu=PARTS),
    Command("regenerate.retry", mark("Try Again"), ("Alt+R",), "Regenerate", 1),
    Command("regenerate.unqueue", mark("Forget What Waits"), (), "Regenerate", 1),
    Command("regenerate.pin", mark("Pin"), ("Alt+P",), "Regenerate", 2, submenu=HOLDING),
    Command("regenerate.clear_pins", mark("Take All Pins Away"), ("Alt+Shift+P",), "Regenerate", 2, submenu=HOLDING),
    Command("regenerate.hole", mark("Mark as Hole"), ("Alt+M",), "Regenerate", 2, submenu=HOLDING),
    Command("regenerate.clear_holes", mark("Take All Holes Away"), ("Alt+Shift+M",), "Regenerate", 2, submenu=HOLDING),
    Command("regenerate.next_word", mark("Next Word"), ("Alt+Right",), "Regenerate", 2, submenu=WORDS),
    Command("regenerate.previous_word", mark("Previous Word"), ("Alt+Left",), "Regenerate", 2, submenu=WORDS),
    Command("regenerate.next_change", mark("Next Change"), ("Alt+PgDown",), "Regenerate", 2, submenu=WORDS),
    Command("regenerate.previous_change", mark("Previous Change"), ("Alt+PgUp",), "Regenerate", 2, submenu=WORDS),
    Command("regenerate.choose_word", mark("Other Words…"), ("Alt+W",), "Regenerate", 2, submenu=WORDS),
    Command("regenerate.reject_word", mark("Reject Word"), ("Alt+Q",), "Regenerate", 2, submenu=WORDS),
    Command("regenerate.reject_sentence", mark("Reject Sentence"), ("Alt+Shift+Q",), "Regenerate", 2, submenu=WORDS),
    Command("regenerate.reject_line", mark("Reject Line"), ("Alt+Shift+X",), "Regenerate", 2, submenu=WORDS),
    Command("regenerate.vary", mark("Vary This Draft"), ("Alt+Shift+R",), "Regenerate", 2, submenu=WORDS),
    Command("regenerate.next", mark("Next Draft"), ("Alt+]",), "Regenerate", 2, submenu=COMPARE),
    Command("regenerate.previous", mark("Previous Draft"), ("Alt+[",), "Regenerate", 2, submenu=COMPARE),
    Command("regenerate.compare", mark("Side by Side"), ("Alt+Shift+C",), "Regenerate", 2, True, COMPARE),
    Command("regenerate.changes", mark("Show Changes"), ("Alt+C",), "Regenerate", 2, True, COMPARE),
    Command("regenerate.peek", mark("See the Original (Hold)"), ("Alt+O",), "Regenerate", 2, submenu=COMPARE),
    Command("regenerate.presets", mark("Presets…"), ("Alt+I",), "Regenerate", 4, submenu=PRESETS),
    Command("regenerate.preset_1", mark("Run My First Preset"), (), "Regenerate", 4, submenu=PRESETS),
    Command("regenerate.preset_2", mark("Run My Second Preset"), (), "Regenerate", 4, submenu=PRESETS),
    Command("regenerate.preset_3", mark("Run My Third Preset"), (), "Regenerate", 4, submenu=PRESETS),
    Command("regenerate.preset_4", mark("Run My Fourth Preset"), (), "Regenerate", 4, submenu=PRESETS),
    Command("regenerate.preset_5", mark("Run My Fifth Preset"), (), "Regenerate", 4, submenu=PRESETS),
    Command("regenerate.stronger", mark("Stronger"), ("Alt+.",), "Regenerate", 4, submenu=DIALS),
    Command("regenerate.weaker", mark("Weaker"), ("Alt+,",), "Regenerate", 4, submenu=DIALS),
    Command("regenerate.longer", mark("Longer"), ("Alt+K",), "Regenerate", 4, submenu=DIALS),
    Command("regenerate.shorter", mark("Shorter"), ("Alt+J",), "Regenerate", 4, submenu=DIALS),
    Command("regenerate.more_drafts", mark("More Drafts"), ("Alt+U",), "Regenerate", 4, submenu=DIALS),
    Command("regenerate.fewer_drafts", mark("Fewer Drafts"), ("Alt+Shift+U",), "Regenerate", 4, submenu=DIALS),
    Command("regenerate.new_seed", mark("Throw the Dice"), ("Alt+T",), "Regenerate", 4, submenu=DIALS),
    Command("regenerate.lock_seed", mark("Lock the Seed"), ("Alt+Shift+T",), "Regenerate", 4, True, DIALS),
    Command("regenerate.export_film", mark("Export Film…"), (), "Regenerate", 5),
    Command("model.manage", mark("Models…"), (), "Regenerate", 5),
    Command("view.palette", mark("All Commands…"), ("Ctrl+Shift+P",), "View"),
    Command("view.settings", mark("Settings…"), ("Ctrl+,",), "View"),
    Command("view.denoising", mark("Denoising"), ("F9",), "View", 1, True, mark("Panels")),
    Command("view.history", mark("History"), ("Shift+F9",), "View", 1, True, mark("Panels")),
    Command("view.slow_motion", mark("Slow Motion"), (), "View", 1, True, mark("Motion")),
    Command("view.theme", mark("Change Theme"), (), "View", 1),
    Command("view.reduced_motion", mark("Less Motion"), (), "View", 1, True, mark("Motion")),
    Command("view.wrap", mark("Wrap Lines"), ("Alt+Z",), "View", 1, checkable=True),
    Command("view.line_numbers", mark("Line Numbers"), (), "View", 1, checkable=True),
    Command("view.show_whitespace", mark("White Space"), (), "View", 1, checkable=True),
    Command("view.focus", mark("Focus on the Paragraph"), ("F8",), "View", 1, True, mark("Writing")),
    Command("view.typewriter", mark("Typewriter Scrolling"), (), "View", 1, True, mark("Writing")),
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
