"""A message goes from mouth to mouth and is told again each time."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..facts import Facts

TITLE = ("# What {A} told {B}", "# {A}, {B}, {C} and {D}", "# A message about {a_ax}", "# The {ax} {in_p}")
SAY = (
    '"The {ax} is {spot} {in_p}," {A} said to {B} on {day}. "Please tell {C}."',
    "On {day} {A} told {B} a secret: there was {a_ax} {spot} {in_p}.",
    '"Tell {C} to {do_u} at {hour}," said {A} to {B}, "and to bring the {ax} {to_p}."',
    '"{D} wants {a_ax}," {A} told {B}. "{D} needs the {ax} {in_p} at {hour}. Tell {C}!"',
)
SECOND = (
    'So {B} {walked} {to_q} and told {C}: "{A} says that the {ax} is {spot} {in_p}."',
    '"Listen, {C}," said {B} {in_q}. "{A} spoke of {a_ax}. The {ax} is {in_p}, {spot}."',
    '{B} found {C} {in_q}. "I come from {A} {in_p}," {heB} said. "You must bring the {ax} {to_p} at {hour}."',
    '"What did {A} say about {a_ax}, {B}?" asked {C} {in_q}. "{HeA} said that {D} needs the {ax} {in_p}," said {B}.',
)
ASK = (
    '"{A_ax}?" asked {C}. "Yes, {a_ax}," said {B}, "and it is {spot}."',
    '"Did {A} say {jx} or {col}?" asked {C}. "{HeA} said {jx}," said {B}, "{a_ax}."',
    '"Does {A} not mean {a_ay}?" asked {C}. "No, not {a_ay}, but {a_ax}," said {B}.',
    '"At {hour}, or at {later}, {B}?" asked {C}. "At {hour}, {C}," said {B}, "with the {ax}."',
)
THIRD = (
    'Then {C} {walked2} to {D} and said: "{B} told me that {A} spoke of {a_ay} {in_r}."',
    "{C} told {D}. But {heC} did not say {ax}. {HeC} said {ay}, and {D} wrote down: {ay}, {in_p}.",
    '"{D}," said {C}, "the {ax} of {A} is {in_p}, and you must {do_u} at {hour}."',
    '"I have heard from {B}, and {B} has heard from {A}, that there is {a_ax} {in_p}," said {C} to {D}.',
)
GO = (
    "So {D} {walked} {to_p} and looked {spot}. There was {a_ax}, and {D} {did_u}.",
    '{D} came {to_p} at {hour} with {a_ay}. "Where is the {ax}?" asked {A}. "I have only {a_ay}," said {D}.',
    "At {hour} all four were {in_p}: {A}, {B}, {C}, and {D} with the {ax}.",
    "{D} did not go {to_p} but {to_r}, and so {heD} found {a_ay} and no {ax}.",
)
END = (
    '"{A} said {x}, {B} said {x}, and {C} said {x} too," laughed {D}.',
    '"Who told you about the {ax}, {D}?" asked {A}. "{C} told me," said {D}, "{B} told {C}, and you told {B}."',
    "So {A} told {B}, {B} told {C}, {C} told {D}, and now all of them know about the {ax}.",
    '"Next time," said {A} to {D}, "I shall tell you about the {ax} myself, and not {B} and {C}."',
)


def build(f: Facts) -> str:
    """One message from A over B and C to D."""
    tell = f.tell
    parts = [tell(SAY), tell(SECOND), tell(ASK), tell(THIRD), f"{tell(GO)} {tell(END)}"]
    if f.chance(0.5):
        parts.insert(0, tell(TITLE))
    return "\n\n".join(parts)
