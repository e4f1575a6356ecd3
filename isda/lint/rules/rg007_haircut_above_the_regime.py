"""A haircut is larger than any that the regimes print.

What it finds:
    A row of eligible collateral whose haircut is above the regime's for that class of asset
    and remaining maturity, even at the worst credit quality of the regime's table, and above
    that of every regime the sheet names.
Why it matters:
    Nothing is wrong with it: the parties may agree on more. It costs the poster collateral
    that no rule asks for, and is often a copying error.
What to do:
    Leave it, or lower the haircut to the regime's.
Law:
    Delegated Regulation (EU) 2016/2251 Annex II; Appendix B of 12 CFR 45, 349 and 1221.
"""

from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.law.paragraphs import cite
from isda.lint.regimes import UNDER_A_REGIME, rules_say
from isda.lint.regulatory_haircuts import Beside, percent, rows_beside
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import Sheet


def _find(sheet: Sheet) -> Iterator[Flaw]:
    by_path: dict[tuple[str, str], list[Beside]] = {}
    for beside in rows_beside(sheet):
        by_path.setdefault((beside.path, str(beside.taken)), []).append(beside)
    for found in by_path.values():
        most = max(found, key=lambda each: each.printed.worst.percent)
        if most.taken > most.printed.worst.percent:
            yield _flaw(most)


def _flaw(most: Beside) -> Flaw:
    worst = most.printed.worst
    return Flaw(
        most.path,
        f"{most.row.asset} is taken with a haircut of {percent(most.taken)}, and "
        f"{rules_say(worst, f'ask for {percent(worst.percent)}')}",
        "leave it if more was agreed, or write the haircut of the regime",
        why="it costs the poster collateral that no rule asks for",
        cites=(cite("valuation-percentage", most.annex.form),),
        sources=(worst.source,),
    )


RULE = Rule(Severity.INFO, _find, UNDER_A_REGIME, reads_haircuts=True)
