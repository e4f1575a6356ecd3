"""Which rows of a table one lot may fall under, told without holding each against each."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import product
from typing import Any, Final

from isda.basics.days import MaturityRange
from isda.lint.buckets import RowSeen, begins, ends, shared_by, whose
from isda.terms.collateral import CollateralRow
from isda.terms.row_conditions import OnlyWhile

ANY: Final = object()
"""Stands for every value of a kind: a row that names none takes them all."""
FIRST: Final = date.min, False


class Claims:
    """Rows that are added from the shortest maturity on, and asked in the same order.

    Two rows meet where they share a name and, of currency, issuers, coupon and condition, a
    value each, or one of them names none. Rows that exclude something, or whose conditions
    nobody can compare, are taken apart. Of rows that are alike in all this the one that
    reaches furthest is kept: where it does not meet a later range, none of them does.

    Args:
        rows: All rows that are added or asked for; of what none of them names, none is told
            apart.
    """

    def __init__(self, rows: Iterable[RowSeen]) -> None:
        self._furthest: dict[tuple[Any, ...], RowSeen] = {}
        self._named = [values for values in VALUES if any(values(seen.row) for seen in rows)]

    def add(self, seen: RowSeen, lane: str | None = None) -> None:
        """Add a row that begins no earlier than those before it."""
        for key in self._keys(seen.row, lambda named: (*named, ANY) if named else (None, ANY)):
            kept = self._furthest.get((lane, *key))
            if kept is None or _reach(kept) < _reach(seen):
                self._furthest[lane, *key] = seen

    def met(
        self, row: CollateralRow, held: MaturityRange | None, lanes: Iterable[str | None]
    ) -> RowSeen | None:
        """Return an added row that a lot of another row may fall under as well, or None.

        Args:
            row: The other row.
            held: The lot's range of maturities; None for every maturity.
            lanes: The lanes to look into.
        """
        keys = [*self._keys(row, lambda named: (*named, None) if named else (ANY,))]
        for lane, key in product(lanes, keys):
            kept = self._furthest.get((lane, *key))
            if kept is not None and may_share(kept.row.maturities, held):
                return kept
        return None

    def _keys(self, row: CollateralRow, values: Any) -> Iterator[tuple[Any, ...]]:
        if row.excludes:
            return iter(())
        names = {row.asset.casefold(), (row.code or row.asset).casefold()}
        return product(names, *(values(of(row)) for of in self._named))


def may_share(one: MaturityRange | None, other: MaturityRange | None) -> bool:
    """Whether one maturity may be in both ranges; None is every maturity.

    Example:
        >>> read = MaturityRange.read
        >>> may_share(read("[0y, 5y)"), read("[5y, 10y]")), may_share(None, read("[5y, 7y]"))
        (False, True)
    """
    return one is None or other is None or shared_by(one, other) is not None


def beginning(held: MaturityRange | None) -> tuple[date, bool]:
    """Return where a range begins; every maturity begins first.

    Example:
        >>> beginning(None) < beginning(MaturityRange.read("[0d, 1y]"))
        True
    """
    return FIRST if held is None else begins(held)


def _reach(seen: RowSeen) -> tuple[date, bool]:
    held = seen.row.maturities
    return (date.max, True) if held is None else ends(held)


def _condition(test: OnlyWhile) -> Any:
    """Return what two conditions share that can hold together."""
    return whose(test) if test.at_least is not None else test.model_dump_json()


VALUES: Final[tuple[Callable[[CollateralRow], tuple[Any, ...]], ...]] = (
    lambda row: (row.currency,) if row.currency else (),
    lambda row: tuple({name.casefold() for name in row.issuers}),
    lambda row: (row.coupon,) if row.coupon else (),
    lambda row: (_condition(row.only_while),) if row.only_while else (),
)
"""What a row names of each kind that tells one lot from another."""
