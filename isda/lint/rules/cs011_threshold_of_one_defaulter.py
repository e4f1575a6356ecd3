"""The threshold falls to nil on a default of one party only.

What it finds:
    An annex in which both parties may post and have thresholds above nil, and a default ends
    the threshold of one of them only.
Why it matters:
    While the other party is in default, it keeps its unsecured credit: what it owes beyond
    its collateral is carried at the time at which that is least wanted.
What to do:
    Add `nil_while: [Event of Default]` to the other threshold, or accept the finding where
    one-sided terms were negotiated.
Law:
    The paragraph that elects the threshold; its fall on a default is added by the parties.
"""

from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.law.paragraphs import cite
from isda.lint.posting import at_fall, one_defaulter
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import Sheet

KEY = "threshold"


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for annex in sheet.annexes:
        for side in one_defaulter(annex, KEY):
            yield Flaw(
                at_fall(annex, f"{KEY}.{side}"),
                f"the threshold of party {side.other} falls to nil on its default, and that of "
                f"party {side} does not",
                "add `nil_while: [Event of Default]` here if both were meant to fall",
                why=f"while party {side} is in default its credit stays unsecured",
                cites=(cite("threshold", annex.form),),
                also=((at_fall(annex, f"{KEY}.{side.other}"), "this one falls to nil"),),
            )


RULE = Rule(Severity.WARNING, _find)
