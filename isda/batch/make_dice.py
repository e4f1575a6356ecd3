"""Chance that is the same wherever and whenever it is rolled: a mixer of 64-bit integers.

The same numbers come from Python and from Polars columns, from every version of either, so a
made book has the same bytes for the same seed.
"""

from collections.abc import Sequence
from typing import TypeVar

import polars as pl

T = TypeVar("T")

GOLDEN, FIRST, SECOND = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
WORD = (1 << 64) - 1
SHIFTS = (30, 27, 31)


def mixed(*keys: int) -> int:
    """Return 64 bits that look like chance, the same for the same keys.

    Example:
        >>> mixed(7, 1), mixed(7, 1) == mixed(7, 2)
        (11529068210322789898, False)
    """
    found = 0
    for key in keys:
        found = (found ^ key) * GOLDEN + GOLDEN & WORD
        found = (found ^ found >> SHIFTS[0]) * FIRST & WORD
        found = (found ^ found >> SHIFTS[1]) * SECOND & WORD
        found ^= found >> SHIFTS[2]
    return found


def mixed_column(key: pl.Expr, *before: int) -> pl.Expr:
    """Return the same bits for a column of last keys.

    Example:
        >>> frame = pl.DataFrame({"key": [1, 2]})
        >>> frame.select(mixed_column(pl.col("key"), 7))["key"].to_list() == [
        ...     mixed(7, 1), mixed(7, 2)
        ... ]
        True
    """
    found = (key.cast(pl.UInt64) ^ _word(mixed(*before))) * _word(GOLDEN) + _word(GOLDEN)
    for shift, factor in zip(SHIFTS, (FIRST, SECOND), strict=False):
        found = (found ^ found // _word(1 << shift)) * _word(factor)
    return found ^ found // _word(1 << SHIFTS[2])


def _word(number: int) -> pl.Expr:
    return pl.lit(number, dtype=pl.UInt64)


class Dice:
    """Rolls one number after another.

    Args:
        keys: What it is rolled for; the same keys roll the same numbers.

    Example:
        >>> dice = Dice(7, 1)
        >>> dice.of(6) in range(6), dice.pick("abc") in "abc"
        (True, True)
    """

    def __init__(self, *keys: int) -> None:
        self._state = mixed(*keys)

    def of(self, sides: int) -> int:
        """Return a number from nil to one below `sides`."""
        self._state = mixed(self._state)
        return self._state % sides

    def pick(self, items: Sequence[T]) -> T:
        """Return one of the items."""
        return items[self.of(len(items))]

    def chance(self, percent: int) -> bool:
        """Whether something of that many in a hundred happens."""
        return self.of(100) < percent
