"""Frames of classes: for each way to hold data, the ways to begin, the methods that ask and the methods that change."""

from __future__ import annotations

from dataclasses import dataclass

from .frame import Frame, frames


@dataclass(frozen=True, slots=True)
class Storage:
    """A way to hold data: class heads, how a test fills an object, and the methods that go with it.

    `queries` leave the object as it is, so that any of them can stand in a test; `changes` alter it, so that a test
    ends with one of them.
    """

    heads: tuple[Frame, ...]
    setup: tuple[str, ...]
    queries: tuple[Frame, ...]
    changes: tuple[Frame, ...]


TABLE = Storage(
    heads=frames(
        r'''
==
class <Box>:
    """A <box> that knows the <num> of each <item> by its <text>."""

    def __init__(self)« -> None»:
        self.<nums>«: dict[str, int]» = {}

    def <add>(self, <text>«: str», <num>«: int»)« -> None»:
        """<add.> the <item> with its <num>."""
        self.<nums>[<text>] = <num>
==
class <Box>:
    """Keep <items> with a <text> and a <num>."""

    def __init__(self, limit«: int» = 10)« -> None»:
        self.limit = limit
        self.<nums>«: dict[str, int]» = {}

    def <add>(self, <text>«: str», <num>«: int»)« -> None»:
        """<add.> an <item> while there are fewer than the limit."""
        if len(self.<nums>) >= self.limit:
            raise ValueError("the <box> is full")
        self.<nums>[<text>] = <num>
==
class <Box>:
    """A <box> of <items>."""

    def __init__(self)« -> None»:
        self.<nums>«: dict[str, int]» = defaultdict(int)

    def <add>(self, <text>«: str», <num>«: int»)« -> None»:
        """<add.> the <num> to what the <item> has."""
        self.<nums>[<text>] += <num>
'''
    ),
    setup=("<box> = <Box>()", "<box>.<add>(<s1>, <n1>)", "<box>.<add>(<s2>, <n2>)", "<box>.<add>(<s3>, <n3>)"),
    queries=frames(
        r'''
==
    def __len__(self)« -> int»:
        return len(self.<nums>)
--
assert len(<box>) == 3
==
    def __contains__(self, <text>«: str»)« -> bool»:
        return <text> in self.<nums>
--
assert <s1> in <box>
assert <s4> not in <box>
==
    def __iter__(self)« -> Iterator[str]»:
        return iter(self.<nums>)
--
assert list(<box>) == <sall>
==
    def <find>(self, <text>«: str»)« -> int»:
        """<Return> the <num> of the <item>, or zero."""
        return self.<nums>.get(<text>, 0)
--
assert <box>.<find>(<s1>) == <n1>
==
    def total_<num>(self)« -> int»:
        """<Compute> the total <num> of all <items>."""
        return sum(self.<nums>.values())
--
assert <box>.total_<num>() == <sum.>
==
    def mean_<num>(self)« -> float»:
        """<Compute> the mean <num> of the <items>."""
        if not self.<nums>:
            return 0.0
        return sum(self.<nums>.values()) / len(self.<nums>)
--
assert <box>.mean_<num>() == <mean>
==
    def largest(self)« -> str»:
        """<Return> the <text> of the <item> with the largest <num>."""
        return max(self.<nums>, key=lambda <text>: self.<nums>[<text>])
--
assert <box>.largest() == <smax>
==
    def <texts>(self)« -> list[str]»:
        """<Return> the sorted <texts> of the <items>."""
        return sorted(self.<nums>)
--
assert <box>.<texts>() == <salpha>
==
    def <select>(self, <limit>«: int»)« -> list[str]»:
        """<Return> the <texts> of the <items> whose <num> is at least <limit>."""
        return [<text> for <text>, <num> in self.<nums>.items() if <num> >= <limit>]
--
assert <box>.<select>(<med>) == <atleast>
==
    def <show>(self)« -> str»:
        """<Return> one line for each <item>."""
        lines = [f"{<text>}: {<num>}" for <text>, <num> in self.<nums>.items()]
        return "\n".join(lines)
--
assert <box>.<show>().startswith(<s1>)
==
    def is_empty(self)« -> bool»:
        """Say whether the <box> has no <items>."""
        return not self.<nums>
--
assert not <box>.is_empty()
==
    def copy(self)« -> "<Box>"»:
        """<Return> a new <box> with the same <items>."""
        <box> = <Box>()
        for <text>, <num> in self.<nums>.items():
            <box>.<add>(<text>, <num>)
        return <box>
--
assert <box>.copy().<nums> == <box>.<nums>
==
    def <sort>(self)« -> list[str]»:
        """<Return> the <texts> by their <num>, the smallest first."""
        return sorted(self.<nums>, key=self.<nums>.__getitem__)
--
assert <box>.<sort>() == <sasc>
==
    def encode(self)« -> str»:
        """<Return> the <items> as text that can be stored."""
        return json.dumps(self.<nums>)
--
assert json.loads(<box>.encode())[<s1>] == <n1>
'''
    ),
    changes=frames(
        r'''
==
    def <remove>(self, <text>«: str»)« -> None»:
        """<remove.> the <item> and raise KeyError where there is none."""
        if <text> not in self.<nums>:
            raise KeyError(<text>)
        del self.<nums>[<text>]
--
<box>.<remove>(<s1>)
assert <s1> not in <box>.<nums>
==
    def clear(self)« -> None»:
        """Remove all <items>."""
        self.<nums>.clear()
--
<box>.clear()
assert <box>.<nums> == {}
==
    def rename(self, old«: str», new«: str»)« -> None»:
        """Give the <item> a new <text>."""
        self.<nums>[new] = self.<nums>.pop(old)
--
<box>.rename(<s1>, <s4>)
assert <box>.<nums>[<s4>] == <n1>
==
    def <raise>(self, <text>«: str», change«: int» = 1)« -> int»:
        """<raise.> the <num> of the <item> and return it."""
        self.<nums>[<text>] += change
        return self.<nums>[<text>]
--
assert <box>.<raise>(<s1>) == <n1p>
==
    def <scale>(self, <step>«: int»)« -> None»:
        """Multiply the <num> of every <item> by <step>."""
        for <text> in self.<nums>:
            self.<nums>[<text>] *= <step>
--
<box>.<scale>(2)
assert <box>.<nums>[<s2>] == <n2x2>
==
    def pop_largest(self)« -> tuple[str, int]»:
        """Remove the <item> with the largest <num> and return it."""
        <text> = max(self.<nums>, key=self.<nums>.__getitem__)
        return <text>, self.<nums>.pop(<text>)
--
assert <box>.pop_largest() == (<smax>, <max>)
==
    def <update>(self, <nums>«: dict[str, int]»)« -> None»:
        """<update.> the <num> of each <text> in <nums>."""
        for <text>, <num> in <nums>.items():
            self.<nums>[<text>] = <num>
--
<box>.<update>({<s1>: <n2>})
assert <box>.<nums>[<s1>] == <n2>
'''
    ),
)

