"""A weather report over three days, with what people will do in it."""
# ruff: noqa: E501 (a frame or a list is easiest to read on one line)

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..facts import Facts

TITLE = (
    "# The weather {in_p} on {day} and {next}",
    "# {day} will be {wx} {in_p}",
    "# {A}: it will be {wx} {in_p} on {day}",
    "# {In_p}: {wx} on {day}, {wx2} on {next}",
)
NOW = (
    "On {before} it was {wx3} {in_p}. {A}, who {did_u}, needed {a_aj}.",
    "It was so {wx3} on {before} that {A} {did_u} in {a_aj}.",
    "{In_p} it is still {wx3}. {A} says that it will be {wx} on {day} and {wx2} on {next}.",
    '{A} {in_p} writes: "It was {wx3} on {before}, and I wore {a_aj} when I {did_u}."',
)
FIRST = (
    "On {day} it will be {wx} {in_p} and {wx2} {in_q}. {B} can {do_w} {in_p}, but not {in_q}.",
    "{day} will be {wx} {in_p} and {wx2} {in_q}. Until {hour} it stays {wx3}, and after {hour} it is {wx}, so {B} can {do_w}.",
    "A {wx} {day} is coming from the {q}. {B} wants to {do_w}, and for that it must be {wx}.",
    "{In_p} {day} begins {wx2} and ends {wx}. If you want to {do_w}, do it after {hour}, as {B} does.",
)
WIND = (
    "The wind blows from the {q} {to_p}, and at {hour} it will shake the {ts} {in_p}.",
    "It will be {n} degrees {in_p} and only {m} degrees {in_q}.",
    "With {n} degrees {in_p} it is warmer than {in_q}, where we count {m} degrees.",
    "From the {q} come {n} {col} clouds. {M} of the {n} clouds will reach the {p} before {hour}.",
)
SECOND = (
    "On {next} it will be {wx2} {in_p}. Then {B} cannot {do_w}, but {C} can {do_c} {in_q}.",
    "{next} will be {wx2} {in_p} and {in_q}. Take {a_aj} with you, as {A} did on {before}.",
    "After a {wx} {day} comes a {wx2} {next}. {C} will stay {in_q} and {do_c}.",
    "On {next}, when it is {wx2}, {C} will {do_c} in {a_aj}.",
)
ASK = (
    '"Will it be {wx} {in_q} on {day}, {A}?" asked {C}. "Yes, it will be {wx}, {C}," said {A}, "but {wx2} on {next}."',
    '"Not {a_aj} again," said {C}. "I cannot {do_c} when it is {wx2}."',
    '"I like a {wx2} {next}," says {C} {in_q}. "When it is {wx2}, I {do_c}."',
    '"My {e} likes it {wx}," says {B}, "and my {a} likes it {wx2}."',
)
ADVICE = (
    "Keep your {as} in the stable on {next}, and do not forget to {do_u}.",
    "Leave no {x} {spot} when it is {wx2}: {B} once lost {a_ax} in that way.",
    "Who has {a_aj} should wear it {in_q}. {C} has lent {hisC} {aj} to {B}.",
    "If {C} is right, the {es} {in_p} will open when it is {wx}.",
)
END = (
    "In short: {wx3} on {before}, {wx} on {day}, {wx2} on {next}.",
    "So {B} will {do_w} on {day}, and {C} will {do_c} on {next}.",
    "That was the weather from the {p}, by {A} and {B}.",
    "We wish {B} a {wx} {day} and {C} a {wx2} {next}.",
)


def build(f: Facts) -> str:
    """One weather report for p and q over three days."""
    tell = f.tell
    parts = [
        tell(TITLE),
        f"{tell(NOW)} {tell(FIRST)}",
        f"{tell(WIND)} {tell(SECOND)}",
        tell(ASK),
        f"{tell(ADVICE)} {tell(END)}",
    ]
    return "\n\n".join(parts)
