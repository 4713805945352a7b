"""Markdown as writers use it: what is said, and what only says how to say it, kept apart. A lexer for Pygments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, ClassVar

from pygments.lexer import Lexer, RegexLexer, bygroups, default, include
from pygments.lexers import get_lexer_by_name
from pygments.token import Comment, Generic, Name, Text, _TokenType

from palimpsest.app.documents.languages import by_name
from palimpsest.app.editor.token_styles import Markup, in_code

_UNDERLINE = r"[ ]{0,3}(?:=+|-{2,})[ \t]*\n"
# What ends a paragraph when a line begins with it.
_BLOCK = (
    r"[ \t]*(?:\n|\Z|#{1,6}[ \t]|>|```|~~~|[-*+][ \t]|\d{1,9}[.)][ \t]|\||(?:(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})\n)"
    rf"|{_UNDERLINE}|[^\n]*\S[^\n]*\n{_UNDERLINE}"
)
_INSIDE = rf"(?:\\.|[^\\\n]|\n(?!{_BLOCK}))"
"""One character of a paragraph."""
_SPECIAL = r"\\`*_\[!<&~\n"
_WORD = re.compile(r"[\w#+.-]+")


def _opening(sign: str) -> str:
    """Where a stretch of emphasis begins, if it ends in the same paragraph."""
    mark = re.escape(sign)
    one = re.escape(sign[0])
    before, after = (r"(?<!\w)", r"(?!\w)") if sign[0] == "_" else ("", "")
    return rf"{before}{mark}(?=[^\s{one}])(?={_INSIDE}*?[^\s\\]{mark}{after})"


_WEIGHTS = {1: Generic.Emph, 2: Generic.Strong, 3: Generic.EmphStrong}


def _emphasis(within: _TokenType | None) -> list[Any]:
    """Rules that open a stretch of emphasis, in text that is `within` one already or in none."""
    rules = []
    for size in (3, 2, 1):
        token = _WEIGHTS[size] if within is None else Generic.EmphStrong
        if within not in (_WEIGHTS[size], Generic.EmphStrong) and not (within and size == 3):
            rules += [(_opening(sign * size), Markup.Mark, f"{token}{sign * size}") for sign in "*_"]
    return rules


def _emphasized() -> dict[str, list[Any]]:
    """A state for each weight and each sign that may end it."""
    return {
        f"{token}{sign * size}": [
            (rf"(?<=\S){re.escape(sign * size)}", Markup.Mark, "#pop"),
            *_emphasis(token),
            include("signs"),
            *_plain(token),
        ]
        for token in _WEIGHTS.values()
        for size in (1, 2, 3)
        for sign in "*_"
    }


def _plain(token: _TokenType, more: str = "") -> list[Any]:
    """Rules for what is nothing else. None holds at the end of a paragraph: there, Pygments goes to the root."""
    return [
        (rf"(?:(?!https?://|www\.)[^{_SPECIAL}{more}])+", token),
        (rf"\n(?!{_BLOCK})", token),
        (r"[^\n]", token),
    ]


@lru_cache(maxsize=64)
def _lexer_of(name: str) -> Lexer | None:
    language = by_name(name)
    return get_lexer_by_name(language.lexer) if language is not None and language.lexer is not None else None


class MarkdownLexer(RegexLexer):
    """CommonMark with tables, tasks, footnotes, struck text and front matter."""

    name = "Markdown"
    flags = re.MULTILINE

    def _fence(self, match: re.Match[str]) -> Iterator[tuple[int, _TokenType, str]]:
        """A block of code between fences, or from one to the end of the text, in the colours of its language."""
        yield match.start("open"), Markup.Mark, match["open"]
        word = _WORD.search(match["info"])
        yield from self._code(match, word[0] if word is not None else "")
        if match["close"]:
            yield match.start("close"), Markup.Mark, match["close"]

    def _front_matter(self, match: re.Match[str]) -> Iterator[tuple[int, _TokenType, str]]:
        yield match.start("open"), Markup.Mark, match["open"]
        yield from self._code(match, "yaml")
        yield match.start("close"), Markup.Mark, match["close"]

    @staticmethod
    def _code(match: re.Match[str], language: str) -> Iterator[tuple[int, _TokenType, str]]:
        start, code = match.start("code"), match["code"]
        lexer = _lexer_of(language)
        if lexer is None:
            yield start, Markup.Code, code
        else:
            for at, token, value in lexer.get_tokens_unprocessed(code):
                yield start + at, in_code(token), value

    tokens: ClassVar[dict[str, list[Any]]] = {
        "root": [
            (r"\A(?P<open>---[ \t]*\n)(?P<code>(?:.*\n)*?)(?P<close>(?:---|\.\.\.)[ \t]*\n)", _front_matter),
            (r"[ \t]*\n", Text),
            (
                r"(?P<open>[ \t]*(?P<fence>```+|~~~+)(?P<info>[^`\n]*)\n)(?P<code>(?:.*\n)*?)"
                r"(?:(?P<close>[ \t]*(?P=fence)[`~]*[ \t]*\n)|\Z)",
                _fence,
            ),
            (r"[ ]{0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,}|=+[ \t]*)\n", Markup.Mark),
            (r"([ ]{0,3}#{1,6})([ \t]+)", bygroups(Markup.Mark, Text), "heading"),
            (r"([ ]{0,3}>)([ \t]?)(?=[ \t]*(?:[#>\n]|[-*+][ \t]|\d{1,9}[.)][ \t]|```))", bygroups(Markup.Mark, Text)),
            (r"([ ]{0,3}>)([ \t]*)", bygroups(Markup.Mark, Text), "quote"),
            (
                r"([ \t]*)([-*+]|\d{1,9}[.)])([ \t]+)(\[[ xX]\](?=[ \t]))?",
                bygroups(Text, Markup.Mark, Text, Markup.Mark),
            ),
            (rf"^(?=[ ]{{0,3}}[^\s|][^\n]*\n{_UNDERLINE})", Text, "heading"),
            (r"^[ \t]*\|(?:[ \t]*:?-+:?[ \t]*\|?)+[ \t]*\n", Markup.Mark),
            (r"^(?=[ \t]*\|)", Text, "table"),
            (r"([ ]{0,3}\[\^[^\]\s]+\]:)([ \t]*)", bygroups(Markup.Mark, Text), "inline"),
            (
                r"([ ]{0,3}\[)([^\]\n]+)(\]:)([ \t]*)(<[^>\n]*>|\S+)",
                bygroups(Markup.Mark, Markup.Link, Markup.Mark, Text, Markup.Url),
                "inline",
            ),
            default("inline"),
        ],
        "inline": [*_emphasis(None), include("signs"), *_plain(Text)],
        "quote": [*_emphasis(None), include("signs"), *_plain(Markup.Quote)],
        "table": [(r"\|", Markup.Mark), *_emphasis(None), include("signs"), *_plain(Text, "|")],
        "heading": [
            (r"[ \t]+#+[ \t]*(?=\n)", Markup.Mark),
            (r"(?<!\w)[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}(?!\w)", Markup.Mark),
            include("signs"),
            (rf"(?:(?!https?://|www\.|[ \t]+#+[ \t]*\n)[^{_SPECIAL}])+", Generic.Heading),
            (r"[^\n]", Generic.Heading),
        ],
        "signs": [
            (r"(\\)([!-/:-@\[-`{-~])", bygroups(Markup.Mark, Text)),
            (
                rf"(?<!`)(`+)(?!`)({_INSIDE}*?[^`])(\1)(?!`)",
                bygroups(Markup.Mark, Markup.Code, Markup.Mark),
            ),
            (r"<!--(?:.|\n)*?-->", Comment),
            (r"(<)((?:https?|ftp|mailto):[^\s<>]+)(>)", bygroups(Markup.Mark, Markup.Url, Markup.Mark)),
            (r"</?[A-Za-z][^<>\n]*>", Name.Tag),
            (r"&(?:\w+|#\d+|#x[0-9a-fA-F]+);", Name.Entity),
            (r"(?:https?://|www\.)[^\s<>]*[^\s<>.,;:!?'\")\]*_]", Markup.Url),
            (rf"(~~)(?=\S)({_INSIDE}*?\S)(~~)", bygroups(Markup.Mark, Markup.Struck, Markup.Mark)),
            (r"\[\^[^\]\s]+\]", Markup.Mark),
            (
                r"(!?\[)((?:[^\[\]\\\n]|\\.|\[[^\[\]\n]*\]|\n(?![ \t]*\n))*)(\]\()"
                r"(<[^>\n]*>|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)([ \t]*)"
                r"(\"[^\"\n]*\"|'[^'\n]*'|\([^()\n]*\))?([ \t]*\))",
                bygroups(Markup.Mark, Markup.Link, Markup.Mark, Markup.Url, Text, Text, Markup.Mark),
            ),
            (
                r"(!?\[)((?:[^\[\]\\\n]|\\.|\n(?![ \t]*\n))+)(\]\[)([^\]\n]*)(\])",
                bygroups(Markup.Mark, Markup.Link, Markup.Mark, Markup.Url, Markup.Mark),
            ),
            (r"(\[\[)([^\[\]\n|]+)((?:\|[^\[\]\n]*)?\]\])", bygroups(Markup.Mark, Markup.Link, Markup.Mark)),
        ],
        **_emphasized(),
    }
