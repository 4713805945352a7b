"""What was typed comes back: after a clean end, after a kill, after a kill in the middle of coming back."""

from __future__ import annotations

import errno
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from killing import Child, typed_before
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from palimpsest.app.documents import state_files
from palimpsest.app.documents.document import Document
from palimpsest.app.documents.recovery import Recovered
from palimpsest.app.documents.session import PageState, PendingRun, SessionState, WindowState
from palimpsest.app.documents.session_keeper import SessionKeeper

pytestmark = pytest.mark.usefixtures("qapp")

PATIENCE_S = 20.0
CHILD = str(Path(__file__).with_name("typing_child.py"))
ADOPTING_CHILD = str(Path(__file__).with_name("adopting_child.py"))
LOST_S = 2.0
"""What may be lost at the most."""

MakeKeeper = Callable[[], SessionKeeper]


def type_into(document: Document, text: str) -> None:
    cursor = QTextCursor(document.buffer)
    cursor.movePosition(QTextCursor.MoveOperation.End)
    cursor.insertText(text)


def state_of(*documents: Document) -> SessionState:
    pages = tuple(PageState(one.id, one.path, title=one.title, modified=one.modified) for one in documents)
    return SessionState((WindowState(1, 2, 800, 600, pages=pages),))


def crash(keeper: SessionKeeper) -> None:
    """Leave everything as a killed process would: its lock is not held, its session not closed."""
    assert keeper.flush(PATIENCE_S)
    keeper.close(clean=False)


def texts(found: list[Recovered]) -> list[str]:
    return [page.document.text() for each in found for page in each.pages if page.document is not None]


def test_a_clean_end_brings_everything_back(tmp_path: Path, make_keeper: MakeKeeper):
    file, other = tmp_path / "note.md", tmp_path / "other.py"
    file.write_bytes("\ufeffOne\r\ntwo\r\n".encode("utf-16-le"))
    other.write_text("x = 1\n")
    keeper = make_keeper()
    changed, untitled, unchanged = Document(file), Document(), Document(other)
    for document in (changed, untitled, unchanged):
        keeper.watch(document)
    type_into(changed, "three")
    type_into(untitled, "no name 😀")
    window = WindowState(
        10, 20, 900, 700, True, 1,
        (
            PageState(changed.id, file, 8, 3, 2, None, True, "note.md", PendingRun(1, 5, "shorter", 0.7, 2, 99, 1)),
            PageState(untitled.id, caret=400, anchor=4, language="Python"),
            PageState(unchanged.id, other),
        ),
    )  # fmt: skip
    keeper.write(SessionState((window,)))
    assert keeper.close()

    found = make_keeper().adopt()
    assert [len(each.windows) for each in found] == [1]
    first, second, third = found[0].pages
    assert found[0].windows[0].state == window
    assert not any((found[0].crashed, first.crashed, first.conflict, second.conflict))
    assert first.state == window.pages[0]
    assert first.document is not None
    assert first.document.text() == "One\ntwo\nthree"
    assert (first.document.path, first.document.format.encoding, first.document.format.bom) == (
        file,
        "utf-16-le",
        True,
    )
    assert first.document.modified
    first.document.save()
    assert file.read_bytes() == "\ufeffOne\r\ntwo\r\nthree".encode("utf-16-le")
    assert second.document is not None
    assert (second.document.text(), second.document.path, second.document.modified) == ("no name 😀", None, True)
    assert second.document.language.name == "Python"
    assert (second.state.caret, second.state.anchor) == (10, 4)
    assert (third.document, third.state.path) == (None, other)


def test_old_folders_go_when_all_is_in_the_new_one(root: Path, make_keeper: MakeKeeper):
    keeper, document = make_keeper(), Document()
    keeper.watch(document)
    type_into(document, "kept")
    crash(keeper)
    again = make_keeper()
    (page,) = again.adopt()[0].pages
    assert page.crashed
    assert page.document is not None
    again.watch(page.document)
    assert again.flush(PATIENCE_S)
    assert [folder.name for folder in root.iterdir() if folder.is_dir()] == [again.folder.name]
    type_into(page.document, " and more")
    crash(again)
    assert texts(make_keeper().adopt()) == ["kept and more"]


def test_a_running_program_is_left_alone(root: Path, make_keeper: MakeKeeper):
    running, document = make_keeper(), Document()
    running.watch(document)
    type_into(document, "mine")
    assert running.flush(PATIENCE_S)
    before = sorted(root.rglob("*"))
    other = make_keeper()
    assert other.adopt() == []
    assert other.close()
    assert [path for path in before if not path.exists()] == []


def test_saved_closed_and_undone_documents_leave_nothing(root: Path, tmp_path: Path, make_keeper: MakeKeeper):
    keeper = make_keeper()
    documents = [Document() for _ in range(3)]
    for name, document in zip("abc", documents, strict=True):
        keeper.watch(document)
        type_into(document, name)
    assert keeper.flush(PATIENCE_S)
    documents[0].save(tmp_path / "a.txt")
    keeper.forget(documents[1])
    keeper.write(state_of(documents[0], documents[2]))
    crash(keeper)
    found = make_keeper().adopt()
    assert texts(found) == ["c"]
    assert [page.state.path for page in found[0].pages] == [tmp_path / "a.txt", None]


