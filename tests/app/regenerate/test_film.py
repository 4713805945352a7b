"""Films: takes follow one another, the page holds data as data, and names its colours."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from recorded_films import endings, passes, record, texts
from scripted import ScriptedEngine

from palimpsest.app.regenerate.film import Film
from palimpsest.app.regenerate.film_page import left_context, page, right_context
from palimpsest.engine.request import Failed, InfillRequest
from palimpsest.resources import path as resource_path

NASTY = '</script><script>alert(1)</script> <!-- "it\'s" & {{data}} \u2028 שלום \U0001f469\u200d\U0001f680 \\u003c'


def page_data(html: str) -> dict:
    """The film's data as a browser's parser finds it: all text up to the first closing script tag."""

    class Scripts(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.inside = False
            self.found = ""

        def handle_starttag(self, tag, attrs):
            self.inside = tag == "script" and ("type", "application/json") in attrs

        def handle_endtag(self, tag):
            self.inside = False

        def handle_data(self, data):
            if self.inside:
                self.found += data

    parser = Scripts()
    parser.feed(html)
    return json.loads(parser.found)


@given(texts, texts, texts, st.lists(passes(), max_size=3), endings)
def test_page_of_any_film_holds_its_data_whole(left, middle, right, steps, ending):
    request = InfillRequest(left + middle + right, len(left), len(left) + len(middle))
    film = Film(request, passes=steps, outcome=ending)
    data = page_data(page(film))
    assert data["before"] == middle
    assert [tuple(entry["pieces"]) for entry in data["passes"]] == [step.pieces for step in steps]
    assert [entry["text"] for entry in data["alternatives"]] == [entry.text for entry in film.alternatives]


def test_nothing_follows_the_end():
    film = record(InfillRequest("one two", 0, 3), ScriptedEngine())
    with pytest.raises(ValueError, match="ended"):
        film.add(film.passes[0])


def test_a_steered_run_is_one_story():
    first = record(InfillRequest("one two", 0, 3), ScriptedEngine(["three"]))
    second = first.followed(InfillRequest("one two", 0, 3, seed=5), "word re-rolled")
    third = second.followed(InfillRequest("one two", 0, 3, seed=6), "pin added")
    third.add(first.passes[0])
    assert [take.note for take in third.story] == ["", "word re-rolled", "pin added"]
    assert [take.request.seed for take in third.story] == [None, 5, 6]
    assert all(not take.takes for take in third.takes)
    assert [entry.number for entry in third.all_passes] == [1, 2, 3, 4, 5]
    assert third.all_passes[:4] == tuple(first.passes)
    assert third.all_passes[4].limit == 8
    assert (third.before, third.after) == ("one", None)
    assert second.takes == [first]


def test_before_and_after():
    film = record(InfillRequest("one two", 0, 3, alternatives=2), ScriptedEngine(["three", "four"]))
    assert (film.before, film.after) == ("one", "three")
    assert [entry.text for entry in film.alternatives] == ["three", "four"]
    failed = record(InfillRequest("one two", 0, 3), ScriptedEngine(failure=Failed("It broke.", "Mend it.")))
    assert (failed.after, failed.alternatives) == (None, ())


def test_document_never_becomes_markup():
    text = f"left {NASTY} | old {NASTY} | right {NASTY}"
    start = text.index("| old") + 1
    request = InfillRequest(text, start, text.index("| right"), instruction=NASTY, alternatives=2, name=NASTY)
    html = page(record(request, ScriptedEngine([NASTY, "plain"], drafts=lambda request, number: (NASTY, str(number)))))

    assert "alert(1)</script>" not in html
    assert html.count("</script>") == 2
    assert html.count("<script") == 2
    assert html.count("<!--") == 0
    data = page_data(html)
    assert data["left"] + data["before"] + data["right"] == text
    assert data["passes"][0]["pieces"][0] == NASTY
    assert data["alternatives"][0]["text"] == NASTY
    assert data["instruction"] == NASTY


def test_page_asks_for_nothing_outside_itself():
    html = page(record(InfillRequest("one two", 0, 3, name="a.md"), ScriptedEngine()))
    assert "default-src 'none'" in html
    assert not re.search(r"(?:src|href)\s*=|url\(|@import|https?:", html)
    assert not re.search(r"\{\{\w+\}\}", html)


def test_everything_to_press_has_a_name():
    html = page(record(InfillRequest("one two", 0, 3), ScriptedEngine()))
    assert re.search(r'<input type="range"[^>]*aria-label="Pass"', html)
    assert re.search(r'<button type="button" id="play"[^>]*>Play</button>', html)
    assert '<html lang="en" data-theme="system">' in html
    assert re.search(r'<label><input type="checkbox" id="cells"> Show cells</label>', html)
    assert re.search(r'<button type="button" id="theme">\w+</button>', html)


def test_page_wears_the_theme_that_is_chosen():
    film = record(InfillRequest("one two", 0, 3), ScriptedEngine())
    assert 'data-theme="dark"' in page(film, "dark").splitlines()[1]


def test_page_tells_the_whole_story():
    first = record(InfillRequest("one two", 0, 3), ScriptedEngine(["three"]))
    second = first.followed(InfillRequest("one two", 0, 3, seed=5), NASTY)
    second.passes, second.outcome = first.passes[:2], first.outcome
    data = page_data(page(second))
    assert [entry["number"] for entry in data["passes"]] == [1, 2, 3, 4, 5, 6]
    assert data["takes"] == [{"first": 0, "note": ""}, {"first": 4, "note": NASTY}]
    assert data["before"] == "one"


@pytest.mark.parametrize(("name", "kind"), [("a.md", "prose"), ("", "prose"), ("a.py", "code"), ("Makefile", "code")])
def test_code_and_prose_are_set_differently(name, kind):
    html = page(record(InfillRequest("one two", 0, 3, name=name), ScriptedEngine()))
    assert f'<body class="{kind}">' in html


def test_page_wears_the_colours_of_the_editor():
    from palimpsest.app import theme

    template = resource_path("film/page.html").read_text(encoding="utf-8")
    blocks = re.findall(r":root(?:\[.*?\])? \{(.*?)\}", template, re.DOTALL)
    assert len(blocks) == 3
    for block, colours in zip(blocks, (theme.light, theme.dark, theme.dark), strict=True):
        for role in ("frame", "page", "ink", "faint", "line", "accent", "border"):
            assert f"--{role}: {getattr(colours, role)};" in block


def test_surroundings_are_whole_lines_near_the_span():
    lines = [f"line {number}\n" for number in range(40)]
    text = "".join(lines)
    start = text.index("line 20") + 5
    assert left_context(text, start) == "".join(lines[12:20]) + "line "
    assert right_context(text, start) == "20\n" + "".join(lines[21:28]) + "line 28"
    assert left_context("short", 0) == ""
    assert right_context("short", 5) == ""
    assert right_context("a\n", 1) == "\n"


def test_long_lines_are_cut_near_the_span():
    text = "a" * 5000 + "|" + "b" * 5000
    assert left_context(text, 5000) == "…" + "a" * 1200
    assert right_context(text, 5001) == "b" * 1200 + "…"
