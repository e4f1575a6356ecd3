"""The hedge ratio is above the share of the exposure that is allowed.

What it finds:
    A `hedge_ratio:` of a loss-limit agreement above the share of the client's exposure that
    the standard of the Korean supervisor allows, as the press reported it; also where it was
    kept under `other_terms:`, with one percentage in words of its own.
Why it matters:
    A client that hedges more than it has to hedge speculates with the rest: its loss is not
    met by a gain of its business, and the bank may not have been allowed to trade.
What to do:
    Check the standard in force, and write the ratio that was truly agreed.
Law:
    The hedge ratio of the agreement; the standard of risk management for foreign-exchange
    derivatives, known here from press reports only.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Final

from isda.basics.finding import Severity
from isda.basics.percentages import Percentage
from isda.law.paragraphs import cite
from isda.lint.loss_limits import loss_limits
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import AnnexSeen, Sheet
from isda.tables.regulation import regulation

NAMES: Final = frozenset(
    {"hedge ratio", "hedging ratio", "헤지 비율", "헤지비율", "위험헤지비율"}
)
"""How an agreement may call it in words of its own."""
_PERCENT: Final = re.compile(
    r"(\d[\d,.]*) *(?:%|percent\b|per cent\b|퍼센트|프로)", re.IGNORECASE
)


def _find(sheet: Sheet) -> Iterator[Flaw]:
    figure = regulation("kr-conduct").known("hedge-ratio", sheet.on)
    if figure is None:
        return
    allowed = Percentage.read(f"{figure.words}%")
    for annex in loss_limits(sheet):
        for at, ratio in _said(annex):
            if ratio.fraction <= allowed.fraction:
                continue
            yield Flaw(
                f"{at}.value" if sheet.node(f"{at}.value") is not None else at,
                f"the hedge ratio of {ratio} is above {allowed} of the client's exposure",
                f"check the standard in force, and write {allowed} or less",
                why="what is hedged beyond the exposure is a bet, and its loss has no gain "
                "against it",
                cites=(cite("hedge-ratio", annex.form),),
                sources=(figure.source,),
            )


def _said(annex: AnnexSeen) -> Iterator[tuple[str, Percentage]]:
    """Yield the hedge ratio, and where it stands: under its key, or in own words."""
    ratio = annex.terms.hedge_ratio.value
    if isinstance(ratio, Percentage):
        yield annex.at("hedge_ratio"), ratio
    for key, words in annex.terms.other_terms.items():
        if re.sub(r"[\s_-]+", " ", key.casefold()) in NAMES:
            found = _PERCENT.findall(str(words))
            with suppress(ValueError):
                (figure,) = found  # of several, nobody can know which is the ratio
                yield annex.at(f"other_terms.{key}"), Percentage.read(f"{figure}%")


RULE = Rule(Severity.WARNING, _find)
