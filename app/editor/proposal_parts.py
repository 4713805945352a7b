"""A proposal as it is drawn: its text beside the original's, part by part. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from palimpsest.app.editor.ink import Ink, Kind, Stretch, joined, plain_newlines

BREAK = "¶"
"""Stands for a line end that would be unseen: one that is gone, or one that is all that came."""
UNSURE_BELOW = 0.5
"""Cells whose token had a smaller probability are those that the model was unsure of."""


@dataclass(frozen=True, slots=True)
class ProposalPart:
    """A stretch of a proposal. The equal and the inserted parts make up the text that is proposed."""

    text: str
    kind: Kind = "equal"
    pinned: bool = False
    probability: float | None = None
    """Of its token, given all the others; None where nobody knows."""


def stretches_of(parts: Iterable[ProposalPart], certainty: bool = False) -> list[Stretch]:
    """How the parts are inked; `certainty` marks what the model was unsure of."""
    stretches: list[Stretch] = []
    for part in merged(parts):
        inked = [stretch for stretch in _inked(part, certainty) if stretch.text]
        if stretches and inked and _collide(stretches[-1], inked[0]):
            stretches.append(Stretch(" ", Ink(), False))
        stretches += inked
    return joined(stretches)


def merged(parts: Iterable[ProposalPart]) -> Iterator[ProposalPart]:
    """The same parts, neighbours that differ in their text alone made one."""
    for kind, alike in groupby(parts, lambda part: replace(part, text="")):
        yield replace(kind, text=plain_newlines("".join(part.text for part in alike)))


def spoken(parts: Sequence[ProposalPart], inserted: str, deleted: str) -> str:
    """The proposal in words; `inserted` and `deleted` are sentences about "{text}"."""
    said = {"inserted": inserted, "deleted": deleted}
    texts = []
    for kind, alike in groupby(parts, lambda part: part.kind):
        text = plain_newlines("".join(part.text for part in alike))
        if kind == "equal":
            texts.append(text)
        else:
            # Ends of lines and other space have no sound of their own.
            heard = text.replace("\n", BREAK).strip() or BREAK
            texts.append(f" {said[kind].format(text=heard)} ")
    return " ".join("".join(texts).split())


def _inked(part: ProposalPart, certainty: bool) -> Iterator[Stretch]:
    unsure = certainty and part.probability is not None and part.probability < UNSURE_BELOW
    ink = Ink(pinned=part.pinned, kind=part.kind, unsure=unsure and part.kind != "deleted")
    # Where nothing but line ends came or went, there is nothing else to see of it.
    bare = not part.text.strip()
    for piece, ends in _pieces(part.text):
        if part.kind == "deleted" and not ends and not bare:
            # A line through an indent would look like a rule.
            word = piece.lstrip()
            yield Stretch(piece[: len(piece) - len(word)], Ink(), False)
            yield Stretch(word, ink, False)
        elif not ends:
            yield Stretch(piece, ink, part.kind != "deleted")
        elif part.kind == "deleted":
            yield Stretch(BREAK if bare else f"{BREAK}\n", ink, False)
        else:
            if part.kind == "inserted" and bare:
                yield Stretch(BREAK, replace(ink, unsure=False), False)
            yield Stretch("\n", ink)


def _collide(left: Stretch, right: Stretch) -> bool:
    """True if a word that is gone and one that came for it would read like one."""
    return {left.ink.kind, right.ink.kind} == {"deleted", "inserted"} and right.text[0].isalnum()


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Lines and their ends by turns; True for an end."""
    for number, line in enumerate(text.split("\n")):
        if number:
            yield "\n", True
        yield line, False
