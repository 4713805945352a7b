"""Lexed lines: whatever was edited and whenever it was left, as if all were lexed from scratch; and little is lexed."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from code_samples import SAMPLES
from hypothesis import given, settings
from hypothesis import strategies as st

from palimpsest.app.documents.languages import LANGUAGES, Language
from palimpsest.app.editor.lexed_lines import LexedLines, Spans
from palimpsest.app.editor.lexing import machine_of
from palimpsest.app.editor.lexing_worker import lexer_of
from palimpsest.app.editor.token_styles import style_of

COLOURED = [language for language in LANGUAGES if language.lexer is not None]


def lexed(language: Language, text: str) -> LexedLines:
    """The whole text, lexed from scratch."""
    lines = LexedLines(machine_of(lexer_of(language)), style_of)
    lines.reset(text.split("\n"))
    finish(lines)
    return lines


def finish(lines: LexedLines) -> None:
    for _ in lines.steps():
        pass
    assert not lines.pending


@st.composite
def edits(draw: st.DrawFn) -> tuple[Language, str, list[tuple[int, int, list[str]]]]:
    """A language, a sample of it, and edits of lines, as (where, how many go, what comes), both as shares."""
    language = draw(st.sampled_from(COLOURED))
    pieces = [
        *SAMPLES[language.name].split("\n"),
        "",
        '"',
        "'''",
        '"""',
        "/*",
        "*/",
        "```",
        "{",
        "}",
        "<<EOF",
        "EOF",
        "𝄞 x",
    ]
    changes = st.tuples(
        st.integers(0, 60), st.integers(1, 4), st.lists(st.sampled_from(pieces), min_size=1, max_size=4)
    )
    return language, SAMPLES[language.name], draw(st.lists(changes, min_size=1, max_size=6))


@settings(max_examples=150, deadline=None)
@given(edits(), st.data())
def test_after_any_edits_the_lines_are_as_if_lexed_from_scratch(
    case: tuple[Language, str, list[tuple[int, int, list[str]]]], data: st.DataObject
):
    language, text, changes = case
    content = text.split("\n")
    lines = lexed(language, text)
    for where, most, new in changes:
        first = where % len(content)
        removed = min(most, len(content) - first)
        content[first : first + removed] = new
        lines.edit(first, removed, new)
        # Left in the middle, as when the next key comes.
        for _ in itertools.islice(lines.steps(), data.draw(st.integers(0, 3))):
            pass
    finish(lines)
    lines.doubt()
    finish(lines)
    assert lines.spans == lexed(language, "\n".join(content)).spans


SAFE = [language for language in COLOURED if language.name in ("TOML", "INI", "Diff", "Dockerfile", "Go", "Rust")]


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(SAFE), st.data())
def test_without_a_doubt_where_no_rule_looks_far_ahead(language: Language, data: st.DataObject):
    pieces = [line for line in SAMPLES[language.name].split("\n") if "/*" not in line and '"' not in line]
    content = [data.draw(st.sampled_from(pieces)) for _ in range(40)]
    lines = lexed(language, "\n".join(content))
    for _ in range(4):
        first = data.draw(st.integers(0, len(content) - 1))
        removed = data.draw(st.integers(1, min(3, len(content) - first)))
        new = data.draw(st.lists(st.sampled_from(pieces), min_size=1, max_size=3))
        content[first : first + removed] = new
        lines.edit(first, removed, new)
        finish(lines)
    assert lines.spans == lexed(language, "\n".join(content)).spans


def python(count: int) -> tuple[LexedLines, list[str]]:
    content = [f"value_{number} = call({number}, 'text')  # note" for number in range(count)]
    language = next(each for each in LANGUAGES if each.name == "Python")
    return lexed(language, "\n".join(content)), content


def done(steps: Iterator[tuple[int, int]]) -> int:
    return sum(last - first for first, last in steps)


def test_a_key_in_a_long_text_lexes_a_few_lines():
    lines, content = python(5_000)
    lines.edit(2_500, 1, [content[2_500] + "x"])
    assert done(lines.steps()) < 40


def test_what_follows_an_opened_string_is_lexed_until_it_closes():
    lines, _ = python(300)
    before = list(lines.spans)
    lines.edit(100, 1, ["text = '''"])
    finish(lines)
    assert lines.spans[200] != before[200]
    lines.edit(150, 1, ["'''"])
    finish(lines)
    assert lines.spans[120] != before[120]
    assert lines.spans[151:] == before[151:]


def test_an_edit_that_changes_nothing_lexes_nothing_but_tells_its_lines_again():
    lines, content = python(100)
    lines.edit(10, 3, content[10:13])
    assert list(lines.steps()) == [(10, 13)]


def test_a_glance_shows_lines_before_their_turn():
    lines, content = python(2_000)
    expected = list(lines.spans)
    lines.reset(content)
    assert lines.unknown(1_000, 1_020) == (1_000, 1_020)
    for _ in lines.glance(1_000, 1_020):
        pass
    assert lines.spans[1_000:1_020] == expected[1_000:1_020]
    assert lines.spans[0] == ()
    finish(lines)
    assert lines.unknown(1_000, 1_020) is None
    assert lines.spans == expected


def test_spans_count_as_qt_does():
    language = next(each for each in LANGUAGES if each.name == "Python")
    spans: list[Spans] = lexed(language, "x = '𝄞𝄞' # 𝄞 y\nd = '''\n𝄞\n'''").spans
    assert [(begin, end) for begin, end, _ in spans[0]] == [(4, 10), (11, 17)]
    assert spans[2] == ((0, 2, spans[0][0][2]),)
