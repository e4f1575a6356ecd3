"""Initial margin has no limit for securitised bonds where the regime has one.

What it finds:
    An initial-margin annex that takes securitised bonds without a limit on them as a class.
Why it matters:
    Such bonds fall together; above the regime's share they do not count. Equities and
    convertibles count towards the same share only where institutions issue them, which a sheet
    does not say: they are left alone here.
What to do:
    Add `concentration:` with a cap on the asset, such as 40% of posted value.
Law:
    Delegated Regulation (EU) 2016/2251 Article 8(1)(b).
"""

from collections.abc import Iterator
from decimal import Decimal

from isda.basics.finding import Severity
from isda.basics.money import Money
from isda.law.paragraphs import cite
from isda.lint.asset_classes import class_of
from isda.lint.regimes import UNDER_A_REGIME, figures_of, rules_say, strongest
from isda.lint.regimes import initial_margin as annexes_of
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import AnnexSeen, Sheet
from isda.tables.haircuts import AssetClass
from isda.tables.regulation import Figure, regulation

TOPIC = "limit-of-securitisations"
LEAST = "least-limit-of-securitisations"


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for annex in annexes_of(sheet):
        capped = {cap.of.get("asset", "").casefold() for cap in annex.terms.concentration}
        for number, row in enumerate(annex.terms.eligible_collateral):
            is_one = class_of(row) is AssetClass.SECURITISATION
            if is_one and row.asset.casefold() not in capped and "each" not in capped:
                for figure in strongest(figures_of(annex, TOPIC)):
                    yield _flaw(annex, number, figure)


def _flaw(annex: AnnexSeen, number: int, figure: Figure) -> Flaw:
    floor = regulation(figure.regime).on(LEAST, annex.sheet.on)
    least = Money(floor.value or Decimal(0), floor.unit)
    allowed = rules_say(figure, f"allow at most {figure.value}%, or {least} if that is more")
    asset = annex.terms.eligible_collateral[number].asset
    return Flaw(
        annex.at(f"eligible_collateral.{number}.asset"),
        f"{asset} may be posted without a limit for its class, and {allowed}",
        f"add `{{of: {{asset: {asset}}}, at_most: {figure.value}% of posted value}}` to "
        "`concentration:`",
        why="securitised bonds fall together",
        cites=(cite("concentration", annex.form),),
        sources=(figure.source,),
    )


RULE = Rule(Severity.ERROR, _find, UNDER_A_REGIME, (TOPIC, LEAST))
