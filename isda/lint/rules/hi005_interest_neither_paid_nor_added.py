"""Interest is neither paid over nor put to the balance.

What it finds:
    A currency with a rate, in a variation-margin form of 2016, for which neither
    `interest_transfer:` nor `interest_adjustment:` is elected.
Why it matters:
    These forms let the parties choose, and print no choice: without one the interest is
    counted and goes nowhere.
What to do:
    Write `interest_transfer: yes` where it is paid over, `interest_adjustment: yes` where it
    is put to the balance.
Law:
    The paragraph that elects the transfer or the adjustment of interest.
"""

from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.law.paragraphs import cite
from isda.lint.interest import interests
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import Sheet
from isda.terms.printed import UNREAD, VARIATION_MARGIN
from isda.terms.reading import Answer

NOT_ELECTED = ("no", Answer.NOT_STATED, Answer.NOT_APPLICABLE)


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for each in interests(sheet):
        form, terms = each.annex.form, each.terms
        if (
            form in VARIATION_MARGIN
            and each.is_earned
            and terms.interest_transfer in NOT_ELECTED
            and terms.interest_adjustment in NOT_ELECTED
        ):
            yield Flaw(
                each.at("interest_transfer"),
                f"neither transfer nor adjustment of interest is elected for {each.currency}",
                "write `interest_transfer: yes`, or `interest_adjustment: yes`, as the "
                "document has it",
                why="the form prints neither, so the interest is counted and goes nowhere",
                cites=(cite("interest", form),),
                severity=Severity.WARNING if form in UNREAD else None,
            )


RULE = Rule(Severity.ERROR, _find)
