"""Where a model lies: planned, refused in a sentence, and with less once memory has run out."""

from __future__ import annotations

import itertools
import threading
import weakref
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import random_checkpoints
import torch
from small_tokenizer import make_library_tokenizer

from palimpsest.engine import Failed, Finished, InfillError, InfillRequest, Notice, Pass, open_engine, placement
from palimpsest.engine.infill import InfillEngine
from palimpsest.engine.model import Model, load_model
from palimpsest.engine.placement import Placement, load, place
from palimpsest.engine.sampler import SamplerConfig
from palimpsest.engine.tokenizer import Tokenizer
from palimpsest.engine.weights import plan as plans
from palimpsest.engine.weights import released
from palimpsest.engine.weights.machine import Card, Machine

GIB = 1 << 30
TEXT = "The old lamp stood on the table. Anna took the lamp to the harbor and sold it for two coins.\n"
REQUEST = InfillRequest(TEXT, 37, 50, seed=3, passes=4)


def machine(gpu: float | None = 24, memory: float = 64, obstacle: str = "") -> Machine:
    card = None
    if gpu is not None:
        card = Card("NVIDIA GeForce RTX 4090", int(gpu * GIB), int(gpu * GIB), (8, 9), 25e9, obstacle)
    return Machine(int(memory * GIB), int(memory * GIB), card)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("model")
    tokenizer = make_library_tokenizer()
    random_checkpoints.write(random_checkpoints.random_model(32, vocab_size=tokenizer.get_vocab_size()), folder)
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that says to be the released model at four bits."""
    monkeypatch.setattr(placement, "inspect", lambda path: replace(released.checkpoint("int4"), path=path))
    return Path("/models/large")


def test_the_gpu_is_taken_where_it_can_be(folder: Path) -> None:
    found = place(folder, "auto", machine())
    assert (found.device, found.dtype, found.plan.context, found.note) == ("cuda:0", torch.bfloat16, 8192, "")
    assert place(folder, "cuda:1", machine()).device == "cuda:1"
    assert place(folder, "cuda", machine()).device == "cuda:0"
    found = place(folder, "auto", machine(None))
    assert (found.device, found.dtype, found.plan.context) == ("cpu", torch.float32, 4096)


def test_a_gpu_that_was_asked_for_and_is_not_there_is_missed(folder: Path) -> None:
    with pytest.raises(InfillError, match="No CUDA device"):
        place(folder, "cuda", machine(None))
    with pytest.raises(InfillError, match=r"No CUDA device can be used here\. It is too old"):
        place(folder, "cuda:0", machine(24, obstacle="It is too old: it does not compute in bfloat16."))
    with pytest.raises(InfillError, match="No CUDA device"):
        open_engine(folder, "cuda:0")


def test_what_users_should_know_is_told(large: Path) -> None:
    assert place(large, "auto", machine(24)).note == ""
    assert "layers stay in main memory" in place(large, "auto", machine(12)).note
    assert "runs on the processor" in place(large, "auto", machine(None)).note
    assert "RTX 4090 cannot be used" in place(large, "auto", machine(24, obstacle="It is too old.")).note


def test_what_does_not_fit_is_refused_before_anything_is_loaded(large: Path) -> None:
    with pytest.raises(InfillError, match=r"layers of large would have to stay in main memory, .*; 6\.0 GB are free"):
        place(large, "auto", machine(8, memory=6))
    with pytest.raises(InfillError, match=r"large needs at least .* of GPU memory, of which 3\.0 GB are free"):
        place(large, "auto", machine(3, memory=6))
    with pytest.raises(InfillError, match=r"large needs .* of main memory, of which 8\.0 GB are free"):
        place(large, "auto", machine(None, memory=8))
    with pytest.raises(InfillError, match="does not fit on this GPU"):
        place(large, "cuda", machine(2, memory=64))


def test_a_shorter_context_is_taken_before_it_is_refused(large: Path) -> None:
    needed = plans.plan(released.checkpoint("int4"), machine(None, 640), 2048).main_bytes + plans.PROGRAM
    found = place(large, "auto", machine(None, (needed + (1 << 20)) / GIB))
    assert found.plan.context == 2048


def test_with_less_there_is_less_on_the_gpu_until_there_is_no_more_to_save(large: Path) -> None:
    present = place(large, "auto", machine(24))
    steps = [present]
    while (following := steps[-1].with_less()) is not None:
        steps.append(following)
    assert 3 <= len(steps) <= 20
    for before, after in itertools.pairwise(steps):
        assert set(before.plan.streamed) <= set(after.plan.streamed)
        assert after.plan.context <= before.plan.context
        assert after.plan.gpu_bytes < before.plan.gpu_bytes
        assert after.changed.startswith("The GPU ran out of memory, and goes on with less: ")
    assert steps[-1].plan.streamed == tuple(range(30))
    assert steps[-1].plan.context == plans.LEAST_CONTEXT


def test_without_main_memory_only_the_context_shrinks(large: Path) -> None:
    present = place(large, "auto", machine(24, memory=3))
    smaller = present.with_less()
    assert smaller is not None
    assert (smaller.plan.streamed, smaller.plan.context) == ((), 4096)


class Loader:
    """Loads on the CPU whatever it is told to, and runs out of memory as often as it is told."""

    def __init__(self, failures: int, error: Exception) -> None:
        self.failures, self.error = failures, error
        self.calls: list[tuple[str, tuple[int, ...]]] = []

    def __call__(self, path: Path, device: str, dtype: torch.dtype, progress: Any, streamed: tuple[int, ...]) -> Model:
        self.calls.append((device, tuple(streamed)))
        if len(self.calls) <= self.failures:
            raise self.error
        return load_model(path, "cpu", dtype, progress, streamed)


ERRORS = [torch.OutOfMemoryError("CUDA out of memory."), MemoryError(), RuntimeError("CUDA error: out of memory")]


@pytest.mark.parametrize("error", ERRORS)
def test_loading_is_tried_again_with_less(folder: Path, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    loader = Loader(1, error)
    monkeypatch.setattr(placement, "load_model", loader)
    told: list[str] = []
    planned = place(folder, "auto", machine())
    found, model = load(planned, lambda share, what: told.append(what))
    assert loader.calls[0] == ("cuda:0", ())
    assert loader.calls[1] == ("cuda:0", found.plan.streamed) == ("cuda:0", model.streamed)
    assert found.plan.context < planned.plan.context
    assert "reading the weights again, with less on the GPU" in told


def test_the_second_time_it_is_a_sentence(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loader = Loader(2, ERRORS[0])
    monkeypatch.setattr(placement, "load_model", loader)
    with pytest.raises(InfillError, match="There is not enough memory for ") as caught:
        load(place(folder, "auto", machine()))
    assert caught.value.remedy
    assert len(loader.calls) == 2


def test_the_processor_does_not_try_the_same_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loader = Loader(1, ERRORS[1])
    monkeypatch.setattr(placement, "load_model", loader)
    with pytest.raises(InfillError, match="not enough memory"):
        load(place(folder, "cpu"))
    assert len(loader.calls) == 1


def test_other_errors_are_not_hidden(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(placement, "load_model", Loader(1, ZeroDivisionError()))
    with pytest.raises(ZeroDivisionError):
        load(place(folder, "cpu"))


def engine_of(folder: Path, planned: Placement) -> InfillEngine:
    """An engine that was planned for another machine, and computes here."""
    opened = open_engine(folder, "cpu")
    assert opened._placement is not None
    tokenizer: Tokenizer = opened.tokenizer
    model = load_model(folder)
    config = SamplerConfig.load(folder, model.config)
    return InfillEngine(model, tokenizer, config, opened.info, planned.plan.context, planned)


class Failing:
    """Stands before a method of a model, and runs out of memory at some of its calls."""

    def __init__(self, model: Model, name: str, at: set[int], error: Exception) -> None:
        self._real, self._at, self._error = getattr(model, name), at, error
        self.calls = 0
        setattr(model, name, self)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        self.calls += 1
        if self.calls in self._at:
            raise self._error
        return self._real(*args, **kwargs)


def events(engine: InfillEngine) -> Iterator[Any]:
    return engine.infill(REQUEST, threading.Event())


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize(("name", "at"), [("prepare", 1), ("denoise_hidden", 1), ("denoise_hidden", 4)])
def test_a_run_that_runs_out_of_memory_is_begun_again_with_less(
    folder: Path, error: Exception, name: str, at: int
) -> None:
    engine = engine_of(folder, place(folder, "auto", machine()))
    wanted = [event for event in events(engine) if isinstance(event, Finished)]
    engine.prefixes.clear()
    failing = Failing(engine.model, name, {at}, error)
    told = list(events(engine))
    notices = [event for event in told if isinstance(event, Notice)]
    assert failing.calls > at
    assert len(notices) == 1
    assert notices[0].text.startswith("The GPU ran out of memory, and goes on with less: ")
    numbers = [event.number for event in told if isinstance(event, Pass)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert isinstance(told[-1], Finished)
    assert [each.text for each in told[-1].alternatives] == [each.text for each in wanted[0].alternatives]
    assert engine.model.streamed == (0, 1, 2)
    assert engine.context_limit == 4096
    assert "experts of 3 layers" in notices[0].text


def test_the_processor_reads_less_of_the_context(folder: Path) -> None:
    engine = engine_of(folder, place(folder, "cpu"))
    Failing(engine.model, "prepare", {1}, RuntimeError("DefaultCPUAllocator: can't allocate memory"))
    _, notice = next((n, e) for n, e in enumerate(events(engine)) if isinstance(e, Notice))
    assert notice.text == (
        "This machine ran out of memory, and goes on with less: at most 2,048 tokens of context are read."
    )
    assert engine.context_limit == 2048


def test_the_second_time_the_run_fails_and_the_engine_lives_on(folder: Path) -> None:
    engine = engine_of(folder, place(folder, "auto", machine()))
    Failing(engine.model, "denoise_hidden", {1, 2}, torch.OutOfMemoryError("CUDA out of memory."))
    told = list(events(engine))
    assert isinstance(told[-2], Notice)
    assert isinstance(told[-1], Failed)
    assert "ran out of memory" in told[-1].what
    assert told[-1].remedy
    assert isinstance(list(events(engine))[-1], Finished)


def test_without_anything_to_save_it_fails_at_once(folder: Path) -> None:
    planned = place(folder, "auto", machine())
    while (following := planned.with_less()) is not None:
        planned = following
    engine = engine_of(folder, planned)
    Failing(engine.model, "denoise_hidden", {1}, MemoryError())
    told = list(events(engine))
    assert [type(event) for event in told if not isinstance(event, Pass)] == [Failed]


def test_memory_may_run_out_while_room_is_made(folder: Path) -> None:
    engine = engine_of(folder, place(folder, "auto", machine()))
    Failing(engine.model, "denoise_hidden", {1}, torch.OutOfMemoryError("CUDA out of memory."))
    Failing(engine.model, "stream", {1}, MemoryError())
    assert isinstance(list(events(engine))[-1], Failed)


def test_what_failed_holds_nothing(folder: Path) -> None:
    """The tensors of a run that failed are gone before it is tried again."""
    engine = engine_of(folder, place(folder, "auto", machine()))
    held: list[weakref.ref[torch.Tensor]] = []
    real = engine.model.denoise_hidden
    alive: list[int] = []

    def denoise(*args: Any, **kwargs: Any) -> torch.Tensor:
        alive.append(sum(ref() is not None for ref in held))
        hidden = real(*args, **kwargs)
        held.append(weakref.ref(hidden))
        if len(held) == 1:
            raise torch.OutOfMemoryError("CUDA out of memory.")
        return hidden

    engine.model.denoise_hidden = denoise
    assert isinstance(list(events(engine))[-1], Finished)
    assert alive[1] == 0
