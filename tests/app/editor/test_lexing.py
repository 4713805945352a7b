"""Lexing: exactly what Pygments finds, from wherever it begins."""

from __future__ import annotations

import pytest
from code_samples import SAMPLES
from pygments.lexers import get_lexer_by_name

from palimpsest.app.documents.languages import LANGUAGES, Language
from palimpsest.app.editor.lexing import START, State, machine_of
from palimpsest.app.editor.lexing_worker import lexer_of

COLOURED = [language for language in LANGUAGES if language.lexer is not None]


@pytest.mark.parametrize("language", COLOURED, ids=lambda language: language.name)
def test_the_machine_finds_what_pygments_finds_wherever_it_begins(language: Language):
    lexer = lexer_of(language)
    machine = machine_of(lexer)
    text = SAMPLES[language.name] + "\n"
    passed: list[tuple[int, State]] = []

    def note(position: int, state: State) -> bool:
        passed.append((position, state))
        return False

    expected = list(lexer.get_tokens_unprocessed(text))
    assert list(machine.tokens(text, 0, START, note)) == expected
    assert machine.resumable is bool(passed)
    for position, state in passed:
        rest = list(machine.tokens(text, position, state, lambda *_: False))
        assert rest == [token for token in expected if token[0] >= position]


def test_a_machine_ends_where_it_is_told_to():
    machine = machine_of(get_lexer_by_name("c"))
    found = list(machine.tokens("int a;\nint b;\nint c;\n", 0, START, lambda position, _: position == 14))
    assert "".join(value for _, _, value in found) == "int a;\nint b;\n"


def test_every_language_has_a_sample():
    assert {language.name for language in LANGUAGES if language.lexer is not None} == set(SAMPLES)
