"""A loss-limit agreement names no eligible collateral.

What it finds:
    A loss-limit agreement without `eligible_collateral:`.
Why it matters:
    A call says what the client has to deliver; where nothing is eligible, nothing that it
    delivers counts, and what is held has no value.
What to do:
    Add the table of the agreement, beginning with cash: `- asset: cash`.
Law:
    The eligible collateral of the agreement.
"""

from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.law.paragraphs import cite
from isda.lint.loss_limits import loss_limits
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import Sheet


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for annex in loss_limits(sheet):
        if not annex.terms.eligible_collateral:
            yield Flaw(
                annex.at("eligible_collateral"),
                "the agreement names nothing that the client may deliver",
                "add `eligible_collateral:` with a row for each asset and its percentage",
                why="where nothing is eligible, nothing that is delivered counts",
                cites=(cite("eligible-collateral", annex.form),),
            )


RULE = Rule(Severity.ERROR, _find)
