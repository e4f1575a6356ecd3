"""Valuation Dates come less often than the regime wants.

What it finds:
    A weekly or monthly Valuation Date where the regime wants margin to be calculated each
    business day; for initial margin in Europe, one that comes less often than every ten.
Why it matters:
    Between two Valuation Dates exposure grows without margin.
What to do:
    Write `valuation_date: each Local Business Day`.
Law:
    Delegated Regulation (EU) 2016/2251 Article 9; 17 CFR 23.153 and 23.154(a).
"""

from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.law.paragraphs import cite
from isda.lint.regimes import UNDER_A_REGIME, distinct, figures_of, rules_say
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import Sheet
from isda.tables.regulation import Figure
from isda.terms.valuation import Rhythm, ValuationDays

OF_VARIATION = "frequency-of-variation-margin"
OF_INITIAL = "frequency-of-initial-margin"
BETWEEN = {Rhythm.WEEKLY: 5, Rhythm.MONTHLY: 20, Rhythm.MONTH_END: 20}
"""Business days from one Valuation Date to the next, at least."""


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for annex in sheet.annexes:
        days = annex.terms.valuation_date.value
        apart = BETWEEN.get(days.rhythm, 0) if isinstance(days, ValuationDays) else 0
        topic = OF_INITIAL if annex.is_initial_margin else OF_VARIATION
        for figure in distinct(figures_of(annex, topic)):
            if apart > (figure.value or 0):
                yield Flaw(
                    annex.at("valuation_date"),
                    f"`{days}` comes about every {apart} business days, and {_wanted(figure)}",
                    "write `each Local Business Day`",
                    why="between two Valuation Dates exposure grows without margin",
                    cites=(cite("valuation-date", annex.form),),
                    sources=(figure.source,),
                )


def _wanted(figure: Figure) -> str:
    if figure.value == 1:
        return rules_say(figure, "want a calculation each business day")
    return rules_say(figure, f"want one every {figure.value} business days at the latest")


RULE = Rule(Severity.WARNING, _find, UNDER_A_REGIME, (OF_VARIATION, OF_INITIAL))
