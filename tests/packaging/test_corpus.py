"""The corpus: splits that share nothing, arrays that give the documents back, whatever the number of jobs."""

from __future__ import annotations

import ast
import random
import sys
import types
from typing import TYPE_CHECKING

import numpy as np
import pytest

import corpus
import library
import vocabulary
from corpus import Kind

if TYPE_CHECKING:
    from pathlib import Path

SIZES: dict[Kind, int] = {"stories": 300, "snippets": 300, "library": 6}


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tokenizer")
    cutter = vocabulary.pre_tokenizer()
    counts: dict[Kind, vocabulary.Counter[str]] = {
        kind: vocabulary.count_pieces(corpus.documents(kind, "train", size), cutter) for kind, size in SIZES.items()
    }
    vocabulary.save(vocabulary.train(counts, size=1500, base=600), folder)
    return folder / "tokenizer.json"


def test_held_out_files_are_whole_and_apart():
    train, held = dict(library.files("train")), dict(library.files("held"))
    assert not train.keys() & held.keys()
    assert not set(train.values()) & set(held.values())
    assert 0.02 < len(held) / (len(train) + len(held)) < 0.08
    assert all(library.held_out(name) for name in held)
    assert not any(library.held_out(name) for name in train)
    assert len(train) > 300


def test_library_leaves_out_tests_tables_and_large_files():
    names = [name for split in ("train", "held") for name, _ in library.files(split)]
    folders = {folder for name in names for folder in name.split("/")[:-1]}
    assert not folders & {"test", "tests", "idle_test", "encodings", "lib2to3", "pydoc_data", "site-packages"}
    assert "json/decoder.py" in names
    for _, text in library.files("held"):
        ast.parse(text)
        assert len(text.encode()) <= library.MAX_BYTES


@pytest.mark.parametrize("kind", ["stories", "snippets"])
def test_a_document_depends_on_its_number_alone(kind: Kind):
    whole = list(corpus.documents(kind, "train", 20))
    assert list(corpus.documents(kind, "train", 5, start=10)) == whole[10:15]
    assert list(corpus.documents(kind, "train", 20)) == whole
    assert list(corpus.documents(kind, "train", 20, seed=1)) != whole
    assert not set(corpus.documents(kind, "held", 20)) & set(whole)


def test_generated_kinds_need_a_count():
    with pytest.raises(ValueError, match="count"):
        next(corpus.documents("stories", "train"))


def test_arrays_give_the_documents_back(tokenizer: Path, tmp_path: Path):
    lines: list[str] = []
    counts: dict[tuple[Kind, corpus.Split], int] = {(kind, "held"): 4 for kind in corpus.KINDS}
    totals = corpus.write(tmp_path, tokenizer, counts, seed=7, say=lines.append)
    opened = corpus.open_tokenizer(tokenizer)
    for kind in corpus.KINDS:
        tokens = np.load(tmp_path / f"{kind}.held.tokens.npy")
        offsets = np.load(tmp_path / f"{kind}.held.offsets.npy")
        assert tokens.dtype == np.uint16
        assert offsets.dtype == np.int64
        assert offsets[0] == 0
        assert offsets[-1] == len(tokens) == totals[f"{kind}.held"]
        texts = list(corpus.documents(kind, "held", 4, seed=7))
        assert len(offsets) == len(texts) + 1
        for text, start, stop in zip(texts, offsets, offsets[1:], strict=False):
            document = tokens[start:stop].tolist()
            assert document[-1] == 1
            assert 1 not in document[:-1]
            assert opened.decode(document[:-1], skip_special_tokens=False) == text
    assert len(lines) == len(counts)


def test_the_number_of_jobs_changes_nothing(tokenizer: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(corpus, "CHUNK", 3)
    for jobs in (1, 2):
        corpus.write(tmp_path / str(jobs), tokenizer, {("snippets", "train"): 8}, jobs=jobs, say=lambda _: None)
    one, two = (np.load(tmp_path / str(jobs) / "snippets.train.tokens.npy") for jobs in (1, 2))
    assert np.array_equal(one, two)


def test_special_strings_in_text_stay_text(tokenizer: Path):
    opened = corpus.open_tokenizer(tokenizer)
    tokens, lengths = corpus.encode(opened, ["a <eos> b<pad>"])
    assert (tokens == 1).sum() == 1
    assert tokens[-1] == 1
    assert not (tokens == 0).any()
    assert lengths.tolist() == [len(tokens)]


def test_overlap_counts_repeats(monkeypatch: pytest.MonkeyPatch):
    fake = types.ModuleType("stories")
    fake.story = lambda rng: f"the cat sat down. number {rng.randrange(10**9)} is a new one.\n"  # pyright: ignore
    monkeypatch.setitem(sys.modules, "stories", fake)
    shares = corpus.overlap(30, 20)
    assert shares["stories"] == pytest.approx(0.5)
    assert 0 < shares["snippets"] < 1


def test_command_says_what_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert corpus.main([str(tmp_path), "--tokenizer", str(tmp_path / "none.json")]) == 1
    assert "vocabulary.py" in capsys.readouterr().err


def test_command_writes_every_array(tokenizer: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    rng = random.Random(0)
    files = [(f"{number}.py", f"value = {rng.random()}\n") for number in range(3)]
    monkeypatch.setattr(library, "files", lambda split: iter(files[:2] if split == "train" else files[2:]))
    sizes = ["--stories", "5", "--snippets", "4", "--held", "2"]
    assert corpus.main([str(tmp_path), "--tokenizer", str(tokenizer), *sizes]) == 0
    lengths = {
        f"{kind}.{split}": len(np.load(tmp_path / f"{kind}.{split}.offsets.npy")) - 1
        for kind in corpus.KINDS
        for split in corpus.SPLITS
    }
    assert lengths == {
        "stories.train": 5, "stories.held": 2, "snippets.train": 4, "snippets.held": 2, "library.train": 2,
        "library.held": 1,
    }  # fmt: skip
