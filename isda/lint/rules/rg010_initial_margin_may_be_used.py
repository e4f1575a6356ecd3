"""Initial margin may be used by its holder.

What it finds:
    An initial-margin annex that lets a holder use what it holds.
Why it matters:
    Initial margin has to be there for the poster when the holder fails. The articles were not
    read in full, so under a regime this only says what to check; the form itself gives no
    right of use either.
What to do:
    Write `may_use: no`.
Law:
    Delegated Regulation (EU) 2016/2251 Article 20; 12 CFR 237.7.
"""

from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.law.paragraphs import cite
from isda.lint.regimes import UNDER_A_REGIME, figures_of, rules_say, strongest
from isda.lint.regimes import initial_margin as annexes_of
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import Sheet
from isda.terms.election import YesNo

TOPIC = "reuse-of-initial-margin"


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for annex in annexes_of(sheet):
        for poster in annex.posters:
            holder = poster.other
            if annex.terms.holding_and_use.of(holder).may_use is not YesNo.YES:
                continue
            path = annex.at(f"holding_and_use.{holder}.may_use")
            for figure in strongest(figures_of(annex, TOPIC, poster)):
                yield Flaw(
                    path,
                    "the holder may use the initial margin it holds, and "
                    f"{rules_say(figure, 'forbid that use')}",
                    "write `may_use: no`",
                    why="initial margin has to be there for the poster when the holder fails",
                    cites=(cite("holding-and-use", annex.form),),
                    sources=(figure.source,),
                    fix=sheet.replacing(path, "no", "take the right away", is_safe=False),
                )


RULE = Rule(Severity.ERROR, _find, UNDER_A_REGIME, (TOPIC,))
