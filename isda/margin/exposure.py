"""Exposure: what the other party would owe on close-out, in base currency."""

from isda.basics.arithmetic import N, other_way_round, over, times


def as_given(*, amount: N) -> N:
    """Return an amount that needs no conversion.

    Example:
        >>> from decimal import Decimal
        >>> as_given(amount=Decimal(5))
        Decimal('5')
    """
    return amount


def converted_by(*, amount: N, spot: N) -> N:
    """Return an amount in the quote currency of a pair.

    Args:
        amount: Signed, in the pair's base currency.
        spot: Units of the quote currency for one unit of the base currency.

    Example:
        >>> from decimal import Decimal
        >>> converted_by(amount=Decimal(10), spot=Decimal("1474.80"))
        Decimal('14748.000000000000000000')
    """
    return times(amount, spot)


def converted_over(*, amount: N, spot: N) -> N:
    """Return an amount in the base currency of a pair; the quote is never inverted.

    Args:
        amount: Signed, in the pair's quote currency.
        spot: Units of the quote currency for one unit of the base currency.

    Example:
        >>> from decimal import Decimal
        >>> converted_over(amount=Decimal(14748), spot=Decimal("1474.80"))
        Decimal('10.000000000000000000')
    """
    return over(amount, spot)


def seen_from_the_other_side(*, amount: N) -> N:
    """Return a signed amount as the other party sees it.

    Example:
        >>> from decimal import Decimal
        >>> seen_from_the_other_side(amount=Decimal(5))
        Decimal('-5')
    """
    return other_way_round(amount)
