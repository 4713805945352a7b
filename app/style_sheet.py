"""The frame as a style sheet: flat parts, hairlines between them, and a ring around what has the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from palimpsest.app.icons import style_file

if TYPE_CHECKING:
    from palimpsest.app.theme import Theme


def text(theme: Theme) -> str:
    """The whole sheet. It names files of `theme.name` in the resources."""
    frame = (_menus, _bars, _fields, _buttons, _dials, _marks, _lists, _tabs, _palette, _dialogs)
    return "".join(part(theme) for part in (*frame, _docks, _denoising, _history, _comparison))


def _image(theme: Theme, name: str) -> str:
    return f'image: url("{style_file(name, theme).as_posix()}");'


def _menus(t: Theme) -> str:
    return f"""
QMainWindow, QDialog {{ background: {t.frame}; color: {t.frame_ink}; }}
QToolTip {{ background: {t.page}; color: {t.ink}; border: 1px solid {t.border}; padding: 4px 6px; }}

QMenuBar {{ background: {t.frame}; color: {t.frame_ink}; border: none; padding: 2px 6px; }}
QMenuBar::item {{ background: transparent; padding: 4px 10px; border-radius: 4px; }}
QMenuBar::item:selected, QMenuBar::item:pressed {{ background: {t.line}; color: {t.ink}; }}
QMenu {{ background: {t.page}; color: {t.ink}; border: 1px solid {t.border}; padding: 5px; }}
QMenu::item {{ padding: 5px 28px 5px 26px; border-radius: 4px; }}
QMenu::item:selected {{ background: {t.selection}; color: {t.selection_ink}; }}
QMenu::item:disabled {{ color: {t.faint}; background: transparent; }}
QMenu::separator {{ height: 1px; background: {t.line}; margin: 5px 8px; }}
QMenu::icon {{ padding-left: 6px; }}
QMenu::indicator {{ width: 14px; height: 14px; left: 6px; }}
QMenu::indicator:checked {{ {_image(t, "check")} }}
QMenu::indicator:exclusive:checked {{ {_image(t, "dot")} }}
QMenu::right-arrow {{ {_image(t, "next")} width: 14px; height: 14px; right: 6px; }}
"""


def _bars(t: Theme) -> str:
    return f"""
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; border: none; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; border: none; }}
QScrollBar::handle {{ background: {t.line}; border-radius: 4px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::handle:disabled {{ background: transparent; }}
QScrollBar::handle:hover, QScrollBar::handle:pressed {{ background: {t.gutter}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; border: none; background: none; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: none; }}
QAbstractScrollArea::corner {{ background: transparent; border: none; }}
QSplitter::handle {{ background: {t.line}; }}
QSplitter::handle:horizontal {{ width: 1px; }}
QSplitter::handle:vertical {{ height: 1px; }}
QSplitter::handle:hover, QSplitter::handle:pressed {{ background: {t.border}; }}

QWidget#prompt_bar, QWidget#status_line, QWidget#notice, QWidget#find_bar {{ background: {t.frame}; }}
QWidget#status_line QLabel {{ color: {t.faint}; padding: 2px 0; }}
QWidget#status_line QLabel#device, QWidget#status_line QLabel#memory {{ padding: 2px 6px; }}
QWidget#status_line QLabel#message {{ color: {t.frame_ink}; }}
QWidget#status_line QLabel#run_state {{ color: {t.accent}; }}
QWidget#status_line QPushButton {{ color: {t.faint}; border: 2px solid transparent; border-radius: 4px;
    padding: 0px 5px; min-width: 0; }}
