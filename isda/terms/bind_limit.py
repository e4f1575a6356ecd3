"""The elections of a loss-limit agreement on a day."""

from collections.abc import Callable

from isda.basics.party import Side
from isda.basics.percentages import Percentage
from isda.terms.amounts import AmountTerm
from isda.terms.bound import Basis, BoundAmount, BoundLimit
from isda.terms.loss_limit import LossLimitAgreement
from isda.terms.reading import Answer
from isda.terms.switches import DepositOrder, Reading

Bind = Callable[[AmountTerm, str, str, Side], BoundAmount]
"""Binds an amount to a day: the term, its key, its path, and whose it is."""


def bind_limit(annex: LossLimitAgreement, client: Side, path: str, bound: Bind) -> BoundLimit:
    """Bind limit, deposit, release level and alerts of a loss-limit agreement.

    Args:
        annex: The agreement as amended on the day.
        client: The party that posts.
        path: Where it stands in the sheet.
        bound: How an amount is bound to the day.
    """
    limit, at = annex.loss_limit, f"{path}.loss_limit"
    if limit.credit_line is not None and isinstance(limit.percent_of_credit_line, Percentage):
        amount, share = limit.credit_line, limit.percent_of_credit_line
        bound_limit = BoundAmount(Basis.SHARE_OF_NOTIONAL, amount, at, share)
    else:
        alone = AmountTerm(value=limit.value, unresolved=limit.unresolved)
        bound_limit = bound(alone, "loss_limit", at, client)
    suspend, fixing = annex.suspend_new_trades_at.value, annex.fixing.value
    reading, order = annex.over_the_limit.value, annex.deposit_order.value
    deposit = annex.performance_deposit
    return BoundLimit(
        reading=reading if isinstance(reading, Reading) else Reading.EXCESS_ONLY,
        order=order if isinstance(order, DepositOrder) else None,
        limit=bound_limit,
        deposit=bound(deposit, "performance_deposit", f"{path}.performance_deposit", client),
        release_level=_release_level(annex, client, path, bound, bound_limit),
        alerts=annex.alerts,
        suspend_at=suspend if isinstance(suspend, Percentage) else None,
        since=annex.dated,
        amended=tuple(layer.dated for layer in annex.amendments),
        fixes_on_day_before=not isinstance(fixing, Answer) and fixing.of_day_before,
    )


def _release_level(
    annex: LossLimitAgreement, client: Side, path: str, bound: Bind, limit: BoundAmount
) -> BoundAmount:
    """Bind the release level: the limit itself where nothing else was agreed."""
    term, at = annex.release_level, f"{path}.release_level"
    if term.value in {Answer.NOT_STATED, Answer.NOT_APPLICABLE, Answer.AS_PRINTED}:
        return BoundAmount(Basis.NOT_STATED, limit.money, at)
    return bound(
        AmountTerm(value=term.value, unresolved=term.unresolved), "release_level", at, client
    )
