"""The memory plan: what fits is chosen, what does not is told with what would, and figures are never made up."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
import random_checkpoints
from hypothesis import given, settings
from hypothesis import strategies as st

from palimpsest.engine.weights import plan as module
from palimpsest.engine.weights import plan_table, released
from palimpsest.engine.weights.checkpoint import Checkpoint, inspect
from palimpsest.engine.weights.machine import Card, Machine
from palimpsest.engine.weights.plan import CONTEXT, GPU, MAIN, plan, size
from palimpsest.engine.weights.source import Sizes

GIB = 1 << 30
README = Path(__file__).parents[3] / "README.md"


def machine(gpu: float | None = None, memory: float = 64, name: str = "NVIDIA GeForce RTX 4090", **card) -> Machine:
    """GB of a GPU, all of it free, and of main memory."""
    found = None if gpu is None else Card(name, int(gpu * GIB), int(gpu * GIB), (8, 9), **{"link": 25e9, **card})
    return Machine(int(memory * GIB), int(memory * GIB), found)


def test_the_released_model_at_int4_with_8192_tokens_takes_at_most_18_gb() -> None:
    found = plan(released.checkpoint("int4"), machine(24))
    assert found.context == CONTEXT == 8192
    assert found.gpu_bytes <= 18_000_000_000
    assert (found.device, found.streamed, found.fits, found.main_bytes) == ("cuda", (), True, 0)
    assert found.sentence == f"Fits wholly on your RTX 4090 with {size(24 * GIB - found.gpu_bytes)} to spare."
    parts = [row.part for row in found.rows]
    assert parts[0] == "experts of 30 layers"
    assert {"embedding", "prefix of 8,192 tokens", "a pass over 8 drafts"} < set(parts)
    assert found.rows[0].nbytes == sum(released.checkpoint("int4").sizes.experts)


def test_what_does_not_fit_wholly_is_streamed_in_part() -> None:
    found = plan(released.checkpoint("int4"), machine(16))
    count = len(found.streamed)
    assert 3 <= count < 30
    assert found.fits
    assert re.fullmatch(
        rf"Experts of {count} of 30 layers stay in main memory and are read over PCIe for every pass: "
        r"about \d+\.\d× slower\.",
        found.sentence,
    )
    assert found.main_bytes == sum(released.checkpoint("int4").sizes.experts) * count // 30
    assert found.gpu_bytes <= 16 * GIB


def test_streamed_layers_are_spread_and_each_choice_holds_those_before() -> None:
    choices = list(module._choices(30))
    assert [len(each) for each in choices] == [0, *range(3, 31)]
    for smaller, larger in pairwise(choices):
        assert set(smaller) < set(larger)
    for each in choices[1:]:
        gaps = [later - earlier for earlier, later in pairwise((*each, each[0] + 30))]
        assert max(gaps) <= 2 * -(-30 // len(each)) + 1


def test_without_a_known_card_or_link_there_are_no_figures() -> None:
    for other in (machine(16, name="NVIDIA Unheard Of"), machine(16, link=None)):
        found = plan(released.checkpoint("int4"), other)
        assert found.estimate is None
        assert found.sentence.endswith("slower than from the GPU's own.")
    assert plan(released.checkpoint("int4"), machine(24, name="NVIDIA GeForce RTX 4090 Laptop GPU")).estimate is None
    assert plan(released.checkpoint("int4"), machine(24, link=None)).estimate is not None


def test_a_machine_without_memory_for_streaming_falls_back_to_the_processor_or_says_what_would_fit() -> None:
    found = plan(released.checkpoint("bf16"), machine(12, memory=16))
    assert not found.fits
    assert re.fullmatch(
        r"Experts of \d+ of 30 layers of diffusiongemma-26B-A4B-it would have to stay in main memory, "
        r"which takes \d+\.\d GB of it; 16\.0 GB are free\.",
        found.sentence,
    )
    name = re.fullmatch(r"The same model as (.+) \(.+ GB\) would fit\.", found.remedy)
    assert name is not None
    assert plan(released.checkpoint(name[1]), machine(12, memory=16)).fits


def test_a_gpu_that_is_too_small_even_without_experts() -> None:
    found = plan(released.checkpoint("bf16"), machine(6, memory=32))
    assert not found.fits
    assert found.sentence.startswith("diffusiongemma-26B-A4B-it needs at least ")
    assert "GPU memory, of which 6.0 GB are free, and " in found.sentence


def test_a_large_model_on_a_machine_without_a_gpu() -> None:
    found = plan(released.checkpoint("bf16"), machine(memory=16))
    assert not found.fits
    assert re.match(
        r"diffusiongemma-26B-A4B-it needs \d+\.\d GB of main memory, of which 16\.0 GB are free\.", found.sentence
    )
    fits = plan(released.checkpoint("int4"), machine(memory=32))
    assert (fits.fits, fits.device, fits.gpu_bytes) == (True, "cpu", 0)
    assert "runs on the processor." in fits.sentence
    assert all(row.where == MAIN for row in fits.rows)


def test_a_gpu_that_cannot_be_used_is_named() -> None:
    old = machine(24, memory=32, name="Tesla P40", obstacle="It is too old: it does not compute in bfloat16.")
    found = plan(released.checkpoint("int4"), old)
    assert found.device == "cpu"
    assert "your Tesla P40 cannot be used" in found.sentence
    refused = plan(released.checkpoint("int4"), replace(old, available=GIB))
    assert "It is too old" in refused.sentence


def test_a_shorter_context_is_offered_where_that_is_all_there_is_to_it() -> None:
    found = plan(released.checkpoint("int4"), machine(8, memory=20), context=250_000)
    assert not found.fits
    offered = re.fullmatch(r"With a context of ([\d,]+) tokens it would fit\.", found.remedy)
    assert offered is not None
    tokens = int(offered[1].replace(",", ""))
    assert plan(released.checkpoint("int4"), machine(8, memory=20), tokens).fits
    assert tokens == found.longest


def test_the_longest_context_is_the_longest() -> None:
    for gigabytes in (12, 16, 24):
        found = plan(released.checkpoint("int4"), machine(gigabytes))
        on_card = module._OnCard(released.checkpoint("int4"), machine(gigabytes).card or pytest.fail("no card"))
        assert on_card.spare(found.streamed, found.longest) >= 0 > on_card.spare(found.streamed, found.longest + 256)
    most = released.config().max_positions - released.config().canvas_length
    assert plan(released.checkpoint("int4"), machine(80)).longest == most // 256 * 256
    assert plan(released.checkpoint("int4"), machine(80), 10**9).context == most


def test_a_system_that_does_not_tell_its_memory_is_trusted() -> None:
    found = plan(released.checkpoint("bf16"), Machine(None, None))
    assert found.fits
    assert found.sentence == "Fits in main memory and runs on the processor."


def test_a_small_model_fits_anywhere(tmp_path: Path) -> None:
    small = inspect(random_checkpoints.write(random_checkpoints.random_model(), tmp_path / "small"))
    assert plan(small, machine(memory=4)).fits
    assert plan(small, machine(4)).streamed == ()
    refused = plan(small, machine(memory=0.01))
    assert not refused.fits
    assert refused.remedy == "Use the embedded model, or a machine with more memory."


LAYERS = st.lists(st.integers(1 << 20, 3 << 30), min_size=30, max_size=30)


@settings(max_examples=60, deadline=None)
@given(
    experts=LAYERS,
    rest=st.tuples(*[st.integers(0, 4 << 30)] * 4),
    gpu=st.one_of(st.none(), st.floats(0.5, 96)),
    memory=st.floats(0.5, 128),
    context=st.integers(1, 300_000),
)
def test_whatever_is_planned_adds_up(experts, rest, gpu, memory, context) -> None:
    checkpoint = Checkpoint(Path("model"), "any", released.config(), Sizes(tuple(experts), *rest))
    here = machine(gpu, memory)
    found = plan(checkpoint, here, context)
    assert all(row.nbytes >= 0 for row in found.rows)
    assert sum(row.nbytes for row in found.rows) == found.gpu_bytes + found.main_bytes
    assert found.sentence.endswith(".")
    assert bool(found.remedy) != found.fits
    assert 0 <= found.longest <= released.config().max_positions
    if not found.fits:
        return
    assert found.main_bytes <= (here.available or 0)
    assert found.longest >= found.context // 256 * 256
    if found.device == "cuda":
        assert here.card is not None
        assert found.gpu_bytes == here.card.free - found.spare <= here.card.free
        assert len(found.streamed) not in (1, 2)
        kept = [row for row in found.rows if row.where == GPU and row.part == "experts on their way"]
        assert bool(kept) == bool(found.streamed)
        if found.streamed:
            assert kept[0].nbytes == 2 * max(
                module._OnCard(checkpoint, here.card).weights.experts[layer] for layer in found.streamed
            )


def test_more_memory_is_never_worse() -> None:
    for name in released.FORMATS:
        counts = [len(plan(released.checkpoint(name), machine(gpu)).streamed) for gpu in range(12, 64, 4)]
        assert counts == sorted(counts, reverse=True)


def test_estimates_are_the_roofline_of_the_reference() -> None:
    """diffusiongemma.md §3.3: 17 ms on an RTX 4090 and 33 ms on an RTX 3090 at four bits, of 26 ms measured."""
    fast = plan(released.checkpoint("int4"), machine(24)).estimate
    slow = plan(released.checkpoint("int4"), machine(24, name="NVIDIA GeForce RTX 3090")).estimate
    assert fast is not None
    assert slow is not None
    assert fast.seconds[0] / 1.5 == pytest.approx(0.0174, rel=0.03)
    assert slow.seconds[0] / 1.5 == pytest.approx(0.033, rel=0.03)
    assert fast.seconds[0] < 0.030 < fast.seconds[1]
    assert fast.tokens[0] < 525 < fast.tokens[1]
    streamed = plan(released.checkpoint("int4"), machine(12)).estimate
    assert streamed is not None
    assert streamed.seconds[0] > 5 * fast.seconds[0]


def test_the_readme_has_the_table_that_the_plan_gives() -> None:
    text = README.read_text(encoding="utf-8")
    assert plan_table.fits_table() in text
    assert plan_table.parts_table(plan(released.checkpoint("int4"), plan_table.machine_with(18))) in text


def test_the_table_names_every_way_to_live() -> None:
    cells = {cell.strip() for line in plan_table.fits_table().splitlines()[2:] for cell in line.split("|")[3:-1]}
    assert "all" in cells
    assert any(re.fullmatch(r"\d+ of 30", cell) for cell in cells)
    assert plan_table._cell(plan(released.checkpoint("bf16"), machine(memory=128))) == "processor"
    assert plan_table._cell(plan(released.checkpoint("bf16"), machine(memory=8))) == "–"
    parts = plan_table.parts_table(plan(released.checkpoint("bf16"), machine(24)))
    assert "| **in all** | GPU |" in parts
    assert "| **in all** | main memory |" in parts


@pytest.mark.parametrize(
    ("nbytes", "text"), [(0, "0 MB"), (640 << 20, "640 MB"), (GIB, "1.0 GB"), (24 * GIB, "24.0 GB")]
)
def test_sizes_as_people_read_them(nbytes: int, text: str) -> None:
    assert size(nbytes) == text
