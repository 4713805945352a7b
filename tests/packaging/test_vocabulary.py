"""The tokenizer: lossless for any text, cut where it should be, whole words where it matters."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

import corpus
import vocabulary
from corpus import Kind

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("Anna", "Peter", "Wendy", "Hugo")
SIZES: dict[Kind, int] = {"stories": 400, "snippets": 400, "library": 10}
_TEXT = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("\r\n\t _'\"e\u0301🙂👩‍🚀א١ "))


@pytest.fixture(scope="module")
def counts() -> dict[Kind, vocabulary.Counter[str]]:
    cutter = vocabulary.pre_tokenizer()
    return {
        kind: vocabulary.count_pieces(corpus.documents(kind, "train", size), cutter) for kind, size in SIZES.items()
    }


@pytest.fixture(scope="module")
def tokenizer(counts: dict[Kind, vocabulary.Counter[str]]) -> Tokenizer:
    forced = [form for name in NAMES for form in (name, " " + name)]
    made = vocabulary.train(counts, forced, size=2000, base=700)
    made.encode_special_tokens = True
    return made


def _tokens(tokenizer: Tokenizer, text: str) -> list[str]:
    return [tokenizer.decode([token]) for token in tokenizer.encode(text).ids]


def test_size_and_special_tokens(tokenizer: Tokenizer):
    assert tokenizer.get_vocab_size() == 2000
    assert [tokenizer.id_to_token(number) for number in range(4)] == ["<pad>", "<eos>", "<bos>", "<unk>"]
    assert all(token.special for token in tokenizer.get_added_tokens_decoder().values())


def test_any_text_comes_back(tokenizer: Tokenizer):
    @given(_TEXT)
    def check(text: str) -> None:
        ids = tokenizer.encode(text).ids
        assert tokenizer.decode(ids, skip_special_tokens=False) == text
        assert all(token > 3 for token in ids)

    check()


@pytest.mark.parametrize(
    "text", ["a\r\n  b\r\n", "\t\tif x:\n", "e\u0301 🙂 👩‍🚀", "<eos><bos> <unk>", "  ", "", "a   b \n"]
)
def test_hard_text_comes_back(tokenizer: Tokenizer, text: str):
    assert tokenizer.decode(tokenizer.encode(text).ids, skip_special_tokens=False) == text


def test_nothing_is_added(tokenizer: Tokenizer):
    assert tokenizer.normalizer is None
    assert tokenizer.post_processor is None
    assert tokenizer.encode("").ids == []


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("def total_price(x):\n        return", ["def", " total", "_price", "(", "x", "):", "\n        ", "return"]),
        ("Anna's don't 'size'", ["Anna", "'s", " don", "'t", " '", "size", "'"]),
        ("at 125 of", ["at", " 1", "2", "5", " of"]),
        ("OrderError HTTPServer", ["Order", "Error", " HTTP", "Server"]),
        ("self.__init__", ["self", ".", "__init", "__"]),
        ("one.\n\nTwo", ["one", ".", "\n\n", "Two"]),
        ("a   b", ["a", "  ", " b"]),
        ("x\r\n    y", ["x", "\r\n    ", "y"]),
    ],
)
def test_cuts(text: str, pieces: list[str]):
    ends = [offsets for _, offsets in vocabulary.pre_tokenizer().pre_tokenize_str(text)]
    assert [text[start:stop] for start, stop in ends] == pieces


def test_forced_words_are_single_tokens(tokenizer: Tokenizer):
    for name in NAMES:
        assert _tokens(tokenizer, name) == [name]
        assert _tokens(tokenizer, f" {name}") == [f" {name}"]
        assert _tokens(tokenizer, f'"{name}') == ['"', name]
    assert vocabulary.single(tokenizer, NAMES) == 1


def test_common_words_are_single_tokens(tokenizer: Tokenizer, counts: dict[Kind, vocabulary.Counter[str]]):
    shares: dict[Kind, int] = {"stories": 300, "snippets": 150}
    for kind, common in shares.items():
        pieces = [piece for piece, _ in counts[kind].most_common(common)]
        whole = sum(tokenizer.token_to_id(piece) is not None for piece in pieces)
        assert whole / common > 0.97
    assert _tokens(tokenizer, "\n        ") == ["\n        "]


def test_forced_words_must_be_one_piece_and_fit(counts: dict[Kind, vocabulary.Counter[str]]):
    with pytest.raises(ValueError, match="one piece"):
        vocabulary.train(counts, ["two words"], size=700, base=600)
    with pytest.raises(ValueError, match="more forced"):
        vocabulary.train(counts, ["Zanzibar", "Quito"], size=601, base=600)


def test_kinds_count_by_their_weight(counts: dict[Kind, vocabulary.Counter[str]]):
    mixed = vocabulary.mix({"stories": counts["stories"], "library": counts["library"]})
    stories = sum(weight for piece, weight in mixed.items() if piece in counts["stories"])
    assert mixed.total() == pytest.approx(1e6 * (0.55 + 0.15))
    assert stories >= 0.55e6


def test_transformers_reads_it(tokenizer: Tokenizer, tmp_path: Path):
    transformers = pytest.importorskip("transformers")
    vocabulary.save(tokenizer, tmp_path)
    loaded = transformers.AutoTokenizer.from_pretrained(tmp_path)
    assert (loaded.pad_token_id, loaded.eos_token_id, loaded.bos_token_id, loaded.unk_token_id) == (0, 1, 2, 3)
    text = 'Anna said: "def f(x):\n    return x_y" 🙂\n'
    ids = loaded(text)["input_ids"]
    assert ids == tokenizer.encode(text).ids
    assert loaded.decode(ids) == text
    assert json.loads((tmp_path / "tokenizer.json").read_text())["model"]["ignore_merges"] is True
    assert Tokenizer.from_file(str(tmp_path / "tokenizer.json")).encode(text).ids == ids