QWidget#status_line QPushButton:hover {{ background: {t.line}; color: {t.ink}; }}
QWidget#status_line QPushButton:focus {{ border-color: {t.ring}; color: {t.ink}; }}
QWidget#notice QLabel {{ color: {t.error}; }}
QWidget#notice QLabel[calm="true"] {{ color: {t.frame_ink}; }}
QWidget#prompt_bar QLabel, QWidget#find_bar QLabel {{ color: {t.faint}; }}
QWidget#find_bar QLabel[fault="true"] {{ color: {t.error}; }}
QProgressBar {{ background: {t.line}; border: none; border-radius: 1px; max-height: 3px; }}
QProgressBar::chunk {{ background: {t.accent}; border-radius: 1px; }}
"""


def _fields(t: Theme) -> str:
    fields = "QLineEdit, QComboBox, QAbstractSpinBox"
    focused = ", ".join(f"{field}:focus" for field in fields.split(", "))
    disabled = ", ".join(f"{field}:disabled" for field in fields.split(", "))
    return f"""
{fields} {{ background: {t.page}; color: {t.ink}; border: 1px solid {t.border}; border-radius: 6px;
    padding: 5px 9px; placeholder-text-color: {t.faint};
    selection-background-color: {t.selection}; selection-color: {t.selection_ink}; }}
{focused} {{ border: 2px solid {t.ring}; padding: 4px 8px; }}
{disabled} {{ color: {t.faint}; border-color: {t.line}; background: transparent; }}
QComboBox QLineEdit, QAbstractSpinBox QLineEdit, QComboBox QLineEdit:focus, QAbstractSpinBox QLineEdit:focus {{
    border: none; border-radius: 0; padding: 0; background: transparent; }}
QKeySequenceEdit QLineEdit {{ border: 2px solid {t.ring}; padding: 4px 8px; }}

QComboBox {{ padding-right: 4px; combobox-popup: 0; }}
QComboBox:focus {{ padding-right: 3px; }}
QComboBox::drop-down {{ border: none; width: 22px; }}
QComboBox::down-arrow {{ {_image(t, "down")} width: 14px; height: 14px; }}
QComboBox::down-arrow:disabled {{ {_image(t, "down-off")} }}
QComboBox QAbstractItemView, QComboBox QAbstractItemView:focus {{ background: {t.page}; color: {t.ink};
    border: 1px solid {t.border}; border-radius: 0; outline: none; padding: 3px;
    selection-background-color: {t.selection}; selection-color: {t.selection_ink}; }}
QComboBox QAbstractItemView::item {{ min-height: 26px; padding: 0 6px; }}

QAbstractSpinBox {{ padding-right: 2px; }}
QAbstractSpinBox:focus {{ padding-right: 1px; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ subcontrol-origin: border; border: none; width: 22px;
    background: transparent; }}
QAbstractSpinBox::up-button {{ subcontrol-position: top right; margin: 2px 2px 0 0; border-top-right-radius: 4px; }}
QAbstractSpinBox::down-button {{ subcontrol-position: bottom right; margin: 0 2px 2px 0;
    border-bottom-right-radius: 4px; }}
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover {{ background: {t.line}; }}
QAbstractSpinBox::up-arrow {{ {_image(t, "up")} width: 12px; height: 12px; }}
QAbstractSpinBox::up-arrow:off, QAbstractSpinBox::up-arrow:disabled {{ {_image(t, "up-off")} }}
QAbstractSpinBox::down-arrow {{ {_image(t, "down")} width: 12px; height: 12px; }}
QAbstractSpinBox::down-arrow:off, QAbstractSpinBox::down-arrow:disabled {{ {_image(t, "down-off")} }}
"""


def _buttons(t: Theme) -> str:
    return f"""
QPushButton, QToolButton {{ background: transparent; color: {t.frame_ink}; border: 2px solid transparent;
    border-radius: 6px; padding: 3px 7px; }}
QPushButton:hover, QToolButton:hover {{ background: {t.line}; color: {t.ink}; }}
QPushButton:focus, QToolButton:focus {{ border-color: {t.ring}; color: {t.ink}; }}
QPushButton:pressed, QToolButton:pressed {{ background: {t.selection}; color: {t.selection_ink}; }}
QPushButton:checked, QToolButton:checked {{ background: {t.selection}; color: {t.selection_ink}; }}
QPushButton:disabled, QToolButton:disabled {{ color: {t.gutter}; background: transparent; }}
QToolButton::menu-indicator {{ image: none; }}
QPushButton[main="true"] {{ color: {t.ink}; font-weight: 600; }}
QPushButton[link="true"] {{ color: {t.frame_ink}; text-decoration: underline; padding: 3px 4px; }}
QPushButton[toggle="true"] {{ padding: 3px 5px; }}
QPushButton[toggle="true"]:checked {{ border: 1px solid {t.border}; padding: 4px 6px; }}
QPushButton[toggle="true"]:checked:focus {{ border: 2px solid {t.ring}; padding: 3px 5px; }}

QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
QDialog QPushButton, QMessageBox QPushButton {{ background: {t.page}; border: 1px solid {t.border};
    padding: 6px 14px; }}
