"""Frames over a dictionary from texts to numbers."""

from __future__ import annotations

from .frame import frames

MAPPINGS = frames(
    r'''
==
def <sum>_<nums>(<nums>«: dict[str, int]»)« -> int»:
    """<Compute> the total of all <nums>."""
    return sum(<nums>.values())
--
assert <sum>_<nums>(<nums>) == <sum.>
==
def <find>_<num>(<nums>«: dict[str, int]», <text>«: str», <default>«: int» = 0)« -> int»:
    """<Return> the <num> of the <text>, or the <default>."""
    return <nums>.get(<text>, <default>)
--
assert <find>_<num>(<nums>, <s2>) == <n2>
assert <find>_<num>(<nums>, <s4>) == 0
==
def <num>_of(<nums>«: dict[str, int]», <text>«: str»)« -> int»:
    """<Return> the <num> of the <text> and raise KeyError where there is none."""
    if <text> not in <nums>:
        raise KeyError(f"no <num> for {<text>}")
    return <nums>[<text>]
--
assert <num>_of(<nums>, <s1>) == <n1>
==
def <add>_<num>(<nums>«: dict[str, int]», <text>«: str», <num>«: int»)« -> None»:
    """Add the <num> to what the <text> has."""
    <nums>[<text>] = <nums>.get(<text>, 0) + <num>
--
<add>_<num>(<nums>, <s1>, <n2>)
assert <nums>[<s1>] == <n12>
==
def <remove>_<text>(<nums>«: dict[str, int]», <text>«: str»)« -> bool»:
    """<remove.> the <text> and say whether it was there."""
    if <text> in <nums>:
        del <nums>[<text>]
        return True
    return False
--
<remove>_<text>(<nums>, <s1>)
assert <s1> not in <nums>
==
def largest_<text>(<nums>«: dict[str, int]»)« -> str»:
    """<Return> the <text> with the largest <num>."""
    return max(<nums>, key=<nums>.__getitem__)
--
assert largest_<text>(<nums>) == <smax>
==
def smallest_<text>(<nums>«: dict[str, int]»)« -> str»:
    """<Return> the <text> with the smallest <num>."""
    return min(<nums>, key=lambda <text>: <nums>[<text>])
--
assert smallest_<text>(<nums>) == <smin>
==
def <sort>_<texts>(<nums>«: dict[str, int]»)« -> list[str]»:
    """<Return> the <texts> by their <num>, the largest first."""
    return sorted(<nums>, key=lambda <text>: <nums>[<text>], reverse=True)
--
assert <sort>_<texts>(<nums>) == <sdesc>
==
def <select>_<nums>(<nums>«: dict[str, int]», <limit>«: int»)« -> dict[str, int]»:
    """<Return> the <nums> that are at least <limit>."""
    return {<text>: <num> for <text>, <num> in <nums>.items() if <num> >= <limit>}
--
assert list(<select>_<nums>(<nums>, <med>)) == <atleast>
==
def <texts>_below(<nums>«: dict[str, int]», <limit>«: int»)« -> list[str]»:
    """<Return> the <texts> whose <num> is not above <limit>."""
    <out> = []
    for <text>, <num> in <nums>.items():
        if <num> <= <limit>:
            <out>.append(<text>)
    return <out>
--
assert <texts>_below(<nums>, <med>) == <atmost>
==
def <scale>_<nums>(<nums>«: dict[str, int]», <step>«: int»)« -> dict[str, int]»:
    """<Return> the <nums>, each multiplied by <step>."""
    return {<text>: <num> * <step> for <text>, <num> in <nums>.items()}
--
assert <scale>_<nums>(<nums>, 2)[<s1>] == <n1x2>
==
def invert_<nums>(<nums>«: dict[str, int]»)« -> dict[int, str]»:
    """Map each <num> back to its <text>."""
    return {<num>: <text> for <text>, <num> in <nums>.items()}
--
assert invert_<nums>(<nums>)[<n3>] == <s3>
==
def <merge>_<nums>(first«: dict[str, int]», second«: dict[str, int]»)« -> dict[str, int]»:
    """<merge.> the <nums> of first and second into a new table."""
    merged = dict(first)
    for <text>, <num> in second.items():
        merged[<text>] = merged.get(<text>, 0) + <num>
    return merged
--
assert <merge>_<nums>(<nums>, {<s1>: <n2>})[<s1>] == <n12>
==
def common_<texts>(first«: dict[str, int]», second«: dict[str, int]»)« -> list[str]»:
    """<Return> the <texts> that stand in first and in second."""
    return [<text> for <text> in first if <text> in second]
--
assert common_<texts>(<nums>, {<s2>: <n1>}) == [<s2>]
==
def missing_<texts>(<nums>«: dict[str, int]», <texts>«: list[str]»)« -> set[str]»:
    """<Return> the <texts> that have no <num>."""
    return set(<texts>) - set(<nums>)
--
assert missing_<texts>(<nums>, [<s1>, <s4>]) == {<s4>}
==
def <format>_<nums>(<nums>«: dict[str, int]»)« -> str»:
    """<Return> one line for each <text> with its <num>."""
    lines = [f"{<text>}: {<num>}" for <text>, <num> in <nums>.items()]
    return "\n".join(lines)
--
assert <format>_<nums>({<s1>: <n1>}) == "<t1>: <n1>"
==
def mean_<num>(<nums>«: dict[str, int]»)« -> float»:
    """<Compute> the mean of the <nums>."""
    if not <nums>:
        return 0.0
    return sum(<nums>.values()) / len(<nums>)
--
assert mean_<num>(<nums>) == <mean>
==
def <check>_<nums>(<nums>«: dict[str, int]»)« -> None»:
    """Raise ValueError where a <num> is negative."""
    for <text>, <num> in <nums>.items():
        if <num> < 0:
            raise ValueError(f"negative <num> of {<text>}")
--
<check>_<nums>(<nums>)
==
def <make>_<nums>(<texts>«: list[str]», <num>«: int»)« -> dict[str, int]»:
    """<make.> a table that gives each of the <texts> the same <num>."""
    return dict.fromkeys(<texts>, <num>)
--
assert <make>_<nums>([<s1>], <n1>) == {<s1>: <n1>}
==
def pair_<texts>(<texts>«: list[str]», <nums>«: list[int]»)« -> dict[str, int]»:
    """Map each of the <texts> to the one of the <nums> at its place."""
    return dict(zip(<texts>, <nums>))
--
assert pair_<texts>([<s1>], [<n1>]) == {<s1>: <n1>}
==
def copy_<nums>(<nums>«: dict[str, int]», <text>«: str»)« -> dict[str, int]»:
    """<Return> a copy of the <nums> without the <text>."""
    copy = <nums>.copy()
    copy.pop(<text>, None)
    return copy
--
assert <s1> not in copy_<nums>(<nums>, <s1>)
==
def rename_<text>(<nums>«: dict[str, int]», old«: str», new«: str»)« -> None»:
    """Give the <num> of the old <text> to the new one."""
    <nums>[new] = <nums>.pop(old)
--
rename_<text>(<nums>, <s1>, <s4>)
assert <nums>[<s4>] == <n1>
==
def iter_<nums>(<nums>«: dict[str, int]»)« -> Iterator[tuple[str, int]]»:
    """Yield each <text> with its <num> in the order of the <texts>."""
    for <text> in sorted(<nums>):
        yield <text>, <nums>[<text>]
--
assert [<text> for <text>, _ in iter_<nums>(<nums>)] == <salpha>
==
def parse_<num>(<nums>«: dict[str, str]», <text>«: str»)« -> int | None»:
    """<Return> the <num> of the <text> as a number, or None."""
    try:
        return int(<nums>[<text>])
    except (KeyError, ValueError):
        return None
--
assert parse_<num>({<s1>: "<n1>"}, <s1>) == <n1>
assert parse_<num>({}, <s1>) is None
==
def share_of(<nums>«: dict[str, int]», <text>«: str»)« -> float»:
    """<Return> the share of the <text> in the total of the <nums>."""
    total = sum(<nums>.values())
    return <nums>[<text>] / total if total else 0.0
--
assert share_of(<nums>, <s1>) == <n1> / <sum.>
'''
)
