def running_levels(levels):
    """Give the running total of the levels."""
    total = 0
    sums = []
    for level in levels:
        total += level
        sums.append(total)
    return sums


def test_running_levels():
    levels = [8, 2, 3]
    assert running_levels(levels) == [8, 10, 13]
