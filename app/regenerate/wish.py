"""What is asked of a run besides its span: what the dials of the prompt bar stand at."""

from __future__ import annotations

from dataclasses import dataclass

from palimpsest.app.documents.translate import mark

SCALES = {"shorter": 0.6, "same": 1.0, "longer": 1.6}
"""Length wanted, relative to the old text (infill.md §7.5)."""

MARKS: tuple[tuple[int, str], ...] = ((25, mark("polish")), (55, mark("rephrase")), (100, mark("rewrite")))
"""What a strength is called, with the highest percentage of the name."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Settings of a run. Plain data; two wishes that differ in `seed` alone are the same settings."""

    instruction: str = ""
    strength: float = 1.0
    """(0, 1]: the share of the span that is to change, about."""
    alternatives: int = 3
    seed: int | None = None
    """None draws a fresh one."""
    length: str = "same"
    """A key of `SCALES`; not read where `tokens` is given."""
    tokens: int | None = None
    """Exact length of what is written, tokens."""

    @property
    def scale(self) -> float:
        """What `length` stands for."""
        return SCALES[self.length]


def strength_name(percent: int) -> str:
    """The untranslated name of a strength: "polish", "rephrase" or "rewrite"."""
    return next(name for most, name in MARKS if percent <= most)
