"""A dialogue in which each answer takes up the words of the question."""
# ruff: noqa: E501 (a frame or a list is easiest to read on one line)

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..facts import Facts

OPEN = (
    "{A} met {B} {in_p} on {day}.",
    "On {day} at {hour}, {A} and {B} sat {spot} {in_p}.",
    "{B} stood {in_p} with {a_ax} in {hisB} arms when {A} came by.",
    "It was {wx} {in_p}, and {A} was waiting for {B}.",
)
WHAT = (
    '"What are you carrying {to_q}, {B}?" asked {A}.\n\n"I am carrying {a_ax}, {A}," said {B}.',
    '"What have you got {spot}, {B}?" asked {A}.\n\n"I have got {a_ax}," said {B}. "I bought the {ax} {in_q}."',
    '"Is that {a_ax}?" asked {A}.\n\n"Yes, it is {a_ax}," said {B}, "and it belongs to {C}."',
    '"Why do you need {a_ax}?" asked {A}.\n\n"I need {a_ax} for {C}," said {B}, "because {heC} lost {hisC} own {x}."',
)
WHERE = (
    '"Where are you taking the {ax}?" asked {A}.\n\n"I am taking the {ax} {to_q}," said {B}. "{C} is waiting {in_q}."',
    '"Where did you get the {ax}, {B}?"\n\n"I got the {ax} from {C} {in_q}. {HeC} had {n} {xs}."',
    '"And where is {C} with the {xs}?" asked {A}.\n\n"{C} is {in_q}," said {B}. "{HeC} is {doing_u}."',
    '"Will you be {in_q} with {C} on {next}?" asked {A}.\n\n"Yes, on {next} I will be {in_q} with {C}," said {B}.',
)
HOW = (
    '"How many {axs} do you have, {B}?"\n\n"I have {n} {xs}, {A}. {C} has only {m} {xs}."',
    '"How much did you pay for the {ax}?" asked {A}.\n\n"I paid {n} coins for the {ax}," said {B}, "and {C} paid {m}."',
    '"When must {C} have {hisC} {ax}?"\n\n"{C} must have the {ax} at {later}," said {B}.',
    '"What does {C} want with {a_ax}?" asked {A}.\n\n"{C} wants to {do_u}," said {B}. "You cannot {do_u} without {a_ax}."',
)
OFFER = (
    '"May I come with you and {do_w}?" asked {A}.\n\n"You may come, {A}, but we have to {do_u} first," said {B}.',
    '"I can {do_w} for you," said {A}.\n\n"If you {do_w}, I will give you {a_ay}," said {B}.',
    '"Shall I {do_w} while you are {in_q}?" asked {A}.\n\n"Yes, please {do_w}, {A}," said {B}, "and I will bring you {a_ay}."',
    '"I have {a_ay} at home," said {A}. "Do you want the {ay}?"\n\n"No, I do not want the {ay}," said {B}. "{C} wants the {ax} and nothing else."',
)
END = (
    '"Goodbye, {A}!" said {B}. {HeB} took the {ax} and walked {adv} {to_q}.',
    "So {A} went home, and {B} went on {to_q} with the {ax}, where {C} was waiting.",
    '"Then go {to_q}, {B}, and give my love to {C}," said {A}. And {B} went {to_q}.',
    "{A} and {B} walked {to_q} together, and {C} was {glad} to see them and the {ax}.",
)


def build(f: Facts) -> str:
    """One dialogue between A and B about x and C."""
    tell = f.tell
    parts = [tell(OPEN), tell(WHAT), tell(WHERE), tell(HOW), tell(OFFER), tell(END)]
    if f.chance(0.3):
        del parts[3]
    return "\n\n".join(parts)
