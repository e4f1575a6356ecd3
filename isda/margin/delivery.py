"""Delivery Amount and Return Amount: what moves today.

Every amount is in base currency and zero or more.
"""

from isda.basics.arithmetic import (
    N,
    floor_at_zero,
    if_at_least,
    if_more_than,
    round_down_to,
    round_to_nearest,
    round_up_to,
    settled_places,
    smaller_of,
    times,
)


def adjusted_value(
    *,
    held_value: N,
    disputed_held: N,
    deliveries_in_transit: N,
    returns_in_transit: N,
    disputed_deliveries_in_transit: N,
    disputed_returns_in_transit: N,
) -> N:
    """Return what the pledgor is taken to have delivered.

    Law:
        csa-1994-ny 3(a)(ii) · csa-1995-eng 2(a), 2(b)(i).

    Example:
        >>> from decimal import Decimal
        >>> nil = Decimal(0)
        >>> adjusted_value(held_value=Decimal(10), disputed_held=nil,
        ...     deliveries_in_transit=Decimal(3), returns_in_transit=Decimal(1),
        ...     disputed_deliveries_in_transit=nil, disputed_returns_in_transit=nil)
        Decimal('12')
    """
    return (
        held_value
        - disputed_held
        + deliveries_in_transit
        - returns_in_transit
        - disputed_deliveries_in_transit
        + disputed_returns_in_transit
    )


def shortfall(*, required: N, adjusted_value: N) -> N:
    """Return what is missing.

    Example:
        >>> from decimal import Decimal
        >>> shortfall(required=Decimal(12), adjusted_value=Decimal(10))
        Decimal('2')
    """
    return floor_at_zero(required - adjusted_value)


def surplus(*, required: N, adjusted_value: N) -> N:
    """Return what is held beyond the requirement.

    Example:
        >>> from decimal import Decimal
        >>> surplus(required=Decimal(12), adjusted_value=Decimal(15))
        Decimal('3')
    """
    return floor_at_zero(adjusted_value - required)


def undisputed(*, amount: N, disputed: N) -> N:
    """Return the part of a demand that nobody disputes.

    Example:
        >>> from decimal import Decimal
        >>> undisputed(amount=Decimal(10), disputed=Decimal(3))
        Decimal('7')
    """
    return floor_at_zero(amount - disputed)


def undisputed_within_tolerance(*, amount: N, disputed: N, tolerance: N, half: N) -> N:
    """Return the smaller figure, and half of a difference that is below the tolerance.

    Example:
        >>> from decimal import Decimal
        >>> undisputed_within_tolerance(amount=Decimal(10), disputed=Decimal(4),
        ...     tolerance=Decimal(5), half=Decimal("0.5"))
        Decimal('8.000000000000000000')
        >>> undisputed_within_tolerance(amount=Decimal(10), disputed=Decimal(5),
        ...     tolerance=Decimal(5), half=Decimal("0.5"))
        Decimal('5')
    """
    difference = smaller_of(amount, disputed)
    smaller = amount - difference
    return if_at_least(difference, tolerance, smaller, smaller + times(difference, half))


def at_most_held(*, amount: N, held_value: N, returns_in_transit: N) -> N:
    """Return an amount that may not exceed the balance held and not on its way back.

    Example:
        >>> from decimal import Decimal
        >>> at_most_held(
        ...     amount=Decimal(12), held_value=Decimal(10), returns_in_transit=Decimal(3))
        Decimal('7')
    """
    return smaller_of(amount, floor_at_zero(held_value - returns_in_transit))


def settled(*, amount: N) -> N:
    """Return the amount read at nine places, as the test and the rounding read it.

    Example:
        >>> from decimal import Decimal
        >>> settled(amount=Decimal("9999999.999999999992"))
        Decimal('10000000.000000000')
    """
    return settled_places(amount)


def reaching_minimum(*, settled: N, minimum_transfer_amount: N, nil: N) -> N:
    """Return the whole amount once it equals or exceeds the minimum: a trigger.

    Law:
        csa-1994-ny 3(a), 13(b)(iv)(C) · csa-1995-eng 2(a), 11(b)(iii)(C).

    Example:
        >>> from decimal import Decimal
        >>> reaching_minimum(settled=Decimal(250), minimum_transfer_amount=Decimal(250),
        ...     nil=Decimal(0))
        Decimal('250')
    """
    return if_at_least(settled, minimum_transfer_amount, settled, nil)


def reaching_minimum_by_whole_demand(
    *, settled: N, whole_demand: N, minimum_transfer_amount: N, nil: N
) -> N:
    """Return the undisputed amount once the whole demand reaches the minimum.

    Example:
        >>> from decimal import Decimal
        >>> reaching_minimum_by_whole_demand(settled=Decimal(100), whole_demand=Decimal(300),
        ...     minimum_transfer_amount=Decimal(250), nil=Decimal(0))
        Decimal('100')
    """
    return if_at_least(settled_places(whole_demand), minimum_transfer_amount, settled, nil)


def unrounded(*, amount: N) -> N:
    """Return an amount that no rounding touches.

    Example:
        >>> from decimal import Decimal
        >>> unrounded(amount=Decimal("1.5"))
        Decimal('1.5')
    """
    return amount


def rounded_up(*, amount: N, multiple: N) -> N:
    """Return a delivery rounded up.

    Example:
        >>> from decimal import Decimal
        >>> rounded_up(amount=Decimal(12_345), multiple=Decimal(10_000))
        Decimal('20000')
    """
    return round_up_to(amount, multiple)


def rounded_down(*, amount: N, multiple: N) -> N:
    """Return an amount rounded down; a return may round to nothing.

    Example:
        >>> from decimal import Decimal
        >>> rounded_down(amount=Decimal(7_500), multiple=Decimal(10_000))
        Decimal('0')
    """
    return round_down_to(amount, multiple)


def rounded_to_nearest(*, amount: N, multiple: N) -> N:
    """Return a delivery rounded to the nearest multiple, a half up.

    Example:
        >>> from decimal import Decimal
        >>> rounded_to_nearest(amount=Decimal(5_000), multiple=Decimal(10_000))
        Decimal('10000')
    """
    return round_to_nearest(amount, multiple)


def return_rounded_up(*, amount: N, multiple: N) -> N:
    """Return a return rounded up, or the next multiple down: never more than is due back.

    Example:
        >>> from decimal import Decimal
        >>> return_rounded_up(amount=Decimal(12_345), multiple=Decimal(10_000))
        Decimal('10000')
    """
    up = round_up_to(amount, multiple)
    return if_more_than(up, amount, round_down_to(amount, multiple), up)


def return_rounded_to_nearest(*, amount: N, multiple: N) -> N:
    """Return a return rounded to the nearest multiple that is not more than is due back.

    Example:
        >>> from decimal import Decimal
        >>> return_rounded_to_nearest(amount=Decimal(18_000), multiple=Decimal(10_000))
        Decimal('10000')
    """
    near = round_to_nearest(amount, multiple)
    return if_more_than(near, amount, round_down_to(amount, multiple), near)
