"""A run that goes on from given cells: its segments → the span and the plan of its cells."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, takewhile

from palimpsest.engine.borders import lay_out
from palimpsest.engine.canvas import Rule, Span
from palimpsest.engine.plans import Place, Plan, ruled
from palimpsest.engine.request import InfillError, InfillRequest, Segment
from palimpsest.engine.tokenizer import Tokenizer


def resumed(tokenizer: Tokenizer, request: InfillRequest) -> tuple[Span, Plan]:
    """The cells that `request.resume` describes.

    Tokens of a segment are taken as they are, its text is tokenised. The first and the last cells carry what lies
    outside of the selection in their tokens, as the cells of every run of this span do; where held ones do not, held
    cells for that are put beside them. Raises `InfillError` for tokens that no text has.
    """
    segments = [segment for segment in request.resume if segment.ids or segment.text]
    _check(tokenizer, segments)
    span = lay_out(tokenizer, request.text, request.start, request.end)
    if not segments or not (segments[-1].ids or segments[-1].text.endswith(span.trailing.decode())):
        # The text ends without the white space that would be put behind it.
        span = lay_out(tokenizer, request.text, request.start, request.end, split_end=True)
    places: list[Place] = []
    for number, segment in enumerate(segments):
        places += _places(tokenizer, segment, span, number == 0, number == len(segments) - 1)
    first, last = _spelled(tokenizer, places), _spelled(tokenizer, places[::-1])
    if first is not None and not b"".join(first).startswith(span.head):
        places[:0] = _held(tokenizer, span.head)
    if last is not None and not b"".join(reversed(last)).endswith(span.tail):
        places += _held(tokenizer, span.tail)
    return span, _numbered(places, span)


def _check(tokenizer: Tokenizer, segments: Sequence[Segment]) -> None:
    known = range(tokenizer.vocab_size)
    for segment in segments:
        for token in (*segment.ids, *segment.unwanted):
            if token not in known or token in tokenizer.control_ids:
                raise InfillError(
                    f"Token {token} stands for no text of this model.", "Go on from a run of the same model."
                )


def _places(tokenizer: Tokenizer, segment: Segment, span: Span, first: bool, last: bool) -> list[Place]:
    ids = segment.ids or _tokens(tokenizer, segment.text, span, first, last)
    if segment.held:
        return [Place(0, token, held=True) for token in ids]
    rule = Rule(unwanted=segment.unwanted) if segment.unwanted else None
    return [Place(0, token, noise=segment.noise, certainty=segment.certainty, rule=rule) for token in ids]


def _tokens(tokenizer: Tokenizer, text: str, span: Span, first: bool, last: bool) -> tuple[int, ...]:
    """Tokens of a text, with the outer characters of the span if it stands at its border."""
    head = span.head.decode() if first else ""
    tail = span.tail.decode() if last else ""
    if last and span.trailing:
        text = text.removesuffix(span.trailing.decode())
    return tokenizer.encode(head + text + tail).ids


def _spelled(tokenizer: Tokenizer, places: Sequence[Place]) -> list[bytes] | None:
    """What the first held cells stand for; None if the first cell is free, which takes any border by its rule."""
    if places and not places[0].held:
        return None
    return [tokenizer.token_bytes[place.token or 0] for place in takewhile(lambda place: place.held, places)]


def _held(tokenizer: Tokenizer, outer: bytes) -> list[Place]:
    return [Place(0, token, held=True) for token in tokenizer.encode(outer.decode()).ids]


def _numbered(places: Sequence[Place], span: Span) -> Plan:
    """The plan whose runs are held and free cells in turn."""
    result: list[Place] = []
    old: list[tuple[int, ...]] = []
    for number, (_, group) in enumerate(groupby(places, lambda place: place.held)):
        cells = list(group)
        result += [Place(number, place.token, place.held, place.noise, place.certainty, place.rule) for place in cells]
        old.append(tuple(place.token or 0 for place in cells))
    return ruled(result, old, (span.head, span.tail))
