"""What encloses a place: sentence, paragraph, block, function, in prose, Markdown and programs."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from palimpsest.app.documents.languages import LANGUAGES
from palimpsest.app.editor import enclosing

BAR = "¦"
"""Where the caret is."""


def around(what: str, marked: str, *arguments: object) -> str | None:
    text, place = marked.replace(BAR, ""), marked.index(BAR)
    found = getattr(enclosing, what)(text, place, *arguments)
    return None if found is None else text[found[0] : found[1]]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("One is. T¦wo are. Three.", "Two are."),
        ("One is.¦ Two are.", "One is."),
        ("One is. ¦Two are.", "Two are."),
        ("One is.  ¦ Two are.", "One is."),
        ("One.¦", "One."),
        ("  ¦  One.", "One."),
        ("一。¦二。", "二。"),
        ("One.\n¦\nTwo.", ""),
        ("", ""),
        ("One.\nTwo¦\nThree.", "Two"),
    ],
)
def test_sentence(marked: str, expected: str) -> None:
    assert around("sentence", marked if BAR in marked else BAR) == expected


LONG = "A very long paragraph that stands on a line of its own. " * 4


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("one\ntw¦o\n\nthree", "one\ntwo"),
        ("one\ntwo\n\nthr¦ee", "three"),
        ("one\ntwo\n¦\nthree", ""),
        (f"{LONG}¦\n{LONG}", LONG.strip()),
        (f"short\n{LONG}\n  ¦short", "short"),
    ],
)
def test_paragraph(marked: str, expected: str) -> None:
    assert around("paragraph", marked) == expected


PYTHON = textwrap.dedent('''\
    import os

    @cached(a,
            b)
    def of(a,
           b):
        """Says ( it."""
        # first
        if a:
            x = 1
            y = f(a, [b, c])

        return y


    class Word:
        size = 1

        async def longer(self): return 1

    X = [
        1,
        2,
    ]
''')


def at(text: str, place: str) -> str:
    """`text` with the caret behind the first character of `place`."""
    where = text.index(place) + 1
    return text[:where] + BAR + text[where:]


def part(text: str, first: str, last: str) -> str:
    start = text.index(first)
    return text[start : text.index(last, start) + len(last)]


OF = part(PYTHON, "@cached", "return y")
WORD = part(PYTHON, "class Word", "return 1")


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("x = 1", "x = 1\n        y = f(a, [b, c])"),
        ("a, [b", "a, [b, c]"),
        ("b, c", "b, c"),
        ("if a", part(PYTHON, '"""Says', "return y")),
        ("return y", part(PYTHON, '"""Says', "return y")),
        ("import", "import os"),
        ("a,\n       b", "a,\n       b"),
        ("size", part(PYTHON, "size", "return 1")),
        ("1,\n    2", "1,\n    2,"),
    ],
)
def test_block_of_python(place: str, expected: str) -> None:
    assert around("block", at(PYTHON, place), "Python") == expected


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("x = 1", OF),
        ("@cached", OF),
        ("def of", OF),
        ("\n    return y", OF),
        ("size", WORD),
        ("class", WORD),
        ("async", part(PYTHON, "async", "return 1")),
        ("import", None),
        ("X =", None),
    ],
)
@pytest.mark.parametrize("broken", ["", "\nz = (\n"], ids=["parsed", "by indentation"])
def test_function_of_python(place: str, expected: str | None, broken: str) -> None:
    assert around("function", at(PYTHON + broken, place), "Python") == expected


C = textwrap.dedent("""\
    #include <x.h>

    // Adds { numbers.
    /* Slowly. */
    static int add(int a, int b)
    {
        char c = '{';
        for (int i = 0; i < a; i++) {
            b += i;
        }
        if (a)
            return 1;
        return b; // }
    }

    struct P { int x; };
    int main(void) { return add(1, 2); }
""")
ADD = part(C, "// Adds", "// }\n}")

