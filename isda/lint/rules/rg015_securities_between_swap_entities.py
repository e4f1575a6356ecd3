"""Securities are eligible where only cash may be variation margin.

What it finds:
    A row of securities or gold in a variation-margin annex between two parties whose roles are
    bank, dealer or swap entity, under the rules of the United States.
Why it matters:
    Between swap entities variation margin counts in cash only; securities leave the call
    uncovered in the regulator's eyes.
What to do:
    Take the row out, or correct the roles if one party is no swap entity.
Law:
    12 CFR 237.6(a) and its twins.
"""

from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.law.paragraphs import cite
from isda.lint.asset_classes import class_of
from isda.lint.regimes import UNDER_A_REGIME, figures_of, name_of, roles_of, strongest
from isda.lint.regimes import variation_margin as annexes_of
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import Sheet
from isda.tables.haircuts import AssetClass

TOPIC = "collateral-of-swap-entities"
_SWAP_ENTITIES = {"bank", "dealer", "swap dealer", "swap entity"}


def _find(sheet: Sheet) -> Iterator[Flaw]:
    if not set(roles_of(sheet)) <= _SWAP_ENTITIES:
        return
    for annex in annexes_of(sheet):
        for number, row in enumerate(annex.terms.eligible_collateral):
            if class_of(row) in {None, AssetClass.CASH}:
                continue
            for figure in strongest(figures_of(annex, TOPIC)):
                yield Flaw(
                    annex.at(f"eligible_collateral.{number}.asset"),
                    f"{row.asset} is eligible, and {name_of(figure.regime)} rules take cash "
                    "only as variation margin between swap entities",
                    "take the row out, or correct the roles if one party is no swap entity",
                    why="securities leave the call uncovered in the regulator's eyes",
                    cites=(cite("eligible-collateral", annex.form),),
                    sources=(figure.source,),
                    also=(("parties.A.role", "its role"), ("parties.B.role", "its role")),
                )


RULE = Rule(Severity.ERROR, _find, UNDER_A_REGIME, (TOPIC,))
