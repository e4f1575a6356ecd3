"""Both movements are rounded down.

What it finds:
    A rounding that goes down for deliveries as well as for returns.
Why it matters:
    A delivery rounded down leaves a part of the requirement uncovered each time: the holder
    collects too little, by up to one multiple, and never calls for the rest.
What to do:
    Round deliveries up and returns down, or accept the finding where both going down was
    agreed.
Law:
    The paragraph that elects the rounding; up for a delivery and down for a return is usage.
"""

from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.law.paragraphs import cite
from isda.lint.movements import DELIVERY, RETURN, Movements, movements
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import Sheet
from isda.terms.amounts import Movement


def _find(sheet: Sheet) -> Iterator[Flaw]:
    told: set[str] = set()
    for each in movements(sheet):
        at = each.at(DELIVERY)
        if _goes_down(each, DELIVERY) and _goes_down(each, RETURN) and at not in told:
            told.add(at)
            said = each.multiple(DELIVERY)
            line = str(Movement("up", said.multiple)) if said else ""
            yield Flaw(
                at,
                "deliveries and returns are both rounded down, so too little is collected",
                f"write `delivery: {line}` if that was agreed",
                why="what a delivery leaves out, up to one multiple, stays uncovered",
                cites=(cite("rounding", each.annex.form),),
                also=((each.at(RETURN), "the return goes down as well"),),
                fix=sheet.replacing(at, line, f"write `{line}`", is_safe=False),
            )


def _goes_down(movement: Movements, way: str) -> bool:
    said = movement.multiple(way)
    return said is not None and said.direction == "down"


RULE = Rule(Severity.WARNING, _find)
