"""An eligible item may be outside the spared currencies, and there is no FX haircut.

What it finds:
    A row of eligible collateral in another currency than those that an FX haircut spares, or in
    a currency that the row does not say, while the FX haircut is nil or not stated.
Why it matters:
    The regimes add a haircut where collateral and exposure are in different currencies. The
    paragraphs were not read in full, so this only says what to check.
What to do:
    State the FX haircut, or say in the row which currency counts.
Law:
    Delegated Regulation (EU) 2016/2251 Annex II; 12 CFR 237.6 and Appendix B.
"""

from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.law.paragraphs import cite
from isda.lint.mismatches import OF_INITIAL, OF_VARIATION, annexes_with_mismatch, percent_of
from isda.lint.regimes import UNDER_A_REGIME, rules_say
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import Sheet


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for annex, number, figure in annexes_with_mismatch(sheet):
        if percent_of(annex) == 0:
            row = annex.terms.eligible_collateral[number]
            yield Flaw(
                annex.at(f"eligible_collateral.{number}.asset"),
                f"{row.asset} may be in another currency, the FX haircut is nil, and "
                f"{rules_say(figure, f'ask for an FX haircut of {figure.value}%')}",
                f"write `fx_haircut: {figure.value}%`, or `currency:` in the row",
                why="a currency mismatch moves the worth of collateral against the exposure",
                cites=(cite("fx-haircut", annex.form),),
                sources=(figure.source,),
                also=((annex.at("fx_haircut"), "the FX haircut"),)
                if annex.says("fx_haircut")
                else (),
            )


RULE = Rule(
    Severity.WARNING, _find, UNDER_A_REGIME, (OF_VARIATION, OF_INITIAL), reads_haircuts=True
)
