"""The report of a walk: stations, what was seen at each, and the way back in the opposite order."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..facts import Facts

TITLE = (
    "# A walk by {A} and {B} {to_r}",
    "# From the {p} {to_r}",
    "# {A}'s walk {to_r} on {day}",
    "# {A} and {B} walk {to_r}",
)
START = (
    "On {day} at {hour}, {A} and {B} {walked} from the {p} {to_q}, and from the {q} {to_r}.",
    "It was a {wx} {day}. {A} and {hisA} {sibB} {B} left the {p} at {hour} and {walked} {to_q}.",
    "{A} wanted to show {B} the {ar}, so they {walked} from the {p} {to_q} and on {to_r}.",
    "At {hour} {A} stood {in_p} and waited for {B}. They wanted to {walk} {to_q} and then {to_r}.",
)
FIRST = (
    "{In_p} they saw {a_aa}, and the {a} looked at {A}.",
    "The way from the {p} {to_q} was {jp}. They met {C} with {a_aa}, and {C} was {doing_u}.",
    'Behind the {p} {C} was {doing_u}. "Good morning, {A}, on this {wx} {day}! Good morning, {B}!" called {C}.',
    "Near the {p} {A} found {a_aW} and gave the {aW} to {B}.",
)
SECOND = (
    "{In_q} there stood {a_at}, and under the {t} sat {a_ak}. {B} gave the {k} {a_af}.",
    'Then {A} and {B} came {to_q}. "Look," said {B}, "{a_ak}!" But {A} only saw {a_at}.',
    "{In_q} they rested under {a_at} and ate {n} {fs}. {A_ak} came to the {t} and took {m} {fs}.",
    "The {aq} was full of {es}. {A} picked {n} {es} under {a_at}, and {a_ak} watched {himA}.",
)
THIRD = (
    "From the {q} they {walked2} {to_r}. {In_r} {B} {did_w}, and {A} {acted} {spot3}.",
    'At {later} they reached the {ar}. "So this is the {r}, {A}," said {B}, "and it is {jr}, as you said."',
    "{In_r} they sat down {spot3}. {B} {acted}, and {A} {acted2}, until it was {later}.",
    "They looked {in_r} for {a_ay} that {A} had left {spot3}, and {B} found the {ay}.",
)
TALK = (
    '"What did you like best {in_q}, {B}?" asked {A}. "I liked the {ak} {in_q} best," said {B}.',
    '"Shall we go on from the {r}, {A}?" asked {B}. "No," said {A}, "from the {r} we go back {to_p}."',
    '"I am {sad}, because we saw no {l}," said {B}. "{A_al} lives {in_p}," said {A}, "so let us go back."',
    '"How far is it from the {p} {to_r}?" asked {B}. "It is {n} miles from the {p} {to_r}," said {A}.',
)
RETURN = (
    "So they went back from the {r} {to_q} and from the {q} {to_p}.",
    "On the way back they saw the {r}, the {q} and the {p} again, but no {k}.",
    "From the {r} they {walked} back {to_q}, where the {t} stood, and from there {to_p}.",
    "They said goodbye to the {ar}. {In_q} the {k} was waiting again, and {B} gave it {a_f}.",
)
END = (
    '"{C}," said {A} in the evening, "we saw the {p}, the {q} and the {r}, {a_ak} and {a_at}."',
    "In the evening {B} drew the {t} and the {k}, and {A} wrote under it: {q}, {day}.",
    "{A} was tired and {B} was {glad}. Next {day} they will {walk} {to_r} again, with {C}.",
    "So {B} knows the {ar} now, and {A} knows that {B} likes {aes}.",
)


def build(f: Facts) -> str:
    """One walk of A and B from p through q to r and back."""
    f.outdoors()
    tell = f.tell
    parts = [f"{tell(START)} {tell(FIRST)}", f"{tell(SECOND)} {tell(THIRD)}", tell(TALK), f"{tell(RETURN)} {tell(END)}"]
    if f.chance(0.5):
        parts.insert(0, tell(TITLE))
    return "\n\n".join(parts)