QDialog QPushButton:hover {{ background: {t.line}; }}
QDialog QPushButton:focus {{ border: 2px solid {t.ring}; padding: 5px 13px; }}
QDialog QPushButton:pressed {{ background: {t.selection}; }}
QDialog QPushButton:disabled {{ background: transparent; border-color: {t.line}; }}
QDialog QPushButton[quiet="true"], QDialog QPushButton[link="true"] {{ background: transparent;
    border: 2px solid transparent; padding: 3px 7px; }}
QDialog QPushButton[quiet="true"]:hover {{ background: {t.line}; }}
QDialog QPushButton[link="true"]:hover {{ color: {t.ink}; }}
QDialog QPushButton[quiet="true"]:focus, QDialog QPushButton[link="true"]:focus {{ border-color: {t.ring}; }}
"""


def _dials(t: Theme) -> str:
    """The second line of the prompt bar: fields without edges, so that it stays one slim line."""
    bar = "QWidget#prompt_bar"
    fields = ", ".join(f'{bar} {field}[flat="true"]' for field in ("QComboBox", "QAbstractSpinBox", "QLineEdit"))
    hovered, focused = (", ".join(f"{field}:{state}" for field in fields.split(", ")) for state in ("hover", "focus"))
    return f"""
{fields} {{ background: transparent; color: {t.frame_ink}; border: 2px solid transparent; padding: 2px 4px; }}
{hovered} {{ background: {t.line}; color: {t.ink}; }}
{focused} {{ border-color: {t.ring}; color: {t.ink}; padding: 2px 4px; }}
{bar} QComboBox[flat="true"]::drop-down {{ width: 16px; }}
{bar} QComboBox[flat="true"]::down-arrow {{ width: 12px; height: 12px; }}
{bar} QAbstractSpinBox[flat="true"]::up-button, {bar} QAbstractSpinBox[flat="true"]::down-button {{ width: 16px; }}
{bar} QAbstractSpinBox[flat="true"]::up-arrow, {bar} QAbstractSpinBox[flat="true"]::down-arrow {{ width: 10px;
    height: 10px; }}
{bar} QLabel:disabled {{ color: {t.gutter}; }}
{bar} QLabel#note {{ color: {t.frame_ink}; }}
"""


def _marks(t: Theme) -> str:
    return f"""
QCheckBox, QRadioButton {{ color: {t.frame_ink}; spacing: 8px; background: transparent; }}
QCheckBox:disabled, QRadioButton:disabled {{ color: {t.faint}; }}
QCheckBox::indicator, QRadioButton::indicator, QAbstractItemView::indicator {{ width: 16px; height: 16px;
    background: {t.page}; border: 1px solid {t.border}; border-radius: 4px; }}
QRadioButton::indicator {{ border-radius: 9px; }}
QCheckBox::indicator:hover, QRadioButton::indicator:hover {{ border-color: {t.ink}; }}
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked {{ {_image(t, "check")} border-color: {t.ink}; }}
QRadioButton::indicator:checked {{ {_image(t, "dot")} border-color: {t.ink}; }}
QCheckBox::indicator:disabled {{ border-color: {t.line}; background: transparent; }}
QCheckBox::indicator:checked:disabled {{ {_image(t, "check-off")} }}
QCheckBox:focus, QRadioButton:focus {{ color: {t.ink}; }}
QCheckBox::indicator:focus, QRadioButton::indicator:focus {{ width: 14px; height: 14px;
    border: 2px solid {t.ring}; }}

QSlider {{ background: transparent; }}
QSlider::groove:horizontal {{ height: 4px; background: {t.line}; border-radius: 2px; }}
QSlider::sub-page:horizontal {{ height: 4px; background: {t.border}; border-radius: 2px; }}
QSlider::handle:horizontal {{ width: 14px; height: 14px; margin: -6px 0; border-radius: 8px;
    background: {t.page}; border: 1px solid {t.border}; }}
