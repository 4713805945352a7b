"""What the engine is asked for: a target of a document, a wish, and what the run goes on from."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

from palimpsest.engine.request import InfillRequest

if TYPE_CHECKING:
    from palimpsest.app.documents.document import Document
    from palimpsest.app.regenerate.steering import Steering
    from palimpsest.app.regenerate.target import Target
    from palimpsest.app.regenerate.wish import Wish


def seeded(wish: Wish) -> Wish:
    """The wish with a seed: its own, or a fresh one."""
    return wish if wish.seed is not None else replace(wish, seed=random.SystemRandom().randrange(2**31))


def request_of(document: Document, target: Target, wish: Wish, said: Steering | None = None) -> InfillRequest:
    """The request for `target`, in the document's positions; with `said` it goes on from the cells that tells."""
    place = target.code_points(document.to_code_point)
    asked = InfillRequest(
        text=document.text(),
        start=place.start,
        end=place.end,
        instruction=wish.instruction,
        strength=wish.strength,
        alternatives=wish.alternatives,
        pins=place.pins,
        length=wish.tokens,
        seed=wish.seed,
        name=document.name,
        holes=place.holes,
        scale=wish.scale,
    )
    if said is None:
        return asked
    # The cells say what is held and how many there are.
    return replace(asked, strength=said.strength, pins=(), length=None, holes=(), scale=1.0, resume=said.segments)
