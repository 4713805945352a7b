"""A file is known again by what it holds."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from palimpsest.app.documents.files import read
from palimpsest.app.documents.signature import Signature, compare, same_file


def known(path: Path) -> Signature:
    signature = read(path).signature
    assert signature is not None
    return signature


def test_states(tmp_path: Path):
    path = tmp_path / "a.txt"
    path.write_text("text")
    signature = known(path)
    assert compare(path, signature)[0] == "same"
    path.write_text("longer text")
    state, found = compare(path, signature)
    assert state == "changed"
    assert found is not None
    assert found.size == 11
    path.unlink()
    assert compare(path, signature) == ("deleted", None)
    path.mkdir()
    assert compare(path, signature) == ("deleted", None)
    assert compare(path / "a.txt" / "below", signature) == ("deleted", None)


def test_what_cannot_be_looked_at_counts_as_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "a.txt"
    path.write_text("text")
    signature = known(path)

    def fail(*_: object, **__: object) -> None:
        raise TimeoutError

    monkeypatch.setattr(Path, "stat", fail)
    assert compare(path, signature) == ("same", signature)


def test_a_settled_file_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "a.txt"
    path.write_text("text")
    assert not known(path).settled
    os.utime(path, ns=(10**18, 10**18))
    signature = known(path)
    assert signature.settled
    monkeypatch.setattr(Path, "open", None)
    assert compare(path, signature) == ("same", signature)


def test_one_file_by_several_names(tmp_path: Path):
    path, link, other = tmp_path / "a", tmp_path / "link", tmp_path / "b"
    path.touch()
    other.touch()
    link.symlink_to(path)
    assert same_file(path, link)
    assert not same_file(path, other)
    assert not same_file(path, None)
    assert same_file(tmp_path / "new", tmp_path / "x" / ".." / "new")
