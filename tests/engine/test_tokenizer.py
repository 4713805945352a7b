"""The tokenizer spells every text byte for byte and never takes text for control tokens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_tokenizer import CONTROLS, make_chat_tokenizer

from palimpsest.engine.request import InfillError
from palimpsest.engine.tokenizer import ChatTokens, Tokenizer, byte_alphabet

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


def chat_vocabularies():
    """Of Gemma's kind: as its file should be, one that calls no token special, one whose merges lead to them."""
    reached = {name: place for place, name in CONTROLS.items()}
    made = (make_chat_tokenizer(), make_chat_tokenizer(special=False), make_chat_tokenizer(reached))
    return [Tokenizer(library, bos=2, eos=1, pad=0) for library in made]


VOCABULARIES = chat_vocabularies()
NAMES = [*CONTROLS.values(), "<unused3>", "<|image>", "▁"]
FRAGMENTS = st.one_of(
    st.sampled_from([*NAMES, *(name[:cut] for name in NAMES for cut in (1, 2, -1)), "<", "|", ">", " ", "\n", "lamp"]),
    st.characters(exclude_categories=["Cs"]),
)


@pytest.mark.parametrize("vocabulary", VOCABULARIES, ids=["special", "plain", "merged"])
def test_tokens_of_turns_are_found_by_name(vocabulary):
    assert vocabulary.chat == ChatTokens(turn=105, end_turn=106, channel=100, end_channel=101, think=98)
    assert vocabulary.follows_instructions
    assert vocabulary.end_ids == (106, 0)
    assert {*range(5), *range(48, 53), 98, 100, 101, 105, 106} <= vocabulary.control_ids
    assert vocabulary.control_ids <= set(vocabulary.banned_ids)
    assert vocabulary.token_bytes[107] == b"\n"


def test_a_model_of_plain_text_has_no_turns(tokenizer):
    assert tokenizer.chat is None
    assert not tokenizer.follows_instructions
    assert tokenizer.end_ids == (tokenizer.eos, tokenizer.pad)


@pytest.mark.parametrize("vocabulary", VOCABULARIES, ids=["special", "plain", "merged"])
def test_strings_of_control_tokens_are_plain_characters_wherever_the_text_is_cut(vocabulary):
    every = [vocabulary._tokenizer.id_to_token(token) for token in sorted(vocabulary.control_ids)]
    for text in (*every, "".join(every), " ".join(every), "<".join(every), "".join(name[:-1] for name in every)):
        check(vocabulary, text)

    @given(st.lists(FRAGMENTS, max_size=12).map("".join), st.data())
    def any_text(text, data):
        check(vocabulary, text)
        cut = data.draw(st.integers(0, len(text)))
        check(vocabulary, text[:cut])
        check(vocabulary, text[cut:])

    any_text()


def check(vocabulary, text):
    encoding = vocabulary.encode(text)
    assert not set(encoding.ids) & vocabulary.control_ids
    assert vocabulary.decode(encoding.ids) == text
    assert encoding.starts[-1] == len(text.encode())
    assert vocabulary.count(text) == len(encoding)


def test_text_around_a_control_string_is_tokenised_as_it_would_be_alone():
    plain = VOCABULARIES[1]
    lamp = plain.encode(" lamp stood").ids
    assert plain.encode(f"The<|turn>{' lamp stood'}").ids[-len(lamp) :] == lamp
    assert plain.encode("The").ids == plain.encode("The<|turn> lamp").ids[:1]
