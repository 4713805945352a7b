"""A fable: two animals, a wish, a trick or a kindness, and what it teaches."""
# ruff: noqa: E501 (a frame or a list is easiest to read on one line)

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..facts import Facts

TITLE = (
    "# The {ak} and the {al}",
    "# The {k}, the {l} and the {x}",
    "# The {ak} and the {ax}",
    "# Why the {k} thanks the {l}",
)
OPEN = (
    "{A_ak} lived {in_p}, and {a_al} lived {in_q}.",
    "Once {a_ak} found {a_ax} {in_p}. {A_al} saw it and wanted the {ax} too.",
    "{A_ak} and {a_al} were neighbours {in_p}, and both of them wanted the {ax} of the {R}.",
    "Long ago {a_ak} came {to_p}, where {a_al} kept {a_ax} {spot}.",
)
WISH = (
    '"If I had the {ax}," said the {k}, "I could {act} all day like the {l}."',
    '"Give me the {ax}, {l}," said the {k}, "and I will bring you {n} {fs}."',
    '"I can {act} better than you, {l}," said the {k}. "{A_al} can only {act2}, and so the {ax} is mine."',
    '"Friend {l}," said the {k}, "I have {n} {fs}, and you have {a_ax}. Let us change."',
)
ANSWER = (
    '"You may have the {ax}, {k}," said the {l}, "if you {walk} {to_q} and bring me {n} {fs}."',
    '"I do not need {n} {fs}," said the {l}. "I need a friend who can {act}."',
    '"You talk too much about the {ax}, {k}," said the {l}. "Let us see who can {act} until {hour}."',
    '"What will you do with {a_ax}?" asked the {l}. "No {k} ever needed {a_x}."',
)
DEED = (
    "So the {ak} {walked} {to_q} for {fs}. {In_q} there were {n} {fs}, but the {k} ate {m} of them and only {rest} {leave} left.",
    "The {k} began to {act}, and the {l} began to {act2}. At {hour} the {k} was tired, but the {al} was not.",
    "The {ak} {walked} {to_q} and back, and the {al} waited {spot}. So {n} days went by for the {k} and the {l}.",
    "That night the {k} took the {ax} and {walked} {to_q}, while the {l} slept {spot}.",
)
TURN = (
    "Then the {R} came {to_p}, and {a_aR} likes no {k}. The {k} hid {spot} with the {ax}.",
    "On the way the {k} fell into a hole {in_q} and could not get out. The {al} heard the {ak} {in_q} and came.",
    "But it was {wx}, and without the {l} the {k} could not carry the {ax}.",
    "When the {l} saw the {k}, it was {sad}, and it did not {act} or {act2} any more.",
)
HELP = (
    '"Help me, {l}!" called the {k}. "I will give the {ax} back to you and {n} {fs} too."',
    '"Take my {x}, {k}," said the {l}, "for you need the {ax} more than I do."',
    '"I was wrong about you, {l}, and about the {ax}," said the {k}. "{A_ax} is nothing without a friend."',
    '"Shall we share the {ax}?" asked the {l}. "You have the {ax} on {day}, {k}, and I have the {ax} on {next}."',
)
END = (
    "So the {k} and the {l} shared the {ax}, and the {R} gave them {n} {fs}.",
    "Since then the {k} and the {l} {act} together {in_p}, and the {ax} lies {spot}.",
    "The {l} helped the {k}, the {k} thanked the {l}, and nobody wanted the {ax} any more.",
    "Now the {ak} has the {ax}, the {al} has {n} {fs}, and both are {glad}.",
)
MORAL = (
    "Who only wants {a_x} will lose {a_k}: so they say {in_p}.",
    "One {jl} {l} is worth more than {a_ax}.",
    "So remember the {k} and the {l}: {n} {fs} are soon eaten, but a friend stays.",
    "It is better to be {a_ak} with a friend than {a_al} with {a_ax}.",
)


def build(f: Facts) -> str:
    """One fable of the animals k and l and the treasure x."""
    f.outdoors()
    tell = f.tell
    parts = [
        tell(OPEN),
        f"{tell(WISH)}\n\n{tell(ANSWER)}",
        f"{tell(DEED)} {tell(TURN)}",
        tell(HELP),
        f"{tell(END)} {tell(MORAL)}",
    ]
    if f.chance(0.6):
        parts.insert(0, tell(TITLE))
    return "\n\n".join(parts)
