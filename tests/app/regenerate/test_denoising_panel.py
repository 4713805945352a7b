"""The denoising panel as people use it: live, afterwards, step by step, with less motion, in any shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

import audit
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMainWindow
from reels import drafts, make_film, make_pass

from palimpsest.app import theme as themes
from palimpsest.app.regenerate import denoising_panel
from palimpsest.app.regenerate.denoising_panel import DenoisingPanel
from palimpsest.engine.request import Alternative, CellState, Failed, Finished

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from palimpsest.app.regenerate.film import Film

pytestmark = pytest.mark.usefixtures("fonts")
Key = Qt.Key
FOUR = [make_pass(number) for number in range(1, 5)]


class Desk:
    """A panel in a window, and what it tells."""

    def __init__(self, qtbot: QtBot, theme: themes.Theme = themes.light, size: tuple[int, int] = (320, 700)) -> None:
        self.qtbot = qtbot
        self.window = QMainWindow()
        qtbot.addWidget(self.window)
        self.window.setStyleSheet(themes.stylesheet(theme))
        self.panel = DenoisingPanel(theme, self.window)
        self.window.setCentralWidget(self.panel)
        self.window.resize(*size)
        with qtbot.waitActive(self.window):
            self.window.show()
        self.scrubbed: list[int] = []
        self.wanted: list[int] = []
        self.released = 0
        self.panel.scrubbed.connect(self.scrubbed.append)
        self.panel.word_wanted.connect(self.wanted.append)
        self.panel.released.connect(self._on_released)

    def _on_released(self) -> None:
        self.released += 1

    def show(self, film: Film, live: bool = False) -> None:
        self.panel.set_live(live)
        self.panel.set_film(film)
        QApplication.processEvents()

    def key(self, key: Qt.Key) -> None:
        self.qtbot.keyClick(self.panel.scrubber.slider, key)


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return Desk(qtbot)


def test_it_says_what_will_be_here_and_how_to_get_it(desk: Desk) -> None:
    desk.panel.set_start_keys("Alt+G")
    assert desk.panel.empty.isVisible()
    assert "Alt+G" in desk.panel.empty.words.text()


def test_it_waits_for_the_first_pass(desk: Desk) -> None:
    desk.show(make_film(), live=True)
    assert desk.panel.empty.heading.text() == "Reading the text around the span…"


def test_a_run_without_a_pass_says_why(desk: Desk) -> None:
    film = make_film()
    film.outcome = Failed("It broke.", "Mend it.")
    desk.show(film)
    assert desk.panel.empty.words.text() == "It broke. Mend it."
    film = make_film()
    film.outcome = Finished((), 0.0, "tiny", 1)
    desk.show(film)
    assert desk.panel.empty.words.text() == "Nothing had to be written."


def test_while_live_it_follows_the_newest_pass(desk: Desk) -> None:
    film = make_film(*FOUR[:2])
    desk.show(film, live=True)
    assert desk.panel.title.text() == "Pass 2 of 8"
    film.passes.append(FOUR[2])
    desk.panel.refresh()
    assert (desk.panel.title.text(), desk.panel.index, desk.scrubbed) == ("Pass 3 of 8", 2, [])
    assert desk.panel.about.text() == "temperature 0.65 · tiny"


def test_passes_that_were_not_drawn_are_told_and_can_be_reached(desk: Desk) -> None:
    film = make_film()
    desk.show(film, live=True)
    for start in (0, 2):
        film.passes.extend(FOUR[start : start + 2])
        desk.panel.refresh()
    assert "drawn: 1 in 2" in desk.panel.about.text()
    desk.key(Key.Key_Home)
    seen = [desk.panel.title.text()]
    for _ in range(3):
        desk.key(Key.Key_Right)
        seen.append(desk.panel.title.text())
    assert seen == [f"Pass {number} of 8" for number in range(1, 5)]
    assert desk.scrubbed == [0, 1, 2, 3]
    assert [desk.panel.pass_at(index) for index in desk.scrubbed] == FOUR


def test_who_holds_the_scrubber_is_not_moved_by_new_passes(desk: Desk) -> None:
    film = make_film(*FOUR[:3])
    desk.show(film, live=True)
    desk.key(Key.Key_Left)
    film.passes.append(FOUR[3])
    desk.panel.refresh()
    assert (desk.panel.index, desk.panel.away) == (1, True)
    assert desk.panel.scrubber.slider.maximum() == 3
    assert desk.panel.scrubber.follow.text() == "Live"
    desk.qtbot.mouseClick(desk.panel.scrubber.follow, Qt.MouseButton.LeftButton)
    assert (desk.panel.index, desk.panel.away, desk.released) == (3, False, 1)


def test_after_the_run_it_goes_back_to_the_text(desk: Desk) -> None:
    desk.show(make_film(*FOUR, ended=True))
    assert not desk.panel.scrubber.follow.isVisible()
    desk.key(Key.Key_Left)
    assert desk.panel.scrubber.follow.text() == "Result"
    desk.key(Key.Key_Escape)
    assert (desk.released, desk.panel.index) == (1, 3)
    assert not desk.panel.scrubber.follow.isVisible()
    desk.key(Key.Key_Escape)
    assert desk.released == 1


def test_playing_shows_every_pass_on_the_page_and_ends_at_the_text(desk: Desk) -> None:
    desk.show(make_film(*FOUR, ended=True))
    desk.panel.scrubber.player.play()
    for _ in range(4):
        desk.panel.scrubber.player.timer.timeout.emit()
    assert (desk.scrubbed, desk.released, desk.panel.away) == ([0, 1, 2, 3], 1, False)


def test_keys_work_wherever_they_are_not_taken(desk: Desk) -> None:
    desk.show(make_film(*FOUR, ended=True))
    desk.panel.grid.setFocus()
    desk.qtbot.keyClick(desk.panel.grid, Key.Key_Comma)
    desk.qtbot.keyClick(desk.panel.grid, Key.Key_Period)
    assert desk.scrubbed == [2, 3]
    desk.qtbot.keyClick(desk.panel.grid, Key.Key_Space)
    assert desk.panel.scrubber.player.playing
    desk.qtbot.keyClick(desk.panel.grid, Key.Key_Space)
    assert not desk.panel.scrubber.player.playing


def test_the_curves_are_a_way_to_scrub(desk: Desk) -> None:
    desk.show(make_film(*FOUR, ended=True))
    desk.qtbot.mouseClick(desk.panel.curves, Qt.MouseButton.LeftButton)
    assert desk.scrubbed in ([1], [2])


def test_a_cell_is_marked_on_the_page_and_told(desk: Desk) -> None:
    desk.show(make_film(*FOUR, ended=True))
    grid = desk.panel.grid
    assert desk.panel.cell_line.text() == "4 accepted · 2 noise again"
    desk.qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=grid.rect_of(5).center())
    assert desk.wanted == [5]
    assert desk.panel.cell_line.text().startswith("“ n4” · noise again")
    desk.panel.set_cell(0)
    assert desk.panel.cell_line.text().startswith("“ w0” · accepted")


def test_parts_of_a_long_span_are_numbered(desk: Desk) -> None:
    passes = [make_pass(n, canvas=canvas, canvases=2) for canvas in (1, 2) for n in (1, 2)]
    desk.show(make_film(*passes, ended=True))
    assert desk.panel.title.text() == "Pass 2 of 8, part 2 of 2"
    desk.key(Key.Key_Home)
    assert desk.panel.title.text() == "Pass 1 of 8, part 1 of 2"


def test_a_steered_run_is_one_row_of_takes(desk: Desk) -> None:
    first = make_film(*FOUR)
    desk.show(first, live=True)
    second = first.followed(first.request, "word re-rolled")
    desk.panel.set_film(second)
    assert (desk.panel.index, desk.panel.title.text()) == (3, "Pass 4 of 8")
    second.passes.append(FOUR[0])
    desk.panel.refresh()
    assert (desk.panel.index, desk.panel.title.text()) == (4, "Pass 1 of 8")
    assert desk.panel.about.text().startswith("word re-rolled · temperature")
    second.passes.append(FOUR[1])
    desk.panel.refresh()
    desk.key(Key.Key_Home)
    assert desk.panel.pass_at(desk.scrubbed[-1]) == FOUR[0]
    assert desk.panel.about.text().startswith("temperature")
    assert [desk.panel.pass_at(index) for index in range(6)] == [*FOUR, *FOUR[:2]]


def test_drafts_while_it_runs_and_texts_afterwards(desk: Desk) -> None:
    passes = [make_pass(n, candidates=2, drafts=drafts(1.0, 2.0)) for n in (1, 2)]
    film = make_film(*passes)
    desk.show(film, live=True)
    assert [row.name for row in desk.panel.candidates.rows] == ["10 cells", "11 cells"]
    film.outcome = Finished((Alternative("a", -0.5, 2), Alternative("b", -0.7, 2)), 1.0, "tiny", 1)
    desk.panel.set_live(False)
    assert [row.value for row in desk.panel.candidates.rows] == ["−0.50", "−0.70"]
    desk.key(Key.Key_Left)
    assert [row.name for row in desk.panel.candidates.rows] == ["10 cells", "11 cells"]


def test_less_motion_shows_progress_and_the_cells_at_the_end(desk: Desk) -> None:
    film = make_film(*FOUR)
    desk.panel.set_reduced_motion(True)
    desk.show(film, live=True)
    panel = desk.panel
    assert (panel.grid.isVisible(), panel.curves.isVisible(), panel.calm.isVisible()) == (False, False, True)
    assert panel.title.text() == "Pass 4 of 8"
    assert panel.cell_line.text() == "4 accepted · 2 noise again"
    assert panel.stop.bar.share > 0
    desk.key(Key.Key_Left)
    assert panel.grid.isVisible(), "who asks for a pass sees it"
    desk.key(Key.Key_Escape)
    assert not panel.grid.isVisible()
    film.outcome = Finished((), 1.0, "tiny", 1)
    panel.set_live(False)
    assert (panel.grid.isVisible(), panel.calm.isVisible(), panel.grid.cells) == (True, False, 6)


def test_another_film_is_shown_from_its_end(desk: Desk) -> None:
    desk.show(make_film(*FOUR, ended=True))
    desk.key(Key.Key_Home)
    desk.panel.scrubber.player.play()
    desk.show(make_film(*FOUR[:2], ended=True))
    assert (desk.panel.index, desk.panel.away, desk.panel.scrubber.player.playing) == (1, False, False)
    desk.panel.set_film(None)
    assert desk.panel.empty.isVisible()


def test_scrubbing_is_said_and_playing_is_not(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(denoising_panel, "announce", lambda _source, text: said.append(text))
    desk.show(make_film(*FOUR, ended=True))
    desk.key(Key.Key_Left)
    assert said == ["Pass 3 of 8, 3 accepted, 3 changed, entropy 0.25"]
    assert desk.panel.scrubber.slider.accessibleDescription() == said[0]
    desk.panel.scrubber.player.play()
    desk.panel.scrubber.player.timer.timeout.emit()
    assert len(said) == 1
    assert desk.panel.scrubber.slider.accessibleDescription().startswith("Pass 4 of 8")


@pytest.mark.parametrize("theme", [themes.light, themes.dark], ids=lambda theme: theme.name)
@pytest.mark.parametrize("size", [(280, 900), (1000, 280)], ids=["high", "low"])
def test_everybody_can_work_it(qtbot: QtBot, theme: themes.Theme, size: tuple[int, int]) -> None:
    desk = Desk(qtbot, theme, size)
    desk.show(make_film(*(make_pass(n, candidates=2, drafts=drafts(1.0, 2.0)) for n in (1, 2, 3)), ended=True))
    desk.key(Key.Key_Left)
    QApplication.processEvents()
    assert audit.faults(qtbot, desk.window) == []


@pytest.mark.parametrize("size", [(280, 900), (420, 700), (1000, 280), (1400, 320)])
@pytest.mark.parametrize("cells", [3, 60, 256])
def test_parts_do_not_overlap_and_stay_inside(qtbot: QtBot, size: tuple[int, int], cells: int) -> None:
    desk = Desk(qtbot, size=size)
    states = tuple(CellState(cell % len(CellState)) for cell in range(cells))
    passes = [make_pass(n, cells=cells, states=states, drafts=drafts(1, 2, 3, 4, 5), candidates=5) for n in (1, 2)]
    desk.show(make_film(*passes))
    panel = desk.panel
    parts = [panel.grid, panel.cell_line, panel.legend, panel.curves, panel.stop, panel.candidates]
    home = panel.middle.home
    assert home.width() <= panel.middle.viewport().width()
    for place, part in enumerate(parts):
        assert part.isVisible()
        assert home.rect().contains(part.geometry())
        assert part.height() >= part.minimumSizeHint().height() or part is panel.grid
        assert not any(part.geometry().intersects(other.geometry()) for other in parts[:place])
    assert panel.grid.verticalScrollBar().maximum() == 0 or cells == 256


def test_a_very_low_panel_scrolls(qtbot: QtBot) -> None:
    desk = Desk(qtbot, size=(300, 300))
    desk.show(make_film(*FOUR))
    assert desk.panel.middle.verticalScrollBar().maximum() > 0


def test_it_wears_the_theme_it_is_given(desk: Desk) -> None:
    desk.show(make_film(*FOUR, ended=True))
    before = desk.panel.grab().toImage()
    desk.panel.set_theme(themes.dark)
    desk.window.setStyleSheet(themes.stylesheet(themes.dark))
    after = desk.panel.grab().toImage()
    assert before.pixelColor(2, 2).name() == themes.light.frame
    assert after.pixelColor(2, 2).name() == themes.dark.frame
    assert before != after
