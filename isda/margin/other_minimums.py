"""The minimum of a variation-margin annex, where an initial-margin annex replaces it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from isda.basics.party import SIDES, Side
from isda.basics.reason import Reason
from isda.facts.facts import Purpose
from isda.law.paragraphs import cite
from isda.margin.initial_margin import Margin
from isda.terms.bound import BoundAmount, BoundTerms
from isda.terms.printed import VARIATION_MARGIN


def changed_minimums(annex: Any, margins: Sequence[Margin]) -> frozenset[tuple[str, Side]]:
    """Return the minimums that an initial-margin annex replaces or leaves open, by party."""
    if annex.form not in VARIATION_MARGIN:
        return frozenset()
    said = {side for margin in margins for side in margin.other_minimums}
    left = {side for side in SIDES for one in margins if one.open_minimum(side)}
    asked = {side for side in SIDES for one in margins if one.unclear_minimum(side)}
    return frozenset(("minimum_transfer_amount", side) for side in said | left | asked)


def as_amended(terms: BoundTerms, margins: Sequence[Margin]) -> BoundTerms:
    """Return terms with the minimum that an initial-margin annex puts in the place of theirs.

    A separate independent amount keeps the minimum that it has for itself.

    Args:
        terms: The leg of another annex.
        margins: The legs of every annex of initial margin.

    Law:
        csa-2018-im-ny 13(s) · csd-2018-im-eng 13(s).
    """
    own = terms.purpose is Purpose.INDEPENDENT_AMOUNT
    if terms.form not in VARIATION_MARGIN or own or not margins:
        return terms
    undefined, unclear = terms.undefined, terms.unclear
    for margin in margins:
        undefined += margin.open_minimum(*terms.tested_by)
        unclear += margin.unclear_minimum(*terms.tested_by)
    undefined += (*_contradictions(terms, margins), *_two_rules(terms, margins))

    def minimum(side: Side, own: BoundAmount) -> BoundAmount:
        said = _said(side, margins) if side in terms.tested_by else ()
        return next(iter(said), own)

    return replace(
        terms,
        minimum_for_delivery=minimum(terms.pledgor, terms.minimum_for_delivery),
        minimum_for_return=minimum(terms.secured_party, terms.minimum_for_return),
        undefined=tuple(dict.fromkeys(undefined)),
        unclear=tuple(dict.fromkeys(unclear)),
    )


def _said(side: Side, margins: Sequence[Margin]) -> list[BoundAmount]:
    return [one.other_minimums[side] for one in margins if side in one.other_minimums]


def _in_words(bound: BoundAmount) -> str:
    """Return a minimum as one says it: a nil is a nil in every currency."""
    return bound.word or (str(bound.money) if bound.money.amount else "nil")


def _contradictions(terms: BoundTerms, margins: Sequence[Margin]) -> Iterator[Reason]:
    """Yield why a minimum cannot be said that two annexes of initial margin set differently."""
    for side in terms.tested_by:
        amounts = sorted({_in_words(one) for one in _said(side, margins)})
        if amounts[1:]:
            yield Reason(
                "undefined-term",
                f"annexes of initial margin set the minimum of party {side} differently: "
                f"{' and '.join(amounts)}",
                (cite("minimum-transfer-amount", terms.form),),
            )


def _two_rules(terms: BoundTerms, margins: Sequence[Margin]) -> Iterator[Reason]:
    """Yield why a minimum cannot be said that a regime and an annex of margin both set."""
    own = {
        terms.pledgor: terms.minimum_for_delivery,
        terms.secured_party: terms.minimum_for_return,
    }
    for side in terms.tested_by:
        if _said(side, margins) and own[side].path.startswith(f"{terms.path}.regimes."):
            yield Reason(
                "undefined-term",
                f"{terms.regime} has a minimum of its own for party {side}, and an annex of "
                "initial margin sets that of the annex: which of them holds is not said",
                (cite("minimum-transfer-amount", terms.form),),
            )
