"""The minimum transfer amount falls to nil on a default of one party only.

What it finds:
    An annex in which both parties may post and have minimum transfer amounts above nil, and a
    default ends the minimum of one only. Where the threshold of the party falls and its
    minimum does not, CS012 says it; where its threshold stays as well, CS011.
Why it matters:
    While the other party is in default, what it owes below its minimum stays uncalled.
What to do:
    Add `nil_while: [Event of Default]` to the other minimum, or accept the finding where
    one-sided terms were negotiated.
Law:
    The paragraph that elects the minimum transfer amount; its fall on a default is added by
    the parties.
"""

from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.law.paragraphs import cite
from isda.lint.posting import at_fall, falls_on_default, one_defaulter
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import Sheet

KEY = "minimum_transfer_amount"


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for annex in sheet.annexes:
        told = tuple(one_defaulter(annex, "threshold"))
        for side in one_defaulter(annex, KEY):
            if falls_on_default(annex.terms.threshold.of(side)) or side in told:
                continue
            yield Flaw(
                at_fall(annex, f"{KEY}.{side}"),
                f"the minimum transfer amount of party {side.other} falls to nil on its "
                f"default, and that of party {side} does not",
                "add `nil_while: [Event of Default]` here if both were meant to fall",
                why=f"while party {side} is in default, what it owes below the minimum stays "
                "uncalled",
                cites=(cite("minimum-transfer-amount", annex.form),),
                also=((at_fall(annex, f"{KEY}.{side.other}"), "this one falls to nil"),),
            )


RULE = Rule(Severity.WARNING, _find)
