"""Initial margin has no limit for a single issuer where the regime has one.

What it finds:
    An initial-margin annex that takes corporate, covered or securitised bonds, convertibles,
    equities or gold, and whose concentration limits have none for one issuer.
Why it matters:
    Margin of one issuer fails as a whole; above the regime's share it does not count.
What to do:
    Add `concentration:` with `{of: {issuer: each}, at_most: 15% of posted value}`.
Law:
    Delegated Regulation (EU) 2016/2251 Article 8(1).
"""

from collections.abc import Iterator
from decimal import Decimal

from isda.basics.finding import Severity
from isda.basics.money import Money
from isda.law.paragraphs import cite
from isda.lint.asset_classes import OF_ISSUERS, class_of
from isda.lint.regimes import UNDER_A_REGIME, figures_of, rules_say, strongest
from isda.lint.regimes import initial_margin as annexes_of
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import AnnexSeen, Sheet
from isda.tables.haircuts import AssetClass
from isda.tables.regulation import Figure, regulation

TOPIC = "limit-of-one-issuer"
LEAST = "least-limit-of-one-issuer"


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for annex in annexes_of(sheet):
        if any("issuer" in cap.of for cap in annex.terms.concentration):
            continue
        rows = enumerate(annex.terms.eligible_collateral)
        first = next((number for number, row in rows if _is_limited(row)), None)
        for figure in strongest(figures_of(annex, TOPIC)) if first is not None else ():
            row = annex.terms.eligible_collateral[first]
            yield Flaw(
                annex.at("concentration" if annex.says("concentration") else _way(first)),
                f"{row.asset} may be posted without a limit for one issuer, and "
                f"{_allowed(annex, figure)}",
                f"add `{{of: {{issuer: each}}, at_most: {figure.value}% of posted value}}` to "
                "`concentration:`",
                why="margin of one issuer fails as a whole",
                cites=(cite("concentration", annex.form),),
                sources=(figure.source,),
            )


def _allowed(annex: AnnexSeen, figure: Figure) -> str:
    floor = regulation(figure.regime).on(LEAST, annex.sheet.on)
    least = Money(floor.value or Decimal(0), floor.unit)
    return rules_say(figure, f"allow at most {figure.value}%, or {least} if that is more")


def _is_limited(row: object) -> bool:
    return class_of(row) in OF_ISSUERS | {AssetClass.GOLD}


def _way(number: int | None) -> str:
    return f"eligible_collateral.{number}.asset"


RULE = Rule(Severity.ERROR, _find, UNDER_A_REGIME, (TOPIC, LEAST))
