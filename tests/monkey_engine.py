"""An engine that writes what no model would dare: texts of any shape, or none, and now and then it fails."""

from __future__ import annotations

import random
import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from monkey_words import Words

from palimpsest.engine.request import (
    Alternative,
    Candidate,
    Cell,
    CellState,
    Event,
    Failed,
    Finished,
    InfillRequest,
    ModelInfo,
    Pass,
    Range,
    RunnerUp,
    Segment,
)

HARD = (
    "\n", "\r\n", "\r", "\n\n", "\t", " ", "\u00a0", "\u2028", "\u2029", "\ufeff", " 🦉", "👩🏽‍🚀", "e\u0301", "\u0301",
    "שלום", "日本", ".", ". ", "?!", "\ufdd0", "",
)  # fmt: skip
"""What stands between the words; a token may also be a part of a character, and then has no text of its own."""
FAILS, TELLS_NO_CELLS, EMPTY, TWO_PARTS = 0.05, 0.08, 0.07, 0.2
"""Shares of runs that fail, of texts without cells or without anything, of runs of two canvases."""
MOST_PASSES = 3
_TOKENS = re.compile(r" ?\w+|\s|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Written:
    piece: str
    held: bool = False


class WildEngine:
    """Heeds pins, holes and what a run goes on from. Every pass waits for one `step`; the same request gives the same.

    What it invents are `words`, other ones in every pass, and what is `HARD`. Requests are kept in `requests`.
    """

    def __init__(self, words: Words) -> None:
        self.requests: list[InfillRequest] = []
        self.info = ModelInfo("wild", "cpu", 0, 64, follows_instructions=True)
        self._words = words
        self._ids: dict[str, int] = {}
        self._pieces: list[str] = []
        self._gate = threading.Semaphore(0)

    def step(self) -> None:
        """Let the engine take one more pass."""
        self._gate.release()

    def text_of(self, segment: Segment) -> str:
        """What the cells of a segment say."""
        return "".join(self._pieces[each] for each in segment.ids) or segment.text

    def infill(self, request: InfillRequest, cancelled: threading.Event) -> Iterator[Event]:
        self.requests.append(request)
        dice = random.Random(self._said(request))
        count = dice.randint(1, request.alternatives if not request.resume else 2)
        texts = [self._text(request, dice) for _ in range(count)]
        limit, parts = dice.randint(1, MOST_PASSES), 1 + (dice.random() < TWO_PARTS)
        fails = dice.randrange(limit * parts) if dice.random() < FAILS else -1
        draft: Sequence[_Written] | None = None
        for place in range(limit * parts):
            while not cancelled.is_set() and not self._gate.acquire(timeout=0.005):
                pass
            if cancelled.is_set():
                break
            if place == fails:
                yield Failed("The wild engine has failed.", "Try again.")
                return
            share = (place + 1) / (limit * parts)
            draft = [
                each if each.held or dice.random() < share else _Written(self._words.new(dice)) for each in texts[0]
            ]
            made = self._pass(draft, texts[0], dice)
            yield replace(made, number=place % limit + 1, limit=limit, canvas=place // limit + 1, canvases=parts)
        if cancelled.is_set():
            texts = [] if draft is None else [draft]
        found = tuple(self._alternative(text, dice) for text in texts)
        yield Finished(found, 0.1, "wild", request.seed or 0, cancelled.is_set())

    def _said(self, request: InfillRequest) -> str:
        """All that the texts go by; tokens by what they say, for another engine numbers them otherwise."""
        going_on = [(self.text_of(each), replace(each, ids=(), text="", unwanted=())) for each in request.resume]
        return repr((replace(request, resume=()), going_on))

    def _text(self, request: InfillRequest, dice: random.Random) -> list[_Written]:
        """One text for the span, in cells."""
        if request.resume:
            return [cell for segment in request.resume for cell in self._gone_on(segment, dice)]
        result: list[_Written] = []
        for low, high, held in _stretches(request):
            tokens = _TOKENS.findall(request.text[low:high])
            result += [_Written(each, True) for each in tokens] if held else self._anew(tokens, request.strength, dice)
        return result

    def _gone_on(self, segment: Segment, dice: random.Random) -> Iterator[_Written]:
        pieces = [self._pieces[each] for each in segment.ids] or _TOKENS.findall(segment.text)
        for piece in pieces:
            anew = not segment.held and (segment.noise or dice.random() < 0.2)
            yield _Written(self._invented(dice) if anew else piece, segment.held)

    def _anew(self, tokens: Sequence[str], strength: float, dice: random.Random) -> list[_Written]:
        if dice.random() < EMPTY:
            return []
        result: list[str] = [] if tokens else [self._invented(dice) for _ in range(dice.randint(1, 4))]
        at = 0
        while at < len(tokens):
            # Stretch by stretch, so that there is more than one change.
            length, fate = dice.randint(1, 8), dice.random() / strength
            stretch = tokens[at : at + length]
            if fate > 0.5:
                result += stretch
            elif fate > 0.4:
                result += *stretch, self._invented(dice)
            elif fate > 0.1:
                result += (self._invented(dice) for _ in range(dice.randint(1, len(stretch))))
            at += length
        return [_Written(each) for each in result]

    def _invented(self, dice: random.Random) -> str:
        return dice.choice(HARD) if dice.random() < 0.3 else f"{dice.choice(('', ' ', ' '))}{self._words.new(dice)}"

    def _token(self, piece: str) -> int:
        if piece not in self._ids:
            # The window's thread may read it as soon as it has a number.
            self._pieces.append(piece)
            self._ids[piece] = len(self._pieces) - 1
        return self._ids[piece]

    def _pass(self, draft: Sequence[_Written], text: Sequence[_Written], dice: random.Random) -> Pass:
        def state(now: _Written, then: _Written) -> CellState:
            if now.held:
                return CellState.PINNED
            return dice.choice((CellState.ACCEPTED, CellState.FREE)) if now is then else CellState.RENOISED

        return Pass(
            number=1,
            limit=1,
            pieces=tuple(each.piece for each in draft),
            certainty=tuple(1.0 if each.held else dice.random() for each in draft),
            states=tuple(map(state, draft, text)),
            entropy=dice.random(),
            ids=tuple(self._token(each.piece) for each in draft),
            drafts=(Candidate(len(draft), dice.random(), shown=True),),
        )

    def _alternative(self, text: Sequence[_Written], dice: random.Random) -> Alternative:
        cells = tuple(self._cell(each, dice) for each in text)
        if dice.random() < TELLS_NO_CELLS:
            cells = ()
        return Alternative("".join(each.piece for each in text), -dice.random(), 3, cells, dice.randint(0, 1))

    def _cell(self, written: _Written, dice: random.Random) -> Cell:
        others = [] if written.held else [self._invented(dice) for _ in range(dice.randint(0, 3))]
        runners = tuple(RunnerUp(self._token(each), each, 0.2 / place) for place, each in enumerate(others, 1))
        return Cell(self._token(written.piece), written.piece, dice.random(), written.held, runners)


def held_by(request: InfillRequest, engine: WildEngine) -> list[str]:
    """What every text for a request has to say somewhere, in order."""
    if request.resume:
        return [engine.text_of(each) for each in request.resume if each.held]
    return [request.text[low:high] for low, high, held in _stretches(request) if held]


def _stretches(request: InfillRequest) -> list[tuple[int, int, bool]]:
    """The span in order, each stretch with whether it is held; an empty one is a place to insert at."""
    result: list[tuple[int, int, bool]] = []
    at = request.start
    for low, high in request.holes or ((request.start, request.end),):
        result += [(at, low, True)] if at < low else []
        result += _without(low, high, request.pins)
        at = high
    return [*result, (at, request.end, True)] if at < request.end else result


def _without(start: int, end: int, pins: Iterable[Range]) -> Iterator[tuple[int, int, bool]]:
    inside = [(max(start, low), min(end, high)) for low, high in pins if low < end and high > start]
    at = start
    for low, high in inside:
        if at < low:
            yield at, low, False
        yield low, high, True
        at = high
    if at < end or start == end:
        yield at, end, False
