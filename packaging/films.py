"""Makes the films of the README: the real window does what a user would, unseen, with the embedded model."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication

from palimpsest.app.regenerate.film_caption import Caption, compose, strip_height
from palimpsest.app.regenerate.film_gif import write_gif
from palimpsest.app.regenerate.film_look import Look, Size
from palimpsest.app.regenerate.film_stage import aim, frame_of, position_of, show_document, stage, wait
from palimpsest.app.regenerate.film_webp import write_webp
from palimpsest.app.regenerate.run import RunState
from palimpsest.app.regenerate.wish import Wish
from palimpsest.engine import open_engine
from palimpsest.resources import samples

if TYPE_CHECKING:
    from palimpsest.app.regenerate.film_frame import Frame
    from palimpsest.app.window import Window
    from palimpsest.engine.request import Engine, Pass

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "films"
MOST_BYTES = 700_000
"""A README with five of them has to open soon."""
SIZE = Size(920, 520)
READ_MS, SEE_MS, END_MS = 1500, 900, 2400
FIRST_PASS_MS, PASS_MS, SAME_PASS_MS = 420, 150, 100
"""Passes that change nothing any more are gone through faster."""

LOST = "red sweater"
NEWS = f"""# News from the ridge

The people of the ridge are relieved: David the poet has found the {LOST} that was lost on Monday.

David had gone to the ridge to saddle the fat horse with Simon, when he saw the {LOST} beside the bush. Nobody \
knows how a {LOST} came to the ridge. Zoe the musician thinks that it came from the pond.

