"""The function (or class) around a place of a program. No Qt; positions are code points."""

from __future__ import annotations

import ast
import re
import warnings
from bisect import bisect_right
from itertools import accumulate

from palimpsest.app.documents.languages import Language
from palimpsest.app.editor.brackets import OPENING, PAIRS
from palimpsest.app.editor.code_mask import masked
from palimpsest.app.editor.indentation import columns_of, leading_space
from palimpsest.app.editor.range_set import Range

LARGEST_PARSED = 200_000
"""Characters: Python beyond that is told by its indentation."""
_LONGEST_HEADER = 3_000


def _listed(names: str) -> frozenset[str]:
    return frozenset(names.split(","))


_BRACED_TOO = _listed("Awk,PHP,Perl,PowerShell,R,Shell,Fish,Tcl")
_NOT_BRACED = _listed("F#,Pascal,AsciiDoc,Sass")
_LINE_BY_LINE = _listed(
    "Go,JavaScript,TypeScript,JSX,TSX,Vue,Svelte,Kotlin,Swift,Scala,Groovy,Awk,PowerShell,R,Shell,Fish,Tcl"
)
"""Languages whose statements end with the line rather than with a semicolon."""
_GOES_ON = (":", ",", "->", "=>", "where ", ".", ")", "extends ", "implements ", "throws ")
"""How a line begins that belongs to the header begun above it."""
_BRACKET = re.compile(r"[(){}\[\];]")
_CONTROL = re.compile(
    r"(?:\}\s*)?(?:\w+\s*:\s*)?(?:if|else|elif|elsif|elseif|for|foreach|while|until|unless|switch|match|catch|except|do|try"
    r"|finally|with|using|lock|synchronized|return|loop|select|guard|when|unsafe|defer|repeat|case|new|await|throw|in)\b"
)
_NAMED = re.compile(
    r"\b(?:function|func|fn|fun|sub|proc|def|class|struct|interface|enum|trait|impl|object|record|union|protocol"
    r"|extension|module|contract|message|service|filter)\b"
)
_CALLABLE = re.compile(r"\)(?:[^(){};=]|\([^()]*\)|=>)*$|(?:=>|->)\s*$")
_HEADER = re.compile(
    r"[ \t]*(?:(?:export|default|async|public|private|protected|static|local|pub|override|abstract|final|inline|pure"
    r"|recursive|elemental|cpdef|cdef)\s+)*"
    r"(?:def|class|function|module|fun|func|fn|sub|proc|procedure|defp|defmodule|defmacro|defimpl|macro|struct|method"
    r"|iterator|template|trait|subroutine|program|type|instance|interface|object)\b"
    r"|[^\n=]*=\s*function\b"
)
_LAST = re.compile(r"[ \t]*(?:end\b|endfunction\b|endclass\b|fi\b|esac\b|done\b|\}|\)|\])")
_CLOSING = re.compile(r"[ \t]*[)\]}]")


def function_around(text: str, position: int, language: Language, tab_width: int) -> Range | None:
    """The innermost function or class of `text` with its header, decorators and the comments right above it."""
    if language.kind != "code":
        return None
    if language.name == "Python" and len(text) <= LARGEST_PARSED:
        found = _parsed(text, position)
        if found is not None:
            return found if found != (0, 0) else None
    mask = masked(text, language)
    if (language.line_comment == "//" or language.name in _BRACED_TOO) and language.name not in _NOT_BRACED:
        return _braced(text, mask, position, language)
    return _indented(text, mask, position, language, tab_width)


def _parsed(text: str, position: int) -> Range | None:
    """What Python's own parser says; (0, 0) if there is no function, None if the text does not parse."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            tree = ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None
    lines = text.split("\n")
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    if "\f" in text or "\r" in text:
        return None  # the parser counts other lines than these
    here = bisect_right(starts, position)
    best: Range = (0, 0)
    body: list[ast.AST] = [tree]
    while body:
        node = body.pop()
        for child in ast.iter_child_nodes(node):
            if not isinstance(child, ast.stmt | ast.ExceptHandler | ast.match_case):
                continue
            named = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
            first = child.decorator_list[0].lineno if named and child.decorator_list else getattr(child, "lineno", 0)
            last = getattr(child, "end_lineno", None) or here
            if not first <= here <= last:
                continue
            if named:
                line = lines[last - 1]
                end = len(line.encode()[: child.end_col_offset].decode())
                head = lines[first - 1]
                best = (starts[first - 1] + len(head) - len(head.lstrip()), starts[last - 1] + end)
            body.append(child)
    return best


def _braced(text: str, mask: str, position: int, language: Language) -> Range | None:
    """The smallest part in braces with a header that names a function or a class."""
    opened: list[tuple[str, int]] = []
    partners: dict[int, int] = {}
    pairs: list[Range] = []
    for match in _BRACKET.finditer(mask):
        sign, place = match[0], match.start()
        if sign in PAIRS:
            opened.append((sign, place))
        elif sign in OPENING and any(each == OPENING[sign] for each, _ in opened[-8:]):
            while opened[-1][0] != OPENING[sign]:
                opened.pop()
            partners[place] = opened.pop()[1]
            if sign == "}":
                pairs.append((partners[place], place + 1))
    best: Range | None = None
    for opening, end in pairs:
        if end < position or opening - _LONGEST_HEADER > position:
            continue
        start = _header(mask, opening, partners, language)
        if start is None:
            continue
        start = _with_comments(text, mask, start, language)
        if start <= position <= end and (best is None or end - start < best[1] - best[0]):
            best = (start, end)
    return best


def _header(mask: str, opening: int, partners: dict[int, int], language: Language) -> int | None:
    """Where the header of the braces at `opening` begins; None if it is no function's."""
    least = max(0, opening - _LONGEST_HEADER)
    place, comma = opening, None
    while place > least:
        place -= 1
        sign = mask[place]
        if sign in ")]":
            place = partners.get(place, place)
        elif sign in ";{}":
            place += 1
            break
        elif sign in "([":
            place = comma if comma is not None else place + 1
            break
        elif sign == "," and comma is None:
            comma = place + 1
        elif sign == "\n" and _ends_above(mask, place, mask[place:opening].strip(), language):
            break
    else:
        place = least
    header = mask[place:opening]
    stripped = header.lstrip(" \t\n\r\f,")
    tidy = " ".join(stripped.split())
    if not tidy or _CONTROL.match(tidy):
        return None
    if _NAMED.search(tidy) is None and _CALLABLE.search(tidy) is None:
        return None
    return place + len(header) - len(stripped)


