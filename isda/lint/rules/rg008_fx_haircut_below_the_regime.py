"""The FX haircut is smaller than the regime's.

What it finds:
    An FX haircut above nil and below the figure of a regime, in an annex under which an item
    may be posted that it meets.
Why it matters:
    A currency mismatch moves the worth of collateral against the exposure; the regimes add a
    haircut for it. The paragraphs were not read in full, so this only says what to check.
What to do:
    Check the regime's text, and write its figure if it applies.
Law:
    Delegated Regulation (EU) 2016/2251 Annex II; 12 CFR 237.6 and Appendix B.
"""

from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.law.paragraphs import cite
from isda.lint.mismatches import OF_INITIAL, OF_VARIATION, annexes_with_mismatch, percent_of
from isda.lint.regimes import UNDER_A_REGIME, rules_say
from isda.lint.regulatory_haircuts import percent
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import Sheet


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for annex, number, figure in annexes_with_mismatch(sheet):
        taken, least = percent_of(annex), figure.value or 0
        if 0 < taken < least:
            yield Flaw(
                annex.at("fx_haircut"),
                f"the FX haircut of the annex is {percent(taken)}, and "
                f"{rules_say(figure, f'ask for an FX haircut of {figure.value}%')}",
                f"check the regime's text, and write `{figure.value}%` if it applies",
                why="a currency mismatch moves the worth of collateral against the exposure",
                cites=(cite("fx-haircut", annex.form),),
                sources=(figure.source,),
                also=((annex.at(f"eligible_collateral.{number}"), "this item may be outside"),),
            )


RULE = Rule(Severity.ERROR, _find, UNDER_A_REGIME, (OF_VARIATION, OF_INITIAL))
