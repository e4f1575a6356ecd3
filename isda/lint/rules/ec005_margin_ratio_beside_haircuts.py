"""A margin ratio stands beside haircuts.

What it finds:
    A table of eligible collateral in which some rows state a haircut and others a margin
    ratio above 100 %.
Why it matters:
    The two look alike and are not: a haircut is taken off, a margin ratio divides. A ratio of
    108 % counts 100 ÷ 1.08 = 92.59 of 100, which is a haircut of 7.41 %, not of 8 %.
What to do:
    Check that the ratio is printed as a ratio. Nothing is to be changed where it is.
Law:
    The paragraph of the percentages; a margin ratio is Korean usage.
"""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from isda.basics.arithmetic import EXACT
from isda.basics.finding import Severity
from isda.basics.percentages import HUNDRED, MarginRatio
from isda.law.paragraphs import cite
from isda.lint.buckets import ONE, RowSeen, Table, share_counted, tables
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import Sheet

PLACES = Decimal("0.01")


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for table in tables(sheet):
        haircuts = [seen for seen in table.rows if seen.row.kind == "haircut"]
        if haircuts:
            for seen in table.rows:
                yield from _of(table, seen, haircuts[0])


def _of(table: Table, seen: RowSeen, haircut: RowSeen) -> Iterator[Flaw]:
    ratios = (seen.row.counted(side, column) for side, column in table.lanes)
    ratio = next((each for each in ratios if isinstance(each, MarginRatio)), None)
    share = share_counted(ratio)
    if ratio is None or share is None or share == ONE:
        return
    off = _percent(EXACT.subtract(ONE, share))
    looks = _percent(EXACT.subtract(ratio.fraction, ONE))
    yield Flaw(
        f"{seen.at}.margin_ratio",
        f"a margin ratio of {ratio} stands beside haircuts: it takes off {off}, not {looks}",
        f"nothing to do if the document prints a ratio; otherwise write `haircut: {looks}`",
        why="a haircut is taken off the value, and a margin ratio divides it",
        cites=(cite("valuation-percentage", table.annex.form),),
        also=((f"{haircut.at}.haircut", "a haircut of the same table"),),
    )


def _percent(fraction: Decimal) -> str:
    """Return a fraction as a percentage with two places at most."""
    percent = EXACT.multiply(fraction, HUNDRED).quantize(PLACES, ROUND_HALF_UP)
    return f"{percent.normalize():f}%"


RULE = Rule(Severity.INFO, _find)
