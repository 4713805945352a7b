"""The look: two designed themes, and what Qt needs to wear one of them (palette and style sheet)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette

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
    """The frame's style sheet: flat parts, hairlines between them, no boxes in boxes."""
    t = theme
    return f"""
QMainWindow, QDialog {{ background: {t.frame}; color: {t.frame_ink}; }}
QToolTip {{ background: {t.page}; color: {t.ink}; border: 1px solid {t.line}; padding: 4px 6px; }}

QMenuBar {{ background: {t.frame}; color: {t.frame_ink}; border: none; padding: 2px 6px; }}
QMenuBar::item {{ background: transparent; padding: 4px 10px; border-radius: 4px; }}
QMenuBar::item:selected, QMenuBar::item:pressed {{ background: {t.line}; color: {t.ink}; }}
QMenu {{ background: {t.page}; color: {t.ink}; border: 1px solid {t.line}; padding: 5px; }}
QMenu::item {{ padding: 5px 28px 5px 22px; border-radius: 4px; }}
QMenu::item:selected {{ background: {t.selection}; color: {t.selection_ink}; }}
QMenu::item:disabled {{ color: {t.gutter}; background: transparent; }}
QMenu::separator {{ height: 1px; background: {t.line}; margin: 5px 8px; }}

QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; border: none; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; border: none; }}
QScrollBar::handle {{ background: {t.line}; border-radius: 4px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::handle:disabled {{ background: transparent; }}
QScrollBar::handle:hover {{ background: {t.gutter}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; border: none; background: none; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: none; }}

QWidget#prompt_bar, QWidget#status_line, QWidget#notice {{ background: {t.frame}; }}
QWidget#status_line QLabel {{ color: {t.faint}; }}
QWidget#status_line QLabel#run_state {{ color: {t.accent}; }}
QWidget#notice QLabel {{ color: {t.error}; }}
QWidget#prompt_bar QLabel {{ color: {t.faint}; }}

QLineEdit {{ background: {t.page}; color: {t.ink}; border: 1px solid {t.line}; border-radius: 6px;
    padding: 5px 9px; placeholder-text-color: {t.faint};
    selection-background-color: {t.selection}; selection-color: {t.selection_ink}; }}
QLineEdit:focus {{ border-color: {t.gutter}; }}

QPushButton {{ background: transparent; color: {t.frame_ink}; border: none; border-radius: 6px;
    padding: 5px 9px; }}
QPushButton:hover, QPushButton:focus {{ background: {t.line}; color: {t.ink}; }}
QPushButton:pressed {{ background: {t.selection}; }}
QPushButton:disabled {{ color: {t.gutter}; background: transparent; }}
QPushButton[main="true"] {{ color: {t.ink}; font-weight: 600; }}
QPushButton[link="true"] {{ color: {t.frame_ink}; text-decoration: underline; padding: 5px 4px; }}
QDialog QPushButton, QMessageBox QPushButton {{ background: {t.page}; border: 1px solid {t.line};
    padding: 6px 14px; }}
QDialog QPushButton:hover, QDialog QPushButton:focus {{ border-color: {t.gutter}; }}

QFrame#palette {{ background: {t.frame}; border: 1px solid {t.gutter}; border-radius: 8px; }}
QFrame#palette QLineEdit {{ border: none; border-bottom: 1px solid {t.line}; border-radius: 0;
    background: transparent; padding: 8px 10px; }}
QFrame#palette QTreeWidget {{ background: transparent; color: {t.ink}; border: none; outline: none; }}
QFrame#palette QTreeWidget::item {{ padding: 5px 8px; }}
QFrame#palette QTreeWidget::item:disabled {{ color: {t.gutter}; }}
QFrame#palette QTreeWidget::item:selected {{ background: {t.selection}; color: {t.selection_ink}; }}

QDialog#model_manager QLabel#title {{ color: {t.ink}; font-size: 15pt; }}
QDialog#model_manager QLabel#fault {{ color: {t.error}; }}
QDialog#model_manager QLabel#caption {{ color: {t.faint}; }}
QProgressBar {{ background: {t.line}; border: none; border-radius: 1px; max-height: 3px; }}
QProgressBar::chunk {{ background: {t.accent}; border-radius: 1px; }}
"""
