"""The tokenizer in a GGUF file is the tokenizer.json that llama.cpp's converter wrote it from: the same ids."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import gguf
import gguf_models as files
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_tokenizer import CONTROLS, make_chat_tokenizer
from tokenizers import Tokenizer as LibraryTokenizer

from palimpsest.engine.request import InfillError
from palimpsest.engine.tokenizer import Tokenizer
from palimpsest.engine.weights.gguf_header import GgufHeader
from palimpsest.engine.weights.gguf_tokenizer import tokenizer_of

CORPUS = (
    "",
    "The old lamp stood on the table.",
    "  two  spaces   three \t tabs\t\tand ends  ",
    "\n\n\na line\n\n\n\n\nmore\r\n",
    "👩‍👩‍👧 emoji 🇺🇳 e\u0301 é \ufeffmark",
    "日本語 中文 한국어 ไทย שלום مرحبا",
    "def total(items):\n    return 0\n",
    '<|turn>user\n<turn|> <eos><bos> <0x41> <|"|> <unused3>',
    "\x00\x01\x7f",
)


def write(folder: Path, tokenizer: LibraryTokenizer | None, **changes: Any) -> Path:
    tensors: files.Tensors = {"token_embd.weight": ("F32", np.zeros((3, 4), np.float32))}
    folder.mkdir(exist_ok=True)
    return files.write_gguf(folder / "model.gguf", tensors, changes, tokenizer)


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[LibraryTokenizer, LibraryTokenizer]:
    """The original, and what a file says of it."""
    original = make_chat_tokenizer(texts=("The old lamp stood on the table.", "\n\n\n\n日本語 lamp lamp table\n\n"))
    path = write(tmp_path_factory.mktemp("pair"), original)
    return original, tokenizer_of(GgufHeader.read(path))


def ids(tokenizer: LibraryTokenizer, text: str) -> Sequence[int]:
    return tokenizer.encode(text, add_special_tokens=False).ids


def test_the_vocabulary_is_the_same(pair: tuple[LibraryTokenizer, LibraryTokenizer]) -> None:
    original, found = pair
    assert found.get_vocab() == original.get_vocab()
    controls = {number: entry.content for number, entry in found.get_added_tokens_decoder().items() if entry.special}
    assert controls == CONTROLS


def test_a_corpus_has_the_same_ids(pair: tuple[LibraryTokenizer, LibraryTokenizer]) -> None:
    """With strings of control tokens as text and as tokens."""
    original, found = pair
    for plain in (True, False):
        original.encode_special_tokens = found.encode_special_tokens = plain
        for text in CORPUS:
            assert ids(found, text) == ids(original, text)
            assert found.decode(ids(found, text)) == original.decode(ids(original, text))


def test_any_text_has_the_same_ids_and_comes_back(pair: tuple[LibraryTokenizer, LibraryTokenizer]) -> None:
    original, found = pair
    ours = Tokenizer(found, 2, 1, 0)
    theirs = Tokenizer(original, 2, 1, 0)
    pieces = st.sampled_from([" ", "\n", "▁", "lamp", " the", "<turn|>", "<|channel>", "\t", "日本", "👩‍👧", "<0x0A>"])
    texts = st.lists(st.one_of(pieces, st.text(st.characters(exclude_categories=["Cs"]), max_size=5)), max_size=12)

    @settings(max_examples=150, deadline=None)
    @given(texts.map("".join))
    def check(text: str) -> None:
        encoding = ours.encode(text)
        assert encoding == theirs.encode(text)
        assert ours.decode(encoding.ids) == text
        assert not set(encoding.ids) & ours.control_ids

    check()
    assert ours.token_bytes == theirs.token_bytes
    assert ours.control_ids == theirs.control_ids
    assert ours.banned_ids == theirs.banned_ids
    assert ours.follows_instructions


def test_marks_that_llama_shows_are_control_tokens(tmp_path: Path) -> None:
    """The converter calls the marks of thoughts and tool calls "user defined", since it shows them."""
    header = GgufHeader.read(write(tmp_path, make_chat_tokenizer()))
    kinds = header.numbers("tokenizer.ggml.token_type")
    assert kinds is not None
    shown = [number for number, kind in enumerate(kinds) if kind == gguf.TokenType.USER_DEFINED]
    assert [CONTROLS[number] for number in shown] == [
        "<|tool_call>",
        "<tool_call|>",
        "<|tool_response>",
        "<tool_response|>",
        '<|"|>',
        "<|channel>",
        "<channel|>",
    ]
    assert set(shown) <= Tokenizer(tokenizer_of(header), 2, 1, 0).control_ids


PARTS: dict[str, Any] = {
    "tokenizer.ggml.model": "gemma4",
    "tokenizer.ggml.tokens": ["<unk>", "a", "b", "ab", "\n\n", "▁", "<|x>"],
    "tokenizer.ggml.token_type": [2, 1, 1, 1, 4, 1, 4],
    "tokenizer.ggml.merges": ["a b"],
}


def small(tmp_path: Path, without: str = "", **changes: Any) -> GgufHeader:
    values = {**PARTS, **{f"tokenizer.ggml.{key}": value for key, value in changes.items()}}
    values.pop(f"tokenizer.ggml.{without}", None)
    return GgufHeader.read(write(tmp_path, None, **values))


def test_text_of_added_tokens(tmp_path: Path) -> None:
    """Those that stand for text are found before anything is merged; those that do not are no text."""
    found = tokenizer_of(small(tmp_path))
    found.encode_special_tokens = True
    assert ids(found, "ab\n\na b") == [3, 4, 1, 5, 2]
    assert Tokenizer(found, 1, 1, 1).token_bytes[4] == b"\n\n"
    assert 6 in Tokenizer(found, 1, 1, 1).control_ids


def test_merges_that_lead_to_no_token_are_left_out(tmp_path: Path) -> None:
    found = tokenizer_of(small(tmp_path, merges=["b a", "a b", "x y", "nothing"]))
    assert ids(found, "ab") == [3]


def refused(header: GgufHeader, named: str) -> None:
    with pytest.raises(InfillError, match=named) as error:
        tokenizer_of(header)
    assert "model.gguf" in error.value.what
    assert error.value.remedy


def test_what_is_no_tokenizer_of_gemma(tmp_path: Path) -> None:
    refused(small(tmp_path, without="model"), "has no tokenizer, not Gemma 4's")
    refused(small(tmp_path, model="gpt2"), "has a tokenizer of the kind gpt2")
    refused(small(tmp_path, without="tokens"), "0 different tokens of 0, 7 types")
    refused(small(tmp_path, without="token_type"), "7 different tokens of 7, 0 types")
    refused(small(tmp_path, token_type=[1, 1]), "7 different tokens of 7, 2 types")
    refused(small(tmp_path, tokens=["a", "a", "b", "ab", "c", "d", "e"]), "6 different tokens of 7")


def test_a_token_that_is_no_text(tmp_path: Path) -> None:
    path = small(tmp_path, tokens=["<unk>", "a", "b", "ab", "XY", "▁", "<|x>"]).path
    path.write_bytes(path.read_bytes().replace(b"XY", b"\xff\xfe"))
    refused(GgufHeader.read(path), r"tokenizer\.ggml\.tokens is not in UTF-8")


def test_a_tokenizer_beside_is_taken_first_if_it_fits(tmp_path: Path) -> None:
    original = make_chat_tokenizer()
    path = write(tmp_path, original)
    own = Tokenizer.load(path)
    for each in (own, Tokenizer.load(tmp_path)):
        assert each.encode("The lamp").ids == tuple(ids(original, "The lamp"))
    # One that joins nothing tells itself apart.
    content = json.loads(original.to_str())
    content["model"]["merges"] = []
    other = LibraryTokenizer.from_str(json.dumps(content))
    other.save(str(tmp_path / "tokenizer.json"))
    assert Tokenizer.load(path).encode("The lamp").ids == tuple(ids(other, "The lamp")) != own.encode("The lamp").ids
    make_chat_tokenizer({"more": 900}).save(str(tmp_path / "tokenizer.json"))
    assert Tokenizer.load(path).encode("The lamp").ids == own.encode("The lamp").ids
    (tmp_path / "tokenizer.json").write_text("{")
    with pytest.raises(InfillError, match=r"tokenizer\.json is damaged"):
        Tokenizer.load(path)
