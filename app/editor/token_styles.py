"""The style of each of Pygments' token types: one table. Only for what lexes text, for Pygments comes with it."""

from __future__ import annotations

from functools import cache

from pygments.token import Comment, Generic, Keyword, Name, Number, Operator, String, Token, _TokenType

from palimpsest.app.editor.syntax_colours import EMBEDDED, Style

Markup = Token.Markup
"""Token types of the Markdown lexer, where Pygments has none."""

_STYLES: dict[_TokenType, Style] = {
    Token: Style.PLAIN,
    Keyword: Style.KEYWORD,
    Operator.Word: Style.KEYWORD,
    Name.Builtin.Pseudo: Style.KEYWORD,
    String: Style.STRING,
    String.Interpol: Style.TAG,
    Token.Literal.Date: Style.NUMBER,
    Number: Style.NUMBER,
    Comment: Style.COMMENT,
    Comment.Preproc: Style.TAG,
    Comment.PreprocFile: Style.STRING,
    Name.Function: Style.NAME,
    Name.Class: Style.NAME,
    Name.Exception: Style.NAME,
    Name.Decorator: Style.TAG,
    Name.Tag: Style.TAG,
    Name.Attribute: Style.TAG,
    Name.Label: Style.TAG,
    Name.Entity: Style.TAG,
    Generic.Heading: Style.HEADING,
    Generic.Subheading: Style.HEADING,
    Generic.Emph: Style.EMPHASIS,
    Generic.Strong: Style.STRONG,
    Generic.EmphStrong: Style.STRONG_EMPHASIS,
    Generic.Inserted: Style.INSERTED,
    Generic.Deleted: Style.REMOVED,
    Generic.Prompt: Style.MARK,
    Generic.Output: Style.COMMENT,
    Markup.Mark: Style.MARK,
    Markup.Code: Style.CODE,
    Markup.Quote: Style.QUOTE,
    Markup.Struck: Style.STRUCK,
    Markup.Link: Style.LINK,
    Markup.Url: Style.URL,
}


@cache
def style_of(token: _TokenType) -> int:
    """The style of a token type: its own, or that of the nearest type that it is a kind of.

    What lies under `Markup.Code` is code in prose: dressed as it is in code, and `EMBEDDED` added.
    """
    depth = len(Markup.Code)
    if len(token) > depth and token[:depth] == Markup.Code:
        inside = Token
        for part in token[depth:]:
            inside = getattr(inside, part)
        style = style_of(inside)
        return EMBEDDED + style if style else Style.CODE
    found = _STYLES.get(token)
    if found is not None:
        return found
    return style_of(token.parent) if token.parent is not None else Style.PLAIN


@cache
def in_code(token: _TokenType) -> _TokenType:
    """The type of a token of code that stands in prose."""
    result = Markup.Code
    for part in token:
        result = getattr(result, part)
    return result
