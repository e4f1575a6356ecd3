"""Two rows of the table claim the same collateral.

What it finds:
    Two rows that one item may fall under at once: the same asset, currency and issuer, ranges
    of maturity that share a value, and conditions that can hold together; and parts of a
    percentage split by maturity, or rows of a look-up table under `tables:`, that overlap.
Why it matters:
    The document then gives two percentages for one item and does not say which counts: its
    value is undefined, and so is the call.
What to do:
    Open one of the two ends, as in `[0y, 5y)` and `[5y, 10y]`; write `below:` in the row for
    the lower rating; or take one row out.
Law:
    The paragraph of eligible collateral and its percentages.
"""

from collections.abc import Iterator

from isda.basics.days import MaturityRange
from isda.basics.finding import Severity
from isda.law.paragraphs import cite
from isda.lint.buckets import (
    Life,
    RowSeen,
    Table,
    lives,
    named,
    overlapping,
    shared_by,
    tables,
)
from isda.lint.claims import Claims, beginning
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import AnnexSeen, Sheet
from isda.terms.collateral import KINDS

TOPIC = "eligible-collateral"


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for table in tables(sheet, without=KINDS):
        for rows in table.posted:
            yield from _among(table, rows)
        for seen in table.rows:
            yield from _inside(table, seen)
    for lines in lives(sheet):
        yield from _of_lives(lines)


def _of_lives(lines: list[Life]) -> Iterator[Flaw]:
    of = {each.held: each for each in lines}
    for one, other, both in overlapping(of):
        line = of[other]
        yield _flaw(line.annex, "credit-support-amount", line.at, _claim(both), of[one].at)


def _among(table: Table, rows: list[RowSeen]) -> Iterator[Flaw]:
    """Yield each row that another one overlaps, once: the first to mend, not every pair."""
    claims, numbers = Claims(rows), {seen.at: number for number, seen in enumerate(rows)}
    for seen in sorted(rows, key=lambda each: beginning(each.row.maturities)):
        met = claims.met(seen.row, seen.row.maturities, (seen.row.measure, None))
        claims.add(seen, seen.row.measure)
        if met is not None:
            one, other = sorted((met, seen), key=lambda each: numbers[each.at])
            yield _of_rows(table, one, other)


def _of_rows(table: Table, one: RowSeen, other: RowSeen) -> Flaw:
    mine, others = one.row.maturities, other.row.maturities
    both = None if mine is None or others is None else shared_by(mine, others)
    if both is None:
        return _flaw(table.annex, TOPIC, other.at, "two rows claim the same collateral", one.at)
    first, second = (f"{seen.at}.{seen.row.measure}" for seen in (one, other))
    return _flaw(table.annex, TOPIC, second, _claim(both), first)


def _inside(table: Table, seen: RowSeen) -> Iterator[Flaw]:
    for column, cell in (seen.row.by_column or {}).items():
        if isinstance(cell, dict) and cell:
            at = f"{seen.at}.{seen.row.kind}.{column}"
            for one, other, both in overlapping(cell):
                yield _flaw(table.annex, TOPIC, f"{at}.{other}", _claim(both), f"{at}.{one}")


def _claim(both: MaturityRange) -> str:
    return f"two rows claim a maturity of {named(both)}"


def _flaw(annex: AnnexSeen, topic: str, at: str, message: str, other: str) -> Flaw:
    return Flaw(
        at,
        message,
        "open one of the two ends, or take one of the rows out",
        why="the document then gives two percentages, and its value is undefined",
        cites=(cite(topic, annex.form),),
        also=((other, "the other row that claims it"),),
    )


RULE = Rule(Severity.WARNING, _find)
