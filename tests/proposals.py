"""Texts, drafts and proposals for tests: with cells that split words, marks and characters as tokenisers do."""

from __future__ import annotations

from hypothesis import strategies as st

from palimpsest.app.regenerate.proposal import Proposal
from palimpsest.engine.request import Alternative, Cell, RunnerUp

WORDS = (
    *("the", "a", "river", "of", "door", "quietly", "x_1", "don't"),
    *("e\u0301te\u0301", "東京", "🙂", "👩\u200d👩\u200d👧", "🇩🇪", "क\u094dषि"),
)
SIGNS = (" ", " ", " ", "\n", ". ", ", ", "\n\n", "(", "    ", "\u0301", "\u200d")

texts = st.one_of(
    st.text(max_size=40),
    st.lists(st.sampled_from(WORDS + SIGNS), max_size=24).map("".join),
)
"""Prose, code and nonsense."""


def split(text: str, cuts: list[int]) -> tuple[str, ...]:
    """A text in pieces, some of them empty where two cuts are the same."""
    places = sorted(min(cut, len(text)) for cut in cuts)
    return tuple(text[a:b] for a, b in zip([0, *places], [*places, len(text)], strict=True))


def alternative(*pieces: str, probabilities: tuple[float, ...] = (), pinned: tuple[int, ...] = ()) -> Alternative:
    """A finished text of these cells; token number n has the id 100 + n, and two runners-up."""
    return Alternative(
        "".join(pieces),
        -1.0,
        8,
        tuple(
            Cell(
                100 + number,
                piece,
                probabilities[number] if probabilities else 1.0,
                number in pinned,
                (RunnerUp(1000 + number, " grey", 0.2), RunnerUp(2000 + number, " small", 0.1)),
            )
            for number, piece in enumerate(pieces)
        ),
    )


@st.composite
def alternatives(draw: st.DrawFn) -> Alternative:
    """A finished text in cells of any size, or without cells."""
    text = draw(texts)
    if draw(st.integers(0, 5)) == 0:
        return Alternative(text, -1.0, 8)
    pieces = split(text, draw(st.lists(st.integers(0, len(text)), max_size=12)))
    numbers = st.lists(st.sampled_from((0.1, 0.6, 0.95, 1.0)), min_size=len(pieces), max_size=len(pieces))
    return alternative(*pieces, probabilities=tuple(draw(numbers)))


@st.composite
def proposals(draw: st.DrawFn) -> Proposal:
    """A proposal of which some cells may be pinned and some text put back."""
    made = Proposal.of(draw(alternatives()), draw(texts))
    if made.hunks and draw(st.booleans()):
        made = made.put_back(draw(st.lists(st.sampled_from(made.hunks), unique=True, max_size=3)))
    for _ in range(draw(st.integers(0, 2))):
        start = draw(st.integers(0, len(made.text)))
        made = made.toggle_pin(start, draw(st.integers(start, len(made.text))))
    return made
