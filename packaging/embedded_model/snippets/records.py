"""Frames over lists of records: each record has a text, a number and sometimes a flag."""

from __future__ import annotations

from .frame import frames

RECORDS = frames(
    r'''
==
def <sum>_<num>(<items>«: list[<Record>]»)« -> int»:
    """<Compute> the total <num> of all <items>."""
    return sum(<item.num> for <item> in <items>)
--
assert <sum>_<num>(<items>) == <sum.>
==
def <compute>_<num>(<items>«: list[<Record>]»)« -> int»:
    """Add up the <num> of every <item>."""
    <acc> = 0
    for <item> in <items>:
        <acc> += <item.num>
    return <acc>
--
assert <compute>_<num>(<items>) == <sum.>
==
def mean_<num>(<items>«: list[<Record>]»)« -> float»:
    """<Compute> the mean <num> of the <items>, or zero when there are none."""
    if not <items>:
        return 0.0
    return sum(<item.num> for <item> in <items>) / len(<items>)
--
assert mean_<num>(<items>) == <mean>
assert mean_<num>([]) == 0.0
==
def <find>_largest_<item>(<items>«: list[<Record>]»)« -> <Record>»:
    """<Return> the <item> with the largest <num>."""
    return max(<items>, key=lambda <item>: <item.num>)
--
assert <find>_largest_<item>(<items>)<dot.text> == <smax>
==
def <find>_smallest_<item>(<items>«: list[<Record>]»)« -> <Record>»:
    """<Return> the <item> with the smallest <num>."""
    <best> = <items>[0]
    for <item> in <items>[1:]:
        if <item.num> < <best.num>:
            <best> = <item>
    return <best>
--
assert <find>_smallest_<item>(<items>)<dot.text> == <smin>
==
def <select>_<items>(<items>«: list[<Record>]», <limit>«: int»)« -> list[<Record>]»:
    """<Return> the <items> whose <num> is at least <limit>."""
    return [<item> for <item> in <items> if <item.num> >= <limit>]
--
assert [<item.text> for <item> in <select>_<items>(<items>, <med>)] == <atleast>
==
def <select>_<texts>(<items>«: list[<Record>]», <limit>«: int»)« -> list[str]»:
    """<Return> the <text> of each <item> whose <num> is at most <limit>."""
    <out> = []
    for <item> in <items>:
        if <item.num> <= <limit>:
            <out>.append(<item.text>)
    return <out>
--
assert <select>_<texts>(<items>, <med>) == <atmost>
==
def <find>_<item>(<items>«: list[<Record>]», <text>«: str»)« -> <Record> | None»:
    """<Return> the <item> with this <text>, or None."""
    for <item> in <items>:
        if <item.text> == <text>:
            return <item>
    return None
--
assert <find>_<item>(<items>, <s2>) == <items>[1]
assert <find>_<item>(<items>, <s4>) is None
==
def <find>_<item>_by_<text>(<items>«: list[<Record>]», <text>«: str»)« -> <Record>»:
    """<Return> the <item> with this <text> and raise KeyError where there is none."""
    for <item> in <items>:
        if <item.text> == <text>:
            return <item>
    raise KeyError(f"no <item> with <text> {<text>}")
--
assert <find>_<item>_by_<text>(<items>, <s3>) == <items>[2]
==
def <sort>_<items>(<items>«: list[<Record>]»)« -> list[<Record>]»:
    """<Return> the <items> by <num>, the smallest first."""
    return sorted(<items>, key=lambda <item>: <item.num>)
--
assert [<item.text> for <item> in <sort>_<items>(<items>)] == <sasc>
==
def <sort>_<items>_by_<text>(<items>«: list[<Record>]»)« -> list[str]»:
    """<Return> the sorted <texts> of the <items>."""
    return sorted(<item.text> for <item> in <items>)
--
assert <sort>_<items>_by_<text>(<items>) == <salpha>
==
def <texts>_of(<items>«: list[<Record>]»)« -> list[str]»:
    """<Return> the <text> of every <item>."""
    return [<item.text> for <item> in <items>]
--
assert <texts>_of(<items>) == <sall>
==
def <nums>_of(<items>«: list[<Record>]»)« -> list[int]»:
    """<Return> the <num> of every <item>."""
    <nums> = []
    for <item> in <items>:
        <nums>.append(<item.num>)
    return <nums>
--
assert <nums>_of(<items>) == <nums3>
==
def <num>_by_<text>(<items>«: list[<Record>]»)« -> dict[str, int]»:
    """Map the <text> of each <item> to its <num>."""
    return {<item.text>: <item.num> for <item> in <items>}
--
assert <num>_by_<text>(<items>)[<s1>] == <n1>
assert <num>_by_<text>(<items>)[<s2>] == <n2>
==
def <group>_<items>(<items>«: list[<Record>]»)« -> dict[str, list[<Record>]]»:
    """<group.> the <items> by their <text>."""
    groups«: dict[str, list[<Record>]]» = {}
    for <item> in <items>:
        groups.setdefault(<item.text>, []).append(<item>)
    return groups
--
assert <group>_<items>(<items>)[<s1>] == [<items>[0]]
==
def <count>_<items>(<items>«: list[<Record>]», <limit>«: int»)« -> int»:
    """<count.> the <items> whose <num> is above <limit>."""
    return sum(1 for <item> in <items> if <item.num> > <limit>)
--
assert <count>_<items>(<items>, <med>) == 1
==
def <count>_<items>_by_<text>(<items>«: list[<Record>]»)« -> dict[str, int]»:
    """<count.> how many <items> share each <text>."""
    counts«: dict[str, int]» = {}
    for <item> in <items>:
        counts[<item.text>] = counts.get(<item.text>, 0) + 1
    return counts
--
assert <count>_<items>_by_<text>(<items>)[<s2>] == 1
==
def <format>_<item>(<item>«: <Record>»)« -> str»:
    """<Return> the <text> and the <num> of the <item> as one line."""
    return f"{<item.text.q>}: {<item.num.q>}"
--
assert <format>_<item>(<items>[0]) == "<t1>: <n1>"
==
def <format>_<items>(<items>«: list[<Record>]»)« -> str»:
    """<Return> one line of text for each <item>."""
    lines = []
    for <i>, <item> in enumerate(<items>, start=1):
        lines.append(f"{<i>}. {<item.text.q>}")
    return "\n".join(lines)
--
assert <format>_<items>(<items>[:1]) == "1. <t1>"
==
def has_<item>(<items>«: list[<Record>]», <text>«: str»)« -> bool»:
    """Say whether any <item> has this <text>."""
    return any(<item.text> == <text> for <item> in <items>)
--
assert has_<item>(<items>, <s1>)
assert not has_<item>(<items>, <s4>)
==
def all_above(<items>«: list[<Record>]», <limit>«: int»)« -> bool»:
    """Say whether every <item> has a <num> above <limit>."""
    return all(<item.num> > <limit> for <item> in <items>)
--
assert all_above(<items>, <minm>)
assert not all_above(<items>, <min>)
==
def <num>_range(<items>«: list[<Record>]»)« -> tuple[int, int]»:
    """<Return> the smallest and the largest <num> of the <items>."""
    <nums> = [<item.num> for <item> in <items>]
    return min(<nums>), max(<nums>)
--
assert <num>_range(<items>) == (<min>, <max>)
==
def top_<items>(<items>«: list[<Record>]», number«: int» = 2)« -> list[<Record>]»:
    """<Return> the <items> with the largest <num>, at most number of them."""
    ranked = sorted(<items>, key=lambda <item>: <item.num>, reverse=True)
    return ranked[:number]
--
assert [<item.num> for <item> in top_<items>(<items>, 1)] == [<max>]
==
def <remove>_<item>(<items>«: list[<Record>]», <text>«: str»)« -> list[<Record>]»:
    """<Return> the <items> without those that have this <text>."""
    return [<item> for <item> in <items> if <item.text> != <text>]
--
assert <remove>_<item>(<items>, <s1>) == <items>[1:]
==
def <check>_<item>(<item>«: <Record>»)« -> None»:
    """Raise ValueError where the <item> has no <text> or a negative <num>."""
    if not <item.text>:
        raise ValueError("<item> without <text>")
    if <item.num> < 0:
        raise ValueError(f"negative <num>: {<item.num.q>}")
--
<check>_<item>(<items>[0])
==
def <check>_<items>(<items>«: list[<Record>]»)« -> list[str]»:
    """<Return> a list of what is wrong with the <items>."""
    errors = []
    for <item> in <items>:
        if <item.num> <= 0:
            errors.append(f"{<item.text.q>} has no <num>")
    return errors
--
assert <check>_<items>(<items>) == []
==
def iter_<texts>(<items>«: list[<Record>]»)« -> Iterator[str]»:
    """Yield the <text> of each <item> in turn."""
    for <item> in <items>:
        yield <item.text>
--
assert list(iter_<texts>(<items>)) == <sall>
==
def iter_large_<items>(<items>«: list[<Record>]», <limit>«: int»)« -> Iterator[<Record>]»:
    """Yield each <item> whose <num> is at least <limit>."""
    for <item> in <items>:
        if <item.num> >= <limit>:
            yield <item>
--
assert len(list(iter_large_<items>(<items>, <med>))) == 2
==
def split_<items>(<items>«: list[<Record>]», <limit>«: int»)« -> tuple[list[<Record>], list[<Record>]]»:
    """Split the <items> into those with a <num> below <limit> and the rest."""
    below = [<item> for <item> in <items> if <item.num> < <limit>]
    rest = [<item> for <item> in <items> if <item.num> >= <limit>]
    return below, rest
--
below, rest = split_<items>(<items>, <med>)
assert len(below) == 1
assert len(rest) == 2
==
def share_of(<item>«: <Record>», <items>«: list[<Record>]»)« -> float»:
    """<Return> the share of the <item> in the total <num> of the <items>."""
    total = sum(other<dot.num> for other in <items>)
    if total == 0:
        return 0.0
    return <item.num> / total
--
assert share_of(<items>[0], <items>) == <n1> / <sum.>
==
def first_<item>_above(<items>«: list[<Record>]», <limit>«: int»)« -> <Record> | None»:
    """<Return> the first <item> whose <num> is above <limit>, or None."""
    return next((<item> for <item> in <items> if <item.num> > <limit>), None)
--
assert first_<item>_above(<items>, <max>) is None
==
def longest_<text>(<items>«: list[<Record>]»)« -> int»:
    """<Return> the length of the longest <text> of the <items>."""
    return max(len(<item.text>) for <item> in <items>)
--
assert longest_<text>(<items>) == <slong>
==
def join_<texts>(<items>«: list[<Record>]», mark«: str» = ", ")« -> str»:
    """Join the <texts> of the <items> with a mark between them."""
    return mark.join(<item.text> for <item> in <items>)
--
assert join_<texts>(<items>) == <sjoin>
==
def running_<num>(<items>«: list[<Record>]»)« -> list[int]»:
    """<Return> the running total of <num> after each <item>."""
    <acc>, sums = 0, []
    for <item> in <items>:
        <acc> += <item.num>
        sums.append(<acc>)
    return sums
--
assert running_<num>(<items>) == [<n1>, <n12>, <sum.>]
==
def <update>_<num>(<item>«: <Record>», change«: int»)« -> int»:
    """<Return> the <num> of the <item> after a change, never below zero."""
    return max(0, <item.num> + change)
--
assert <update>_<num>(<items>[0], 1) == <n1p>
==
def compare_<items>(first«: <Record>», second«: <Record>»)« -> int»:
    """<Return> how much the <num> of first exceeds that of second."""
    return first<dot.num> - second<dot.num>
--
assert compare_<items>(<items>[1], <items>[0]) == <d12>
'''
)

