"""What is kept of texts read before, for how long, and what it is said to have saved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import random_checkpoints
import torch

from palimpsest.engine import prefix as prefix_module
from palimpsest.engine import prefix_store as module
from palimpsest.engine.model import Model, load_model
from palimpsest.engine.prefix import Prefix
from palimpsest.engine.prefix_store import PrefixStore

LARGE = 1 << 30


class Clock:
    """Goes on by so many milliseconds for each token that is read."""

    def __init__(self, model: Model, monkeypatch: pytest.MonkeyPatch, token_ms: float = 2.0) -> None:
        self.seconds = 0.0
        self.token_ms = token_ms
        self.read: list[int] = []
        prepare = model.prepare

        def timed(ids: torch.Tensor, known: Prefix | None = None) -> Prefix:
            count = ids.shape[1] - (known.length if known is not None else 0)
            self.read.append(count)
            self.seconds += count * self.token_ms / 1000
            return prepare(ids, known)

        monkeypatch.setattr(model, "prepare", timed)

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return random_checkpoints.write(random_checkpoints.random_model(), tmp_path_factory.mktemp("model"))


@pytest.fixture
def model(checkpoint: Path) -> Iterator[Model]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(prefix_module, "PAGE", 8)
        yield load_model(checkpoint)


@pytest.fixture
def clock(model: Model, monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(model, monkeypatch)


@pytest.fixture
def store(model: Model, clock: Clock) -> PrefixStore:
    return PrefixStore(model, LARGE, clock=clock)


def text(count: int, seed: int = 0) -> torch.Tensor:
    return torch.randint(1, 96, (1, count), generator=torch.Generator().manual_seed(seed))


def edited(ids: torch.Tensor, place: int) -> torch.Tensor:
    """The same with another token."""
    other = ids.clone()
    other[0, place] = 0
    return other


def needs(model: Model, tokens: int, margin: int | None = None) -> int:
    return Prefix.nbytes_for(model.config, tokens, item=4, margin=margin)


def test_the_same_text_is_read_once(store: PrefixStore, clock: Clock) -> None:
    ids = text(50)
    first, again = store.prepare(ids), store.prepare(ids)
    assert (first.reused, again.reused) == (0, 50)
    assert clock.read == [50]
    assert torch.equal(again.prefix.ids, ids)
    assert len(store) == 1


def test_going_back_and_forth_reads_nothing_twice(store: PrefixStore, clock: Clock) -> None:
    ids = text(60)
    for length, unread in ((40, 40), (25, 0), (60, 20), (40, 0), (60, 0), (1, 0)):
        before = sum(clock.read)
        reading = store.prepare(ids[:, :length])
        assert reading.prefix.length == length
        assert sum(clock.read) - before == unread == length - reading.reused
    assert len(store) == 1


def test_an_edit_is_read_from_where_it_is(store: PrefixStore, clock: Clock) -> None:
    ids = text(50)
    store.prepare(ids)
    assert store.prepare(edited(ids, 30)).reused == 30
    # What was is still known, as after an undo.
    assert store.prepare(ids).reused == 50
    assert clock.read == [50, 20]


def test_of_several_the_one_with_most_in_common_is_taken(store: PrefixStore) -> None:
    ids = text(50)
    for place in (45, 20, 35):
        store.prepare(edited(ids, place))
    assert store.prepare(ids).reused == 45


def test_two_texts_in_turn(store: PrefixStore, clock: Clock) -> None:
    one, other = text(50), text(40, seed=1)
    store.prepare(one)
    store.prepare(other)
    clock.read.clear()
    for place in range(30, 36):
        assert store.prepare(one).reused == 50
        assert store.prepare(edited(other, place)).reused == place
    assert max(clock.read) <= 10


def test_the_budget_is_kept(model: Model) -> None:
    budget = 2 * needs(model, 64)
    store = PrefixStore(model, budget)
    for seed in range(5):
        store.prepare(text(64, seed))
        assert store.nbytes <= budget
    assert len(store) == 2
    assert [store.prepare(text(64, seed)).reused for seed in (4, 3)] == [64, 64]
    assert store.prepare(text(64, 2)).reused < 64


def test_room_is_made_before_it_is_taken(model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    budget = 2 * needs(model, 64)
    store = PrefixStore(model, budget)
    prepare, seen = model.prepare, []

    def watching(ids: torch.Tensor, known: Prefix | None = None) -> Prefix:
        seen.append(store.nbytes)
        return prepare(ids, known)

    monkeypatch.setattr(model, "prepare", watching)
    for seed in range(4):
        store.prepare(text(64, seed))
    assert seen == [0, needs(model, 64), needs(model, 64), needs(model, 64)]


def test_least_recently_used_goes_first(model: Model) -> None:
    store = PrefixStore(model, 2 * needs(model, 64))
    one, two, three = (text(64, seed) for seed in range(3))
    for ids in (one, two, one, three):
        store.prepare(ids)
    assert store.prepare(one).reused == 64
    assert store.prepare(two).reused < 64


def test_a_text_edited_time_and_again_leaves_the_other_alone(model: Model) -> None:
    store = PrefixStore(model, 3 * needs(model, 64))
    one, other = text(64), text(64, seed=1)
    store.prepare(other)
    for place in range(63, 40, -1):
        store.prepare(edited(one, place))
    assert store.prepare(other).reused == 64


def test_the_newest_stays_even_beyond_the_budget(model: Model) -> None:
    store = PrefixStore(model, 1)
    ids = text(40)
    for _ in range(2):
        assert store.prepare(ids).prefix.length == 40
    assert len(store) == 1
    assert store.prepare(ids).reused == 40
    assert store.prepare(edited(ids, 20)).reused == 20
    assert len(store) == 1


def test_few_are_kept(model: Model) -> None:
    store = PrefixStore(model, LARGE)
    for seed in range(module.MOST + 3):
        store.prepare(text(10, seed))
    assert len(store) == module.MOST


def test_what_was_read_elsewhere_is_kept_too(model: Model, store: PrefixStore) -> None:
    ids = text(60)
    known = store.prepare(ids[:, :40]).prefix
    store.keep(model.encode(ids[:, 40:], known))
    assert len(store) == 1
    assert store.prepare(ids).reused == 60


def test_a_cut_that_is_too_deep_is_read_anew(model: Model) -> None:
    store = PrefixStore(model, LARGE, margin=5)
    ids = text(200)
    store.prepare(ids)
    assert store.prepare(ids[:, :195]).reused == 195
    assert store.prepare(ids[:, :100]).reused == 0
    # Both are kept now, and each is nearest to some text.
    assert store.prepare(edited(ids, 97)[:, :150]).reused == 97
    assert store.prepare(ids).reused == 200


def test_all_is_given_up(store: PrefixStore) -> None:
    ids = text(40)
    store.prepare(ids)
    store.clear()
    assert store.nbytes == len(store) == 0
    assert store.prepare(ids).reused == 0


def test_milliseconds_saved(store: PrefixStore, clock: Clock) -> None:
    ids = text(100)
    assert store.prepare(ids[:, :80]).saved_ms == 0.0
    assert store.prepare(ids[:, :80]).saved_ms == pytest.approx(160.0)
    assert store.prepare(ids[:, :50]).saved_ms == pytest.approx(100.0)
    # A machine that is busy takes longer, which says nothing of what is saved.
    clock.token_ms = 9.0
    assert store.prepare(edited(ids, 40)).saved_ms == pytest.approx(80.0)
    clock.token_ms = 0.5
    assert store.prepare(edited(ids, 30)).saved_ms == pytest.approx(15.0)


def test_a_few_tokens_do_not_tell_what_a_token_takes(store: PrefixStore) -> None:
    ids = text(module.TIMED)
    short = ids[:, : module.TIMED - 1]
    assert [store.prepare(short).saved_ms, store.prepare(short).saved_ms] == [0.0, None]
    store.prepare(text(module.TIMED, seed=1))
    assert store.prepare(short).saved_ms == pytest.approx(2.0 * short.shape[1])


def test_scoring_and_denoising_leave_what_is_kept(model: Model, store: PrefixStore) -> None:
    ids = text(50)
    prefix = store.prepare(ids).prefix
    kept = [part.clone() for index in range(3) for part in prefix.layer(index)]
    size = store.nbytes
    model.causal_hidden(text(9, seed=2), prefix.truncate(49))
    model.denoise(text(9, seed=3), prefix)
    assert store.nbytes == size
    assert store.prepare(ids).reused == 50
    assert all(torch.equal(a, b) for a, b in zip(kept, (p for i in range(3) for p in prefix.layer(i)), strict=True))
