"""Lists that go on."""

from __future__ import annotations

import pytest

from palimpsest.app.editor.lists import is_item, next_item


@pytest.mark.parametrize(
    ("before", "after", "item"),
    [
        ("- a", "", "- "),
        ("  *  a", "b", "  *  "),
        ("+ ", "b", "+ "),
        ("9. a", "", "10. "),
        ("\t3) a", "", "\t4) "),
        ("- [x] a", "", "- [ ] "),
        ("- [ ] ", "", ""),
        ("- ", "", ""),
        ("1. ", "  ", ""),
        ("-", "- a", None),
        ("-a", "", None),
        ("a - b", "", None),
        ("1.5 litres", "", None),
        ("---", "", None),
        ("", "- a", None),
    ],
)
def test_the_next_item(before: str, after: str, item: str | None):
    assert next_item(before, after) == item


def test_items_are_known():
    assert is_item("  - a")
    assert not is_item("a")
