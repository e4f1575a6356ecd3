"""Maturity buckets leave a gap.

What it finds:
    Rows of one asset whose ranges of maturity leave values between them that no row holds, and
    a percentage split by maturity whose parts do not fill their row. An end that is open on
    both sides, such as `[0y, 5y)` beside `(5y, 10y]`, leaves exactly that value. The rows of a
    look-up table under `tables:` are looked at in the same way.
Why it matters:
    Collateral with such a maturity is of an asset that is eligible and has no percentage: its
    value is undefined, and so is the call. A life between two rows of a look-up table is read
    in the next row up, which the document may not say.
What to do:
    Close one of the two ends, or add the missing row. Nothing is said of maturities before the
    first row or after the last: those are simply not eligible.
Law:
    The paragraph of eligible collateral and its percentages.
"""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date

from isda.basics.days import MaturityRange
from isda.basics.finding import Severity
from isda.law.paragraphs import cite
from isda.lint.buckets import (
    Life,
    RowSeen,
    Table,
    begins,
    ends,
    lives,
    named,
    of_one_kind,
    tables,
    unowned,
)
from isda.lint.claims import Claims, beginning
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import Sheet
from isda.terms.collateral import KINDS

Gap = tuple[str, str]
"""The way to a gap, and what is said of it."""


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for table in tables(sheet, without=KINDS):
        gaps: dict[Gap, None] = {}
        for rows in table.posted:
            gaps.update(dict.fromkeys(_between_rows(rows)))
            for seen in rows:
                gaps.update(dict.fromkeys(_inside(seen)))
        yield from (_flaw(table, at, message) for at, message in gaps)
    for lines in lives(sheet):
        yield from _between_lives(lines)


def _between_rows(rows: list[RowSeen]) -> Iterator[Gap]:
    """Yield the gaps of each asset that no other row of the table fills."""
    gaps = [each for group in of_one_kind(rows) for each in _gaps(group)]
    if not gaps:
        return
    claims = Claims(rows)
    added = sorted(rows, key=lambda seen: beginning(seen.row.maturities), reverse=True)
    for gap, after in sorted(gaps, key=lambda each: _last(each[0])):
        while added and (*beginning(added[-1].row.maturities), 0) < _last(gap):
            claims.add(added.pop())
        if claims.met(after.row, gap, (None,)) is None:
            at = f"{after.at}.{after.row.measure}"
            yield at, f"no row owns a maturity of {named(gap)}, which lies between two that do"


def _gaps(group: list[RowSeen]) -> Iterator[tuple[MaturityRange, RowSeen]]:
    """Yield the gaps between the rows of one asset, each with the row after it."""
    owned = [(seen.row.maturities, seen) for seen in group if seen.row.maturities]
    owned.sort(key=lambda each: begins(each[0]))
    starts = [begins(held) for held, _ in owned]
    for gap in unowned([held for held, _ in owned], None):
        yield gap, owned[bisect_left(starts, begins(gap))][1]


def _last(gap: MaturityRange) -> tuple[date, bool, int]:
    """Return where rows begin too late for a gap: behind its end, or at an open one."""
    last, belongs = ends(gap)
    return last, False, 1 if belongs else -1


def _inside(seen: RowSeen) -> Iterator[Gap]:
    """Yield what the parts of a percentage split by maturity leave of their row."""
    for column, cell in (seen.row.by_column or {}).items():
        if isinstance(cell, dict) and cell:
            for gap in unowned(sorted(cell, key=begins), seen.row.maturities):
                at = f"{seen.at}.{seen.row.kind}.{column}"
                yield (
                    at,
                    f"no part of the percentage owns a maturity of {named(gap)} of its row",
                )


def _between_lives(rows: list[Life]) -> Iterator[Flaw]:
    """Yield the gaps of a look-up table."""
    starts = [begins(row.held) for row in rows]
    for gap in unowned([row.held for row in rows], None) if rows else ():
        after = rows[bisect_left(starts, begins(gap))]
        yield Flaw(
            after.at,
            f"no row of the look-up table owns a life of {named(gap)}, which is read in the "
            "next row up",
            "close one of the two ends, or add the row for it",
            why="the document may not say that a life between two rows takes the next one up",
            cites=(cite("credit-support-amount", after.annex.form),),
        )


def _flaw(table: Table, at: str, message: str) -> Flaw:
    return Flaw(
        at,
        message,
        "close one of the two ends, or add the row for it",
        why="collateral of that maturity has no percentage, and its value is undefined",
        cites=(cite("eligible-collateral", table.annex.form),),
    )


RULE = Rule(Severity.WARNING, _find)
