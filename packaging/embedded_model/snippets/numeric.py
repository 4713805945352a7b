"""Frames over lists of numbers and single numbers."""

from __future__ import annotations

from .frame import frames

NUMBERS = frames(
    r'''
==
def <sum>_<nums>(<nums>«: list[int]»)« -> int»:
    """<Compute> the total of the <nums>."""
    <acc> = 0
    for <num> in <nums>:
        <acc> += <num>
    return <acc>
--
assert <sum>_<nums>(<nums>) == <sum.>
==
def mean_<num>(<nums>«: list[int]»)« -> float»:
    """<Compute> the mean of the <nums>."""
    if not <nums>:
        raise ValueError("no <nums>")
    return sum(<nums>) / len(<nums>)
--
assert mean_<num>(<nums>) == <mean>
==
def middle_<num>(<nums>«: list[int]»)« -> int»:
    """<Return> the <num> in the middle of the sorted <nums>."""
    ordered = sorted(<nums>)
    return ordered[len(ordered) // 2]
--
assert middle_<num>(<nums>) == <med>
==
def largest_<num>(<nums>«: list[int]»)« -> int»:
    """<Return> the largest of the <nums>."""
    largest = <nums>[0]
    for <num> in <nums>:
        if <num> > largest:
            largest = <num>
    return largest
--
assert largest_<num>(<nums>) == <max>
==
def smallest_<num>(<nums>«: list[int]»)« -> int»:
    """<Return> the smallest of the <nums>."""
    smallest = <nums>[0]
    for <num> in <nums>[1:]:
        smallest = min(smallest, <num>)
    return smallest
--
assert smallest_<num>(<nums>) == <min>
==
def <num>_span(<nums>«: list[int]»)« -> int»:
    """<Return> the difference of the largest and the smallest <num>."""
    return max(<nums>) - min(<nums>)
--
assert <num>_span(<nums>) == <span>
==
def <scale>_<nums>(<nums>«: list[int]», <step>«: int»)« -> list[int]»:
    """<Return> the <nums>, each multiplied by <step>."""
    return [<num> * <step> for <num> in <nums>]
--
assert <scale>_<nums>(<nums>, 2) == [<n1x2>, <n2x2>, <n3x2>]
==
def square_<nums>(<nums>«: list[int]»)« -> list[int]»:
    """<Return> the square of each <num>."""
    squares = []
    for <num> in <nums>:
        squares.append(<num> ** 2)
    return squares
--
assert square_<nums>(<nums>) == [<n1sq>, <n2sq>, <n3sq>]
==
def <select>_<nums>(<nums>«: list[int]», <limit>«: int»)« -> list[int]»:
    """<Return> the <nums> that are at least <limit>."""
    return [<num> for <num> in <nums> if <num> >= <limit>]
--
assert <select>_<nums>(<nums>, <med>) == <natleast>
==
def small_<nums>(<nums>«: list[int]», <limit>«: int»)« -> list[int]»:
    """<Return> the <nums> that do not exceed <limit>."""
    <out> = []
    for <num> in <nums>:
        if <num> <= <limit>:
            <out>.append(<num>)
    return <out>
--
assert small_<nums>(<nums>, <med>) == <natmost>
==
def even_<nums>(<nums>«: list[int]»)« -> list[int]»:
    """<Return> the even <nums>."""
    return [<num> for <num> in <nums> if <num> % 2 == 0]
--
assert even_<nums>(<nums>) == <even>
==
def running_<nums>(<nums>«: list[int]»)« -> list[int]»:
    """<Return> the running total of the <nums>."""
    <acc> = 0
    sums = []
    for <num> in <nums>:
        <acc> += <num>
        sums.append(<acc>)
    return sums
--
assert running_<nums>(<nums>) == [<n1>, <n12>, <sum.>]
==
def iter_running_<num>(<nums>«: list[int]»)« -> Iterator[int]»:
    """Yield the sum of the <nums> so far."""
    <acc> = 0
    for <num> in <nums>:
        <acc> += <num>
        yield <acc>
--
assert list(iter_running_<num>(<nums>)) == [<n1>, <n12>, <sum.>]
==
def <num>_changes(<nums>«: list[int]»)« -> list[int]»:
    """<Return> the change from each <num> to the next."""
    return [after - before for before, after in zip(<nums>, <nums>[1:])]
--
assert <num>_changes(<nums>) == [<d12>, <d23>]
==
def clamp_<num>(<num>«: int», low«: int», high«: int»)« -> int»:
    """<Return> the <num>, but never below low and never above high."""
    if <num> < low:
        return low
    if <num> > high:
        return high
    return <num>
--
assert clamp_<num>(<maxp>, <min>, <max>) == <max>
assert clamp_<num>(<minm>, <min>, <max>) == <min>
==
def limit_<nums>(<nums>«: list[int]», low«: int», high«: int»)« -> list[int]»:
    """<Return> the <nums>, each kept between low and high."""
    return [min(max(<num>, low), high) for <num> in <nums>]
--
assert limit_<nums>(<nums>, <min>, <max>) == <nums3>
==
def <sort>_<nums>(<nums>«: list[int]»)« -> list[int]»:
    """<Return> the <nums> in order, the largest first."""
    return sorted(<nums>, reverse=True)
--
assert <sort>_<nums>(<nums>) == <desc>
==
def insert_sort(<nums>«: list[int]»)« -> list[int]»:
    """<Return> the sorted <nums> by inserting each <num> in its place."""
    ordered«: list[int]» = []
    for <num> in <nums>:
        place = 0
        while place < len(ordered) and ordered[place] < <num>:
            place += 1
        ordered.insert(place, <num>)
    return ordered
--
assert insert_sort(<nums>) == <asc>
==
def bubble_sort(<nums>«: list[int]»)« -> list[int]»:
    """<Return> the sorted <nums> by swapping neighbours."""
    ordered = list(<nums>)
    for end in range(len(ordered) - 1, 0, -1):
        for place in range(end):
            if ordered[place] > ordered[place + 1]:
                ordered[place], ordered[place + 1] = ordered[place + 1], ordered[place]
    return ordered
--
assert bubble_sort(<nums>) == <asc>
==
def <find>_<num>(<nums>«: list[int]», <target>«: int»)« -> int»:
    """<Return> the place of the <target> in the <nums>, or -1."""
    for <i>, <num> in enumerate(<nums>):
        if <num> == <target>:
            return <i>
    return -1
--
assert <find>_<num>(<nums>, <n2>) == 1
assert <find>_<num>(<nums>, <maxp>) == -1
==
def search_<num>(<nums>«: list[int]», <target>«: int»)« -> int»:
    """<Return> the place of the <target> in the sorted <nums>, or -1."""
    low, high = 0, len(<nums>) - 1
    while low <= high:
        middle = (low + high) // 2
        if <nums>[middle] == <target>:
            return middle
        if <nums>[middle] < <target>:
            low = middle + 1
        else:
            high = middle - 1
    return -1
--
assert search_<num>(sorted(<nums>), <med>) == 1
==
def unique_<nums>(<nums>«: list[int]»)« -> list[int]»:
    """<Return> the <nums> without repeats, in their order."""
    seen = set()
    <out> = []
    for <num> in <nums>:
        if <num> not in seen:
            seen.add(<num>)
            <out>.append(<num>)
    return <out>
--
assert unique_<nums>([<n1>, <n2>, <n1>]) == [<n1>, <n2>]
==
def count_<num>(<nums>«: list[int]», <target>«: int»)« -> int»:
    """<count.> how often the <target> is among the <nums>."""
    return sum(1 for <num> in <nums> if <num> == <target>)
--
assert count_<num>(<nums>, <n1>) == 1
==
def product_of_<nums>(<nums>«: list[int]»)« -> int»:
    """<Return> the product of all <nums>."""
    product = 1
    for <num> in <nums>:
        product *= <num>
    return product
--
assert product_of_<nums>(<nums>) == <prod>
==
def largest_place(<nums>«: list[int]»)« -> int»:
    """<Return> the place of the largest <num>."""
    return <nums>.index(max(<nums>))
--
assert largest_place(<nums>) == <imax>
==
def chunk_<nums>(<nums>«: list[int]», size«: int»)« -> list[list[int]]»:
    """Cut the <nums> into chunks of the given size."""
    return [<nums>[start:start + size] for start in range(0, len(<nums>), size)]
--
assert chunk_<nums>(<nums>, 2) == [[<n1>, <n2>], [<n3>]]
==
def pair_<nums>(<nums>«: list[int]»)« -> list[tuple[int, int]]»:
    """<Return> each <num> with the one after it."""
    return list(zip(<nums>, <nums>[1:]))
--
assert pair_<nums>(<nums>) == [(<n1>, <n2>), (<n2>, <n3>)]
==
def is_rising(<nums>«: list[int]»)« -> bool»:
    """Say whether each <num> is larger than the one before."""
    return all(before < after for before, after in zip(<nums>, <nums>[1:]))
--
assert is_rising(sorted(<nums>))
==
def reverse_<nums>(<nums>«: list[int]»)« -> list[int]»:
    """<Return> the <nums> from the last to the first."""
    return <nums>[::-1]
--
assert reverse_<nums>(<nums>) == [<n3>, <n2>, <n1>]
==
def share_<nums>(<nums>«: list[int]»)« -> list[float]»:
    """<Return> the share of each <num> in the total."""
    total = sum(<nums>)
    if total == 0:
        return [0.0 for _ in <nums>]
    return [<num> / total for <num> in <nums>]
--
assert share_<nums>(<nums>)[0] == <n1> / <sum.>
==
def parse_<num>(text«: str»)« -> int»:
    """<Return> the <num> in the text and raise ValueError where it is none."""
    try:
        <num> = int(text)
    except ValueError as <error>:
        raise ValueError(f"not a <num>: {text}") from <error>
    if <num> < 0:
        raise ValueError("the <num> is negative")
    return <num>
--
assert parse_<num>("<n1>") == <n1>
==
def parse_<nums>(line«: str», mark«: str» = ",")« -> list[int]»:
    """<Return> the <nums> of a line of text."""
    <nums> = []
    for part in line.split(mark):
        part = part.strip()
        if part:
            <nums>.append(int(part))
    return <nums>
--
assert parse_<nums>("<n1>, <n2>") == [<n1>, <n2>]
==
def common_factor(first«: int», second«: int»)« -> int»:
    """<Return> the largest number that divides first and second."""
    while second:
        first, second = second, first % second
    return first
--
assert common_factor(<n1x2>, <n1>) == <n1>
==
def is_prime(number«: int»)« -> bool»:
    """Say whether the number is prime."""
    if number < 2:
        return False
    for factor in range(2, int(number ** 0.5) + 1):
        if number % factor == 0:
            return False
    return True
--
assert is_prime(7)
assert not is_prime(<n1x2> * 2)
==
def digits_of(number«: int»)« -> list[int]»:
    """<Return> the digits of the number."""
    return [int(digit) for digit in str(number)]
--
assert sum(digits_of(123)) == 6
==
def factorial(number«: int»)« -> int»:
    """<Return> the product of all numbers from one to number."""
    if number < 2:
        return 1
    return number * factorial(number - 1)
--
assert factorial(4) == 24
==
def power_of(base«: int», times«: int»)« -> int»:
    """Multiply the base with itself, the given number of times."""
    <acc> = 1
    for _ in range(times):
        <acc> *= base
    return <acc>
--
assert power_of(<n1>, 2) == <n1sq>
==
def average_of_last(<nums>«: list[int]», size«: int»)« -> float»:
    """<Return> the mean of the last <nums>, at most size of them."""
    last = <nums>[-size:]
    return sum(last) / len(last)
--
assert average_of_last(<nums>, 1) == <n3>
==
def next_<num>(<num>«: int», <step>«: int» = 1)« -> int»:
    """<Return> the <num> after one more <step>."""
    return <num> + <step>
--
assert next_<num>(<n1>) == <n1p>
==
def rate_<num>(<num>«: int», <limit>«: int»)« -> str»:
    """Say in one word how the <num> compares with the <limit>."""
    if <num> < <limit>:
        return "low"
    if <num> == <limit>:
        return "even"
    return "high"
--
assert rate_<num>(<min>, <med>) == "low"
assert rate_<num>(<max>, <med>) == "high"
'''
)
