"""A minimum transfer amount is below twice the rounding multiple.

What it finds:
    A movement whose minimum transfer amount is at least one multiple of its rounding and less
    than two, in the same currency.
Why it matters:
    The smallest movements then change by up to half of themselves when they are rounded. Many
    negotiators ask for a minimum of at least twice the multiple.
What to do:
    Check that the pair was agreed; otherwise lower the multiple or raise the minimum.
Law:
    The paragraphs of the minimum transfer amount and of the rounding; twice is usage, no rule
    of a form.
"""

from collections.abc import Iterator

from isda.basics.arithmetic import EXACT
from isda.basics.finding import Severity
from isda.basics.money import Money
from isda.law.paragraphs import cite
from isda.lint.movements import TWO, WAYS, Movements, movements
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import Sheet


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for each in movements(sheet):
        for way in WAYS:
            yield from _of(each, way)


def _of(movement: Movements, way: str) -> Iterator[Flaw]:
    said, least = movement.multiple(way), movement.least(way)
    if said is None or least is None:
        return
    twice = EXACT.multiply(TWO, said.multiple.amount)
    if not said.multiple.amount <= least.amount.amount < twice:
        return
    form = movement.annex.form
    yield Flaw(
        movement.at(way),
        f"the minimum transfer amount of party {least.side}, {least.amount}, is below twice "
        f"the multiple of the {way}, {said.multiple}",
        f"check both: a minimum of {Money(twice, said.multiple.currency)} or more is usual for "
        "this multiple",
        why="the smallest movements then change by up to half of themselves when rounded",
        cites=(cite("rounding", form), cite("minimum-transfer-amount", form)),
        also=((least.at, f"the minimum is {least.amount}"),),
    )


RULE = Rule(Severity.INFO, _find)
