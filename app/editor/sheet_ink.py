"""Inks as Qt's formats, in the colours of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QTextCharFormat

from palimpsest.app.editor.ink import Ink, blend, colour

if TYPE_CHECKING:
    from palimpsest.app.theme import Theme

_DELETED = 0.62
"""Share of ink in deleted text: fainter than what stays, and still more than 3 : 1 on both pages."""
_Line = QTextCharFormat.UnderlineStyle


class SheetInk:
    """Formats of one theme, each made once."""

    def __init__(self) -> None:
        self._formats: dict[Ink, QTextCharFormat] = {}
        self._theme: Theme | None = None

    def format(self, ink: Ink, theme: Theme) -> QTextCharFormat:
        """What Qt needs to draw in this ink."""
        if theme is not self._theme:
            self._formats.clear()
            self._theme = theme
        found = self._formats.get(ink)
        if found is None:
            found = self._formats[ink] = _format(ink, theme)
        return found


def deleted_colour(theme: Theme) -> str:
    """The colour of struck-out text."""
    return blend(theme.page, theme.ink, _DELETED)


def _format(ink: Ink, theme: Theme) -> QTextCharFormat:
    made = QTextCharFormat()
    if ink.kind == "deleted":
        made.setForeground(QColor(deleted_colour(theme)))
        made.setFontStrikeOut(True)
        return made
    made.setForeground(QColor(colour(ink, theme.page, theme.ink, theme.accent)))
    # Told apart by their shape: dots for a pin, dashes for a doubt, a line for what is new.
    if ink.pinned:
        made.setUnderlineStyle(_Line.DotLine)
    elif ink.unsure:
        made.setUnderlineStyle(_Line.DashUnderline)
    elif ink.kind == "inserted":
        made.setUnderlineStyle(_Line.SingleUnderline)
    touched = ink.pinned or ink.kind == "inserted"
    made.setUnderlineColor(QColor(theme.accent if touched else theme.faint))
    return made
