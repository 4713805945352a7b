"""The description of a person: looks, habits, things, what others say."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..facts import Facts

TITLE = ("# {A} the {R}", "# Who is {A}?", "# My friend {A}", "# The {R} {in_p}")
OPEN = (
    "{A} is {a_aR}. {HeA} lives {in_p} with {hisA} {sibB} {B}.",
    "Everyone {in_p} knows {A}, the {R} with the {aj}.",
    "My friend {A} is {a_R} and wears {a_aj}. {HeA} works {in_p} and {does_u}.",
    "{A} the {R} is {nice} and {nice2}. {HeA} came {to_p} {n} years ago with {hisA} {sibB} {B}.",
)
LOOK = (
    "{A} always wears {a_aj}, even when {heA} {does_u}. Without {hisA} {aj} the people {in_q} would not know {A}.",
    "{HisA} {j} is {jj}, {hisA} eyes are {col}, and {heA} always carries {a_ax}.",
    "{B} gave {himA} the {aj}, and so {A} never goes {to_q} without {hisA} {aj}.",
    "You will know {A} at once: look for {a_aj}, {a_ax} and a friendly smile.",
)
HABIT = (
    "Every {day} at {hour}, {A} {does_u}. Then {heA} {acts} until {later}.",
    "On {day}s {A} {walks} {to_q}, {does_u} and {acts}. On {next} {heA} only {acts}.",
    "When {A} {does_u}, {heA} {acts}. When {B} {does_u}, {heB} {acts2}.",
    "{A} gets up at {hour}, {walks} {to_q} and {does_u}, and then {heA} {does_w}.",
)
THING = (
    "{HisA} best thing is {a_ax}. {A} keeps the {ax} {spot}, where {B} cannot find it.",
    "{A} has {n} {xs}, but {heA} likes the {ax} best. {B} has only {m} {xs}.",
    "Once {A} lost {hisA} {ax} {in_q}. {HeA} did not {act} again until {B} found the {ax}.",
    '{HeA} never lends {hisA} {ax}, not even to {B}. "Buy your own {x}, {B}," {heA} says.',
)
SAY = (
    '"{A} is {nice}," says {B}, "but {heA} never helps me to {do_w}."',
    '"I like {A}," says {C}. "{HeA} {did_w} for me when I was {sad}."',
    '"Without {A} nobody {in_p} could {do_u}," says {C}, "and nobody would {do_w}."',
    '"Every {R} must be {nice}," says {A}, "and every {S} must be {nice2}." {C} is {a_S}.',
)
MEMORY = (
    "When {A} was a {childA}, {heA} wanted to be {a_S}. {C} was {a_S}, and {A} saw {himC} every {day}.",
    "{A} learnt to {do_u} from {C}, {a_aS}. After {n} years {A} could {do_u} as {adv} as {C}.",
    "Last {month} {A} and {C} {did_w} in {m} days. {C} was tired, but {A} was {glad}.",
    'In {month} {C} asked {A} to be {a_S}. "No, {C}," said {A}, "I am {a_R} and I stay {a_R}."',
)
END = (
    "That is {A} the {R}: {nice}, {nice2}, and never without {hisA} {ax}.",
    "If you go {to_p} on {day}, look for the {aj}. The {R} in the {aj} is {A}.",
    "{B} is {glad} to have {A}, and {A} is {glad} to have {B} and the {ax}.",
    "So now you know {A}, {hisA} {aj} and {hisA} {ax}.",
)


def build(f: Facts) -> str:
    """One description of A, by trade R."""
    tell = f.tell
    parts = [f"{tell(OPEN)} {tell(LOOK)}", f"{tell(HABIT)} {tell(THING)}", f"{tell(SAY)} {tell(MEMORY)}", tell(END)]
    if f.chance(0.5):
        parts.insert(0, tell(TITLE))
    return "\n\n".join(parts)
