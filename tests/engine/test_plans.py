"""Plans of cells: old tokens stretched or thinned, rules at the borders, and the canvas that comes of them."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from palimpsest.engine.borders import lay_out
from palimpsest.engine.canvas import Rule, Span
from palimpsest.engine.plans import BLANK, Place, Plan, canvas_of, fresh, ruled, spread, weights

TEXT = "The old lamp stood on the table. Anna took it."
ENDS = (1, 0)


def bounds(part: str) -> tuple[int, int]:
    start = TEXT.index(part)
    return start, start + len(part)


@given(st.lists(st.integers(0, 99), max_size=40, unique=True), st.integers(0, 80))
def test_spread_keeps_the_order_and_has_the_length(ids, length):
    cells = spread(ids, length)
    kept = [cell for cell in cells if cell is not None]
    assert len(cells) == length
    assert kept == [token for token in ids if token in kept]
    assert len(kept) == min(len(ids), length)


@given(st.integers(1, 30), st.integers(1, 30))
def test_noise_between_is_even(old, more):
    cells = spread(range(old), old + more)
    gaps = [0]
    for cell in cells:
        if cell is None:
            gaps[-1] += 1
        else:
            gaps.append(0)
    assert max(gaps) - min(gaps[1:-1] or [max(gaps)]) <= 1


def test_a_fresh_plan_has_noise_and_pins(tokenizer):
    span = lay_out(tokenizer, TEXT, *bounds("old lamp stood on"), (bounds("stood"),))
    plan = fresh(span, 5)
    assert plan.free == 5
    held = [place.token for place in plan.places if place.held]
    assert tokenizer.decode([token for token in held if token is not None]) == " stood"
    assert all(place.token is None for place in plan.places if not place.held)
    assert plan.places[0].rule == Rule(head=b" ")


def test_a_plan_that_keeps_begins_with_the_old_tokens(tokenizer):
    span = lay_out(tokenizer, TEXT, *bounds(" old lamp stood on the table"))
    plan = fresh(span, span.free + 3, keep=True)
    tokens = [place.token for place in plan.places]
    assert tokens.count(None) == 3
    assert [token for token in tokens if token is not None] == list(span.old)
    canvas = canvas_of(plan.places, span.right, 32, ENDS)
    assert canvas.size == 32
    assert sum(canvas.noise) == 3
    assert canvas.certainty == ()


def test_lengths_of_holes_scale_each_by_its_own(tokenizer):
    place = TEXT.index(" Anna")
    holes = (bounds(" lamp stood on"), (place, place))
    span = lay_out(tokenizer, TEXT, 0, len(TEXT), holes=holes)
    sizes = [run.size for run in span.runs]
    wanted = weights(span, 2.0)
    assert wanted == (0, 2 * sizes[1], 0, 2 * BLANK, 0)
    assert span.lengths(sum(wanted), wanted) == [sizes[0], wanted[1], sizes[2], wanted[3], sizes[4]]
    assert min(span.lengths(1, wanted)[1::2]) == 1


def test_given_cells_say_what_is_noise():
    places = [Place(0, 7, held=True), Place(1, 8, certainty=0.5), Place(1, 9, noise=True, certainty=0.5)]
    plan = ruled(places, [(7,), (8, 9)], (b"x", b"y"))
    assert [place.rule for place in plan.places] == [None, None, Rule(tail=b"y")]
    canvas = canvas_of(plan.places, (5, 6), 6, ENDS)
    assert canvas.slots == (7, None, None)
    assert canvas.anchor == (5, 6, 1)
    assert canvas.start == (7, 8, 9)
    assert canvas.noise == (False, False, True)
    assert canvas.certainty == (1.0, 0.5, 0.5)
    assert canvas.rules == ((2, Rule(tail=b"y")),)


def test_a_lead_stands_before_the_cells_and_is_none_of_them():
    kept = ruled([Place(0, 7, held=True), Place(1, 8)], [(7,), (8,)], (b"x", b"y"))
    for plan in (fresh(Span((), (), (), ()), 2), kept):
        plain = canvas_of(plan.places, (5, 6, 4, 3), 6, ENDS)
        led = canvas_of(plan.places, (5, 6, 4, 3), 6, ENDS, (100, 101))
        assert led == replace(plain, lead=(100, 101), anchor=(5, 6))


def test_a_plan_keeps_its_borders_or_not(tokenizer):
    the, lamp = tokenizer.encode(" lamp").ids[0], tokenizer.encode("lamp").ids[0]
    plan = Plan((Place(0, rule=Rule(head=b" ")),), ((),))
    assert plan.keeps(tokenizer, [the])
    assert not plan.keeps(tokenizer, [lamp])
