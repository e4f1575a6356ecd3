"""A rounding multiple is above the minimum transfer amount.

What it finds:
    A movement whose multiple is larger than the minimum transfer amount that it is tested
    against, in the same currency.
Why it matters:
    An amount that reaches the minimum may round to nothing where it goes down, and to far more
    than is missing where it goes up: the minimum says one thing and the rounding another.
    Where the minimum is nil the multiple is the only bound, and nothing is said.
What to do:
    Lower the multiple or raise the minimum; a minimum of at least twice the multiple leaves
    both their meaning.
Law:
    The paragraphs of the minimum transfer amount and of the rounding: the test comes first,
    the rounding after it.
"""

from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.law.paragraphs import cite
from isda.lint.movements import WAYS, Movements, movements
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import Sheet


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for each in movements(sheet):
        for way in WAYS:
            yield from _of(each, way)


def _of(movement: Movements, way: str) -> Iterator[Flaw]:
    said, least = movement.multiple(way), movement.least(way)
    if said is None or least is None or said.multiple.amount <= least.amount.amount:
        return
    form = movement.annex.form
    yield Flaw(
        movement.at(way),
        f"the {way} is rounded by {said.multiple}, which is above the minimum transfer amount "
        f"of party {least.side}, {least.amount}",
        f"lower the multiple to {least.amount} or less, or raise the minimum",
        why="an amount that just reaches the minimum is then rounded to nothing, or up by a "
        "large part of itself",
        cites=(cite("rounding", form), cite("minimum-transfer-amount", form)),
        also=((least.at, f"the minimum is {least.amount}"),),
    )


RULE = Rule(Severity.WARNING, _find)
