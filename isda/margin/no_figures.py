"""Legs without figures: what names a leg, and legs that are silent or refused."""

from typing import Any

from isda.basics.arithmetic import NIL
from isda.basics.reason import Reason
from isda.margin.outcome import Leg, Status
from isda.terms.bound import BoundTerms


def identity(terms: BoundTerms) -> dict[str, Any]:
    """Return what says which leg it is."""
    return {
        "annex": terms.title,
        "form": terms.form,
        "posting_party": terms.pledgor,
        "base_currency": terms.base_currency,
        "regime": terms.regime,
    }


def silent_leg(terms: BoundTerms, reason: Reason) -> Leg:
    """Return a leg on a day on which nothing is called: nothing moves, nothing is computed."""
    return Leg(
        **identity(terms),
        status=Status.NO_CALL,
        reasons=(reason,),
        delivery_amount=NIL,
        return_amount=NIL,
    )


def refused_leg(terms: BoundTerms, reasons: tuple[Reason, ...]) -> Leg:
    """Return a leg whose inputs cannot be trusted."""
    return Leg(
        **identity(terms),
        status=Status.REFUSED,
        reasons=reasons,
    )
