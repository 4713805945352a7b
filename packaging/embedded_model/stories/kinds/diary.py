"""A page of a diary: what I did, whom I met, what I will do."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..facts import Facts

HEAD = ("{day}, {date} {month}", "# {day}, {date} {month}", "# {date} {month}, {day}", "# {day}")
MORNING = (
    "On this {wx} {day} I {did_u} {in_p} with {A}.",
    "I got up at {hour}, and since it was {wx}, I {did_u} with {A}.",
    "It is a {wx} {day}, and at {hour} {A} came {to_p}, and together we {did_u}.",
    "Today I went {to_p} at {hour}. {A} was there, and we {did_u} {adv}.",
    "I began this {wx} {day} {in_p}. {A} asked me to {do_u}, and so I {did_u}.",
)
MEET = (
    "{A} told me about {B}, who has {a_ax}. {B} found the {ax} {spot} {in_q}.",
    "Then we met {B} {in_q}. {HeB} showed us {a_ax} and asked what the {ax} was for.",
    "On the way {to_q} {A} and I saw {B}. {HeB} was carrying {a_ax} and looked {sad}.",
    "At {later} {B} came from the {q} and brought me {a_ax}.",
)
TALK = (
    '"What will you do with the {ax}, {B}?" I asked. "I will give the {ax} to {C}," said {heB}.',
    '"{A} needs {a_ax}," said {B}. "No," said {A}, "I have {a_ax} already, but {C} has none."',
    '"Is that the {ax} of {C}?" asked {A}. "Yes, it is the {ax} of {C}," said {B}.',
    '"{C} wants the {ax}," I said to {B}. "Then {C} shall have the {ax}," {heB} answered.',
)
AFTER = (
    "So {B} gave the {ax} to {C}, and {C} was {glad}.",
    "I do not know what {C} will do with {a_ax}, but {heC} was {glad}.",
    "In the evening {C} came {to_p} for the {ax}. {HeC} thanked {B} {tone}.",
    "Later I saw {C} {in_q} with the {ax} under {hisC} arm, and {heC} looked {glad}.",
)
THINK = (
    "I was {sad2} when {A} went home, but {B} made me laugh.",
    "{A} is as {nice} as ever, and {B} is as {nice2} as {C}.",
    "When I think of it now, it was {A}, and not {B}, who first saw the {ax}.",
    "I like {A}, because {heA} is {nice} and never forgets {B}.",
)
PLAN = (
    "Tomorrow, on {next}, I want to {do_w} with {C}. I could not {do_w} today, for it was too {wx}.",
    "On {next} {A} and I will {do_w}. First {A} must find the {ay}, and then we can begin.",
    "I forgot to {do_w}! I must {do_w} on {next}, or {A} will be {sad2}.",
    "{A} and {C} will {do_w} on {next}, if it is not too {wx}. I shall bring the {ay}.",
)
END = (
    "So this was {day}: {ob_u} {is_u} {done_u}, and {C} has the {ax}.",
    "{Ob_u} {be_u} {done_u} today, and {ob_w} will be {done_w} on {next}.",
    "Good night, {A}, good night, {B}, and good night, {ax}.",
    "A good {wx} day with {A}, {B} and {C}, and with {a_ax}.",
)


def build(f: Facts) -> str:
    """One page of a diary."""
    tell = f.tell
    parts = [
        tell(HEAD),
        f"{tell(MORNING)} {tell(MEET)}",
        tell(TALK),
        f"{tell(AFTER)} {tell(THINK)}",
        f"{tell(PLAN)} {tell(END)}",
    ]
    return "\n\n".join(parts)
