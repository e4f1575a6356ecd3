"""Where something begins to hold."""

from collections.abc import Callable

FURTHEST = 2**50


def first_where(holds: Callable[[int], bool], most: int = FURTHEST) -> int | None:
    """Return the number from 1 on at which something holds, and not at the one before.

    The number is doubled until it holds, and the last step is halved: what holds in several
    stretches is found in one of them, most often the first.

    Args:
        holds: What is asked of a number.
        most: The greatest number that is asked.

    Example:
        >>> first_where(lambda number: number >= 70)
        70
        >>> first_where(lambda number: number >= 70, most=69)
    """
    before, number = 0, 1
    while not holds(number):
        if number >= most:
            return None
        before, number = number, min(number * 2, most)
    while number - before > 1:
        middle = (before + number) // 2
        before, number = (before, middle) if holds(middle) else (middle, number)
    return number
