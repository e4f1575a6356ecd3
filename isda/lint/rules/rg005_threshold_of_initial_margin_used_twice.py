"""Several annexes of initial margin use one threshold.

What it finds:
    A Threshold (IM) that the sheet says is shared with another agreement; or two annexes of
    initial margin of one sheet whose thresholds for one poster come to more than the cap.
Why it matters:
    The cap is one for all annexes between two groups: used in each annex by itself, more stays
    uncollected than the regime allows.
What to do:
    Agree how much of the cap each annex may use, and keep a record of it at group level.
Law:
    Delegated Regulation (EU) 2016/2251 Article 29(1) and (2); 12 CFR 349.2.
"""

from collections.abc import Iterator
from decimal import Decimal

from isda.basics.finding import Severity
from isda.basics.money import Money
from isda.basics.party import SIDES, Side
from isda.law.paragraphs import cite
from isda.lint.regimes import (
    UNDER_A_REGIME,
    distinct,
    greatest,
    in_currency,
    rules_say,
    standing_together,
)
from isda.lint.regimes import initial_margin as annexes_of
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import AnnexSeen, Sheet
from isda.lint.threshold_caps import IN_ONE_GROUP, TOPIC, caps_of
from isda.tables.regulation import Figure


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for annex in annexes_of(sheet):
        for poster in annex.posters:
            other = annex.terms.threshold.of(poster).shared_with
            for cap in distinct(caps_of(annex, poster)) if other else ():
                yield _shared(annex, poster, other, cap)
    for annexes in standing_together(sheet):
        for poster in SIDES:
            yield from _together(
                [one for one in annexes if one.is_initial_margin and poster in one.posters],
                poster,
            )


def _shared(annex: AnnexSeen, poster: Side, other: str, cap: Figure) -> Flaw:
    return Flaw(
        annex.at(f"threshold.{poster}"),
        f"the threshold is shared with {other}, and {_one_cap(cap)}",
        "check that the parts which the annexes use come to no more than the cap",
        why="used in each annex by itself, more stays uncollected than is allowed",
        cites=(cite("threshold", annex.form),),
        sources=(cap.source,),
    )


def _one_cap(cap: Figure) -> str:
    most = Money(cap.value or Decimal(0), cap.unit)
    return rules_say(cap, f"have one cap of {most} for all annexes between the groups")


def _together(annexes: list[AnnexSeen], poster: Side) -> Iterator[Flaw]:
    said = [greatest(annex.terms.threshold.of(poster)) for annex in annexes]
    money = [each for each in said if isinstance(each, Money)]
    for cap in distinct(caps_of(annexes[-1], poster)) if len(money) > 1 else ():
        sheet = annexes[-1].sheet
        amounts = [in_currency(sheet, each, cap.unit) for each in money]
        known = [each for each in amounts if each is not None]
        total = sum(known, Decimal(0))
        if len(known) < len(amounts) or total <= (cap.value or 0):
            continue
        yield Flaw(
            annexes[-1].at(f"threshold.{poster}"),
            f"the thresholds of the initial-margin annexes come to {Money(total, cap.unit)}, "
            f"and {_one_cap(cap)}",
            "split the cap between the annexes",
            why="used in each annex by itself, more stays uncollected than is allowed",
            cites=(cite("threshold", annexes[-1].form),),
            sources=(cap.source,),
            also=tuple(
                (annex.at(f"threshold.{poster}"), "another threshold") for annex in annexes[:-1]
            ),
        )


RULE = Rule(Severity.WARNING, _find, UNDER_A_REGIME, (TOPIC, IN_ONE_GROUP))
