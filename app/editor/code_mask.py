"""The text of a program with its strings and comments blanked, so that brackets and words in it are code. No Qt."""

from __future__ import annotations

import re
from functools import cache

from palimpsest.app.documents.languages import Language


def _listed(names: str) -> frozenset[str]:
    return frozenset(names.split(","))


_CHARACTERS = _listed(
    "C,C#,C++,D,Go,Java,Kotlin,Rust,Scala,Swift,Zig,Haskell,OCaml,F#,Objective-C,Elm,Nim,GLSL,Solidity,VHDL,Ada"
)
"""Languages in which a single quote stands around one character, if around anything."""
_NO_QUOTE = _listed("Clojure,Common Lisp,Emacs Lisp,Scheme,Racket,HTML,XML,Vue,Svelte,Verilog,TeX")
_TRIPLE = _listed("Python,Kotlin,Scala,Swift,Java,Dart,Groovy,Julia,Elixir,Nim,C#,TOML,F#")
_BACKTICK = _listed("JavaScript,TypeScript,JSX,TSX,Vue,Svelte,Go")
_SLASHED = _listed("JavaScript,TypeScript,JSX,TSX,Vue,Svelte")
"""Languages with regular expressions between slashes."""
_DIRECTIVES = _listed("C,C++,C#,Objective-C,GLSL")
_HASHES = re.compile(r"[^\n]")


def masked(text: str, language: Language) -> str:
    """`text` with blanks in place of strings and comments, quotes and marks included; as long, with the same lines.

    A string or comment that begins before `text` is not known of. What nothing closes ends with its line, a comment
    with the text.
    """
    return _pattern(language).sub(_blank, text)


def _blank(match: re.Match[str]) -> str:
    return _HASHES.sub(" ", match[0])


@cache
def _pattern(language: Language) -> re.Pattern[str]:
    name, parts = language.name, []
    if name in _DIRECTIVES:
        parts.append(r"^[ \t]*#(?:[^\n\\]|\\.)*")
    if language.block_comment is not None:
        opening, closing = map(re.escape, language.block_comment)
        at_line = "^" if language.block_comment[0].startswith("=") else ""
        parts.append(rf"{at_line}{opening}(?:.|\n)*?(?:{closing}|\Z)")
    if name == "Lua":
        parts.append(r"\[(?P<level>=*)\[(?:.|\n)*?(?:\](?P=level)\]|\Z)")
    if language.line_comment:
        mark = re.escape(language.line_comment.replace(";;", ";"))
        # In "$#" and "${x#y}" it begins nothing, as "--" does not in "a---b".
        before = r"(?<![\w$&{\\])" if language.line_comment == "#" and name != "Python" else ""
        parts.append(rf"{before}{mark}[^\n]*")
    if name == "PHP":
        parts.append(r"#(?!\[)[^\n]*")
    if name in _TRIPLE:
        parts += [rf"{quote}(?:\\(?:.|\n)|[^\\])*?(?:{quote}|\Z)" for quote in ('"""', "'''")]
    if name == "Rust":
        parts.append(r'\br(?P<hashes>#*)"(?:.|\n)*?(?:"(?P=hashes)|\Z)')
    if name in _SLASHED:
        parts.append(r"(?<=[=(,:])[ ]?/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])+/")
    if name in _BACKTICK:
        parts.append(r"`(?:\\(?:.|\n)|[^`\\])*(?:`|\Z)")
    if language.line_comment != '"':
        parts.append(r'"(?:\\(?:.|\n)|[^"\\\n])*"?')
    if name in _CHARACTERS:
        parts.append(r"'(?:\\[^\n']{1,8}|\\'|[^'\\\n])'")
    elif name not in _NO_QUOTE and language.line_comment != "'":
        parts.append(r"'(?:\\(?:.|\n)|[^'\\\n])*'?")
    return re.compile("|".join(parts), re.MULTILINE)
