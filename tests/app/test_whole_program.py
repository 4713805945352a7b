"""The real program in a process of its own, killed, ended by the system, or started twice: nothing typed is lost."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from killing import PATIENCE_S, Child, typed_before

pytestmark = pytest.mark.skipif(os.name != "posix", reason="processes are killed in another way there")

CHILD = str(Path(__file__).parents[1] / "whole_program_child.py")
LOST_S = 2.0
"""What a kill may cost."""
BEGUN = "begun "
WHAT = ("path", "text", "modified", "caret")


@dataclass(frozen=True)
class Opened:
    """What a program says that it shows after its start."""

    paths: list[str]
    texts: list[str]
    modified: list[bool]
    carets: list[int]
    listed: list[str] | None
    """By the dialog that tells what came back; None if there is none."""


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "note.txt"
    path.write_text(BEGUN)
    return path


def start(home: Path, word: str, *files: Path, module: str = CHILD) -> Child:
    """The program on its own home; `word` is what it types."""
    homes = {f"XDG_{name}_HOME": str(home / name.lower()) for name in ("CONFIG", "STATE", "CACHE", "DATA")}
    path = os.pathsep.join(str(Path(__file__).parents[level] / name) for level, name in ((1, "."), (2, "src")))
    return Child([module, word, *map(str, files)], QT_QPA_PLATFORM="offscreen", PYTHONPATH=path, **homes)


def opened(child: Child) -> Opened:
    said = json.loads(child.read_until(lambda line: line.startswith("open ")).removeprefix("open "))
    paths, texts, modified, carets = ([page[what] for page in said["pages"]] for what in WHAT)
    return Opened(paths, texts, modified, carets, said["listed"])


def type_for(child: Child, seconds: float) -> None:
    """Let it type for so long, by its own clock."""
    begun = float(child.read_until(lambda line: line.startswith("typed")).split()[2])
    child.read_until(lambda line: line.startswith("typed") and float(line.split()[2]) > begun + seconds)


def look(home: Path) -> Opened:
    """Start the program once more, and see what it shows."""
    with start(home, "") as child:
        return opened(child)


def counts(texts: Sequence[str], word: str, begun: str = "") -> list[int]:
    """The last numbers behind `word` on the page that began with `begun`, and on the one without a file.

    None is missing before them, none is there twice. Of the next one there may be a beginning.
    """
    last = []
    for text, start, third in zip(texts, (begun, ""), (False, True), strict=True):
        assert text.startswith(start)
        *words, rest = text.removeprefix(start).split(" ")
        numbers = [int(each.removeprefix(word)) for each in words]
        of_both = range(1, numbers[-1] + 4)
        of_this = [n for n in of_both if (n % 3 == 0) == third]
        assert words == [f"{word}{n}" for n in of_this[: len(words)]]
        assert f"{word}{of_this[len(words)]}".startswith(rest)
        last.append(numbers[-1])
    return last


def test_a_killed_program_loses_two_seconds_at_most_and_tells(tmp_path: Path, note: Path):
    with start(tmp_path, "", note) as child:
        assert opened(child) == Opened([str(note)], [BEGUN], [False], [0], None)
        assert child.ask_to_end() == 0
    with start(tmp_path, "w", note) as child:
        type_for(child, LOST_S + 1)
        killed = child.kill()
    assert note.read_text() == BEGUN
    back = look(tmp_path)
    assert (back.paths, back.modified, back.listed) == ([str(note), ""], [True, True], ["note.txt", "Untitled"])
    found = counts(back.texts, "w", BEGUN)
    wanted = typed_before(child.lines, killed - LOST_S)
    assert wanted > 10
    assert max(found) >= wanted
    assert min(found) >= wanted - 3
    assert all(0 < caret <= len(text) for caret, text in zip(back.carets, back.texts, strict=True))
    assert note.read_text() == BEGUN
    # It was killed again without having been touched: all of it is there still.
    assert look(tmp_path).texts == back.texts


def test_a_program_that_the_system_ends_comes_back_without_a_word(tmp_path: Path, note: Path):
    with start(tmp_path, "w", note) as child:
        type_for(child, 0.3)
        assert child.ask_to_end() == 0
    back = look(tmp_path)
    assert (back.paths, back.modified, back.listed) == ([str(note), ""], [True, True], None)
    assert max(counts(back.texts, "w", BEGUN)) == typed_before(child.lines, time.time())
    assert note.read_text() == BEGUN


def test_two_programs_on_one_home_leave_each_other_alone(tmp_path: Path, note: Path):
    other = tmp_path / "other.txt"
    other.write_text(BEGUN)
    with start(tmp_path, "a", note) as one, start(tmp_path, "b", other) as two:
        assert opened(one).paths == [str(note)]
        assert opened(two).paths == [str(other)]
        for child in (one, two):
            type_for(child, LOST_S + 1)
        assert look(tmp_path).texts == [""]
        killed = one.kill()
        back = look(tmp_path)
        assert (back.paths, back.listed) == ([str(note), ""], ["note.txt", "Untitled"])
        assert max(counts(back.texts, "a", BEGUN)) >= typed_before(one.lines, killed - LOST_S)
        # The other one types on.
        assert two.process.poll() is None
        type_for(two, LOST_S + 1)
        killed = two.kill()
    back = look(tmp_path)
    assert sorted(back.paths) == ["", "", str(note), str(other)]
    of_two = [text for text in back.texts if "b" in text.removeprefix(BEGUN)]
    assert max(counts(sorted(of_two, key=len, reverse=True), "b", BEGUN)) >= typed_before(two.lines, killed - LOST_S)
    assert (note.read_text(), other.read_text()) == (BEGUN, BEGUN)


def test_the_command_itself_ends_when_the_system_says_so(tmp_path: Path, note: Path):
    with start(tmp_path, "palimpsest.app.main", note, module="-m") as child:
        sessions, end = tmp_path / "state" / "palimpsest" / "sessions", time.monotonic() + PATIENCE_S
        # Its pages are written down once it runs.
        while not any("note.txt" in file.read_text() for file in sessions.glob("*/session.json")):
            assert time.monotonic() < end
            with pytest.raises(subprocess.TimeoutExpired):
                child.process.wait(0.02)
        assert child.ask_to_end() == 0
    back = look(tmp_path)
    assert (back.paths, back.texts, back.listed) == ([str(note)], [BEGUN], None)
