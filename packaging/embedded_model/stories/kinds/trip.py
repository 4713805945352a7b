"""Planning a trip: where, when, with what; and how it went."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..facts import Facts

TITLE = ("# A trip of {A} and {B} {to_q}", "# {A} and {B} go {to_q}", "# From the {p} {to_q}", "# A {wx} {day} {in_q}")
OPEN = (
    "{A}, {B} and {C} want to go from the {p} {to_q} on {day}.",
    '"On {day} I will go {to_q}," said {A}. "Who comes with me from the {p} {to_q}?" {B} and {C} wanted to come.',
    "{In_p} {A} and {B} are planning a trip {to_q}. {C} will bring {a_ax}.",
    "On {day} {A} has time, so {heA} and {B} will visit {C} {in_q}.",
)
PLAN = (
    "- {clock}: meet {in_p}\n- {late}: {do_u} {in_q} with {C}\n- evening: {do_w}",
    "They meet {in_p} at {hour}. At {later} they will be {in_q}, where they want to {do_u}.",
    '"We meet {in_p} at {hour}," said {A}. "Then we go {to_q}, {do_u}, and in the evening we {do_w}."',
    "First they go {to_r}, and then {to_q}. {In_r} they want to {do_u}, and {in_q} they want to {do_w}.",
)
PACK = (
    "{A} packs {a_ax} and {n} {fs}, {B} packs {a_ay}, and {C} packs {a_az}.",
    "{A}, {B} and {C} take with them:\n\n- {a_ax} ({A})\n- {a_ay} ({B})\n- {n} {fs} ({C})",
    '"I bring {a_ax}," said {A}. "I bring {a_ay}," said {B}. "And I bring {n} {fs}," said {C}.',
    "{B} wants to take {a_ay}, but {A} says that {a_ax} and {n} {fs} are enough for {C}.",
)
WORRY = (
    '"What if it is {wx} {in_q}, {A}?" asked {B}. "If it is {wx}, we put the {ax} {spot2} and wait," said {A}.',
    '"Is it far from the {p} {to_q}?" asked {C}. "It is {n} miles {to_q}," said {A}, "and {m} miles {to_r}."',
    '"Who carries the {ax}?" asked {C}. "I carry the {ax}, and {B} carries the {ay}," said {A}.',
    '"And how do we come {to_p} from the {q}?" asked {C}. "In {a_av}," said {A}. "{B} has {a_av}."',
)
WENT = (
    "On {day} they met {in_p} at {hour}. They {walked} {to_q}, and it was {wx}.",
    "And so {A}, {B} and {C} went {to_q} on {day}. {A} carried the {ax}, and {B} carried the {ay}.",
    "When {day} came, it was {wx}, but {A}, {B} and {C} {walked} {to_q} all the same.",
    "At {later} they were {in_q}. {C} had forgotten the {fs}, but {A} had the {ax}.",
)
DID = (
    "{In_q} they {did_u}, as {A} had planned, and in the evening they {did_w}.",
    "{C} and {B} {did_u}, while {A} {acted} {spot2}. Then all three {did_w}.",
    "They {did_u}, ate the {n} {fs} and {did_w}, and {B} was {glad}.",
    "First {A} {did_u} with the {ax}, and then {B} {did_w} with the {ay}.",
)
END = (
    "So {A}, {B} and {C} saw the {q}, and on {next} they were back {in_p}.",
    '"Next {day} we go {to_r}," said {C}, "with {a_ax}, {a_ay} and {n} {fs}."',
    "Only the {ay} of {B} stayed {in_q}, {spot2}. On {next} {B} went back {to_q} and took the {ay} home.",
    "It was a {wx} {day}, and {A} will not forget {C} and the {aq}.",
)


def build(f: Facts) -> str:
    """One trip of A, B and C from p to q."""
    tell = f.tell
    parts = [tell(OPEN), tell(PLAN), f"{tell(PACK)}\n\n{tell(WORRY)}", f"{tell(WENT)} {tell(DID)}", tell(END)]
    if f.chance(0.6):
        parts.insert(0, tell(TITLE))
    return "\n\n".join(parts)
