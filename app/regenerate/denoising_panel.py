"""The denoising panel: how the model came to its text, pass by pass, while it works and afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QStackedLayout, QVBoxLayout, QWidget

from palimpsest.app.announce import announce
from palimpsest.app.decimals import decimal
from palimpsest.app.find_parts import Words
from palimpsest.app.regenerate.candidates_view import CandidatesView
from palimpsest.app.regenerate.cell_grid import CellGrid
from palimpsest.app.regenerate.cell_legend import CellLegend
from palimpsest.app.regenerate.cell_sprites import Shape
from palimpsest.app.regenerate.cell_words import summary
from palimpsest.app.regenerate.denoising_empty import EmptyState
from palimpsest.app.regenerate.denoising_layout import Arrangement, Parts
from palimpsest.app.regenerate.entropy_scale import words
from palimpsest.app.regenerate.pass_curves import PassCurves
from palimpsest.app.regenerate.reel import Reel
from palimpsest.app.regenerate.scrubber import Scrubber
from palimpsest.app.regenerate.stop_view import StopView
from palimpsest.engine.request import Failed

if TYPE_CHECKING:
    from palimpsest.app.regenerate.film import Film
    from palimpsest.app.theme import Theme
    from palimpsest.engine.request import Pass

WIDE = 640
"""Pixels of Qt from which the parts stand side by side, where the panel is wider than high."""


class DenoisingPanel(QWidget):
    """Shows one film at a time; knows no run and no engine. All passes can be reached, those not drawn live, too."""

    scrubbed = Signal(int)
    """The user, or playing, has gone to this pass (for `pass_at`): the page shall show it, too."""
    released = Signal()
    """Back at the end: the page shows again what it showed."""
    word_wanted = Signal(int)
    """A cell of the span in the shown pass was clicked: the page marks it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("denoising_panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Denoising"))
        self._film: Film | None = None
        self._reel = Reel()
        self._index = 0
        self._away = False
        self._live = False
        self._less_motion = False
        self._came = 0
        """Passes that came while they were watched."""
        self._drawn = 0
        """How many of these were drawn at once."""

        self.empty = EmptyState(theme, self)
        self.middle = Arrangement(self)
        home = self.middle.home
        self.title = QLabel(self)
        self.title.setObjectName("pass_title")
        self.about = Words(self)
        self.grid = CellGrid(theme, home)
        self.cell_line = Words(home)
        self.legend = CellLegend(theme, home)
        self.calm = QLabel(self.tr("Less motion: the cells are shown when the run has ended."), home)
        self.calm.setWordWrap(True)
        self.curves = PassCurves(theme, home)
        self.stop = StopView(theme, home)
        self.candidates = CandidatesView(theme, home)
        self.scrubber = Scrubber(theme, self)
        self.middle.hold(
            Parts(self.grid, self.cell_line, self.legend, self.calm, self.curves, self.stop, self.candidates)
        )
        self._place_parts()

        self.grid.cell_wanted.connect(self.word_wanted)
        self.grid.pointed.connect(self._on_pointed)
        self.curves.scrubbed.connect(self.scrubber.go_to)
        self.scrubber.moved.connect(self._on_moved)
        self.scrubber.released.connect(self._on_released)
        self._show_nothing()

    def _place_parts(self) -> None:
        self._head = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._head.setSpacing(0)
        self._head.addWidget(self.title)
        self._head.addWidget(self.about, 1)
        whole = QWidget(self)
        column = QVBoxLayout(whole)
        column.setContentsMargins(12, 8, 12, 10)
        column.setSpacing(8)
        column.addLayout(self._head)
        column.addWidget(self.middle, 1)
        column.addWidget(self.scrubber)
        self.foot = QVBoxLayout()
        """Room for what others have to say of the run."""
        column.addLayout(self.foot)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(whole)

    # -- what is shown -------------------------------------------------------------------------------------------

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        for part in (self.empty, self.grid, self.legend, self.curves, self.stop, self.candidates, self.scrubber):
            part.set_theme(theme)

    def set_film(self, film: Film | None) -> None:
        """Show another run, at its newest pass; None shows what will be here."""
        if film is self._film:
            self.refresh()
            return
        self.scrubber.player.pause()
        self._film, self._reel = film, Reel()
        self._index, self._away = 0, False
        self.grid.show_pass(None)
        self.grid.set_cursor_cell(-1)
        self.grid.set_room(0)
        self.candidates.clear()
        self.refresh()
        self._came = self._drawn = 0

    def set_live(self, live: bool) -> None:
        """Whether the run goes on. A run that begins is followed."""
        self._live = live
        self.refresh()

    def set_reduced_motion(self, less: bool) -> None:
        """With less motion the cells stand still while a run goes. What the user plays is played all the same."""
        self._less_motion = less
        self.refresh()

    def set_start_keys(self, keys: str) -> None:
        """The keys that start a run, as people read them; told where nothing is shown yet."""
        self.empty.set_keys(keys)

    def set_cell(self, cell: int) -> None:
        """Put the cursor of the grid on a cell of the span, -1 for none: the page points at it."""
        self.grid.set_cursor_cell(cell)

    def refresh(self) -> None:
        """Passes were added to the film, or its run has ended."""
        film = self._film
        if film is None:
            self._show_nothing()
            return
        new = self._take(film)
        if not len(self._reel):
            self._show_nothing()
            return
        if new:
            self._came, self._drawn = self._came + new, self._drawn + 1
            self.scrubber.set_reel(self._reel)
            self.grid.set_room(self._reel.most_cells)
            self.legend.set_shapes(self._shapes())
        if not self._away:
            self._index = len(self._reel) - 1
            self.scrubber.show_place(self._index)
        self._stack.setCurrentIndex(1)
        self._show()

    def _take(self, film: Film) -> int:
        """Put what is new in a film, earlier takes first, into the reel; returns how many passes that were."""
        before = len(self._reel)
        skipped = 0
        for take in film.story:
            start = max(0, before - skipped)
            self._reel.extend(take.passes[start:])
            skipped += len(take.passes)
        return len(self._reel) - before

    @property
    def index(self) -> int:
        """Which pass is shown, from 0."""
        return self._index

    @property
    def away(self) -> bool:
        """True while the user looks at an earlier pass, or plays."""
        return self._away

    @property
    def shown(self) -> Pass | None:
        """The pass whose cells are in the grid."""
        return self._reel[self._index] if len(self._reel) else None

    def pass_at(self, index: int) -> Pass:
        """The pass that `scrubbed` spoke of."""
        return self._reel[index]

    # -- Qt ------------------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(320, 560)

    def minimumSizeHint(self) -> QSize:
        return QSize(280, 180)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= WIDE and self.width() > self.height()
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._head.setDirection(across if wide else down)
        self._head.setSpacing(16 if wide else 0)
        self.middle.set_wide(wide)
        self.scrubber.set_wide(wide)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Comma: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Period: 1}
        if not len(self._reel):
            event.ignore()
        elif key in steps:
            self.scrubber.step(steps[key])
        elif key == Qt.Key.Key_Home:
            self.scrubber.go_to(0)
        elif key == Qt.Key.Key_End:
            self.scrubber.go_to(len(self._reel) - 1)
        elif key == Qt.Key.Key_Space:
            self.scrubber.player.toggle()
        elif key == Qt.Key.Key_Escape and self._away:
            self.scrubber.release()
        else:
            event.ignore()

    # -- showing -------------------------------------------------------------------------------------------------

    def _show_nothing(self) -> None:
        self._stack.setCurrentIndex(0)
        outcome = self._film.outcome if self._film is not None else None
        if self._film is None:
            self.empty.explain()
        elif outcome is None:
            self.empty.wait()
        else:
            self.empty.fail(str(outcome) if isinstance(outcome, Failed) else self.tr("Nothing had to be written."))

    def _show(self) -> None:
        """Draw the shown pass in every part."""
        film, reel, index = self._film, self._reel, self._index
        assert film is not None
        shown, at_end = reel[index], index == len(reel) - 1
        self._show_title()
        still = self._less_motion and self._live and not self._away
        for part in (self.grid, self.legend, self.curves):
            part.setVisible(not still)
        self.calm.setVisible(still)
        if still:
            self.grid.show_pass(None)
        else:
            self.grid.show_pass(shown, reel.changed(index))
            self.curves.show_reel(reel, index, self._live)
        self._on_pointed(self.grid.pointed_cell)
        self.stop.show_pass(reel[reel.start(index)], shown, at_end and not self._live, film.outcome)
        if at_end and not self._away and film.alternatives:
            self.candidates.show_results(film.alternatives, shown.text)
        else:
            self.candidates.show_drafts(shown)
        self.scrubber.set_follow(
            self.tr("Live") if self._live else self.tr("Result"),
            self.tr("Follow the newest pass (Esc)") if self._live else self.tr("Back to the finished text (Esc)"),
            self._away,
        )
        self.scrubber.slider.setAccessibleDescription(self._spoken)

    def _show_title(self) -> None:
        film, shown = self._film, self._reel[self._index]
        assert film is not None
        title = self.tr("Pass {number} of {limit}").format(number=shown.number, limit=shown.limit)
        if shown.canvases > 1:
            title = self.tr("{passes}, part {part} of {parts}").format(
                passes=title, part=shown.canvas, parts=max(shown.canvas, shown.canvases)
            )
        self.title.setText(title)
        about = [note] if (note := self._note(film)) else []
        about.append(self.tr("temperature {value}").format(value=decimal(shown.temperature, 2)))
        each = round(self._came / max(1, self._drawn))
        if self._live and not self._away and each > 1:
            about.append(self.tr("drawn: 1 in {count}").format(count=each))
        if film.info is not None:
            about.append(film.info.name)
        self.about.say(" · ".join(about), fault=False)

    def _note(self, film: Film) -> str:
        """What was done before the take that the shown pass belongs to."""
        behind = 0
        for take in film.story:
            behind += len(take.passes)
            if self._index < behind:
                return take.note
        return ""

    @property
    def _spoken(self) -> str:
        shown = self._reel[self._index]
        return self.tr("Pass {number} of {limit}, {accepted} accepted, {changed} changed, entropy {entropy}").format(
            number=shown.number,
            limit=shown.limit,
            accepted=shown.accepted,
            changed=shown.changed,
            entropy=words(shown.entropy),
        )

    def _shapes(self) -> frozenset[Shape]:
        behind = (Shape.BEHIND,) if self._reel.anchored else ()
        return frozenset((*(Shape(state) for state in self._reel.states), *behind))

    @Slot(int)
    def _on_pointed(self, cell: int) -> None:
        if len(self._reel):
            self.cell_line.say(self.grid.describe(cell) or summary(self._reel[self._index]), fault=False)

    @Slot(int)
    def _on_moved(self, index: int) -> None:
        self._away, self._index = True, index
        self._show()
        if not self.scrubber.player.playing:
            announce(self.scrubber.slider, self._spoken)
        self.scrubbed.emit(index)

    @Slot()
    def _on_released(self) -> None:
        if not self._away:
            return
        self._away = False
        self.refresh()
        self.released.emit()
