"""How fast a GPU should be: the roofline of a pass, from figures of known cards. Estimates, all of them."""

from __future__ import annotations

from dataclasses import dataclass

from palimpsest.engine.config import ModelConfig
from palimpsest.engine.weights.footprint import Weights
from palimpsest.engine.weights.machine import Card

OVER_ROOFLINE = 1.5
"""How far the best published engine stays behind it: 26 ms on an RTX 4090 (diffusiongemma.md §3.3), at best 17.4."""

PRODUCT_S = 15e-6
UNPACKED_PRODUCT_S = 100e-6
"""What a product with one expert costs the processor that sends it to the GPU, plain or unpacked first by torch: about
one and about ten operations. Nothing while kernels do all experts of a layer at once."""

PASSES = 17
"""Denoising passes of a canvas on an average (diffusiongemma.md §3.2 and §3.3); one reading follows them."""

# bfloat16 with sums in fp32, dense, TFLOPS; memory, GB/s. Makers' figures. GeForce: twice the shader's fp32 rate.
_CARDS: dict[str, tuple[float, float]] = {
    "RTX 3060": (25, 360),
    "RTX 3060 Ti": (32, 448),
    "RTX 3070": (41, 448),
    "RTX 3070 Ti": (43, 608),
    "RTX 3080": (60, 760),
    "RTX 3080 Ti": (68, 912),
    "RTX 3090": (71, 936),
    "RTX 3090 Ti": (80, 1008),
    "RTX 4060": (30, 272),
    "RTX 4060 Ti": (44, 288),
    "RTX 4070": (58, 504),
    "RTX 4070 SUPER": (71, 504),
    "RTX 4070 Ti": (80, 504),
    "RTX 4070 Ti SUPER": (88, 672),
    "RTX 4080": (97, 717),
    "RTX 4080 SUPER": (104, 736),
    "RTX 4090": (165, 1008),
    "RTX 5060 Ti": (47, 448),
    "RTX 5070": (62, 672),
    "RTX 5070 Ti": (88, 896),
    "RTX 5080": (113, 960),
    "RTX 5090": (210, 1792),
    "RTX A5000": (111, 768),
    "RTX A6000": (155, 768),
    "RTX 6000 Ada Generation": (364, 960),
    "A10": (125, 600),
    "A100-SXM4-40GB": (312, 1555),
    "A100-SXM4-80GB": (312, 2039),
    "A100 80GB PCIe": (312, 1935),
    "L4": (121, 300),
    "L40S": (362, 864),
    "H100 PCIe": (756, 2000),
    "H100 80GB HBM3": (989, 3350),
    "H200": (989, 4800),
}


@dataclass(frozen=True, slots=True)
class Estimate:
    """From what the best engines reach to what plain PyTorch does."""

    seconds: tuple[float, float]
    """Of one pass over one canvas, least and most."""
    tokens: tuple[float, float]
    """Per second, least and most: a canvas in `PASSES` passes and one reading."""


def estimate(config: ModelConfig, weights: Weights, streamed: int, card: Card) -> Estimate | None:
    """How long a pass takes with `streamed` bytes of it read over PCIe each time; None for a card that is not known."""
    times = _pass_seconds(config, weights, streamed, card)
    if times is None:
        return None
    per_pass = config.canvas_length / (PASSES + 1)
    return Estimate(times, (per_pass / times[1], per_pass / times[0]))


def slowdown(config: ModelConfig, weights: Weights, streamed: int, card: Card) -> float | None:
    """How many times as long a pass takes because of what is streamed, at the fast end of the estimate."""
    with_it, without = (_pass_seconds(config, weights, nbytes, card) for nbytes in (streamed, 0))
    return None if with_it is None or without is None else with_it[0] / without[0]


def _pass_seconds(config: ModelConfig, weights: Weights, streamed: int, card: Card) -> tuple[float, float] | None:
    figures = _CARDS.get(card.shown_name)
    if figures is None or (streamed and card.link is None):
        return None
    teraflops, gigabytes = figures
    cells = config.canvas_length
    hidden = config.hidden_size
    embedding = config.vocab_size * hidden
    per_layer = 3 * hidden * (config.intermediate_size + config.top_k_experts * config.expert_size)
    attention = sum(
        hidden * layer.head_dim * (2 * config.heads + layer.groups * (2 if layer.sliding else 1))
        for layer in config.layers
    )
    # Every number that takes part is multiplied and added once a cell; the embedding also for self-conditioning.
    flops = 2 * cells * (len(config.layers) * per_layer + attention + 2 * embedding)
    read = weights.total + weights.embedding
    floor = max(flops / (teraflops * 1e12), read / (gigabytes * 1e9))
    touched = min(config.experts, cells * config.top_k_experts)
    products = 2 * touched * len(config.layers)
    plain = sum(weights.experts) >= 2 * config.expert_elements * len(config.layers)
    slow = OVER_ROOFLINE * floor + products * (PRODUCT_S if plain else UNPACKED_PRODUCT_S)
    # Copies go beside the computation, so the longer of the two is what a pass takes.
    copying = streamed / card.link if streamed and card.link else 0.0
    return max(OVER_ROOFLINE * floor, copying), max(slow, copying)
