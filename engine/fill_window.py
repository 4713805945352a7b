"""Fill a window given as token ids, its true length known: what evaluation needs of the engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch

from palimpsest.engine.canvas import Span, canvas_size, compose
from palimpsest.engine.drafts import Drafts
from palimpsest.engine.infill import InfillEngine
from palimpsest.engine.readout import Readout
from palimpsest.engine.request import InfillRequest
from palimpsest.engine.scoring import causal_scores


@dataclass(frozen=True, slots=True)
class Filled:
    """The best of the drafts for one window; scores in nats per token."""

    ids: tuple[int, ...]
    text: str
    left: str
    right: str
    score: float
    true_score: float
    passes: int


class WindowFiller:
    """Denoises `span` cells in the middle of a document of token ids."""

    def __init__(self, engine: InfillEngine) -> None:
        self.engine = engine

    def tokenize(self, text: str) -> tuple[int, ...]:
        return self.engine.tokenizer.encode(text).ids

    def decode(self, ids: Sequence[int]) -> str:
        return self.engine.tokenizer.decode(ids)

    def fill(self, ids: Sequence[int], start: int, span: int, candidates: int, passes: int | None, seed: int) -> Filled:
        """Write `ids[start : start + span]` anew from noise; the best of `candidates` drafts by causal score."""
        engine = self.engine
        left, old, right = tuple(ids[:start]), tuple(ids[start : start + span]), tuple(ids[start + span :])
        whole = Span(left, old, (False,) * span, right)
        before, within, behind = map(self.decode, (left, old, right))
        end = len(before) + len(within)
        prompt = engine.prompt(whole, InfillRequest(before + within + behind, len(before), end))
        size = canvas_size(len(prompt.lead) + span, engine.info.canvas_length)
        canvas = compose(whole, whole.slots(span), size, engine.tokenizer.end_ids, prompt.lead)
        prefix = engine.encode(prompt.ids)
        drafts = Drafts(
            engine.model,
            prefix,
            [canvas] * candidates,
            engine.config,
            Readout(engine.banned),
            torch.Generator(engine.model.device).manual_seed(seed),
            limit=passes or engine.config.max_denoising_steps,
            sample=candidates > 1,
        )
        while not drafts.finished:
            drafts.advance()
        texts = [self.decode(draft.ids) for draft in drafts.drafts]
        texts_and_truth = [*texts, within]
        *scores, true_score = causal_scores(engine.model, engine.tokenizer, prefix, whole, texts_and_truth, prompt.lead)
        best = max(range(candidates), key=lambda row: scores[row])
        return Filled(
            tuple(drafts.drafts[best].ids),
            texts[best],
            self.decode((*prompt.ids, *prompt.lead)),
            self.decode(canvas.anchor),
            scores[best],
            true_score,
            drafts.drafts[best].passes,
        )
