"""Versions are kept, found again, read as they were, and go when they are old or too many."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from palimpsest.app.documents import snapshots
from palimpsest.app.documents.snapshots import VersionStore

texts = st.text(st.one_of(st.characters(), st.sampled_from(" \n\ud83d\ude00")), max_size=30)


@pytest.fixture
def store(tmp_path: Path) -> VersionStore:
    return VersionStore(tmp_path / "versions")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(texts, max_size=4))
def test_a_text_comes_back_as_it_was(store: VersionStore, pieces: list[str]):
    path, text = Path(f"/nowhere/{time.monotonic_ns()}"), "".join(pieces)
    assert store.keep(path, pieces)
    (version,) = store.versions(path)
    assert store.read(version) == text
    assert version.size == len(text)
    assert version.words == len(text.split())
    assert abs(version.when - datetime.now(UTC)) < timedelta(minutes=5)


def test_the_same_text_is_kept_once_and_the_newest_comes_first(store: VersionStore, tmp_path: Path):
    path, other = tmp_path / "a.md", tmp_path / "b.md"
    now = time.time()
    assert store.keep(path, ("one",), now - 20)
    assert not store.keep(path, ("o", "ne"), now - 10)
    assert store.keep(path, ("two",), now - 5)
    assert store.keep(other, ("one",), now)
    assert [store.read(version) for version in store.versions(path)] == ["two", "one"]
    link = tmp_path / "link"
    path.write_text("")
    link.symlink_to(path)
    assert store.versions(link) == store.versions(path)
    assert store.versions(tmp_path / "c.md") == []


def test_what_is_old_goes(store: VersionStore, tmp_path: Path):
    now = time.time()
    for days in (30, 8, 6, 1):
        store.keep(tmp_path / "a", (f"{days} days ago",), now - 86_400 * days)
    store.keep(tmp_path / "old", ("old",), now - 86_400 * 9)
    store.prune()
    assert [store.read(version) for version in store.versions(tmp_path / "a")] == ["1 days ago", "6 days ago"]
    assert len(list(store.root.iterdir())) == 1


def test_what_is_too_much_goes_oldest_first(store: VersionStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    now = time.time()
    for number in range(6):
        store.keep(tmp_path / f"{number % 2}", (str(number) * 1000,), now - 10 + number)
    sizes = [file.stat().st_size for file in store.root.rglob("*.version")]
    monkeypatch.setattr(snapshots, "ROOM", max(sizes) * 3 + 10)
    store.prune()
    left = [store.read(version)[0] for name in "01" for version in store.versions(tmp_path / name)]
    assert sorted(left) == ["3", "4", "5"]


def test_a_text_beyond_all_measure_is_not_kept(store: VersionStore, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(snapshots, "LARGEST", 10)
    assert not store.keep(Path("/nowhere/a"), ("12345", "678901"))
    assert store.versions(Path("/nowhere/a")) == []


def test_damage_is_told_and_spoils_nothing_else(store: VersionStore, tmp_path: Path):
    path, now = tmp_path / "a", time.time()
    store.keep(path, ("one",), now - 2)
    store.keep(path, ("two",), now - 1)
    store.keep(path, ("three",), now)
    newest, middle, _ = store.versions(path)
    newest.file.write_bytes(b"no header")
    middle.file.write_bytes(middle.file.read_bytes()[:-3])
    left = store.versions(path)
    assert left[0] == middle
    with pytest.raises(ValueError, match="damaged"):
        store.read(middle)
    assert [store.read(version) for version in left[1:]] == ["one"]
