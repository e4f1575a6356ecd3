"""Cash has a percentage below 100 % that the 1994 form does not apply.

What it finds:
    A row of cash that counts for less than 100 % in a 1994 New York annex without
    `cash_percentage: applies`.
Why it matters:
    The 1994 form values cash at its face: the percentage in the table has no effect, and cash
    counts for more than the table says.
What to do:
    Write `cash_percentage: applies` if the parties agreed so; otherwise 100 %.
Law:
    The definition of Value in the 1994 form, and the paragraph of the percentages.
"""

from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.law.forms import Form
from isda.law.paragraphs import cite
from isda.lint.buckets import ONE, RowSeen, Table, share_counted, tables
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import Sheet
from isda.terms.switches import CashPercentage

CASH = "cash"
LINE = f"cash_percentage: {CashPercentage.APPLIES}"


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for table in tables(sheet):
        annex = table.annex
        if annex.form is Form.CSA_1994_NEW_YORK and not annex.is_lost("cash_percentage"):
            term = annex.terms.cash_percentage
            if term.value is not CashPercentage.APPLIES and not term.unresolved:
                for seen in table.rows:
                    if seen.row.asset.casefold() == CASH:
                        yield from _of(table, seen)


def _of(table: Table, seen: RowSeen) -> Iterator[Flaw]:
    annex, row = table.annex, seen.row
    cells = [row.counted(side, column) for side, column in table.lanes if side in row.for_]
    shares = [share for share in map(share_counted, cells) if share is not None]
    if all(share >= ONE for share in shares):
        return
    yield Flaw(
        f"{seen.at}.{row.kind}",
        "the table counts cash for less than 100%, and the 1994 form values it at its face",
        f"write `{LINE}` if that was agreed, or 100% here",
        why="the percentage of the table has no effect on cash in the printed form",
        cites=(cite("value", annex.form), cite("valuation-percentage", annex.form)),
        fix=None
        if annex.says("cash_percentage")
        else annex.sheet.adding(annex.path, LINE, f"say `{LINE}`", is_safe=False),
    )


RULE = Rule(Severity.WARNING, _find)
