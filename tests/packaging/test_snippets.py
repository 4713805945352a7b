"""The code generator: every file parses, defines what it names, is small, and its own tests pass."""

from __future__ import annotations

import ast
import builtins
import importlib
import random
import re
import symtable
import sys
import types
from typing import TYPE_CHECKING

import pytest

from snippets import compose, snippet
from snippets.frame import fill, frames
from snippets.theme import draw

if TYPE_CHECKING:
    from pathlib import Path

_OUTSIDE = ("argparse", "sys.argv", "input(")


def _undefined(text: str) -> set[str]:
    """Names that some scope of `text` reads as globals although nothing defines them."""
    table = symtable.symtable(text, "snippet", "exec")
    known = set(dir(builtins)) | {"__name__"}
    known |= {symbol.get_name() for symbol in table.get_symbols() if symbol.is_assigned() or symbol.is_imported()}
    known |= {child.get_name() for child in table.get_children()}
    missing: set[str] = set()
    waiting = [table]
    while waiting:
        scope = waiting.pop()
        waiting.extend(scope.get_children())
        used = (symbol for symbol in scope.get_symbols() if symbol.is_referenced() and symbol.is_global())
        missing |= {symbol.get_name() for symbol in used} - known
    here = {symbol.get_name() for symbol in table.get_symbols() if symbol.is_referenced()}
    return missing | (here - known)


def _unused_imports(text: str) -> set[str]:
    tree = ast.parse(text)
    imported = {
        alias.name for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom) for alias in node.names
    }
    body = "\n".join(line for line in text.split("\n") if not line.startswith(("import ", "from ")))
    return {name for name in imported if not re.search(rf"\b{name}\b", body)}


def test_the_checker_sees_what_is_missing():
    assert _undefined("def f(a):\n    return a + b\n") == {"b"}
    assert _undefined("print(c)\n") == {"c"}
    assert _unused_imports("import json\nimport os\nos.getcwd()\n") == {"json"}


def test_all_names_are_defined_and_all_imports_used():
    for number in range(1_000):
        text = snippet(random.Random(number))
        assert not _undefined(text), text
        assert not _unused_imports(text), text


def test_form():
    for number in range(1_000):
        text = snippet(random.Random(number))
        lines = text.split("\n")
        assert text.endswith("\n")
        assert not text.endswith("\n\n")
        assert 8 <= len(lines) - 1 <= compose.MAX_LINES
        assert max(map(len, lines)) < compose.MAX_WIDTH
        assert not any(line != line.rstrip() or "\t" in line for line in lines)
        assert not re.search(r"[«»⟦⟧¦]|<[a-z.]+>", text)
        assert not re.search(r"\b[aA] [aeio]\w+ (?:with|that|in)\b|\ban [^aeiou\W]", text), text


def test_same_state_same_text():
    assert snippet(random.Random(3)) == snippet(random.Random(3))
    assert len({snippet(random.Random(number)) for number in range(300)}) > 295


def test_hints_and_docstrings_come_and_go():
    texts = [snippet(random.Random(number)) for number in range(600)]
    functions = [text for text in texts if "def " in text]
    hinted = sum("->" in text for text in functions) / len(functions)
    assert 0.4 < hinted < 0.6
    assert 0.5 < sum('    """' in text for text in texts) / len(texts) < 0.95


def test_there_are_many_frames():
    names = ("records", "numeric", "texts", "mappings", "files", "control", "heads")
    groups = [importlib.import_module(f"snippets.{name}") for name in names]
    found = [frame for group in groups for value in vars(group).values() if isinstance(value, tuple) for frame in value]
    code = [frame for frame in found if hasattr(frame, "bodies")]
    storages = {id(storage): storage for storage in importlib.import_module("snippets.classes").STORAGES}.values()
    methods = sum(len(storage.heads) + len(storage.queries) + len(storage.changes) for storage in storages)
    assert len(code) + methods >= 250


def test_names_are_mentioned_again():
    counts = []
    for number in range(200):
        words = re.findall(r"[A-Za-z_]{3,}", snippet(random.Random(number)))
        counts.append(sum(words.count(word) > 1 for word in words) / len(words))
    assert sum(counts) / len(counts) > 0.7


def test_frame_language():
    (frame,) = frames(
        '\n==\ndef f(a«: int» = 1)« -> int»:\n    """Do."""\n    return ⟦a¦a⟧\n--\nassert f(<n1>) == <n1>\n'
    )
    theme, rng = draw(random.Random(0)), random.Random(0)
    assert fill(frame.body(True, True).template, theme, rng) == 'def f(a: int = 1) -> int:\n    """Do."""\n    return a'
    assert fill(frame.body(False, False).template, theme, rng) == "def f(a=1):\n    return a"
    assert fill(frame.asserts, theme, rng) == f"assert f({theme['n1']}) == {theme['n1']}"


@pytest.mark.parametrize("start", range(0, 1_500, 500))
def test_the_tests_in_the_snippets_pass(
    start: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    ran = 0
    for number in range(start, start + 500):
        text = snippet(random.Random(number))
        module = types.ModuleType("written")
        monkeypatch.setitem(sys.modules, "written", module)  # dataclasses look their module up
        exec(compile(text, f"snippet {number}", "exec"), module.__dict__)
        for name, function in list(vars(module).items()):
            if name.startswith("test_"):
                folder = tmp_path / f"{number}.{name}"
                folder.mkdir()
                function(*[folder] * function.__code__.co_argcount)
                ran += 1
            elif name == "main" and not any(outside in text for outside in _OUTSIDE):
                function()
                assert capsys.readouterr().out
    assert ran > 350
