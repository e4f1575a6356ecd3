"""A rounding multiple is nil.

What it finds:
    A rounding that is stated and rounds to nothing: `nil`, or a multiple of zero.
Why it matters:
    The amount then moves to the last cent. That may be agreed; more often the multiple was
    left blank in the draft.
What to do:
    Nothing, if no rounding was agreed; otherwise write the direction and the multiple.
Law:
    The paragraph that elects the rounding; the forms print no multiple.
"""

from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.law.paragraphs import cite
from isda.lint.movements import WAYS, movements
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import Sheet
from isda.terms.amounts import Movement
from isda.terms.reading import Answer


def _find(sheet: Sheet) -> Iterator[Flaw]:
    told: set[str] = set()
    for each in movements(sheet):
        for way in WAYS:
            said = each.rounding(way)
            zero = isinstance(said, Movement) and not said.multiple.amount
            if not zero and said is not Answer.NIL:
                continue
            at = each.at(way)
            place = str(sheet.place(at))
            if place not in told:
                told.add(place)
                yield Flaw(
                    at,
                    f"the multiple of the {way} is nil, so it is not rounded",
                    "nothing to do if that was agreed; otherwise write such as "
                    "`up to USD 10,000`",
                    why="an amount without a multiple moves to the last cent",
                    cites=(cite("rounding", each.annex.form),),
                    fix=sheet.replacing(at, "nil", "write `nil`", is_safe=True)
                    if zero
                    else None,
                )


RULE = Rule(Severity.INFO, _find)
