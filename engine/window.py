"""What of a document goes into a prompt: the text before the passage, the passage, and what comes after it.

The layers of a sliding window see so many of the last tokens, so what counts most stands last: the near text on both
sides, the old text and the instruction. Far text is cut by `cuts`, so that what is read stays read while people write.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from palimpsest.engine import cuts
from palimpsest.engine.request import InfillRequest, Range
from palimpsest.engine.tokenizer import Tokenizer
from palimpsest.engine.wording import CLOSE, MISSING, OPEN

LONGEST_TOKEN = 8
"""Characters of a token, where a text of so many tokens has to be looked for."""

FINEST_STEP = 16
"""Characters between cuts where text is so dense in tokens that no coarser grid will do."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a model has room for, in tokens."""

    context: int
    """Before a canvas."""
    window: int
    """That layers of a sliding window see of it, the token that looks included."""
    canvas: int

    @property
    def near(self) -> int:
        """How far from the end of the prompt the near text and the instruction begin at most: 895 of 1024."""
        return min(self.context, 7 * (self.window - 1) // 8)


def left_from(count: Callable[[str], int], text: str, place: int, most: int, step: int) -> int:
    """Where the text before `place` begins so that it has at most `most` tokens.

    All of the document if it fits; else from a cut on, one in every `step` characters, and one in fewer where less than
    half of the tokens would be left.
    """
    while True:
        begin, used = place, 0
        for cut in cuts.cuts_before(text, place, step):
            more = count(text[cut:begin])
            if used + more > most:
                break
            begin, used = cut, used + more
        if not begin or 2 * used >= most or step <= FINEST_STEP:
            return begin
        step //= 2


def right_to(tokenizer: Tokenizer, text: str, place: int, most: int) -> int:
    """Where the text from `place` on ends so that it has at most `most` tokens: at a border in its second half."""
    if most <= 0:
        return place
    part = text[place : place + LONGEST_TOKEN * most]
    encoding = tokenizer.encode(part)
    if len(encoding) <= most:
        end = place + len(part)
    else:
        end = place + len(part.encode()[: encoding.starts[most]].decode(errors="ignore"))
    return end if end == len(text) else cuts.last_border(text, (place + end + 1) // 2, end)


def later_from(text: str, end: int, step: int) -> int:
    """Where the text begins that is told ahead of everything: at a border behind the passage, which stays there."""
    return cuts.cut_behind(text, end, step)


def passage(tokenizer: Tokenizer, request: InfillRequest, most: int, *, shown: bool) -> str:
    """The span with marks around what is to be written; text between holes stands as it is.

    `shown` puts the old text into the marks, else pins stand there, with a sign for what is missing around them. More
    than about `most` tokens are shortened in the middle.
    """
    text, place = request.text, request.start
    parts: list[str] = []
    for low, high in _holes(request):
        inside = text[low:high] if shown else _missing(text, (low, high), () if request.resume else request.pins)
        parts += [text[place:low], OPEN, inside or MISSING, CLOSE]
        place = high
    said = "".join((*parts, text[place : request.end]))
    if len(said) <= LONGEST_TOKEN * most and tokenizer.count(said) <= most:
        return said
    half = right_to(tokenizer, said, 0, most // 2)
    return f"{said[:half]}{MISSING}{said[len(said) - half :]}"


def several(request: InfillRequest) -> bool:
    """True if there is more than one place to write at."""
    return len(_holes(request)) > 1


def _holes(request: InfillRequest) -> tuple[Range, ...]:
    return (() if request.resume else request.holes) or ((request.start, request.end),)


def _missing(text: str, hole: Range, pins: tuple[Range, ...]) -> str:
    """The pins in a hole, in order, with a mark for what is missing between them and around."""
    parts: list[str] = []
    place, end = hole
    for low, high in sorted(pins):
        first, last = max(low, place), min(high, end)
        if first >= last:
            continue
        parts += [MISSING] * (place < first) + [text[first:last]]
        place = last
    return "".join(parts + [MISSING] * (place < end))
