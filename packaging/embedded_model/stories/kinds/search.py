"""A story: a thing is lost, asked for, looked for and found."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..facts import Facts

TITLE = ("# The {ax}", "# {A} and the {ax}", "# {A}'s {ax}", "# Where is the {ax}?")
OPEN = (
    "{A} had {a_ax}, and {heA} kept the {ax} {spot} {in_p}.",
    "{A} owned {a_ax} that always stood {spot} {in_p}.",
    "There was once {a_ax} {in_p}, and it belonged to {A}.",
    "Of all {hisA} things, {A} liked {hisA} {ax} best, and {heA} kept it {in_p}.",
    "{A} got {a_ax} from {hisA} {parentA} and put it {spot} {in_p}.",
)
GONE = (
    "On {day} morning {A} looked {spot} {in_p}, but the {ax} was gone.",
    "One {day} {heA} went {to_p}, and the {ax} was not {spot} any more.",
    "When {A} came {to_p} on {day}, somebody had taken the {ax}.",
    "On {day} {A} wanted to use the {ax}, but there was nothing {spot} {in_p}.",
)
FEEL = (
    "{A} was {sad}, because {heA} needed the {ax}.",
    "{A} felt {sad} without {hisA} {ax}.",
    '"Oh dear," said {A}, "where is my {ax}?"',
    "{HeA} looked for the {x} everywhere {in_p} and became {sad}.",
)
ASK = (
    '"{B}, have you seen my {ax}?" {heA} asked.\n\n"I saw your {ax} {in_q} on {before}," said {B}.',
    '{HeA} asked {hisA} {sibB} {B} {in_p} about the {ax}.\n\n"On {before} the {ax} was {in_q}," said {B}.',
    '"Did you take my {ax}, {B}?" asked {A}.\n\n"No, I did not take your {ax}," said {B}, "but look {in_q}."',
    '"Who has my {ax}, {B}?" asked {A}.\n\n"Ask {in_q}, {A}," said {B}. "I think the {ax} is there."',
)
GO = (
    "So {A} and {B} went {to_q} to look for the {ax}.",
    "So {A} walked {to_q} with {B}, and they looked for the {ax} together.",
    "{B} took {A} by the hand, and the two of them hurried {to_q}.",
    "{A} and {B} ran from the {p} {to_q} as fast as they could.",
)
NOT_YET = (
    "{In_q} they found {a_ay} and {n} {zs}, but no {x}.",
    "They found {n} {zs} {in_q}, and among the {zs} they found {a_ay}, but the {x} was not there.",
    "There were {n} {zs} {in_q}. {A} moved all {n} {zs}, but {heA} only found {a_ay}.",
    '"Here is {a_ay}," said {B}, "and here are {n} {zs}, but I see no {x}."',
)
FOUND = (
    'Then {C} came with the {ax} in {hisC} arms. "Is this your {ax}, {A}?" asked {C}. "I found it {spot2} {in_q}."',
    'At last {C} called from the other end of the {q}: "Here is the {ax}! It was {spot2}."',
    '"Look, {A}," said {C}, who was {in_q}, "your {ax} is {spot2}," said {C}, and {heC} was right.',
    'Then {B} looked {spot2}, and there was the {ax}. "Look, {A}, I have found your {ax}!" called {B}.',
)
END = (
    "{A} was {glad}. {HeA} carried the {ax} back {to_p} and put it {spot}, where it had always been.",
    "{A} thanked {B} and took the {ax} home. Now the {ax} stands {spot} {in_p} again.",
    '"Thank you, {B}," said {A}. {HeA} was {glad}, and on {next} the {ax} was {spot} {in_p} again.',
    "So {A} had {hisA} {ax} back. {HeA} put it {spot} {in_p}, and {B} kept the {ay}.",
)


def build(f: Facts) -> str:
    """One story of a search."""
    tell = f.tell
    parts = [
        f"{tell(OPEN)} {tell(GONE)} {tell(FEEL)}",
        tell(ASK),
        f"{tell(GO)} {tell(NOT_YET)}",
        f"{tell(FOUND)}",
        tell(END),
    ]
    if f.chance(0.5):
        parts.insert(0, tell(TITLE))
    return "\n\n".join(parts)
