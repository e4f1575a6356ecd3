"""The legs of the five agreements of other kinds on a day, reckoned from their paragraphs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from seoul_days import SEOUL_CLOSED
from seoul_lots import BONDS, other_positions
from seoul_reckon import (
    PERCENT,
    Leg,
    Ratings,
    below_since,
    by_life,
    graded,
    greatest_and_least,
    has_lasted,
    held_value,
    sprung,
    unsecured,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from make_seoul import Desk
    from seoul_others import Other

AGENCIES = ("S&P", "Moody's")
HOLDER = {"A": "B", "B": "A"}
MATRIX = {
    "A": (("AA-", 20_000_000), ("A-", 8_000_000), ("BBB-", 2_000_000)),
    "B": (("AA-", 20_000_000), ("A-", 8_000_000), ("BBB-", 1_000_000)),
}
TREASURY_LIVES = tuple(
    (years, share * PERCENT) for years, share in ((1, 98), (3, 97), (5, 96), (10, 95))
)
NOTES = ((1, PERCENT * Fraction("99.5")), (10, PERCENT * 98))
COLUMNS = {  # percentages of cash, and of a treasury of up to five years
    "moodys_first": (100, 98),
    "moodys_second": (100, 97),
    "sp": (95, 90),
}
BUFFERS = ((3, ("0.5", "1.2", "1.6")), (7, ("1.0", "2.4", "3.0")))
WON_CAP = Fraction(3_000_000_000)


@dataclass(frozen=True)
class Reckoned:
    """One leg: who posts, by which agency's rules, its figures, and what decides them."""

    posts: str
    regime: str
    leg: Leg
    because: str


@dataclass(frozen=True)
class Day:
    """One of the agreements on one day."""

    other: Other
    on: date
    rate: Fraction
    exposure: Fraction

    def ratings(self, of: str, agency: str) -> Ratings:
        """What an agency said of a party, oldest first."""
        return [
            (date.fromisoformat(since), grade)
            for one, by, grade, since in self.other.ratings
            if (one, by) == (of, agency)
        ]

    def grades(self, of: str) -> list[str]:
        """What the two agencies say of a party today."""
        return [graded(self.ratings(of, agency), self.on) for agency in AGENCIES]

    def held(
        self, party: str, shares: dict[str, Fraction], cap: Fraction | None = None
    ) -> Fraction:
        """The value of what a party has posted; treasuries are given their share by life."""
        period = str(self.on.year)
        lots = [
            one.lot(self.on, shares)
            for one in other_positions(self.other, period)
            if one.party == party
        ]
        return held_value(lots, self.other.base, self.rate, cap)

    def leg(self, required: Fraction, held: Fraction) -> Leg:
        """A leg with the minimum and the multiple of the annex."""
        least, multiple = Fraction(self.other.least), Fraction(self.other.multiple)
        return Leg(required, held, least, least, multiple)

    def lives(
        self, kinds: tuple[str, ...], rows: tuple[tuple[int, Fraction], ...]
    ) -> dict[str, Fraction]:
        """The share of each kind of bond by its remaining life."""
        return {
            kind: by_life(self.on, BONDS[kind, str(self.on.year)][1], rows) for kind in kinds
        }


def _quarry(day: Day) -> list[Reckoned]:
    """Both post; each threshold is the row of the lower of two ratings."""
    shares = {"USD": Fraction(1), **day.lives(("UST",), NOTES)}
    found = []
    for party, sign in (("A", -1), ("B", 1)):
        grades = day.grades(party)
        threshold = unsecured(MATRIX[party], grades)
        required = max(Fraction(0), sign * day.exposure - threshold)
        because = f"{' / '.join(grades)}: threshold {int(threshold):,}"
        leg = day.leg(required, day.held(party, shares))
        found.append(Reckoned(party, "", leg, because))
    return found


