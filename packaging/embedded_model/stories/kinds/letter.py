"""A letter: salutation, news, an answer to a question, a promise, a signature."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..facts import Facts

HEAD = ("{day}, {date} {month}, {hour}", "{In_p}, {date} {month}", "{date} {month}, {in_p}")
THANKS = (
    "Thank you for the {ax}. The {ax} came on {day}, and now it stands {spot} {in_p}.",
    "Your {ax} came on {day}. I opened the box {in_p}, and there was the {ax}. Thank you, {B}!",
    "How kind of you to send me {a_ax}, {B}! I have put the {ax} {spot} {in_p}.",
    "I am writing to you from the {ap}. Today is {day}, and your {ax} is {spot}, so I think of you.",
)
NEWS = (
    "On {day} {C} came and stayed until {later}. We {did_u}, and then we {did_w}.",
    "This week {C} and I {did_u}. On {day} we also {did_w}, and {C} was {glad}.",
    "{C} is with me {in_p}. In the morning {heC} {did_u}, and in the evening I {did_w}.",
    "You will be surprised, {B}: {C} {did_u} in {n} days! I only {did_w} {adv}.",
)
QUESTION = (
    "You ask me about the {q} and {C}. The answer is simple: {C} will be {in_q} on {next}.",
    "You want to know if {C} can {do_c}. Yes, {heC} can {do_c}, and {heC} does it {adv}.",
    "You ask if I still have the {ay}. Yes, {B}, the {ay} is {spot2}, and {C} often uses it.",
    "You ask what {C} needs {in_q}. {HeC} needs {a_ay}, for with {a_ay} {heC} could {do_c}.",
)
ASKS = (
    "Will you come {to_q} on {next}? We could {do_c}, as we did when you were a {childB}.",
    "Please come {to_q} on {next}, {B}. {C} wants to {do_c}, and {heC} cannot do it without you.",
    "When you come {to_q}, bring {a_ay}, please. {C} and I want to {do_c}.",
    "On {next} at {hour} I shall be {in_q} with {C}. Come with us, {B}, and we will {do_c}!",
)
CLOSE = (
    "{C} sends you {hisC} love, and I will take good care of the {ax}.",
    "Thank you again for the {ax}, dear {B}. I hope to see you {in_q} on {next}.",
    "Now I must stop, for {C} is calling, and we still have to {do_c}.",
    "Write soon, {B}, and tell me if you will be {in_q} on {next}.",
)
SIGN = ("Your {A}", "With love to you and {C} from {A}", "Yours, {A}", "Your friend {A}", "Warm wishes, {A}")
POST = (
    "P.S. {C} asks you not to forget the {ay}.",
    "P.S. The {ax} is still {spot}!",
    "P.S. {Ob_u} {is_u} {done_u} at last, {B}.",
)
DEAR = ("Dear {B},", "My dear {B},", "Dearest {B},")


def build(f: Facts) -> str:
    """One letter from A to B about C."""
    tell = f.tell
    middle = tell(NEWS) if f.chance(0.5) else f"{tell(NEWS)}\n\n{tell(QUESTION)}"
    parts = [tell(DEAR), tell(THANKS), middle, f"{tell(ASKS)} {tell(CLOSE)}", tell(SIGN)]
    if f.chance(0.4):
        parts.insert(0, tell(HEAD))
    if f.chance(0.6):
        parts.append(tell(POST))
    return "\n\n".join(parts)
