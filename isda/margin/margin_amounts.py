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


def undisputed_of_regime(*, required_of_regime: N, disputed_part: N) -> N:
    """Return what one regime asks for, less the part of its demand that is disputed.

    Args:
        required_of_regime: What it would ask for alone, base currency, zero or more.
        disputed_part: Of the delivery that it alone would demand, zero or more.

    Example:
        >>> from decimal import Decimal
        >>> undisputed_of_regime(required_of_regime=Decimal(10), disputed_part=Decimal(3))
        Decimal('7')
    """
    return floor_at_zero(required_of_regime - disputed_part)


def claimed_of_regime(*, required_of_regime: N, disputed_part: N) -> N:
    """Return what one regime asks for, with the part of its return that is disputed.

    Args:
        required_of_regime: What it would ask for alone, base currency, zero or more.
        disputed_part: Of the return that it alone would let go, zero or more.

    Example:
        >>> from decimal import Decimal
        >>> claimed_of_regime(required_of_regime=Decimal(10), disputed_part=Decimal(3))
        Decimal('13')
    """
    return required_of_regime + disputed_part


def part_between(*, larger: N, smaller: N) -> N:
    """Return the part of the one demand that waits: what lies between two requirements.

    Example:
        >>> from decimal import Decimal
        >>> part_between(larger=Decimal(10), smaller=Decimal(9))
        Decimal('1')
    """
    return floor_at_zero(larger - smaller)
