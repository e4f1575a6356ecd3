"""No third party is named that holds initial margin.

What it finds:
    An initial-margin annex that names no custodian and no account for what a party posts,
    where the regime wants a holder outside both groups: for cash in Europe, which is all that
    its article speaks of, and, as is understood, for all of it in the United States.
Why it matters:
    Initial margin with the other party itself is lost with it.
What to do:
    Name the custodian under `custody:`, with its control agreement.
Law:
    Delegated Regulation (EU) 2016/2251 Article 19(1)(e); 12 CFR 237.7.
"""

from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.basics.party import Side
from isda.law.paragraphs import cite
from isda.lint.custodians import (
    OF_ALL,
    OF_CASH,
    figures_of_custody,
    has_account,
    holders_named,
    is_open,
)
from isda.lint.regimes import UNDER_A_REGIME, distinct, rules_say
from isda.lint.regimes import initial_margin as annexes_of
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import AnnexSeen, Sheet
from isda.tables.regulation import Figure


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for annex in annexes_of(sheet):
        for poster in annex.posters:
            is_told = any(holders_named(annex, poster)) or has_account(annex, poster)
            if not is_told and not is_open(annex, poster):
                for figure in distinct(figures_of_custody(annex, poster)):
                    yield _flaw(annex, poster, figure)


def _flaw(annex: AnnexSeen, poster: Side, figure: Figure) -> Flaw:
    wanted = (
        "want cash of initial margin with a third party"
        if figure.topic == OF_CASH
        else "want initial margin with a third party"
    )
    return Flaw(
        annex.at(f"custody.{poster}"),
        f"no custodian is named for what party {poster} posts, and {rules_say(figure, wanted)}",
        f"write `custody: {{{poster}: {{custodian: ...}}}}`",
        why="initial margin that lies with the other party is lost with it",
        cites=(cite("custodian", annex.form),),
        sources=(figure.source,),
    )


RULE = Rule(Severity.ERROR, _find, UNDER_A_REGIME, (OF_CASH, OF_ALL))
