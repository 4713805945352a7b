"""A film as one self-contained page: the span between its surroundings, and a scrubber over the passes."""

from __future__ import annotations

import html
import itertools
import json
import math
import re
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from palimpsest import resources
from palimpsest.app.documents import languages
from palimpsest.engine.request import CellState, Failed, Finished

if TYPE_CHECKING:
    from palimpsest.app.regenerate.film import Film
    from palimpsest.app.regenerate.film_look import ThemeName
    from palimpsest.engine.request import Pass

CONTEXT_LINES = 8
CONTEXT_CHARACTERS = 1200
HEAD = 2000
"""Characters that may tell the language."""


def page(film: Film, theme: ThemeName | None = None) -> str:
    """The page as HTML text, in `theme` or as its reader's system asks for.

    Everything that comes from the document is data in it, never markup.
    """
    template = resources.path("film/page.html").read_text(encoding="utf-8")
    name = film.request.name or "Untitled"
    fields = {
        "title": html.escape(name),
        "kind": languages.detect(PurePath(film.request.name).name, film.request.text[:HEAD]).kind,
        "before": html.escape(film.before),
        "after": html.escape(film.after if film.after is not None else ""),
        "summary": html.escape(_summary(film)),
        "theme": theme or "system",
        "data": _script_data(_data(film)),
    }
    # One sweep, so that a document that spells a placeholder is not filled in again.
    return re.sub(r"\{\{(\w+)\}\}", lambda match: fields[match[1]], template)


def left_context(text: str, start: int) -> str:
    """The last lines before the span, from the start of a line where that is near enough."""
    cut = start
    for _ in range(CONTEXT_LINES + 1):
        cut = text.rfind("\n", 0, cut)
        if cut < 0:
            break
    cut += 1
    return text[cut:start] if start - cut <= CONTEXT_CHARACTERS else "…" + text[start - CONTEXT_CHARACTERS : start]


def right_context(text: str, end: int) -> str:
    """The first lines after the span, to the end of a line where that is near enough."""
    cut = end - 1
    for _ in range(CONTEXT_LINES + 1):
        cut = text.find("\n", cut + 1)
        if cut < 0:
            cut = len(text)
            break
    return text[end:cut] if cut - end <= CONTEXT_CHARACTERS else text[end : end + CONTEXT_CHARACTERS] + "…"


def _data(film: Film) -> dict[str, Any]:
    request = film.story[0].request
    return {
        "left": left_context(request.text, request.start),
        "right": right_context(request.text, request.end),
        "before": film.before,
        "instruction": request.instruction,
        "passes": [_pass(pass_) for pass_ in film.all_passes],
        "takes": _takes(film),
        "alternatives": [
            {"text": entry.text, "score": _number(entry.score), "passes": entry.passes} for entry in film.alternatives
        ],
        "failure": str(film.outcome) if isinstance(film.outcome, Failed) else "",
    }


def _takes(film: Film) -> list[dict[str, Any]]:
    """Where each take begins among all passes, from 0, and what was done before it."""
    ends = itertools.accumulate(len(take.passes) for take in film.story)
    return [{"first": end - len(take.passes), "note": take.note} for take, end in zip(film.story, ends, strict=True)]


def _pass(pass_: Pass) -> dict[str, Any]:
    return {
        "number": pass_.number,
        "limit": pass_.limit,
        "canvas": pass_.canvas,
        "canvases": pass_.canvases,
        "entropy": _number(pass_.entropy),
        "accepted": pass_.accepted,
        "free": sum(state not in (CellState.PINNED, CellState.SETTLED) for state in pass_.states),
        "candidates": pass_.candidates,
        "pieces": pass_.pieces,
        "certainty": [_number(value, 2) for value in pass_.certainty],
        "states": "".join(str(int(state)) for state in pass_.states),
    }


def _number(value: float, digits: int = 3) -> float | None:
    """Rounded for the page; None where JSON has no figure for it."""
    return round(value, digits) if math.isfinite(value) else None


def _summary(film: Film) -> str:
    match film.outcome:
        case Finished() as done:
            count = len(film.all_passes)
            state = "stopped after" if done.stopped else "in"
            return (
                f"{count} {'pass' if count == 1 else 'passes'} {state} {done.seconds:.1f} s, "
                f"model {done.model}, seed {done.seed}"
            )
        case Failed() as failure:
            return str(failure)
        case None:
            return "The run had not ended when this was written."


def _script_data(data: dict[str, Any]) -> str:
    """JSON that may stand inside a script element: ASCII only, and no character that ends the element."""
    text = json.dumps(data, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
