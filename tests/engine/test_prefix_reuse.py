"""What is read on from an earlier text is what reading it all anew gives, whatever was done to the text.

Whatever may happen is tried in 64 bits, where a key too many, too few or of another token cannot pass for rounding.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import random_checkpoints
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from palimpsest.engine import CellState, Failed, Finished, InfillRequest, Pass
from palimpsest.engine import model as model_module
from palimpsest.engine import prefix as prefix_module
from palimpsest.engine.infill import InfillEngine
from palimpsest.engine.model import Model, load_model
from palimpsest.engine.prefix import Prefix
from palimpsest.engine.prefix_store import PrefixStore

SAME: dict[str, Any] = {"atol": 1e-6, "rtol": 1e-6}
S, F = "sliding_attention", "full_attention"
MODELS = {
    "window of eight": {"sliding_window": 8},
    "window of two, many layers": {"sliding_window": 2, "layer_types": [S, F, S, S, S, F], "hidden_size": 32},
    "full layers alone": {"layer_types": [F, F]},
}
CANVAS = torch.randint(96, (1, 5), generator=torch.Generator().manual_seed(4))


@pytest.fixture(scope="module", params=MODELS, ids=lambda name: name.replace(" ", "-"))
def model(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Model:
    theirs = random_checkpoints.random_model(**MODELS[request.param])
    folder = random_checkpoints.write(theirs, tmp_path_factory.mktemp("model"))
    return load_model(folder, dtype=torch.float64)


@contextmanager
def sizes(page: int, chunk: int) -> Iterator[None]:
    """Small pages and parts, so that short texts have many."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(prefix_module, "PAGE", page)
        patch.setattr(model_module, "ENCODE_CHUNK", chunk)
        yield


def row(ids: list[int]) -> torch.Tensor:
    return torch.tensor([ids], dtype=torch.long)


def anew(model: Model, ids: list[int]) -> torch.Tensor:
    """Logits over a prefix that was read in one go and lies in one page."""
    return model.denoise(CANVAS, model.encode(row(ids)))


pages = st.sampled_from((1, 3, 8))
chunks = st.sampled_from((2, 7, 512))
margins = st.integers(1, 24)
tokens = st.integers(0, 95)
edits = st.tuples(
    st.sampled_from(("insert", "delete", "replace", "shorten", "lengthen", "same")),
    st.integers(0, 80),
    st.integers(0, 12),
    st.lists(tokens, max_size=20),
)


def changed(ids: list[int], edit: tuple[str, int, int, list[int]]) -> list[int]:
    """The text after an edit; `shorten` and `lengthen` are spans before and after the one before."""
    what, place, count, new = edit
    place %= len(ids) + 1
    match what:
        case "insert":
            return ids[:place] + new + ids[place:]
        case "delete":
            return ids[:place] + ids[place + count :]
        case "replace":
            return ids[:place] + new + ids[place + count :]
        case "shorten":
            return ids[: len(ids) - count]
        case "lengthen":
            return ids + new
    return ids


@settings(max_examples=25, deadline=None)
@given(
    pages,
    chunks,
    margins,
    st.lists(st.lists(tokens, max_size=60), min_size=1, max_size=2),
    st.lists(st.tuples(st.integers(0, 1), edits), max_size=7),
    st.sampled_from((1, 20_000, 1 << 30)),
)
def test_edited_texts_in_turn(
    model: Model,
    page: int,
    chunk: int,
    margin: int,
    texts: list[list[int]],
    steps: list[tuple[int, tuple[str, int, int, list[int]]]],
    budget: int,
) -> None:
    """One or two texts, edited anywhere and asked for in turn, of which much, little or one prefix is kept."""
    seen: list[tuple[Prefix, list[int], torch.Tensor]] = []
    now = list(texts)
    with sizes(page, chunk):
        store = PrefixStore(model, budget, margin)
        for which, edit in steps:
            place = which % len(texts)
            ids = now[place] = changed(now[place], edit)
            prefix = store.prepare(row(ids)).prefix
            assert prefix.ids.tolist() == [ids]
            seen.append((prefix, ids, model.denoise(CANVAS, prefix)))
        for prefix, _, logits in seen:
            # None of them has changed since.
            assert torch.equal(model.denoise(CANVAS, prefix), logits)
    for _, ids, logits in seen:
        torch.testing.assert_close(logits, anew(model, ids), **SAME)


