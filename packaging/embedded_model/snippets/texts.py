"""Frames over strings and lists of strings."""

from __future__ import annotations

from .frame import frames

TEXTS = frames(
    r'''
==
def <clean>_<text>(<text>«: str»)« -> str»:
    """<Return> the <text> in lower case without spaces around it."""
    return <text>.strip().lower()
--
assert <clean>_<text>("  <t1> ") == <low1>
==
def <clean>_<texts>(<texts>«: list[str]»)« -> list[str]»:
    """<Return> the <texts> without spaces around them and without empty ones."""
    <out> = []
    for <text> in <texts>:
        <text> = <text>.strip()
        if <text>:
            <out>.append(<text>)
    return <out>
--
assert <clean>_<texts>([" <t1>", ""]) == [<s1>]
==
def upper_<texts>(<texts>«: list[str]»)« -> list[str]»:
    """<Return> the <texts> in upper case."""
    return [<text>.upper() for <text> in <texts>]
--
assert upper_<texts>(<texts>) == <sup>
==
def join_<texts>(<texts>«: list[str]», mark«: str» = ", ")« -> str»:
    """Join the <texts> with a mark between them."""
    return mark.join(<texts>)
--
assert join_<texts>(<texts>) == <sjoin>
==
def split_<texts>(line«: str», mark«: str» = ",")« -> list[str]»:
    """<Return> the <texts> between the marks of a line."""
    return [<text>.strip() for <text> in line.split(mark)]
--
assert split_<texts>(<sjoin>) == <sall>
==
def longest_<text>(<texts>«: list[str]»)« -> str»:
    """<Return> the longest of the <texts>."""
    longest = ""
    for <text> in <texts>:
        if len(<text>) > len(longest):
            longest = <text>
    return longest
--
assert len(longest_<text>(<texts>)) == <slong>
==
def <text>_lengths(<texts>«: list[str]»)« -> list[int]»:
    """<Return> the length of each <text>."""
    return [len(<text>) for <text> in <texts>]
--
assert <text>_lengths(<texts>) == <slens>
==
def total_length(<texts>«: list[str]»)« -> int»:
    """<Compute> the total length of the <texts>."""
    return sum(len(<text>) for <text> in <texts>)
--
assert total_length(<texts>) == <slensum>
==
def reverse_<text>(<text>«: str»)« -> str»:
    """<Return> the letters of the <text> from the last to the first."""
    return <text>[::-1]
--
assert reverse_<text>(<s1>) == <rev1>
==
def is_same_reversed(<text>«: str»)« -> bool»:
    """Say whether the <text> reads the same from both sides."""
    letters = [letter for letter in <text>.lower() if letter.isalpha()]
    return letters == letters[::-1]
--
assert is_same_reversed("level")
assert not is_same_reversed("table")
==
def count_words(text«: str»)« -> dict[str, int]»:
    """<count.> how often each word stands in the text."""
    counts«: dict[str, int]» = {}
    for word in text.lower().split():
        counts[word] = counts.get(word, 0) + 1
    return counts
--
assert count_words("<t1> <t1>") == {<low1>: 2}
==
def count_letters(<text>«: str»)« -> Counter»:
    """<count.> the letters of the <text>."""
    return Counter(letter for letter in <text>.lower() if letter.isalpha())
--
assert count_letters("level")["l"] == 2
==
def count_letter(<texts>«: list[str]», letter«: str»)« -> int»:
    """<count.> how often the letter stands in all <texts>."""
    <acc> = 0
    for <text> in <texts>:
        <acc> += <text>.count(letter)
    return <acc>
--
assert count_letter(["level", "letter"], "e") == 4
==
def first_letters(<texts>«: list[str]»)« -> str»:
    """<Return> the first letter of each <text> as one word."""
    return "".join(<text>[0] for <text> in <texts> if <text>)
--
assert first_letters([<s1>]) == <first1>
==
def <select>_<texts>(<texts>«: list[str]», start«: str»)« -> list[str]»:
    """<Return> the <texts> that begin with start."""
    return [<text> for <text> in <texts> if <text>.startswith(start)]
--
assert <select>_<texts>(<texts>, <s1>) == [<s1>]
==
def <sort>_<texts>(<texts>«: list[str]»)« -> list[str]»:
    """<Return> the <texts> in the order of the alphabet."""
    return sorted(<texts>)
--
assert <sort>_<texts>(<texts>) == <salpha>
==
def number_<texts>(<texts>«: list[str]»)« -> list[str]»:
    """<Return> the <texts> with a number before each of them."""
    lines = []
    for <i>, <text> in enumerate(<texts>, start=1):
        lines.append(f"{<i>}. {<text>}")
    return lines
--
assert number_<texts>([<s1>]) == ["1. <t1>"]
==
def title_of(<text>«: str»)« -> str»:
    """<Return> the <text> with a capital at the start of each word."""
    return " ".join(word.capitalize() for word in <text>.split())
--
assert title_of("green garden") == "Green Garden"
==
def <make>_key(<text>«: str»)« -> str»:
    """<make.> a key of lower case words from the <text>."""
    words = <text>.lower().split()
    return "_".join(words)
--
assert <make>_key("Green Garden") == "green_garden"
==
def <parse>_pair(line«: str»)« -> tuple[str, int]»:
    """<parse.> a line of the form <text>=<num>."""
    <text>, _, <num> = line.partition("=")
    if not <num>:
        raise ValueError(f"no <num> in {line}")
    return <text>.strip(), int(<num>)
--
assert <parse>_pair("<t1>=<n1>") == (<s1>, <n1>)
==
def <parse>_lines(text«: str»)« -> dict[str, int]»:
    """<parse.> lines with a <text> and a <num> each."""
    <nums> = {}
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        <text>, <num> = line.split()
        <nums>[<text>] = int(<num>)
    return <nums>
--
assert <parse>_lines("<t1> <n1>\n<t2> <n2>") == {<s1>: <n1>, <s2>: <n2>}
==
def <format>_pair(<text>«: str», <num>«: int»)« -> str»:
    """<Return> the <text> and its <num> as one line."""
    return f"{<text>}: {<num>}"
--
assert <format>_pair(<s1>, <n1>) == "<t1>: <n1>"
==
def shorten_<text>(<text>«: str», limit«: int»)« -> str»:
    """Cut the <text> where it is longer than the limit."""
    if len(<text>) <= limit:
        return <text>
    return <text>[:limit] + "..."
--
assert shorten_<text>("garden", 3) == "gar..."
==
def hide_<text>(<text>«: str»)« -> str»:
    """<Return> the first letter of the <text> and a star for each other letter."""
    return <text>[0] + "*" * (len(<text>) - 1)
--
assert len(hide_<text>(<s1>)) == <len1>
==
def replace_words(text«: str», words«: dict[str, str]»)« -> str»:
    """<Return> the text with each word replaced that stands in words."""
    return " ".join(words.get(word, word) for word in text.split())
--
assert replace_words("red garden", {"red": "blue"}) == "blue garden"
==
def pad_<texts>(<texts>«: list[str]»)« -> list[str]»:
    """<Return> the <texts>, all made as wide as the longest."""
    width = max(len(<text>) for <text> in <texts>)
    return [<text>.ljust(width) for <text> in <texts>]
--
assert len(pad_<texts>(<texts>)[0]) == <slong>
==
def is_<text>(text«: str»)« -> bool»:
    """Say whether the text can be a <text>: not empty and letters only."""
    return bool(text) and text.isalpha()
--
assert is_<text>(<s1>)
assert not is_<text>("")
==
def find_numbers(text«: str»)« -> list[int]»:
    """<Return> all numbers that stand in the text."""
    return [int(number) for number in re.findall(r"\d+", text)]
--
assert find_numbers("<n1> and <n2>") == [<n1>, <n2>]
==
def index_<texts>(<texts>«: list[str]»)« -> dict[str, int]»:
    """Map each <text> to its place in the list."""
    return {<text>: <i> for <i>, <text> in enumerate(<texts>)}
--
assert index_<texts>(<texts>)[<s3>] == 2
==
def group_by_letter(<texts>«: list[str]»)« -> dict[str, list[str]]»:
    """Group the <texts> by their first letter."""
    groups = defaultdict(list)
    for <text> in <texts>:
        groups[<text>[0]].append(<text>)
    return dict(groups)
--
assert <s1> in group_by_letter(<texts>)[<first1>]
'''
)
