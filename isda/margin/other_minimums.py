"""The minimum of a variation-margin annex, where an initial-margin annex replaces it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from isda.basics.party import SIDES, Side
from isda.margin.initial_margin import Margin
from isda.terms.bound import BoundTerms
from isda.terms.printed import VARIATION_MARGIN


def changed_minimums(annex: Any, margins: Mapping[Side, Margin]) -> frozenset[Side]:
    """Return the parties whose minimum an initial-margin annex replaces or leaves open."""
    if annex.form not in VARIATION_MARGIN:
        return frozenset()
    each_of = margins.values()
    said = {side for margin in each_of for side in margin.other_minimums}
    left = {side for side in SIDES for one in each_of if one.open_minimum(side)}
    asked = {side for side in SIDES for one in each_of if one.unclear_minimum(side)}
    return frozenset(said | left | asked)


def as_amended(terms: BoundTerms, margins: Mapping[Side, Margin]) -> BoundTerms:
    """Return terms with the minimum that an initial-margin annex puts in the place of theirs.

    Args:
        terms: The leg of another annex.
        margins: What the initial-margin annex asks of each posting party.

    Law:
        csa-2018-im-ny 13(s) · csd-2018-im-eng 13(s).
    """
    if terms.form not in VARIATION_MARGIN:
        return terms
    poster, holder = terms.minimum_for_delivery, terms.minimum_for_return
    undefined, unclear = terms.undefined, terms.unclear
    for margin in margins.values():
        undefined += margin.open_minimum(terms.pledgor, terms.secured_party)
        unclear += margin.unclear_minimum(terms.pledgor, terms.secured_party)
        others = margin.other_minimums
        poster = others.get(terms.pledgor, poster)
        holder = others.get(terms.secured_party, holder)
    return replace(
        terms,
        minimum_for_delivery=poster,
        minimum_for_return=holder,
        undefined=tuple(dict.fromkeys(undefined)),
        unclear=tuple(dict.fromkeys(unclear)),
    )
