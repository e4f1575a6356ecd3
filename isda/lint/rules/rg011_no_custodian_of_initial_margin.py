"""No third party is named that holds initial margin.

What it finds:
    An initial-margin annex that names no custodian for what a party posts, where the regime
    wants a holder outside both groups: for cash in Europe, for all of it in the United States.
Why it matters:
    Initial margin with the other party itself is lost with it.
What to do:
    Name the custodian under `custody:`, with its control agreement.
Law:
    Delegated Regulation (EU) 2016/2251 Article 19(1)(e); 12 CFR 237.7.
"""

from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.law.paragraphs import cite
from isda.lint.custodians import (
    OF_ALL,
    OF_CASH,
    figures_of_custody,
    holders_named,
    is_open,
)
from isda.lint.regimes import UNDER_A_REGIME, name_of, strongest
from isda.lint.regimes import initial_margin as annexes_of
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import Sheet


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for annex in annexes_of(sheet):
        for poster in annex.posters:
            if is_open(annex, poster) or any(holders_named(annex, poster)):
                continue
            for figure in strongest(figures_of_custody(annex, poster)):
                yield Flaw(
                    annex.at(f"custody.{poster}"),
                    f"no custodian is named for what party {poster} posts, and "
                    f"{name_of(figure.regime)} rules want initial margin with a third party",
                    f"write `custody: {{{poster}: {{custodian: ...}}}}`",
                    why="initial margin that lies with the other party is lost with it",
                    cites=(cite("custodian", annex.form),),
                    sources=(figure.source,),
                )


RULE = Rule(Severity.ERROR, _find, UNDER_A_REGIME, (OF_CASH, OF_ALL))
