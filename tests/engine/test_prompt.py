"""The two kinds of prompts: the nearest text after begin-of-text, and a chat whose reply is under way."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hard_texts import DOCUMENTS, holes
from hypothesis import given, settings
from hypothesis import strategies as st
from small_tokenizer import CONTROLS

from palimpsest.engine import wording
from palimpsest.engine.borders import lay_out
from palimpsest.engine.canvas import Span
from palimpsest.engine.chat import empty_thought
from palimpsest.engine.prompt import continued_text, prompt_of
from palimpsest.engine.request import InfillError, InfillRequest, Segment
from palimpsest.engine.window import Limits

LINE = "The old lamp stood on the table. Anna took the lamp to the harbor and sold it for two coins.\n"
TEXT = "".join(f"{LINE * (1 + n % 3)}\n" for n in range(60))
LIMITS = Limits(context=700, window=512, canvas=32)
MARKED = {wording.OPEN, wording.CLOSE}


def span(left):
    return Span(left=tuple(left), old=(), pinned=(), right=())


def asked(tokenizer, request, limits=LIMITS):
    laid = lay_out(tokenizer, request.text, request.start, request.end, request.pins, request.holes)
    return laid, prompt_of(tokenizer, laid, request, limits)


def shared(one, other):
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


# -- plain text


def test_all_of_a_short_text_is_read(tokenizer):
    prompt = continued_text(tokenizer, span([5, 6]), 8)
    assert prompt.ids == (tokenizer.bos, 5, 6)
    assert prompt.lead == ()
    assert prompt.again(range(9)) == (tokenizer.bos, 5, 6, 7, 8)


def test_of_a_long_text_the_nearest_is_read(tokenizer):
    assert continued_text(tokenizer, span(range(10, 30)), 4).ids == (tokenizer.bos, 27, 28, 29)
    assert continued_text(tokenizer, span([7]), 1).ids == (tokenizer.bos,)


def test_the_cut_of_a_long_text_stays_while_it_grows(tokenizer):
    ids = tokenizer.encode(TEXT).ids
    begins = []
    for place in range(1000, 1200):
        prompt = continued_text(tokenizer, span(ids[:place]), 400)
        assert 250 < len(prompt.ids) <= 400
        assert prompt.ids[1:] == ids[place - len(prompt.ids) + 1 : place]
        begins.append(place - len(prompt.ids) + 1)
    assert len(set(begins)) <= 6
    assert begins == sorted(begins)
    assert all(b"\n" in tokenizer.token_bytes[ids[begin - 1]] for begin in begins)


# -- chat


def test_with_much_text_on_the_left_the_reply_is_under_way(chat_tokenizer):
    start = TEXT.index("harbor", 400)
    laid, prompt = asked(chat_tokenizer, InfillRequest(TEXT, start, start + 6))
    thought = empty_thought(chat_tokenizer)
    reply = LIMITS.canvas - len(thought)
    assert prompt.ids[-LIMITS.canvas :] == (*thought, *laid.left[len(laid.left) - len(prompt.lead) - reply :][:reply])
    assert (*prompt.ids, *prompt.lead)[-reply:] == laid.left[-reply:]
    before = prompt.ids[: -LIMITS.canvas]
    assert before[-3:] == (105, *chat_tokenizer.encode("model\n").ids)


def test_the_begun_line_is_pinned_where_it_is_short(chat_tokenizer):
    start = TEXT.index("lamp", TEXT.index("\n", 400))
    laid, prompt = asked(chat_tokenizer, InfillRequest(TEXT, start, start + 4))
    assert chat_tokenizer.decode(prompt.lead) == "The old"
    assert prompt.lead == laid.left[-len(prompt.lead) :]
    assert chat_tokenizer.token_bytes[prompt.ids[-1]].endswith(b"\n")


@pytest.mark.parametrize("start", [0, 4, 40])
def test_with_little_text_on_the_left_the_canvas_begins_with_the_reply(chat_tokenizer, start):
    limits = Limits(context=700, window=512, canvas=64)
    laid, prompt = asked(chat_tokenizer, InfillRequest(TEXT, start, start + 6), limits)
    thought = empty_thought(chat_tokenizer)
    assert prompt.ids[-3:] == (105, *chat_tokenizer.encode("model\n").ids)
    assert prompt.lead[: len(thought)] == thought
    near = prompt.lead[len(thought) :]
    assert near == laid.left[len(laid.left) - len(near) :]
    assert len(near) == min(len(laid.left), limits.canvas // 4)


def test_the_old_text_is_left_out_from_scratch_unless_something_is_asked(chat_tokenizer):
    start = TEXT.index("took the lamp", 600)
    text = TEXT[:start] + "sat beside it" + TEXT[start + 13 :]
    cases: tuple[tuple[dict[str, Any], bool], ...] = (
        ({}, False),
        ({"instruction": " "}, False),
        ({"strength": 0.5}, True),
        ({"instruction": "Make it short"}, True),
        ({"resume": (Segment(text="took"),), "strength": 0.5}, False),
    )
    for facts, said in cases:
        request = InfillRequest(text, start, start + 13, **facts)
        told = chat_tokenizer.decode(asked(chat_tokenizer, request)[1].ids)
        assert ("sat beside" in told) is said
    assert "\n\nMake it short. Write the passage" in chat_tokenizer.decode(
        asked(chat_tokenizer, InfillRequest(text, start, start + 13, instruction="Make it short"))[1].ids
    )


def test_what_counts_lies_near_the_end(chat_tokenizer):
    """Near text on both sides, old text and instruction: within 7/8 of what a sliding window sees."""
    start = TEXT.index("took the lamp", 3000)
    request = InfillRequest(TEXT, start, start + 13, instruction="Say it in fewer words.", name="a.md")
    limits = Limits(context=900, window=400, canvas=32)
    _, prompt = asked(chat_tokenizer, request, limits)
    assert limits.near == 349
    near = chat_tokenizer.decode(prompt.ids[-limits.near :])
    assert (
        f"{TEXT[start - 60 : start]}{wording.OPEN}took the lamp{wording.CLOSE}{TEXT[start + 13 : start + 80]}" in near
    )
    assert near.index("Say it in fewer words.") > near.index(wording.CLOSE)
    told = chat_tokenizer.decode(prompt.ids)
    far = told.index("Further on"), told.index("The document, with")
    assert far[0] < far[1] < told.index(wording.OPEN)
    assert 700 < len(prompt.ids) <= 900


def test_later_text_is_of_the_document_and_behind_the_passage(chat_tokenizer):
    lines = [f"Line {n} has words of its own.\n" for n in range(400)]
    text = "".join(lines)
    start = text.index("Line 200 ")
    _, prompt = asked(chat_tokenizer, InfillRequest(text, start, start + 8), Limits(1600, 400, 32))
    told = chat_tokenizer.decode(prompt.ids)
    later = told[told.index("says:\n") + 6 : told.index("\n\nThe document, with")]
    assert later in text[start + 8 :]
    assert len(later) > 200


def test_while_people_write_most_of_the_prompt_stays(chat_tokenizer):
    """Nearly every key changes nothing before the place where it is typed."""
    typed = "She had never seen a lamp like that one, and the man who sold it knew nothing of it. " * 3
    start = TEXT.index("Anna", 3000)
    prompts = []
    for count in range(0, len(typed), 3):
        text = TEXT[:start] + typed[:count] + TEXT[start:]
        place = start + count
        prompts.append(asked(chat_tokenizer, InfillRequest(text, place, place, name="a.md"), Limits(1000, 400, 32))[1])
    changes = [shared(one.ids, other.ids) for one, other in pairwise(prompts)]
    kept = [change for one, change in zip(prompts, changes, strict=False) if change > len(one.ids) - 400]
    assert len(kept) >= 0.95 * len(changes)


def test_another_instruction_changes_the_end(chat_tokenizer):
    start = TEXT.index("took", 3000)
    first, *others = (
        asked(chat_tokenizer, InfillRequest(TEXT, start, start + 4, instruction=said), Limits(1200, 400, 32))[1]
        for said in ("Shorter.", "Say it in a warm and friendly tone.", "Use simple words and short sentences here.")
    )
    for other in others:
        assert shared(first.ids, other.ids) > len(first.ids) - 400


def test_a_text_that_has_become_too_long_is_read_from_the_reply_on(chat_tokenizer):
    start = TEXT.index("harbor", 400)
    laid, prompt = asked(chat_tokenizer, InfillRequest(TEXT, start, start + 6))
    again = prompt.again([*laid.left, 7, 8, 9])
    assert again[: prompt.shared] == prompt.ids[: prompt.shared]
    thought = empty_thought(chat_tokenizer)
    assert again[prompt.shared :] == (*thought, *laid.left[3 - prompt.kept :], 7, 8, 9)
    assert len(again) - prompt.shared == LIMITS.canvas
    assert len(again) <= prompt.most <= LIMITS.context


@pytest.mark.parametrize("context", [60, 300])
def test_a_request_without_room_is_refused_in_a_sentence(chat_tokenizer, context):
    request = InfillRequest(TEXT, 50, 60, instruction="Make it longer. " * 200)
    with pytest.raises(InfillError, match=rf"a context of {context} tokens\.") as caught:
        asked(chat_tokenizer, request, Limits(context, 512, 32))
    assert caught.value.remedy.endswith(".")


HARD = st.lists(st.one_of(DOCUMENTS, st.sampled_from([*CONTROLS.values(), *MARKED, LINE])), max_size=6).map("".join)


@settings(deadline=None, max_examples=60)
@given(data=st.data(), text=HARD, instruction=HARD, name=HARD)
def test_no_text_leaves_its_turn_and_none_is_too_long(chat_tokenizer, data, text, instruction, name):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    gaps = data.draw(st.just(()) | holes(text, start, end))
    strength = data.draw(st.sampled_from([0.5, 1.0]))
    limits = Limits(data.draw(st.sampled_from([500, 700, 2000])), data.draw(st.sampled_from([100, 512])), 32)
    request = InfillRequest(text, start, end, instruction[:100], strength=strength, name=name, holes=gaps)
    laid, prompt = asked(chat_tokenizer, request, limits)
    controls = [token for token in (*prompt.ids, *prompt.lead) if token in chat_tokenizer.control_ids]
    assert controls == [2, 105, 106, 105, 106, 105, 100, 101]
    assert len(prompt.ids) <= limits.context
    assert prompt.shared + limits.canvas <= limits.context
    assert len(prompt.lead) < limits.canvas // 2
    reply = (*prompt.ids[prompt.shared :], *prompt.lead)
    thought = empty_thought(chat_tokenizer)
    assert reply[: len(thought)] == thought
    verbatim = reply[len(thought) :]
    assert verbatim == laid.left[len(laid.left) - len(verbatim) :]
    assert prompt_of(chat_tokenizer, laid, request, limits) == prompt