QSlider::handle:horizontal:hover {{ border-color: {t.ink}; }}
QSlider::handle:horizontal:focus {{ border: 2px solid {t.ring}; width: 12px; height: 12px; }}
QSlider::handle:horizontal:disabled {{ background: {t.frame}; border-color: {t.line}; }}
"""


def _lists(t: Theme) -> str:
    views = "QListView, QTreeView, QTableView"
    focused = ", ".join(f"{view}:focus" for view in views.split(", "))
    items = ", ".join(f"{view}::item" for view in views.split(", "))
    selected = ", ".join(f"{view}::item:selected" for view in views.split(", "))
    return f"""
{views} {{ background: {t.page}; alternate-background-color: {t.frame}; color: {t.ink}; border: 1px solid {t.border};
    border-radius: 6px; outline: none; gridline-color: {t.line}; selection-background-color: {t.selection};
    selection-color: {t.selection_ink}; }}
{focused} {{ border: 2px solid {t.ring}; }}
{items} {{ padding: 0 6px; border: none; min-height: 26px; }}
{selected} {{ background: {t.selection}; color: {t.selection_ink}; }}
QTreeView::item:disabled, QListView::item:disabled {{ color: {t.faint}; }}
QTreeView::branch {{ background: transparent; }}
QTreeView::branch:has-children:closed {{ {_image(t, "next")} }}
QTreeView::branch:has-children:open {{ {_image(t, "down")} }}
QHeaderView {{ background: transparent; border: none; }}
QHeaderView::section {{ background: {t.page}; color: {t.faint}; border: none; border-bottom: 1px solid {t.line};
    padding: 5px 6px; }}
QHeaderView::section:first {{ border-top-left-radius: 5px; }}
QHeaderView::section:last, QHeaderView::section:only-one {{ border-top-right-radius: 5px; }}
QTableCornerButton::section {{ background: {t.page}; border: none; }}
QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; border: none; }}
QTextBrowser {{ background: {t.page}; color: {t.ink}; border: 1px solid {t.border}; border-radius: 6px; }}
QTextBrowser:focus {{ border: 2px solid {t.ring}; }}
"""


def _tabs(t: Theme) -> str:
    return f"""
QTabBar#tabs {{ background: {t.frame}; border: none; border-bottom: 1px solid {t.line}; }}
QTabBar#tabs::tab {{ background: {t.frame}; color: {t.faint}; border: none; border-right: 1px solid {t.line};
    border-bottom: 1px solid {t.line}; padding: 6px 10px 6px 14px; min-width: 60px; }}
QTabBar#tabs::tab:hover {{ background: {t.line}; color: {t.ink}; }}
QTabBar#tabs::tab:selected {{ background: {t.page}; color: {t.ink}; border-bottom-color: {t.page}; }}
QTabBar#tabs::tab:selected:focus {{ border: 2px solid {t.ring}; padding: 4px 9px 5px 12px; }}
QTabBar::close-button {{ {_image(t, "close")} subcontrol-position: right; border-radius: 4px; width: 12px;
    height: 12px; padding: 1px; margin: 0 1px 2px 1px; }}
QTabBar::close-button:hover {{ {_image(t, "close-hover")} background: {t.selection}; }}
QTabBar QToolButton {{ background: {t.frame}; border: none; border-radius: 0; padding: 2px; }}
QTabBar QToolButton::left-arrow {{ {_image(t, "previous")} width: 14px; height: 14px; }}
QTabBar QToolButton::right-arrow {{ {_image(t, "next")} width: 14px; height: 14px; }}
"""


def _palette(t: Theme) -> str:
    return f"""
QFrame#palette {{ background: {t.frame}; border: 1px solid {t.border}; border-radius: 8px; }}
QFrame#palette QLineEdit {{ border: none; border-bottom: 1px solid {t.line}; border-radius: 0;
    background: transparent; padding: 8px 10px; }}
QFrame#palette QLabel {{ color: {t.faint}; padding: 4px 10px; background: transparent; }}
QFrame#palette QTreeWidget {{ background: transparent; color: {t.ink}; border: none; border-radius: 0; outline: none; }}
QFrame#palette QTreeWidget::item {{ padding: 5px 8px; }}
QFrame#palette QTreeWidget::item:hover {{ background: {t.line}; }}
QFrame#palette QTreeWidget::item:selected {{ background: {t.selection}; color: {t.selection_ink}; }}
"""


def _dialogs(t: Theme) -> str:
    return f"""
QDialog QLabel {{ color: {t.frame_ink}; background: transparent; }}
QDialog QLabel#title {{ color: {t.ink}; font-size: 15pt; }}
QDialog QLabel#fault {{ color: {t.error}; }}
QDialog QLabel#caption, QDialog QLabel[hint="true"] {{ color: {t.faint}; }}
QDialog QLabel[heading="true"] {{ color: {t.ink}; font-weight: 600; }}
QGroupBox {{ border: none; border-top: 1px solid {t.line}; margin-top: 22px; padding-top: 8px; }}
QGroupBox::title {{ subcontrol-origin: margin; subcontrol-position: top left; color: {t.ink}; padding: 0;
    font-weight: 600; }}
