"""The loss-limit agreement: what a client must have posted (손실한도약정).

Losses are signed, plus for a loss of the client; limits and deposits are zero or more; all
in base currency. No bank's own form was read: both readings and both orders are elections.
"""

from isda.basics.arithmetic import (
    N,
    floor_at_zero,
    if_at_least,
    if_more_than,
    larger_of,
    over,
    times,
)


def excess_with_deposit_inside(*, loss: N, deposit: N, limit: N) -> N:
    """Return the excess over the limit, which absorbs the deposit too.

    Example:
        >>> from decimal import Decimal
        >>> excess_with_deposit_inside(loss=Decimal(8), deposit=Decimal(7), limit=Decimal(10))
        Decimal('5')
    """
    return floor_at_zero(loss + deposit - limit)


def excess_with_deposit_on_top(*, loss: N, deposit: N, limit: N) -> N:
    """Return the excess over the limit and the whole deposit on top.

    Example:
        >>> from decimal import Decimal
        >>> excess_with_deposit_on_top(loss=Decimal(8), deposit=Decimal(7), limit=Decimal(10))
        Decimal('7')
    """
    return floor_at_zero(loss - limit) + deposit


def full_with_deposit_inside(*, loss: N, deposit: N, limit: N, nil: N) -> N:
    """Return the full loss and the deposit once together they exceed the limit.

    Example:
        >>> from decimal import Decimal
        >>> full_with_deposit_inside(
        ...     loss=Decimal(8), deposit=Decimal(7), limit=Decimal(10), nil=Decimal(0))
        Decimal('15')
    """
    whole = floor_at_zero(loss) + deposit
    return if_more_than(whole, limit, whole, nil)


def full_with_deposit_on_top(*, loss: N, deposit: N, limit: N) -> N:
    """Return the full loss once it exceeds the limit, and always the deposit.

    Example:
        >>> from decimal import Decimal
        >>> full_with_deposit_on_top(loss=Decimal(8), deposit=Decimal(7), limit=Decimal(10))
        Decimal('7')
    """
    positive = floor_at_zero(loss)
    return if_more_than(positive, limit, positive + deposit, deposit)


def latched_with_deposit_inside(
    *, loss: N, deposit: N, limit: N, release_level: N, nil: N
) -> N:
    """Return the full loss and the deposit of a latched limit until it is released.

    Example:
        >>> from decimal import Decimal
        >>> latched_with_deposit_inside(loss=Decimal(5), deposit=Decimal(2), limit=Decimal(10),
        ...     release_level=Decimal(7), nil=Decimal(0))
        Decimal('7')
    """
    whole = floor_at_zero(loss) + deposit
    released = if_more_than(whole, limit, whole, nil)
    return if_at_least(whole, release_level, whole, released)


def latched_with_deposit_on_top(*, loss: N, deposit: N, limit: N, release_level: N) -> N:
    """Return the full loss of a latched limit until it is released, and the deposit.

    Example:
        >>> from decimal import Decimal
        >>> latched_with_deposit_on_top(loss=Decimal(5), deposit=Decimal(2), limit=Decimal(10),
        ...     release_level=Decimal(6))
        Decimal('2')
    """
    positive = floor_at_zero(loss)
    whole = positive + deposit
    released = if_more_than(positive, limit, whole, deposit)
    return if_at_least(positive, release_level, whole, released)


def used_with_deposit_inside(*, loss: N, deposit: N) -> N:
    """Return the part of the limit in use where the deposit is inside it.

    Example:
        >>> from decimal import Decimal
        >>> used_with_deposit_inside(loss=Decimal(-8), deposit=Decimal(3))
        Decimal('0')
    """
    return floor_at_zero(loss + deposit)


def used_with_deposit_on_top(*, loss: N) -> N:
    """Return the part of the limit in use where the deposit stands on top of it.

    Example:
        >>> from decimal import Decimal
        >>> used_with_deposit_on_top(loss=Decimal(8))
        Decimal('8')
    """
    return floor_at_zero(loss)


def share_used(*, used_amount: N, limit: N) -> N:
    """Return the share of the limit in use (한도소진율).

    Example:
        >>> from decimal import Decimal
        >>> share_used(used_amount=Decimal(9), limit=Decimal(10))
        Decimal('0.900000000000000000')
    """
    return over(used_amount, limit)


