"""A story: a plan is made as a list, carried out in the same words, and told again."""
# ruff: noqa: E501 (a frame or a list is easiest to read on one line)

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..facts import Facts

TITLE = ("# {A}, {B} and {ob_u}", "# {A}'s {day}", "# What {A} did on {day}", "# {A} and {B} at work")
OPEN = (
    "On {before} evening {A} sat {in_p} with {B} and made a plan for {day}.",
    "{A} and {hisA} {sibB} {B} had much to do {in_p} on {day}.",
    "There was work {in_p}, so {A} wrote a list for {B}.",
    '"Tomorrow is {day}," {A} said to {B} {in_p}, "and we have much to do."',
)
LISTED = (
    '"First we will {do_u}," said {A}. "Then we will {do_w}, and at last we will {do_c}."',
    "The list that {A} gave to {B} said:\n\n- {do_u}\n- {do_w}\n- {do_c}",
    '"I want to {do_u}," said {A}. "I want to {do_w}," said {B}. "And then we must {do_c}."',
    "First they wanted to {do_u}, then to {do_w}, and after that to {do_c}.",
    '"You {do_u}, {B}, and I {do_w}," said {A}. "In the evening we {do_c} together."',
)
FIRST = (
    "On {day} at {hour}, {A} and {B} {did_u}.",
    "At {hour} {A} began. {HeA} {did_u}, as {heA} had said {in_p}.",
    "{B} came {to_p} at {hour}, and first they {did_u}.",
    "When {day} came, {B} {did_u} first, and {A} helped {himB}.",
)
SECOND = (
    "Then {A} {did_w}, while {B} watched {himA}.",
    "After that they {did_w}, and {A} was {glad}.",
    "It took {A} and {B} until {later} to {do_w}, but they did it {adv}.",
    "When {ob_u} {be_u} {done_u}, {A} {did_w} {adv}.",
)
TROUBLE = (
    "Before they could {do_c}, {B} needed {a_aU}, and {A} found {a_aU} {spot}.",
    '"I cannot {do_c} without {a_aU}," said {B}, so {A} brought {himB} {a_aU}.',
    "Then {C} came {to_p} and gave {A} {a_aU}. {HeA} put the {aU} {spot}.",
    '"May I help you to {do_c}?" asked {C}, who had {a_aU} with {himC}.',
)
THIRD = (
    "At {later} they {did_c}, and the work was done.",
    "At last {A} and {B} {did_c}, and then it was {later}.",
    "In the evening {A} {did_c}, and {B} put the {aU} back {spot}.",
    "So they {did_c} too, and at {later} they went home from the {p}.",
)
END = (
    '"We {did_u}, we {did_w} and we {did_c}," said {B} to {A} {in_p}.',
    "So in one {day} they {did_u}, {did_w} and {did_c}.",
    '"What did you and {B} do {in_p} on {day}?" asked {C}, who had slept until {later}. "We {did_u}, {did_w} and {did_c}," said {A}.',
    "{Ob_u} {be_u} {done_u}, {ob_w} {be_w} {done_w}, and {ob_c} {be_c} {done_c}, just as {A} had planned.",
)


def build(f: Facts) -> str:
    """One story of a plan."""
    tell = f.tell
    parts = [tell(OPEN), tell(LISTED), f"{tell(FIRST)} {tell(SECOND)}", f"{tell(TROUBLE)} {tell(THIRD)}", tell(END)]
    if f.chance(0.5):
        parts.insert(0, tell(TITLE))
    return "\n\n".join(parts)
