"""No Resolution Time is stated under a regime that has disputes reported.

What it finds:
    An annex of margin whose paragraph on disputes stands and which states no Resolution Time,
    under a regime that has disputes above an amount reported. Each regime that sets its own
    amount is told. In Europe and the United Kingdom the duty is that of financial
    counterparties only; a sheet does not say whether a party is one.
Why it matters:
    The Resolution Time is the annex's own hour, by which the parties consult before they
    calculate again: without one the sheet does not say when its procedure starts. It is not
    the reporting clock: that runs by the regime's days, wherever an annex puts its hour, and
    RG027 asks for it.
What to do:
    State `disputes: {resolution_time: 13:00 London}`, and keep the regime's amount and days in
    the reconciliation procedures.
Law:
    Delegated Regulation (EU) 149/2013 Article 15(2), for financial counterparties; 17 CFR
    23.502(c).
"""

from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.law.paragraphs import cite
from isda.lint.dispute_reports import AMOUNT, DAYS, reports_asked
from isda.lint.regimes import UNDER_A_REGIME, distinct, figures_of
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import AnnexSeen, Sheet
from isda.tables.regulation import Figure
from isda.terms.reading import Answer


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for annex in sheet.annexes:
        disputes = annex.terms.disputes
        said = disputes.resolution_time
        if disputes.stands and disputes.unresolved is None and isinstance(said, Answer):
            for figure in distinct(figures_of(annex, AMOUNT)):
                yield _flaw(annex, figure)


def _flaw(annex: AnnexSeen, figure: Figure) -> Flaw:
    rules, sources = reports_asked(annex, figure)
    return Flaw(
        annex.at("disputes"),
        f"no Resolution Time is stated from which the annex's own procedure runs, and {rules}",
        "write `disputes: {resolution_time: 13:00 London}` with the time and city agreed",
        why="without its own hour the annex does not say when a dispute is to be taken up",
        cites=(cite("disputes", annex.form),),
        sources=sources,
    )


RULE = Rule(Severity.WARNING, _find, UNDER_A_REGIME, (AMOUNT, DAYS))
