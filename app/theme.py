"""The look: two designed themes, and what Qt needs to wear one of them (palette; `style_sheet.py` has the rest)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette

from palimpsest.app import style_sheet

if TYPE_CHECKING:
    from PySide6.QtGui import QGuiApplication


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours by their role, all "#rrggbb". `accent` is for nothing but what the model touches."""

    name: str
    dark: bool
    page: str
    """What people write on."""
    ink: str
    """Settled text on the page."""
    faint: str
    """Secondary text, on the page and on the frame; still readable (4.5 : 1)."""
    accent: str
    """What the model touches: the bar beside the span, progress, the run in the status bar."""
    selection: str
    selection_ink: str
    gutter: str
    """Ink of line numbers on the page."""
    frame: str
    """What surrounds the page: menus, prompt bar, status bar."""
    frame_ink: str
    line: str
    """The current line's band, and hairlines between parts."""
    error: str
    """Text that says what went wrong, on the frame."""
    border: str
    """Edge of what can be changed: fields, boxes; at least 3 : 1 on page and frame."""
    ring: str
    """Edge of what has the keyboard; at least 3 : 1 wherever it stands."""


light = Theme(
    name="light",
    dark=False,
    page="#fcfbf8",
    ink="#25231f",
    faint="#6b665d",
    accent="#0c6f66",
    selection="#d5dce8",
    selection_ink="#1d1b18",
    gutter="#8b857a",
    frame="#f2f0ea",
    frame_ink="#45413a",
    line="#e9e5dc",
    error="#a8281c",
    border="#827c71",
    ring="#4a6288",
)

dark = Theme(
    name="dark",
    dark=True,
    page="#1c1d20",
    ink="#dad7cf",
    faint="#9b978e",
    accent="#5fc4b3",
    selection="#3b4556",
    selection_ink="#f3f1ea",
    gutter="#77746d",
    frame="#151619",
    frame_ink="#bdb9b0",
    line="#2a2c31",
    error="#f0998c",
    border="#7d7a73",
    ring="#8fa3c4",
)


def system(app: QGuiApplication) -> Theme:
    """The theme that the desktop asks for; light where it asks for nothing."""
    return dark if app.styleHints().colorScheme() is Qt.ColorScheme.Dark else light


def palette(theme: Theme) -> QPalette:
    """The theme as Qt's own roles, for whatever the style sheet leaves alone."""
    roles = QPalette.ColorRole
    result = QPalette()
    for role, colour in (
        (roles.Window, theme.frame),
        (roles.WindowText, theme.frame_ink),
        (roles.Base, theme.page),
        (roles.AlternateBase, theme.frame),
        (roles.Text, theme.ink),
        (roles.PlaceholderText, theme.faint),
        (roles.Button, theme.frame),
        (roles.ButtonText, theme.frame_ink),
        (roles.BrightText, theme.error),
        (roles.Highlight, theme.selection),
        (roles.HighlightedText, theme.selection_ink),
        (roles.Accent, theme.faint),
        (roles.ToolTipBase, theme.page),
        (roles.ToolTipText, theme.ink),
        (roles.Link, theme.frame_ink),
        (roles.LinkVisited, theme.frame_ink),
        (roles.Light, theme.page),
        (roles.Midlight, theme.line),
        (roles.Mid, theme.line),
        (roles.Dark, theme.line),
        (roles.Shadow, theme.line),
    ):
        result.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.gutter))
    return result


def stylesheet(theme: Theme) -> str:
    """The theme as a style sheet for the whole application."""
    return style_sheet.text(theme)
