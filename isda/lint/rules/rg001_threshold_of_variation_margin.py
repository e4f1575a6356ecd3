"""A threshold of variation margin is above nil under a regime that allows none.

What it finds:
    A variation-margin annex, or an older annex on a sheet that claims a regime, whose threshold
    for a posting party is or may become more than nil.
Why it matters:
    Variation margin covers the whole exposure; what a threshold leaves uncollected is not
    within the rules, whatever the minimum transfer amount.
What to do:
    Write `threshold: nil`, or take the regime out if the transactions are outside it.
Law:
    European Union: Delegated Regulation (EU) 2016/2251 Article 25. United States: 17 CFR 23.153
    and 12 CFR 237.4, which were not read for this. Japan and Korea: the second element of the
    BCBS-IOSCO framework, which they are understood to follow. What was not read is said as
    something to check.
"""

from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.basics.money import Money
from isda.basics.party import Side
from isda.law.paragraphs import cite
from isda.lint.regimes import UNDER_A_REGIME, amounts_said, figures_of, rules_say, strongest
from isda.lint.regimes import variation_margin as annexes_of
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import AnnexSeen, Sheet
from isda.tables.regulation import Figure
from isda.terms.reading import Answer

TOPIC = "variation-margin-threshold"


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for annex in annexes_of(sheet):
        for poster in annex.posters:
            said = next(_above_nil(annex, poster), None)
            for figure in strongest(figures_of(annex, TOPIC, poster)) if said else ():
                yield _flaw(annex, poster, said, figure)


def _above_nil(annex: AnnexSeen, poster: Side) -> Iterator[Money | Answer]:
    for said in amounts_said(annex.terms.threshold.of(poster)):
        if said is Answer.INFINITE or (isinstance(said, Money) and said.amount):
            yield said


def _flaw(annex: AnnexSeen, poster: Side, said: object, figure: Figure) -> Flaw:
    path = annex.at(f"threshold.{poster}")
    return Flaw(
        path,
        f"the threshold of variation margin is {said}, and {rules_say(figure, 'allow none')}",
        "write `nil`",
        why="what a threshold leaves uncollected is exposure without margin",
        cites=(cite("threshold", annex.form),),
        sources=(figure.source,),
        fix=annex.sheet.replacing(path, "nil", "make the threshold nil", is_safe=False),
    )


RULE = Rule(Severity.ERROR, _find, UNDER_A_REGIME, (TOPIC,))