QDialog QListWidget#groups {{ background: transparent; border: 2px solid transparent; color: {t.frame_ink}; }}
QDialog QListWidget#groups:focus {{ border-color: {t.ring}; }}
QDialog QListWidget#groups::item {{ border-radius: 6px; padding: 6px 10px; }}
QDialog QListWidget#groups::item:hover {{ background: {t.line}; }}
QDialog QListWidget#groups::item:selected {{ background: {t.selection}; color: {t.selection_ink}; }}
QDialog QListWidget#groups::item:disabled {{ color: {t.gutter}; }}
"""


def _docks(t: Theme) -> str:
    title, tabs = "QWidget#dock_title", "QTabBar#dock_tabs"
    return f"""
QMainWindow::separator {{ background: {t.line}; width: 4px; height: 4px; }}
QMainWindow::separator:hover {{ background: {t.border}; }}
{title} {{ background: {t.frame}; border-bottom: 1px solid {t.line}; }}
{title} QLabel {{ color: {t.frame_ink}; background: transparent; font-weight: 600; }}
{title} QToolButton {{ padding: 1px; border-radius: 4px; }}
{title}[floating="true"] {{ border: 1px solid {t.border}; border-bottom-color: {t.line}; }}
QWidget#dock_frame[floating="true"] {{ border: 1px solid {t.border}; border-top: none; }}
{tabs} {{ background: {t.frame}; }}
{tabs}::tab {{ background: {t.frame}; color: {t.faint}; border: 2px solid transparent;
    border-bottom-color: {t.line}; padding: 4px 10px; }}
{tabs}::tab:hover {{ color: {t.ink}; }}
{tabs}::tab:selected {{ color: {t.ink}; border-bottom-color: {t.ink}; }}
{tabs}::tab:selected:focus {{ border-color: {t.ring}; }}
"""


def _denoising(t: Theme) -> str:
    panel = "QWidget#denoising_panel"
    return f"""
{panel} {{ background: {t.frame}; }}
{panel} QLabel {{ color: {t.faint}; background: transparent; }}
{panel} QLabel#pass_title, {panel} QLabel#empty_heading {{ color: {t.ink}; font-weight: 600; }}
{panel} QLabel#stop_state {{ color: {t.frame_ink}; }}
{panel} QLabel#stop_state[fault="true"] {{ color: {t.error}; }}
{panel} QAbstractScrollArea#cell_grid {{ background: transparent; }}
{panel} QPushButton {{ padding: 2px 4px; }}
{panel} QPushButton#follow {{ padding: 1px 8px; color: {t.ink}; border: 1px solid {t.border}; }}
{panel} QPushButton#follow:focus {{ padding: 0px 7px; border: 2px solid {t.ring}; }}
{panel} QComboBox {{ padding: 2px 4px 2px 8px; }}
{panel} QComboBox:focus {{ padding: 1px 3px 1px 7px; }}
"""


def _history(t: Theme) -> str:
    panel, lists = "QWidget#history_panel", ("runs", "texts")
    return f"""
{panel} {{ background: {t.frame}; }}
{panel} QLabel {{ color: {t.faint}; background: transparent; }}
{panel} QLabel#instruction {{ color: {t.ink}; }}
{panel} QLabel#settings {{ color: {t.frame_ink}; }}
{panel} QLabel#why {{ color: {t.frame_ink}; font-style: italic; }}
{", ".join(f"{panel} QListView#{name}" for name in lists)} {{ background: transparent;
    border: 2px solid transparent; }}
{", ".join(f"{panel} QListView#{name}:focus" for name in lists)} {{ border-color: {t.ring}; }}
"""


def _comparison(t: Theme) -> str:
    panel = "QWidget#side_by_side"
    return f"""
{panel} {{ background: {t.frame}; }}
{panel} QLabel {{ color: {t.faint}; background: transparent; }}
{panel} QListView#columns {{ background: {t.page}; border: 2px solid transparent; border-radius: 0; }}
{panel} QListView#columns:focus {{ border-color: {t.ring}; }}
"""