LIST = Storage(
    heads=frames(
        r'''
==
class <Box>:
    """A <box> that holds <items> in their order."""

    def __init__(self)« -> None»:
        self.<items>«: list[str]» = []

    def <add>(self, <item>«: str»)« -> None»:
        """<add.> the <item> at the end."""
        self.<items>.append(<item>)
==
class <Box>:
    """Keep the <items> that are added, but none twice."""

    def __init__(self)« -> None»:
        self.<items>«: list[str]» = []

    def <add>(self, <item>«: str»)« -> bool»:
        """<add.> the <item> and say whether it is new."""
        if <item> in self.<items>:
            return False
        self.<items>.append(<item>)
        return True
==
class <Box>:
    """A <box> with a <text> and its <items>."""

    def __init__(self, <text>«: str» = <s4>)« -> None»:
        self.<text> = <text>
        self.<items>«: list[str]» = []

    def <add>(self, <item>«: str»)« -> None»:
        """<add.> the <item> to the <box>."""
        if not <item>:
            raise ValueError("empty <item>")
        self.<items>.append(<item>)
'''
    ),
    setup=("<box> = <Box>()", "for <item> in <sall>:\n    <box>.<add>(<item>)"),
    queries=frames(
        r'''
==
    def __len__(self)« -> int»:
        return len(self.<items>)
--
assert len(<box>) == 3
==
    def __iter__(self)« -> Iterator[str]»:
        yield from self.<items>
--
assert list(<box>) == <sall>
==
    def __getitem__(self, <i>«: int»)« -> str»:
        return self.<items>[<i>]
--
assert <box>[0] == <s1>
==
    def __repr__(self)« -> str»:
        return f"<Box>({len(self.<items>)})"
--
assert repr(<box>) == "<Box>(3)"
==
    def __contains__(self, <item>«: str»)« -> bool»:
        return <item> in self.<items>
--
assert <s2> in <box>
==
    def first(self)« -> str»:
        """<Return> the first of the <items>."""
        if not self.<items>:
            raise IndexError("the <box> is empty")
        return self.<items>[0]
--
assert <box>.first() == <s1>
==
    def last(self)« -> str | None»:
        """<Return> the last of the <items>, or None."""
        return self.<items>[-1] if self.<items> else None
--
assert <box>.last() == <s3>
==
    def position_of(self, <item>«: str»)« -> int»:
        """<Return> the position of the <item>, or -1."""
        try:
            return self.<items>.index(<item>)
        except ValueError:
            return -1
--
assert <box>.position_of(<s2>) == 1
assert <box>.position_of(<s4>) == -1
==
    def <sort>(self)« -> list[str]»:
        """<Return> the <items> in the order of the alphabet."""
        return sorted(self.<items>)
--
assert <box>.<sort>() == <salpha>
==
    def longest(self)« -> str»:
        """<Return> the longest of the <items>."""
        return max(self.<items>, key=len)
--
assert len(<box>.longest()) == <slong>
==
    def join(self, mark«: str» = ", ")« -> str»:
        """Join the <items> with a mark between them."""
        return mark.join(self.<items>)
--
assert <box>.join() == <sjoin>
==
    def reverse(self)« -> list[str]»:
        """<Return> the <items>, the last first."""
        return list(reversed(self.<items>))
--
assert <box>.reverse() == <srev>
==
    def <select>(self, start«: str»)« -> list[str]»:
        """<Return> the <items> that begin with start."""
        return [<item> for <item> in self.<items> if <item>.startswith(start)]
--
assert <box>.<select>(<s3>) == [<s3>]
==
    @property
    def size(self)« -> int»:
        """How many <items> the <box> holds."""
        return len(self.<items>)
--
assert <box>.size == 3
==
    @classmethod
    def from_line(cls, line«: str»)« -> "<Box>"»:
        """<make.> a <box> of the <items> between the commas of a line."""
        <box> = cls()
        for <item> in line.split(","):
            <box>.<add>(<item>.strip())
        return <box>
--
assert <Box>.from_line(<sjoin>).<items> == <sall>
'''
    ),
    changes=frames(
        r'''
==
    def <remove>(self, <item>«: str»)« -> None»:
        """<remove.> the <item> if it is in the <box>."""
        if <item> in self.<items>:
            self.<items>.remove(<item>)
--
<box>.<remove>(<s1>)
assert <box>.<items> == [<s2>, <s3>]
==
    def pop(self)« -> str»:
        """Remove the last of the <items> and return it."""
        return self.<items>.pop()
--
assert <box>.pop() == <s3>
==
    def clear(self)« -> None»:
        """Remove all <items>."""
        self.<items> = []
--
<box>.clear()
assert <box>.<items> == []
==
    def move_first(self, <item>«: str»)« -> None»:
        """Move the <item> to the front."""
        self.<items>.remove(<item>)
        self.<items>.insert(0, <item>)
--
<box>.move_first(<s3>)
assert <box>.<items> == [<s3>, <s1>, <s2>]
==
    def replace(self, old«: str», new«: str»)« -> None»:
        """Replace the old <item> by the new one."""
        self.<items> = [new if <item> == old else <item> for <item> in self.<items>]
--
<box>.replace(<s1>, <s4>)
assert <box>.<items>[0] == <s4>
==
    def extend(self, <items>«: list[str]»)« -> None»:
        """<add.> all the <items>."""
        for <item> in <items>:
            self.<add>(<item>)
--
<box>.extend([<s4>])
assert <box>.<items>[-1] == <s4>
'''
    ),
)

