"""What each call of the Seoul book should be: plain fractions, straight from the paragraphs.

This reckoning shares no code with the engine. It fills the table of the book's README and lets
the clients' collateral follow the calls from day to day.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

PERCENT = Fraction(1, 100)
SATURDAY = 5
# The long-term grades of S&P and of Moody's, from the best; a place of the one is a place of
# the other.
SCALES = (
    "AAA AA+ AA AA- A+ A A- BBB+ BBB BBB- BB+ BB BB- B+ B B- CCC+ CCC CCC- CC C",
    "Aaa Aa1 Aa2 Aa3 A1 A2 A3 Baa1 Baa2 Baa3 Ba1 Ba2 Ba3 B1 B2 B3 Caa1 Caa2 Caa3 Ca C",
)
Ratings = Sequence[tuple[date, str]]
"""What one agency said of somebody: since when, which grade; oldest first."""


@dataclass(frozen=True)
class Lot:
    """One thing held: ``market_value`` in its own currency, the share of it that counts."""

    asset: str
    currency: str
    market_value: Fraction
    share: Fraction

    def value(self, base: str, won_per_dollar: Fraction) -> Fraction:
        """The value after haircut in the base currency."""
        counted = self.market_value * self.share
        if self.currency == base:
            return counted
        return counted * won_per_dollar if base == "KRW" else counted / won_per_dollar


@dataclass(frozen=True)
class Leg:
    """The terms of one posting party: magnitudes in base currency."""

    required: Fraction
    adjusted: Fraction
    least_delivery: Fraction
    least_return: Fraction
    multiple: Fraction

    @property
    def delivery(self) -> Fraction:
        """The delivery: the whole shortfall, rounded up, once it reaches the minimum."""
        shortfall = max(Fraction(0), self.required - self.adjusted)
        if shortfall == 0 or shortfall < self.least_delivery:
            return Fraction(0)
        return -(-shortfall // self.multiple) * self.multiple

    @property
    def giving_back(self) -> Fraction:
        """The return: the whole surplus, rounded down, once it reaches the minimum."""
        surplus = max(Fraction(0), self.adjusted - self.required)
        if surplus == 0 or surplus < self.least_return:
            return Fraction(0)
        return surplus // self.multiple * self.multiple


def held_value(
    lots: list[Lot], base: str, won_per_dollar: Fraction, won_cap: Fraction | None = None
) -> Fraction:
    """The value of what is held, won collateral capped where the agreement caps it."""
    values = [(lot.currency, lot.value(base, won_per_dollar)) for lot in lots]
    in_won = sum((value for currency, value in values if currency == "KRW"), Fraction(0))
    others = sum((value for currency, value in values if currency != "KRW"), Fraction(0))
    return others + (in_won if won_cap is None else min(in_won, won_cap))


def excess_only(
    *, loss: Fraction, limit: Fraction, deposit: Fraction, inside: bool
) -> Fraction:
    """What a client must have posted where only the part above the limit counts."""
    zero = Fraction(0)
    if inside:
        return max(zero, loss + deposit - limit)
    return max(zero, loss - limit) + deposit


def latched(losses: list[Fraction], limit: Fraction, release: Fraction) -> bool:
    """Whether the trigger is on after a history of losses: on above the limit, off below."""
    on = False
    for loss in losses:
        if loss > limit:
            on = True
        elif loss < release:
            on = False
    return on


def place_of(grade: str) -> int:
    """How far a grade stands from the best."""
    scales = [scale.split() for scale in SCALES]
    return next(scale.index(grade) for scale in scales if grade in scale)


def graded(ratings: Ratings, day: date) -> str:
    """What an agency says on a day: the last thing it said."""
    return ratings[bisect_right([since for since, _ in ratings], day) - 1][1]


def unsecured(rows: Sequence[tuple[str, int]], grades: Sequence[str]) -> Fraction:
    """The amount of a matrix that the worse of the grades picks: (lowest grade, amount)."""
    worst = max(place_of(grade) for grade in grades)
    return Fraction(next((sum_ for least, sum_ in rows if worst <= place_of(least)), 0))


def sprung(agencies: Sequence[Ratings], day: date, below: str, least: str) -> bool:
    """Whether an event is on: in when all are below a grade, out when any is at another."""
    on = False
    for changed in sorted({since for ratings in agencies for since, _ in ratings}):
        if changed > day:
            break
        places = [place_of(graded(ratings, changed)) for ratings in agencies]
        if all(place > place_of(below) for place in places):
            on = True
        elif any(place <= place_of(least) for place in places):
            on = False
    return on


def below_since(ratings: Ratings, day: date, least: str) -> date | None:
    """Since when an agency has had somebody below a grade without a break; None where not."""
    begun = None
    for since, grade in ratings:
        if since <= day:
            is_below = place_of(grade) > place_of(least)
            begun = (begun or since) if is_below else None
    return begun


def has_lasted(begun: date | None, day: date, days: int, closed: set[date]) -> bool:
    """Whether so many weekdays, bar those closed, have come after the first day."""
    passed, one = 0, begun or day
    while one < day and passed < days:
        one += timedelta(days=1)
        passed += one.weekday() < SATURDAY and one not in closed
    return begun is not None and passed >= days


def by_life(day: date, matures: date, rows: Sequence[tuple[int, Fraction]]) -> Fraction:
    """The share of the first row whose years the remaining life does not exceed."""
    return next(share for years, share in rows if matures <= day.replace(year=day.year + years))


def greatest_and_least(legs: Sequence[Leg]) -> Leg:
    """What several agencies ask for together: the greatest shortfall, the least surplus."""
    zero = Fraction(0)
    first = legs[0]
    return Leg(
        max(max(zero, leg.required - leg.adjusted) for leg in legs),
        min(max(zero, leg.adjusted - leg.required) for leg in legs),
        first.least_delivery,
        first.least_return,
        first.multiple,
    )
