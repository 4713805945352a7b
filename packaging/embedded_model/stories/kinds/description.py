"""The description of a room or a place: what stands where, and in what colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..facts import Facts

TITLE = ("# The {ap}", "# {A}'s {p}", "# {In_p} of {A}", "# What {A} keeps {in_p}")
OPEN = (
    "This is the {ap} of {A}. Anyone who comes {to_p} sees the {ao} first.",
    "{A} lives near the {ap}. {HeA} often sits {in_p} and looks at the {ao}.",
    "The {p} of {A} is {jp}. {A} has {n} things {in_p}, and the biggest is {a_ao}.",
    "When you come {to_p}, you see {a_ao} on the left and {a_ax} on the right.",
)
LEFT = (
    "On the {ao} stands {a_ax}, and beside the {ax} stands {a_ay}.",
    "Under the {ao} {A} keeps {a_ax} and {a_ay}. The {x} is {jx}, and the {y} is {jy}.",
    "Between the {ao} and the wall there is {a_ax}. {A} found the {ax} {in_q} with {a_ay}.",
    "The {ao} carries {a_ax}. The {ax} is older than {A} and smaller than the {ay} beside it.",
)
WALL = (
    "On the wall there is a shelf with {n} {zs}, and {m} of the {n} {zs} belong to {B}.",
    "{N} {zs} lie {spot}. {B} gave {m} {zs} to {A}, and the other {zs} came from {hisA} {parentA}.",
    "There are also {n} {zs}, {m} {col} {zs} and {rest} {col2}. {B} counts the {zs} on {day}s.",
    "{B} keeps {n} {zs} {spot}. {A} wants {m} of the {n} {zs}, but {B} says no.",
)
USE = (
    "In the morning {A} {does_u} here, and in the evening {B} {does_w}.",
    "On {day}s {A} and {B} {do_u}, and then {A} puts the {ax} back on the {ao}.",
    "Here {A} {acts} while {B} {does_u}. When {B} {acts2}, {A} {does_w}.",
    "{B} often comes {to_p} and {does_u}. {HeB} needs the {ay} for that.",
)
SMELL = (
    "The {p} smells of {mass} and {fs}, for {B} keeps {mass} in the {ax}.",
    "The walls are {col} and the floor is {col2}, and so the {p} looks {jp} when it is {wx}.",
    "When it is {wx}, the light falls on the {ax} and the {ax} looks {col}.",
    "There is no clock {in_p}, but {A} knows the hour: at {hour} the sun reaches the {ax}.",
)
SAY = (
    '"I like the {ax} best," says {A}. "And I like the {ay} best," says {B}.',
    '"One day I shall sell the {ao}," says {A}. "Never, {A}!" says {B}. "What is the {p} without the {ao}?"',
    '"Who needs {a_ay}?" asks {B}. "I need {a_ay}," says {A}, "because I like to {do_u}."',
    '"My {sibA} painted the {ao} {col3}," says {A}, "but I liked it better when it was {col}."',
)
END = (
    "That is the {ap} of {A}, with {a_ao}, {a_ax}, {a_ay} and {n} {zs}.",
    "So if you look for {A} or {B}, come {to_p} and look behind the {ao}.",
    "{A} would not change the {ap} for a palace, and {B} would not change the {ax} for gold.",
    "On {next} {A} will bring {a_aW} {to_p} and put it beside the {ax} and the {ay}.",
)


def build(f: Facts) -> str:
    """One description of the place p, which is A's."""
    tell = f.tell
    parts = [tell(OPEN), f"{tell(LEFT)} {tell(WALL)}", f"{tell(USE)} {tell(SMELL)}", tell(SAY), tell(END)]
    if f.chance(0.3):
        del parts[3]
    if f.chance(0.6):
        parts.insert(0, tell(TITLE))
    return "\n\n".join(parts)
