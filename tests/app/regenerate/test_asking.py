"""A request is the target, the wish and the document as they stand."""

from __future__ import annotations

import pytest

from palimpsest.app.documents.document import Document
from palimpsest.app.regenerate.asking import request_of, seeded
from palimpsest.app.regenerate.steering import Steering
from palimpsest.app.regenerate.target import Target
from palimpsest.app.regenerate.wish import SCALES, Wish
from palimpsest.engine.request import Segment

pytestmark = pytest.mark.usefixtures("qapp")


def document() -> Document:
    made = Document()
    made.set_text("🙂 one two three")
    return made


def test_positions_become_code_points_and_the_wish_is_told() -> None:
    wish = Wish("calmer", 0.4, 2, 7, "longer")
    asked = request_of(document(), Target(3, 10, pins=((4, 7),), holes=((0, 3),)), wish)
    assert asked.text[asked.start : asked.end] == "one two"
    assert (asked.pins, asked.holes) == (((6, 9),), ((2, 5),))
    assert (asked.instruction, asked.strength, asked.alternatives, asked.seed) == ("calmer", 0.4, 2, 7)
    assert (asked.scale, asked.length, asked.resume) == (SCALES["longer"], None, ())


def test_what_is_steered_says_itself_what_is_held_and_how_long_it_is() -> None:
    said = Steering((Segment(text="one two", held=True),), 0.5, ())
    asked = request_of(document(), Target(3, 10, pins=((4, 7),)), Wish(strength=1.0, seed=7, tokens=20), said)
    assert (asked.pins, asked.holes, asked.length, asked.scale) == ((), (), None, 1.0)
    assert (asked.strength, asked.resume) == (0.5, said.segments)


def test_a_wish_without_a_seed_gets_one_and_keeps_its_own() -> None:
    assert seeded(Wish(seed=0)).seed == 0
    first, second = seeded(Wish()).seed, seeded(Wish()).seed
    assert first is not None
    assert first != second
