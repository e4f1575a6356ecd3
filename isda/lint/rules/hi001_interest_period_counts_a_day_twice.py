"""Both ends of an Interest Period earn interest.

What it finds:
    `period_includes: both days` under the interest of a currency.
Why it matters:
    Each period begins on the day on which the one before it ends, so with both ends counted
    that day earns interest twice in every period.
What to do:
    Write `first day`, which is what the forms print, or `last day` where the document says so.
Law:
    The definition of Interest Period: it runs up to, and leaves out, the day of the transfer.
"""

from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.law.paragraphs import cite
from isda.lint.interest import interests
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import Sheet
from isda.terms.stored import PeriodEnds


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for each in interests(sheet):
        if each.terms.period_includes is PeriodEnds.BOTH:
            at = each.at("period_includes")
            yield Flaw(
                at,
                f"both ends of an Interest Period of {each.currency} earn interest, so that "
                "one day counts twice",
                "write `period_includes: first day`, or `last day` where the document says so",
                why="a period begins on the day on which the one before it ends",
                cites=(cite("interest", each.annex.form),),
                fix=sheet.replacing(at, "first day", "count the first day only", is_safe=False),
            )


RULE = Rule(Severity.WARNING, _find)
