"""The bank may use what its client pledged.

What it finds:
    `may_use: yes` for the bank of a loss-limit agreement.
Why it matters:
    Under a pledge what is posted stays the client's. A right to use it has to be given by the
    client and may end the pledge over the item; no bank's own form was read that gives it.
What to do:
    Check the agreement, and write `may_use: no` where it gives no such right.
Law:
    The holding and use of what is posted.
"""

from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.law.paragraphs import cite
from isda.lint.loss_limits import client_of, loss_limits
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import Sheet
from isda.terms.election import YesNo


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for annex in loss_limits(sheet):
        client = client_of(annex)
        if client is None:
            continue
        bank = client.other
        if annex.terms.holding_and_use.of(bank).may_use is YesNo.YES:
            at = annex.at(f"holding_and_use.{bank}.may_use")
            yield Flaw(
                at,
                f"party {bank}, the bank, may use what the client pledged",
                "check the agreement, and write `may_use: no` where it gives no such right",
                why="under a pledge what is posted stays the client's",
                cites=(cite("holding-and-use", annex.form),),
                fix=sheet.replacing(at, "no", "take the right of use away", is_safe=False),
            )


RULE = Rule(Severity.WARNING, _find)
