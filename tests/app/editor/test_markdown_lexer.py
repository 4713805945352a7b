"""Markdown: what is said and what only says how to say it are told apart."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from palimpsest.app.documents.languages import MARKDOWN
from palimpsest.app.editor.lexed_lines import LexedLines
from palimpsest.app.editor.lexing import machine_of
from palimpsest.app.editor.lexing_worker import lexer_of
from palimpsest.app.editor.markdown_lexer import MarkdownLexer
from palimpsest.app.editor.syntax_colours import EMBEDDED, Style
from palimpsest.app.editor.token_styles import style_of


def styled(text: str) -> list[tuple[str, str]]:
    """(words, style) of all that is not plain; code in code begins with "code "."""
    lines = LexedLines(machine_of(lexer_of(MARKDOWN)), style_of)
    lines.reset(text.split("\n"))
    for _ in lines.steps():
        pass
    return [
        (line[begin:end], ("code " if style >= EMBEDDED else "") + Style(style % EMBEDDED).name.lower())
        for line, spans in zip(text.split("\n"), lines.spans, strict=True)
        for begin, end, style in spans
    ]


def marked(text: str) -> list[tuple[str, str]]:
    """The same without the signs."""
    return [(words, style) for words, style in styled(text) if style != "mark"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# One", [("One", "heading")]),
        ("###### Six ######", [("Six", "heading")]),
        ("#no heading", []),
        ("Under\n=====", [("Under", "heading")]),
        ("A line\nUnder\n---\nAfter", [("Under", "heading")]),
        ("a *lean* b", [("lean", "emphasis")]),
        ("a _lean_ b", [("lean", "emphasis")]),
        ("**stand**, __too__", [("stand", "strong"), ("too", "strong")]),
        ("***all***", [("all", "strong_emphasis")]),
        ("**a *b* c**", [("a ", "strong"), ("b", "strong_emphasis"), (" c", "strong")]),
        ("*over\ntwo lines* no", [("over", "emphasis"), ("two lines", "emphasis")]),
        ("*not\n\nover a gap*", []),
        ("*open only", []),
        ("2 * 3 * 4 and snake_case_word", []),
        (r"\*not\*", []),
        ("`code` and ``a ` b``", [("code", "code"), ("a ` b", "code")]),
        ("*`a*b`*", [("a*b", "code")]),
        ("~~gone~~", [("gone", "struck")]),
        ("[words](http://a.b 'T')", [("words", "link"), ("http://a.b", "url")]),
        ("![image](a(1).png)", [("image", "link"), ("a(1).png", "url")]),
        ("[words][ref]", [("words", "link"), ("ref", "url")]),
        ("[ref]: http://a.b", [("ref", "link"), ("http://a.b", "url")]),
        ("see https://a.b/c_d, or <http://e.f>.", [("https://a.b/c_d", "url"), ("http://e.f", "url")]),
        ("[[Page|words]]", [("Page", "link")]),
        ("words[^1]\n[^1]: note", []),
        ("- one\n  * two\n12. *three*", [("three", "emphasis")]),
        ("- [x] done", []),
        ("> said *so*", [("said ", "quote"), ("so", "emphasis")]),
        ("> # Said", [("Said", "heading")]),
        ("| a | **b** |\n|---|:-:|", [("b", "strong")]),
        ("<b>x</b> &amp;", [("<b>", "tag"), ("</b>", "tag"), ("&amp;", "tag")]),
        ("<!-- a\nb --> c", [("<!-- a", "comment"), ("b -->", "comment")]),
        ("```\n*raw*\n```\n*not*", [("*raw*", "code"), ("not", "emphasis")]),
        ("```python\nif x: # y\n```", [("if", "code keyword"), (" x: ", "code"), ("# y", "code comment")]),
        ("~~~ {r}\nTRUE\n~~~", [("TRUE", "code keyword")]),
        ("```js\nlet x", [("let", "code keyword"), (" x", "code")]),
        ("```klingon\n*x*\n```", [("*x*", "code")]),
        ("---\ntitle: x\n---\n*a*", [("title", "code tag"), (": x", "code"), ("a", "emphasis")]),
        ("a\n---\nb: x\n---", [("a", "heading"), ("b: x", "heading")]),
    ],
)  # fmt: skip
def test_what_is_said(text: str, expected: list[tuple[str, str]]):
    assert marked(text) == expected


def test_the_signs_are_marked_apart():
    assert [words for words, style in styled("## **a** `b` [c](d)\n- [ ] e\n> f\n***\n| g |") if style == "mark"] == [
        "##", "**", "**", "`", "`", "[", "](", ")", "-", "[ ]", ">", "***", "|", "|",
    ]  # fmt: skip


PIECES = list("*_`~[)#>|\\< ab\n")
PIECES += [
    "**",
    "__",
    "```",
    "~~",
    "](",
    "- ",
    "1. ",
    "\n\n",
    "---\n",
    "===\n",
    "-->",
    "<!--",
    "http://a.b",
    "&amp;",
    "𝄞",
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_no_character_is_ever_lost_or_told_twice(pieces: list[str]):
    text = "".join(pieces) + "\n"
    tokens = list(MarkdownLexer().get_tokens_unprocessed(text))
    assert "".join(value for _, _, value in tokens) == text
    assert [at for at, _, _ in tokens] == [sum(len(value) for _, _, value in tokens[:n]) for n in range(len(tokens))]
