"""A worse rating counts for more than a better one.

What it finds:
    Two rows of one asset and one range of maturities that differ by the rating they ask for,
    of which the one for the worse rating counts for more.
Why it matters:
    Two rows changed for each other, or `at_least:` and `below:` exchanged, look exactly like
    this; the riskier paper would then cover more.
What to do:
    Check both rows against the document. Where it is printed so, say where with `at:` or
    `note:`: then it is information only.
Law:
    The paragraph of the percentages.
"""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from itertools import takewhile
from typing import Any, NamedTuple

from isda.basics.faults import AmountError
from isda.basics.finding import Severity
from isda.basics.party import Side
from isda.basics.ratings import Grade
from isda.law.paragraphs import cite
from isda.lint.buckets import RowSeen, Table, share_counted, tables, whose
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import Sheet
from isda.terms.collateral import CollateralRow
from isda.terms.ratings import grades_of
from isda.terms.row_conditions import OnlyWhile

BUT_FOR = (
    "asset",
    "currency",
    "issuers",
    "coupon",
    "code",
    "excludes",
    "measure",
    "maturities",
)
Rated = tuple[CollateralRow, str, OnlyWhile, tuple[Grade, ...]]
"""A row that counts while a rating holds, its place, its test and the rating it names."""


class RatedRow(NamedTuple):
    """A row that counts while a rating holds.

    Attributes:
        row: The row.
        at: The way to it.
        test: What it asks for.
        grades: The rating it names, by each of the agencies.
        cell: What it says in a lane.
        share: What 100 counts for by that.
    """

    row: CollateralRow
    at: str
    test: OnlyWhile
    grades: tuple[Grade, ...]
    cell: str
    share: Decimal


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for table in tables(sheet):
        told: set[str] = set()
        posted = {side: _rated(table, table.posted_by(side)) for side in table.annex.posters}
        for side, column in table.lanes:
            for group in posted[side]:
                for better, worse in _out_of_order(_counted(group, side, column)):
                    if worse.at not in told:
                        told.add(worse.at)
                        yield _flaw(table, better, worse)


def _rated(table: Table, rows: list[RowSeen]) -> list[list[Rated]]:
    """Return the rows that name a rating, those together that differ by it alone."""
    found: dict[tuple[Any, ...], list[Rated]] = {}
    for row, at in rows:
        test = row.only_while
        if test is None or not test.bound:
            continue
        try:
            grades = grades_of(test.bound, test.read_by(table.annex.terms.agencies))
        except AmountError:
            continue
        key = (*(getattr(row, name) for name in BUT_FOR), whose(test))
        found.setdefault(key, []).append((row, at, test, grades))
    return [group for group in found.values() if len(group) > 1]


def _counted(group: list[Rated], side: Side, column: str | None) -> list[RatedRow]:
    """Return the rows of a group that have a percentage in a lane."""
    cells = ((each, each[0].counted(side, column)) for each in group)
    shares = ((each, str(cell), share_counted(cell)) for each, cell in cells)
    return [RatedRow(*each, cell, share) for each, cell, share in shares if share is not None]


def _out_of_order(rows: list[RatedRow]) -> Iterator[tuple[RatedRow, RatedRow]]:
    """Yield each row that counts for more than one for a better rating, behind that one.

    Of the rows that ask for at least the same rating the one that counts least is enough.
    """
    least: dict[tuple[Grade, ...], RatedRow] = {}
    for row in sorted(rows, key=lambda each: each.share):
        if row.test.at_least is not None:
            least.setdefault(row.grades, row)
    for worse in rows:
        for better in takewhile(partial(_counts_less, worse), least.values()):
            is_other = worse.test.at_least is None or better.grades != worse.grades
            if is_other and all(map(Grade.is_at_least, better.grades, worse.grades)):
                yield better, worse
                break


def _counts_less(than: RatedRow, row: RatedRow) -> bool:
    return row.share < than.share


def _flaw(table: Table, better: RatedRow, worse: RatedRow) -> Flaw:
    printed = worse.row.at is not None or worse.row.note is not None
    return Flaw(
        f"{worse.at}.{worse.row.kind}",
        f"the row for {worse.test.asked} has {worse.cell}, which counts for more than "
        f"{better.cell} in the row for {better.test.asked}",
        "check both rows against the document; if it is printed so, say where with `at:`",
        why="a worse rating usually counts for less",
        cites=(cite("valuation-percentage", table.annex.form),),
        also=((f"{better.at}.{better.row.kind}", "the row for the better rating"),),
        severity=Severity.INFO if printed else None,
    )


RULE = Rule(Severity.WARNING, _find)
