"""How likely a fill is, and the text behind it, to the model reading causally: what drafts are ranked by (§7.9)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import torch

from palimpsest.engine import ranking

if TYPE_CHECKING:
    from palimpsest.engine.canvas import Span
    from palimpsest.engine.model import Model
    from palimpsest.engine.prefix import Prefix
    from palimpsest.engine.tokenizer import Tokenizer


def causal_scores(model: Model, tokenizer: Tokenizer, prefix: Prefix, span: Span, fills: Sequence[str]) -> list[float]:
    """Causal score of each fill after `prefix`, retokenised as the text it has become (infill.md §7.1 (5), §7.9)."""
    after = tokenizer.decode(span.right[: ranking.SUFFIX_DEPTH])
    # The first token of a fill is told by the last one before it, so that one is read once more.
    base, last = prefix.truncate(prefix.length - 1), prefix.ids[0, -1:].tolist()
    scores = []
    for fill in fills:
        encoding = tokenizer.encode(fill + after)
        ids = list(encoding.ids)
        if len(span.right) < ranking.SUFFIX_DEPTH and span.ends_document:
            ids.append(tokenizer.eos)
        border = sum(start < len(fill.encode()) for start in encoding.starts[:-1])
        hidden = model.causal_hidden(torch.tensor([[*last, *ids[:-1]]]), base)
        logits = model.read_out(hidden[0])
        wanted = torch.tensor(ids, device=logits.device).unsqueeze(-1)
        told = logits.log_softmax(-1).gather(-1, wanted).squeeze(-1).tolist()
        scores.append(ranking.causal_score(told[:border], told[border : border + ranking.SUFFIX_DEPTH]))
    return scores
