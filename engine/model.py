"""DiffusionGemma: one stack of layers, two modes: encode is causal and writes the prefix, denoise only reads it.

The arithmetic follows transformers' models/diffusion_gemma; only its arrangement is ours: projections of one input are
one product, the three norms of one residual share their mean square, and experts are computed as suits the machine.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from palimpsest.engine.config import FULL, SLIDING, LayerConfig, ModelConfig
from palimpsest.engine.prefix import Prefix, batch_of
from palimpsest.engine.request import InfillError
from palimpsest.engine.weights.assemble import Progress, assemble
from palimpsest.engine.weights.formats import open_source
from palimpsest.engine.weights.layout import LayerWeights, ModelWeights
from palimpsest.kernels.attention import attend
from palimpsest.kernels.experts import mix, route
from palimpsest.kernels.mlp import mlp
from palimpsest.kernels.packed import Packed
from palimpsest.kernels.readout import rows_at_once, soft_capped_logits, soft_embedding
from palimpsest.kernels.rms_norm import normalise, rms_norm
from palimpsest.kernels.rope import inverse_frequencies, rotary_table, rotate

ENCODE_CHUNK = 512
"""Tokens that go through the encoder at once: bounds the attention mask and the activations of a long prompt."""

Tables = tuple[Tensor, Tensor]


@dataclass(frozen=True, slots=True)
class _Kind:
    """What all layers of one kind (sliding or full) share in one pass."""

    table: Tables
    start: int
    """The first token of the prefix that is seen."""
    mask: Tensor | None


class Model:
    """A loaded model. Not thread-safe: one thread makes every call."""

    def __init__(self, config: ModelConfig, weights: ModelWeights) -> None:
        self.config = config
        self.device = weights.device
        self.dtype = weights.dtype
        self._weights = weights
        # Rounded to the dtype, as in training: in bfloat16 sqrt(2816) is 53.
        self._scale = float(torch.tensor(config.embed_scale, dtype=self.dtype))
        self._frequencies = {kind: _frequencies(config, kind).to(self.device) for kind in (SLIDING, FULL)}
        self._tables: dict[str, Tables] = {}

    @property
    def parameters(self) -> int:
        """Numbers held, the tied embedding counted once."""
        return self._weights.parameters

    @property
    def streamed(self) -> tuple[int, ...]:
        """The layers whose experts stay in main memory."""
        return self._weights.streams.layers if self._weights.streams is not None else ()

    @torch.inference_mode()
    def stream(self, layers: Collection[int]) -> None:
        """Move the experts of these layers to main memory, beside those that are there; the results stay the same."""
        self._weights = self._weights.streaming(layers)
        if self.device.type == "cuda":
            torch.cuda.empty_cache()

    # What the engine calls.

    @torch.inference_mode()
    def encode(self, ids: Tensor, prefix: Prefix | None = None) -> Prefix:
        """Read ids (B, T) causally and return the prefix that ends with them.

        With `prefix`, the ids follow it; the given prefix stays what it was (see `Prefix` on what is shared).
        """
        ids = batch_of(ids).to(self.device)
        if prefix is None:
            prefix = self.empty_prefix(ids.shape[0])
        if prefix.batch != ids.shape[0]:
            raise ValueError(f"{ids.shape[0]} rows of ids cannot follow a prefix of {prefix.batch}")
        for part in ids.split(ENCODE_CHUNK, dim=1):
            if part.shape[1]:
                grown = prefix.extended(part)
                self._causal(part, prefix, grown, None)
                prefix = grown
        return prefix

    def prepare(self, ids: Tensor, known: Prefix | None = None) -> Prefix:
        """The prefix of ids (B, T), reading only what differs from `known`, an earlier prefix."""
        ids = batch_of(ids).to(self.device)
        if known is None or known.batch != ids.shape[0]:
            return self.encode(ids)
        shared = known.shared(ids)
        return self.encode(ids[:, shared:], known.truncate(shared))

    def empty_prefix(self, batch: int = 1, margin: int | None = None) -> Prefix:
        """A prefix without tokens; `margin` as for `Prefix`."""
        return Prefix.empty(self.config, batch, torch.empty(0, dtype=self.dtype, device=self.device), margin)

    @torch.inference_mode()
    def causal_hidden(self, ids: Tensor, prefix: Prefix, mask: Tensor | None = None) -> Tensor:
        """Read ids (B, T) causally after `prefix` without keeping them: (B, T, hidden), row t foretelling token t + 1.

        `read_out` of row t scores token t + 1, so a draft is scored by passing the last token of the prefix with it
        (`prefix.truncate(prefix.length - 1)`). `mask` (B, T) bool is True where there is a token; padding at the end of
        a row needs none, since nothing before it looks there.
        """
        ids = batch_of(ids).to(self.device)
        return self._checked(self._causal(ids, prefix, None, mask))

    @torch.inference_mode()
    def denoise_hidden(
        self,
        canvas: Tensor,
        prefix: Prefix,
        signal: Tensor | None = None,
        canvas_mask: Tensor | None = None,
        positions: Tensor | None = None,
    ) -> Tensor:
        """One denoising pass up to the head: (B, C, hidden) after the last norm.

        Args:
            canvas: (B, C) token ids, noise included.
            prefix: what stands before; one of one row serves every row of the canvas.
            signal: (B, C, hidden) of `self_condition` or `embed_signal`, None or zero rows for none.
            canvas_mask: (B, C) bool, True at real cells; others are not attended to and give rows without meaning.
            positions: (B, C) or (1, C) place of each cell in the text; by default they continue the prefix.

        Raises `InfillError` if the result is not finite.
        """
        canvas = batch_of(canvas).to(self.device)
        batch, length = canvas.shape
        self._check_rows(batch, prefix)
        hidden = self._with_signal(self._embed(canvas), signal)
        kinds: dict[str, _Kind] = {}
        for kind in (SLIDING, FULL):
            start = self._window_start(kind, prefix.length)
            mask = None
            if canvas_mask is not None:
                seen = torch.ones(batch, prefix.length - start, dtype=torch.bool, device=self.device)
                mask = torch.cat((seen, canvas_mask.to(self.device)), dim=1)[:, None, None, :]
            kinds[kind] = _Kind(self._table(kind, prefix.length, length, positions), start, mask)
        for number, (config, layer) in enumerate(zip(self.config.layers, self._weights.layers, strict=True)):
            hidden = self._layer(hidden, config, layer, layer.decoder_scalar, kinds, prefix, number, None)
        return self._checked(rms_norm(hidden, self._weights.norm, self.config.eps))

    @torch.inference_mode()
    def denoise(self, canvas: Tensor, prefix: Prefix, signal: Tensor | None = None) -> Tensor:
        """One denoising pass: canvas (B, C) → soft-capped logits (B, C, vocabulary) fp32."""
        return self.read_out(self.denoise_hidden(canvas, prefix, signal))

    @torch.inference_mode()
    def read_out(self, hidden: Tensor) -> Tensor:
        """hidden (…, hidden) → soft-capped logits (…, vocabulary) fp32; meant for chosen or few rows."""
        return soft_capped_logits(hidden, self._weights.head, self.config.softcap)

    @torch.inference_mode()
    def self_condition(self, logits: Tensor) -> Tensor:
        """What the next pass takes of this one: logits (…, vocabulary) → (…, hidden), softmax(logits) · E · scale.

        The sampler's tempered logits go in, as in training. Rows are taken in parts, so that the softmax of a large
        vocabulary is never held whole.
        """
        flat = logits.flatten(0, -2)
        # transformers rounds the logits to the model's dtype before the softmax; so do we.
        parts = [
            self.mean_embedding(torch.softmax(part.to(self.dtype), dim=-1, dtype=torch.float32))
            for part in flat.split(rows_at_once(flat.shape[-1]))
        ]
        return torch.cat(parts).view(*logits.shape[:-1], -1)

    @torch.inference_mode()
    def mean_embedding(self, probabilities: Tensor) -> Tensor:
        """Σ p(v) · E[v] · scale of probabilities (N, vocabulary) → (N, hidden): for callers that have the softmax."""
        return soft_embedding(probabilities, self._weights.head, self._scale, self.dtype)

    @torch.inference_mode()
    def embed_signal(self, ids: Tensor) -> Tensor:
        """The signal of cells that are certain (pins): ids (…) → (…, hidden)."""
        return self._embed(ids.to(self.device))

    # How it is done.

    def _embed(self, ids: Tensor) -> Tensor:
        embedding = self._weights.embedding
        if isinstance(embedding, Packed):
            rows = embedding.taken(ids.flatten()).unpacked(self.dtype)
            return rows.view(*ids.shape, -1).mul_(self._scale)
        return functional.embedding(ids, embedding).mul_(self._scale)

    def _with_signal(self, embedded: Tensor, signal: Tensor | None) -> Tensor:
        """The self-conditioning block. Without a signal it adds nothing, but its norm is always there."""
        weights, eps = self._weights, self.config.eps
        if signal is not None:
            normed = rms_norm(signal.to(self.device, self.dtype), weights.signal_norm, eps)
            embedded = embedded + mlp(normed, weights.signal_gate_up, weights.signal_down)
        return normalise(embedded, eps).to(self.dtype)

    def _causal(self, ids: Tensor, prefix: Prefix, grown: Prefix | None, mask: Tensor | None) -> Tensor:
        """Encoder mode: ids (B, T) after `prefix`; keys and values go to `grown` if it is given. → (B, T, hidden)."""
        batch, length = ids.shape
        self._check_rows(batch, prefix)
        kinds = {
            kind: _Kind(
                self._table(kind, prefix.length, length, None),
                start := self._window_start(kind, prefix.length),
                self._causal_mask(kind, prefix.length - start, length, mask),
            )
            for kind in (SLIDING, FULL)
        }
        hidden = self._embed(ids)
        for number, (config, layer) in enumerate(zip(self.config.layers, self._weights.layers, strict=True)):
            hidden = self._layer(hidden, config, layer, layer.encoder_scalar, kinds, prefix, number, grown)
        return rms_norm(hidden, self._weights.norm, self.config.eps)

    def _layer(
        self,
        hidden: Tensor,
        config: LayerConfig,
        layer: LayerWeights,
        scalar: float,
        kinds: dict[str, _Kind],
        prefix: Prefix,
        number: int,
        grown: Prefix | None,
    ) -> Tensor:
        """One layer: hidden (B, T, hidden) → the same shape."""
        eps = self.config.eps
        kind = kinds[SLIDING if config.sliding else FULL]
        mixed = self._attention(rms_norm(hidden, layer.input_norm, eps), config, layer, kind, prefix, number, grown)
        residual = hidden + rms_norm(mixed, layer.post_attention_norm, eps)
        # The dense block, the experts and the router each scale the same normalised residual in their own way.
        normed = normalise(residual, eps)
        dense = mlp((normed * layer.pre_mlp_norm).to(self.dtype), layer.gate_up, layer.down)
        rows = normed.flatten(0, 1)
        scores = functional.linear((rows * layer.router_scale).to(self.dtype), layer.router)
        weights, chosen = route(scores, self.config.top_k_experts, layer.per_expert_scale)
        experts = self._weights.experts(number)
        routed = mix((rows * layer.pre_experts_norm).to(self.dtype), experts, weights, chosen)
        both = rms_norm(dense, layer.post_mlp_norm, eps)
        both += rms_norm(routed, layer.post_experts_norm, eps).view_as(both)
        residual += rms_norm(both, layer.post_feedforward_norm, eps)
        return residual.mul_(scalar)

    def _attention(
        self,
        normed: Tensor,
        config: LayerConfig,
        layer: LayerWeights,
        kind: _Kind,
        prefix: Prefix,
        number: int,
        grown: Prefix | None,
    ) -> Tensor:
        """normed (B, T, hidden) → the same shape; apart, so that queries and keys are gone when experts take over."""
        query, key, value = self._heads(normed, config, layer, kind.table)
        if grown is not None:
            grown.write(number, key, value)
        return layer.output(attend(query, key, value, prefix.layer(number, kind.start), kind.mask))

    def _heads(
        self, normed: Tensor, config: LayerConfig, layer: LayerWeights, table: Tables
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Queries, keys and values, each (B, T, its heads, head_dim), normalised and turned to their positions."""
        batch, length, _ = normed.shape
        heads, groups = self.config.heads, config.groups
        packed = layer.query_key_value(normed).view(batch, length, -1, config.head_dim)
        unit = normalise(packed, self.config.eps)
        turning = (unit[:, :, : heads + groups] * layer.query_key_norm).to(self.dtype)
        turned = rotate(turning, *table)
        # Full layers have no value projection: the value is the key before its own norm's weight and its rotation.
        value = unit[:, :, heads + groups :] if config.sliding else unit[:, :, heads:]
        return turned[:, :, :heads], turned[:, :, heads:], value.to(self.dtype)

    def _window_start(self, kind: str, length: int) -> int:
        """The first prefix token that the token after it sees: its window counts itself."""
        return max(0, length - self.config.sliding_window + 1) if kind == SLIDING else 0

    def _causal_mask(self, kind: str, before: int, length: int, mask: Tensor | None) -> Tensor | None:
        """(1 or B, 1, T, before + T) bool, or None where all is seen."""
        overflows = kind == SLIDING and before + length > self.config.sliding_window
        if length == 1 and mask is None and not overflows:
            return None
        # Negative offsets look back, positive ones ahead.
        offset = torch.arange(before + length, device=self.device) - (
            torch.arange(length, device=self.device)[:, None] + before
        )
        seen = offset <= 0
        if kind == SLIDING:
            seen &= offset > -self.config.sliding_window
        seen = seen[None, None]
        if mask is not None:
            real = torch.ones(mask.shape[0], before, dtype=torch.bool, device=self.device)
            keys = torch.cat((real, mask.to(self.device)), dim=1)
            # A padding token sees at least itself: a row that sees nothing would not be finite.
            seen = (seen & keys[:, None, None, :]) | (offset == 0)
        return seen

    def _table(self, kind: str, start: int, length: int, positions: Tensor | None) -> Tables:
        """Rotary table of a run of positions or of given ones; tables are kept and grow by doubling."""
        if positions is not None:
            return rotary_table(positions.to(self.device), self._frequencies[kind], self.dtype)
        end = start + length
        if kind not in self._tables or self._tables[kind][0].shape[0] < end:
            every = torch.arange(max(512, 2 * end), device=self.device)
            self._tables[kind] = rotary_table(every, self._frequencies[kind], self.dtype)
        cosine, sine = self._tables[kind]
        return cosine[start:end], sine[start:end]

    def _check_rows(self, batch: int, prefix: Prefix) -> None:
        if prefix.batch not in (1, batch):
            raise ValueError(f"a prefix of {prefix.batch} rows does not serve a batch of {batch}")

    def _checked(self, hidden: Tensor) -> Tensor:
        # One sum tells: what is not finite anywhere stays so through a sum.
        if not torch.isfinite(hidden.sum(dtype=torch.float32)):
            raise InfillError(
                "The model's numbers overflowed.", "Check the model's files, or use another number format."
            )
        return hidden


def load_model(
    path: str | Path,
    device: str | torch.device = "cpu",
    dtype: torch.dtype = torch.float32,
    progress: Progress | None = None,
    streamed: Collection[int] = (),
) -> Model:
    """Load a checkpoint of any known format; raises `InfillError` if it cannot be used.

    `path` is a folder with config.json and safetensors, or a GGUF file. Packed weights stay packed; others are held in
    `dtype`, in which everything is computed. `progress` is called with a share in [0, 1] and a word on what is done.
    The experts of the layers `streamed` stay in main memory (see `palimpsest.engine.weights.plan`).
    """
    with torch.inference_mode(), open_source(Path(path)) as source:
        return Model(source.config, assemble(source, torch.device(device), dtype, progress, streamed))


def _frequencies(config: ModelConfig, kind: str) -> Tensor:
    rope = config.sliding_rope if kind == SLIDING else config.full_rope
    dims = [layer.head_dim for layer in config.layers if layer.sliding == (kind == SLIDING)]
    return inverse_frequencies(dims[0] if dims else 2, rope.theta, rope.rotated, rope.factor)
