"""What must be true of runs: they leave all else alone, hold what is pinned, and propose parts that fit the text."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from monkey_engine import WildEngine, held_by
from monkey_words import Words
from PySide6.QtCore import QCoreApplication, QEventLoop

from palimpsest.app.editor.ink import plain_newlines
from palimpsest.app.regenerate.run import RunState
from palimpsest.app.regenerate.word_diff import hunks

if TYPE_CHECKING:
    from palimpsest.app.documents.document import Document
    from palimpsest.app.page import Page
    from palimpsest.app.regenerate.run import Run
    from palimpsest.app.window import Window

Range = tuple[int, int]


class RunTruth:
    """Knows which words of drafts the user has taken. All positions are code points."""

    def __init__(self, settled: Callable[[Document], bool]) -> None:
        """`settled` says of a document that nobody else has written to its file."""
        self.words = Words()
        self._settled = settled

    @contextlib.contextmanager
    def answers(self, page: Page, place: Range, draft: str, *, in_part: bool = False) -> Iterator[None]:
        """Within, the draft may go into the document at `place`, or (`in_part`) something between both."""
        before = page.document.text()
        start, end = place
        yield
        after = page.document.text()
        if after == before:
            return
        head, old, tail = before[:start], before[start:end], before[end:]
        assert len(after) >= len(head) + len(tail)
        assert after.startswith(head), "a run has changed what stands before its span"
        assert after.endswith(tail), "a run has changed what stands behind its span"
        middle = after[len(head) : len(after) - len(tail)]
        new = plain_newlines(draft)
        assert middle == new or (in_part and is_mix(old, new, middle)), f"{middle!r} came of {old!r} and {new!r}"
        self.words.take(middle)

    @contextlib.contextmanager
    def leaves_texts(self, window: Window) -> Iterator[None]:
        """Within, no page's text may become another one, but for what its file has become.

        What is still to be replaced is replaced first.
        """
        bar = window.__dict__.get("find_bar")
        while bar is not None and bar._searcher is not None and bar._searcher.busy:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        before = [(page, page.document.text()) for page in window.pages if self._settled(page.document)]
        yield
        for page, text in before:
            assert page.document.text() == text, "a text has changed, and nobody has accepted anything"

    def check_page(self, page: Page) -> None:
        """After each action."""
        document, run, canvas = page.document, page.run, page.canvas
        text = document.text()
        assert not self.words.strangers(text), "a draft has got into the text"
        stands = run is not None and not run.ended
        assert canvas.active == (stands or page.past.previewed is not None)
        assert not (stands and page.past.previewed is not None)
        if canvas.active:
            start, end = span_of(page)
            assert 0 <= start <= end <= len(text)
            assert canvas.original == text[start:end], "the covered text is not the document's"
        if run is not None and (proposal := run.proposal) is not None:
            assert proposal.original == canvas.original, "a proposal stands beside another text than the document's"
            assert all(each.original == proposal.original for each in run.alternatives.proposals)
            if (chosen := page.say.chosen) is not None:
                assert 0 <= chosen[0] <= chosen[1] <= len(proposal.text)
        else:
            assert page.say.chosen is None
        self._check_marks(page)
        for entry in page.history.entries:
            kept = (entry.original, entry.before, entry.after, entry.accepted or "", entry.wish.instruction)
            assert not self.words.strangers("\n".join(kept)), "the history keeps a text that was never accepted"

    def check_turns(self, window: Window) -> None:
        """Once everything that was put off has been done."""
        for page in window.pages:
            assert page.regeneration.standing or not len(page.regeneration.waiting), "what waits is not begun"

    def check_request(self, page: Page, run: Run, span: Range, pins: Sequence[Range], holes: Sequence[Range]) -> None:
        """A run that has just begun was asked for the span, with all of the user's pins in it and these holes."""
        assert run.film is not None
        request = run.film.request
        assert request.text == page.document.text()
        assert (request.start, request.end) == span == span_of(page)
        inside = [(max(low, request.start), min(high, request.end)) for low, high in pins]
        assert request.pins == tuple((low, high) for low, high in inside if low < high)
        assert request.holes == tuple(holes)

    def check_held(self, run: Run, engine: WildEngine) -> None:
        """What is held in the request is in every text that came of it, as the user gets it."""
        if run.film is None or run.state is not RunState.PROPOSED or run.stopped:
            return
        # A line end of two characters may be cut in the middle.
        held = [plain_newlines(each).strip("\n") for each in held_by(run.film.request, engine)]
        for item, proposal in zip(run.alternatives.items, run.alternatives.proposals, strict=True):
            # Text put back by the user is no engine's.
            if item in run.film.alternatives and proposal.text == plain_newlines(item.text):
                assert in_order(held, proposal.text), f"{proposal.text!r} does not hold {held!r}"

    def _check_marks(self, page: Page) -> None:
        """Pins and holes lie in the text, in order and apart; what is pinned is in no hole."""
        marks, last = page.editor.span_marks, page.document.buffer.characterCount() - 1
        pins, holes = marks.pins(), marks.holes()
        for ranges in (pins, holes):
            places = [place for each in ranges for place in each]
            assert places == sorted(places)
            assert all(0 <= place <= last for place in places)
        assert not any(low < end and start < high for low, high in pins for start, end in holes if start < end)
        assert not any(low < place < high for low, high in pins for place, end in holes if place == end)


def span_of(page: Page) -> Range:
    """What a run covers, in code points of the document."""
    start, end = page.canvas.span()
    return page.document.to_code_point(start), page.document.to_code_point(end)


def in_order(parts: Sequence[str], text: str) -> bool:
    """True if the text has all parts, one after the other."""
    at = 0
    for part in parts:
        at = text.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return True


def is_mix(old: str, new: str, text: str) -> bool:
    """True if at every change from `old` to `new` the text has the one, the other, or a part of the one in the other.

    Between the changes it has what both have.
    """
    changes = hunks(old, new)
    borders = [0, *(border for hunk in changes for border in (hunk.old_start, hunk.old_end)), len(old)]
    common = [old[low:high] for low, high in zip(borders[::2], borders[1::2], strict=True)]
    places = {len(common[0])} if text.startswith(common[0]) else set()
    for hunk, behind in zip(changes, common[1:], strict=True):
        one, other = old[hunk.old_start : hunk.old_end], new[hunk.new_start : hunk.new_end]
        ends = [end for end in range(len(text) + 1) if text.startswith(behind, end)]
        if hunk is changes[-1]:
            ends = [len(text) - len(behind)] if text.endswith(behind) else []
        places = {
            end + len(behind)
            for end in ends
            if any(start <= end and _is_part(one, other, text[start:end]) for start in places)
        }
    return len(text) in places


def _is_part(one: str, other: str, text: str) -> bool:
    """True if it is `one` with a stretch of it replaced by a stretch of `other`."""
    if text in (one, other):
        return True
    if len(text) > len(one) + len(other):
        return False
    head = next((at for at in range(min(len(one), len(text))) if one[at] != text[at]), min(len(one), len(text)))
    return any(
        one.endswith(text[stop:]) and text[start:stop] in other
        for start in range(head + 1)
        for stop in range(max(start, len(text) - len(one) + start), len(text) + 1)
    )
