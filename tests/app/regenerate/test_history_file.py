"""The runs of a document come back, whatever happened to the program or the file; no draft ever reaches the disk."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from killing import Child, typed_before
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot
from regenerate_entries import entry

from palimpsest.app.documents.document import Document
from palimpsest.app.documents.session import PageState, SessionState, WindowState
from palimpsest.app.documents.session_keeper import SessionKeeper
from palimpsest.app.documents.state_files import read_json
from palimpsest.app.regenerate import history_file
from palimpsest.app.regenerate.history import History
from palimpsest.app.regenerate.history_entry import HistoryEntry, Outcome
from palimpsest.app.regenerate.history_file import FILE, from_json, read, to_json, write

pytestmark = pytest.mark.usefixtures("qapp")

PATIENCE_S, PATIENCE_MS = 20.0, 20_000
CHILD = str(Path(__file__).with_name("remembering_child.py"))
LOST_S = 2.0
"""What may be lost at the most; a machine under tests is slower than the promise of one second."""
DRAFT = "⌁never accepted⌁"

MakeKeeper = Callable[[], SessionKeeper]


def full(number: int = 1) -> HistoryEntry:
    return entry(
        number,
        holes=((6, 11),),
        model="tiny 😀",
        passes=24,
        seconds=1.25,
        texts=(f"{DRAFT} one", "an old \udc00 map"),
        accepted="an old \udc00 map",
        outcome=Outcome.PARTLY,
        steered=2,
        starred=True,
    )


def files_with(folder: Path, text: str) -> list[Path]:
    escaped = json.dumps(text)[1:-1].encode()
    found = (file for file in folder.rglob("*") if file.is_file())
    return [file for file in found if text.encode() in (data := file.read_bytes()) or escaped in data]


def opened(keeper: SessionKeeper, *documents: Document) -> list[History]:
    """Each document on a page, as a window does it."""
    histories = []
    for document in documents:
        histories.append(History(QCoreApplication.instance()))
        keeper.watch(document)
        keeper.keep_history(document, histories[-1])
    pages = tuple(PageState(document.id, document.path, title=document.title) for document in documents)
    keeper.write(SessionState((WindowState(width=800, height=600, pages=pages),)))
    return histories


def restored(keeper: SessionKeeper, document_id: str) -> tuple[HistoryEntry, ...]:
    keeper.adopt()
    document, history = Document(), History(QCoreApplication.instance())
    document.id = document_id
    keeper.keep_history(document, history)
    return history.entries


def test_all_but_the_drafts_is_written_and_read(tmp_path: Path):
    entries = [full(2), entry(1)]
    write(tmp_path / "one", entries)
    assert read(tmp_path / "one") == [replace(each, texts=()) for each in entries]
    assert not files_with(tmp_path, DRAFT)
    assert files_with(tmp_path, "shorter")
    write(tmp_path / "one", [])
    assert read(tmp_path / "one") == []
    assert not (tmp_path / "one").exists()


def test_runs_come_back_after_a_clean_end_and_after_a_crash(tmp_path: Path, make_keeper: MakeKeeper):
    file = tmp_path / "note.md"
    file.write_text("one\n")
    document, other = Document(file), Document()
    keeper = make_keeper()
    first, second = opened(keeper, document, other)
    first.add(full())
    second.add(entry(7))
    assert keeper.close()
    kept = (replace(full(), id=first.entries[0].id, texts=()),)
    next_keeper = make_keeper()
    assert restored(next_keeper, document.id) == kept
    # The page is there again; this time the program is killed.
    next_keeper.write(SessionState((WindowState(pages=(PageState(document.id, file),)),)))
    assert next_keeper.flush(PATIENCE_S)
    next_keeper.close(clean=False)
    last = make_keeper()
    assert restored(last, document.id) == kept
    # Nobody had opened the other document any more.
    assert restored(last, other.id) == ()


def test_no_file_of_the_session_ever_has_a_draft(make_keeper: MakeKeeper, root: Path, qtbot: QtBot):
    keeper, document = make_keeper(), Document()
    (history,) = opened(keeper, document)
    history.add(entry(1, texts=(DRAFT, f"{DRAFT} again")))
    qtbot.waitUntil(lambda: bool(files_with(root, "shorter")), timeout=PATIENCE_MS)
    assert not files_with(root, DRAFT)
    history.add(replace(history.entries[0], accepted="a small map", outcome=Outcome.ACCEPTED))
    assert keeper.flush(PATIENCE_S)
    assert files_with(root, "a small map")
    assert keeper.close()
    assert not files_with(root, DRAFT)


def test_a_closed_document_leaves_nothing(make_keeper: MakeKeeper, root: Path):
    keeper, document = make_keeper(), Document()
    (history,) = opened(keeper, document)
    history.add(full())
    assert keeper.flush(PATIENCE_S)
    assert files_with(root, "shorter")
    keeper.forget(document)
    history.add(entry(2))
    assert keeper.close()
    assert not files_with(root, "shorter")
    assert not (keeper.folder / document.id).exists()


def test_a_forgotten_run_is_forgotten_on_the_disk(make_keeper: MakeKeeper, root: Path):
    keeper, document = make_keeper(), Document()
    (history,) = opened(keeper, document)
    history.add(full())
    assert keeper.flush(PATIENCE_S)
    history.clear()
    assert keeper.flush(PATIENCE_S)
    assert not files_with(root, "shorter")


def test_a_program_that_died_while_taking_over_loses_nothing(make_keeper: MakeKeeper, root: Path):
    keeper, document = make_keeper(), Document()
    (history,) = opened(keeper, document)
    history.add(entry(1))
    assert keeper.close()
    # It had moved the runs, and not yet written what it took over.
    half = root / "half"
    shutil.copytree(keeper.folder / document.id, half / document.id)
    (keeper.folder / document.id / FILE).unlink()
    assert restored(make_keeper(), document.id) == history.entries


def test_of_two_files_of_a_document_the_later_one_counts(tmp_path: Path):
    write(tmp_path / "old" / "x", [entry(1)])
    newer = [entry(2)]
    write(tmp_path / "own" / "x", newer)
    history_file.take_over([tmp_path / "old"], tmp_path / "own", {"x", "nobody"})
    assert read(tmp_path / "own" / "x") == newer
    history_file.take_over([tmp_path / "own"], tmp_path / "next", {"x"})
    assert read(tmp_path / "next" / "x") == newer
    assert read(tmp_path / "own" / "x") == []


def test_what_is_no_run_is_left_out(tmp_path: Path):
    good = to_json([full(2), entry(1)])["runs"]
    spoilt = [
        None, 7, "run", [], {},
        {**good[0], "id": 3}, {**good[0], "start": -1}, {**good[0], "start": True}, {**good[0], "end": 10**30},
        {**good[0], "original": "shorter than the span"}, {**good[0], "time": "yesterday"}, {**good[0], "time": None},
        {**good[0], "wish": {}}, {**good[0], "wish": {**good[0]["wish"], "strength": 7}},
        {**good[0], "wish": {**good[0]["wish"], "length": "endless"}},
        {**good[0], "pins": [[1]]}, {**good[0], "pins": [[9, 1]]}, {**good[0], "pins": {"1": 2}},
        {**good[0], "pins": [[0, 99]]}, {**good[0], "outcome": "lost"}, {**good[0], "seconds": float("nan")},
        {**good[0], "accepted": 1}, {**good[0], "starred": 1},
        {name: value for name, value in good[0].items() if name != "model"},
    ]  # fmt: skip
    found = from_json({"version": 1, "runs": [good[0], *spoilt, good[0], good[1]]})
    assert found == from_json({"runs": good})
    assert len(found) == 2
    for content in (b"", b"[]", b"{", b'{"runs": 3}', b"\xff\xfe", b"[" * 100_000):
        (tmp_path / FILE).write_bytes(content)
        assert read(tmp_path) == []


def test_a_file_beyond_all_bounds_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    write(tmp_path, [entry(number) for number in range(history_file.MOST + 5)])
    assert len(read(tmp_path)) == history_file.MOST
    monkeypatch.setattr(history_file, "LARGEST", 100)
    assert read(tmp_path) == []


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)


@given(st.data())
def test_whatever_stands_in_a_field_the_others_are_read(data: st.DataObject):
    run = to_json([full()])["runs"][0]
    field = data.draw(st.sampled_from(sorted(run)))
    other = entry(9)
    found = from_json({"runs": [{**run, field: data.draw(PLAIN)}, *to_json([other])["runs"]]})
    assert found[-1] == other
    for each in found:
        assert from_json(to_json([each])) == [each]


def test_after_a_kill_at_most_the_last_moment_is_missing(root: Path, make_keeper: MakeKeeper):
    with Child([CHILD, str(root)]) as child:
        document_id = child.read_until(lambda line: line.startswith("document ")).split()[1]
        child.read_until(lambda line: line.startswith("typed 100 "))
        killed = child.kill()
    seeds = [each.wish.seed for each in restored(make_keeper(), document_id)]
    assert seeds == list(range(len(seeds), 0, -1))
    assert len(seeds) >= typed_before(child.lines, killed - LOST_S)
    assert read_json(next(root.glob(f"*/{document_id}/{FILE}"))) is not None
