"""A longer maturity counts for more than a shorter one.

What it finds:
    Rows of one asset, or parts of one percentage, in which collateral of a longer maturity
    counts for more than that of a shorter maturity. Valuation percentages, haircuts and margin
    ratios are compared by what 100 counts for.
Why it matters:
    Longer bonds move more. Two rows changed for each other, or a figure mistyped, look exactly
    like this; some documents print it so all the same.
What to do:
    Check the row against the document. Where it is printed so, say where with `at:` or
    `note:`: then it is information only.
Law:
    The paragraph of the percentages.
"""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from isda.basics.finding import Severity
from isda.law.paragraphs import cite
from isda.lint.buckets import Bucket, Table, buckets, of_one_kind, share_counted, tables
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import Sheet


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for table in tables(sheet):
        told: set[tuple[str, str]] = set()
        groups = {side: of_one_kind(table.posted_by(side)) for side in table.annex.posters}
        for side, column in table.lanes:
            for group in groups[side]:
                for one, other in pairwise(_figures(buckets(group, side, column))):
                    if other[1] > one[1]:
                        pair = (str(one[0].range), f"{other[0].at} {other[0].range}")
                        if pair not in told:
                            told.add(pair)
                            yield _flaw(table, one[0], other[0])


def _figures(found: list[Bucket]) -> list[tuple[Bucket, Decimal]]:
    """Return the buckets that have a percentage, with what 100 % counts for."""
    shares = ((bucket, share_counted(bucket.cell)) for bucket in found)
    return [(bucket, share) for bucket, share in shares if share is not None]


def _flaw(table: Table, shorter: Bucket, longer: Bucket) -> Flaw:
    return Flaw(
        longer.at,
        f"maturities of {longer.range} have a {longer.cell.word} of {longer.cell} and count "
        f"for more than {shorter.range} with a {shorter.cell.word} of {shorter.cell}",
        "check both rows against the document; if it is printed so, say where with `at:`",
        why="longer bonds move more, so they usually count for less",
        cites=(cite("valuation-percentage", table.annex.form),),
        also=((shorter.at, "the shorter maturities"),),
        severity=Severity.INFO if longer.is_printed else None,
    )


RULE = Rule(Severity.WARNING, _find)
