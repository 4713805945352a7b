"""Lost and found: a notice of something lost, the answer, the handing over."""
# ruff: noqa: E501 (a frame or a list is easiest to read on one line)

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..facts import Facts

TITLE = ("# Lost by {A}: {a_ax}", "# {A} has lost {a_ax}", "# Who has seen the {ax}?", "# Lost {in_p}: {a_ax}")
OPEN = (
    "On {day} at {hour}, {A} lost {a_ax} {in_p}.",
    "{A} has lost {hisA} {ax}. The {x} was {spot} {in_p} on {day}.",
    "Last {day} {a_ax} was left {spot} {in_p}. It belongs to {A} {in_q}.",
    "A {childB} has found {a_ax} {in_p}. We think that the {ax} belongs to {A}.",
)
MARK = (
    "The {ax} has one {col} mark on one side and {n} small holes on the other.",
    "The {ax} is as big as {a_ay}, and it smells of {mass}.",
    "There are {n} {col} dots on the {ax}, and {m} {col2} dots under it.",
    "The {x} is {jx}, but one side is {col}, because {A} once painted it {col}.",
)
REWARD = (
    "Who finds the {ax} gets {n} coins and {a_ab} from {A}.",
    "If you have seen the {ax}, please tell {A} {in_q}, and you will get {n} {afs}.",
    "Please bring the {ax} {to_q}. {A} is there every day until {later}.",
    "{A} needs the {ax} on {next}, for on {next} {heA} has to {do_u}.",
)
ANSWER = (
    '{B} read this {in_q}. "I know that {ax}," said {B}. "I saw it {spot2} {in_q}."',
    'On {next} {B} came to {A}. "I found {a_ax} {spot} {in_p}," {heB} said. "Is this {x} yours, {A}?"',
    '"{A_ax}?" said {B} {in_q}. "{C} has {a_ax}. {HeC} found it {in_q} when {heC} {did_w}."',
    '"Look, {C}," said {B}, "{A} has lost {a_ax}. Is the {ax} {spot2} not the {ax} of {A}?"',
)
CHECK = (
    '"What does the {ax} look like, {B}?" asked {A}. "One side of the {x} is {col}," said {B}. "Then it is my {ax}," said {A}.',
    '"My {ax} smells of {mass}," said {A}. "So does this {ax}," said {B}, "and so it must be yours, {A}."',
    '"How many dots are on the {ax}, {A}?" asked {B}. "{N}," said {A}, and {B} counted {n} dots on the {ax}.',
    '"Does your {x} look {jx}?" asked {B}. "Very {jx}," said {A}, "and a little {col}."',
)
END = (
    "So {A} got the {ax} back, and {B} got {n} coins. {A} {did_u} on {next}.",
    "{A} thanked {B} and gave {himB} {a_ab}. Then {heA} took the {ax} and went {to_p}.",
    "The {ax} is no longer lost: {B} brought it {to_q} at {later}, and {A} is {glad}.",
    "{B} did not want {n} coins for the {ax}. {HeB} was {glad} that {A} had {hisA} {ax} again.",
)
LAST = (
    "So take this notice down, {B}, for {A} has {hisA} {ax}.",
    "Since that {day} {A} writes {hisA} name on every {x}: {A}, {in_q}.",
    "Thank you, {B}, from {A} and the {ax}.",
    '"Never leave {a_ax} {spot}," says {A} now.',
)


def build(f: Facts) -> str:
    """One thing x of A's, lost and found by B."""
    tell = f.tell
    return "\n\n".join(
        (
            tell(TITLE),
            f"{tell(OPEN)} {tell(MARK)}",
            tell(REWARD),
            tell(ANSWER),
            tell(CHECK),
            f"{tell(END)} {tell(LAST)}",
        )
    )
