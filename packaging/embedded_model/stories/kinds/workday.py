"""A working day: somebody teaches a chore, the pupil does it in the same words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..facts import Facts

TITLE = ("# {A} learns to {do_u}", "# {A} helps {B} the {R}", "# A day with {B} the {R}", "# {B} the {R} and {A}")
OPEN = (
    "{A} wanted to learn from {B} the {R} how to {do_u}.",
    "On {day} {A} came {to_p} to help {B}, {a_aR}.",
    "{B} was {a_aR}. {HeB} had to {do_u}, but {heB} was ill, and so {A} came {to_p}.",
    '"May I help you to {do_u}, {B}?" {A} asked the {R} on {day}. "Yes, {A}, come {to_p}," said {B}.',
)
TEACH = (
    '"First you take the {aT}," said {B}, "then you {do_u}, and then you {do_w}."',
    '"Look," said {B}, "I {do_u} like this, with the {aT}. When {ob_u} {is_u} {done_u}, I {do_w}."',
    '"Always {do_u} before you {do_w}," said the {R}, "and never put the {aT} {spot}."',
    '"To {do_u}, you need {a_aT}," said the {R}. "To {do_w}, you need your hands."',
)
TRY = (
    "So {A} took the {aT}. First {heA} {did_u}, and then {heA} {did_w}.",
    "{A} {did_u} {adv}, as the {R} had shown {himA}, and then {heA} {did_w}.",
    "{A} put the {aT} {spot} and {did_w}. But {heA} had not {done_u} {ob_u}!",
    "At {hour} {A} {did_u}, and at {later} {heA} {did_w}. {B} watched {himA} {adv}.",
)
WRONG = (
    '"You have {done_w} {ob_w}, but where is the {aT}?" asked {B}. "The {aT} is {spot}," said {A}.',
    'Then {C} came. "Who {did_u}?" {heC} asked. "I {did_u}," said {A}, "and {B} showed me how."',
    '"That is good," said the {R}, "but now {do_c}." So {A} {did_c} too.',
    '"It is harder to {do_w} than to {do_u}," said {A}. "And to {do_c} is harder still," said {B}.',
)
PAY = (
    "In the evening the {R} gave {A} {n} {fs}, and {A} gave {m} {fs} to {C}.",
    '"Here are {n} coins, {A}," said the {R}. "{M} because you {did_u}, and {rest} because you {did_w}."',
    '{B} gave {A} {n} coins and the {aT}. "Every {R} needs {a_aT}," {heB} said.',
    '"Do you want coins, {A}, or the {aT}?" asked {B}. "I want the {aT}," said {A}. So {B} gave {himA} the {aT}.',
)
HOME = (
    'At home {A} told {hisA} {parentA}: "I {did_u} and I {did_w}, and the {R} was {glad}."',
    '"I will be {a_R} like {B}," {A} told {C}, "for I can {do_u} and I can {do_w}."',
    '{C} asked {A} about the day. "{B} {does_u} {in_p}, and now I can {do_u} too," said {A}.',
    '"What did {B} the {R} teach you {in_p}?" asked {C}. "I learnt to {do_u} and to {do_w}," said {A}.',
)
END = (
    "On {next} {A} went {to_p} again, for {B} the {R} wanted to {do_c}.",
    "Since that {day} {A} {does_u} for {hisA} {parentA}, always with the {aT}.",
    "So {A} learnt on one {day} to {do_u} and to {do_w}, and {B} was {glad}.",
    "Now there are two {Rs} {in_p}: {B}, who is {jR}, and {A}, who has the {aT}.",
)


def build(f: Facts) -> str:
    """One day of A's with B, by trade R."""
    tell = f.tell
    parts = [f"{tell(OPEN)} {tell(TEACH)}", f"{tell(TRY)} {tell(WRONG)}", tell(PAY), f"{tell(HOME)} {tell(END)}"]
    if f.chance(0.6):
        parts.insert(0, tell(TITLE))
    return "\n\n".join(parts)