JAVASCRIPT = textwrap.dedent("""\
    /** A word. */
    export const f = async (a, b) => {
      const r = /[{]/g;
      return xs.map(x, (y) => { return `${y} {`; });
    };
    class Q extends R {
      go(a) {
        if (a) { this.b = {c: 1, d: 2}; }
      }
    }
""")

RUBY = textwrap.dedent("""\
    class A
      # Says it.
      def x(a)
        if a
          puts 1
        end
      end
    end
""")

LUA = "local M = {}\nfunction M.f(a)\n  local b = a\n  return b\nend\n\nM.g = function()\n  return 2\nend\n"
RUST = "/// Docs\n#[test]\nfn longest<'a>(x: &'a str) -> &'a str where T: X {\n    match x { _ => 1 }\n}\n"
GO = textwrap.dedent("""\
    package p

    import "errors"
    func (r *R) Do(a int) (int, error) {
    \tif a > 0 {
    \t\treturn 1, nil
    \t}
    \treturn 0, errors.New("}")
    }
""")
SHELL = "greet() {\n  echo ${#x} # }\n}\n\ngreet\n"


@pytest.mark.parametrize(
    ("language", "text", "place", "expected"),
    [
        ("C", C, "b += i", ADD),
        ("C", C, "int a, int b", ADD),
        ("C", C, "Slowly", ADD),
        ("C", C, "char c", ADD),
        ("C", C, "add(1", "int main(void) { return add(1, 2); }"),
        ("C", C, "int x", "struct P { int x; }"),
        ("C", C, "include", None),
        ("JavaScript", JAVASCRIPT, "const r", part(JAVASCRIPT, "/**", "\n}")),
        ("JavaScript", JAVASCRIPT, "return `", part(JAVASCRIPT, "(y)", "`; }")),
        ("JavaScript", JAVASCRIPT, "d: 2", part(JAVASCRIPT, "go(a)", "\n  }")),
        ("JavaScript", JAVASCRIPT, "extends", part(JAVASCRIPT, "class Q", "\n}")),
        ("Ruby", RUBY, "puts", part(RUBY, "# Says", "\n  end")),
        ("Ruby", RUBY, "class A", RUBY.strip()),
        ("Lua", LUA, "local b", part(LUA, "function M.f", "\nend")),
        ("Lua", LUA, "return 2", part(LUA, "M.g", "\nend")),
        ("Lua", LUA, "local M", None),
        ("Rust", RUST, "=> 1", RUST.strip()),
        ("Go", GO, "return 1", part(GO, "func", "\n}")),
        ("Shell", SHELL, "echo", part(SHELL, "greet()", "\n}")),
        ("Markdown", "def f():\n    pass\n", "pass", None),
        ("JSON", '{"a": (1)}', "1", None),
    ],
)
def test_function_of_other_languages(language: str, text: str, place: str, expected: str | None) -> None:
    assert around("function", at(text, place), language) == expected


@pytest.mark.parametrize(
    ("language", "text", "place", "expected"),
    [
        ("C", C, "b += i", "b += i;"),
        ("C", C, "return 1", "return 1;"),
        ("C", C, "1, 2", "1, 2"),
        ("C", C, "return b", part(C, "char c", "return b; // }")),
        ("Ruby", RUBY, "puts", "puts 1"),
        ("JavaScript", JAVASCRIPT, "d: 2", "c: 1, d: 2"),
        ("JSON", '{"a": [1, 2], "b": {}}', "2]", "1, 2"),
        ("YAML", "a:\n  b: 1\n  c:\n    - 1\n\n  d: 2\ne: 3\n", "c:", "b: 1\n  c:\n    - 1\n\n  d: 2"),
        ("Plain Text", "one\ntwo\n\nthree", "two", "one\ntwo"),
        ("no language", "one\ntwo\n\nthree", "two", "one\ntwo"),
    ],
)
def test_block_of_other_languages(language: str, text: str, place: str, expected: str) -> None:
    assert around("block", at(text, place), language) == expected


