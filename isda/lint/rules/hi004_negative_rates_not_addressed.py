"""Nothing says what happens when the interest rate is negative.

What it finds:
    A currency with a rate, and neither `negative_interest:` nor `rate_floor:`.
Why it matters:
    With a negative rate the question is who pays: the party that posted, or nobody. The older
    forms do not answer it.
What to do:
    Write `negative_interest: yes` where the poster pays, `no` where the rate stops at nil.
Law:
    The paragraph that elects the interest.
"""

from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.law.paragraphs import cite
from isda.lint.interest import interests
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import Sheet
from isda.terms.reading import Answer


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for each in interests(sheet):
        if each.annex.is_lost(f"interest.{each.currency}"):
            continue
        silent = each.terms.negative_interest is Answer.NOT_STATED
        if each.is_earned and silent and each.terms.rate_floor is Answer.NOT_STATED:
            yield Flaw(
                each.at("rate"),
                f"the sheet does not say who bears a negative rate of {each.currency}",
                "write `negative_interest: yes` or `no`, as the document has it",
                why="with a negative rate either the party that posted pays, or nobody does",
                cites=(cite("interest", each.annex.form),),
            )


RULE = Rule(Severity.INFO, _find)
