"""The grid of cells: shapes that can be told apart, one cursor for mouse, keyboard and page, room for long spans."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from audit import contrast
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget
from reels import make_pass

from palimpsest.app.regenerate import cell_grid
from palimpsest.app.regenerate.cell_grid import LARGEST, SMALLEST, CellGrid
from palimpsest.app.regenerate.cell_legend import CellLegend
from palimpsest.app.regenerate.cell_sprites import Look, Shape, Sprites
from palimpsest.app.regenerate.certainty_colours import LEVELS
from palimpsest.app.theme import Theme, dark, light
from palimpsest.engine.request import CellState

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

THEMES = pytest.mark.parametrize("theme", [light, dark], ids=lambda theme: theme.name)
Key = Qt.Key
GREY = QImage.Format.Format_Grayscale8


@pytest.fixture
def grid(qtbot: QtBot) -> CellGrid:
    made = CellGrid(light)
    qtbot.addWidget(made)
    made.resize(260, 120)
    with qtbot.waitActive(made):
        made.show()
    return made


def press(qtbot: QtBot, grid: CellGrid, cell: int) -> None:
    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=grid.rect_of(cell).center())


def difference(one: QImage, other: QImage) -> float:
    """How many pixels' worth of black against white two grey pictures differ by."""
    pixels = [(x, y) for x in range(one.width()) for y in range(one.height())]
    return sum(abs(one.pixelColor(*at).red() - other.pixelColor(*at).red()) for at in pixels) / 255


def on(sprite: QPixmap, ground: str) -> QImage:
    """A cell as it stands on a ground."""
    drawn = QImage(sprite.size(), QImage.Format.Format_RGB32)
    drawn.fill(QColor(ground))
    painter = QPainter(drawn)
    painter.drawPixmap(0, 0, sprite)
    painter.end()
    return drawn


def ink(sprite: QPixmap, ground: str) -> float:
    """Contrast of the strongest pixel on a ground."""
    drawn = on(sprite, ground)
    pixels = (drawn.pixelColor(x, y).name() for x in range(drawn.width()) for y in range(drawn.height()))
    return max(contrast(pixel, ground) for pixel in pixels)


