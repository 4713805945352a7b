"""The released model's sizes, reckoned from shapes, are those of the files that people have."""

from __future__ import annotations

import pytest

from palimpsest.engine.weights import released

VISION = 573_000_000
"""Parameters of the vision tower, about, which files have in bfloat16 and which are not read."""


@pytest.mark.parametrize(
    ("name", "file", "vision", "within"),
    [
        # diffusiongemma.md §1.6 and §2; GGUF files begin with the vocabulary, and have no vision tower.
        ("bf16", 51_647_562_456, True, 0.001),
        ("int4", 17_220_000_000, True, 0.001),
        ("NVFP4", 10_002_097_536 + 8_821_758_352, True, 0.001),
        ("GGUF Q4_K_M", 16_806_810_336, False, 0.002),
        ("GGUF Q8_0", 26_900_000_000, False, 0.003),
    ],
)
def test_sizes_are_those_of_the_files(name: str, file: int, vision: bool, within: float) -> None:
    reckoned = released.checkpoint(name).sizes.total + (2 * VISION if vision else 0)
    assert reckoned == pytest.approx(file, rel=within)


def test_fp8_lies_between_what_is_told_of_it() -> None:
    assert 25.3e9 < released.checkpoint("FP8").sizes.total + 2 * VISION < 27.2e9


def test_formats_are_in_order_and_of_one_model() -> None:
    totals = [released.checkpoint(name).sizes.total for name in released.FORMATS]
    assert totals[0] == max(totals)
    config = released.config()
    assert config.expert_elements * 30 == 22_837_985_280
    assert [i for i, layer in enumerate(config.layers) if not layer.sliding] == [5, 11, 17, 23, 29]


def test_the_mixture_of_q4_k_m_has_the_types_of_the_real_file() -> None:
    """194 Q4_K, 33 Q5_0, 14 Q6_K and 28 Q8_0 tensors (from the file's own list)."""
    bits = released.FORMATS["GGUF Q4_K_M"]
    found: list[float] = [bits("embedding", 0), bits("signal", 0), bits("signal", 0), bits("signal_down", 0)]
    for number, layer in enumerate(released.config().layers):
        parts = ["q", "k", "o", "mlp", "mlp", "mlp_down", "gate_up", "down", *(["v"] if layer.sliding else [])]
        found += [bits(part, number) for part in parts]
    kinds = (released.Q4_K, released.Q5_0, released.Q6_K, released.Q8_0)
    assert [found.count(kind) for kind in kinds] == [194, 33, 14, 28]
