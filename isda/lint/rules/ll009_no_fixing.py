"""A loss-limit agreement names no exchange rate for its valuations.

What it finds:
    A loss-limit agreement without `fixing:`.
Why it matters:
    The won made of one dollar of loss differ between the close of the day and the market
    average rate, and the average published for a day is made of the trades of the day before.
    On a day of turmoil that decides whether there is a call.
What to do:
    Write source and day, such as `fixing: market average rate of the day before`.
Law:
    The fixing of the agreement.
"""

from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.law.paragraphs import cite
from isda.lint.loss_limits import is_silent, loss_limits
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import Sheet


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for annex in loss_limits(sheet):
        if is_silent(annex, "fixing"):
            yield Flaw(
                annex.at("fixing"),
                "the agreement does not say which exchange rate values the trades",
                "write source and day, such as `fixing: market average rate of the day before`",
                why="rates of one day differ, and the market average rate is a day old",
                cites=(cite("fixing", annex.form),),
            )


RULE = Rule(Severity.ERROR, _find)
