"""A dispute tolerance is above nil under a regime.

What it finds:
    An annex of margin under a regime whose disputes have a tolerance of more than nil. Each
    regime that sets its own reporting amount is told; in Europe and the United Kingdom the
    duty to report is that of financial counterparties only.
Why it matters:
    A difference within the tolerance is shared and not resolved, while the regime counts every
    difference towards what has to be resolved and reported.
What to do:
    Check that the tolerance is well below the regime's reporting amount, or write `nil`.
Law:
    Delegated Regulation (EU) 149/2013 Article 15; 17 CFR 23.502(c).
"""

from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.basics.money import Money
from isda.law.paragraphs import cite
from isda.lint.dispute_reports import AMOUNT, DAYS, reports_asked
from isda.lint.regimes import UNDER_A_REGIME, distinct, figures_of
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import Sheet


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for annex in sheet.annexes:
        said = annex.terms.disputes.tolerance
        if not isinstance(said, Money) or not said.amount:
            continue
        for figure in distinct(figures_of(annex, AMOUNT)):
            rules, sources = reports_asked(annex, figure)
            yield Flaw(
                annex.at("disputes.tolerance"),
                f"a difference of up to {said} is shared and not resolved, and {rules}",
                "check it against the reporting amount of the regime, or write `nil`",
                why="what is shared and not resolved still counts towards what is reported",
                cites=(cite("disputes", annex.form),),
                sources=sources,
            )


RULE = Rule(Severity.INFO, _find, UNDER_A_REGIME, (AMOUNT, DAYS))
