"""What a document's own formula may do, one body for each operator.

Amounts are in base currency and may be signed on the way; what comes out is floored.
"""

from isda.basics.arithmetic import N, floor_at_zero, larger_of, smaller_of, times


def added(*, first: N, second: N) -> N:
    """Return the sum of two parts of a formula.

    Example:
        >>> from decimal import Decimal
        >>> added(first=Decimal(2), second=Decimal(3))
        Decimal('5')
    """
    return first + second


def taken_off(*, first: N, second: N) -> N:
    """Return one part of a formula less another.

    Example:
        >>> from decimal import Decimal
        >>> taken_off(first=Decimal(2), second=Decimal(3))
        Decimal('-1')
    """
    return first - second


def multiplied(*, amount: N, fraction: N) -> N:
    """Return a share of an amount; a share above the whole makes it larger.

    Example:
        >>> from decimal import Decimal
        >>> multiplied(amount=Decimal(200), fraction=Decimal("1.25"))
        Decimal('250.000000000000000000')
    """
    return times(amount, fraction)


def greater(*, first: N, second: N) -> N:
    """Return the larger of two parts of a formula.

    Example:
        >>> from decimal import Decimal
        >>> greater(first=Decimal(2), second=Decimal(3))
        Decimal('3')
    """
    return larger_of(first, second)


def lesser(*, first: N, second: N) -> N:
    """Return the smaller of two parts of a formula.

    Example:
        >>> from decimal import Decimal
        >>> lesser(first=Decimal(2), second=Decimal(3))
        Decimal('2')
    """
    return smaller_of(first, second)


def never_negative(*, amount: N) -> N:
    """Return what a formula comes to, or nil where it comes to less.

    Law:
        csa-1994-ny 3 · csa-1995-eng 2 · the 2016 VM forms alike: a requirement below zero is
        deemed to be zero, whatever formula stands there.

    Example:
        >>> from decimal import Decimal
        >>> never_negative(amount=Decimal(-5))
        Decimal('0')
    """
    return floor_at_zero(amount)
