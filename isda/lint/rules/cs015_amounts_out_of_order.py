"""The amounts of a table by rating do not follow the ratings.

What it finds:
    A threshold or minimum transfer amount that grows as the rating falls, or an independent
    amount or performance deposit that shrinks; rows of one currency, or of one kind of share.
Why it matters:
    A worse rating is meant to leave less unsecured. Two rows changed for each other, or a zero
    too many, look exactly like this.
What to do:
    Correct the amount of the row, or accept the finding where the document prints it so.
Law:
    The paragraph of the amount that the table gives.
"""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Any

from isda.basics.finding import Severity
from isda.basics.money import Money
from isda.basics.percentages import Percentage
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import Sheet
from isda.lint.tables_by_rating import TableByRating, tables_by_rating
from isda.terms.reading import Answer

UNSECURED = frozenset({"threshold", "minimum_transfer_amount"})
"""Elections of which a better rating has more."""


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for table in tables_by_rating(sheet):
        rows = [(name, row) for name, row in table.ordered() if _size(row) is not None]
        for (better, first), (worse, second) in pairwise(rows):
            if _is_out_of_order(table, first, second):
                yield Flaw(
                    f"{table.at}.by_rating.{worse}",
                    f"the row `{worse}` says {_said(second)}, and the better row `{better}` "
                    f"says {_said(first)}",
                    "check the two amounts: were the rows exchanged, or a figure mistyped?",
                    why="a worse rating is meant to leave less unsecured, not more",
                    cites=table.cites,
                    also=((f"{table.at}.by_rating.{better}", "the better row"),),
                )


def _is_out_of_order(table: TableByRating, better: Any, worse: Any) -> bool:
    (kind, size), (other_kind, other) = _size(better), _size(worse)
    if kind != other_kind and None not in {kind, other_kind}:
        return False
    return bool(other > size if table.key in UNSECURED else other < size)


def _size(row: Any) -> Any:
    """Return the kind of a row's amount (a currency, or a share) and its size, or None.

    Nil and infinite are of every kind.
    """
    said = row.value if row.percent_of_notional is None else row.percent_of_notional
    if isinstance(said, Money):
        return said.currency if said.amount else None, said.amount
    if isinstance(said, tuple):
        return None  # a list by attributes has no one size
    if isinstance(said, Percentage):
        return "share", said.fraction
    return {Answer.NIL: (None, Decimal(0)), Answer.INFINITE: (None, Decimal("Infinity"))}.get(
        said
    )


def _said(row: Any) -> str:
    return str(row.value if row.percent_of_notional is None else row.percent_of_notional)


RULE = Rule(Severity.WARNING, _find)
