"""What a chosen asset has to come to, so that no regime stays short and none is left short.

Amounts are market values in base currency and zero or more; a share is what counts of one unit
of market value, more than zero where it divides.
"""

from isda.basics.arithmetic import N, over, round_down_to, round_up_to, settled_places, times


def share_that_counts(*, value_after_haircut: N, market_value: N) -> N:
    """Return what counts of one unit of market value under one regime.

    Example:
        >>> from decimal import Decimal
        >>> share_that_counts(value_after_haircut=Decimal(80), market_value=Decimal(100))
        Decimal('0.800000000000000000')
    """
    return over(value_after_haircut, market_value)


def market_value_of(*, short: N, share: N) -> N:
    """Return the market value that counts for an amount, read at nine places.

    Example:
        >>> from decimal import Decimal
        >>> market_value_of(short=Decimal(1_700_000), share=Decimal("0.8"))
        Decimal('2125000.000000000')
    """
    return settled_places(over(short, share))


def market_value_below(*, over_by: N, share: N, ninth_place: N) -> N:
    """Return the market value that counts for no more than an amount.

    Example:
        >>> from decimal import Decimal
        >>> market_value_below(over_by=Decimal(2), share=Decimal(3),
        ...     ninth_place=Decimal("1E-9"))
        Decimal('0.666666666')
    """
    return round_down_to(over(over_by, share), ninth_place)


def nominal_worth(*, amount_in_own_currency: N, nominal: N, market_value: N) -> N:
    """Return the nominal that has a market value, at the price of a lot.

    Example:
        >>> from decimal import Decimal
        >>> nominal_worth(amount_in_own_currency=Decimal(99), nominal=Decimal(200),
        ...     market_value=Decimal(198))
        Decimal('100.000000000000000000')
    """
    return over(times(amount_in_own_currency, nominal), market_value)


def units_that_reach(*, nominal_needed: N, units: N) -> N:
    """Return a nominal in whole units that is enough, the need read at nine places.

    Example:
        >>> from decimal import Decimal
        >>> units_that_reach(nominal_needed=Decimal("1000.01"), units=Decimal(1000))
        Decimal('2000')
    """
    return round_up_to(settled_places(nominal_needed), units)


def units_that_stay_below(*, nominal_needed: N, units: N) -> N:
    """Return a nominal in whole units that is not too much.

    Example:
        >>> from decimal import Decimal
        >>> units_that_stay_below(nominal_needed=Decimal("1999.99"), units=Decimal(1000))
        Decimal('1000')
    """
    return round_down_to(nominal_needed, units)
