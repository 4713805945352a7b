"""The tokenizer spells every text byte for byte and never takes text for control tokens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palimpsest.engine.request import InfillError
from palimpsest.engine.tokenizer import Tokenizer, byte_alphabet

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@pytest.mark.parametrize("text", ["", "The lamp", "a\r\n\tb", "e\u0301 👩‍👩‍👧 שלום", "x <eos> <pad>\x00"])
def test_round_trip(tokenizer, text):
    encoding = tokenizer.encode(text)
    assert tokenizer.decode(encoding.ids) == text
    assert encoding.starts[-1] == len(text.encode())


def test_round_trip_of_any_text(tokenizer):
    @given(TEXTS)
    def check(text):
        encoding = tokenizer.encode(text)
        assert tokenizer.decode(encoding.ids) == text
        assert "".join(tokenizer.pieces(encoding.ids)) == text
        assert not set(encoding.ids) & tokenizer.control_ids

    check()


def test_control_strings_are_plain_characters(tokenizer):
    ids = tokenizer.encode("<bos><eos>").ids
    assert len(ids) > 2
    assert not set(ids) & tokenizer.control_ids


def test_banned_ids_hold_control_tokens_and_control_characters(tokenizer):
    banned = set(tokenizer.banned_ids)
    assert tokenizer.control_ids <= banned
    newline = tokenizer.encode("\n").ids
    assert not banned & set(newline)
    assert set(tokenizer.encode("\x00").ids) <= banned


def test_byte_alphabet_names_every_byte_once():
    assert sorted(byte_alphabet().values()) == list(range(256))


def test_missing_and_damaged_files_are_named(tmp_path):
    with pytest.raises(InfillError, match=r"no tokenizer\.json"):
        Tokenizer.load(tmp_path)
    (tmp_path / "tokenizer.json").write_text("{ nonsense")
    with pytest.raises(InfillError, match="damaged"):
        Tokenizer.load(tmp_path)


def test_counts_tokens_of_any_string(tokenizer):
    text = "Anna has a cat.\n"
    assert tokenizer.count(text) == len(tokenizer.encode(text))
    assert tokenizer.count("") == 0
    assert tokenizer.count("a\ud800b") == tokenizer.count("a?b")