def test_typing_goes_to_the_disk_by_itself(qtbot: QtBot, root: Path, make_keeper: MakeKeeper):
    keeper, document = make_keeper(), Document()
    keeper.watch(document)
    type_into(document, "by itself")
    keeper.write(state_of(document))
    qtbot.waitUntil(lambda: any("by itself" in file.read_text() for file in root.rglob("text-*")), timeout=20_000)
    session = keeper.folder / "session.json"
    qtbot.waitUntil(lambda: session.exists() and document.id in session.read_text(), timeout=20_000)


@pytest.mark.parametrize("now", ["theirs", None])
def test_a_file_that_others_changed_is_told_of(tmp_path: Path, make_keeper: MakeKeeper, now: str | None):
    file = tmp_path / "note.md"
    file.write_text("before")
    keeper, document = make_keeper(), Document(file)
    keeper.watch(document)
    type_into(document, " mine")
    keeper.write(state_of(document))
    crash(keeper)
    if now is None:
        file.unlink()
    else:
        file.write_text(now)
    (page,) = make_keeper().adopt()[0].pages
    assert page.conflict
    assert page.document is not None
    assert page.document.text() == "before mine"


def test_a_file_saved_in_the_last_moment_is_no_conflict(tmp_path: Path, make_keeper: MakeKeeper):
    file = tmp_path / "note.md"
    file.write_text("before")
    keeper, document = make_keeper(), Document(file)
    keeper.watch(document)
    type_into(document, " mine")
    keeper.write(state_of(document))
    crash(keeper)
    file.write_text("before mine")
    (page,) = make_keeper().adopt()[0].pages
    assert (page.conflict, page.document, page.state.modified) == (False, None, False)


def test_a_kill_while_coming_back_loses_and_doubles_nothing(root: Path, tmp_path: Path, make_keeper: MakeKeeper):
    """Every state in which the taking over can be interrupted, made by hand from what lies before and after it."""
    keeper, documents = make_keeper(), [Document(), Document()]
    for name, document in zip(("one", "two"), documents, strict=True):
        keeper.watch(document)
        type_into(document, name)
    keeper.write(state_of(*documents))
    crash(keeper)
    old = tmp_path / "old"
    shutil.copytree(keeper.folder, old)
    adopting = make_keeper()
    for page in adopting.adopt()[0].pages:
        assert page.document is not None
        adopting.watch(page.document)
        type_into(page.document, "!")
    crash(adopting)
    new = tmp_path / "new"
    shutil.copytree(adopting.folder, new)
    names = [document.id for document in documents]

    def lay(*, journals: list[str], session: bool, left: bool) -> None:
        shutil.rmtree(root)
        (root / "b").mkdir(parents=True)
        if left:
            shutil.copytree(old, root / keeper.folder.name)
        for name in journals:
            shutil.copytree(new / name, root / "b" / name)
        if session:
            shutil.copyfile(new / "session.json", root / "b" / "session.json")

    for journals, session, left, expected in (
        ([], False, True, ["one", "two"]),
        (names[:1], False, True, ["one!", "two"]),
        (names, False, True, ["one!", "two!"]),
        (names, True, True, ["one!", "two!"]),
        (names, True, False, ["one!", "two!"]),
        (names, False, False, ["one!", "two!"]),
    ):
        lay(journals=journals, session=session, left=left)
        again = make_keeper()
        assert sorted(texts(again.adopt())) == expected
        assert again.flush(PATIENCE_S)
        assert [folder.name for folder in root.iterdir() if folder.is_dir()] == [again.folder.name]
        again.close()


def test_a_program_killed_while_it_takes_over_loses_nothing(root: Path, make_keeper: MakeKeeper):
    keeper, documents = make_keeper(), [Document() for _ in range(40)]
    for count, document in enumerate(documents):
        keeper.watch(document)
        type_into(document, f"{count}")
    keeper.write(state_of(*documents))
    crash(keeper)
    for said in ("adopting", "adopted", "adopting", "adopted"):
        with Child([ADOPTING_CHILD, str(root)]) as child:
            child.read_until(lambda line, said=said: line == said)
            child.kill()
    found = make_keeper().adopt()
    assert sorted(texts(found), key=int) == [str(count) for count in range(40)]
    # In their order, too.
    assert texts(found) == sorted(texts(found), key=int)


def test_what_cannot_be_read_is_set_aside(qtbot: QtBot, root: Path, make_keeper: MakeKeeper):
    keeper, document = make_keeper(), Document()
    keeper.watch(document)
    type_into(document, "lost")
    keeper.write(state_of(document))
    crash(keeper)
    for text in root.rglob("text-*"):
        text.unlink()
    again = make_keeper()
    with qtbot.waitSignal(again.trouble, timeout=20_000) as told:
        again.adopt()
    aside = root.parent / "unreadable" / document.id
    assert str(aside) in str(told.args)
    assert (aside / "head.json").exists()


