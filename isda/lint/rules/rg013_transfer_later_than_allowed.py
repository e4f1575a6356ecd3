"""Margin is transferred later than the regime allows.

What it finds:
    A Regular Settlement Day, or days for a transfer, later than the regime's. In Europe that is
    the business day of the calculation; up to two days are within the rules where further
    collateral covers them, so that an annex beside initial margin or with an independent
    amount is warned of, not refused. In the United States it is one business day after
    execution: what is later than that in any case is found.
Why it matters:
    Each day between the calculation and the transfer is exposure without margin.
What to do:
    Write `regular_settlement_day: same`, or say what covers the days.
Law:
    Delegated Regulation (EU) 2016/2251 Articles 12 and 13; 12 CFR 237.3(c); 17 CFR 23.153.
"""

from collections.abc import Iterator
from typing import NamedTuple

from isda.basics.days import Period
from isda.basics.finding import Severity
from isda.basics.money import Money
from isda.basics.party import SIDES
from isda.law.paragraphs import cite
from isda.lint.regimes import UNDER_A_REGIME, amounts_said, distinct, figures_of, name_of
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import AnnexSeen, Sheet
from isda.tables.regulation import Figure, regulation
from isda.terms.switches import SettlementDay

OF_VARIATION = "days-for-variation-margin"
IF_COVERED = "days-for-covered-variation-margin"
OF_INITIAL = "days-for-initial-margin"
_DAYS = {SettlementDay.SAME: 0, SettlementDay.NEXT: 1}


class _Due(NamedTuple):
    days: int
    key: str


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for annex in sheet.annexes:
        due = _due(annex) if annex.binding() else None
        topic = OF_INITIAL if annex.is_initial_margin else OF_VARIATION
        for figure in distinct(figures_of(annex, topic)) if due else ():
            if due and due.days > (figure.value or 0):
                yield _flaw(annex, due, figure)


def _due(annex: AnnexSeen) -> _Due | None:
    """Return the days from the demand to the transfer, as far as the sheet states them."""
    day = annex.terms.regular_settlement_day.value
    if day in _DAYS:
        return _Due(_DAYS[day], "regular_settlement_day")
    within = annex.terms.transfer_within.value
    if isinstance(within, Period) and "business" in within.unit.casefold():
        return _Due(within.days, "transfer_within")
    return None


def _flaw(annex: AnnexSeen, due: _Due, figure: Figure) -> Flaw:
    covered = regulation(figure.regime).known(IF_COVERED, annex.sheet.on)
    is_covered = (
        covered is not None
        and not annex.is_initial_margin
        and due.days <= (covered.value or 0)
        and _has_further_collateral(annex)
    )
    name, plural = name_of(figure.regime), "" if due.days == 1 else "s"
    return Flaw(
        annex.at(due.key),
        f"a transfer comes {due.days} business day{plural} after the demand, which {name} "
        "rules allow only where further collateral covers the days"
        if is_covered
        else f"a transfer comes {due.days} business day{plural} after the demand, and {name} "
        f"rules allow {figure.value}",
        "check that what covers the days is enough, or write `regular_settlement_day: same`"
        if is_covered
        else "write `regular_settlement_day: same`",
        why="each day between the calculation and the transfer is exposure without margin",
        cites=(cite("transfer-timing", annex.form),),
        sources=(figure.source, *((covered.source,) if is_covered and covered else ())),
        severity=Severity.WARNING if is_covered else None,
    )


def _has_further_collateral(annex: AnnexSeen) -> bool:
    if any(other.is_initial_margin for other in annex.sheet.annexes):
        return True
    owed = (annex.terms.independent_amount.of(side) for side in SIDES)
    return any(
        isinstance(said, Money) and said.amount for term in owed for said in amounts_said(term)
    )


RULE = Rule(Severity.ERROR, _find, UNDER_A_REGIME, (OF_VARIATION, IF_COVERED, OF_INITIAL))
