"""The minimum transfer amount of a holder is missing.

What it finds:
    An annex in which the party that posts has a minimum transfer amount, and the party that
    holds what is posted has none.
Why it matters:
    A delivery is tested against the minimum of the party that posts, a return against the
    minimum of the party that holds. A minimum left out is nil, so every cent of a surplus
    comes back, however small.
What to do:
    State the holder's minimum as well; `nil` says that it is meant.
Law:
    The paragraph of the minimum transfer amount: a return tests the holder's.
"""

from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.basics.party import Side
from isda.law.paragraphs import cite
from isda.lint.posting import is_above_nil
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import AnnexSeen, Sheet
from isda.terms.reading import SILENT

KEY = "minimum_transfer_amount"
AMENDS = "amends_minimum_transfer_amount_of_other_csa"


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for annex in sheet.annexes:
        if annex.is_lost(KEY, "posting_parties"):
            continue
        for poster in annex.posters:
            holder = poster.other
            terms = getattr(annex.terms, KEY)
            if is_above_nil(terms.of(poster)) and _is_missing(annex, holder):
                yield Flaw(
                    annex.at(f"{KEY}.{holder}"),
                    f"party {holder} has no minimum transfer amount, so what it returns is "
                    "tested against nil",
                    f"add the minimum of party {holder}, or `{holder}: nil` if that was agreed",
                    why="a delivery tests the minimum of who posts, a return that of who holds",
                    cites=(cite("minimum-transfer-amount", annex.form),),
                    also=((annex.at(f"{KEY}.{poster}"), f"party {poster} has one"),),
                )


def _is_missing(annex: AnnexSeen, side: Side) -> bool:
    term = getattr(annex.terms, KEY).of(side)
    said = term.value not in SILENT or term.rows or term.by_rating or term.unresolved
    return not said and not _amended_elsewhere(annex, side)


def _amended_elsewhere(annex: AnnexSeen, side: Side) -> bool:
    """Whether an initial-margin annex says the minimum of the other annexes."""
    others = (getattr(other.terms, AMENDS, None) for other in annex.sheet.annexes)
    return any(other is not None and other.of(side).value not in SILENT for other in others)


RULE = Rule(Severity.WARNING, _find)
