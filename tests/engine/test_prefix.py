"""Prefixes are values: whatever is done later, each keeps what it held."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from palimpsest.engine.prefix import Prefix, batch_of

LAYERS = [(2, 3), (1, 5)]


def empty(batch: int = 1) -> Prefix:
    return Prefix.empty(LAYERS, batch, torch.empty(0, dtype=torch.long), torch.empty(0))


def extend(prefix: Prefix, ids: list[int]) -> Prefix:
    """Extend with keys that tell their token and place: key = id + place / 1000, value its negative."""
    tokens = torch.tensor([ids] * prefix.batch)
    grown = prefix.extended(tokens)
    for index, (groups, dim) in enumerate(LAYERS):
        marks = tokens + torch.arange(prefix.length, grown.length) / 1000
        key = marks[:, :, None, None].expand(-1, -1, groups, dim)
        grown.write(index, key, -key)
    return grown


def check(prefix: Prefix, ids: list[int]) -> None:
    assert prefix.length == len(ids)
    assert prefix.ids.tolist() == [ids] * prefix.batch
    marks = torch.tensor(ids) + torch.arange(len(ids)) / 1000
    for index, (groups, dim) in enumerate(LAYERS):
        key, value = prefix.layer(index)
        assert key.shape == (prefix.batch, groups, len(ids), dim)
        assert torch.equal(key, marks[:, None].expand(prefix.batch, groups, -1, dim))
        assert torch.equal(value, -key)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 99), st.integers(0, 400), st.integers(0, 300)), max_size=12), st.integers(1, 2)
)
def test_every_prefix_keeps_what_it_held(steps: list[tuple[int, int, int]], batch: int) -> None:
    """Take any earlier prefix, cut it anywhere, extend it; all prefixes made so far stay right."""
    made: list[tuple[Prefix, list[int]]] = [(empty(batch), [])]
    for number, (which, cut, more) in enumerate(steps):
        prefix, ids = made[which % len(made)]
        length = cut % (len(ids) + 1)
        added = [number * 1000 + place for place in range(more)]
        made.append((extend(prefix.truncate(length), added), ids[:length] + added))
    for prefix, ids in made:
        check(prefix, ids)


def test_appending_copies_nothing_while_there_is_room() -> None:
    first = extend(empty(), [1, 2, 3])
    second = extend(first, [4, 5])
    assert second.layer(0)[0].data_ptr() == first.layer(0)[0].data_ptr()
    branch = extend(first, [9])
    assert branch.layer(0)[0].data_ptr() != first.layer(0)[0].data_ptr()
    check(second, [1, 2, 3, 4, 5])
    check(branch, [1, 2, 3, 9])


def test_layer_from_a_start() -> None:
    prefix = extend(empty(), [1, 2, 3, 4])
    key, _ = prefix.layer(1, 3)
    assert key.shape == (1, 1, 1, 5)
    assert int(key[0, 0, 0, 0]) == 4


def test_shared() -> None:
    prefix = extend(empty(), [5, 6, 7])
    assert prefix.shared(torch.tensor([[5, 6, 7, 8]])) == 3
    assert prefix.shared(torch.tensor([[5, 6]])) == 2
    assert prefix.shared(torch.tensor([[5, 1, 7]])) == 1
    assert prefix.shared(torch.tensor([[1, 6, 7]])) == 0
    assert prefix.shared(torch.tensor([[5, 6], [5, 6]])) == 0
    assert extend(empty(2), [5, 6]).shared(torch.tensor([[5, 6], [5, 0]])) == 1


def test_wrong_use_is_refused() -> None:
    prefix = extend(empty(), [1, 2])
    for length in (-1, 3):
        with pytest.raises(ValueError, match="2 tokens"):
            prefix.truncate(length)
    for ids in (torch.tensor([1, 2]), torch.tensor([[0.5]])):
        with pytest.raises(ValueError, match="token ids"):
            batch_of(ids)


def test_memory_is_told() -> None:
    prefix = extend(empty(), [1])
    elements = sum(keys.numel() for keys in (prefix._storage.keys + prefix._storage.values))
    assert prefix.nbytes == 4 * elements > 0
