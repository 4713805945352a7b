"""Drafts of a few cells among held text, kept apart: each leaves to the others what they are likely to say there.

So few cells have one likeliest text, whatever noise they begin with: a rejected word came back as the same other word
in every draft. So all drafts but the first differ in one cell, by the likeliest tokens there, one for each.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from palimpsest.engine.canvas import Rule
from palimpsest.engine.drafts import Told
from palimpsest.engine.plans import Place

MOST_CELLS = 8
"""Free cells of a draft, beyond which noise makes drafts differ."""

LEAST = 0.001
"""Probability below which a token is not worth a draft."""

PROBED = 3
"""Drafts of one pass that are asked what might stand in the cell."""


def pivot(places: Sequence[Place]) -> int | None:
    """The cell in which drafts are to differ: the first that begins as noise, what was rejected before others.

    None if no cell begins as noise, or if too many are free.
    """
    if sum(not place.held for place in places) > MOST_CELLS:
        return None
    noise = [cell for cell, place in enumerate(places) if not place.held and (place.noise or place.token is None)]
    rejected = [cell for cell in noise if (places[cell].rule or Rule()).unwanted]
    return next(iter(rejected or noise), None)


def likely(told: Iterable[tuple[int, Told]]) -> list[int]:
    """Tokens for the cell, likeliest first: what probes have there and what the model says of it, their mean."""
    sums: dict[int, float] = {}
    probes = 0
    for own, says in told:
        probes += 1
        for token, probability in ((own, says.probability), *says.others):
            sums[token] = sums.get(token, 0.0) + probability
    found = [token for token, total in sums.items() if total > LEAST * probes]
    return sorted(found, key=lambda token: (-sums[token], token))


def apart(places: Sequence[Place], cell: int, tokens: Sequence[int], rows: int) -> list[tuple[Place, ...]]:
    """The cells of `rows` drafts. The first is free to say anything; each other one has one of `tokens`, likeliest
    first, which the rest of these leave to it in `cell`. Drafts for which there is no token left are free, too.
    """
    place, shared = places[cell], tokens[: rows - 1]
    made: list[tuple[Place, ...]] = [tuple(places)]
    for token in shared:
        others = tuple(other for other in shared if other != token)
        rule = replace(place.rule or Rule(), left=others)
        made.append((*places[:cell], replace(place, rule=rule), *places[cell + 1 :]))
    return made + [tuple(places)] * (rows - len(made))
