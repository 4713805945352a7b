"""Both themes can be read: contrast by WCAG 2.2, success criteria 1.4.3 (text) and 1.4.11 (marks)."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QListWidget,
    QPushButton,
    QSlider,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from palimpsest.app.theme import Theme, dark, light, palette, stylesheet, system

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

THEMES = [light, dark]
TEXT, MARK = 4.5, 3.0


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize(
    ("ink", "ground", "least"),
    [
        ("ink", "page", 7.0),
        ("ink", "line", 7.0),
        ("ink", "selection", TEXT),
        ("selection_ink", "selection", TEXT),
        ("frame_ink", "frame", TEXT),
        ("faint", "page", TEXT),
        ("faint", "frame", TEXT),
        ("accent", "page", TEXT),
        ("accent", "frame", TEXT),
        ("error", "page", TEXT),
        ("error", "frame", TEXT),
        ("gutter", "page", MARK),
        ("gutter", "frame", MARK),
        # Rows under the mouse and chosen rows, with what stands faint in them.
        ("ink", "frame", TEXT),
        ("frame_ink", "page", TEXT),
        ("frame_ink", "line", TEXT),
        ("faint", "line", TEXT),
        ("frame_ink", "selection", TEXT),
        # Edges of controls, and the ring around what has the keyboard.
        ("border", "page", MARK),
        ("border", "frame", MARK),
        ("ring", "page", MARK),
        ("ring", "frame", MARK),
        ("ring", "line", MARK),
        ("ring", "selection", MARK),
        ("ink", "line", MARK),
        # The wave under misspelled words.
        ("error", "page", MARK),
        ("error", "line", MARK),
        ("error", "selection", MARK),
    ],
)
def test_contrast(theme: Theme, ink: str, ground: str, least: float) -> None:
    assert contrast(getattr(theme, ink), getattr(theme, ground)) >= least


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_roles_are_whole_colours_and_the_accent_is_its_own(theme: Theme) -> None:
    colours = {field.name: getattr(theme, field.name) for field in fields(theme) if field.type == "str"}
    del colours["name"]
    assert all(re.fullmatch("#[0-9a-f]{6}", colour) for colour in colours.values())
    assert list(colours.values()).count(theme.accent) == 1
    assert (luminance(theme.page) < luminance(theme.ink)) == theme.dark


def test_palette_and_style_sheet_wear_the_theme() -> None:
    for theme in THEMES:
        assert palette(theme).color(QPalette.ColorRole.Base).name() == theme.page
        assert palette(theme).color(QPalette.ColorRole.Text).name() == theme.ink
        known = {getattr(theme, field.name) for field in fields(theme)}
        assert set(re.findall("#[0-9a-f]{6}", stylesheet(theme))) <= known


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_texts_of_the_style_sheet_can_be_read_where_they_stand(theme: Theme) -> None:
    # Of every rule that sets both; only controls that are off may be fainter.
    pairs = 0
    for selector, body in re.findall(r"([^{}]+){([^}]*)}", stylesheet(theme)):
        ink = re.search(r"(?<![-a-z])color: (#[0-9a-f]{6})", body)
        ground = re.search(r"(?<![-a-z])background(?:-color)?: (#[0-9a-f]{6})", body)
        if ink and ground:
            pairs += 1
            assert contrast(ink[1], ground[1]) >= TEXT, selector
    assert pairs > 20


def test_files_of_the_style_sheet_are_there() -> None:
    for theme in THEMES:
        named = re.findall(r'url\("([^"]+)"\)', stylesheet(theme))
        assert named
        assert all(Path(name).is_file() for name in named)


def test_a_control_shows_that_it_has_the_keyboard(qtbot: QtBot) -> None:
    for theme in THEMES:
        for make in (QPushButton, QCheckBox, QComboBox, QLineEdit, QSpinBox, QSlider, QListWidget, QToolButton):
            parent = QWidget()
            qtbot.addWidget(parent)
            parent.setStyleSheet(stylesheet(theme))
            control = make()
            if isinstance(control, QSlider):
                control.setOrientation(Qt.Orientation.Horizontal)
            control.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            other = QLineEdit()
            column = QVBoxLayout(parent)
            column.addWidget(other)
            column.addWidget(control)
            with qtbot.waitActive(parent):
                parent.show()
            for focused, holder in ((False, other), (True, control)):
                holder.setFocus()
                qtbot.waitUntil(holder.hasFocus, timeout=20_000)
                image = control.grab().toImage()
                colours = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
                assert (theme.ring in colours) == focused, make.__name__


def test_system_follows_the_desktop() -> None:
    class Hints:
        scheme = Qt.ColorScheme.Unknown

        def colorScheme(self) -> Qt.ColorScheme:
            return self.scheme

    class App:
        hints = Hints()

        def styleHints(self) -> Hints:
            return self.hints

    app = App()
    assert system(app) is light  # pyright: ignore[reportArgumentType]
    app.hints.scheme = Qt.ColorScheme.Dark
    assert system(app) is dark  # pyright: ignore[reportArgumentType]
