"""How likely a fill is, and the text behind it, to the model reading causally: what drafts are ranked by (§7.9)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import torch

from palimpsest.engine import ranking
from palimpsest.engine.sampler import log_probabilities

if TYPE_CHECKING:
    from palimpsest.engine.canvas import Span
    from palimpsest.engine.model import Model
    from palimpsest.engine.prefix import Prefix
    from palimpsest.engine.tokenizer import Tokenizer


def causal_scores(
    model: Model,
    tokenizer: Tokenizer,
    prefix: Prefix,
    span: Span,
    fills: Sequence[str],
    lead: Sequence[int] = (),
) -> list[float]:
    """Causal score of each fill after `prefix` and `lead`, retokenised as the text it has become (infill.md §7.1 (5),
    §7.9); what stands before the fill has no part in it.
    """
    after = tokenizer.decode(span.right[: ranking.SUFFIX_DEPTH])
    # The first token of a fill is told by the last one before it, so that one is read once more.
    base, before = prefix.truncate(prefix.length - 1), [*prefix.ids[0, -1:].tolist(), *lead]
    scores = []
    for fill in fills:
        encoding = tokenizer.encode(fill + after)
        ids = list(encoding.ids)
        if len(span.right) < ranking.SUFFIX_DEPTH and span.ends_document:
            ids.append(tokenizer.end_ids[0])
        border = sum(start < len(fill.encode()) for start in encoding.starts[:-1])
        hidden = model.causal_hidden(torch.tensor([[*before, *ids[:-1]]]), base)
        wanted = torch.tensor(ids).unsqueeze(-1)
        told = log_probabilities(model, hidden[0, len(before) - 1 :], wanted).squeeze(-1).tolist()
        scores.append(ranking.causal_score(told[:border], told[border : border + ranking.SUFFIX_DEPTH]))
    return scores
