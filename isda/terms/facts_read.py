"""What the terms of an annex may ever ask the facts for by a name."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from isda.basics.party import SIDES
from isda.terms.amounts import AmountTerm
from isda.terms.formula import Formula
from isda.terms.ratings import RatingTest, Rule
from isda.terms.regimes import names_read

OF_LOTS = frozenset({"issuer", "issue"})
"""Ratings of what is posted: whose they are is not known before a lot is."""


class FactsRead(NamedTuple):
    """What an annex reads, whatever the day.

    Attributes:
        rated: Whose ratings: a party's letter, a name, or `issuer` and `issue`.
        figures: Names of the figures that its events turn on.
        measures: Inputs of its formulas and of the tables that these look into.
    """

    rated: frozenset[str]
    figures: frozenset[str]
    measures: frozenset[str]


def facts_read(annex: Any) -> FactsRead:
    """Return what the terms of an annex may ask the facts for.

    Example:
        >>> from isda.terms.annex import CreditSupportAnnex
        >>> annex = CreditSupportAnnex.model_validate({
        ...     "form": "CSA 1994 New York",
        ...     "credit_support_amount": "max(nil, exposure + dv01 * 6500%)",
        ...     "triggers": {"Low": {"of": "B", "when": {"fact": "assets", "below": "USD 5"}}}})
        >>> read = facts_read(annex)
        >>> sorted(read.figures), "dv01" in read.measures, sorted(read.rated)
        (['assets'], True, [])
    """
    rules = [rule for each in annex.triggers.values() for _, rule in each.rules]
    figures = frozenset(rule.fact for rule in rules if rule.fact is not None)
    rated = {
        name
        for whose in (*_of_triggers(annex), *_of_terms(annex))
        for name in (SIDES if whose == "holder" else (whose,))
    }
    return FactsRead(frozenset(map(str, rated)), figures, _measures(annex))


def _of_triggers(annex: Any) -> Iterator[str]:
    for trigger in annex.triggers.values():
        if trigger.is_rated:
            yield from trigger.unless_any_of or trigger.sides
        for _, rule in trigger.rules:
            if rule.fact is None:
                yield from (rule.rating_of,) if rule.rating_of else trigger.sides


def _of_terms(annex: Any) -> Iterator[str]:
    for part, path in annex.turning:
        if isinstance(part, AmountTerm):
            side = path.rpartition(".")[2]
            yield from (
                (part.rating_of,) if part.rating_of else (side,) if side in SIDES else SIDES
            )
        elif isinstance(part, RatingTest) and not isinstance(part, Rule) and part.bound:
            yield part.rating_of or ""


def _measures(annex: Any) -> frozenset[str]:
    said = getattr(getattr(annex, "credit_support_amount", None), "value", None)
    found = set(said.names) if isinstance(said, Formula) else set()
    tables = getattr(annex, "tables", None)
    for regime in annex.regimes.values() if tables is not None else ():
        found |= names_read(regime)
    for table in (tables or {}).values():
        if not table.is_by_trade and found & set(table.columns):
            found.add("weighted_average_life")
    return frozenset(found)
