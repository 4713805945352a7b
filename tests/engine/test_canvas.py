"""Borders of a span are token-safe, and the way back to the document is exact."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from palimpsest.engine.canvas import apportion, canvas_size, compose, lay_out

TEXT = "The old lamp stood on the table. Anna took it."


def bounds(part: str, text: str = TEXT) -> tuple[int, int]:
    start = text.index(part)
    return start, start + len(part)


def test_a_space_stays_with_its_word_on_the_left(tokenizer):
    span = lay_out(tokenizer, TEXT, *bounds("lamp"))
    assert span.head == b" "
    assert tokenizer.decode(span.old) == " lamp"
    assert tokenizer.decode(span.right).startswith(" stood")
    assert span.splice(" map") == "map"
    assert span.splice("map") is None


def test_a_selected_space_stays_with_the_word_after_it(tokenizer):
    span = lay_out(tokenizer, TEXT, *bounds("lamp "))
    assert tokenizer.decode(span.right).startswith(" stood")
    assert span.splice(" map") == "map "


def test_a_straddled_word_becomes_a_constraint(tokenizer):
    start = TEXT.index("table") + 2
    span = lay_out(tokenizer, TEXT, start, start + 1)
    assert span.head.endswith(b"ta")
    assert span.tail == b"le"
    assert span.splice(tokenizer.decode(span.old)) == "b"
    assert span.splice(" chair") is None


def test_insertion_between_words_keeps_one_space(tokenizer):
    start = TEXT.index("lamp")
    span = lay_out(tokenizer, TEXT, start, start)
    assert span.old == ()
    inserted = span.splice(" little")
    assert inserted is not None
    assert TEXT[:start] + inserted + TEXT[start:] == TEXT.replace("old lamp", "old little lamp")


def test_pins_stay_in_order_and_free_runs_scale(tokenizer):
    start, end = bounds("old lamp stood on the table")
    pin = bounds("stood")
    span = lay_out(tokenizer, TEXT, start, end, (pin,))
    held = [token for token, is_held in zip(span.old, span.pinned, strict=True) if is_held]
    assert tokenizer.decode(held).strip() == "stood"
    for free in (0, 1, span.free, 3 * span.free):
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


@given(st.integers(0, 200), st.lists(st.integers(0, 30), min_size=1, max_size=8))
def test_apportion_shares_everything(total, weights):
    shares = apportion(total, weights)
    assert sum(shares) == total
    assert all(share == 0 for share, weight in zip(shares[:-1], weights[:-1], strict=True) if weight == 0)


@pytest.mark.parametrize(("cells", "longest", "size"), [(1, 128, 64), (45, 128, 96), (90, 128, 128), (9, 32, 32)])
def test_canvas_size_leaves_room_for_the_anchor(cells, longest, size):
    assert canvas_size(cells, longest) == size


DOCUMENTS = st.text(
    st.one_of(st.sampled_from(" \n\t\r.,é👍\u0301"), st.characters(exclude_categories=["Cs"])), max_size=80
)


@settings(deadline=None)
@given(data=st.data(), text=DOCUMENTS)
def test_the_old_tokens_splice_back_to_the_old_text(tokenizer, data, text):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    span = lay_out(tokenizer, text, start, end)
    if start < end and span.old:
        assert span.splice(tokenizer.decode(span.old)) == text[start:end]
    shown = span.trim(tokenizer.pieces(span.old))
    if start < end and span.old:
        assert "".join(shown) == text[start:end]


@settings(deadline=None)
@given(data=st.data(), text=DOCUMENTS, fill=DOCUMENTS)
def test_a_splice_never_touches_the_outside(tokenizer, data, text, fill):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    span = lay_out(tokenizer, text, start, end)
    head, tail = span.head.decode(), span.tail.decode()
    spliced = span.splice(head + fill + tail)
    assert spliced is not None
    assert spliced == fill + span.trailing.decode()