def _ends_above(mask: str, newline: int, header: str, language: Language) -> bool:
    """True if a header does not go on above a line break; `header` is what of it stands below."""
    if not header or header.startswith(_GOES_ON):
        return False
    above = mask[mask.rfind("\n", 0, newline) + 1 : newline].strip()
    if not above or language.name not in _LINE_BY_LINE:
        return not above
    return not above.startswith("@") and not above.endswith((",", "=", "("))


def _with_comments(text: str, mask: str, start: int, language: Language) -> int:
    """`start`, or where the comments begin that stand on the lines right above it."""
    while True:
        line = text.rfind("\n", 0, start) + 1
        if text[line:start].strip() or not line:
            return start
        above = text.rfind("\n", 0, line - 1) + 1
        words, code = text[above : line - 1].strip(), mask[above : line - 1].strip()
        if not words or code or not _is_comment(words, language):
            return start
        start = above + len(text[above : line - 1]) - len(text[above : line - 1].lstrip())


def _is_comment(words: str, language: Language) -> bool:
    """True for a line of nothing else; directives and strings are blank in the mask, too."""
    if language.line_comment and words.startswith(language.line_comment):
        return True
    block = language.block_comment
    return block is not None and (words.startswith((block[0], "*")) or words.endswith(block[1]))


def _indented(text: str, mask: str, position: int, language: Language, tab_width: int) -> Range | None:
    """By header and indentation, as the languages with `end` and those without any have it."""
    lines = text.split("\n")
    codes = mask.split("\n")
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    here = bisect_right(starts, position) - 1
    columns = [columns_of(leading_space(line), tab_width) for line in lines]
    first = _decorated(lines, codes, columns, here)
    limit = _reach_of(columns, lines, first)
    for number in range(first, -1, -1):
        if not codes[number].strip() or _CLOSING.match(codes[number]):
            continue
        column = columns[number]
        is_header = _HEADER.match(codes[number]) is not None
        if number == first or column < limit:
            limit = min(limit, column)
            if is_header:
                last = _last_line(lines, codes, columns, number)
                if last >= here or number == first:
                    top = _decorators(lines, columns, number)
                    begin = starts[top] + len(lines[top]) - len(lines[top].lstrip())
                    begin = _with_comments(text, mask, begin, language) if language.name != "Python" else begin
                    return begin, starts[last] + len(lines[last].rstrip())
    return None


def _decorators(lines: list[str], columns: list[int], header: int) -> int:
    """The line on which the decorators of the line `header` begin, which may take several lines each."""
    top = number = header
    while number and lines[number - 1].strip():
        number -= 1
        if columns[number] == columns[header] and lines[number].lstrip().startswith("@"):
            top = number
        elif columns[number] <= columns[header] and not _CLOSING.match(lines[number]):
            break
    return top


def _decorated(lines: list[str], codes: list[str], columns: list[int], here: int) -> int:
    """The header below, if a line is among its decorators; else the line itself."""
    number = here
    while number < len(lines) and lines[number].strip():
        if _HEADER.match(codes[number]):
            return number if _decorators(lines, columns, number) <= here else here
        number += 1
    return here


def _reach_of(columns: list[int], lines: list[str], here: int) -> int:
    """The indentation that a header has to be less than; a blank line belongs where the next written one does."""
    for number in range(here, min(len(lines), here + 200)):
        if lines[number].strip():
            return columns[number] + (1 if _LAST.match(lines[number]) else 0)
    return 1 << 30


def _last_line(lines: list[str], codes: list[str], columns: list[int], header: int) -> int:
    """The last line of what the line `header` heads."""
    last = header
    for number in range(header + 1, len(codes)):
        deeper = columns[number] > columns[header]
        if not codes[number].strip():
            # Strings and comments may stand anywhere; only what is deeper surely belongs there.
            if deeper and lines[number].strip():
                last = number
        elif deeper or (columns[number] == columns[header] and _CLOSING.match(codes[number])):
            last = number
        elif columns[number] == columns[header] and _LAST.match(codes[number]):
            return number
        else:
            break
    return last
