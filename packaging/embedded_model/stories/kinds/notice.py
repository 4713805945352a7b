"""A notice: what, where, when, what to bring, whom to ask."""
# ruff: noqa: E501 (a frame or a list is easiest to read on one line)

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..facts import Facts

TITLE = (
    "# {A} and {B}: {day} {in_p}",
    "# Come {to_p} on {day}, {date} {month}!",
    "# {A} and {B} invite you {to_p}",
    "# Who wants to {do_u}?",
    "# {day} {in_p} with {A}",
)
WHAT = (
    "On {day}, {date} {month}, at {clock}, {A} and {B} will {do_u} {in_p}.",
    "{A} and {B} invite all neighbours {to_p} on {day} at {clock}. We want to {do_u} {adv}.",
    "Who can help us to {do_u} and to {do_w}? Come {to_p} on {day} at {clock}.",
    "The {p} opens again on {day}, {date} {month}, at {clock}. {A} will {do_u}, and {B} will {do_w}.",
)
BRING = (
    "Please bring:\n\n- {a_aT}\n- {a_aV}\n- {n9} {fs}",
    "Please bring {a_aT} and {a_aV}. {A} brings {n9} {afs}.",
    "You need {a_aT} to {do_u}. If you have no {T}, ask {B} for the {aT}.",
    "Everyone brings {n9} {fs} in {a_aV}. {B} makes {dish} from all the {fs}.",
)
TIMES = (
    "- {clock}: {A} and all who have {a_T} {do_u}\n- {late}: {B} and the children {do_w}",
    "We begin at {clock} and {do_u}. At {late} we {do_w}, and then there is {dish}.",
    "From {clock} to {late} we {do_u} with {A}. After {late} we {do_w} with {B}.",
    "At {clock} {A} will show you how to {do_u}. At {late} {B} will show you how to {do_w}.",
)
PAY = (
    "A plate of {dish} with {mass} costs {m9} coins. {C} takes the coins {in_q}.",
    "{C} sells {abs} for {m9} coins. All the coins are for the {ao} {in_q}.",
    "Children pay {m9} coins for {dish} with {mass}, and all others pay {n9} coins. The {n9} coins go to {C} and the {aa} {in_q}.",
    "You pay nothing, but if you want {dish} or {ab}, {C} would like {m9} coins.",
)
RULE = (
    "Leave your {a} at home, please: on {before} {a_a} ate {n9} {fs}.",
    "Do not put your {aT} {spot}, because {C} wants to {do_c} there.",
    "If it is {wx}, we shall meet {in_q}, and {C} will {do_c} for us.",
    "Anyone who comes after {late} cannot {do_w}, but may still {do_c} with {C}.",
)
ASK = (
    "If you have a question about {a_aT}, ask {C} {in_q}, or {A} {in_p}.",
    "For all questions about the {aT}, the {aV} and the {fs}, go to {C} {in_q}.",
    "{C} {in_q} knows more about the {aT}. You will find {himC} {spot2} until {late}.",
    'As {C} says: "If you {do_u} with {A}, you will {do_w} with {B}."',
)
END = (
    "So come {to_p} on {day} at {clock}, and do not forget the {aT} and the {aV}!",
    "See you {in_p} on {day}, {date} {month}, at {clock}. Your {A} and {B}",
    "{A}, {B} and {C} will be {glad} to see you {in_p} on {day}.",
    "Remember: {day}, {clock}, {in_p}, with {a_aT} and {n9} {fs}.",
)


def build(f: Facts) -> str:
    """One notice by A and B."""
    tell = f.tell
    parts = [tell(TITLE), tell(WHAT), tell(BRING), tell(TIMES), f"{tell(PAY)} {tell(RULE)}", f"{tell(ASK)} {tell(END)}"]
    if f.chance(0.3):
        del parts[3]
    return "\n\n".join(parts)
