"""A minimum transfer amount is stated for one kind of margin and not for the other.

What it finds:
    A party posts under an annex of variation margin and one of initial margin, and only one of
    them states its minimum transfer amount.
Why it matters:
    The regime's cap is one for both; how the parties split it has to stand in the documents,
    and an amount left out counts as nil.
What to do:
    State both amounts, or `nil` for the one that has none.
Law:
    Delegated Regulation (EU) 2016/2251 Article 25(4); 17 CFR 23.158(a).
"""

from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.basics.party import SIDES, Side
from isda.law.paragraphs import cite
from isda.lint.minimums import KEY, is_stated, set_by_margin
from isda.lint.regimes import (
    UNDER_A_REGIME,
    figures_of,
    rules_say,
    standing_together,
    strongest,
)
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import AnnexSeen, Sheet

TOPIC = "split-of-minimum-transfer-amount"


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for annexes in standing_together(sheet):
        for poster in SIDES:
            posted = [annex for annex in annexes if poster in annex.posters]
            said = [_says(annex, annexes, poster) for annex in posted]
            kinds = {annex.is_initial_margin for annex in posted}
            if len(kinds) > 1 and len(set(said)) > 1:
                yield from _flaws(posted[said.index(False)], posted[said.index(True)], poster)


def _says(annex: AnnexSeen, annexes: tuple[AnnexSeen, ...], poster: Side) -> bool:
    is_set = not annex.is_initial_margin and set_by_margin(annexes, poster) is not None
    return is_set or is_stated(annex.terms.minimum_transfer_amount.of(poster))


def _flaws(silent: AnnexSeen, other: AnnexSeen, poster: Side) -> Iterator[Flaw]:
    for figure in strongest(figures_of(silent, TOPIC, poster)):
        yield Flaw(
            silent.at(f"{KEY}.{poster}"),
            "the other annex states a minimum transfer amount and this one none, and "
            f"{rules_say(figure, 'have one cap for both')}",
            "write `minimum_transfer_amount: nil`, or the part of the cap that belongs here",
            why="an amount left out counts as nil, and how the cap is split should be stated",
            cites=(cite("minimum-transfer-amount", silent.form),),
            sources=(figure.source,),
            also=((other.at(f"{KEY}.{poster}"), "the other annex states it here"),),
        )


RULE = Rule(Severity.INFO, _find, UNDER_A_REGIME, (TOPIC,))
