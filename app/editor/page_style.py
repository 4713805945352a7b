"""How a page looks and behaves: fonts, wrapping, numbers, help with typing; one value for all of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtGui import QFont

from palimpsest.app.documents.document import Kind
from palimpsest.resources import CODE_FONT, PROSE_FONT

Wrap = Literal["auto", "none", "window", "column"]

ZOOM_LEAST, ZOOM_MOST = 50, 300

_FAMILIES: dict[Kind, list[str]] = {
    "prose": [PROSE_FONT, "Georgia", "Noto Serif", "DejaVu Serif", "serif"],
    "code": [CODE_FONT, "Menlo", "Consolas", "DejaVu Sans Mono", "monospace"],
}


@dataclass(frozen=True, slots=True)
class PageStyle:
    """Choices that hold for every document."""

    prose_font: str = ""
    """Family; empty is the one that ships."""
    code_font: str = ""
    prose_size: float = 14.0
    """Points, at a zoom of 100."""
    code_size: float = 11.0
    zoom: int = 100
    """Percent, from 50 to 300."""
    measure: int = 72
    """Characters of an average line of prose."""
    wrap: Wrap = "auto"
    """"auto" wraps prose at the measure, and code not at all."""
    wrap_column: int = 80
    line_numbers: Literal["code", "always", "never"] = "code"
    current_line: bool = True
    """A band behind the caret's line in code."""
    current_line_in_prose: bool = False
    indent_guides: bool = False
    """Hairlines at each step of indentation, in code. A draft covers them."""
    show_whitespace: bool = False
    tab_width: int = 4
    """Columns between two tab stops, and of one step of indentation where the text does not tell."""
    insert: Literal["detect", "spaces", "tabs"] = "detect"
    """What Tab inserts; "detect" does as the text does."""
    auto_indent: bool = True
    auto_close: bool = False
    """A typed bracket or quote brings its partner along, in code."""
    surround: bool = True
    """A bracket or quote typed over a selection goes around it."""
    match_brackets: bool = True
    margin_column: int = 0
    """Where code has a vertical line; 0 is nowhere."""
    caret_width: int = 2
    """Pixels."""

    def font(self, kind: Kind) -> QFont:
        """What a kind of document is set in."""
        code = kind == "code"
        chosen = self.code_font if code else self.prose_font
        font = QFont([chosen, *_FAMILIES[kind]] if chosen else _FAMILIES[kind])
        font.setStyleHint(QFont.StyleHint.Monospace if code else QFont.StyleHint.Serif)
        zoom = max(ZOOM_LEAST, min(ZOOM_MOST, self.zoom))
        font.setPointSizeF((self.code_size if code else self.prose_size) * zoom / 100)
        return font

    def wrap_of(self, kind: Kind) -> Literal["none", "window", "column", "measure"]:
        """Where lines of a kind of document end."""
        if self.wrap == "auto":
            return "none" if kind == "code" else "measure"
        return self.wrap

    def numbers(self, kind: Kind) -> bool:
        """True if lines are numbered."""
        return self.line_numbers == "always" or (self.line_numbers == "code" and kind == "code")

    def band(self, kind: Kind) -> bool:
        """True if the caret's line has a band."""
        return self.current_line if kind == "code" else self.current_line_in_prose
