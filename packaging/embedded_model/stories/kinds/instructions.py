"""Instructions: what you need, steps with a check, a warning."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..facts import Facts

TITLE = ("# How to {do_u}", "# How to {do_u} and {do_w}", "# {Do_u} in four steps", "# {Do_u}: a guide by {A}")
INTRO = (
    "This is how {A} and {B} {do_u} in {n} minutes.",
    "Do you want to {do_u}? Then do as {A} does {in_p}, and you will need {n} minutes.",
    "Every {day} {A} has to {do_u} {in_p}, and these are {hisA} rules.",
    "{B} asked me how to {do_u}. So I asked {A} {in_p}, and {heA} told me what to do with {a_aT}.",
)
NEED = (
    "You need {a_aT}, {a_aV} and {m} {zs}.",
    "You need:\n\n- {a_aT}\n- {a_aV}\n- {m} {zs}",
    "Before you begin, find {a_aT}, {a_aV} and {m} {zs}. You will find the {zs} {in_p}.",
    "Take {a_aT} and {a_aV}. You also need {m} {zs}, which {A} keeps {spot}.",
)
FIRST = (
    "1. Put the {aT} {spot} and lay the {m} {zs} beside it.",
    "1. Take the {aT} in one hand and the {aV} in the other hand.",
    "1. First look {spot} for the {zs}. If you find no {zs} there, put the {aT} down and ask {A}.",
    "1. Open the window {in_p} and put the {aV} beside the {aT}.",
)
SECOND = (
    "2. Now {do_u} {adv}. Do not drop the {aT} on the {aV}.",
    "2. Use the {aV} to {do_u}, and count to {n} while you {do_u}.",
    "2. {Do_u}, but leave the {m} {zs} where the {aT} is.",
    "2. Now you can {do_u}. If it is too hard, let {B} hold the {aV}.",
)
THIRD = (
    "3. When {ob_u} {is_u} {done_u}, {do_w} in the same way.",
    "3. Look at {ob_u} after {n} minutes. Then {do_w} with the {aV}.",
    "3. Wait {n} minutes, take the {aT} away, and then {do_w}.",
    "3. Give the {aV} back to {B}. Then {do_w} {adv}.",
)
FOURTH = (
    "4. At the end, put the {aT}, the {aV} and the {m} {zs} back {spot}.",
    "4. Clean the {aT} and the {aV}, and count the {zs}: there must be {m}.",
    "4. Carry the {aT} {to_p}, but leave the {aV} and the {zs} {spot}.",
    "4. Thank {B} for the {aV}, and give {himB} one of the {m} {zs}.",
)
WARN = (
    "Never {do_u} without {a_aT}. {B} once tried to {do_u} with {a_aV} alone, and {heB} was {sad} for a week.",
    "If you {do_u} on {day}, you need not {do_u} again before {next}.",
    '"When I {do_u}," says {A}, "I always keep {a_aT} near me."',
    "{B} forgot the {aT} last {day}, so {heB} could not {do_u} at all.",
)
END = (
    "Now {ob_u} {is_u} {done_u}, and {ob_w} {is_w} {done_w} too. Well done!",
    "If {A} can {do_u} in {n} minutes, you can do it too.",
    "You have {done_u} {ob_u} and {done_w} {ob_w}, just like {A} and {B}.",
    "When {ob_u} {is_u} {done_u}, tell {A}, and {heA} will be {glad}.",
)


def build(f: Facts) -> str:
    """One set of instructions for the chore u, then w."""
    tell = f.tell
    steps = "\n".join((tell(FIRST), tell(SECOND), tell(THIRD), tell(FOURTH)))
    return "\n\n".join((tell(TITLE), f"{tell(INTRO)} {tell(NEED)}", steps, f"{tell(WARN)} {tell(END)}"))
