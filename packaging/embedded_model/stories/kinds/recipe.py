"""A recipe: title, ingredients, steps that use them in the listed order, servings."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..facts import Facts

TITLE = (
    "# {A}'s {f} {dish}",
    "# {A}'s {f} {dish} with {gs}",
    "# {A}'s {dish} with {fs} and {gs}",
    "# {A}'s {dish} of {fs}, {gs} and {mass}",
)
INTRO = (
    "{A} makes this {dish} for {B} on {day}s. You need {fs}, {gs} and {mass}.",
    "This {f} {dish} comes from {A}, who cooked it {in_p} for {B}.",
    "For this {dish} {A} takes {n9} {afs} and {m9} {ags}. {B} likes the {f} {dish} with {mass}.",
    "When the {fs} are {jf} and the {gs} are {jg}, {A} makes this {dish} for {B}.",
)
LISTED = (
    "You need:\n\n- {n9} {afs}\n- {m9} {ags}\n- {mass}\n- {mass2}",
    "Take these things:\n\n- {n9} {afs}\n- {m9} {ags}\n- some {mass}\n- a little {mass2}",
    "You need {n9} {afs}, {m9} {ags}, some {mass} and a little {mass2}.",
    "For {n9} people:\n\n- {n9} {afs}\n- {m9} {ags}\n- {mass}, one cup\n- {mass2}, one spoon",
)
FIRST = (
    "1. Wash the {n9} {afs} and cut the {fs} into {m9} pieces.",
    "1. Peel the {afs}, all {n9}, and put the {fs} into {a_aV}.",
    "1. Chop the {n9} {afs} on a board and keep the {fs} in {a_aV}.",
)
SECOND = (
    "2. Chop the {m9} {ags} and add the {gs} to the {fs}.",
    "2. Cut the {ags} in half and mix the {gs} with the {fs}.",
    "2. Slice the {m9} {ags} and lay the {gs} over the {fs}.",
)
THIRD = (
    "3. Stir the {mass} into the {fs} and {gs}, then add the {mass2}.",
    "3. Mix the {mass} with the {mass2} and pour both over the {fs} and the {gs}.",
    "3. Add the {mass} first and the {mass2} last, so that the {fs} stay {jf}.",
)
FOURTH = (
    "4. Cook the {f} {dish} for {sum9} minutes and stir it {adv}.",
    "4. Leave the {dish} on the stove for {sum9} minutes, and then taste the {fs} and {gs}.",
    "4. Bake everything for {sum9} minutes, until the {gs} are brown and the {mass} is hot.",
)
CLOSE = (
    "Serve the {f} {dish} with {mass} to {n9} people. {B} eats the {f} {dish} cold, but {A} likes it hot.",
    "After {sum9} minutes the {dish} of {fs} and {gs} is ready. {A} always gives the first plate of {f} {dish} to {B}.",
    '"More {mass2} in the {f} {dish}!" {B} says, but {A} thinks that the {fs} and {gs} are enough.',
    "If you have no {gs}, take {m9} {hs}. {A} once made the {dish} with {hs}, and {B} did not notice.",
)
TIP = (
    "Do not forget the {mass2}: without {mass2} the {f} {dish} of {A} tastes of nothing.",
    "On {next} you can eat the rest of the {f} {dish} with {mass3}.",
    "{B} found the {afs} for this {dish} {in_p}, and the {gs} came from {C}.",
    "Keep the {f} {dish} in {a_aV}, and it stays good until {next}.",
)


def build(f: Facts) -> str:
    """One recipe of A's, cooked for B."""
    tell = f.tell
    parts = [
        tell(TITLE),
        tell(INTRO),
        tell(LISTED),
        "\n".join((tell(FIRST), tell(SECOND), tell(THIRD), tell(FOURTH))),
        tell(CLOSE),
    ]
    if f.chance(0.6):
        parts[-1] += " " + tell(TIP)
    return "\n\n".join(parts)
