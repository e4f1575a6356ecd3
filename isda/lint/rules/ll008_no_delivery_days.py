"""A loss-limit agreement does not say by when the client delivers.

What it finds:
    A loss-limit agreement without `delivery_within:`.
Why it matters:
    Until the days are over a client that has not delivered is not late; where the agreement
    says none, nobody can tell when it is. The bank's usage is not a term.
What to do:
    Write the days of the agreement, such as `delivery_within: 2 Seoul business days`.
Law:
    The delivery days of the agreement.
"""

from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.law.paragraphs import cite
from isda.lint.loss_limits import is_silent, loss_limits
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import Sheet


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for annex in loss_limits(sheet):
        if is_silent(annex, "delivery_within"):
            yield Flaw(
                annex.at("delivery_within"),
                "the agreement does not say within how many days the client delivers",
                "write the days, such as `delivery_within: 2 Seoul business days`",
                why="without the days nobody can tell when the client is late",
                cites=(cite("delivery-days", annex.form),),
            )


RULE = Rule(Severity.ERROR, _find)
