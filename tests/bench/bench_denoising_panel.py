"""What a pass costs the denoising panel: refreshing and painting all of it, live and while scrubbing, in milliseconds.

Measured offscreen in November 2026, eight drafts, 48 passes, the machine's two cores busy with other work:
256 cells median 4.0 to 4.6, p95 5.5 to 7.2; 2,000 cells median 6.2 to 6.7, p95 9.1 to 11.3.
"""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import argparse
import random
import statistics
import time
from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QApplication, QMainWindow

from palimpsest.app import fonts, theme
from palimpsest.app.regenerate.denoising_panel import DenoisingPanel
from palimpsest.app.regenerate.film import Film
from palimpsest.engine.request import Candidate, CellState, InfillRequest, ModelInfo, Pass

TARGET = 8.0
SIZES = {"right": (320, 900), "below": (1200, 300)}


def passes(cells: int, count: int, seed: int = 1) -> list[Pass]:
    """Passes as a model sends them: noise at first, nearly all certain at the end, each cell at its own time."""
    chance = random.Random(seed)
    hard = [chance.random() for _ in range(cells)]
    made = []
    for number in range(1, count + 1):
        certainty = [max(0.0, min(1.0, 1.6 * number / count - 0.8 * h + chance.uniform(-0.1, 0.1))) for h in hard]
        accepted = [known > 0.5 for known in certainty]
        entropy = 5.0 * 0.87**number
        made.append(
            Pass(
                number=number,
                limit=count,
                pieces=tuple(f" w{cell}" if known else f" {chance.random()}" for cell, known in enumerate(accepted)),
                certainty=tuple(certainty),
                states=tuple(CellState.ACCEPTED if known else CellState.RENOISED for known in accepted),
                temperature=0.8 - 0.4 * number / count,
                entropy=entropy,
                accepted=sum(accepted),
                changed=cells - sum(accepted),
                candidates=8,
                anchor=(" behind",) * 12,
                drafts=tuple(
                    Candidate(cells + row, entropy * (1 + row / 4), dropped=row > 3 < number, shown=not row)
                    for row in range(8)
                ),
            )
        )
    return made


def timed(act: Callable[[], object]) -> float:
    """Milliseconds of an act and of the painting that it asked for."""
    # Time of this thread, so that what else the machine does is not counted.
    started = time.thread_time()
    act()
    QApplication.processEvents()
    return 1e3 * (time.thread_time() - started)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cells", type=int, default=256)
    parser.add_argument("--passes", type=int, default=48)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    fonts.load(app)
    app.setStyleSheet(theme.stylesheet(theme.light))
    info = ModelInfo("bench", "cpu", 1, 256, follows_instructions=False)
    for name, size in SIZES.items():
        window = QMainWindow()
        panel = DenoisingPanel(theme.light, window)
        window.setCentralWidget(panel)
        window.resize(*size)
        window.show()
        live, scrub = [], []
        for round_ in range(options.rounds):
            film = Film(InfillRequest("one two", 0, 3), info)
            panel.set_live(True)
            panel.set_film(film)
            for pass_ in passes(options.cells, options.passes, round_):
                film.passes.append(pass_)
                live.append(timed(panel.refresh))
            go_to = panel.scrubber.go_to
            scrub += [timed(partial(go_to, at)) for at in range(options.passes)]
        for kind, times in (("live", live), ("scrub", scrub)):
            p95 = sorted(times)[int(0.95 * len(times))]
            verdict = "met" if p95 <= TARGET else "MISSED"
            print(
                f"{name:6} {kind:6} {options.cells} cells, {len(times)} passes: "
                f"median {statistics.median(times):5.2f}, p95 {p95:5.2f}; target {TARGET} for p95: {verdict}"
            )
        window.close()


if __name__ == "__main__":
    main()
