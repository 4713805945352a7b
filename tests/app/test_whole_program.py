"""The real program, killed in the middle of typing, asked to end, started twice: what was typed is back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from killing import Child, typed_before

from palimpsest.app.recovery_dialog import RecoveryDialog

if TYPE_CHECKING:
    from windows import OpenWindow

    from palimpsest.app.window import Window

PROGRAM = str(Path(__file__).with_name("typing_program.py"))
LOST_S = 2.0
"""What may be lost at the most."""
START = "begun "


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "note.txt"
    path.write_text(START)
    return path


def begin(child: Child, seconds: float) -> None:
    """Let it type for some time by its own clock."""
    begun = float(child.read_until(lambda line: line.startswith("typed")).split()[2])
    child.read_until(lambda line: line.startswith("typed") and float(line.split()[2]) > begun + seconds)


def numbers(window: Window, file: Path) -> tuple[list[int], list[int]]:
    """What was typed into the file's page, and into the one that was never saved."""
    pages = [page for each in window.desk.windows for page in each.pages]
    (saved,) = [page for page in pages if page.document.path == file]
    (unsaved,) = [page for page in pages if page.document.path is None]
    text = saved.document.text()
    assert text.startswith(START)
    both = text.removeprefix(START), unsaved.document.text()
    first, second = ([int(word) for word in each.split()] for each in both)
    assert saved.document.modified
    return first, second


def of_both(highest: int) -> tuple[list[int], list[int]]:
    """What has to be there once `highest` was typed: nothing missing, nothing twice."""
    return [n for n in range(1, highest + 1) if n % 3], [n for n in range(1, highest + 1) if n % 3 == 0]


def test_killed_while_typing_two_seconds_are_lost_at_most(open_window: OpenWindow, file: Path) -> None:
    with Child([PROGRAM, str(file)]) as child:
        begin(child, LOST_S + 1)
        killed = child.kill()
    assert file.read_text() == START
    window = open_window()
    first, second = numbers(window, file)
    assert max(first + second) >= typed_before(child.lines, killed - LOST_S) > 10
    # A page whose last word was not written yet may be behind the other.
    assert first == of_both(max(first))[0]
    assert second == of_both(max(second))[1]
    window.desk.session.show_recovered(None)
    (dialog,) = window.findChildren(RecoveryDialog)
    assert dialog.isVisible()
    assert len(dialog.rows) == 2


def test_asked_to_end_nothing_is_lost_and_nothing_is_said(open_window: OpenWindow, file: Path) -> None:
    with Child([PROGRAM, str(file)]) as child:
        begin(child, 1.0)
        assert child.ask_to_end() == 0
    window = open_window()
    first, second = numbers(window, file)
    last = typed_before(child.lines, float("inf"))
    assert sorted(first + second) == list(range(1, last + 1))
    window.desk.session.show_recovered(None)
    assert window.findChildren(RecoveryDialog) == []


def test_a_second_program_leaves_the_first_alone(open_window: OpenWindow, file: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("")
    with Child([PROGRAM, str(file)]) as child:
        begin(child, 0.5)
        window = open_window(None, str(other))
        assert [page.document.path for page in window.pages] == [other]
        begin(child, 0.5)
        window.leave()
        child.kill()
    first, _ = numbers(open_window(), file)
    assert first
