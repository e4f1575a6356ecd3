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
from itertools import permutations
from typing import NamedTuple

from isda.basics.faults import AmountError
from isda.basics.finding import Severity
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


class RatedRow(NamedTuple):
    """A row that counts while a rating holds.

    Attributes:
        row: The row.
        at: The way to it.
        test: What it asks for.
    """

    row: CollateralRow
    at: str
    test: OnlyWhile


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for table in tables(sheet):
        told: set[tuple[str, str]] = set()
        for side, column in table.lanes:
            for better, worse in permutations(_rated(table.posted_by(side)), 2):
                if (better.at, worse.at) in told or not _differ_by_rating(table, better, worse):
                    continue
                cells = [each.row.counted(side, column) for each in (better, worse)]
                first, second = map(share_counted, cells)
                if first is not None and second is not None and second > first:
                    told.add((better.at, worse.at))
                    yield _flaw(table, better, worse, *map(str, cells))


def _rated(rows: list[RowSeen]) -> Iterator[RatedRow]:
    for row, at in rows:
        if row.only_while is not None and row.only_while.bound:
            yield RatedRow(row, at, row.only_while)


def _differ_by_rating(table: Table, better: RatedRow, worse: RatedRow) -> bool:
    """Whether two rows are alike but for the rating, and the first asks for a better one."""
    first, second = better.test, worse.test
    if first.at_least is None or whose(first) != whose(second):
        return False
    if any(getattr(better.row, key) != getattr(worse.row, key) for key in BUT_FOR):
        return False
    agencies = first.read_by(table.annex.terms.agencies)
    try:
        mine, others = (grades_of(test.bound, agencies) for test in (first, second))
    except AmountError:
        return False
    if not all(map(Grade.is_at_least, mine, others)):
        return False
    return second.at_least is None or first.bound != second.bound


def _flaw(table: Table, better: RatedRow, worse: RatedRow, first: str, second: str) -> Flaw:
    printed = worse.row.at is not None or worse.row.note is not None
    return Flaw(
        f"{worse.at}.{worse.row.kind}",
        f"the row for {worse.test.asked} has {second}, which counts for more than {first} in "
        f"the row for {better.test.asked}",
        "check both rows against the document; if it is printed so, say where with `at:`",
        why="a worse rating usually counts for less",
        cites=(cite("valuation-percentage", table.annex.form),),
        also=((f"{better.at}.{better.row.kind}", "the row for the better rating"),),
        severity=Severity.INFO if printed else None,
    )


RULE = Rule(Severity.WARNING, _find)