def _pelican(day: Day) -> list[Reckoned]:
    """The amount up front and the fund's threshold follow its net asset value."""
    millions = [sum_ for sum_, since in day.other.figures if since <= day.on.isoformat()][-1]
    up_front = Fraction(3_000_000 if millions < 150 else 1_000_000)  # noqa: PLR2004  # printed
    threshold = Fraction(0 if millions < 100 else 5_000_000)  # noqa: PLR2004  # printed
    zero, shares = Fraction(0), {"USD": Fraction(1)}
    of_fund = max(zero, day.exposure - threshold) + up_front
    because = f"NAV {millions:,},000,000: {int(up_front):,} up front"
    of_bank = max(zero, -day.exposure - 10_000_000)
    return [
        Reckoned("A", "", day.leg(of_bank, day.held("A", shares)), "threshold 10,000,000"),
        Reckoned("B", "", day.leg(of_fund, day.held("B", shares)), because),
    ]


def _kittiwake(day: Day) -> list[Reckoned]:
    """Nothing is owed until both agencies are below; all of it until one is well back."""
    both = [day.ratings("B", agency) for agency in AGENCIES]
    on = sprung(both, day.on, "BBB-", "BBB")
    required = max(Fraction(0), day.exposure) if on else Fraction(0)
    because = f"{' / '.join(day.grades('B'))}: the event is {'on' if on else 'off'}"
    leg = day.leg(required, day.held("B", {"USD": Fraction(1)}))
    return [Reckoned("B", "", leg, because)]


def _sandpiper(day: Day) -> list[Reckoned]:
    """Each agency asks for its own sum and values by its own column."""
    period = str(day.on.year)
    _, notional, payment, life = next(one for one in day.other.measures if one[0] == period)
    buffers = next(row for years, row in BUFFERS if Fraction(life) <= years)
    first, second, collateral = (Fraction(one) * PERCENT * notional for one in buffers)
    owed, zero = -day.exposure, Fraction(0)

    def in_force(agency: str, least: str, days: int) -> bool:
        begun = below_since(day.ratings("A", agency), day.on, least)
        return has_lasted(begun, day.on, days, SEOUL_CLOSED)

    column, asked, says = "moodys_first", zero, "no trigger"
    if in_force("Moody's", "Baa3", 30):
        column, says = "moodys_second", "second trigger"
        asked = max(zero, Fraction(payment), owed + second)
    elif in_force("Moody's", "A3", 10):
        asked, says = max(zero, owed + first), "first trigger"
    by_sp = in_force("S&P", "A-", 10)
    other = max(zero, owed + collateral) if by_sp else zero
    found = []
    for regime, of, required, because in (
        ("Moody's", column, asked, says),
        ("S&P", "sp", other, "collateral event" if by_sp else "no event"),
    ):
        cash, treasury = (share * PERCENT for share in COLUMNS[of])
        held = day.held("A", {"USD": cash, "UST": treasury})
        found.append(Reckoned("A", regime, day.leg(required, held), because))
    return found


def _saemaru(day: Day) -> list[Reckoned]:
    """Both post; treasuries count by their remaining life, everything in won up to a cap."""
    bonds = day.lives(("KTB", "KTB3", "KTB10"), TREASURY_LIVES)
    shares = {"KRW": Fraction(1), "USD": 95 * PERCENT, **bonds}
    found = []
    for party, sign in (("A", -1), ("B", 1)):
        required = max(Fraction(0), sign * day.exposure - 5_000_000_000)
        held = day.held(party, shares, WON_CAP)
        whole = day.held(party, shares)
        because = (
            f"won is capped, {round(whole - held):,} over"
            if whole > held
            else "won under its cap"
        )
        found.append(Reckoned(party, "", day.leg(required, held), because))
    return found


KINDS: dict[str, Callable[[Day], list[Reckoned]]] = {
    "IB-QUARRY": _quarry,
    "FD-PELICAN": _pelican,
    "CO-KITTIWAKE": _kittiwake,
    "SW-SANDPIPER": _sandpiper,
    "KP-SAEMARU": _saemaru,
}


def other_legs(other: Other, desk: Desk, on: date) -> list[Reckoned]:
    """The legs of one of the five on a day."""
    rate = Fraction(desk.rates.of(on))
    exposure = desk.exposure(other.agreement, on) / (1 if other.base == "KRW" else rate)
    return KINDS[other.name](Day(other, on, rate, exposure))


def of_agreement(legs: list[Reckoned]) -> list[tuple[str, Leg]]:
    """Who posts by which leg: agencies are combined first and tested once."""
    if legs[0].regime:
        return [(legs[0].posts, greatest_and_least([one.leg for one in legs]))]
    return [(one.posts, one.leg) for one in legs]
