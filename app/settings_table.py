"""How each setting is presented: title, explanation, group, choices, words to find it by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate

Control = Literal["switch", "choice", "number", "font", "code font", "text"]

NOT_SHOWN = frozenset(
    {
        *("width", "height", "welcomed"),  # as the window was left
        *("instructions", "recent_files", "recent_commands"),  # histories
        *("model", "model_folders", "download_folder"),  # chosen in the dialog of models
        "panels",  # as they were left
        "keys",  # on a page of their own
    }
)
"""Settings that are remembered and have no row."""


@dataclass(frozen=True, slots=True)
class Row:
    """One setting as people see it."""

    name: str
    group: str
    """Name of a group of `groups`."""
    control: Control
    title: str
    explanation: str
    choices: tuple[tuple[str, str], ...] = ()
    """Values with their labels."""
    unit: str = ""
    """Stands after the number."""
    least: str = ""
    """Stands in place of the least number, where that means none."""
    words: str = ""
    """Other words that people may look for."""


def groups() -> dict[str, str]:
    """The groups in their order, with their titles; "keys" is the page of key bindings."""
    return {
        "page": translate("SettingsTable", "Page"),
        "code": translate("SettingsTable", "Code"),
        "writing": translate("SettingsTable", "Writing"),
        "regenerate": translate("SettingsTable", "Regenerate"),
        "files": translate("SettingsTable", "Files"),
        "look": translate("SettingsTable", "Look"),
        "keys": translate("SettingsTable", "Keys"),
    }


def rows() -> tuple[Row, ...]:
    """Every setting that is shown, in its order, in the language of the moment."""
    return tuple(row for part in (_page, _code, _writing, _regenerate, _files, _look) for row in part())


def _page() -> Iterable[Row]:
    yield Row(
        "prose_font",
        "page",
        "font",
        translate("SettingsTable", "Font for prose"),
        translate("SettingsTable", "The letters of stories, letters and notes."),
        words=translate("SettingsTable", "typeface family serif"),
    )
    yield Row(
        "prose_size",
        "page",
        "number",
        translate("SettingsTable", "Size of prose"),
        translate("SettingsTable", "How large the letters of prose are before zooming."),
        unit=translate("SettingsTable", " pt"),
        words=translate("SettingsTable", "font points"),
    )
    yield Row(
        "measure",
        "page",
        "number",
        translate("SettingsTable", "Length of a line"),
        translate("SettingsTable", "How many characters a line of prose holds before it wraps."),
        unit=translate("SettingsTable", " characters"),
        words=translate("SettingsTable", "measure column width text"),
    )
    yield Row(
        "wrap",
        "page",
        "choice",
        translate("SettingsTable", "Wrap long lines"),
        translate("SettingsTable", "Where a line that is too long goes on. The text itself is not changed."),
        (
            ("auto", translate("SettingsTable", "Prose only")),
            ("none", translate("SettingsTable", "Never")),
            ("window", translate("SettingsTable", "At the window’s edge")),
            ("column", translate("SettingsTable", "At a column")),
        ),
        words=translate("SettingsTable", "soft break"),
    )
    yield Row(
        "wrap_column",
        "page",
        "number",
        translate("SettingsTable", "Column to wrap at"),
        translate("SettingsTable", "Used where long lines wrap at a column."),
        unit=translate("SettingsTable", " characters"),
        words=translate("SettingsTable", "soft break width"),
    )
    yield Row(
        "line_numbers",
        "page",
        "choice",
        translate("SettingsTable", "Line numbers"),
        translate("SettingsTable", "The numbers beside the text."),
        (
            ("code", translate("SettingsTable", "Code only")),
            ("always", translate("SettingsTable", "Always")),
            ("never", translate("SettingsTable", "Never")),
        ),
        words=translate("SettingsTable", "gutter margin"),
    )
    yield Row(
        "current_line",
        "page",
        "switch",
        translate("SettingsTable", "Mark the current line"),
        translate("SettingsTable", "A faint band behind the line of the caret."),
        words=translate("SettingsTable", "highlight cursor"),
    )


def _code() -> Iterable[Row]:
    yield Row(
        "code_font",
        "code",
        "code font",
        translate("SettingsTable", "Font for code"),
        translate("SettingsTable", "Only fonts whose letters are all of one width are listed."),
        words=translate("SettingsTable", "typeface family monospace"),
    )
    yield Row(
        "code_size",
        "code",
        "number",
        translate("SettingsTable", "Size of code"),
        translate("SettingsTable", "How large the letters of code are before zooming."),
        unit=translate("SettingsTable", " pt"),
        words=translate("SettingsTable", "font points"),
    )
    yield Row(
        "highlighting",
        "code",
        "switch",
        translate("SettingsTable", "Highlight syntax"),
        translate("SettingsTable", "Tell keywords, strings, comments and headings apart."),
        words=translate("SettingsTable", "colour color markdown"),
    )
    yield Row(
        "tab_width",
        "code",
        "number",
        translate("SettingsTable", "Width of a tab"),
        translate("SettingsTable", "How many columns one step of indentation takes."),
        unit=translate("SettingsTable", " columns"),
        words=translate("SettingsTable", "indent spaces size"),
    )
    yield Row(
        "insert",
        "code",
        "choice",
        translate("SettingsTable", "Indent with"),
        translate("SettingsTable", "What the Tab key inserts."),
        (
            ("detect", translate("SettingsTable", "What the document uses")),
            ("spaces", translate("SettingsTable", "Spaces")),
            ("tabs", translate("SettingsTable", "Tabs")),
        ),
        words=translate("SettingsTable", "tab spaces indentation"),
    )
    yield Row(
        "auto_indent",
        "code",
        "switch",
        translate("SettingsTable", "Indent new lines"),
        translate("SettingsTable", "A new line begins where the one before it did."),
        words=translate("SettingsTable", "automatic indentation"),
    )
    yield Row(
        "auto_close",
        "code",
        "switch",
        translate("SettingsTable", "Close brackets and quotes"),
        translate("SettingsTable", "The second of a pair is put in as the first is typed."),
        words=translate("SettingsTable", "automatic parentheses pairs"),
    )
    yield Row(
        "match_brackets",
        "code",
        "switch",
        translate("SettingsTable", "Show the other bracket"),
        translate("SettingsTable", "Mark the bracket that belongs to the one beside the caret."),
        words=translate("SettingsTable", "match parentheses pairs highlight"),
    )
    yield Row(
        "indent_guides",
        "code",
        "switch",
        translate("SettingsTable", "Indentation guides"),
        translate("SettingsTable", "Thin lines that show how deep a block is."),
    )
    yield Row(
        "show_whitespace",
        "code",
        "switch",
        translate("SettingsTable", "Show white space"),
        translate("SettingsTable", "Dots for spaces, arrows for tabs."),
        words=translate("SettingsTable", "invisible characters whitespace"),
    )
    yield Row(
        "margin_column",
        "code",
        "number",
        translate("SettingsTable", "Line at a column"),
        translate("SettingsTable", "A thin line after so many characters."),
        unit=translate("SettingsTable", " characters"),
        least=translate("SettingsTable", "none"),
        words=translate("SettingsTable", "ruler margin edge print"),
    )


def _writing() -> Iterable[Row]:
    yield Row(
        "spelling",
        "writing",
        "switch",
        translate("SettingsTable", "Check spelling"),
        translate("SettingsTable", "Underline words that the dictionary does not know."),
        words=translate("SettingsTable", "spell checker mistakes"),
    )
    yield Row(
        "spelling_language",
        "writing",
        "text",
        translate("SettingsTable", "Dictionary"),
        translate("SettingsTable", "The language in which words are checked."),
        (("", translate("SettingsTable", "As the system")),),
        words=translate("SettingsTable", "spelling language"),
    )
    yield Row(
        "focus",
        "writing",
        "choice",
        translate("SettingsTable", "Focus"),
        translate("SettingsTable", "What stays in full ink while you write; the rest grows faint."),
        (
            ("", translate("SettingsTable", "The whole page")),
            ("sentence", translate("SettingsTable", "The sentence")),
            ("paragraph", translate("SettingsTable", "The paragraph")),
        ),
        words=translate("SettingsTable", "distraction dim fade"),
    )
    yield Row(
        "typewriter",
        "writing",
        "switch",
        translate("SettingsTable", "Typewriter scrolling"),
        translate("SettingsTable", "The line you write on stays in the middle of the page."),
        words=translate("SettingsTable", "centre center"),
    )


def _regenerate() -> Iterable[Row]:
    yield Row(
        "alternatives",
        "regenerate",
        "number",
        translate("SettingsTable", "Drafts of a run"),
        translate("SettingsTable", "How many texts you can choose from. More of them take longer."),
        words=translate("SettingsTable", "alternatives candidates model"),
    )
    yield Row(
        "strength_percent",
        "regenerate",
        "number",
        translate("SettingsTable", "Strength"),
        translate("SettingsTable", "About how much of the selected text a run changes. 100 % writes it anew."),
        unit=translate("SettingsTable", " %"),
        words=translate("SettingsTable", "polish rephrase rewrite noise"),
    )
    yield Row(
        "length",
        "regenerate",
        "choice",
        translate("SettingsTable", "Length"),
        translate("SettingsTable", "Of what a run writes, beside what stood there."),
        (
            ("shorter", translate("SettingsTable", "Shorter")),
            ("same", translate("SettingsTable", "The same")),
            ("longer", translate("SettingsTable", "Longer")),
        ),
        words=translate("SettingsTable", "shorten expand tokens"),
    )
    yield Row(
        "show_changes",
        "regenerate",
        "switch",
        translate("SettingsTable", "Show changes"),
        translate("SettingsTable", "Draw a proposal with what it inserts and what it deletes."),
        words=translate("SettingsTable", "diff compare insertions deletions"),
    )
    yield Row(
        "slow_motion",
        "regenerate",
        "switch",
        translate("SettingsTable", "Slow motion"),
        translate("SettingsTable", "Draw every pass, no faster than the eye can follow."),
        words=translate("SettingsTable", "speed animation watch"),
    )
    yield Row(
        "slow_motion_ms",
        "regenerate",
        "number",
        translate("SettingsTable", "Time of a pass in slow motion"),
        translate("SettingsTable", "How long each pass stands at least."),
        unit=translate("SettingsTable", " ms"),
        words=translate("SettingsTable", "speed milliseconds"),
    )


def _files() -> Iterable[Row]:
    yield Row(
        "restore_session",
        "files",
        "switch",
        translate("SettingsTable", "Go on where you stopped"),
        translate("SettingsTable", "Open what was open at the last end, with what was not saved."),
        words=translate("SettingsTable", "session restore tabs start"),
    )
    yield Row(
        "trim_on_save",
        "files",
        "switch",
        translate("SettingsTable", "Remove spaces at line ends"),
        translate("SettingsTable", "Done in the whole document when it is saved."),
        words=translate("SettingsTable", "trim trailing whitespace"),
    )
    yield Row(
        "newline_on_save",
        "files",
        "switch",
        translate("SettingsTable", "End files with a line break"),
        translate("SettingsTable", "Put in when a document is saved, if it is not there."),
        words=translate("SettingsTable", "final newline"),
    )


def _look() -> Iterable[Row]:
    yield Row(
        "theme",
        "look",
        "choice",
        translate("SettingsTable", "Theme"),
        translate("SettingsTable", "The colours of page and frame."),
        (
            ("system", translate("SettingsTable", "As the system")),
            ("light", translate("SettingsTable", "Light")),
            ("dark", translate("SettingsTable", "Dark")),
        ),
        words=translate("SettingsTable", "color dark mode night"),
    )
    yield Row(
        "language",
        "look",
        "choice",
        translate("SettingsTable", "Language"),
        translate("SettingsTable", "Of menus and messages. It changes at the next start."),
        # A language is called by its own name, whatever the others are in.
        (("", translate("SettingsTable", "As the system")), ("en", "English"), ("de", "Deutsch")),
        words=translate("SettingsTable", "translation english german"),
    )
    yield Row(
        "zoom_percent",
        "look",
        "number",
        translate("SettingsTable", "Zoom"),
        translate("SettingsTable", "Makes the text of every page larger or smaller."),
        unit=translate("SettingsTable", " %"),
        words=translate("SettingsTable", "text size scale"),
    )
    yield Row(
        "reduced_motion",
        "look",
        "switch",
        translate("SettingsTable", "Less motion"),
        translate("SettingsTable", "No movement while the model works; only its steps and the result."),
        words=translate("SettingsTable", "animation reduced flicker"),
    )
