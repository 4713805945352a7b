"""A small argument: two people want two things, each gives a reason, a third finds the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..facts import Facts

TITLE = (
    "# {A}, {B} and the {ax}",
    "# The {ax} or the {ay}?",
    "# An argument about the {ax} {in_p}",
    "# Who is right, {A} or {B}?",
)
OPEN = (
    "{A} and {B} had {a_ax} and {a_ay} {in_p}, but there was room for only one of them.",
    "On {day} {A} wanted to take the {ax} {to_q}, but {B} wanted to take the {ay}.",
    "{A} thought that the {ax} was better than the {ay}. {B} thought that the {ay} was better than the {ax}.",
    "{A} and {B} had {n} coins, enough for {a_ax} or for {a_ay}, but not for both.",
)
FOR = (
    '"We need the {ax}," said {A}, "because with the {ax} we can {do_u}."',
    '"I am for the {ax} and not for the {ay}," said {A}. "Nobody can {do_u} without {a_x}."',
    '"The {ax} is right for us," said {A}. "When we {do_u}, we shall be {glad} to have it."',
    '"Think of {C}, {B}," said {A}. "{C} must {do_u}, and for that {heC} needs the {ax}."',
)
AGAINST = (
    '"No, we need the {ay}," answered {B}, "because with the {ay} we can {do_w}."',
    '"And I am for the {ay} and not for the {ax}," answered {B}. "It is better to {do_w} than to {do_u}."',
    '"But {ob_u} can wait until {next}," said {B}. "First we must {do_w}, and for that we need the {ay}."',
    '"{C} does not want to {do_u}," said {B}. "{C} wants to {do_w}, so {heC} needs the {ay}."',
)
AGAIN = (
    '"You always say {y}, {B}, and I always say {x}," said {A}. "So we talk of the {ay} and the {ax} every {day}."',
    '"On {before} we had the {ay}," said {A} {tone}, "so today we take the {ax}."',
    '"The {ay} is too big for the {p}," said {A}. "The {ax} is not too big."',
    '"Your {ay} is {spot} and nobody uses it," said {A}. "My {ax} is used every day."',
)
BACK = (
    '"On {before} we had the {ax}, {A}, and not the {ay}," said {B} {tone2}.',
    '"Your {ax} cost {n} coins," said {B}, "but my {ay} cost only {m}."',
    '"And who {did_w} on {before}?" asked {B}. "I {did_w}, with the {ay}!"',
    '"If you take the {ax} {to_q}, then I shall stay {in_p} with the {ay}," said {B}.',
)
THIRD = (
    "Then {C} came {to_p}. {HeC} looked at the {ax} and at the {ay}.",
    'They asked {C} {in_p}. "Is it the {ax} or the {ay}?" asked {A} and {B}.',
    "{C} had heard them {in_p}. {HeC} thought about the {ax} and the {ay} for {m} minutes.",
    '"You decide, {C}, {ax} or {ay}," said {B}. "Do you like the {ax} or the {ay}?"',
)
WAY = (
    '"Take the {ax} on {day} and the {ay} on {next}," said {C}.',
    '"{A} can {do_u} with the {ax} first, and then {B} can {do_w} with the {ay}," said {C}.',
    '"Give me the {ay} and keep the {ax}," said {C}. "I shall bring the {ay} back on {next}."',
    '"The {ax} for {A}, the {ay} for {B}, and {a_az} for me," said {C}.',
)
END = (
    "So on {day} {A} {did_u} with the {ax}, and on {next} {B} {did_w} with the {ay}. Both were {glad}.",
    "{A} was {glad}, and {B} was {glad2}. The {ax} stayed {in_p} with the {ay}.",
    '"{C} is right," said {A}. "{C} is always right," said {B}, and they carried the {ax} and the {ay} {to_q}.',
    "After that {A} {did_u}, {B} {did_w}, and nobody spoke of the {ax} and the {ay} again.",
)


def build(f: Facts) -> str:
    """One argument between A, who wants x, and B, who wants y."""
    tell = f.tell
    parts = [
        f"{tell(OPEN)}",
        f"{tell(FOR)}\n\n{tell(AGAINST)}",
        f"{tell(AGAIN)}\n\n{tell(BACK)}",
        f"{tell(THIRD)} {tell(WAY)}",
        tell(END),
    ]
    if f.chance(0.3):
        del parts[2]
    if f.chance(0.5):
        parts.insert(0, tell(TITLE))
    return "\n\n".join(parts)
