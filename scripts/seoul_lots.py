"""What is posted in the Seoul book: won and dollars at the bank, Korea and US Treasuries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from seoul_reckon import Lot
from seoul_trades import plain

if TYPE_CHECKING:
    from seoul_cast import Bank, Corporate
    from seoul_others import Other

CENT = Decimal("0.01")
# Invented bonds, one of each kind a period: (issued, matures). About two years remain, less
# than one of the three-year bonds, about seven of the ten-year bonds.
BONDS = {
    ("KTB", "2008"): (date(2005, 12, 10), date(2010, 12, 10)),
    ("KTB", "2022"): (date(2019, 12, 10), date(2024, 12, 10)),
    ("KTB", "2024"): (date(2022, 3, 10), date(2027, 3, 10)),
    ("KTB3", "2008"): (date(2006, 3, 10), date(2009, 3, 10)),
    ("KTB3", "2022"): (date(2020, 3, 10), date(2023, 3, 10)),
    ("KTB3", "2024"): (date(2022, 6, 10), date(2025, 6, 10)),
    ("KTB10", "2008"): (date(2005, 9, 10), date(2015, 9, 10)),
    ("KTB10", "2022"): (date(2019, 6, 10), date(2029, 6, 10)),
    ("KTB10", "2024"): (date(2021, 12, 10), date(2031, 12, 10)),
    ("UST", "2008"): (date(2005, 11, 15), date(2010, 11, 15)),
    ("UST", "2022"): (date(2019, 11, 15), date(2024, 11, 15)),
    ("UST", "2024"): (date(2022, 2, 15), date(2027, 2, 15)),
}
TREASURY = ("Korea Treasury", "KRW", "Korea", "KSD")
ASSETS = {
    "KTB": TREASURY,
    "KTB3": TREASURY,
    "KTB10": TREASURY,
    "UST": ("US Treasury", "USD", "United States", "DTC"),
}
NAMES = {"KTB": "KRSAMPLE", "KTB3": "KRTHREE", "KTB10": "KRTENYR", "UST": "USSAMPLE"}
STEPS = {"KTB": 7, "KTB3": 5, "KTB10": 13, "UST": 11}


def isin(kind: str, period: str) -> str:
    """An invented identifier in the shape of an ISIN, with its check digit."""
    name = NAMES[kind]
    body = name + period[len(name) - 7 :]  # eleven characters before the check digit
    digits = "".join(str(int(character, 36)) for character in body)
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled // 10 + doubled % 10
    return f"{body}{-total % 10}"


def price(kind: str, day: date) -> Decimal:
    """An invented clean price per 100: a slow walk between 98.80 and 101.20."""
    step = (day.toordinal() * STEPS[kind]) % 241
    return Decimal("98.80") + CENT * step


@dataclass(frozen=True)
class Position:
    """One lot as of a day. ``nominal`` is whole won or dollars."""

    lot_id: str
    agreement: str
    party: str
    kind: str
    nominal: int
    period: str

    def accrued(self, day: date) -> Decimal:
        """Interest since the last half-year at 4 per cent, to whole won or cents."""
        issued, _ = BONDS[self.kind, self.period]
        days = (day - issued).days % 182
        place = CENT if self.kind == "UST" else Decimal(1)
        raw = Decimal(self.nominal) * 4 * days / Decimal(36500)
        return raw.quantize(place, rounding=ROUND_DOWN)

    def row(self, day: date) -> list[str]:
        """The lot as a row of lots.csv."""
        head = [self.lot_id, self.agreement, "", self.party, day.isoformat()]
        if self.kind not in ASSETS:
            return [*head, "cash", self.kind, str(self.nominal), *[""] * 7, "Hangang Bank"]
        asset, currency, issuer, custodian = ASSETS[self.kind]
        issued, matures = BONDS[self.kind, self.period]
        return [
            *head,
            asset,
            currency,
            str(self.nominal),
            "clean",
            plain(self.accrued(day)),
            "1",
            issued.isoformat(),
            matures.isoformat(),
            issuer,
            isin(self.kind, self.period),
            custodian,
        ]

    def lot(self, day: date, shares: dict[str, Fraction]) -> Lot:
        """The lot for the reckoning: its market value and the share that counts."""
        if self.kind not in ASSETS:
            return Lot("cash", self.kind, Fraction(self.nominal), shares[self.kind])
        asset, currency, *_ = ASSETS[self.kind]
        market = Fraction(self.nominal) * Fraction(price(self.kind, day)) / 100
        return Lot(asset, currency, market + Fraction(self.accrued(day)), shares[self.kind])


def client_shares(client: Corporate) -> dict[str, Fraction]:
    """The share of market value that counts in one client's agreement."""
    bond = Fraction(97, 100) if client.krx_table else Fraction(100, 102)
    return {"KRW": Fraction(1), "USD": Fraction(95, 100), "KTB": bond}


def bank_shares(bank: Bank) -> dict[str, Fraction]:
    """The share of market value that counts in one bank's annex."""
    other = "KRW" if bank.base == "USD" else "USD"
    dollars = Fraction(90, 100) if bank.base == "KRW" else Fraction(98, 100)
    return {
        bank.base: Fraction(1),
        other: Fraction(95, 100),
        "UST": dollars,
        "KTB": Fraction(95, 100),
    }


def client_positions(client: Corporate, period: str) -> list[Position]:
    """What a client has posted when a period opens."""
    held = [(kind, amount) for one, kind, amount in client.lots if one == period]
    units = {"KRW": 100_000_000, "KTB": 100_000_000, "USD": 1000}
    return [
        Position(
            f"{client.code}-{kind}",
            client.agreement,
            "B",
            kind,
            int(Decimal(amount) * units[kind]),
            period,
        )
        for kind, amount in held
    ]


def bank_positions(bank: Bank, period: str) -> list[Position]:
    """What the parties to an annex have posted, the same on every day of a period."""
    units = {"KRW": 100_000_000, "KTB": 100_000_000, "USD": 1_000_000, "UST": 1_000_000}
    return [
        Position(
            f"{bank.code}-{party}-{kind}",
            bank.agreement,
            party,
            kind,
            int(Decimal(amount) * units[kind]),
            period,
        )
        for party, kind, amount in bank.lots
    ]


def other_positions(other: Other, period: str) -> list[Position]:
    """What the parties to one of the other agreements have posted in a period."""
    return [
        Position(
            f"{other.code}-{party}-{kind}",
            other.agreement,
            party,
            kind,
            amount * (1000 if kind in {"USD", "UST"} else 100_000_000),
            period,
        )
        for one, party, kind, amount in other.lots
        if one == period
    ]
