"""A row of a loss-limit agreement does not say how its percentage is meant.

What it finds:
    A row of the table without `valuation_percentage:`, `haircut:` or `margin_ratio:`.
Why it matters:
    Korean agreements use three conventions side by side: what counts (담보인정비율 98 %),
    what is taken off (할인율 2 %), and how much market value secures 100 (증거금률 102 %,
    which counts 98.04 and not 98). Without the kind the row has no value at all.
What to do:
    Write the percentage under the key of the document's own convention.
Law:
    The valuation percentages of the agreement.
"""

from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.law.paragraphs import cite
from isda.lint.loss_limits import loss_limits
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import Sheet


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for annex in loss_limits(sheet):
        for number, row in enumerate(annex.terms.eligible_collateral):
            if row.kind is None and not annex.is_lost(f"eligible_collateral.{number}"):
                yield Flaw(
                    annex.at(f"eligible_collateral.{number}.asset"),
                    f"the row of {row.asset} does not say which percentage counts",
                    "write `valuation_percentage:` (담보인정비율), `haircut:` (할인율) or "
                    "`margin_ratio:` (증거금률)",
                    why="98 %, 2 % and 102 % are three conventions, and no two are the same",
                    cites=(cite("valuation-percentage", annex.form),),
                )


RULE = Rule(Severity.ERROR, _find)
