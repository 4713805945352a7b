"""Scripts are told coarsely, and a document's own are those it is written in."""

from __future__ import annotations

import pytest

from palimpsest.app.editor.scripts import _FIRSTS, script, scripts_of


def test_stretches_of_scripts_are_in_order():
    assert list(_FIRSTS) == sorted(set(_FIRSTS))


@pytest.mark.parametrize(
    ("character", "expected"),
    [
        ("a", "latin"),
        ("é", "latin"),
        ("7", "common"),
        ("—", "common"),
        ("ж", "cyrillic"),
        ("中", "han"),
        ("م", "arabic"),
    ],
)
def test_script(character: str, expected: str):
    assert script(character) == expected


def test_scripts_of_a_document():
    assert scripts_of("") == {"common", "latin"}
    assert scripts_of("12 + 3") == {"common", "latin"}
    assert scripts_of("Привет, мир") == {"common", "cyrillic"}
    assert scripts_of("a 😀") == {"common", "latin", "symbol"}
