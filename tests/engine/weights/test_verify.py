"""A checkpoint read to its last number: packed and plain, with nothing kept of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import random_checkpoints
import torch
from small_tokenizer import make_library_tokenizer

from palimpsest.engine.request import InfillError
from palimpsest.engine.weights import verify as module
from palimpsest.engine.weights.formats import open_source
from palimpsest.engine.weights.source import Source
from palimpsest.engine.weights.verify import verify
from palimpsest.kernels.packed import Stored


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    tokenizer = make_library_tokenizer()
    made = random_checkpoints.random_model(vocab_size=tokenizer.get_vocab_size())
    random_checkpoints.write(made, tmp_path)
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    return tmp_path


def test_every_part_is_read_and_told(folder: Path) -> None:
    shares: list[float] = []
    found = verify(folder, lambda share, what: shares.append(share))
    assert shares == sorted(shares)
    assert len(shares) == found.parts
    assert found.parameters * 4 == found.nbytes


@pytest.mark.parametrize("strip", [1, 7, 1 << 22])
@pytest.mark.parametrize("bad", [torch.nan, torch.inf])
def test_a_number_is_found_wherever_it_is(monkeypatch: pytest.MonkeyPatch, strip: int, bad: float) -> None:
    monkeypatch.setattr(module, "TILE_ELEMENTS", strip)
    for row, column in ((0, 0), (4, 2), (8, 6)):
        whole = torch.zeros(9, 7)
        whole[row, column] = bad
        for matrix in (whole, whole.bfloat16(), Stored.of(whole.half())):
            with pytest.raises(InfillError, match="The tensor here holds"):
                module._look(matrix, "here")
    module._look(torch.zeros(9, 7), "here")


class More:
    """A source that says to have a part more than it has."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def __getattr__(self, name: str) -> Any:
        return getattr(self._source, name)

    def parts(self) -> int:
        return self._source.parts() + 1


def test_a_part_that_nobody_reads_is_a_fault(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def opened(path: Path) -> Iterator[Any]:
        with open_source(path) as source:
            yield More(source)

    monkeypatch.setattr(module, "open_source", opened)
    with pytest.raises(InfillError, match="parts of"):
        verify(folder)


def test_a_tokenizer_that_is_too_large(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    small = tmp_path_factory.mktemp("other")
    random_checkpoints.write(random_checkpoints.random_model(), small)
    (small / "tokenizer.json").write_bytes((folder / "tokenizer.json").read_bytes())
    with pytest.raises(InfillError, match="entries"):
        verify(small)
