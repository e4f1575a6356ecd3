"""An amendment restates an amount and drops its fall on a default.

What it finds:
    A threshold or minimum transfer amount that an amendment states anew, without the
    `nil_while:` or the row by which the earlier one fell to nil on a default.
Why it matters:
    What an amendment states takes the place of the whole term. Most amendments change a figure
    and mean the rest to stay; as it stands a defaulting party keeps its amount.
What to do:
    Repeat `nil_while: [Event of Default]` in the amendment, or accept the finding where the
    fall was given up.
Law:
    The paragraphs of the threshold and of the minimum transfer amount; the fall on a default
    is added by the parties.
"""

from collections.abc import Iterator
from itertools import product

from isda.basics.finding import Severity
from isda.law.paragraphs import cite
from isda.lint.posting import fall_dropped
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import Sheet
from isda.terms.election import topic_of

WORDS = {"threshold": "threshold", "minimum_transfer_amount": "minimum transfer amount"}


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for annex, key in product(sheet.annexes, WORDS):
        if annex.is_loss_limit or annex.is_lost(key):
            continue
        for side in annex.posters:
            fall = fall_dropped(annex, key, side)
            if fall is not None:
                yield Flaw(
                    annex.at(f"{key}.{side}"),
                    f"the amendment states the {WORDS[key]} of party {side} anew, without its "
                    "fall to nil on a default",
                    "repeat `nil_while: [Event of Default]` here, if it was meant to stay",
                    why="what an amendment states takes the place of the whole term",
                    cites=(cite(topic_of(annex.terms, key), annex.form),),
                    also=((fall, "until then it falls to nil"),),
                )


RULE = Rule(Severity.WARNING, _find)
