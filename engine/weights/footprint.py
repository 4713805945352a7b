"""How much memory a model takes while it runs: its weights as they are held, the prefix, and what a pass needs."""

from __future__ import annotations

from dataclasses import dataclass

from palimpsest.engine.config import LayerConfig, ModelConfig
from palimpsest.engine.prefix import Prefix
from palimpsest.engine.weights.source import Sizes
from palimpsest.kernels.attention import KEYS_AT_ONCE
from palimpsest.kernels.packed import TILE_ELEMENTS
from palimpsest.kernels.readout import CHUNK_ELEMENTS

DRAFTS = 8
"""Drafts that are denoised side by side, each in a whole canvas: as many as are made for four alternatives."""

LOGITS_HELD = 4
"""fp32 tensors of one chunk of logits that are alive at once: logits, probabilities, their sums, and rounded ones."""

UNPACKED_HELD = 2
"""fp32 tensors of one tile that are alive while it is unpacked: its numbers, and less than as much beside them."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Bytes of the weights as they are held."""

    experts: tuple[int, ...]
    """Of each layer."""
    attention: int
    mlp: int
    embedding: int
    rest: int

    @property
    def total(self) -> int:
        return sum(self.experts) + self.without_experts

    @property
    def without_experts(self) -> int:
        return self.attention + self.mlp + self.embedding + self.rest


def parameters(config: ModelConfig) -> int:
    """All numbers of the text model, the tied embedding counted once."""
    hidden = config.hidden_size
    signal = 3 * config.intermediate_size * hidden + hidden
    layers = 0
    for layer in config.layers:
        matrices = _widths(config, layer)[2] + 3 * config.intermediate_size + config.experts
        # Seven norms and the router's scale; norms of queries and keys; scales of the experts; both modes' scalars.
        vectors = 8 * hidden + 2 * layer.head_dim + config.experts + 2
        layers += config.expert_elements + hidden * matrices + vectors
    return config.vocab_size * hidden + hidden + signal + layers


def weights(config: ModelConfig, stored: Sizes, item: int, convert: bool = True) -> Weights:
    """What is stored, as it is held: packed parts as they are, plain ones with `item` bytes a number.

    Plain is what takes two bytes a number or more. Without `convert` plain parts are kept as they are, too.
    """

    def held(nbytes: int, elements: int) -> int:
        return elements * item if convert and nbytes >= 2 * elements else nbytes

    hidden = config.hidden_size
    attention = sum(hidden * _widths(config, layer)[2] for layer in config.layers)
    mlp = len(config.layers) * 3 * config.intermediate_size * hidden
    rest = len(config.layers) * config.experts * hidden + 3 * config.intermediate_size * hidden
    norms = 4 * hidden * (7 * len(config.layers) + 2)
    return Weights(
        experts=tuple(held(nbytes, config.expert_elements) for nbytes in stored.experts),
        attention=held(stored.attention, attention),
        mlp=held(stored.mlp, mlp),
        embedding=held(stored.embedding, config.vocab_size * hidden),
        # Norms are widened to fp32.
        rest=held(stored.rest, rest) + norms,
    )


def prefix(config: ModelConfig, tokens: int, chunk: int, item: int) -> int:
    """Keys and values of so many tokens, at the most there is while the last `chunk` of them are read."""
    return Prefix.nbytes_for(config, tokens, item=item, growing=min(chunk, tokens))


def working(config: ModelConfig, tokens: int, chunk: int, item: int, drafts: int = DRAFTS) -> int:
    """What a denoising pass of `drafts` canvases over `tokens`, or reading `chunk` tokens, takes at its peak."""
    canvas = config.canvas_length
    cells = drafts * canvas
    read = _layers(config, 1, chunk, tokens, item)
    # The causal mask: made of distances, eight bytes each; then a byte for every query of a group, and a number for it
    # in the additive form that GPUs take.
    share = max(config.heads // layer.groups for layer in config.layers)
    read += chunk * (tokens + chunk) * max(8 + 2, share * (1 + item) + 1)
    logits = min(CHUNK_ELEMENTS, cells * config.vocab_size) * 4 * LOGITS_HELD
    signals = 3 * cells * config.hidden_size * item
    # Rotary tables: sines and cosines of twice the positions, for their doubling; while they are made, of one kind at
    # a time, there are fp32 ones of both besides.
    turns = [2 * 2 * (tokens + canvas) * dim for dim in {layer.head_dim for layer in config.layers}]
    peak = max(read, _layers(config, drafts, canvas, tokens, item), logits, max(turns) * 2 * 4)
    return signals + sum(turns) * item + UNPACKED_HELD * 4 * TILE_ELEMENTS + peak


def _layers(config: ModelConfig, batch: int, length: int, tokens: int, item: int) -> int:
    """The peak within a layer, batch × length rows after `tokens`: attention or experts, whichever takes more."""
    rows = batch * length
    hidden, picked, size = config.hidden_size, rows * config.top_k_experts, config.expert_size
    # Input, residual, dense result and the experts' input, and the residual normalised in fp32.
    residual = rows * hidden * (4 * item + 4)
    # kernels/experts.mix: gathered rows and what each expert gives, singly and together; see there.
    gathered = picked * item * max(hidden + 4 * size, 2 * hidden + size)
    attention = 0
    for layer in config.layers:
        heads, keys, _ = _widths(config, layer)
        seen = min(tokens, config.sliding_window - 1) if layer.sliding else tokens
        # engine/model._heads: projected, normalised in fp32, weighted, and turned by three tensors more.
        projecting = rows * (heads + keys * (2 if layer.sliding else 1)) * (5 * item + 4)
        # kernels/attention.attend: the prefix in one piece, then once more for each row of the batch, in parts.
        row = 2 * keys * item * (seen + length)
        copies = min(batch * row, max(row, KEYS_AT_ONCE))
        whole = batch * row <= KEYS_AT_ONCE or batch == 1
        attending = 2 * keys * item * seen + copies + rows * ((4 if whole else 2) * heads + 2 * keys) * item
        attending += 0 if whole else 2 * max(1, KEYS_AT_ONCE // row) * length * heads * item
        attention = max(attention, projecting, attending)
    return residual + max(gathered, attention)


def _widths(config: ModelConfig, layer: LayerConfig) -> tuple[int, int, int]:
    """Columns of the queries, of the keys, and rows of all projections of a layer together, the output's included."""
    heads, keys = config.heads * layer.head_dim, layer.groups * layer.head_dim
    return heads, keys, 2 * heads + keys * (2 if layer.sliding else 1)