NUMBER = Storage(
    heads=frames(
        r'''
==
class <Item>:
    """A <item> with a <text> and a <num>."""

    def __init__(self, <text>«: str», <num>«: int» = 0)« -> None»:
        self.<text> = <text>
        self.<num> = <num>
==
@dataclass
class <Item>:
    """A <item> with a <text> and a <num>."""

    <text>: str
    <num>: int = 0
==
class <Item>:
    """A <item> whose <num> is never negative."""

    def __init__(self, <text>«: str», <num>«: int»)« -> None»:
        if <num> < 0:
            raise ValueError(f"negative <num>: {<num>}")
        self.<text> = <text>
        self.<num> = <num>
==
class <Item>:
    """A <item> that knows its first <num>."""

    def __init__(self, <text>«: str», <num>«: int»)« -> None»:
        self.<text> = <text>
        self.<num> = <num>
        self.first_<num> = <num>

    def change(self)« -> int»:
        """<Return> how much the <num> has changed."""
        return self.<num> - self.first_<num>
'''
    ),
    setup=("<item> = <Item>(<s1>, <n1>)",),
    queries=frames(
        r'''
==
    def __str__(self)« -> str»:
        return f"{self.<text>}: {self.<num>}"
--
assert str(<item>) == "<t1>: <n1>"
==
    def __repr__(self)« -> str»:
        return f"<Item>({self.<text>}, {self.<num>})"
--
assert repr(<item>) == "<Item>(<t1>, <n1>)"
==
    def __lt__(self, other«: "<Item>"»)« -> bool»:
        return self.<num> < other.<num>
--
assert <item> < <Item>(<s2>, <n1p>)
==
    def same_<text>(self, other«: "<Item>"»)« -> bool»:
        """Say whether the other <item> has the same <text>."""
        return self.<text> == other.<text>
--
assert <item>.same_<text>(<Item>(<s1>, <n2>))
==
    def exceeds(self, <limit>«: int»)« -> bool»:
        """Say whether the <num> is above <limit>."""
        return self.<num> > <limit>
--
assert not <item>.exceeds(<n1>)
==
    def to_dict(self)« -> dict[str, Any]»:
        """<Return> the <text> and the <num> by their names."""
        return {"<text>": self.<text>, "<num>": self.<num>}
--
assert <item>.to_dict() == {"<text>": <s1>, "<num>": <n1>}
==
    def <format>(self)« -> str»:
        """<Return> the <item> as one line with <text> and <num>."""
        return f"{self.<text>}={self.<num>}"
--
assert <item>.<format>() == "<t1>=<n1>"
==
    @classmethod
    def <parse>(cls, line«: str»)« -> "<Item>"»:
        """<make.> a <item> from a line with <text> and <num>."""
        <text>, <num> = line.split("=")
        return cls(<text>, int(<num>))
--
assert <Item>.<parse>("<t2>=<n2>").<num> == <n2>
==
    @property
    def double_<num>(self)« -> int»:
        """Two times the <num>."""
        return 2 * self.<num>
--
assert <item>.double_<num> == <n1x2>
==
    @property
    def is_empty(self)« -> bool»:
        """Whether the <num> is zero."""
        return self.<num> == 0
--
assert not <item>.is_empty
==
    @staticmethod
    def is_<num>(<num>«: int»)« -> bool»:
        """Say whether the number can be a <num>."""
        return <num> >= 0
--
assert <Item>.is_<num>(<n2>)
==
    def difference(self, other«: "<Item>"»)« -> int»:
        """<Return> how far the <num> is from that of the other <item>."""
        return abs(self.<num> - other.<num>)
--
assert <item>.difference(<Item>(<s2>, <n1p>)) == 1
==
    def with_<num>(self, <num>«: int»)« -> "<Item>"»:
        """<Return> a new <item> with the same <text> and another <num>."""
        return <Item>(self.<text>, <num>)
--
assert <item>.with_<num>(<n2>).<num> == <n2>
==
    def larger(self, other«: "<Item>"»)« -> "<Item>"»:
        """<Return> the <item> with the larger <num>."""
        if other.<num> > self.<num>:
            return other
        return self
--
assert <item>.larger(<Item>(<s2>, <n1p>)).<text> == <s2>
'''
    ),
    changes=frames(
        r'''
==
    def <raise>(self, change«: int»)« -> None»:
        """<raise.> the <num> by the change."""
        self.<num> += change
--
<item>.<raise>(<n2>)
assert <item>.<num> == <n12>
==
    def <lower>(self, change«: int»)« -> None»:
        """<lower.> the <num> and raise ValueError where it is too small."""
        if change > self.<num>:
            raise ValueError("the <num> is too small")
        self.<num> -= change
--
<item>.<lower>(<n1>)
assert <item>.<num> == 0
==
    def reset(self)« -> None»:
        """Set the <num> back to zero."""
        self.<num> = 0
--
<item>.reset()
assert <item>.<num> == 0
==
    def rename(self, <text>«: str»)« -> None»:
        """Give the <item> another <text>."""
        self.<text> = <text>
--
<item>.rename(<s2>)
assert <item>.<text> == <s2>
==
    def <scale>(self, <step>«: int»)« -> int»:
        """Multiply the <num> by <step> and return it."""
        self.<num> *= <step>
        return self.<num>
--
assert <item>.<scale>(3) == <n1x3>
==
    def swap(self, other«: "<Item>"»)« -> None»:
        """Swap the <num> with that of the other <item>."""
        self.<num>, other.<num> = other.<num>, self.<num>
--
<item>.swap(<Item>(<s2>, <n2>))
assert <item>.<num> == <n2>
==
    def set_<num>(self, <num>«: int»)« -> None»:
        """Set the <num>, which must not be negative."""
        if <num> < 0:
            raise ValueError(f"negative <num>: {<num>}")
        self.<num> = <num>
--
<item>.set_<num>(<n3>)
assert <item>.<num> == <n3>
'''
    ),
)

