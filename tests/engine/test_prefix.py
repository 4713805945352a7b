"""Prefixes are values: whatever is done later, each keeps what it held, as far back as it says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from palimpsest.engine import prefix as module
from palimpsest.engine.config import LayerConfig, ModelConfig, Rope
from palimpsest.engine.prefix import Prefix, batch_of, nbytes_of

FULL, SLIDING = LayerConfig(False, 6, 2), LayerConfig(True, 4, 1)


@pytest.fixture(autouse=True, scope="module")
def small_pages() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "PAGE", 4)
        patch.setattr(module, "MARGIN", 1000)
        yield


def config(layers: Sequence[LayerConfig] = (SLIDING, FULL, SLIDING), window: int = 5) -> ModelConfig:
    return ModelConfig(
        vocab_size=99,
        hidden_size=8,
        heads=2,
        layers=tuple(layers),
        intermediate_size=8,
        experts=1,
        top_k_experts=1,
        expert_size=8,
        sliding_window=window,
        sliding_rope=Rope(1e4),
        full_rope=Rope(1e6),
        softcap=30.0,
        eps=1e-6,
        max_positions=1000,
        canvas_length=8,
        bos_token_id=2,
        eos_token_id=1,
        pad_token_id=0,
    )


def empty(batch: int = 1, margin: int | None = None, window: int = 5) -> Prefix:
    return Prefix.empty(config(window=window), batch, torch.empty(0), margin)


def extend(prefix: Prefix, ids: list[int]) -> Prefix:
    """Extend with keys that tell their token and place: key = id + place / 1000, value its negative."""
    tokens = torch.tensor([ids] * prefix.batch, dtype=torch.long).view(prefix.batch, -1)
    grown = prefix.extended(tokens)
    for index, layer in enumerate(config().layers):
        marks = tokens + torch.arange(prefix.length, grown.length) / 1000
        key = marks[:, :, None, None].expand(-1, -1, layer.groups, layer.head_dim)
        grown.write(index, key, -key)
    return grown


def check(prefix: Prefix, ids: list[int], window: int = 5) -> None:
    """All of full layers is there, and of sliding ones all that the next token sees."""
    assert prefix.length == len(ids)
    assert prefix.ids.tolist() == [ids] * prefix.batch
    marks = torch.tensor(ids) + torch.arange(len(ids)) / 1000
    for index, layer in enumerate(config().layers):
        start = max(0, len(ids) - window + 1) if layer.sliding else 0
        key, value = prefix.layer(index, start)
        assert key.shape == (prefix.batch, layer.groups, len(ids) - start, layer.head_dim)
        assert torch.equal(key, marks[start:, None].expand(prefix.batch, layer.groups, -1, layer.head_dim))
        assert torch.equal(value, -key)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 99), st.integers(0, 60), st.integers(0, 30)), max_size=12),
    st.integers(1, 2),
    st.integers(1, 9),
    st.integers(1, 11),
)
def test_every_prefix_keeps_what_it_held(
    steps: list[tuple[int, int, int]], batch: int, margin: int, window: int
) -> None:
    """Take any earlier prefix, cut it wherever it can be, extend it; all prefixes made so far stay right."""
    made: list[tuple[Prefix, list[int]]] = [(empty(batch, margin, window), [])]
    for number, (which, back, more) in enumerate(steps):
        prefix, ids = made[which % len(made)]
        lengths = [0, *range(max(1, prefix.reach), len(ids) + 1)]
        length = lengths[-1 - back % len(lengths)]
        added = [number * 1000 + place for place in range(more)]
        made.append((extend(prefix.truncate(length), added), ids[:length] + added))
    for prefix, ids in made:
        check(prefix, ids, window)
        assert prefix.nbytes <= Prefix.nbytes_for(
            config(window=window), len(ids), item=4, batch=batch, margin=prefix.margin
        )


@given(st.integers(0, 90), st.integers(1, 30), st.integers(1, 12), st.lists(st.integers(1, 20), max_size=5))
@settings(max_examples=80, deadline=None)
def test_it_can_be_cut_back_by_the_margin(length: int, margin: int, window: int, parts: list[int]) -> None:
    prefix, ids = empty(1, margin, window), []
    for part in [*parts, length]:
        ids += range(len(ids), len(ids) + part)
        prefix = extend(prefix, ids[prefix.length :])
    assert prefix.reach <= max(0, len(ids) - margin)
    for cut in range(max(0, len(ids) - margin), len(ids) + 1):
        check(prefix.truncate(cut), ids[:cut], window)
    check(prefix.truncate(0), [], window)
    for cut in range(1, prefix.reach):
        with pytest.raises(ValueError, match="only from"):
            prefix.truncate(cut)
        assert prefix.shared(torch.tensor([[*ids[:cut], -1]])) == 0


def test_appending_copies_nothing_while_nobody_else_has() -> None:
    first = extend(empty(), [1, 2])
    second = extend(first, [3, 4, 5])
    assert nbytes_of([first, second]) == second.nbytes == 2 * first.nbytes
    branch = extend(first, [9])
    assert nbytes_of([first, second, branch]) == second.nbytes + branch.nbytes
    # A cut at the border of two pages leaves nothing to copy.
    assert nbytes_of([second, extend(second.truncate(4), [7])]) == second.nbytes + first.nbytes
    check(second, [1, 2, 3, 4, 5])
    check(branch, [1, 2, 9])


def test_layer_from_a_start() -> None:
    prefix = extend(empty(), [1, 2, 3, 4, 5, 6])
    key, _ = prefix.layer(1, 3)
    assert key.shape == (1, 2, 3, 6)
    assert [int(mark) for mark in key[0, 0, :, 0]] == [4, 5, 6]
    assert prefix.layer(0, 6)[0].shape == (1, 1, 0, 4)
    assert empty(2).layer(1)[1].shape == (2, 2, 0, 6)
    # Within one page nothing is copied.
    assert prefix.layer(1, 4)[0].data_ptr() == prefix.truncate(5).layer(1, 4)[0].data_ptr()


def test_what_has_been_let_go_is_not_given() -> None:
    prefix = extend(empty(1, margin=1), list(range(30)))
    assert prefix.reach == 28
    with pytest.raises(ValueError, match="token 24"):
        prefix.layer(0, 23)
    check(prefix, list(range(30)))


def test_full_layers_alone_can_be_cut_anywhere() -> None:
    prefix = Prefix.empty(config([FULL]), 1, torch.empty(0), 1).extended(torch.arange(50)[None])
    assert prefix.reach == 0
    assert prefix.truncate(1).length == 1


def test_shared() -> None:
    prefix = extend(empty(), [5, 6, 7])
    assert prefix.shared(torch.tensor([[5, 6, 7, 8]])) == 3
    assert prefix.shared(torch.tensor([[5, 6]])) == 2
    assert prefix.shared(torch.tensor([[5, 1, 7]])) == 1
    assert prefix.shared(torch.tensor([[1, 6, 7]])) == 0
    assert prefix.shared(torch.tensor([[5, 6], [5, 6]])) == 0
    assert extend(empty(2), [5, 6]).shared(torch.tensor([[5, 6], [5, 0]])) == 1


def test_covers() -> None:
    short = extend(empty(1, margin=1), list(range(9)))
    longer = extend(short, [9])
    much_longer = extend(short, list(range(9, 30)))
    assert longer.covers(short)
    assert not short.covers(longer)
    assert not extend(short.truncate(8), [77, 9]).covers(short)
    # It has let go what cutting it there takes, or what cutting it further takes.
    assert not much_longer.covers(short)
    twelve = extend(empty(1, margin=1), list(range(12)))
    thirteen = extend(twelve, [12])
    assert twelve.reach < thirteen.reach == 12
    assert not thirteen.covers(twelve)


def test_wrong_use_is_refused() -> None:
    prefix = extend(empty(), [1, 2])
    for length in (-1, 3):
        with pytest.raises(ValueError, match="2 tokens"):
            prefix.truncate(length)
    for ids in (torch.tensor([1, 2]), torch.tensor([[0.5]])):
        with pytest.raises(ValueError, match="token ids"):
            batch_of(ids)
    with pytest.raises(ValueError, match="cut back by 0"):
        empty(1, margin=0)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 60), st.integers(1, 20), st.integers(1, 9), st.integers(1, 25))
def test_memory_is_what_was_foretold(tokens: int, margin: int, window: int, chunk: int) -> None:
    sizes = config(window=window)
    before = prefix = empty(2, margin, window)
    parts = torch.arange(tokens).split(chunk) if tokens else ()
    for part in parts:
        before, prefix = prefix, extend(prefix, part.tolist())
    runs = [prefix._full, prefix._sliding]
    held = [tensor for run in runs for page in run.pages for tensor in page.keys + page.values]
    foretold = Prefix.nbytes_for(sizes, tokens, item=4, batch=2, margin=margin)
    assert prefix.nbytes == sum(tensor.nbytes for tensor in held) == foretold
    growing = len(parts[-1]) if parts else 0
    most = Prefix.nbytes_for(sizes, tokens, item=4, batch=2, margin=margin, growing=growing)
    assert nbytes_of([before, prefix]) == most


def test_memory_of_the_released_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """20 KiB a token in full layers; 200 KiB in sliding ones, for the window, the margin and what shares a page."""
    monkeypatch.setattr(module, "PAGE", 256)
    sliding, full = LayerConfig(True, 256, 8), LayerConfig(False, 512, 2)
    sizes = config(([sliding] * 5 + [full]) * 5, window=1024)
    at_least, per_page = 200 << 20, 50 << 20
    for tokens in (1280, 8192, 8447, 131_072):
        count = Prefix.nbytes_for(sizes, tokens, margin=1)
        rounded = -(-tokens // 256) * 256
        assert at_least <= count - (20 << 10) * rounded <= at_least + per_page
        assert Prefix.nbytes_for(sizes, tokens, margin=257) - count in (0, per_page)
    assert Prefix.nbytes_for(sizes, 8192, margin=1024) == 8192 * (20 << 10) + 2048 * (200 << 10)
    assert Prefix.nbytes_for(sizes, 256) == 256 * (220 << 10)
