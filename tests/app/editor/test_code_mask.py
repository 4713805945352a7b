"""Strings and comments are blank in a mask; all else stands where it stood."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palimpsest.app.documents.languages import LANGUAGES, by_name
from palimpsest.app.editor.code_mask import masked


def mask(text: str, name: str) -> str:
    language = by_name(name)
    assert language is not None
    return masked(text, language)


@pytest.mark.parametrize(
    ("name", "text", "left"),
    [
        ("Python", "x = '(' + \"[\"  # {", "x =     +"),
        ("Python", 'f("""a(\n"b""", 1)', "f(     \n     , 1)"),
        ("C", "#define A (\nchar c = '{'; /* ( \n */ int x; // [", "\nchar c =    ;\n    int x;"),
        ("Rust", "fn f<'a>(x: &'a str) { r#\"(\"# }", "fn f<'a>(x: &'a str) {        }"),
        ("JavaScript", "a = /[(]/g; b = `${x} (`;", "a =      g; b =         ;"),
        ("Shell", 'echo $# "${x#(}" # (', "echo $#"),
        ("Lua", "x = [[ ( ]] -- (\ny", "x =\ny"),
        ("Lua", "--[[ (\n( ]] z", "\n     z"),
        ("Ruby", "=begin\n(\n=end\nx", "\n\n\nx"),
        ("Clojure", "(f 'a) ; (", "(f 'a)"),
        ("PHP", "$a = 1; # (\n#[A]\n// (", "$a = 1;\n#[A]\n"),
        ("HTML", "<p>it's</p><!-- ( -->", "<p>it's</p>"),
    ],
)
def test_what_is_no_code_is_blank(name: str, text: str, left: str) -> None:
    found = mask(text, name)
    assert [line.rstrip() for line in found.split("\n")] == [line.rstrip() for line in left.split("\n")]


@given(st.sampled_from(LANGUAGES), st.text(st.sampled_from("ab(){}[]'\"`/\\*#-;=\n !<>|"), max_size=80))
def test_a_mask_has_the_lines_of_its_text_and_nothing_new(language, text: str) -> None:
    found = masked(text, language)
    assert len(found) == len(text)
    assert all(new in (old, " ") and (old != "\n" or new == "\n") for old, new in zip(text, found, strict=True))
