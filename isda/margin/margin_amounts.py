"""Initial margin: what must lie at the custodian, and what it leaves of other amounts.

All amounts are in base currency and zero or more. An infinite threshold never reaches a
formula.
"""

from isda.basics.arithmetic import N, floor_at_zero, if_more_than, larger_of


def margin_over_threshold(*, margin_amount_im: N, threshold_of_pledgor: N) -> N:
    """Return the initial margin that Threshold (IM) does not leave unposted.

    Law:
        csa-2018-im-ny 3(c)(iii) · csd-2018-im-eng 3(c)(iii).

    Example:
        >>> from decimal import Decimal
        >>> margin_over_threshold(
        ...     margin_amount_im=Decimal(60), threshold_of_pledgor=Decimal(50))
        Decimal('10')
    """
    return floor_at_zero(margin_amount_im - threshold_of_pledgor)


def greater_of_margins(*, margin_over_threshold: N, margin_amount_ia: N) -> N:
    """Return the larger of initial margin over its threshold and the independent amounts.

    Example:
        >>> from decimal import Decimal
        >>> greater_of_margins(
        ...     margin_over_threshold=Decimal(10), margin_amount_ia=Decimal(20))
        Decimal('20')
    """
    return larger_of(margin_over_threshold, margin_amount_ia)


def left_by_initial_margin(*, independent_amount: N, initial_margin: N) -> N:
    """Return what allocated initial margin leaves of another annex's independent amount.

    Example:
        >>> from decimal import Decimal
        >>> left_by_initial_margin(independent_amount=Decimal(15), initial_margin=Decimal(10))
        Decimal('5')
    """
    return floor_at_zero(independent_amount - initial_margin)


def minimum_while_required(*, required: N, minimum_transfer_amount: N, nil: N) -> N:
    """Return the holder's minimum, which is nil while nothing is required.

    Example:
        >>> from decimal import Decimal
        >>> minimum_while_required(
        ...     required=Decimal(0), minimum_transfer_amount=Decimal(250), nil=Decimal(0))
        Decimal('0')
    """
    return if_more_than(required, nil, minimum_transfer_amount, nil)


def rounded_while_required(*, required: N, rounded: N, unrounded: N, nil: N) -> N:
    """Return a rounded return, or the unrounded one while nothing is required.

    Example:
        >>> from decimal import Decimal
        >>> rounded_while_required(required=Decimal(0), rounded=Decimal(10_000),
        ...     unrounded=Decimal(12_345), nil=Decimal(0))
        Decimal('12345')
    """
    return if_more_than(required, nil, rounded, unrounded)
