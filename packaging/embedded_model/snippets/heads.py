"""What stands at the top of a snippet: the module's docstring and the record type."""

from __future__ import annotations

from .frame import Frame, frames, parts

MODULE_DOCS = tuple(
    parts(text)
    for text in (
        "Show what can be done with <items>.",
        "Work with <items> and their <nums>.",
        "The <items> of <a.box>.",
        "Helpers for <items> with <a.num>.",
        "Find out about the <nums> of <items>.",
        "What <a.box> has to know of its <items>.",
        "Some <items>, each with <a.text>.",
    )
)


def _shapes(source: str) -> tuple[Frame, Frame]:
    plain, flagged = frames(source)
    return plain, flagged


RECORD_SHAPES: dict[str, tuple[Frame, Frame]] = {
    "dataclass": _shapes(
        '''
==
@dataclass
class <Item>:
    """⟦One <item>¦A <item>⟧ with its <text> and its <num>."""

    <text>: str
    <num>: int
==
@dataclass
class <Item>:
    """⟦One <item>¦A <item>⟧ that may be <flag>."""

    <text>: str
    <num>: int
    <flag>: bool = False
'''
    ),
    "frozen": _shapes(
        '''
==
@dataclass(frozen=True)
class <Item>:
    """A <item> that does not change."""

    <text>: str
    <num>: int
==
@dataclass(frozen=True)
class <Item>:
    """A <item> with <text>, <num> and whether it is <flag>."""

    <text>: str
    <num>: int
    <flag>: bool = True
'''
    ),
    "tuple": _shapes(
        '''
==
class <Item>(NamedTuple):
    """The <text> and the <num> of a <item>."""

    <text>: str
    <num>: int
==
class <Item>(NamedTuple):
    """The <text> and the <num> of a <item> that may be <flag>."""

    <text>: str
    <num>: int
    <flag>: bool
'''
    ),
    "class": _shapes(
        '''
==
class <Item>:
    """A <item> with a <text> and a <num>."""

    def __init__(self, <text>«: str», <num>«: int»)« -> None»:
        self.<text> = <text>
        self.<num> = <num>
==
class <Item>:
    """A <item> that may be <flag>."""

    def __init__(self, <text>«: str», <num>«: int», <flag>«: bool»)« -> None»:
        self.<text> = <text>
        self.<num> = <num>
        self.<flag> = <flag>
'''
    ),
}
