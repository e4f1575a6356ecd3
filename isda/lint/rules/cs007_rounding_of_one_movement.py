"""Only one of the two movements has a rounding.

What it finds:
    A rounding that is stated for deliveries and not for returns, or the other way round.
Why it matters:
    The movement that is not mentioned is not rounded. The two are then handled differently,
    which is rarely meant.
What to do:
    State the direction and the multiple of the other movement, or `nil` if it is not rounded.
Law:
    The paragraph that elects the rounding; the forms print no rounding for a movement that
    parties leave out.
"""

from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.law.paragraphs import cite
from isda.lint.movements import DELIVERY, RETURN, movements
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import Sheet
from isda.terms.amounts import Movement
from isda.terms.reading import SILENT

USUAL = {DELIVERY: "up", RETURN: "down"}


def _find(sheet: Sheet) -> Iterator[Flaw]:
    told: set[str] = set()
    for each in movements(sheet):
        for way, other in ((DELIVERY, RETURN), (RETURN, DELIVERY)):
            said, at = each.multiple(other), each.at(way)
            if said is not None and each.rounding(way) in SILENT and at not in told:
                told.add(at)
                line = f"{way}: {Movement(USUAL[way], said.multiple)}"
                yield Flaw(
                    at,
                    f"the {other} is rounded, and nothing is said of the {way}, which is not "
                    "rounded then",
                    f"add `{line}`, or `{way}: nil`",
                    why="the two movements are then handled differently, which is rarely meant",
                    cites=(cite("rounding", each.annex.form),),
                    also=((each.at(other), "the other movement is rounded"),),
                    fix=sheet.adding(
                        at.rpartition(".")[0], line, f"say `{line}`", is_safe=False
                    ),
                )


RULE = Rule(Severity.INFO, _find)
