"""Interest on sterling is worked out over 360 days.

What it finds:
    `basis: 360` for GBP in another form than the New York form of 1994.
Why it matters:
    Sterling counts a year of 365 days in the market, and the forms after 1994 print that. Over
    360 days the cash earns a seventy-second part more.
What to do:
    Write `basis: 365`, or accept the finding where 360 was truly agreed.
Law:
    The definition of Interest Amount: 360 days, or 365 for sterling.
"""

from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.law.forms import Form
from isda.law.paragraphs import cite
from isda.lint.interest import interests
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import Sheet
from isda.terms.stored import Basis

STERLING = "GBP"


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for each in interests(sheet):
        form = each.annex.form
        if (
            each.currency == STERLING
            and each.terms.basis is Basis.D360
            and form is not Form.CSA_1994_NEW_YORK
        ):
            at = each.at("basis")
            yield Flaw(
                at,
                f"interest on sterling is over 360 days, and {form.title} counts 365 for it",
                "write `basis: 365`",
                why="a year of sterling has 365 days, so over 360 the cash earns too much",
                cites=(cite("interest", form),),
                fix=sheet.replacing(at, "365", "count 365 days for sterling", is_safe=False),
            )


RULE = Rule(Severity.WARNING, _find)