def test_a_full_disk_is_told_of_once_and_nothing_is_lost_by_it(
    qtbot: QtBot, make_keeper: MakeKeeper, monkeypatch: pytest.MonkeyPatch
):
    told: list[str] = []
    keeper, document = make_keeper(), Document()
    keeper.trouble.connect(told.append)
    keeper.watch(document)
    type_into(document, "before ")
    assert keeper.flush(PATIENCE_S)
    write = os.write

    def full(descriptor: int, data: bytes) -> int:
        # What there was room for is written.
        write(descriptor, data[:5])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(state_files.os, "write", full)
    for word in ("while ", "it ", "is ", "full "):
        type_into(document, word)
        assert not keeper.flush(PATIENCE_S)
    qtbot.waitUntil(lambda: bool(told), timeout=20_000)
    monkeypatch.undo()
    type_into(document, "after")
    assert keeper.flush(PATIENCE_S)
    assert len(told) == 1
    assert "No space left" in told[0] or "no space left" in told[0]
    crash(keeper)
    assert texts(make_keeper().adopt()) == ["before while it is full after"]


def test_a_folder_that_cannot_be_made_is_told_of_once(qtbot: QtBot, root: Path, make_keeper: MakeKeeper):
    root.write_text("in the way")
    told: list[str] = []
    keeper = make_keeper()
    keeper.trouble.connect(told.append)
    assert keeper.adopt() == []
    document = Document()
    keeper.watch(document)
    for _ in range(3):
        type_into(document, "x")
        assert not keeper.flush(PATIENCE_S)
    qtbot.waitUntil(lambda: bool(told), timeout=20_000)
    keeper.close()
    assert len(told) == 1
    assert document.text() == "xxx"


def test_a_killed_program_loses_two_seconds_at_most(root: Path, tmp_path: Path, make_keeper: MakeKeeper):
    file = tmp_path / "note.md"
    file.write_text("begun ")
    with Child([CHILD, str(root), str(file)]) as child:
        begun = float(child.read_until(lambda line: line.startswith("typed")).split()[2])
        child.read_until(lambda line: line.startswith("typed") and float(line.split()[2]) > begun + LOST_S + 1)
        killed = child.kill()
    found = make_keeper().adopt()
    (window,) = found[0].windows
    assert window.state.current == 1
    assert found[0].crashed
    wanted = typed_before(child.lines, killed - LOST_S)
    assert wanted > 10
    counts = []
    for page, start in zip(window.pages, ("begun ", ""), strict=True):
        assert page.document is not None
        text = page.document.text()
        assert text.startswith(start)
        numbers = [int(word) for word in text.removeprefix(start).split()]
        # Nothing in between is missing, nothing is there twice.
        of_both = range(1, max(numbers) + 1)
        assert numbers == [n for n in of_both if (n % 3 == 0) == (start == "")]
        assert not page.conflict
        assert 0 < page.state.caret <= len(text)
        assert abs(page.saved_at.timestamp() - killed) < LOST_S
        counts.append(max(numbers))
    assert max(counts) >= wanted
    assert min(counts) >= wanted - 3


def test_a_program_killed_at_once_leaves_nothing_broken(root: Path, make_keeper: MakeKeeper):
    for delay in range(5):
        with Child([CHILD, str(root)]) as child:
            child.read_until(lambda line, delay=delay: line.startswith(f"typed {1 + 20 * delay} "))
            child.kill()
        keeper = make_keeper()
        for text in texts(keeper.adopt()):
            numbers = [int(word) for word in text.split()]
            assert numbers == sorted(set(numbers))
        keeper.close()


@pytest.mark.skipif(os.name != "posix", reason="there is no SIGTERM")
def test_sigterm_is_a_clean_end_with_everything_kept(root: Path, make_keeper: MakeKeeper):
    with Child([CHILD, str(root)]) as child:
        child.read_until(lambda line: line.startswith("typed 100 "))
        assert child.ask_to_end() == 0
    found = make_keeper().adopt()
    assert not found[0].crashed
    last = typed_before(child.lines, time.time())
    assert max(int(text.split()[-1]) for text in texts(found)) == last


def test_a_page_that_nobody_wrote_on_leaves_nothing(make_keeper: MakeKeeper):
    keeper = make_keeper()
    shown, taken_back = Document(), Document()
    shown.set_text("A sample that nobody has changed.")
    for document in (shown, taken_back):
        keeper.watch(document)
    type_into(taken_back, "regretted")
    assert keeper.flush(PATIENCE_S)
    taken_back.buffer.undo()
    assert not taken_back.modified
    keeper.write(SessionState())
    crash(keeper)
    assert make_keeper().adopt() == []
