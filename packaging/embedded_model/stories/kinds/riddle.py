"""A riddle: hints, wrong guesses, the answer that uses the hints."""
# ruff: noqa: E501 (a frame or a list is easiest to read on one line)

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..facts import Facts

TITLE = ("# {A}'s riddle", "# A riddle from {A} for {B}", "# What has {A} {spot}?", "# A riddle {in_p} for {B}")
OPEN = (
    '"I know a riddle," said {A} to {B} {in_p}. "You have {m} guesses, {B}, and {C} has {n}."',
    "{A} and {B} were waiting {in_p} on {day}, so {A} asked {B} a riddle.",
    "It was {wx}, and {A} asked {B} and {C} a riddle {in_p}.",
    '"If you can guess what I have {spot}, {B}, I will give it to you," said {A}.',
)
HINT = (
    '"It is {jx}, but it is not {a_ay}. It stands {in_p}, and {C} uses it on {day}s."',
    '"I have {n} of them {spot}, and all {n} are {jx}. {C} keeps {m} {in_q}."',
    '"It lies {spot}, it is {jx}, and you cannot {do_u} with it."',
    '"It is smaller than {a_ao} and bigger than {a_aW}. It is {jx}, and it came from {C}."',
)
WRONG = (
    '"Is it {a_ay}?" asked {B}.\n\n"No, it is not {a_ay}, {B}," said {A}. "{A_ay} is never {jx}."',
    '"Then it is {a_az}," said {B}.\n\n"It is not {a_az} either," said {A}. "The {z} of {C} is {col}, but this is {jx}."',
    '"I think it is {a_y} or {a_z}," said {B}.\n\n"Neither {a_y} nor {a_z}," said {A}. "Guess again, {B}!"',
    '"Does {C} need it to {do_w}?" asked {B}.\n\n"No, {C} does not need it to {do_w}," said {A}. "Only {a_aR} {in_q} needs it."',
)
MORE = (
    '"Tell me more, {A}," said {B}. "Well," said {A}, "my {parentA} bought it {in_q} for {n} coins."',
    '"Is it {spot} {in_p} now?" asked {B}. "Yes, {B}, it is {spot} now," said {A}, "and yesterday it was {in_q}."',
    '"Does the {jx} thing belong to {C}?" asked {B}. "It belonged to {C}," said {A}, "but now it belongs to me, {B}."',
    '"Can I eat it like {a_af}, {A}?" asked {B}. "No, {B}, it is not like {a_af}," said {A}.',
)
RIGHT = (
    '"Now I know!" called {B}. "It is {jx}, it is {spot}, and it is {a_x}. It is your {ax}, {A}!"',
    '{B} thought of {ays} and {azs} for {m} minutes. "It is the {ax}," {heB} said at last.\n\n"Yes," said {A}, "it is the {ax}."',
    '"It is not {a_y}, it is not {a_z}, so it must be {a_x}," said {B}. "It is {a_ax}!"',
    'Then {C} whispered: "It is {a_x}, {B}."\n\n"It is {a_ax}!" said {B}, and {A} was {sad}.',
)
END = (
    "{A} went to look {spot} and came back with {a_ax}. So {B} got the {ax}.",
    '"Right," said {A}. "{N} coins {in_q}, {jx}, and {spot}: {a_ax}."',
    "{B} was {glad}. On {next} {heB} asked {C} the same riddle about the {ax}.",
    '"Next time I will ask you about {a_az}, {B}," said {A}. "I will guess your {z} too," said {B}.',
)


def build(f: Facts) -> str:
    """One riddle of A's about x, guessed by B."""
    tell = f.tell
    parts = [f"{tell(OPEN)} {tell(HINT)}", tell(WRONG), tell(MORE), tell(RIGHT), tell(END)]
    if f.chance(0.5):
        parts.insert(0, tell(TITLE))
    return "\n\n".join(parts)
