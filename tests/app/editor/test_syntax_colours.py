"""Colours of words: readable in both themes, never the model's own, and of one kind for one thing."""

from __future__ import annotations

import colorsys
from dataclasses import astuple

import pytest
from pygments.token import Comment, Generic, Keyword, Name, Number, Operator, Punctuation, String, Text, Token
from PySide6.QtGui import QColor, QFont

from palimpsest.app.editor.ink import blend
from palimpsest.app.editor.syntax_colours import EMBEDDED, Style, formats, inks, kind_of
from palimpsest.app.editor.token_styles import Markup, in_code, style_of
from palimpsest.app.theme import Theme, dark, light
from palimpsest.resources import CODE_FONT

THEMES = pytest.mark.parametrize("theme", [light, dark], ids=lambda theme: theme.name)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def hue(colour: str) -> float:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return 360 * colorsys.rgb_to_hls(red, green, blue)[0]


@THEMES
def test_every_ink_can_be_read_on_the_page(theme: Theme):
    for shown in formats(theme, prose=True, code_points=10.0):
        brush = shown.foreground()
        if brush.style().value:
            assert contrast(brush.color().name(), theme.page) >= 4.5


@THEMES
def test_every_ink_can_be_read_in_the_line_of_the_caret_and_on_brackets(theme: Theme):
    for ground in (blend(theme.page, theme.line, 0.55), blend(theme.page, theme.selection, 0.7), theme.line):
        for colour in astuple(inks(theme)):
            assert contrast(colour, ground) >= 4.5


@THEMES
def test_no_ink_looks_like_the_models_own(theme: Theme):
    for colour in astuple(inks(theme)):
        distance = abs(hue(colour) - hue(theme.accent)) % 360
        assert min(distance, 360 - distance) >= 40


@THEMES
def test_the_inks_are_few_and_differ(theme: Theme):
    colours = astuple(inks(theme))
    assert len(set(colours)) == len(colours) <= 7


@pytest.mark.parametrize(
    ("token", "style"),
    [
        (Text, Style.PLAIN),
        (Name, Style.PLAIN),
        (Punctuation, Style.PLAIN),
        (Operator, Style.PLAIN),
        (Operator.Word, Style.KEYWORD),
        (Keyword.Declaration.Deep, Style.KEYWORD),
        (String.Doc, Style.STRING),
        (Number.Hex, Style.NUMBER),
        (Comment.Multiline, Style.COMMENT),
        (Comment.PreprocFile, Style.STRING),
        (Name.Function.Magic, Style.NAME),
        (Name.Decorator, Style.TAG),
        (Generic.Subheading, Style.HEADING),
        (Markup.Url, Style.URL),
        (Token.Something.New, Style.PLAIN),
        (in_code(Keyword.Reserved), EMBEDDED + Style.KEYWORD),
        (in_code(Name), Style.CODE),
        (Markup.Code, Style.CODE),
    ],
)
def test_a_token_is_dressed_as_what_it_is_a_kind_of(token: object, style: int):
    assert style_of(token) == style  # pyright: ignore[reportArgumentType]


def test_what_a_style_is_for_those_who_spell():
    assert kind_of(Style.PLAIN, prose=True) == "text"
    assert kind_of(Style.PLAIN, prose=False) == "code"
    assert kind_of(Style.HEADING, prose=True) == "text"
    assert kind_of(Style.CODE, prose=True) == "code"
    assert kind_of(EMBEDDED + Style.COMMENT, prose=True) == "comment"
    assert kind_of(Style.URL, prose=True) == "url"
    assert kind_of(Style.MARK, prose=True) == "markup"
    assert kind_of(Style.STRING, prose=False) == "string"


@THEMES
def test_forms_say_what_colours_say(theme: Theme):
    shown = formats(theme, prose=True, code_points=9.5)
    assert len(shown) == 2 * len(Style)
    assert shown[Style.COMMENT].fontItalic()
    assert shown[Style.EMPHASIS].fontItalic()
    assert shown[Style.HEADING].fontWeight() == shown[Style.STRONG].fontWeight() == QFont.Weight.Bold
    assert shown[Style.LINK].fontUnderline()
    assert shown[Style.STRUCK].fontStrikeOut()
    assert shown[Style.MARK].foreground().color() == QColor(theme.faint)
    assert shown[Style.CODE].fontFamilies()[0] == CODE_FONT
    assert shown[EMBEDDED + Style.KEYWORD].fontFamilies()[0] == CODE_FONT
    assert shown[EMBEDDED + Style.KEYWORD].fontPointSize() == 9.5
    assert shown[EMBEDDED + Style.KEYWORD].foreground() == shown[Style.KEYWORD].foreground()
    assert not formats(theme, prose=False, code_points=9.5)[Style.CODE].fontFamilies()