FLAGGED = frames(
    r'''
==
def <flag>_<items>(<items>«: list[<Record>]»)« -> list[<Record>]»:
    """<Return> the <items> that are <flag>."""
    return [<item> for <item> in <items> if <item.flag>]
--
assert [<item.text> for <item> in <flag>_<items>(<items>)] == <ftexts>
==
def count_<flag>(<items>«: list[<Record>]»)« -> int»:
    """<count.> how many <items> are <flag>."""
    count = 0
    for <item> in <items>:
        if <item.flag>:
            count += 1
    return count
--
assert count_<flag>(<items>) == <fcount>
==
def <num>_of_<flag>(<items>«: list[<Record>]»)« -> int»:
    """<Compute> the total <num> of the <items> that are <flag>."""
    return sum(<item.num> for <item> in <items> if <item.flag>)
--
assert <num>_of_<flag>(<items>) == <fsum>
==
def all_<flag>(<items>«: list[<Record>]»)« -> bool»:
    """Say whether every <item> is <flag>."""
    return all(<item.flag> for <item> in <items>)
--
assert all_<flag>(<items>) is <fall>
==
def any_<flag>(<items>«: list[<Record>]»)« -> bool»:
    """Say whether any <item> is <flag>."""
    for <item> in <items>:
        if <item.flag>:
            return True
    return False
--
assert any_<flag>(<items>) is <fany>
==
def mark_<item>(<item>«: <Record>»)« -> str»:
    """<Return> a line that shows whether the <item> is <flag>."""
    mark = "x" if <item.flag> else " "
    return f"[{mark}] {<item.text.q>}"
--
assert mark_<item>(<items>[0]).endswith(<s1>)
==
def <show>_<flag>_<items>(<items>«: list[<Record>]»)« -> list[str]»:
    """<Return> a line for each <item> that is <flag>."""
    lines = []
    for <item> in <items>:
        if not <item.flag>:
            continue
        lines.append(f"{<item.text.q>} ({<item.num.q>})")
    return lines
--
assert len(<show>_<flag>_<items>(<items>)) == <fcount>
'''
)
