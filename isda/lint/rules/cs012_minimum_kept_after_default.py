"""The minimum transfer amount stands after a default that ends the threshold.

What it finds:
    A party whose threshold falls to nil on its default, and whose minimum transfer amount
    stays above nil then.
Why it matters:
    The fall of the threshold is meant to secure every cent of a defaulting party's exposure; a
    minimum that stays leaves a part of it uncalled.
What to do:
    Add `nil_while: [Event of Default]` to the minimum of the same party.
Law:
    The paragraphs of the threshold and of the minimum transfer amount; the fall of both on a
    default is added by the parties.
"""

from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.law.paragraphs import cite
from isda.lint.posting import fall_dropped, falls_on_default, is_above_nil
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import Sheet

KEY = "minimum_transfer_amount"


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for annex in sheet.annexes:
        if annex.is_loss_limit or annex.is_lost("threshold", KEY):
            continue
        for side in annex.posters:
            threshold, term = annex.terms.threshold.of(side), getattr(annex.terms, KEY).of(side)
            if (
                falls_on_default(threshold)
                and is_above_nil(term)
                and not falls_on_default(term)
                and not term.unresolved
                and fall_dropped(annex, KEY, side) is None
            ):
                yield Flaw(
                    annex.at(f"{KEY}.{side}"),
                    f"the threshold of party {side} falls to nil on its default, and its "
                    "minimum transfer amount stays",
                    "add `nil_while: [Event of Default]` to the minimum, if it was agreed",
                    why="after a default an exposure below the minimum stays uncalled",
                    cites=(
                        cite("minimum-transfer-amount", annex.form),
                        cite("threshold", annex.form),
                    ),
                    also=((annex.at(f"threshold.{side}"), "the threshold falls to nil"),),
                )


RULE = Rule(Severity.WARNING, _find)
