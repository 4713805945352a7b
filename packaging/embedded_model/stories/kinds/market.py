"""A market scene: goods, prices, haggling, a sum."""
# ruff: noqa: E501 (a frame or a list is easiest to read on one line)

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..facts import Facts

TITLE = ("# {A}, {B} and the {afs}", "# {N} {fs} for {A}", "# {A} buys {afs}", "# The {fs} of {B}")
OPEN = (
    "On {day} {A} went to the market with {sum} coins in {hisA} {aW}.",
    "{A} needed {fs} and {a_ax}, so {heA} went to the market on {day}.",
    "{B} sells {afs} and {ags} at the market. On {day} {A} came with {sum} coins.",
    "It was a {wx} {day}, and the market was full of {fs} and {gs}. {A} looked for {fs} and found {B}.",
)
PRICE = (
    '"What do the {afs} cost, {B}?" asked {A}.\n\n"The {afs} cost {n} coins," said {B}, "and the {ags} cost {m} coins."',
    '"How much are your {afs}, {B}?" asked {A}.\n\n"For {n} coins you get {m} {afs}, {A}," said {B}.',
    '"Are the {fs} {jf}, {B}, and the {gs} {jg}?" asked {A}.\n\n"Yes, my {fs} are always {jf}," said {B}. "The {fs} cost {n} coins, and the {ags} cost {m}."',
    '"I want {m} {fs} and {a_ax}," said {A}.\n\n"The {m} {fs} cost {n} coins," said {B}, "but I have no {xs}."',
)
HAGGLE = (
    '"{N} coins is too much for {fs}," said {A}. "At {C}\'s stall the {fs} cost only {m} coins."\n\n"Then buy your {fs} from {C}," said {B} {tone}.',
    '"I will give you {m} coins for the {fs}," said {A}.\n\n"Not {m} coins but {n}," said {B}, "for my {fs} are {jf}, {A}."',
    '"{N} coins for {afs}!" said {A}. "My {parentA} paid {m} coins for {n} {fs}."\n\n"Your {parentA} bought {ags}, {A}, not {afs}," said {B}.',
    '"May I taste the {afs}, {B}?" asked {A}.\n\n"Taste the {ags}, {A}," said {B}, "because the {fs} are for {C}."',
)
DEAL = (
    "So {A} paid {n} coins for the {afs} and {m} coins for the {ags}: {sum} coins in all.",
    "{A} took the {fs} for {n} coins and the {gs} for {m}. For {n} {fs} and {m} {gs}, {n} and {m} coins make {sum} coins.",
    "At last {A} gave {B} {sum} coins, {n} for the {fs} and {m} for the {gs}.",
    "{A} had {sum} coins, and {n} coins went to {B} for the {afs}, so {m} coins were left.",
)
THEN = (
    "Then {A} saw {C}, who was selling {a_ax} for {m} coins. The {ax} was just what {A} wanted.",
    '"And where do I get {a_ax}?" asked {A}. "{C} has {a_ax}," said {B}, "beside the man with the {zs}."',
    "Beside {B} stood {C} with {n} {zs} and {a_ax}. {A} gave {C} {m} coins for the {ax}.",
    'Next to the {fs} lay {a_ax}. "The {ax} is not for sale," said {B}, "because the {x} belongs to {C}."',
)
HOME = (
    "At {later} {A} went home with the {fs}, the {gs} and the {ax}.",
    "{A} carried the {afs} and the {ags} {to_p}, and {C} helped {himA} with the {ax}.",
    "In the evening {A} made {dish} from the {fs} and the {gs}, and {B} came to eat it.",
    "{C} put the {ax} on the {fs}, and so {A} carried all of it {to_p}.",
)
END = (
    '"Where are my {sum} coins?" {A} asked the {aW} {in_p}. "{N} are with {B}, and {m} are with {C}."',
    "The {fs} were {jf}, as {B} had said, and the {gs} were {jg}.",
    "On {next} {A} will buy {n} more {fs}, if {B} still has {afs}.",
    '"Next {day} I will bring more {ags}, {A}," called {B}. "And I will bring {sum} coins, {B}," called {A}.',
)


def build(f: Facts) -> str:
    """One visit of A to B's stall."""
    tell = f.tell
    parts = [tell(OPEN), tell(PRICE), tell(HAGGLE), f"{tell(DEAL)} {tell(THEN)}", f"{tell(HOME)} {tell(END)}"]
    if f.chance(0.5):
        parts.insert(0, tell(TITLE))
    return "\n\n".join(parts)
