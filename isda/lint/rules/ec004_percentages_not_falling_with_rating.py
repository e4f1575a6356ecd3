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

from isda.basics.faults import AmountError
from isda.basics.finding import Severity
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


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for table in tables(sheet):
        told: set[tuple[str, str]] = set()
        for side, column in table.lanes:
            rated = [seen for seen in table.posted_by(side) if seen.row.only_while]
            for better, worse in permutations(rated, 2):
                if (better.at, worse.at) in told or not _differ_by_rating(table, better, worse):
                    continue
                cells = [seen.row.counted(side, column) for seen in (better, worse)]
                first, second = map(share_counted, cells)
                if first is not None and second is not None and second > first:
                    told.add((better.at, worse.at))
                    yield _flaw(table, better, worse, *map(str, cells))


def _differ_by_rating(table: Table, better: RowSeen, worse: RowSeen) -> bool:
    """Whether two rows are alike but for the rating, and the first asks for a better one."""
    if any(getattr(better.row, key) != getattr(worse.row, key) for key in BUT_FOR):
        return False
    first, second = _condition(better.row), _condition(worse.row)
    if first.at_least is None or not second.bound or whose(first) != whose(second):
        return False
    agencies = first.read_by(table.annex.terms.agencies)
    try:
        pairs = list(
            zip(
                grades_of(first.bound, agencies), grades_of(second.bound, agencies), strict=True
            )
        )
    except AmountError:
        return False
    if any(one.place is None or not one.is_at_least(other) for one, other in pairs):
        return False
    return second.at_least is None or first.bound != second.bound


def _condition(row: CollateralRow) -> OnlyWhile:
    return row.only_while or OnlyWhile(approved_by="nobody")


def _flaw(table: Table, better: RowSeen, worse: RowSeen, first: str, second: str) -> Flaw:
    printed = worse.row.at is not None or worse.row.note is not None
    return Flaw(
        f"{worse.at}.{worse.row.kind}",
        f"the row for {_condition(worse.row).asked} has {second}, which counts for more than "
        f"{first} in the row for {_condition(better.row).asked}",
        "check both rows against the document; if it is printed so, say where with `at:`",
        why="a worse rating usually counts for less",
        cites=(cite("valuation-percentage", table.annex.form),),
        also=((f"{better.at}.{better.row.kind}", "the row for the better rating"),),
        severity=Severity.INFO if printed else None,
    )


RULE = Rule(Severity.WARNING, _find)
