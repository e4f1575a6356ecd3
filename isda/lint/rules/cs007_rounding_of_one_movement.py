"""Only one of the two movements has a rounding.

What it finds:
    A rounding that is stated for deliveries and not for returns, or the other way round; and
    one rounding up that stands for both, so that nothing says how a return is rounded.
Why it matters:
    The movement that is not mentioned is not rounded. The two are then handled differently,
    which is rarely meant. A return that is rounded up gives back more than is over.
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
from isda.sheet.draft import Scalar
from isda.terms.amounts import Movement
from isda.terms.reading import SILENT

USUAL = {DELIVERY: "up", RETURN: "down"}


def _find(sheet: Sheet) -> Iterator[Flaw]:
    yield from _for_both(sheet)
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


def _for_both(sheet: Sheet) -> Iterator[Flaw]:
    """Yield one word up that stands for both movements; CS006 tells of one word down."""
    for annex in sheet.annexes:
        at = annex.at("rounding")
        said = annex.terms.rounding.return_ if isinstance(sheet.node(at), Scalar) else None
        if isinstance(said, Movement) and said.direction == "up" and said.multiple.amount:
            yield Flaw(
                at,
                f"one rounding, `{said}`, stands for both movements",
                "state each movement: `delivery:` and `return:`",
                why="a return that is rounded up gives back more than is over",
                cites=(cite("rounding", annex.form),),
            )


RULE = Rule(Severity.INFO, _find)
