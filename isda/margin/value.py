"""Value: what an item of collateral counts for, in base currency."""

from isda.basics.arithmetic import N, floor_at_zero, over, smaller_of, times


def security_value(*, nominal: N, price: N, factor: N) -> N:
    """Return the market value of a security whose price includes what it accrued.

    Law:
        csa-1994-ny 12 Value · csa-1995-eng 10 Value · the 2016 VM forms alike.

    Args:
        nominal: Face amount, zero or more, own currency.
        price: Share of the nominal (99.50 per 100 is 0.995).
        factor: Pool or index factor.

    Example:
        >>> from decimal import Decimal
        >>> security_value(nominal=Decimal(1000), price=Decimal("0.995"), factor=Decimal(1))
        Decimal('995.000000000000000000')
    """
    return times(times(nominal, price), factor)


def security_value_with_accrued(*, nominal: N, price: N, factor: N, accrued: N) -> N:
    """Return the market value of a security with a clean price.

    Args:
        nominal: Face amount, zero or more, own currency.
        price: Clean, a share of the nominal.
        factor: Pool or index factor.
        accrued: Accrued interest of the whole lot, own currency.

    Example:
        >>> from decimal import Decimal
        >>> security_value_with_accrued(nominal=Decimal(1000), price=Decimal("0.995"),
        ...     factor=Decimal(1), accrued=Decimal(3))
        Decimal('998.000000000000000000')
    """
    return times(times(nominal, price), factor) + accrued


def security_value_less_accrued(*, nominal: N, price: N, factor: N, accrued: N) -> N:
    """Return the clean market value of a security whose price includes what it accrued.

    Example:
        >>> from decimal import Decimal
        >>> security_value_less_accrued(nominal=Decimal(1000), price=Decimal("0.998"),
        ...     factor=Decimal(1), accrued=Decimal(3))
        Decimal('995.000000000000000000')
    """
    return times(times(nominal, price), factor) - accrued


def percentage_less_fx_haircut(*, valuation_percentage: N, fx_haircut: N) -> N:
    """Return the percentage that counts: haircuts add, they do not multiply.

    Law:
        csa-2016-vm-ny 13(c)(v) · csa-2016-vm-eng 11(c)(v).

    Example:
        >>> from decimal import Decimal
        >>> percentage_less_fx_haircut(
        ...     valuation_percentage=Decimal("0.98"), fx_haircut=Decimal("0.08"))
        Decimal('0.90')
    """
    return floor_at_zero(valuation_percentage - fx_haircut)


def whole_less_haircuts(*, whole: N, haircut: N, fx_haircut: N) -> N:
    """Return what a haircut leaves of the whole.

    Example:
        >>> from decimal import Decimal
        >>> whole_less_haircuts(
        ...     whole=Decimal(1), haircut=Decimal("0.02"), fx_haircut=Decimal(0))
        Decimal('0.98')
    """
    return floor_at_zero(whole - haircut - fx_haircut)


def whole_less_haircut(*, whole: N, haircut: N) -> N:
    """Return the percentage that a haircut leaves.

    Law:
        csa-2016-vm-ny 13(c)(v)(A) · csa-2016-vm-eng 11(c)(v)(A).

    Args:
        whole: One.
        haircut: The annex's, or the one that a regulation prints; zero to one.

    Example:
        >>> from decimal import Decimal
        >>> whole_less_haircut(whole=Decimal(1), haircut=Decimal("0.02"))
        Decimal('0.98')
    """
    return floor_at_zero(whole - haircut)


def part_that_counts(*, market_value: N, percentage_applied: N) -> N:
    """Return the market value after the percentage.

    Example:
        >>> from decimal import Decimal
        >>> part_that_counts(market_value=Decimal(100), percentage_applied=Decimal("0.98"))
        Decimal('98.000000000000000000')
    """
    return times(market_value, percentage_applied)


def part_that_counts_beside_accrued(*, market_value: N, percentage_applied: N, accrued: N) -> N:
    """Return the clean value after the percentage, accrued interest counted in full.

    Example:
        >>> from decimal import Decimal
        >>> part_that_counts_beside_accrued(market_value=Decimal(100),
        ...     percentage_applied=Decimal("0.98"), accrued=Decimal(3))
        Decimal('101.000000000000000000')
    """
    return times(market_value, percentage_applied) + accrued


