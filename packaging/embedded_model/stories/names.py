"""First names: a closed, short list, so that every name can be one token."""
# ruff: noqa: SIM905 (word lists read best as running text)

from __future__ import annotations

WOMEN = tuple(
    "Anna Emma Clara Lucy Mary Alice Rose Nora Ella Kate Jane Sara Lily Grace Ruth Eva Mia Ida Nina Hana "
    "Maya Lena Rita Vera Zoe Amy Dora Fay Gina Helen Iris Julia Laura Maria Olga Paula Tina Una Wendy Betty".split()
)
MEN = tuple(
    "Tom Ben Sam Jack Peter Paul Mark Leo Max Adam John David Hugo Felix Oscar Otto Omar Ivan Karl Luke "
    "Noah Owen Ravi Simon Theo Victor Will Henry George Frank Eric "
    "Daniel Colin Bruno Arthur Alan Martin Neil Philip Robin".split()
)
