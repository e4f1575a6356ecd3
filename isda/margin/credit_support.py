"""Credit Support Amount: what the pledgor must have delivered in total.

One function for each reading that a sheet can elect. All amounts are in base currency;
independent amounts and thresholds are zero or more, exposure is signed (plus when the
pledgor would owe the secured party). An infinite threshold never reaches a formula.
"""

from isda.basics.arithmetic import N, floor_at_zero, larger_of, other_way_round


def credit_support_amount(
    *,
    exposure: N,
    independent_amounts_of_pledgor: N,
    independent_amounts_of_secured_party: N,
    threshold_of_pledgor: N,
) -> N:
    """Return the requirement as the forms print it: the threshold absorbs everything.

    Law:
        csa-1994-ny 3 · csa-1995-eng 2 · 13(b)(iv)(A) and (B), 11(b)(iii)(A) and (B).

    Example:
        >>> from decimal import Decimal
        >>> credit_support_amount(
        ...     exposure=Decimal(12_400_000), independent_amounts_of_pledgor=Decimal(500_000),
        ...     independent_amounts_of_secured_party=Decimal(0),
        ...     threshold_of_pledgor=Decimal(10_000_000))
        Decimal('2900000')
    """
    return floor_at_zero(
        exposure
        + independent_amounts_of_pledgor
        - independent_amounts_of_secured_party
        - threshold_of_pledgor
    )


def without_holders_amount(
    *, exposure: N, independent_amounts_of_pledgor: N, threshold_of_pledgor: N
) -> N:
    """Return the printed requirement, the secured party's own amount ignored.

    Example:
        >>> from decimal import Decimal
        >>> without_holders_amount(exposure=Decimal(5), threshold_of_pledgor=Decimal(2),
        ...     independent_amounts_of_pledgor=Decimal(3))
        Decimal('6')
    """
    return floor_at_zero(exposure + independent_amounts_of_pledgor - threshold_of_pledgor)


def without_threshold(
    *,
    exposure: N,
    independent_amounts_of_pledgor: N,
    independent_amounts_of_secured_party: N,
) -> N:
    """Return the printed requirement where no threshold applies.

    Example:
        >>> from decimal import Decimal
        >>> without_threshold(exposure=Decimal(5), independent_amounts_of_pledgor=Decimal(3),
        ...     independent_amounts_of_secured_party=Decimal(1))
        Decimal('7')
    """
    return floor_at_zero(
        exposure + independent_amounts_of_pledgor - independent_amounts_of_secured_party
    )


def without_threshold_and_holders_amount(
    *, exposure: N, independent_amounts_of_pledgor: N
) -> N:
    """Return the requirement with neither a threshold nor the secured party's amount.

    Example:
        >>> from decimal import Decimal
        >>> without_threshold_and_holders_amount(
        ...     exposure=Decimal(-5), independent_amounts_of_pledgor=Decimal(3))
        Decimal('0')
    """
    return floor_at_zero(exposure + independent_amounts_of_pledgor)


def part_over_threshold(*, exposure: N, threshold_of_pledgor: N) -> N:
    """Return the exposure that the threshold does not cover.

    Example:
        >>> from decimal import Decimal
        >>> part_over_threshold(exposure=Decimal(5), threshold_of_pledgor=Decimal(2))
        Decimal('3')
    """
    return floor_at_zero(exposure - threshold_of_pledgor)


def positive_part(*, exposure: N) -> N:
    """Return the exposure where no threshold applies, or nil where it is negative.

    Example:
        >>> from decimal import Decimal
        >>> positive_part(exposure=Decimal(-5))
        Decimal('0')
    """
    return floor_at_zero(exposure)


def part_over_holders_threshold(*, exposure: N, threshold_of_secured_party: N) -> N:
    """Return what the secured party's own threshold leaves of its debt.

    Example:
        >>> from decimal import Decimal
        >>> part_over_holders_threshold(
        ...     exposure=Decimal(-5), threshold_of_secured_party=Decimal(2))
        Decimal('3')
    """
    return floor_at_zero(other_way_round(exposure) - threshold_of_secured_party)


def holders_positive_part(*, exposure: N) -> N:
    """Return what the secured party owes where no threshold of its own applies.

    Example:
        >>> from decimal import Decimal
        >>> holders_positive_part(exposure=Decimal(-5))
        Decimal('5')
    """
    return floor_at_zero(other_way_round(exposure))


def on_top(*, exposure_part: N, independent_amounts_of_pledgor: N) -> N:
    """Return the requirement with the independent amount outside the threshold.

    Example:
        >>> from decimal import Decimal
        >>> on_top(exposure_part=Decimal(0), independent_amounts_of_pledgor=Decimal(3))
        Decimal('3')
    """
    return exposure_part + independent_amounts_of_pledgor


def netted_after_threshold(
    *,
    exposure_part: N,
    exposure_part_of_secured_party: N,
    independent_amounts_of_pledgor: N,
    independent_amounts_of_secured_party: N,
) -> N:
    """Return the requirement with both independent amounts outside and netted.

    Example:
        >>> from decimal import Decimal
        >>> netted_after_threshold(exposure_part=Decimal(4),
        ...     exposure_part_of_secured_party=Decimal(0),
        ...     independent_amounts_of_pledgor=Decimal(3),
        ...     independent_amounts_of_secured_party=Decimal(2))
        Decimal('5')
    """
    return floor_at_zero(
        exposure_part
        - exposure_part_of_secured_party
        + independent_amounts_of_pledgor
        - independent_amounts_of_secured_party
    )


def never_below(*, requirement: N, independent_amounts_of_pledgor: N) -> N:
    """Return the requirement, raised to the independent amount where that is elected.

    Example:
        >>> from decimal import Decimal
        >>> never_below(requirement=Decimal(0), independent_amounts_of_pledgor=Decimal(3))
        Decimal('3')
    """
    return larger_of(requirement, independent_amounts_of_pledgor)


def nothing_required(*, nil: N) -> N:
    """Return nil: an infinite threshold carries all exposure.

    Example:
        >>> from decimal import Decimal
        >>> nothing_required(nil=Decimal(0))
        Decimal('0')
    """
    return nil
