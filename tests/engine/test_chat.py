"""The chat layout: the golden ids of the released tokenizer, and texts that cannot leave their turn."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_tokenizer import CONTROLS, make_chat_tokenizer

from palimpsest.engine.chat import empty_thought, opened
from palimpsest.engine.request import InfillError
from palimpsest.engine.tokenizer import Tokenizer

QUESTION = "What is the capital of France?"
ASKED = (2, 105, 2364, 107, 3689, 563, 506, 5279, 529, 7001, 236881, 106, 107, 105, 4368, 107)
THOUGHT = (100, 45518, 107, 101)
ANSWER = (818, 5279, 529, 7001, 563, 9079, 236761)

WORDS = {
    "▁the": 506,
    "▁of": 529,
    "▁is": 563,
    "The": 818,
    "user": 2364,
    "What": 3689,
    "model": 4368,
    "▁capital": 5279,
    "▁France": 7001,
    "▁Paris": 9079,
    "thought": 45518,
    ".": 236761,
    "?": 236881,
}
"""Where Gemma 4's vocabulary has the words of the golden ids (diffusiongemma.md §1.4)."""


def golden(tokenizer):
    assert opened(tokenizer, "", QUESTION) == ASKED
    assert empty_thought(tokenizer) == THOUGHT
    assert tokenizer.encode("The capital of France is Paris.").ids == ANSWER
    assert tokenizer.end_ids == (106, 0)
    system = tokenizer.encode("system\n").ids
    assert opened(tokenizer, "", QUESTION, thinking=True) == (2, 105, *system, 98, 107, 106, 107, *ASKED[1:])
    told = tokenizer.encode("system\nThe capital").ids
    assert opened(tokenizer, "The capital", QUESTION) == (2, 105, *told, 106, 107, *ASKED[1:])


def test_golden_ids_of_a_vocabulary_with_the_same_places():
    golden(Tokenizer(make_chat_tokenizer(WORDS), bos=2, eos=1, pad=0))


def test_golden_ids_of_the_released_tokenizer():
    folder = Path(os.environ.get("PALIMPSEST_CHECKPOINT", ""))
    if not (folder / "tokenizer.json").is_file():
        pytest.skip("PALIMPSEST_CHECKPOINT names no folder with the tokenizer.json of DiffusionGemma")
    golden(Tokenizer.load(folder))


def test_turns_hold_whatever_is_said_in_them(chat_tokenizer):
    controls = chat_tokenizer.control_ids
    turns = [2, 105, 106, 105, 106, 105]

    @given(*[st.lists(st.sampled_from([*CONTROLS.values(), "lamp", "\n", " ", "é"]), max_size=5).map("".join)] * 2)
    def check(system, user):
        ids = opened(chat_tokenizer, f"S{system}", user)
        assert [token for token in ids if token in controls] == turns
        said = chat_tokenizer.decode(ids)
        assert said == f"system\nS{system}\nuser\n{user}\nmodel\n"
        thinking = opened(chat_tokenizer, system, user, thinking=True)
        assert [token for token in thinking if token in controls] == [*turns[:2], 98, *turns[2:]]

    check()


def test_a_vocabulary_without_turns_is_refused_in_a_sentence(tokenizer):
    with pytest.raises(InfillError, match="no turn tokens"):
        opened(tokenizer, "", QUESTION)