@settings(max_examples=25, deadline=None)
@given(
    pages,
    chunks,
    margins,
    st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99), st.lists(tokens, max_size=30)), max_size=7),
)
def test_cuts_and_extensions_in_any_order(
    model: Model, page: int, chunk: int, margin: int, steps: list[tuple[int, int, list[int]]]
) -> None:
    """Any earlier prefix is cut wherever it can be and read on from; the causal pass over it is as that over all."""
    with sizes(page, chunk):
        made = [(model.empty_prefix(1, margin), list[int]())]
        for which, back, more in steps:
            prefix, ids = made[which % len(made)]
            lengths = [0, *range(max(1, prefix.reach), len(ids) + 1)]
            length = lengths[-1 - back % len(lengths)]
            made.append((model.encode(row(more), prefix.truncate(length)), ids[:length] + more))
        told = [(ids, model.denoise(CANVAS, prefix), model.causal_hidden(CANVAS, prefix)) for prefix, ids in made]
    for ids, logits, hidden in told:
        torch.testing.assert_close(logits, anew(model, ids), **SAME)
        whole = model.causal_hidden(torch.cat((row(ids), CANVAS), 1), model.empty_prefix())
        torch.testing.assert_close(hidden, whole[:, len(ids) :], **SAME)


@settings(max_examples=10, deadline=None)
@given(pages, chunks, st.integers(1, 40), st.integers(0, 40))
def test_several_rows(model: Model, page: int, chunk: int, length: int, cut: int) -> None:
    rows = torch.randint(96, (3, length + 20), generator=torch.Generator().manual_seed(length))
    with sizes(page, chunk):
        known = model.encode(rows[:, :length])
        other = rows.clone()
        other[1, min(cut, length) :] = 0
        again = model.denoise(CANVAS.expand(3, -1), model.prepare(other, known))
    for logits, ids in zip(again, other.tolist(), strict=True):
        torch.testing.assert_close(logits[None], anew(model, ids), **SAME)


@pytest.mark.parametrize("margin", [1, 6])
def test_every_cut_of_a_long_text(model: Model, margin: int) -> None:
    """Cut at each place, near the end and far from it, and read another end."""
    ids = torch.randint(96, (1, 36), generator=torch.Generator().manual_seed(8))
    with sizes(4, 9):
        known = model.encode(ids, model.empty_prefix(1, margin))
        for cut in range(37):
            other = torch.cat((ids[:, :cut], (ids[:, cut : cut + 1] + 1) % 96, ids[:, :7]), dim=1)
            shared = known.shared(other)
            assert shared == (cut if cut >= known.reach else 0)
            assert cut < 36 - margin or shared == cut
            logits = model.denoise(CANVAS, model.prepare(other, known))
            torch.testing.assert_close(logits, anew(model, other[0].tolist()), **SAME)


def test_in_single_precision(tmp_path: Path) -> None:
    """As a processor reads: the same to 1e-5 of the largest logit."""
    theirs = random_checkpoints.random_model(sliding_window=8)
    model = load_model(random_checkpoints.write(theirs, tmp_path))
    generator = torch.Generator().manual_seed(5)
    ids = torch.randint(96, (1, 90), generator=generator)
    with sizes(8, 16):
        store = PrefixStore(model, 1 << 30, margin=20)
        told = []
        for place in (89, 80, 50, 85, 12, 89, 30):
            ids = ids.clone()
            ids[0, place] = torch.randint(96, (), generator=generator)
            told.append((ids, model.denoise(CANVAS, store.prepare(ids).prefix)))
    for ids, logits in told:
        cold = anew(model, ids[0].tolist())
        assert (logits - cold).abs().max() <= 1e-5 * cold.abs().max()


