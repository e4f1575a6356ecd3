"""Interest is both paid over and put to the balance.

What it finds:
    A currency for which `interest_transfer:` and `interest_adjustment:` are both `yes`, in a
    variation-margin form of 2016.
Why it matters:
    Both may stand side by side, for different times or events, but the sheet cannot say which
    holds when; taken together the same interest would move twice.
What to do:
    Keep the one that holds, and write the other's conditions as a `note:`.
Law:
    The paragraph that elects the transfer or the adjustment of interest.
"""

from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.law.paragraphs import cite
from isda.lint.interest import interests
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import Sheet
from isda.terms.election import YesNo
from isda.terms.printed import VARIATION_MARGIN


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for each in interests(sheet):
        terms = each.terms
        elected = (terms.interest_transfer, terms.interest_adjustment)
        if each.annex.form in VARIATION_MARGIN and elected == (YesNo.YES, YesNo.YES):
            yield Flaw(
                each.at("interest_adjustment"),
                f"interest of {each.currency} is both paid over and put to the balance",
                "keep the one that holds, and write when the other does as a `note:`",
                why="taken together the same interest would move twice",
                cites=(cite("interest", each.annex.form),),
                also=((each.at("interest_transfer"), "paid over as well"),),
            )


RULE = Rule(Severity.INFO, _find)
