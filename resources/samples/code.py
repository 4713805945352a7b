"""A few small functions over lists of numbers."""


def total(numbers):
    """Return the sum of the numbers."""
    result = 0
    for number in numbers:
        result += number
    return result


def mean(numbers):
    """Return the mean of the numbers, or None if there are none."""
    if not numbers:
        return None
    return total(numbers) / len(numbers)


def largest(numbers):
    """Return the largest of the numbers, or None if there are none."""
    if not numbers:
        return None
    best = numbers[0]
    for number in numbers:
        if number > best:
            best = number
    return best


def count(numbers, value):
    """Return how often the value occurs in the numbers."""
    result = 0
    for number in numbers:
        if number == value:
            result += 1
    return result
