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
from itertools import combinations

from isda.basics.days import MaturityRange
from isda.basics.finding import Severity
from isda.law.paragraphs import cite
from isda.lint.buckets import (
    Life,
    RowSeen,
    Table,
    begins,
    lives,
    may_meet,
    named,
    shared_by,
    tables,
)
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import AnnexSeen, Sheet
from isda.terms.collateral import KINDS

TOPIC = "eligible-collateral"


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for table in tables(sheet, without=KINDS):
        for one, other in combinations(table.rows, 2):
            posters = set(one.row.for_) & set(other.row.for_) & set(table.annex.posters)
            if posters and may_meet(one.row, other.row):
                yield from _of_rows(table, one, other)
        for seen in table.rows:
            yield from _inside(table, seen)
    for lines in lives(sheet):
        yield from _of_lives(lines)


def _of_lives(lines: list[Life]) -> Iterator[Flaw]:
    for one, other in combinations(lines, 2):
        both = shared_by(one.held, other.held)
        if both is not None:
            yield _flaw(other.annex, "credit-support-amount", other.at, _claim(both), one.at)


def _of_rows(table: Table, one: RowSeen, other: RowSeen) -> Iterator[Flaw]:
    mine, others = one.row.maturities, other.row.maturities
    if mine is None or others is None:
        yield _flaw(table.annex, TOPIC, other.at, "two rows claim the same collateral", one.at)
    elif one.row.measure == other.row.measure:
        both = shared_by(mine, others)
        if both is not None:
            first, second = (f"{seen.at}.{seen.row.measure}" for seen in (one, other))
            yield _flaw(table.annex, TOPIC, second, _claim(both), first)


def _inside(table: Table, seen: RowSeen) -> Iterator[Flaw]:
    for column, cell in (seen.row.by_column or {}).items():
        if isinstance(cell, dict):
            at = f"{seen.at}.{seen.row.kind}.{column}"
            for one, other in combinations(sorted(cell, key=begins), 2):
                both = shared_by(one, other)
                if both is not None:
                    yield _flaw(
                        table.annex, TOPIC, f"{at}.{other}", _claim(both), f"{at}.{one}"
                    )


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
