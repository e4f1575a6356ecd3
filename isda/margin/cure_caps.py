"""Whether what would be sent, or would come back, still counts after every cap.

A cap looks at all that is held together, so the share of one asset cannot tell it. The day is
called again with the asset where it would be.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from isda.basics.arithmetic import EXACT, NIL, over, settled_places, times
from isda.basics.money import Money, grouped
from isda.basics.reason import Reason
from isda.facts.facts import Facts, Lot, MovementKind
from isda.law.paragraphs import cite
from isda.margin.call import call as call_again
from isda.margin.outcome import Leg, MarginCall
from isda.terms.bound import BoundTerms


def cut_by_caps(
    call: MarginCall,
    terms: BoundTerms,
    tested: Sequence[tuple[Leg, Decimal]],
    kind: MovementKind,
    lot: Lot,
    nominal: Money,
) -> Reason | None:
    """Return why an asset cannot do what its percentage promises, if a cap is in the way.

    Law:
        csa-1994-ny 13(b)(ii) · csa-1995-eng 11(b)(ii) · 13(c)(ii), 11(c)(ii) of 2016.

    Args:
        call: The call of the day.
        terms: The terms of the legs.
        tested: Each leg the asset is for, and the value it must win or may lose.
        kind: Whether it would be delivered or come back.
        lot: The asset.
        nominal: How much of it.
    """
    if call.facts is None or not terms.annex.concentration:
        return None
    if kind is MovementKind.DELIVERY:
        facts = _delivered(call.facts, terms, lot, nominal.amount)
    else:
        facts = _returned(call.facts, lot, nominal.amount)
    after = {leg.key: leg for leg in call_again(call.terms, facts, on=call.on).legs}
    for leg, value in tested:
        then, now = after[leg.key].held_value, leg.held_value or NIL
        if then is None:
            return after[leg.key].reasons[0]
        if kind is MovementKind.DELIVERY:
            counted = settled_places(EXACT.subtract(then, now))
            if counted < settled_places(value):
                said = f"only {grouped(counted)} of {grouped(value)} would count"
                return _over(terms, f"{said} by value, for a cap cuts the rest")
        elif settled_places(EXACT.subtract(now, then)) > settled_places(value):
            said = "with it gone a cap would count less of what stays"
            return _over(
                terms, f"{said}, and more than {grouped(value)} would be lost by value"
            )
    return None


def _over(terms: BoundTerms, why: str) -> Reason:
    return Reason("over-cap", why, (cite("concentration", terms.form),))


def _delivered(facts: Facts, terms: BoundTerms, lot: Lot, nominal: Decimal) -> Facts:
    sent = replace(
        _part(lot, nominal),
        lot_id=f"{lot.lot_id}, sent",
        annex=terms.document,
        purpose=terms.purpose,
    )
    return replace(facts, held=(*facts.held, sent))


def _returned(facts: Facts, lot: Lot, nominal: Decimal) -> Facts:
    stays = _part(lot, EXACT.subtract(lot.nominal.amount, nominal))
    return replace(facts, held=tuple(stays if each is lot else each for each in facts.held))


def _part(lot: Lot, nominal: Decimal) -> Lot:
    """Return so much of a lot, with its share of what is accrued on the whole."""
    return replace(
        lot,
        nominal=Money(nominal, lot.nominal.currency),
        accrued=over(times(lot.accrued, nominal), lot.nominal.amount),
    )
