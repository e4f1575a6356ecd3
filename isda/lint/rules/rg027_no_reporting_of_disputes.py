"""Nothing says how a dispute that lasts is escalated and reported.

What it finds:
    An annex of margin whose paragraph on disputes stands and that says nothing under
    `reporting:`, or that there is none, under a regime that has disputes above an amount
    reported. Each regime that sets its own amount is told. In Europe and the United Kingdom the
    duty is that of financial counterparties only; a sheet does not say whether a party is one.
Why it matters:
    The form's paragraph settles a difference between the parties and has no clock for the
    supervisor: a dispute that nobody counts the days of is reported too late.
What to do:
    State `disputes: {reporting: ...}`: the amount and the days, or the procedures of portfolio
    reconciliation and dispute resolution that the parties have agreed elsewhere.
Law:
    Delegated Regulation (EU) 149/2013 Article 15; 17 CFR 23.502(c).
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
from isda.terms.stored import DELETED


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for annex in sheet.annexes:
        disputes = annex.terms.disputes
        said = disputes.reporting
        is_silent = (isinstance(said, Answer) or said == DELETED) and disputes.note is None
        if disputes.stands and disputes.unresolved is None and is_silent:
            for figure in distinct(figures_of(annex, AMOUNT)):
                yield _flaw(annex, figure)


def _flaw(annex: AnnexSeen, figure: Figure) -> Flaw:
    rules, sources = reports_asked(annex, figure)
    return Flaw(
        annex.at("disputes"),
        f"nothing says how a dispute that lasts is escalated and reported, and {rules}",
        "write `reporting:` under `disputes:`, with the amount and the days or the procedures "
        "agreed elsewhere",
        why="a dispute that nobody counts the days of is reported too late",
        cites=(cite("disputes", annex.form),),
        sources=sources,
    )


RULE = Rule(Severity.WARNING, _find, UNDER_A_REGIME, (AMOUNT, DAYS))
