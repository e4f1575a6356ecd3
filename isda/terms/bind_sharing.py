"""A threshold that stands against the exposures under two agreements, bound to a day."""

from typing import Any

from isda.basics.party import SIDES, Side
from isda.terms.amounts import ThresholdTerm
from isda.terms.reading import Answer
from isda.terms.separate import is_separate

UNSAID = frozenset({Answer.NIL, Answer.NOT_STATED, Answer.NOT_APPLICABLE, Answer.AS_PRINTED})


def shared_by_adding(annex: Any, side: Side) -> ThresholdTerm | None:
    """Return a party's threshold, where it stands against the exposures under two agreements.

    Example:
        >>> shared_by_adding(None, Side.A) is None
        True
    """
    every = getattr(annex, "threshold", None)
    found: ThresholdTerm | None = every.of(side) if every is not None else None
    return found if found is not None and found.is_of_both else None


def why_not_added(annex: Any) -> str | None:
    """Return what no document says of exposures that are added, or None where all is said.

    What counts of an independent amount, of a formula or of initial margin once exposures are
    added is not said by where the call is made.

    Example:
        >>> from isda.terms.annex import CreditSupportAnnex
        >>> why_not_added(CreditSupportAnnex(form="CSA 1994 New York")) is None
        True
    """
    if not hasattr(annex, "credit_support_amount"):
        return "the annex is of initial margin, which knows no exposure"
    if annex.regimes or annex.credit_support_amount.value not in UNSAID:
        return "the annex has a requirement in its own words"
    if is_separate(annex) or any(not _is_nil(annex, side) for side in SIDES):
        return "the annex has independent amounts, and where they count then is not said"
    return None


def _is_nil(annex: Any, side: Side) -> bool:
    owed = annex.independent_amount.of(side)
    shares = owed.percent_of_notional, owed.percent_of_exposure
    return (
        owed.value in UNSAID
        and all(share in UNSAID for share in shares if isinstance(share, Answer))
        and all(isinstance(share, Answer) for share in shares)
        and not (owed.rows or owed.by_rating)
    )
