"""Securities of the poster's own group are not excluded.

What it finds:
    A row of corporate, covered or securitised bonds, convertibles or equities that neither
    excludes issuers nor names those it takes.
Why it matters:
    Securities of the poster's group, or that fall when the poster fails, are worth least when
    they are needed. The articles were not read in full: this only says what to check.
What to do:
    Add `excludes:` with the poster's group, or `issuers:` with those that are taken.
Law:
    Delegated Regulation (EU) 2016/2251 Article 4(2); 12 CFR 237.6(d).
"""

from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.law.paragraphs import cite
from isda.lint.asset_classes import OF_ISSUERS, class_of
from isda.lint.regimes import UNDER_A_REGIME, figures_of, rules_say, strongest
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import Sheet

TOPIC = "own-securities"


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for annex in sheet.annexes:
        for number, row in enumerate(annex.terms.eligible_collateral):
            if class_of(row) not in OF_ISSUERS or row.excludes or row.issuers:
                continue
            for figure in strongest(figures_of(annex, TOPIC)):
                yield Flaw(
                    annex.at(f"eligible_collateral.{number}.asset"),
                    f"{row.asset} of the poster's own group is not excluded, and "
                    f"{rules_say(figure, 'want it excluded')}",
                    "add `excludes:` with the poster's group, or `issuers:` with those taken",
                    why="securities that fall with the poster are worth least when they are "
                    "needed",
                    cites=(cite("eligible-collateral", annex.form),),
                    sources=(figure.source,),
                )


RULE = Rule(Severity.WARNING, _find, UNDER_A_REGIME, (TOPIC,))