def secured_by_ratio(*, market_value: N, percentage_applied: N, fx_haircut: N) -> N:
    """Return what a market value secures under a margin ratio: it divides.

    Args:
        market_value: Zero or more.
        percentage_applied: The margin ratio, 1.02 for 102 %.
        fx_haircut: Share of the market value taken off for the currency.

    Example:
        >>> from decimal import Decimal
        >>> secured_by_ratio(market_value=Decimal(108), percentage_applied=Decimal("1.08"),
        ...     fx_haircut=Decimal(0))
        Decimal('100.000000000000000000')
    """
    return floor_at_zero(
        over(market_value, percentage_applied) - times(market_value, fx_haircut)
    )


def secured_by_ratio_beside_accrued(
    *, market_value: N, percentage_applied: N, fx_haircut: N, accrued: N
) -> N:
    """Return what a market value secures under a ratio, accrued interest counted in full.

    Example:
        >>> from decimal import Decimal
        >>> secured_by_ratio_beside_accrued(market_value=Decimal(108), accrued=Decimal(3),
        ...     percentage_applied=Decimal("1.08"), fx_haircut=Decimal(0))
        Decimal('103.000000000000000000')
    """
    by_ratio = over(market_value, percentage_applied)
    return floor_at_zero(by_ratio - times(market_value, fx_haircut)) + accrued


def secured_by_ratio_at_most(
    *, market_value: N, percentage_applied: N, most_allowed: N, fx_haircut: N
) -> N:
    """Return what a market value secures under a ratio and a regulation's percentage.

    Args:
        market_value: Zero or more.
        percentage_applied: The margin ratio, 1.02 for 102 %.
        most_allowed: What the regulation lets count of one.
        fx_haircut: Share of the market value taken off for the currency.

    Example:
        >>> from decimal import Decimal
        >>> secured_by_ratio_at_most(market_value=Decimal(102), most_allowed=Decimal("0.96"),
        ...     percentage_applied=Decimal("1.02"), fx_haircut=Decimal(0))
        Decimal('97.920000000000000000')
    """
    by_ratio = over(market_value, percentage_applied)
    allowed = smaller_of(by_ratio, times(market_value, most_allowed))
    return floor_at_zero(allowed - times(market_value, fx_haircut))


def secured_by_ratio_at_most_beside_accrued(
    *, market_value: N, percentage_applied: N, most_allowed: N, fx_haircut: N, accrued: N
) -> N:
    """Return the same, accrued interest counted in full.

    Example:
        >>> from decimal import Decimal
        >>> secured_by_ratio_at_most_beside_accrued(market_value=Decimal(102),
        ...     percentage_applied=Decimal("1.02"), most_allowed=Decimal("0.96"),
        ...     fx_haircut=Decimal(0), accrued=Decimal(3))
        Decimal('100.920000000000000000')
    """
    return (
        secured_by_ratio_at_most(
            market_value=market_value,
            percentage_applied=percentage_applied,
            most_allowed=most_allowed,
            fx_haircut=fx_haircut,
        )
        + accrued
    )


def left_by_cap(*, value: N, cap: N, counted_before: N) -> N:
    """Return what a cap leaves of one item: the excess falls on the last item listed.

    Args:
        value: The item after haircut and before any cap, base currency.
        cap: The most that may count of all items the cap touches.
        counted_before: Uncapped values of the items listed before it.

    Example:
        >>> from decimal import Decimal
        >>> left_by_cap(value=Decimal(50), cap=Decimal(80), counted_before=Decimal(60))
        Decimal('20')
    """
    return smaller_of(value, floor_at_zero(cap - counted_before))


def left_when_returned(*, value: N, returning: N) -> N:
    """Return what stays of a lot of which a part is on its way back.

    Example:
        >>> from decimal import Decimal
        >>> left_when_returned(value=Decimal(50), returning=Decimal(20))
        Decimal('30')
    """
    return value - returning


def with_what_returns(*, value: N, returning: N) -> N:
    """Return what a lot counts for while a part of it is on its way back.

    The part is taken off again with what is in transit.

    Example:
        >>> from decimal import Decimal
        >>> with_what_returns(value=Decimal(30), returning=Decimal(20))
        Decimal('50')
    """
    return value + returning


def share_of(*, whole: N, share: N) -> N:
    """Return a share of an amount.

    Example:
        >>> from decimal import Decimal
        >>> share_of(whole=Decimal(200), share=Decimal("0.4"))
        Decimal('80.000000000000000000')
    """
    return times(whole, share)


def smallest(*, value: N, other: N) -> N:
    """Return the smaller of two values that caps leave.

    Example:
        >>> from decimal import Decimal
        >>> smallest(value=Decimal(3), other=Decimal(2))
        Decimal('2')
    """
    return smaller_of(value, other)
