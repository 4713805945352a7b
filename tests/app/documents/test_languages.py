"""Languages: known by name, suffix and first lines, and every one of them has a lexer."""

from __future__ import annotations

import pytest
from pygments.lexers import get_lexer_by_name

from palimpsest.app.documents.languages import LANGUAGES, Language, by_name, detect


def named(name: str) -> Language:
    found = by_name(name)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("letter", "Plain Text"),
        ("", "Plain Text"),
        ("README", "Plain Text"),
        ("notes.txt", "Plain Text"),
        ("README.md", "Markdown"),
        ("ESSAY.MD", "Markdown"),
        ("paper.tex", "LaTeX"),
        ("todo.org", "Org"),
        ("film.fountain", "Fountain"),
        ("manual.rst", "reStructuredText"),
        ("data.zzz", "Plain Code"),
        (".gitignore", "Plain Code"),
        (".bashrc", "Shell"),
        ("Makefile", "Makefile"),
        ("Makefile.am", "Makefile"),
        ("Dockerfile", "Dockerfile"),
        ("Dockerfile.dev", "Dockerfile"),
        ("CMakeLists.txt", "CMake"),
        ("Jenkinsfile", "Groovy"),
        ("Gemfile", "Ruby"),
        ("archive.tar.py", "Python"),
        ("analysis.R", "R"),
        ("app.tsx", "TSX"),
        ("lib.h", "C"),
        ("main.tf", "Terraform"),
        ("nginx.conf", "Nginx"),
        ("pod.yml", "YAML"),
    ],
)
def test_a_file_is_known_by_its_name(name: str, language: str):
    assert detect(name).name == language


@pytest.mark.parametrize(
    ("name", "head", "language"),
    [
        ("run", "#!/bin/sh\necho", "Shell"),
        ("run", "#!/usr/bin/env python3\n", "Python"),
        ("run", "#!/usr/bin/python3.12 -u\n", "Python"),
        ("run", "#!/usr/bin/env -S deno run\n", "JavaScript"),
        ("", "\ufeff#! /usr/bin/perl -w", "Perl"),
        ("run", "#!/opt/strange/tool", "Plain Code"),
        ("build", "# -*- mode: ruby; coding: utf-8 -*-\n", "Ruby"),
        ("build", "# -*- Python -*-\n", "Python"),
        ("conf", "one\n# vim: set ts=4 ft=lua :\n", "Lua"),
        ("odd.zzz", "<?xml version='1.0'?>\n<a/>", "XML"),
        ("page", "<!DOCTYPE html>\n", "HTML"),
        ("letter", "# -*- coding: utf-8 -*-\nDear", "Plain Text"),
        ("letter", "Use vim: it is good\n", "Plain Text"),
        ("a.py", "#!/bin/sh\n", "Python"),
        ("notes.txt", "#!/bin/sh\n", "Plain Text"),
    ],
)
def test_the_first_lines_speak_where_the_name_says_nothing(name: str, head: str, language: str):
    assert detect(name, head).name == language


@pytest.mark.parametrize("name", ["", "a", "a.md", "a.markdown", "a.txt", "a.text", "a.rst", "a.adoc", "a.org"])
def test_prose_is_what_people_write_for_people(name: str):
    assert detect(name).kind == "prose"


@pytest.mark.parametrize("name", ["a.py", "a.zzz", ".hidden", "Makefile", "Dockerfile", "Rakefile", "Vagrantfile"])
def test_what_is_not_prose_is_code(name: str):
    assert detect(name).kind == "code"


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.name)
def test_every_language_can_be_found_and_has_its_lexer(language: Language):
    assert by_name(language.name) is language
    for suffix in language.suffixes:
        assert suffix == suffix.lower()
        assert detect(f"file{suffix}") is language
    for name in language.file_names:
        assert detect(name.upper()) is language
    for program in language.interpreters:
        assert detect("", f"#!/usr/bin/{program}") is language
    if language.lexer is not None:
        get_lexer_by_name(language.lexer)


def test_there_are_enough_languages():
    assert len([language for language in LANGUAGES if language.kind == "code" and language.lexer]) >= 40
    assert len({language.name for language in LANGUAGES}) == len(LANGUAGES)


def test_languages_answer_to_what_people_call_them():
    assert named("py") is named("PYTHON") is named("python")
    assert named("js").name == "JavaScript"
    assert named("sh").name == "Shell"
    assert by_name("klingon") is None


def test_a_line_that_opens_something_is_followed_by_a_deeper_one():
    assert named("python").goes_deeper("def f():  ")
    assert named("c").goes_deeper("int main() {")
    assert not named("c").goes_deeper("default:")
    assert named("ruby").goes_deeper("each do")
    assert not named("ruby").goes_deeper("undo")
    assert not named("markdown").goes_deeper("A list:")
