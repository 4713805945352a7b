"""Cells of a span: pins and free runs, shares, the anchor behind them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palimpsest.engine.borders import lay_out
from palimpsest.engine.canvas import apportion, canvas_size, compose

TEXT = "The old lamp stood on the table. Anna took it."


def bounds(part: str, text: str = TEXT) -> tuple[int, int]:
    start = text.index(part)
    return start, start + len(part)


def test_pins_stay_in_order_and_free_runs_scale(tokenizer):
    start, end = bounds("old lamp stood on the table")
    pin = bounds("stood")
    span = lay_out(tokenizer, TEXT, start, end, (pin,))
    held = [token for token, is_held in zip(span.old, span.pinned, strict=True) if is_held]
    assert tokenizer.decode(held).strip() == "stood"
    for free in (1, span.free, 3 * span.free):
        slots = span.slots(free)
        assert slots.count(None) == free
        assert [slot for slot in slots if slot is not None] == held


def test_the_end_of_the_document_is_pinned(tokenizer):
    span = lay_out(tokenizer, TEXT, *bounds("Anna took"))
    canvas = compose(span, span.slots(2), 16, (tokenizer.eos, tokenizer.pad))
    after = len(span.right)
    assert canvas.anchor[:after] == span.right
    assert canvas.anchor[after] == tokenizer.eos
    assert set(canvas.anchor[after + 1 :]) == {tokenizer.pad}
    assert canvas.size == 16


def test_a_lead_takes_its_place_from_the_right_text(tokenizer):
    span = lay_out(tokenizer, TEXT, *bounds("old lamp"))
    canvas = compose(span, span.slots(2), 12, tokenizer.end_ids, (100, 101))
    assert canvas.lead == (100, 101)
    assert canvas.slots == span.slots(2)
    assert canvas.anchor == span.right[:8]
    assert canvas.size == 12


@given(st.integers(0, 200), st.lists(st.integers(0, 30), min_size=1, max_size=8))
def test_apportion_shares_everything(total, weights):
    shares = apportion(total, weights)
    assert sum(shares) == total
    assert all(share == 0 for share, weight in zip(shares[:-1], weights[:-1], strict=True) if weight == 0)


@pytest.mark.parametrize(("cells", "longest", "size"), [(1, 128, 64), (45, 128, 96), (90, 128, 128), (9, 32, 32)])
def test_canvas_size_leaves_room_for_the_anchor(cells, longest, size):
    assert canvas_size(cells, longest) == size


def test_two_cut_words_need_two_cells(tokenizer):
    start = TEXT.index("mp stood")
    span = lay_out(tokenizer, TEXT, start, start + 4)
    assert span.head
    assert span.tail
    assert span.lengths(1) == [2]
    inside = lay_out(tokenizer, TEXT, start, start + 1)
    assert inside.lengths(1) == [inside.free]
