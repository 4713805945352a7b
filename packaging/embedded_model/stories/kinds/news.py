"""A news item from a small town."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..facts import Facts

TITLE = (
    "# {A} finds {a_ax} {in_p}",
    "# {N} {axs} found {in_p}",
    "# The {ax} of {A} the {R}",
    "# News from the {ap}: {a_ax}",
)
LEAD = (
    "On {day} at {hour}, the {R} {A} found {n} {axs} {in_p}.",
    "{A}, {a_aR}, found {a_ax} {in_p} on {day}, and it lay {spot}.",
    "The people of the {p} are {glad}: {A} the {R} has found the {ax} that was lost on {before}.",
    "Since {before} {a_ax} had been missing {in_p}. On {day} {A}, {a_aR}, found it {spot}.",
)
HOW = (
    "{A} had gone {to_p} to {do_u} with {B}, when {heA} saw the {ax} {spot}.",
    '"I wanted to {do_u}," said {A}. "I looked {spot}, and there was {a_ax}."',
    "The {R} {did_u} at {hour}. While {heA} was {doing_u}, {B} saw the {ax}.",
    '"{A} was {doing_u}," said {B}, "and I was {doing_w}, when we saw {a_ax} {spot}."',
)
WHOSE = (
    "Nobody knows how {a_ax} came {to_p}. {C} the {S} thinks that it came from the {q}.",
    "The {ax} belongs to {C}, {a_aS}, who lost it {in_q} on {before}.",
    '"The {ax} was mine," said {C} the {S}. "I left the {ax} {in_q} {n} years ago."',
    "Last {month} {C}, {a_aS}, had sold the {ax} {in_q} for {n} coins.",
)
MORE = (
    "It is not the first {x}: in {month} {B} had found {m} {xs} {in_q}.",
    "{B} has counted the {xs} {in_p}: there are {n}, and {m} of the {n} {xs} are {jx}.",
    "{B} will show the {ax} {in_q} on {next}. Children pay {m} coins to see the {ax}, and all others pay {n} coins.",
    "The {S} asked {A} for the {ax}, but {A} wants to give it to {B}.",
)
SAY = (
    '"I am {glad}," said the {R} {A} on {day}. "Now I can {do_w} with the {ax}."',
    '"We shall put the {ax} {spot2} {in_q}," said {C}, "so that nobody can lose the {ax} again."',
    '"{A} is {a_aR}," said {C}. "No other {R} looks {spot} when {heA} has to {do_u}."',
    '"I am not {sad}, for I never liked the {ax} of {A}," said the {S} {tone}.',
)
END = (
    "The {ax} can be seen {in_q} on {next} at {later}. {A} and {C} will be there.",
    "On {next} the {R} and the {S} will {do_w} together {in_q}.",
    "So the {ax} is back, thanks to {A} the {R} and {B}.",
    "{A} got {n} coins from {C} for the {ax}, and {heA} gave {m} of the {n} coins to {B}.",
)


def build(f: Facts) -> str:
    """One news item: A, by trade R, finds x, which is C's, by trade S."""
    tell = f.tell
    return "\n\n".join((tell(TITLE), tell(LEAD), f"{tell(HOW)} {tell(WHOSE)}", f"{tell(MORE)} {tell(SAY)}", tell(END)))
