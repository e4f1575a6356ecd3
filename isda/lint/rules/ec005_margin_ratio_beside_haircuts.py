"""A margin ratio stands beside haircuts.

What it finds:
    A table of eligible collateral in which some rows state a haircut, or securities a
    valuation percentage below 100 %, and others a margin ratio above 100 %. A percentage of
    cash is left alone: no ratio is printed for it.
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
from isda.terms.collateral import KINDS

PLACES = Decimal("0.01")
CASH = "cash"
VALUATION = "valuation_percentage"


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for table in tables(sheet, without=KINDS):
        rows = [seen for seen in table.rows if seen.row.kind == "haircut"]
        rows += [seen for seen in table.rows if _counts_less(table, seen)]
        for seen in table.rows if rows else ():
            yield from _of(table, seen, rows[0])


def _counts_less(table: Table, seen: RowSeen) -> bool:
    """Whether a row of securities states a valuation percentage below 100 %."""
    if seen.row.kind != VALUATION or seen.row.asset.casefold() == CASH:
        return False
    shares = (share_counted(seen.row.counted(side, column)) for side, column in table.lanes)
    return any(share is not None and share < ONE for share in shares)


def _of(table: Table, seen: RowSeen, beside: RowSeen) -> Iterator[Flaw]:
    ratios = (seen.row.counted(side, column) for side, column in table.lanes)
    ratio = next((each for each in ratios if isinstance(each, MarginRatio)), None)
    share = share_counted(ratio)
    if ratio is None or share is None or share == ONE:
        return
    off = _percent(EXACT.subtract(ONE, share))
    looks = _percent(EXACT.subtract(ratio.fraction, ONE))
    at, others = f"{seen.at}.margin_ratio", f"{beside.at}.{beside.row.kind}"
    cites = (cite("valuation-percentage", table.annex.form),)
    if beside.row.kind == VALUATION:
        counts = _percent(share)
        yield Flaw(
            at,
            f"a margin ratio of {ratio} stands beside valuation percentages: it counts "
            f"{counts} of the value",
            "nothing to do if the document prints a ratio; otherwise write "
            "`valuation_percentage:` with the figure meant",
            why="a valuation percentage multiplies the value, and a margin ratio divides it",
            cites=cites,
            also=((others, "a valuation percentage of the same table"),),
        )
        return
    yield Flaw(
        at,
        f"a margin ratio of {ratio} stands beside haircuts: it takes off {off}, not {looks}",
        f"nothing to do if the document prints a ratio; otherwise write `haircut: {looks}`",
        why="a haircut is taken off the value, and a margin ratio divides it",
        cites=cites,
        also=((others, "a haircut of the same table"),),
    )


def _percent(fraction: Decimal) -> str:
    """Return a fraction as a percentage with two places at most."""
    percent = EXACT.multiply(fraction, HUNDRED).quantize(PLACES, ROUND_HALF_UP)
    return f"{percent.normalize():f}%"


RULE = Rule(Severity.INFO, _find)
