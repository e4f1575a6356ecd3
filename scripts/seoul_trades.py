"""Trades and marks of the Seoul book. A mark is a function of the day's rate, nothing else."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from ecb import EXACT
from seoul_cast import BANKS, CORPORATES, Bank, Corporate
from seoul_days import after_months, month_end, on_a_weekday
from seoul_others import OTHERS, Other

BANK_DATES = {
    "2008": ("2008-03-03", "2008-05-02", "2008-07-01"),
    "2022": ("2022-03-02", "2022-05-02", "2022-07-01"),
    "2024": ("2024-08-01", "2024-09-02", "2024-10-02"),
}
SWAP_NOTIONAL = 20_000_000_000
LATCHED_LEG = 3_000_000
NOTES_SWAP = "balance guaranteed swap"


@dataclass(frozen=True)
class Trade:
    """One trade. ``gain`` is what party A gains, in won, when the dollar rises one won."""

    trade_id: str
    agreement: str
    product: str
    dollars: int
    contract_rate: Decimal
    gain: int
    made: date
    matures: date

    def lives(self, day: date) -> bool:
        """A trade counts up to and including its maturity."""
        return self.made <= day <= self.matures

    def mark(self, rate: Decimal) -> Decimal:
        """The mark in won, plus when the client or bank B would owe party A."""
        return EXACT.multiply(Decimal(self.gain), EXACT.subtract(rate, self.contract_rate))

    def row(self) -> list[str]:
        """The trade as a row of trades.csv."""
        side = "buy" if self.gain > 0 else "sell"
        if self.product == NOTES_SWAP:
            amounts = [""] * 4  # its notional is the notes' balance, in measures.csv
        elif self.product == "rate swap":
            amounts = [str(SWAP_NOTIONAL), "KRW", str(SWAP_NOTIONAL), "KRW"]
        else:
            won = plain(self.dollars * self.contract_rate)
            amounts = [str(self.dollars), "USD", won, "KRW"]
        return [
            self.trade_id,
            self.agreement,
            self.product,
            side,
            *amounts,
            self.made.isoformat(),
            self.matures.isoformat(),
            "",
            "",
            "",
        ]


class Deal(NamedTuple):
    """What every trade with a bank or another party has: whose it is, when and which."""

    code: str
    agreement: str
    made: date
    number: int

    @classmethod
    def of(cls, party: Bank | Other, made: str, number: int) -> Deal:
        """The deal of a party on a day."""
        return cls(party.code, party.agreement, date.fromisoformat(made), number)


def plain(number: Decimal) -> str:
    """A number in fixed point without trailing zeros."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"", "-0"} else text


class Rates:
    """USDKRW by day; a day without a fixing carries the last one before it."""

    def __init__(self, fixings: dict[date, Decimal]) -> None:
        self.by_day = fixings
        self.days = sorted(fixings)

    def of(self, day: date) -> Decimal:
        """The rate of a day, or of the last fixing before it."""
        return self.by_day[self.days[bisect_right(self.days, day) - 1]]

    def before(self, day: date) -> Decimal:
        """The rate of the last fixing before a day."""
        return self.by_day[max(one for one in self.days if one < day)]

    def contract(self, day: date) -> Decimal:
        """The forward rate agreed on a day: its rate, to whole won, no points."""
        return self.of(day).quantize(Decimal(1), context=EXACT)


def _strip(client: Corporate, made: date, dollars: int, rates: Rates) -> list[Trade]:
    sign = -1 if client.buys else 1
    return [
        Trade(
            f"{client.code}-{made:%y%m}-{leg:02}",
            client.agreement,
            "fx forward",
            dollars,
            rates.contract(made),
            sign * dollars,
            made,
            on_a_weekday(after_months(made, leg)),
        )
        for leg in range(1, 13)
    ]


def _quarters(client: Corporate, year: int, rates: Rates) -> list[Trade]:
    """The latched client sells once a year, on the first fixing, for each quarter's end."""
    made = next(day for day in rates.days if day >= date(year, 1, 2))
    return [
        Trade(
            f"{client.code}-{made:%y%m}-{month:02}",
            client.agreement,
            "fx forward",
            LATCHED_LEG,
            rates.contract(made),
            LATCHED_LEG,
            made,
            month_end(year, month),
        )
        for month in (3, 6, 9, 12)
    ]


def _forward(deal: Deal, millions: int, rates: Rates) -> Trade:
    """A forward of twelve months; party A buys the dollars where they are plus."""
    size = millions * 1_000_000
    return Trade(
        f"{deal.code}-{deal.made:%y%m}-F{deal.number}",
        deal.agreement,
        "fx forward",
        abs(size),
        rates.contract(deal.made),
        size,
        deal.made,
        on_a_weekday(after_months(deal.made, 12)),
    )


def _swap(deal: Deal, gain: int, rates: Rates) -> Trade:
    return Trade(
        f"{deal.code}-{deal.made:%y%m}-S{deal.number}",
        deal.agreement,
        "rate swap",
        0,
        rates.contract(deal.made),
        gain,
        deal.made,
        on_a_weekday(after_months(deal.made, 24)),
    )


def _bank_trades(bank: Bank, rates: Rates) -> list[Trade]:
    trades = []
    for days in BANK_DATES.values():
        deals = [Deal.of(bank, text, number) for number, text in enumerate(days, 1)]
        sizes = zip(deals, bank.forwards, strict=True)
        trades += [_forward(deal, millions, rates) for deal, millions in sizes]
        gains = zip(deals, bank.swaps, strict=False)
        trades += [_swap(deal, gain, rates) for deal, gain in gains]
    return trades


def _other_trades(other: Other, rates: Rates) -> list[Trade]:
    """The forwards of an agreement, and the swap that runs as long as the notes."""
    trades = [
        _forward(Deal.of(other, text, number), millions, rates)
        for number, (text, millions) in enumerate(other.forwards, 1)
    ]
    for text, gain, years in other.notes_swaps:
        swap = _swap(Deal.of(other, text, 1), gain, rates)
        end = on_a_weekday(after_months(swap.made, 12 * years))
        trades.append(replace(swap, product=NOTES_SWAP, matures=end))
    return trades


def all_trades(rates: Rates) -> list[Trade]:
    """Every trade of the book: of clients, of banks, of the five other agreements."""
    trades = []
    for client in CORPORATES:
        if client.release:
            for year in range(2008, 2025):
                trades += _quarters(client, year, rates)
        for text, thousands in client.strips:
            trades += _strip(client, date.fromisoformat(text), thousands * 1000, rates)
    for bank in BANKS:
        trades += _bank_trades(bank, rates)
    for other in OTHERS:
        trades += _other_trades(other, rates)
    return trades
