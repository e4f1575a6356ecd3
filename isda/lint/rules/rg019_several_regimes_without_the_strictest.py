"""Several regimes bind an annex, and which percentages hold is not said.

What it finds:
    An initial-margin annex that leaves percentages or the FX haircut to a regulation while two
    or more regimes bind it, without a note of its own on how they are combined.
Why it matters:
    Each regime has its own table; where they differ, neither party knows which one values the
    collateral. The margin itself is the greatest of the regimes, but that is another thing.
What to do:
    State the percentages, or note that the greatest haircut of the regimes holds.
Law:
    The collateral schedule of the annex.
"""

from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.law.paragraphs import cite
from isda.lint.regimes import UNDER_A_REGIME
from isda.lint.regimes import initial_margin as annexes_of
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import Sheet
from isda.terms.initial_margin import Stated

KEYS = (
    ("valuation_percentage_is", "valuation-percentage"),
    ("fx_haircut_is", "fx-haircut"),
)


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for annex in annexes_of(sheet):
        count = len(annex.binding())
        for key, topic in KEYS if count > 1 else ():
            term = getattr(annex.terms, key)
            if term.value is Stated.REGULATORY and term.note is None:
                yield Flaw(
                    annex.at(key),
                    f"{count} regimes bind the annex, and which regulation's figures hold is "
                    "not said",
                    "state the figures in the sheet, or add `note:` that the greatest haircut "
                    "of the regimes holds",
                    why="where the tables differ, neither party knows which one values the "
                    "collateral",
                    cites=(cite(topic, annex.form),),
                )


RULE = Rule(Severity.WARNING, _find, UNDER_A_REGIME)
