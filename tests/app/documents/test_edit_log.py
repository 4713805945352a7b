"""A log leads from the first text to the last; cut or damaged anywhere, it leads to one in between."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palimpsest.app.documents.edit_log import HEADER, DamageError, Edit, Edits, pack, replay

texts = st.text(st.one_of(st.characters(), st.sampled_from("a\n😀\ud83d\ude00\u2028")), max_size=12)
changes = st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1), texts), max_size=12)


def history(first: str, steps: list[tuple[float, float, str]]) -> tuple[list[str], list[Edit]]:
    """Every text on the way, and the edits between them, by plain slices of UTF-16."""
    raw, passed, edits = first.encode("utf-16-le", "surrogatepass"), [first], []
    for one, other, inserted in steps:
        length = len(raw) // 2
        start, end = sorted((round(one * length), round(other * length)))
        raw = raw[: 2 * start] + inserted.encode("utf-16-le", "surrogatepass") + raw[2 * end :]
        edits.append(Edit(start, end - start, inserted, len(raw) // 2, 1.5))
        passed.append(raw.decode("utf-16-le", "surrogatepass"))
    return passed, edits


@given(texts, changes)
def test_a_log_gives_every_text_on_the_way(first: str, steps: list[tuple[float, float, str]]):
    passed, edits = history(first, steps)
    read = Edits(HEADER + b"".join(map(pack, edits)))
    again = list(read)
    assert read.whole
    for count, text in enumerate(passed):
        assert replay(first, again[:count]) == text


@given(texts, changes, st.data())
def test_a_cut_log_gives_a_text_on_the_way(first: str, steps: list[tuple[float, float, str]], data: st.DataObject):
    passed, edits = history(first, steps)
    log = HEADER + b"".join(map(pack, edits))
    cut = Edits(log[: data.draw(st.integers(0, len(log)))])
    read = list(cut)
    assert read == edits[: len(read)]
    assert replay(first, read) == passed[len(read)]


@given(texts, changes, st.data())
def test_a_damaged_log_gives_what_came_before(first: str, steps: list[tuple[float, float, str]], data: st.DataObject):
    passed, edits = history(first, steps)
    log = bytearray(HEADER + b"".join(map(pack, edits)))
    place = data.draw(st.integers(0, len(log) - 1))
    log[place] ^= data.draw(st.integers(1, 255))
    damaged = Edits(bytes(log))
    read = list(damaged)
    assert not damaged.whole
    assert read == edits[: len(read)]
    assert replay(first, read) == passed[len(read)]
    ends = [len(HEADER) + sum(len(pack(edit)) for edit in edits[: count + 1]) for count in range(len(edits))]
    assert len(read) == (sum(end <= place for end in ends) if place >= len(HEADER) else 0)


def test_an_edit_that_does_not_fit_is_refused():
    with pytest.raises(DamageError):
        replay("abc", [Edit(2, 2, "", 1, 0.0)])
    with pytest.raises(DamageError):
        replay("abc", [Edit(0, 1, "", 3, 0.0)])
