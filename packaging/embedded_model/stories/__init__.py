"""Short English prose made from frames and facts; `story(rng)` is one document, the same for the same `rng`."""
# ruff: noqa: SIM905 (word lists read best as running text)

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from .facts import Facts

if TYPE_CHECKING:
    import random

KINDS = tuple(
    "argument description dialogue diary fable found instructions letter market news notice person plan recipe riddle "
    "search tally trip walk weather whisper workday".split()
)
_MODULES = tuple(import_module(f"{__name__}.kinds.{kind}") for kind in KINDS)
_BUILD = tuple(module.build for module in _MODULES)
SHORTEST, LONGEST = 60, 220


def story(rng: random.Random) -> str:
    """One document of 60 to 220 words, paragraphs apart by an empty line, one newline at its end."""
    while True:
        text = _BUILD[int(rng.random() * len(_BUILD))](Facts(rng))
        if SHORTEST <= len(text.split()) <= LONGEST:
            return text + "\n"


def frames() -> list[str]:
    """Every frame of every kind."""
    found: list[str] = []

    def collect(value: object) -> None:
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, tuple):
            for part in value:
                collect(part)

    for module in _MODULES:
        for name, value in vars(module).items():
            if name.isupper():
                collect(value)
    return found
