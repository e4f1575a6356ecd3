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

from collections.abc import Iterator

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
    of_one_kind,
    shared_by,
    tables,
    unowned,
)
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import Sheet
from isda.terms.collateral import KINDS

Gap = tuple[str, str]
"""The way to a gap, and what is said of it."""


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for table in tables(sheet, without=KINDS):
        gaps: dict[Gap, None] = {}
        for side in table.annex.posters:
            rows = table.posted_by(side)
            for group in of_one_kind(rows):
                gaps.update(dict.fromkeys(_between_rows(group, rows)))
            for seen in rows:
                gaps.update(dict.fromkeys(_inside(seen)))
        yield from (_flaw(table, at, message) for at, message in gaps)
    for lines in lives(sheet):
        yield from _between_lives(lines)


def _between_rows(group: list[RowSeen], rows: list[RowSeen]) -> Iterator[Gap]:
    """Yield the gaps of one asset that no other row of the table fills."""
    owned = [(seen.row.maturities, seen) for seen in group if seen.row.maturities]
    owned.sort(key=lambda each: begins(each[0]))
    for gap in unowned([held for held, _ in owned], None):
        after = next(seen for held, seen in owned if begins(held) >= begins(gap))
        own = {id(seen) for seen in group}
        if not any(_fills(seen, after, gap) for seen in rows if id(seen) not in own):
            at = f"{after.at}.{after.row.measure}"
            yield at, f"no row owns a maturity of {named(gap)}, which lies between two that do"


def _fills(seen: RowSeen, after: RowSeen, gap: MaturityRange) -> bool:
    held = seen.row.maturities
    return may_meet(seen.row, after.row) and (held is None or shared_by(held, gap) is not None)


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
    for gap in unowned([row.held for row in rows], None) if rows else ():
        after = next(row for row in rows if begins(row.held) >= begins(gap))
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
