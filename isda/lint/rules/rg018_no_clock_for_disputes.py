"""No Resolution Time is stated, from which a regime's clocks of disputes run.

What it finds:
    An annex of margin whose paragraph on disputes stands and which states no Resolution Time,
    under a regime that counts the amount and the age of disputes.
Why it matters:
    Without a time of the annex nobody can say how old a dispute is, when it needs the special
    process, and when it has to be reported.
What to do:
    State `disputes: {resolution_time: 13:00 London}`, and keep the regime's amount and days in
    the reconciliation procedures.
Law:
    Delegated Regulation (EU) 149/2013 Article 15; 17 CFR 23.502(c).
"""

from collections.abc import Iterator
from decimal import Decimal

from isda.basics.finding import Severity
from isda.basics.money import Money
from isda.basics.source import Mark
from isda.law.paragraphs import cite
from isda.lint.regimes import UNDER_A_REGIME, figures_of, name_of, sources_of, strongest
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import AnnexSeen, Sheet
from isda.tables.regulation import Figure, regulation
from isda.terms.reading import Answer

AMOUNT = "dispute-report-amount"
DAYS = "dispute-report-days"


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for annex in sheet.annexes:
        disputes = annex.terms.disputes
        said = disputes.resolution_time
        if disputes.stands and disputes.unresolved is None and isinstance(said, Answer):
            for figure in strongest(figures_of(annex, AMOUNT)):
                yield _flaw(annex, figure)


def _flaw(annex: AnnexSeen, figure: Figure) -> Flaw:
    days = regulation(figure.regime).known(DAYS, annex.sheet.on)
    amount, name = Money(figure.value or Decimal(0), figure.unit), name_of(figure.regime)
    is_known = days is not None and days.source.mark is not Mark.UNVERIFIED
    return Flaw(
        annex.at("disputes"),
        f"no Resolution Time is stated, and {name} rules have disputes above {amount} reported "
        f"after {days.value} business days"
        if days is not None and is_known
        else f"no Resolution Time is stated, and {name} rules have disputes above {amount} "
        "reported",
        "write `disputes: {resolution_time: 13:00 London}` with the time and city agreed",
        why="without a time of the annex nobody can say how old a dispute is",
        cites=(cite("disputes", annex.form),),
        sources=sources_of(figure, *((days,) if days is not None and is_known else ())),
    )


RULE = Rule(Severity.WARNING, _find, UNDER_A_REGIME, (AMOUNT, DAYS))
