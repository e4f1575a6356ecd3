"""How many days after a demand a transfer is due, by a sheet or else by its form."""

from collections.abc import Mapping
from enum import Enum
from typing import Final, NamedTuple

from isda.basics.days import Period
from isda.law.forms import Form
from isda.lint.sheet import AnnexSeen
from isda.terms.printed import (
    CSD95,
    ENG95,
    NY94,
    UNREAD,
    VARIATION_MARGIN,
    PrintedAnswer,
)
from isda.terms.reading import SILENT
from isda.terms.switches import SettlementDay

DAYS: Final = {SettlementDay.SAME: 0, SettlementDay.NEXT: 1}
_BANKING: Final = ("business", "banking", "working", "trading", "settlement")
_CALENDAR: Final = {"day", "days", "calendar day", "calendar days"}
_NEXT: Final = PrintedAnswer(SettlementDay.NEXT)
PRINTED_DAY: Final[Mapping[Form, PrintedAnswer]] = {
    NY94: _NEXT,
    CSD95: PrintedAnswer(SettlementDay.NEXT, ours=True),
    ENG95: PrintedAnswer(SettlementDay.NEXT, ours=True),
} | {form: PrintedAnswer(SettlementDay.SAME, form in UNREAD) for form in VARIATION_MARGIN}
"""When a form has a demand met that comes in time, where nothing is elected.

The English forms of 1995 are ours: the deed was not read, and the annex leaves it to the
Settlement Day, which for cash is taken as the next day.
"""


class Standing(Enum):
    """Who says it."""

    SHEET = "sheet"
    FORM = "form"
    OUR_READING = "reading"


class Due(NamedTuple):
    """When a transfer is due.

    Attributes:
        days: How many days after the demand.
        key: The key that says it; the form where none does.
        are_business_days: Whether they are business days, and not days of the calendar.
        standing: Who says it.
    """

    days: int
    key: str
    are_business_days: bool = True
    standing: Standing = Standing.SHEET


def due(annex: AnnexSeen) -> Due | None:
    """Return when a transfer is due; None where it cannot be told."""
    day, within = annex.terms.regular_settlement_day, annex.terms.transfer_within
    if day.value in DAYS:
        return Due(DAYS[day.value], "regular_settlement_day")
    if isinstance(within.value, Period):
        return _within(within.value)
    if any(term.unresolved or term.value not in SILENT for term in (day, within)):
        return None
    printed = PRINTED_DAY.get(annex.form)
    if printed is None or not isinstance(printed.value, SettlementDay):
        return None
    standing = Standing.OUR_READING if printed.ours else Standing.FORM
    return Due(DAYS[printed.value], "form", standing=standing)


def _within(said: Period) -> Due | None:
    unit = said.unit.casefold()
    if any(word in unit for word in _BANKING):
        return Due(said.days, "transfer_within")
    is_calendar = unit in _CALENDAR
    return Due(said.days, "transfer_within", are_business_days=False) if is_calendar else None
