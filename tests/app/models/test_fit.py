"""What is advised for which card, and how a plan is told."""

from __future__ import annotations

import pytest
import torch

from palimpsest.app.models import catalogue, fit
from palimpsest.app.models.catalogue import CATALOGUE
from palimpsest.app.models.fit import Advice, Fit, How
from palimpsest.engine.weights import machine as machine_module
from palimpsest.engine.weights.machine import Card, Machine

GB = 1 << 30


def on_card(gigabytes: float, capability: tuple[int, int] = (8, 9), main: int = 64) -> Advice:
    size = int(gigabytes * GB)
    card = Card("NVIDIA GeForce RTX 4090", size, size - GB // 4, capability, 20e9)
    return fit.advice(Machine(main * GB, main * GB * 3 // 4, card))


@pytest.mark.parametrize(
    ("gigabytes", "capability", "name", "how"),
    [
        (12, (8, 6), "int4", How.PART),
        (16, (8, 9), "int4", How.PART),
        (24, (8, 9), "int4", How.WHOLE),
        (24, (12, 0), "nvfp4", How.WHOLE),
        (32, (12, 0), "fp8", How.WHOLE),
        (80, (9, 0), "fp8", How.WHOLE),
    ],
)
def test_the_right_one_for_a_card(gigabytes: int, capability: tuple[int, int], name: str, how: How) -> None:
    advice = on_card(gigabytes, capability)
    assert advice.best is not None
    assert advice.best.name == name
    assert dict(advice.fits)[advice.best].how is how
    assert advice.sentence.startswith("The right one for this computer. ")
    assert dict(advice.fits)[advice.best].sentence in advice.sentence


def test_what_is_streamed_least_is_taken_where_nothing_fits_wholly() -> None:
    advice = on_card(14)
    assert advice.best is not None
    taken = dict(advice.fits)[advice.best]
    assert taken.how is How.PART
    named = [each for each in CATALOGUE if each.name in ("fp8", "nvfp4", "int4", "gguf-q4-k-m")]
    assert taken.streamed == min(dict(advice.fits)[each].streamed for each in named)


def test_a_machine_without_a_gpu_keeps_the_embedded_model() -> None:
    advice = fit.advice(Machine(64 * GB, 48 * GB))
    assert advice.best is None
    assert "the embedded model is the better choice" in advice.sentence
    assert {each.how for _, each in advice.fits} <= {How.SLOW, How.NOT}
    small = fit.advice(Machine(8 * GB, 6 * GB))
    assert small.best is None
    assert small.sentence == "This computer cannot hold DiffusionGemma; the embedded model works here."
    assert {each.how for _, each in small.fits} == {How.NOT}


def test_everything_published_has_a_fit_in_its_order() -> None:
    advice = on_card(24)
    assert [each for each, _ in advice.fits] == list(CATALOGUE)
    assert all(each.sentence for _, each in advice.fits)


def test_mixtures_between_two_are_between_them() -> None:
    totals = []
    for name in ("gguf-q4-k-m", "gguf-q5-k-m", "gguf-q6-k", "gguf-q8-0"):
        published = catalogue.find(name)
        assert published is not None
        totals.append(fit.released(published).sizes.total)
    assert totals == sorted(totals)
    assert totals[1] == pytest.approx(18 * 10**9, rel=1e-6)


def test_what_could_not_be_read_has_no_fit() -> None:
    assert fit.of(None, Machine(None, None)) == Fit(How.UNKNOWN, "")


def test_this_machine_is_one() -> None:
    machine = fit.this_machine()
    assert machine.memory is None or machine.memory > 0


def test_what_the_open_model_holds_counts_as_free(monkeypatch: pytest.MonkeyPatch) -> None:
    card = Card("NVIDIA GeForce RTX 4090", 24 * GB, 4 * GB, (8, 9))
    monkeypatch.setattr(machine_module, "probe", lambda: Machine(64 * GB, 48 * GB, card))
    assert fit.this_machine().card == card
    monkeypatch.setattr(torch.cuda, "is_initialized", lambda: True)
    monkeypatch.setattr(torch.cuda, "memory_reserved", lambda: 17 * GB)
    found = fit.this_machine().card
    assert found is not None
    assert found.free == 21 * GB
    monkeypatch.setattr(torch.cuda, "memory_reserved", lambda: 30 * GB)
    found = fit.this_machine().card
    assert found is not None
    assert found.free == 24 * GB
