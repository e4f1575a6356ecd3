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

CENT = Decimal("0.01")
# Invented bonds, one of each kind a period: (issued, matures). About two years remain.
BONDS = {
    ("KTB", "2008"): (date(2005, 12, 10), date(2010, 12, 10)),
    ("KTB", "2022"): (date(2019, 12, 10), date(2024, 12, 10)),
    ("KTB", "2024"): (date(2022, 3, 10), date(2027, 3, 10)),
    ("UST", "2008"): (date(2005, 11, 15), date(2010, 11, 15)),
    ("UST", "2022"): (date(2019, 11, 15), date(2024, 11, 15)),
    ("UST", "2024"): (date(2022, 2, 15), date(2027, 2, 15)),
}
ASSETS = {
    "KTB": ("Korea Treasury", "KRW", "Korea", "KSD"),
    "UST": ("US Treasury", "USD", "United States", "DTC"),
}


def isin(kind: str, period: str) -> str:
    """An invented identifier in the shape of an ISIN, with its check digit."""
    body = f"{'KR' if kind == 'KTB' else 'US'}SAMPLE{period[1:]}"
    digits = "".join(str(int(character, 36)) for character in body)
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled // 10 + doubled % 10
    return f"{body}{-total % 10}"


def price(kind: str, day: date) -> Decimal:
    """An invented clean price per 100: a slow walk between 98.80 and 101.20."""
    step = (day.toordinal() * (7 if kind == "KTB" else 11)) % 241
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
        place = Decimal(1) if self.kind == "KTB" else CENT
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