QUEUE = Storage(
    heads=frames(
        r'''
==
class <Box>:
    """A <box> where the <item> that came first leaves first."""

    def __init__(self)« -> None»:
        self.waiting«: deque[str]» = deque()

    def <add>(self, <item>«: str»)« -> None»:
        """<add.> the <item> at the end."""
        self.waiting.append(<item>)

    def take(self)« -> str»:
        """Remove the <item> that has waited longest and return it."""
        if not self.waiting:
            raise IndexError("no <item> is waiting")
        return self.waiting.popleft()
==
class <Box>:
    """Give out the waiting <items> one by one."""

    def __init__(self)« -> None»:
        self.waiting«: list[str]» = []

    def <add>(self, <item>«: str»)« -> None»:
        """Let the <item> wait for its turn."""
        self.waiting.append(<item>)

    def take(self)« -> str»:
        """<Return> the next <item>."""
        return self.waiting.pop(0)
'''
    ),
    setup=("<box> = <Box>()", "<box>.<add>(<s1>)", "<box>.<add>(<s2>)"),
    queries=frames(
        r'''
==
    def __len__(self)« -> int»:
        return len(self.waiting)
--
assert len(<box>) == 2
==
    def peek(self)« -> str»:
        """<Return> the next <item> without taking it."""
        return self.waiting[0]
--
assert <box>.peek() == <s1>
==
    def is_empty(self)« -> bool»:
        """Say whether no <item> is waiting."""
        return len(self.waiting) == 0
--
assert not <box>.is_empty()
==
    def <count>(self, <item>«: str»)« -> int»:
        """<count.> how often the <item> is waiting."""
        return sum(1 for other in self.waiting if other == <item>)
--
assert <box>.<count>(<s2>) == 1
'''
    ),
    changes=frames(
        r'''
==
    def take_all(self)« -> list[str]»:
        """Take all <items> in their order."""
        <items> = []
        while self.waiting:
            <items>.append(self.take())
        return <items>
--
assert <box>.take_all() == [<s1>, <s2>]
==
    def skip(self)« -> None»:
        """Move the next <item> to the end."""
        self.waiting.append(self.take())
--
<box>.skip()
assert <box>.take() == <s2>
==
    def clear(self)« -> int»:
        """Remove all <items> and return how many there were."""
        count = len(self.waiting)
        self.waiting.clear()
        return count
--
assert <box>.clear() == 2
'''
    ),
)

STORAGES = (TABLE, TABLE, LIST, LIST, NUMBER, NUMBER, QUEUE)
