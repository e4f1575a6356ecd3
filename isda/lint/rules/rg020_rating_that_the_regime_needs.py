"""An eligible item has no rating that the regime needs.

What it finds:
    A row of corporate, covered or securitised bonds or convertibles without a condition on a
    rating, in an annex that has none for its collateral as a whole.
Why it matters:
    The European rules take these classes of credit quality steps 1 to 3 only; a bond that
    falls below stays eligible under the sheet and not under the rules.
What to do:
    Add `only_while: {rating_of: issuer, at_least: BBB-, agency: ...}` to the row, or
    `replace_when:` to the annex.
Law:
    Delegated Regulation (EU) 2016/2251 Article 7(1) and (4).
"""

from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.law.paragraphs import cite
from isda.lint.asset_classes import RATED, class_of
from isda.lint.regimes import UNDER_A_REGIME, figures_of, rules_say, strongest
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import Sheet

TOPIC = "credit-quality"


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for annex in sheet.annexes:
        if annex.terms.replace_when is not None:
            continue
        for number, row in enumerate(annex.terms.eligible_collateral):
            is_rated = row.only_while is not None and row.only_while.rating_of is not None
            if class_of(row) not in RATED or is_rated:
                continue
            for figure in strongest(figures_of(annex, TOPIC)):
                yield Flaw(
                    annex.at(f"eligible_collateral.{number}.asset"),
                    f"{row.asset} is eligible at any rating, and "
                    f"{rules_say(figure, f'take credit quality {figure.words} only')}",
                    "add `only_while: {rating_of: issuer, ...}` to the row, or `replace_when:` "
                    "to the annex",
                    why="a bond that falls below stays eligible under the sheet and not under "
                    "the rules",
                    cites=(cite("eligible-collateral", annex.form),),
                    sources=(figure.source,),
                )


RULE = Rule(Severity.WARNING, _find, UNDER_A_REGIME, (TOPIC,))