def headroom_with_deposit_inside(*, loss: N, deposit: N, limit: N) -> N:
    """Return how much more the client may lose before the limit is reached.

    Example:
        >>> from decimal import Decimal
        >>> headroom_with_deposit_inside(loss=Decimal(2), deposit=Decimal(3), limit=Decimal(10))
        Decimal('5')
    """
    return floor_at_zero(limit - loss - deposit)


def headroom_with_deposit_on_top(*, loss: N, limit: N) -> N:
    """Return how much more the client may lose, the deposit standing apart.

    Example:
        >>> from decimal import Decimal
        >>> headroom_with_deposit_on_top(loss=Decimal(2), limit=Decimal(10))
        Decimal('8')
    """
    return floor_at_zero(limit - loss)


def discounted_notional(*, notional: N, discount_factor: N) -> N:
    """Return the present value of a forward's notional; minus where the client buys.

    Example:
        >>> from decimal import Decimal
        >>> discounted_notional(notional=Decimal(100), discount_factor=Decimal("0.99"))
        Decimal('99.000000000000000000')
    """
    return times(notional, discount_factor)


def discounted_proceeds(*, contract_amount: N, notional: N, points: N, discount_factor: N) -> N:
    """Return the present value of what the client gets, less the forward points.

    Law:
        The strip formula: N x F x (K - p), with N x K the contract amount.

    Example:
        >>> from decimal import Decimal
        >>> discounted_proceeds(contract_amount=Decimal(937), notional=Decimal(1),
        ...     points=Decimal(0), discount_factor=Decimal(1))
        Decimal('937.000000000000000000')
    """
    return times(contract_amount - times(notional, points), discount_factor)


def loss_at_limit(*, limit: N, deposit_inside: N) -> N:
    """Return the loss at which the limit is reached: a deposit inside it takes its part.

    Example:
        >>> from decimal import Decimal
        >>> loss_at_limit(limit=Decimal(10), deposit_inside=Decimal(3))
        Decimal('7')
    """
    return limit - deposit_inside


def loss_at_next_call(*, posted: N, minimum_transfer_amount: N, deposit: N, limit: N) -> N:
    """Return the loss at which the next call of an excess goes out.

    Args:
        posted: What is posted, in transit and disputes counted.
        minimum_transfer_amount: The client's.
        deposit: The performance deposit, which is owed in any case.
        limit: The loss that is carried unsecured.

    Example:
        >>> from decimal import Decimal
        >>> loss_at_next_call(posted=Decimal(5), minimum_transfer_amount=Decimal(1),
        ...     deposit=Decimal(2), limit=Decimal(10))
        Decimal('14')
    """
    return posted + minimum_transfer_amount - deposit + limit


def loss_at_call_of_all(
    *, posted: N, minimum_transfer_amount: N, deposit: N, owed_from: N, deposit_inside: N
) -> N:
    """Return the loss at which the next call of the full loss goes out.

    Both must be met: all of the loss is owed, and it is more than what is posted.

    Args:
        posted: What is posted, in transit and disputes counted.
        minimum_transfer_amount: The client's.
        deposit: The performance deposit, which is owed in any case.
        owed_from: The limit; while a breach is latched, the release level.
        deposit_inside: The part of it that the deposit takes.

    Example:
        >>> from decimal import Decimal
        >>> loss_at_call_of_all(posted=Decimal(5), minimum_transfer_amount=Decimal(1),
        ...     deposit=Decimal(2), owed_from=Decimal(8), deposit_inside=Decimal(0))
        Decimal('8')
    """
    return larger_of(posted + minimum_transfer_amount - deposit, owed_from - deposit_inside)


def rate_at(*, loss_level: N, proceeds: N, notional: N) -> N:
    """Return the exchange rate at which a strip of forwards has lost a given amount.

    Example:
        >>> from decimal import Decimal
        >>> rate_at(loss_level=Decimal(1_000_000_000), proceeds=Decimal(11_244_000_000),
        ...     notional=Decimal(12_000_000))
        Decimal('1020.333333333333333333')
    """
    return over(loss_level + proceeds, notional)
