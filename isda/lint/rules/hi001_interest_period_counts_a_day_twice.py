"""Both ends of an Interest Period earn interest.

What it finds:
    `period_includes: both days` under the interest of a currency, or words on interest under
    `other_terms:` that run from and including one day to and including another.
Why it matters:
    Each period begins on the day on which the one before it ends, so with both ends counted
    that day earns interest twice in every period.
What to do:
    Write `first day`, which is what the forms print, or `last day` where the document says so.
Law:
    The definition of Interest Period: it runs up to, and leaves out, the day of the transfer.
"""

import re
from collections.abc import Iterator
from typing import Final

from isda.basics.finding import Severity
from isda.law.paragraphs import cite
from isda.lint.interest import interests
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import AnnexSeen, Sheet
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
    for annex in sheet.annexes:
        yield from _in_own_words(annex)


def _in_own_words(annex: AnnexSeen) -> Iterator[Flaw]:
    for key, words in annex.terms.other_terms.items():
        both = BOTH_ENDS.search(str(words))
        if both and PERIOD.search(f"{key} {words}") and not EXCLUDING.search(both[0]):
            yield Flaw(
                annex.at(f"other_terms.{key}"),
                "both ends of this Interest Period earn interest, so that one day counts twice",
                "state the period with `period_includes:` under `interest:`, and take the "
                "words out, or end the period before its last day",
                why="a period begins on the day on which the one before it ends",
                cites=(cite("interest", annex.form),),
            )


BOTH_ENDS: Final = re.compile(
    r"\bfrom,? \(?and including\)?,? [^.;]*?\b(?:to|until|through),? \(?and including\b",
    re.IGNORECASE,
)
EXCLUDING: Final = re.compile(r"\bexclu", re.IGNORECASE)
PERIOD: Final = re.compile(r"\binterest[ _-]?period|\binterest (?:runs|accrues)", re.IGNORECASE)

RULE = Rule(Severity.WARNING, _find)