def test_the_block_in_empty_brackets_is_the_place_itself() -> None:
    assert enclosing.block("call()", 5, "Python") == (5, 5)


MARKDOWN = textwrap.dedent("""\
    First.

    # A
    Intro text.

    ## B
    - one
      more
      - inner

        deep
    - two
    lazy

    Para.

    ```py
    # no heading
    y
    ```

    Title
    =====
    last
""")


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("First", "First."),
        ("Intro", part(MARKDOWN, "# A", "y\n```")),
        ("# A", part(MARKDOWN, "# A", "y\n```")),
        ("Para", part(MARKDOWN, "## B", "y\n```")),
        ("more", part(MARKDOWN, "- one", "deep")),
        ("deep", part(MARKDOWN, "- inner", "deep")),
        ("lazy", "- two\nlazy"),
        ("# no", "# no heading\ny"),
        ("last", "Title\n=====\nlast"),
    ],
)
def test_block_of_markdown(place: str, expected: str) -> None:
    assert around("block", at(MARKDOWN, place), "Markdown") == expected


signs = st.sampled_from("ab1 .,!?\n\t(){}[]#-*=>:;\"'`/\\😀。")
PIECES = [
    *("def f(a):\n", "    if a:\n", "        b(1, 2)\n", "@x(\n", "class A\n", "end\n"),
    *("int f(int a) {\n", "}\n", "\n", "- item\n", "# H\n", "```\n", "==\n"),
]
texts = st.one_of(
    st.text(signs, max_size=80),
    st.lists(
        st.sampled_from(PIECES),
        max_size=12,
    ).map("".join),
)


@example("```\ndef f(a):\n", 1.0, "Markdown", 2)
@example("```\n\n  a\n\n```\n", 0.5, "Markdown", 2)
@example("```\n  \n```\n", 0.5, "Markdown", 2)
@given(texts, st.floats(0, 1), st.sampled_from([language.name for language in LANGUAGES]), st.sampled_from([2, 4, 8]))
def test_what_is_found_lies_in_the_text_and_holds_the_place(text: str, share: float, name: str, tab: int) -> None:
    place = round(share * len(text))
    found = [
        enclosing.sentence(text, place),
        enclosing.paragraph(text, place),
        enclosing.block(text, place, name, tab),
        enclosing.function(text, place, name, tab),
    ]
    for one in found:
        if one is None:
            continue
        low, high = one
        assert 0 <= low <= high <= len(text)
        assert text[low:high] == text[low:high].strip()
        # Or the place is blank, and what is beside it was taken.
        between = text[high:place] if place > high else text[place:low]
        assert not between.strip()


@pytest.mark.parametrize("name", ["Python", "C", "Markdown", "Plain Text"])
def test_in_a_huge_text_only_what_is_near_is_looked_at(name: str) -> None:
    pieces = {"Python": "def f(a):\n    return (a)\n\n", "C": "int f(int a) {\n  return 1;\n}\n\n"}
    piece = pieces.get(name, "One. Two.\n\n")
    text = piece * (4_000_000 // len(piece))
    place = len(piece) * (len(text) // len(piece) // 2) + piece.index("r" if "r" in piece else "T") + 1
    assert enclosing.block(text, place, name)[1] < place + 100
    assert enclosing.paragraph(text, place)[1] < place + 100
    assert enclosing.sentence(text, place)[1] < place + 100
    found = enclosing.function(text, place, name)
    if name in ("Python", "C"):
        assert found is not None
        assert text[found[0] : found[1]] == piece.strip()


def test_a_huge_line_is_no_hindrance() -> None:
    text = "word " * 400_000
    low, high = enclosing.sentence(text, 1_000_000)
    assert low <= 1_000_000 <= high
    assert high - low < 100_000
