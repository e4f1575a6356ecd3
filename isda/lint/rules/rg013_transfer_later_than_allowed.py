"""Margin is transferred later than the regime allows.

What it finds:
    A Regular Settlement Day, or days for a transfer, later than the regime's; where the sheet
    is silent, the day that its form prints: the New York annex of 1994 has a transfer made on
    the next Local Business Day. What we only take a form to say, and days of the calendar
    that may come later, are a warning. In Europe the limit is
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
    Paragraph 4(b) of the New York annex of 1994.
"""

from collections.abc import Iterator

from isda.basics.finding import Severity
from isda.basics.money import Money
from isda.basics.party import SIDES
from isda.law.paragraphs import cite
from isda.lint.regimes import UNDER_A_REGIME, amounts_said, distinct, figures_of, rules_say
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import AnnexSeen, Sheet
from isda.lint.transfer_timing import Due, Standing, due
from isda.tables.regulation import Figure, regulation

OF_VARIATION = "days-for-variation-margin"
IF_COVERED = "days-for-covered-variation-margin"
OF_INITIAL = "days-for-initial-margin"


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for annex in sheet.annexes:
        found = due(annex) if annex.binding() else None
        topic = OF_INITIAL if annex.is_initial_margin else OF_VARIATION
        for figure in distinct(figures_of(annex, topic)) if found else ():
            if found and found.days > (figure.value or 0):
                yield _flaw(annex, found, figure)


def _flaw(annex: AnnexSeen, found: Due, figure: Figure) -> Flaw:
    covered = _cover(annex, found, figure)
    plural = "" if figure.value == 1 else "s"
    rules = rules_say(
        figure,
        "allow that only where further collateral covers the days"
        if covered
        else f"want it within {figure.value} business day{plural}"
        if figure.value
        else "want it on the business day of the calculation",
    )
    is_sure = found.are_business_days and found.standing is not Standing.OUR_READING
    return Flaw(
        annex.at(found.key),
        _said(found, rules),
        "check that what covers the days is enough, or write `regular_settlement_day: same`"
        if covered
        else "write `regular_settlement_day: same`",
        why="each day between the calculation and the transfer is exposure without margin",
        cites=(cite("transfer-timing", annex.form),),
        sources=(figure.source, *((covered.source,) if covered else ())),
        severity=None if is_sure and not covered else Severity.WARNING,
    )


def _said(found: Due, rules: str) -> str:
    plural = "" if found.days == 1 else "s"
    if not found.are_business_days:
        return (
            f"a transfer comes {found.days} calendar day{plural} after the demand, and {rules}"
        )
    if found.standing is Standing.FORM:
        return (
            "nothing is elected, so that a transfer comes on the next business day as the form "
            f"prints it, and {rules}"
        )
    if found.standing is Standing.OUR_READING:
        return (
            "nothing is elected, so that a transfer comes on the next business day as we take "
            f"the form to say, and {rules}"
        )
    return f"a transfer comes {found.days} business day{plural} after the demand, and {rules}"


def _cover(annex: AnnexSeen, found: Due, figure: Figure) -> Figure | None:
    """Return the longer limit where further collateral may cover the days."""
    longer = regulation(figure.regime).known(IF_COVERED, annex.sheet.on)
    fits = longer is not None and found.days <= (longer.value or 0)
    can_be = fits and not annex.is_initial_margin and _has_further_collateral(annex)
    return longer if can_be else None


def _has_further_collateral(annex: AnnexSeen) -> bool:
    if any(other.is_initial_margin for other in annex.sheet.annexes):
        return True
    owed = (annex.terms.independent_amount.of(side) for side in SIDES)
    return any(
        isinstance(said, Money) and said.amount for term in owed for said in amounts_said(term)
    )


RULE = Rule(Severity.ERROR, _find, UNDER_A_REGIME, (OF_VARIATION, IF_COVERED, OF_INITIAL))
