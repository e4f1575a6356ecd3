"""The minimum transfer amounts of one party under the annexes of one day."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from isda.basics.money import Money
from isda.basics.party import Side
from isda.lint.regimes import greatest
from isda.lint.sheet import AnnexSeen
from isda.terms.reading import Answer

KEY = "minimum_transfer_amount"
OTHER = "amends_minimum_transfer_amount_of_other_csa"


class Minimum(NamedTuple):
    """One minimum transfer amount: the annex it belongs to, the amount, and the way to it."""

    annex: AnnexSeen
    money: Money
    path: str


def is_stated(term: Any) -> bool:
    """Whether a term of an amount says anything, be it that it is unresolved."""
    rows = getattr(term, "while_", ()) or getattr(term, "by_rating", ())
    return bool(rows) or term.unresolved is not None or term.value is not Answer.NOT_STATED


def set_by_margin(annexes: tuple[AnnexSeen, ...], poster: Side) -> AnnexSeen | None:
    """Return the initial-margin annex that sets the minimum of the other annex, if one does."""
    for annex in annexes:
        if annex.is_initial_margin and is_stated(getattr(annex.terms, OTHER).of(poster)):
            return annex
    return None


def minimums_of(annexes: tuple[AnnexSeen, ...], poster: Side) -> tuple[Minimum, ...] | None:
    """Return the greatest minimum of a party under each annex; None where one is not known.

    Args:
        annexes: The annexes as they stand on one day.
        poster: The party that posts.
    """
    setter = set_by_margin(annexes, poster)
    found = tuple(_minimums(annexes, poster, setter))
    known = tuple(each for each in found if each is not None)
    return known if len(known) == len(found) else None


def _minimums(
    annexes: tuple[AnnexSeen, ...], poster: Side, setter: AnnexSeen | None
) -> Iterator[Minimum | None]:
    for annex in annexes:
        if poster not in annex.posters or _is_by_regime(annex):
            continue
        is_set = setter is not None and not annex.is_initial_margin
        owner, key = (setter, OTHER) if setter and is_set else (annex, KEY)
        said = greatest(getattr(owner.terms, key).of(poster))
        if isinstance(said, Money):
            yield Minimum(annex, said, owner.at(f"{key}.{poster}"))
        elif said is None:
            yield None
        else:
            currency = annex.base_currency or "USD"
            yield Minimum(annex, Money(Decimal(0), currency), owner.at(f"{key}.{poster}"))


def _is_by_regime(annex: AnnexSeen) -> bool:
    """Whether sets of rules of the annex have minimums of their own."""
    regimes = getattr(annex.terms, "regimes", {})
    return any(getattr(each, "has_own_minimum", False) for each in regimes.values())
