"""A tally: things are counted, given away and counted again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..facts import Facts

TITLE = ("# {A}'s {axs}", "# {N} {axs}", "# How many {xs} has {A}?", "# {A} counts the {axs}")
OPEN = (
    "{A} had {n} {axs}. {HeA} kept the {n} {xs} {spot} {in_p}.",
    "On {before} {A} counted {hisA} {xs} {in_p}: there were {n}, and all of them were {jx}.",
    "There were {n} {axs} {in_p}, and all {n} belonged to {A}.",
    '"I have {n} {axs}," said {A} to {B} on {day}. "They are {spot} {in_p}."',
)
TAKE = (
    "On {day} {A} gave {m} {xs} to {B}, because {B} had to {do_u}.",
    '"I need {m} {xs} to {do_u}," said {B}. So {A} gave {B} {m} {axs}.',
    "{B} came {to_p} on {day} and asked for {m} {xs}. {A} gave {himB} {m} of the {n} {xs}.",
    "When {A} went {to_q}, {heA} lent {m} {axs} to {B}, who wanted to {do_u}.",
)
SUM = (
    "{N} less {m} is {rest}, so {A} had {rest} {xs} now, and {B} had {m}.",
    "How many {xs} did {A} have then? {A} had {rest}, for {n} less {m} is {rest}.",
    '"Now I have {rest} {xs}," said {A}, "and you have {m} {xs}, {B}. That makes {n}."',
    "So there were {rest} {xs} {spot} and {m} {xs} with {B}.",
)
DEED = (
    "{B} {did_u} with the {m} {xs}. At {hour} {B} still had all {m} {axs}.",
    "With {m} {xs} {B} {walked} {to_q} and {did_u}, and {C} watched {himB}.",
    '"Thank you for the {m} {xs}, {A}," said {B}. "I {did_u}, and {C} {did_w}."',
    '{C} saw the {m} {xs} of {B} {in_q}. "May I have {a_ax}, {B}?" asked {C}. "No, {C}, I need all {m}," said {B}.',
)
BACK = (
    "On {next} {B} came back {to_p} with all {m} {xs}, and they were still {jx}.",
    "At {later} {B} brought the {m} {xs} back {to_p} and put them {spot}.",
    "On {next} {B} gave the {m} {xs} back to {A}, and {a_ay} too.",
    '"Here are your {m} {xs}, {A}," said {B} on {next}. "I have no use for them now that {ob_u} {is_u} {done_u}."',
)
COUNT = (
    "{A} counted: {rest} {xs} {spot} and {m} from {B} make {n} {xs}.",
    "{A} put the {m} {xs} beside the other {rest}, and again there were {n} {axs} {in_p}.",
    '"{N}!" said {A}. "{M} from you, {B}, and {rest} from the {p}: I have {n} {axs} again."',
    "So {A} had {n} {xs} as before, {m} that {B} had used and {rest} that had stayed {in_p}.",
)
END = (
    '"Next time you can have {a_ay} as well," said {A} to {B}, for {heA} was {glad}.',
    '{C} asked how many {xs} there were {in_p}. "{N}," said {A} and {B} together, "and all are {jx}."',
    "Now {A} lends {hisA} {xs} to {C} too, but {heA} never lends more than {m} of the {n} {xs}.",
    "On {next} {A} gave {C} {a_ax}. Now {A} has not {n} {xs} but one less.",
)


def build(f: Facts) -> str:
    """One tally of A's things x, of which B borrows m."""
    tell = f.tell
    parts = [f"{tell(OPEN)} {tell(TAKE)}", f"{tell(SUM)} {tell(DEED)}", f"{tell(BACK)} {tell(COUNT)}", tell(END)]
    if f.chance(0.5):
        parts.insert(0, tell(TITLE))
    return "\n\n".join(parts)
