"""The procedure for disputes is taken out, and the regime needs one.

What it finds:
    An annex of margin whose paragraph on disputes is deleted or not applicable, under a regime
    that wants a procedure for disputes in the documents.
Why it matters:
    The documents have to say how a difference of valuation is resolved before the parties
    trade; without it the agreement does not meet the regime.
What to do:
    Keep the form's paragraph, or write the procedure agreed in its place.
Law:
    Delegated Regulation (EU) 149/2013 Article 15(1); 17 CFR 23.158.
"""

from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.law.paragraphs import cite
from isda.lint.regimes import UNDER_A_REGIME, figures_of, rules_say, strongest
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import Sheet

TOPIC = "dispute-procedure"


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for annex in sheet.annexes:
        if annex.terms.disputes.stands or annex.terms.disputes.note is not None:
            continue
        for figure in strongest(figures_of(annex, TOPIC)):
            yield Flaw(
                annex.at("disputes"),
                "the paragraph on disputes is out of use, and "
                f"{rules_say(figure, 'want a procedure for them in the documents')}",
                "keep the form's paragraph with a `resolution_time:`, or add `note:` with "
                "the procedure that takes its place",
                why="the documents have to say how a difference of valuation is resolved",
                cites=(cite("disputes", annex.form),),
                sources=(figure.source,),
            )


RULE = Rule(Severity.ERROR, _find, UNDER_A_REGIME, (TOPIC,))
