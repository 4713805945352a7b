"""The documents of the first start: each sample says which of its spans is the one to regenerate."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

_FOLDER = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Sample:
    """A document and the span of it that a demonstration regenerates: code points, half open."""

    text: str
    start: int
    end: int
    name: str
    """File name, a hint of the language."""

    @property
    def span(self) -> str:
        """The marked text as it stands in the document."""
        return self.text[self.start : self.end]


def welcome() -> Sample:
    """The document of the first start, which teaches by doing."""
    return load("welcome.md")


def names() -> tuple[str, ...]:
    """File names of all samples."""
    return tuple(_marks())


def load(name: str) -> Sample:
    """The sample with this file name.

    Raises `KeyError` for an unknown name and `ValueError` if the marked text is not there exactly once.
    """
    mark = _marks()[name]
    text = (_FOLDER / name).read_text(encoding="utf-8")
    if text.count(mark) != 1:
        raise ValueError(f"{name} holds its marked text {text.count(mark)} times instead of once")
    start = text.index(mark)
    return Sample(text, start, start + len(mark), name)


def _marks() -> dict[str, str]:
    """File name → the text to regenerate; kept apart, so that nothing in a document looks like markup."""
    return json.loads((_FOLDER / "marks.json").read_text(encoding="utf-8"))
