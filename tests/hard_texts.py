"""Documents that are hard on borders, as hypothesis strategies."""

from __future__ import annotations

from hypothesis import strategies as st

_PARTS = st.one_of(
    st.sampled_from(
        ["lamp", " the", " ", "\n", "\r\n", "\t", "é", "e\u0301", "👩‍👩‍👧", "שלום", "<eos>", "<bos>", "漢"]
    ),
    st.characters(exclude_categories=["Cs"]),
)
DOCUMENTS = st.lists(_PARTS, max_size=30).map("".join)


@st.composite
def holes(draw: st.DrawFn, text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Ranges in order and apart within `text[start:end]`, empty ones among them; at least one."""
    cuts = sorted(draw(st.lists(st.integers(start, end), min_size=2, max_size=8)))
    found: list[tuple[int, int]] = []
    for low, high in zip(cuts[::2], cuts[1::2], strict=False):
        if not found or low > found[-1][1]:
            found.append((low, high))
    return tuple(found)