On Wednesday the poet and the musician will carve the plain spoon together by the pond.
"""
"""No other words of it say what was lost."""


@dataclass(slots=True)
class Scene:
    """A window that is led by commands, and the pictures that were taken of it."""

    window: Window
    folder: Path
    text: str = ""
    says: str = ""
    """What the line below the window says."""
    frames: list[Frame] = field(default_factory=list)
    scroll: int | None = None

    def open(self, name: str, text: str) -> None:
        """Show a document."""
        show_document(self.window, text, name, self.folder)
        self.text = text

    def span(self, words: str, after: str = "") -> tuple[int, int]:
        """Where words stand in the document, the first time behind `after`, code points."""
        return self.place(self.text, words, after)

    @staticmethod
    def place(text: str, words: str, after: str = "") -> tuple[int, int]:
        """The same in any text."""
        start = text.index(words, text.index(after) + len(after))
        return start, start + len(words)

    def select(self, start: int, end: int) -> None:
        """Select a span, code points; the page then stands still for the rest of the scene."""
        self.scroll = aim(self.window, self.text, start, end)

    def mark(self, name: str, start: int, end: int) -> None:
        """Pin a range ("pin") or make it a hole ("hole"), code points."""
        marks = self.window.editor.span_marks
        toggle = {"pin": marks.toggle_pin, "hole": marks.toggle_hole}[name]
        toggle(*(position_of(self.window, self.text, place) for place in (start, end)))

    def command(self, name: str) -> None:
        """Do what a key would do."""
        self.window.commands[name].trigger()

    def picture(self, milliseconds: int, over: bool = False) -> None:
        """The window as it is drawn now; with `over` also the menu that is open on a word."""
        window = self.window
        QApplication.sendPostedEvents()
        if self.scroll is not None:
            window.editor.verticalScrollBar().setValue(self.scroll)
        shot = window.grab().toImage()
        if over:
            menu = window.page.say.menu
            painter = QPainter(shot)
            place = window.mapFromGlobal(menu.mapToGlobal(QPoint(0, 0)))
            room = QRect(place, menu.size()).intersected(shot.rect())
            painter.drawPixmap(QPoint(room.left(), min(place.y(), shot.height() - menu.height() - 8)), menu.grab())
            painter.end()
        info = window.desk.bridge.info
        caption = Caption(self.says, info.name if info is not None else "")
        self.frames.append(frame_of(compose(shot, caption, window.desk.theme, (SIZE.width, SIZE.height)), milliseconds))

    def run(self, wish: Wish) -> None:
        """Open the bar, set its dials, and regenerate; every pass is in the film."""
        self.command("regenerate.prompt")
        self.window.prompt_bar.set_wish(wish)
        self.picture(READ_MS)
        self.passes(lambda: self.command("regenerate.start"))

    def passes(self, begin: Callable[[], object]) -> None:
        """Picture what `begin` sets going until a proposal stands. Raises `RuntimeError` if none does."""
        begin()
        run = self.window.run
        assert run is not None
        last: Pass | None = None

        def look() -> None:
            nonlocal last
            if run.state is RunState.SHARPENING and run.latest is not last:
                latest = run.latest
                same = last is not None and latest is not None and latest.pieces == last.pieces
                self.picture(FIRST_PASS_MS if last is None else SAME_PASS_MS if same else PASS_MS)
                last = latest

        run.changed.connect(look)
        wait(run.changed, lambda: not run.working)
        run.changed.disconnect(look)
        if run.state is not RunState.PROPOSED:
            raise RuntimeError(f"The run ended as {run.state}: {run.failure}")


def pinned(scene: Scene) -> None:
    """A sentence is written anew around a name that stays."""
    sample = samples.load("welcome.md")
    scene.open(sample.name, sample.text)
    scene.select(sample.start, sample.end)
    scene.says = "Pin a name, and the sentence is written anew around it"
    scene.mark("pin", sample.start, sample.start + len("Zoe"))
    scene.picture(READ_MS)
    scene.run(Wish(seed=12))
    scene.picture(READ_MS)
    scene.command("regenerate.accept")
    scene.picture(END_MS)


def completion(scene: Scene) -> None:
    """A line in the middle of a function is written, with the code on both sides held."""
    sample = samples.load("code.py")
    missing = "        total += level\n"
    start, _ = Scene.place(sample.text, missing)
    scene.open(sample.name, sample.text.replace(missing, "        \n"))
    scene.select(start + 8, start + 8)
    scene.says = "Complete code in the middle: what stands below counts, too"
    scene.picture(READ_MS)
    scene.run(Wish(seed=2))
    scene.picture(READ_MS)
    scene.command("regenerate.accept")
    scene.picture(END_MS)


def strengths(scene: Scene) -> None:
    """The same sentence at 30 % and at 90 %."""
    sample = samples.load("welcome.md")
    scene.open(sample.name, sample.text)
    start, _ = scene.span("David had gone")
    _, end = scene.span("the bush.", "David had gone")
    for percent, told in ((30, "Strength 30 %: some words change"), (90, "Strength 90 %: the sentence changes")):
        scene.select(start, end)
        scene.says = told
        scene.run(Wish(strength=percent / 100, seed=4))
        scene.picture(SEE_MS)
        scene.command("regenerate.changes")
        scene.picture(END_MS)
        scene.command("regenerate.changes")
        scene.command("regenerate.discard")


def holes(scene: Scene) -> None:
    """Three holes are filled together, so that they agree."""
    scene.open("news.md", NEWS)
    spans = [scene.span(LOST, before) for before in ("found the ", "saw the ", "how a ")]
    scene.select(spans[0][0], spans[-1][1])
    for start, end in spans:
        scene.mark("hole", start, end)
    scene.says = "Three holes are filled together, so that they agree"
    scene.picture(READ_MS)
    scene.run(Wish(seed=8))
    scene.picture(READ_MS)
    scene.command("regenerate.accept")
    scene.picture(END_MS)


def reroll(scene: Scene) -> None:
    """A word of a proposal gives way to another, and its neighbours settle anew."""
    sample = samples.load("welcome.md")
    scene.open(sample.name, sample.text)
    scene.select(sample.start, sample.end)
    scene.says = "A draft…"
    scene.run(Wish(seed=3))
    scene.picture(READ_MS)
    scene.says = "…and what might have stood in place of a word"
    run, say = scene.window.run, scene.window.page.say
    assert run is not None
    assert run.proposal is not None
    # The word that the model was least sure of has the most to offer.
    words = [word for word in run.proposal.words if run.proposal.cells[word.first].runners_up]
    least = min(words, key=lambda word: run.proposal.cells[word.first].probability if run.proposal else 1.0)
    say.choose(least.start, least.end)
    scene.picture(SEE_MS)
    scene.command("regenerate.choose_word")
    scene.picture(READ_MS, over=True)
    action = say.menu.actions()[0]
    say.menu.close()
    scene.says = "Choose one, and the rest settles around it"
    scene.passes(action.trigger)
    scene.picture(READ_MS)
    scene.command("regenerate.accept")
    scene.picture(END_MS)


SCENES: dict[str, Callable[[Scene], None]] = {
    "pin": pinned,
    "code": completion,
    "strength": strengths,
    "holes": holes,
    "reroll": reroll,
}


def main(argv: list[str] | None = None) -> int:
    """Write the films that are asked for; 1 if one is larger than `MOST_BYTES`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scenes", nargs="*", metavar="SCENE", help=f"{', '.join(SCENES)} (default: all)")
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--format", choices=("webp", "gif"), default="webp")
    parser.add_argument("--model", default="embedded", metavar="DIR", help="checkpoint folder")
    args = parser.parse_args(argv)
    if unknown := set(args.scenes) - SCENES.keys():
        parser.error(f"there is no scene {', '.join(sorted(unknown))}")
    engine = open_engine(args.model if args.model == "embedded" else Path(args.model))
    args.folder.mkdir(parents=True, exist_ok=True)
    well = True
    for name in args.scenes or SCENES:
        path = args.folder / f"{name}.{args.format}"
        frames = shoot(SCENES[name], engine, Look(args.theme, SIZE))
        (write_gif if args.format == "gif" else write_webp)(frames, path)
        size = path.stat().st_size
        well &= size <= MOST_BYTES
        seconds = sum(frame.milliseconds for frame in frames) / 1000
        print(f"{path.name}: {len(frames)} pictures, {seconds:.0f} s, {size / 1000:.0f} kB")
    return 0 if well else 1


def shoot(act: Callable[[Scene], None], engine: Engine, look: Look) -> list[Frame]:
    """The pictures of a scene that is played with `engine`."""
    with _scene(engine, look) as scene:
        act(scene)
        return scene.frames


@contextmanager
def _scene(engine: Engine, look: Look) -> Iterator[Scene]:
    with TemporaryDirectory() as folder, stage(engine, look) as window:
        for part in (window.menuBar(), window.tabs, window.status):
            part.hide()
        window.setFixedSize(look.size.width, look.size.height - strip_height(look.size.height))
        # Passes come one by one, however fast the model is: every one of them is drawn.
        window.desk.bridge.pace_ms = 1
        yield Scene(window, Path(folder))


if __name__ == "__main__":
    sys.exit(main())
