"""Exposures of earlier days, from a book's marks: the history that a latched limit needs."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING

from isda.basics.arithmetic import EXACT, over, times
from isda.basics.money import Money
from isda.basics.party import Side
from isda.facts.facts import Exposure, FxRate, Latch, Mark, Trade
from isda.terms.loss_limit import LossLimitAgreement
from isda.terms.switches import Reading
from isda.terms.valuation import Fixing

if TYPE_CHECKING:
    from isda.sheet.book import Book


def exposures_before(
    book: "Book", agreement_id: str, *, on: date, latch: Latch | None
) -> tuple[Exposure, ...]:
    """Return party A's exposure of each earlier day with marks, for a limit that latches.

    The series begins after the opening state, or on the agreement's date. A day is left out
    where a live trade has no mark, a row of the day is faulty or a rate is missing: the
    call then says which Valuation Date it lacks. Which days are Valuation Dates is left to
    the call.

    Returns:
        Nothing for an agreement that does not latch.
    """
    annex = _latching(book, agreement_id, on)
    if annex is None or book.settings.plus_is_good_for is None:
        return ()
    since = annex.dated if latch is None else None
    base = str(annex.base_currency.value)
    fixing = annex.fixing.value
    of_day_before = isinstance(fixing, Fixing) and fixing.of_day_before
    found: list[Exposure] = []
    for day in sorted(book.records.marks.get(agreement_id, {})):
        begun = day > latch.on if latch is not None else since is None or day >= since
        if not begun or day >= on:
            continue
        rates = book.rates_before(day) if of_day_before else book.rates_of(day)
        exposure = _exposure(book, agreement_id, day, rates, base)
        if exposure is not None:
            found.append(exposure)
    return tuple(found)


def _latching(book: "Book", agreement_id: str, on: date) -> LossLimitAgreement | None:
    """Return the annex that asks for the full loss once breached and covers every trade."""
    agreement = book.agreements[agreement_id].value
    for annex in () if agreement is None else agreement.annexes:
        if isinstance(annex, LossLimitAgreement):
            in_force = annex.on(on)
            covers_all = in_force.covered_transactions.covers_all
            if in_force.over_the_limit.value is Reading.FULL_LOSS and covers_all:
                return in_force
    return None


def _exposure(
    book: "Book", agreement_id: str, day: date, rates: Mapping[str, FxRate], base: str
) -> Exposure | None:
    marks = book.records.marks[agreement_id][day]
    trades = book.live_trades(agreement_id, day)
    if any(trade.trade_id not in marks for trade in trades):
        return None
    if any(one.is_error for one in book.faults.of(agreement_id, day)):
        return None
    amounts = list(_in_base(trades, marks, rates, base))
    if None in amounts:
        return None
    with localcontext(EXACT):
        total = sum((one for one in amounts if one is not None), Decimal(0))
        if book.settings.plus_is_good_for is Side.B:
            total = Decimal(0) - total
    place = next(iter(marks.values())).place
    return Exposure(day, Side.A, Money(total, base), place)


def _in_base(
    trades: list[Trade], marks: Mapping[str, Mark], rates: Mapping[str, FxRate], base: str
) -> Iterator[Decimal | None]:
    for trade in trades:
        amount, currency = marks[trade.trade_id].mark
        if currency == base:
            yield amount
        elif currency + base in rates:
            yield times(amount, rates[currency + base].rate)
        elif base + currency in rates:
            yield over(amount, rates[base + currency].rate)
        else:
            yield None
