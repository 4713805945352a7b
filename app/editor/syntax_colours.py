"""How each sort of word is dressed: few inks, light and dark."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, auto
from typing import TYPE_CHECKING, Literal, TypeAlias

from PySide6.QtGui import QColor, QFont, QTextCharFormat

from palimpsest.resources import CODE_FONT

if TYPE_CHECKING:
    from palimpsest.app.theme import Theme

TokenKind: TypeAlias = Literal["text", "code", "string", "comment", "url", "markup"]
"""What a place of a text is for those who read it: words to be spelled, or none."""


class Style(IntEnum):
    """What a stretch of text is dressed as. `PLAIN` is not dressed."""

    PLAIN = 0
    KEYWORD = auto()
    STRING = auto()
    NUMBER = auto()
    COMMENT = auto()
    NAME = auto()
    """What is being named here: a function, a class, a section."""
    TAG = auto()
    """Decorators, tags, attributes, directives."""
    HEADING = auto()
    EMPHASIS = auto()
    STRONG = auto()
    STRONG_EMPHASIS = auto()
    STRUCK = auto()
    QUOTE = auto()
    CODE = auto()
    """Code in prose."""
    LINK = auto()
    """What a link says."""
    URL = auto()
    """Where a link leads."""
    MARK = auto()
    """Characters that are there for the machine: list signs, fences, asterisks."""
    INSERTED = auto()
    REMOVED = auto()


_KINDS: dict[int, TokenKind] = {
    Style.STRING: "string",
    Style.COMMENT: "comment",
    Style.HEADING: "text",
    Style.EMPHASIS: "text",
    Style.STRONG: "text",
    Style.STRONG_EMPHASIS: "text",
    Style.STRUCK: "text",
    Style.QUOTE: "text",
    Style.LINK: "text",
    Style.URL: "url",
    Style.MARK: "markup",
}


EMBEDDED = len(Style)
"""Added to the style of a stretch of code that stands in prose."""


def kind_of(style: int, prose: bool) -> TokenKind:
    """What a stretch of that style is; `prose` says what plain text is."""
    if not style:
        return "text" if prose else "code"
    return _KINDS.get(style % EMBEDDED, "code")


@dataclass(frozen=True, slots=True)
class Inks:
    """The colours of one theme, all "#rrggbb", none near the accent's hue. All else has the page's own ink."""

    keyword: str
    string: str
    number: str
    name: str
    tag: str
    inserted: str
    removed: str


LIGHT = Inks(
    keyword="#3d4f91",
    string="#5c6420",
    number="#93501a",
    name="#74418a",
    tag="#92404f",
    inserted="#4a6b1c",
    removed="#a23b2c",
)
DARK = Inks(
    keyword="#9fb4e8",
    string="#bdc48a",
    number="#dfa97c",
    name="#c8a8dc",
    tag="#e0a3ac",
    inserted="#aecb84",
    removed="#ec9c8c",
)


def inks(theme: Theme) -> Inks:
    """The colours that go with a theme."""
    return DARK if theme.dark else LIGHT


def formats(theme: Theme, prose: bool, code_points: float) -> tuple[QTextCharFormat, ...]:
    """How each style looks, by its number. In prose, code is set in the code font of `code_points`."""
    own = inks(theme)
    colours = {
        Style.KEYWORD: own.keyword,
        Style.STRING: own.string,
        Style.NUMBER: own.number,
        Style.COMMENT: theme.faint,
        Style.NAME: own.name,
        Style.TAG: own.tag,
        Style.HEADING: own.keyword,
        Style.QUOTE: theme.faint,
        Style.STRUCK: theme.faint,
        Style.URL: theme.faint,
        Style.MARK: theme.faint,
        Style.INSERTED: own.inserted,
        Style.REMOVED: own.removed,
    }
    made = {style: QTextCharFormat() for style in Style}
    for style, colour in colours.items():
        made[style].setForeground(QColor(colour))
    for style in (Style.COMMENT, Style.EMPHASIS, Style.STRONG_EMPHASIS, Style.QUOTE):
        made[style].setFontItalic(True)
    for style in (Style.HEADING, Style.STRONG, Style.STRONG_EMPHASIS):
        made[style].setFontWeight(QFont.Weight.Bold)
    made[Style.STRUCK].setFontStrikeOut(True)
    made[Style.LINK].setFontUnderline(True)
    embedded = {style: QTextCharFormat(one) for style, one in made.items()}
    for one in (made[Style.CODE], *embedded.values()) if prose else ():
        one.setFontFamilies([CODE_FONT, "Menlo", "Consolas", "DejaVu Sans Mono", "monospace"])
        one.setFontPointSize(code_points)
    return tuple([made[style] for style in Style] + [embedded[style] for style in Style])
