"""Pictures of films: packed without loss, and joined where nothing changes."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from palimpsest.app.regenerate.film_frame import Frame, merged


@given(st.binary(min_size=12, max_size=12))
def test_a_picture_is_what_it_was(pixels):
    frame = Frame.of(pixels, (2, 2), 5)
    assert frame.pixels == pixels
    assert frame.image.size == (2, 2)
    assert frame.image.tobytes() == pixels


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(1, 9)), max_size=8))
def test_pictures_that_do_not_change_are_joined(shown):
    frames = [Frame.of(colour.encode() * 3, (1, 1), time) for colour, time in shown]
    joined = list(merged(frames))
    assert sum(frame.milliseconds for frame in joined) == sum(time for _, time in shown)
    assert all(one.packed != other.packed for one, other in itertools.pairwise(joined))