def test_a_reading_that_fails_leaves_all_as_it_was(model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = torch.randint(96, (1, 40), generator=torch.Generator().manual_seed(9))
    with sizes(8, 6):
        known = model.encode(ids[:, :21])
        before = model.denoise(CANVAS, known)
        causal, calls = model._causal, []

        def failing(*arguments: Any) -> torch.Tensor:
            calls.append(1)
            if len(calls) == 2:
                raise MemoryError
            return causal(*arguments)

        monkeypatch.setattr(model, "_causal", failing)
        with pytest.raises(MemoryError):
            model.encode(ids[:, 21:], known)
        assert torch.equal(model.denoise(CANVAS, known), before)
        logits = model.denoise(CANVAS, model.encode(ids[:, 21:], known))
    torch.testing.assert_close(logits, anew(model, ids[0].tolist()), **SAME)


# The same through whole requests.

TEXT = "The old lamp stood on the table. Anna took the lamp to the harbor and sold it for two coins. It rained.\n"


def answered(engine: InfillEngine, text: str, words: str, **more: Any) -> Pass:
    """The first pass of a run that is let come to its end, ranking included."""
    start = text.index(words)
    request = InfillRequest(text, start, start + len(words), seed=3, passes=2, **more)
    first, *_, last = engine.infill(request, threading.Event())
    assert isinstance(last, Finished)
    assert last.alternatives
    assert isinstance(first, Pass)
    return first


@pytest.fixture
def fresh(engine: InfillEngine) -> InfillEngine:
    engine.prefixes.clear()
    return engine


def test_the_same_span_again_and_its_neighbours(fresh: InfillEngine) -> None:
    first = answered(fresh, TEXT, "took the lamp", alternatives=2)
    assert (first.reused, first.saved_ms) == (0, 0.0)
    for words in ("took the lamp", "Anna", "stood"):
        entry = answered(fresh, TEXT, words, alternatives=2)
        assert entry.reused == entry.prefix > 1
    after = answered(fresh, TEXT, "two coins")
    assert first.prefix <= after.reused < after.prefix
    again = answered(fresh, TEXT, "took the lamp")
    assert again.reused == again.prefix == first.prefix


def test_text_before_an_edit_is_kept(fresh: InfillEngine) -> None:
    answered(fresh, TEXT, "two coins")
    edited = TEXT.replace("harbor", "market")
    entry = answered(fresh, edited, "two coins")
    known = 1 + fresh.tokenizer.count(TEXT[: TEXT.index(" harbor")])
    assert known <= entry.reused < entry.prefix
    assert entry.saved_ms is None or entry.saved_ms > 0
    prefix = fresh.prefixes.prepare(torch.tensor([[fresh.tokenizer.bos]])).prefix
    assert prefix.length == 1


def test_two_documents_in_turn(fresh: InfillEngine) -> None:
    other = "Nothing is so still as snow at night. " * 2 + "The owl called twice.\n"
    answered(fresh, TEXT, "two coins")
    answered(fresh, other, "twice")
    for text, words in ((TEXT, "two coins"), (other, "twice"), (TEXT, "two coins")):
        entry = answered(fresh, text, words)
        assert entry.reused == entry.prefix


def test_what_a_long_span_has_become_is_known(fresh: InfillEngine) -> None:
    """Canvas after canvas is read; the last of it is the text before the next span."""
    text = TEXT + "Rain fell on the roof and on the road. " * 12
    start, end = len(TEXT), len(text)
    request = InfillRequest(text, start, end, seed=3, passes=1)
    *passes, last = fresh.infill(request, threading.Event())
    assert isinstance(last, Finished)
    entry = passes[-1]
    assert isinstance(entry, Pass)
    assert entry.canvas > 1
    settled = [token for token, state in zip(entry.ids, entry.states, strict=True) if state is CellState.SETTLED]
    ids = [fresh.tokenizer.bos, *fresh.tokenizer.encode(TEXT).ids, *settled]
    assert fresh.prefixes.prepare(row(ids)).reused == len(ids) == entry.prefix


def test_no_memory_is_kept_when_it_has_run_out(fresh: InfillEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    answered(fresh, TEXT, "stood")
    assert fresh.prefixes.nbytes > 0

    def out_of_memory(*_: Any, **__: Any) -> Any:
        raise torch.OutOfMemoryError

    monkeypatch.setattr(fresh.model, "denoise_hidden", out_of_memory)
    for _ in range(2):
        *_, last = fresh.infill(InfillRequest(TEXT, 4, 8, seed=1, passes=1), threading.Event())
        assert isinstance(last, Failed)
        assert "memory" in str(last)
        assert fresh.prefixes.nbytes == 0
