"""What the model is told: whole sentences, and nothing that keeps it from answering."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palimpsest.engine import wording

TERSE = re.compile(
    r"\b(only|just|nothing but|nothing else|merely|solely|exclusively|no explanations?)\b", re.IGNORECASE
)


@pytest.mark.parametrize("shown", [False, True])
@pytest.mark.parametrize("several", [False, True])
@pytest.mark.parametrize("instruction", ["", "Say it with more detail."])
def test_nothing_is_asked_for_alone(shown, several, instruction):
    told = wording.after_document(instruction, shown=shown, several=several)
    for text in (wording.SYSTEM, told, wording.before_document("a.py", "later")):
        assert not TERSE.search(text)
    assert told.strip().endswith(".")
    assert re.search(r"[.!?] Write the passages? and the text around (it|them)\.$", told)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_an_instruction_is_one_sentence(said):
    told = wording.sentence(said)
    assert "\n" not in told
    assert told.split() == said.split() or told == f"{' '.join(said.split())}."
    assert bool(told) == bool(said.split())


def test_an_instruction_ends_as_it_is_meant_to():
    assert wording.sentence("make it  shorter\n") == "make it shorter."
    assert wording.sentence("Why?") == "Why?"
    assert wording.sentence(" ") == ""
    assert wording.sentence("half \ud800 a pair") == "half ? a pair."


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("total.py", "File: total.py, language Python.\n"),
        ("Notes.MD", "File: Notes.MD, language Markdown.\n"),
        ("a\nb.rs", "File: a b.rs, language Rust.\n"),
        ("Makefile", "File: Makefile.\n"),
        ("x" * 500, f"File: {'x' * wording.NAME_MOST}.\n"),
    ],
)
def test_the_file_is_named_with_its_language(name, said):
    assert wording.before_document(name, "").startswith(said)


def test_without_a_name_the_document_comes_first():
    assert wording.before_document("", "").startswith("The document")
    assert "\nmore\n" in wording.before_document("", "more")