@THEMES
@pytest.mark.parametrize("side", [SMALLEST, 11, LARGEST])
def test_states_differ_in_shape_without_any_colour(qapp, theme: Theme, side: int) -> None:
    sprites = Sprites(theme, side, 1.0)
    for level in (0, LEVELS // 2, LEVELS - 1):
        drawn = {shape: on(sprites.of(Look(shape, level)), theme.frame).convertToFormat(GREY) for shape in Shape}
        for one, other in combinations(Shape, 2):
            assert difference(drawn[one], drawn[other]) > 0.5 * side, (one, other)


@THEMES
@pytest.mark.parametrize("shape", Shape)
def test_every_cell_can_be_seen_however_uncertain(qapp, theme: Theme, shape: Shape) -> None:
    assert ink(Sprites(theme, 14, 1.0).of(Look(shape, 0)), theme.frame) >= 3.0


def test_a_tick_says_that_a_cell_changed(qapp) -> None:
    sprites = Sprites(light, 12, 1.0)
    changed = sprites.of(Look(Shape.ACCEPTED, 7, changed=True)).toImage()
    plain = sprites.of(Look(Shape.ACCEPTED, 7)).toImage()
    assert light.accent in {changed.pixelColor(6, y).name() for y in range(changed.height())}
    assert light.accent not in {plain.pixelColor(6, y).name() for y in range(plain.height())}


def test_a_click_says_which_cell(qtbot: QtBot, grid: CellGrid) -> None:
    wanted: list[int] = []
    grid.cell_wanted.connect(wanted.append)
    grid.show_pass(make_pass(2, anchor=(" behind",)))
    assert [grid.cell_at(grid.rect_of(cell).center()) for cell in range(7)] == list(range(7))
    assert grid.cell_at(QPoint(255, 115)) == -1
    press(qtbot, grid, 3)
    assert (wanted, grid.cursor_cell) == ([3], 3)
    press(qtbot, grid, 6)
    assert wanted == [3], "what stands behind the span is no part of it"


def test_keys_go_from_cell_to_cell(qtbot: QtBot, grid: CellGrid) -> None:
    wanted: list[int] = []
    grid.cell_wanted.connect(wanted.append)
    grid.show_pass(make_pass(2, cells=40))
    grid.setFocus()
    qtbot.keyClick(grid, Key.Key_Home)
    assert grid.cursor_cell == 0
    columns = next(cell for cell in range(1, 40) if grid.rect_of(cell).top() > grid.rect_of(0).top())
    for key, cell in (
        (Key.Key_Right, 1),
        (Key.Key_Down, 1 + columns),
        (Key.Key_Left, columns),
        (Key.Key_Up, 0),
        (Key.Key_Up, 0),
        (Key.Key_End, 39),
        (Key.Key_Right, 39),
        (Key.Key_Home, 0),
    ):
        qtbot.keyClick(grid, key)
        assert grid.cursor_cell == cell
        assert grid.accessibleDescription() == grid.describe(cell)
    qtbot.keyClick(grid, Key.Key_Return)
    assert wanted == [0]


def test_without_the_keyboard_all_cells_are_told(qtbot: QtBot) -> None:
    home = QWidget()
    qtbot.addWidget(home)
    grid, other = CellGrid(light, home), QLineEdit(home)
    row = QHBoxLayout(home)
    row.addWidget(grid)
    row.addWidget(other)
    grid.show_pass(make_pass(2))
    with qtbot.waitActive(home):
        home.show()
    grid.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(grid, Key.Key_Right)
    other.setFocus(Qt.FocusReason.TabFocusReason)
    assert (grid.cursor_cell, grid.description) == (-1, "2 accepted · 4 noise again")
    grid.setFocus(Qt.FocusReason.TabFocusReason)
    assert grid.cursor_cell == 1, "it is again where it was"


def test_the_mouse_points_before_the_keyboard(qtbot: QtBot, grid: CellGrid) -> None:
    pointed: list[int] = []
    grid.show_pass(make_pass(2))
    grid.pointed.connect(pointed.append)
    grid.set_cursor_cell(1)
    qtbot.mouseMove(grid.viewport(), grid.rect_of(4).center())
    qtbot.mouseMove(grid.viewport(), QPoint(250, 110))
    assert pointed == [1, 4, 1]


def test_cells_are_as_large_as_they_can_be_without_scrolling(grid: CellGrid) -> None:
    sides = []
    for cells in (6, 100, 200):
        grid.set_room(cells)
        grid.show_pass(make_pass(2, cells=cells))
        sides.append(grid.rect_of(0).width())
        assert grid.verticalScrollBar().maximum() == 0
        assert grid.rect_of(cells - 1).bottom() <= grid.viewport().height()
    assert sides == sorted(sides, reverse=True)
    assert (sides[0], sides[-1]) == (LARGEST, sides[-1])
    assert sides[-1] < LARGEST


def test_a_long_span_scrolls_to_what_is_worked_on(grid: CellGrid) -> None:
    states = (CellState.SETTLED,) * 1900 + (CellState.RENOISED,) * 100
    grid.show_pass(make_pass(1, cells=2000, canvas=1))
    grid.show_pass(make_pass(1, cells=2000, canvas=8, states=states))
    assert grid.rect_of(0).width() == SMALLEST
    assert 0 <= grid.rect_of(1900).top() < grid.viewport().height()
    grid.set_cursor_cell(0)
    assert grid.rect_of(0).top() >= 0


def test_only_rows_that_changed_are_drawn_again(qtbot: QtBot, grid: CellGrid, monkeypatch: pytest.MonkeyPatch) -> None:
    grid.show_pass(make_pass(5, cells=60))
    qtbot.wait(0)
    rows: list[set[int]] = []
    monkeypatch.setattr(grid, "_update_rows", rows.append)
    grid.show_pass(make_pass(6, cells=60))
    assert rows == [{0}]
    grid.show_pass(make_pass(6, cells=60))
    assert rows[1] == set()


def test_the_grid_takes_what_is_drawn_from_the_pass(grid: CellGrid) -> None:
    grid.show_pass(make_pass(3), frozenset({1}))
    one = grid.grab().toImage()
    grid.show_pass(make_pass(3))
    assert grid.grab().toImage() != one
    grid.set_theme(dark)
    assert grid.grab().toImage() != one
    grid.show_pass(None)
    assert (grid.cells, grid.description) == (0, "")


def test_a_tool_tip_per_cell(qtbot: QtBot, grid: CellGrid, monkeypatch: pytest.MonkeyPatch) -> None:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QHelpEvent
    from PySide6.QtWidgets import QApplication

    shown: list[str] = []
    monkeypatch.setattr(cell_grid.QToolTip, "showText", lambda _where, text, *_: shown.append(text))
    grid.show_pass(make_pass(2))
    place = grid.rect_of(4).center()
    QApplication.sendEvent(grid.viewport(), QHelpEvent(QEvent.Type.ToolTip, place, grid.mapToGlobal(place)))
    assert shown == [grid.describe(4)]


def test_the_legend_explains_what_occurs_and_breaks_into_lines(qtbot: QtBot) -> None:
    legend = CellLegend(light)
    qtbot.addWidget(legend)
    few = legend.heightForWidth(280)
    legend.set_shapes(frozenset(Shape))
    assert legend.heightForWidth(280) > few
    assert legend.heightForWidth(2000) < legend.heightForWidth(280)
