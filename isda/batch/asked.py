"""What of its single trades an agreement asks for, and what of them may be added up.

An agreement that is called by itself need not have its trades read one by one: where only
sums of them decide anything, one trade stands for all.
"""

from datetime import date
from typing import NamedTuple

from isda.basics.party import Side
from isda.batch.plans import asks_for_each
from isda.margin.outcome import MarginCall
from isda.terms.bound import Basis, BoundAmount, BoundTerms
from isda.terms.resolve import annexes_on
from isda.terms.switches import Reading


class Asked(NamedTuple):
    """What an agreement asks of its trades, where sums of them are enough.

    Attributes:
        base_currency: The currency that all marks may be added up in.
        covers_from: The first trade date that the annex covers, where it says one.
        notionals: Whether a formula reads the notional: it may be added up in base currency.
        strip_of: The client whose rates the trades give if they are a strip of forwards; they
            may be added up where they are none.
        fixed_before: Whether marks are converted at rates of the fixing day before.
    """

    base_currency: str
    covers_from: date | None = None
    notionals: bool = False
    strip_of: Side | None = None
    fixed_before: bool = False


def asked_of_trades(made: MarginCall) -> Asked | None:
    """Return which sums of its trades an agreement asks for; None where it asks for each.

    Args:
        made: Its call without the bulk tables.
    """
    if made.terms is None or made.terms.client is not None or made.terms.by_client:
        return None
    exposed = [terms for terms in made.bound if terms.initial_margin is None]
    bases = {terms.base_currency for terms in exposed}
    if len({terms.path for terms in exposed}) != 1 or len(bases) != 1:
        return None
    covered = exposed[0].annex.covered_transactions
    begins = {annex.covered_transactions.from_ for annex in annexes_on(made.terms, made.on)}
    if begins - {covered.from_, None}:
        return None
    by_name = covered.only or covered.except_ or exposed[0].annex.left_out
    if by_name or any(map(_asks_for_each, made.bound)):
        return None
    formulas = [terms.formula for terms in made.bound if terms.formula is not None]
    notionals = any(NOTIONAL in each.names for each in formulas)
    limited = [(terms.pledgor, terms.limit) for terms in made.bound if terms.limit is not None]
    if (notionals or limited) and len(exposed) != len(made.bound):
        return None
    if len(limited) > 1:
        return None
    client, limit = limited[0] if limited else (None, None)
    before = limit is not None and limit.fixes_on_day_before
    return Asked(bases.pop(), covered.from_, notionals, client, before)


def reads_notionals(terms: BoundTerms) -> bool:
    """Whether a leg asks for the notional of each trade, and for no more of it than its sum."""
    read = terms.formula.names if terms.formula is not None else frozenset()
    shares = (each.basis is Basis.SHARE_OF_NOTIONAL for each in _owed(terms))
    return NOTIONAL in read or any(shares)


def _owed(terms: BoundTerms) -> tuple[BoundAmount, ...]:
    deposit = () if terms.limit is None else (terms.limit.deposit,)
    own, other = terms.independent_amount_of_pledgor, terms.independent_amount_of_secured_party
    return own, other, *deposit


def _asks_for_each(terms: BoundTerms) -> bool:
    """Whether a leg asks for single trades; one that latches, for which of them lived when."""
    read = terms.formula.names if terms.formula is not None else frozenset()
    return (
        terms.final_returns
        or bool(terms.confirmations)
        or (terms.limit is not None and terms.limit.reading is Reading.FULL_LOSS)
        or bool(read - NOT_OF_TRADES - {NOTIONAL})
        or any(
            asks_for_each(each) or each.basis is Basis.SHARE_OF_NOTIONAL
            for each in _owed(terms)
        )
    )


NOTIONAL = "notional"
NOT_OF_TRADES = frozenset({"exposure", "threshold", "independent_amount"})
"""Inputs of a formula that no single trade has a part in, beyond the sum of the marks."""
