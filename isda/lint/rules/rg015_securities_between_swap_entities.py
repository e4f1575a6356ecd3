"""Securities are eligible where only cash may be variation margin.

What it finds:
    A row that is not cash in a variation-margin annex between two swap entities, under the
    rules of the United States. It is an error where the role of both parties is dealer, swap
    dealer or swap entity. A bank is not by its name a swap entity: where one is a bank and
    the other a bank or such a dealer, this only says what to check.
Why it matters:
    Between swap entities variation margin counts in cash only; anything else leaves the call
    uncovered in the regulator's eyes.
What to do:
    Take the row out, or correct the roles if one party is no swap entity.
Law:
    12 CFR 237.6(a) and its twins.
"""

from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.law.paragraphs import cite
from isda.lint.asset_classes import is_cash
from isda.lint.regimes import UNDER_A_REGIME, figures_of, roles_of, rules_say
from isda.lint.regimes import variation_margin as annexes_of
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import AnnexSeen, Sheet
from isda.tables.regulation import Figure

TOPIC = "collateral-of-swap-entities"
_SWAP_ENTITY = {"dealer", "swap dealer", "swap entity"}
_PERHAPS = _SWAP_ENTITY | {"bank"}


def _find(sheet: Sheet) -> Iterator[Flaw]:
    roles = {_plain(role) for role in roles_of(sheet)}
    for annex in annexes_of(sheet) if roles <= _PERHAPS else ():
        for number, row in enumerate(annex.terms.eligible_collateral):
            for figure in () if is_cash(row) else figures_of(annex, TOPIC):
                yield _flaw(annex, number, figure, is_certain=roles <= _SWAP_ENTITY)


def _plain(role: str) -> str:
    return role.removeprefix("covered ").removeprefix("registered ")


def _flaw(annex: AnnexSeen, number: int, figure: Figure, *, is_certain: bool) -> Flaw:
    rules = rules_say(figure, "take cash only between swap entities")
    asset = annex.terms.eligible_collateral[number].asset
    return Flaw(
        annex.at(f"eligible_collateral.{number}.asset"),
        f"{asset} is eligible as variation margin, and {rules}"
        if is_certain
        else f"{asset} is eligible as variation margin, and {rules}; a bank may be one: check",
        "take the row out, or correct the roles if one party is no swap entity"
        if is_certain
        else "take the row out if both parties are swap entities",
        why="what is not cash leaves the call uncovered in the regulator's eyes",
        cites=(cite("eligible-collateral", annex.form),),
        sources=(figure.source,),
        also=(("parties.A.role", "its role"), ("parties.B.role", "its role")),
        severity=None if is_certain else Severity.INFO,
    )


RULE = Rule(Severity.ERROR, _find, UNDER_A_REGIME, (TOPIC,))
