"""The golden books: a year of real fixings through the public API, against what was published.

The simulation here reads the book's trades and rates and reckons with plain fractions. It knows
nothing of the engine; the engine knows nothing of it; both must meet the published facts.
"""

import csv
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

import isda

HERE = Path(__file__).parent
BOOKS = HERE.parent / "samples" / "books"
CASES_FILE = HERE / "cases" / "golden_books.yaml"
CASES = yaml.safe_load(CASES_FILE.read_text(encoding="utf-8"))["books"]
EOK = 100_000_000
LIMIT, LEAST, MULTIPLE = 10 * EOK, EOK // 2, EOK // 10
LADDER = (70, 80, 90, 100)


class Day(NamedTuple):
    """One day of the reckoning, all in won."""

    on: date
    live: int
    loss: Fraction
    held: int
    delivery: int
    giving_back: int


def rows(book, name):
    with (BOOKS / book / name).open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def losses(book):
    """Each fixing day with its live legs and the client's loss, from trades and rates alone."""
    trades = rows(book, "trades.csv")
    for fixing in rows(book, "fx.csv"):
        live = [one for one in trades if one["trade_date"] <= fixing["on"] <= one["maturity"]]
        loss = Fraction(0)
        for one in live:
            dollars, won = Fraction(one["notional_1"]), Fraction(one["notional_2"])
            gain = dollars * Fraction(fixing["rate"]) - won  # of whoever buys the dollars
            loss += gain if one["buy_sell"] == "buy" else -gain
        yield date.fromisoformat(fixing["on"]), len(live), loss


def reckon(book):
    """The year by hand: required, gap, minimum, rounding; movements settle the same day."""
    held = 0
    for on, live, loss in losses(book):
        gap = max(Fraction(0), loss - LIMIT) - held
        delivery = -(-gap // MULTIPLE) * MULTIPLE if gap >= LEAST else 0
        giving_back = -gap // MULTIPLE * MULTIPLE if -gap >= LEAST else 0
        yield Day(on, live, loss, held, int(delivery), int(giving_back))
        held += int(delivery) - int(giving_back)


def two_places(number):
    hundredths = round(Fraction(number) * 100)
    sign = "-" if hundredths < 0 else ""
    return f"{sign}{abs(hundredths) // 100}.{abs(hundredths) % 100:02}"


def in_eok(amount):
    return two_places(Fraction(amount) / EOK)


def to_text(amount):
    """A fraction of won as decimal text; the marks have at most six places."""
    millionths = abs(amount) * 10**6
    assert millionths.denominator == 1
    return f"{millionths.numerator // 10**6}.{millionths.numerator % 10**6:06}"


def facts_text(day):
    """The facts of one day as a user would write them."""
    lines = [
        "facts: 1",
        f"on: {day.on}",
        "exposure:",
        f"  holder: {'A' if day.loss >= 0 else 'B'}",
        f"  amount: KRW {to_text(day.loss)}",
    ]
    if day.held:
        lines += ["held:", "  - posted_by: B", "    asset: cash", f"    amount: KRW {day.held}"]
    return "\n".join(lines) + "\n"


def agreement_of(case):
    sheet = BOOKS / case["book"] / "agreements" / f"{case['agreement']}.yaml"
    return isda.read_sheet(sheet).must()


def first_alerts(levels):
    """The first day on which each rung of the ladder was reached, from (day, highest rung)."""
    found = {}
    for on, reached in levels:
        for rung in LADDER:
            if reached is not None and reached >= rung:
                found.setdefault(f"{rung}%", on)
    return found


def ids(case):
    return case["book"]


@pytest.mark.parametrize("case", CASES, ids=ids)
def test_reckoning_meets_published(case):
    """The year reckoned by hand gives the published losses, alerts and calls."""
    days = {day.on: day for day in reckon(case["book"])}
    published, reckoned = case["published"], case["reckoned"]
    for on, loss in published["losses"].items():
        assert in_eok(days[on].loss) == loss
    for on, live in published.get("live_legs", {}).items():
        assert days[on].live == live
    used = [(day.on, day.loss * 100 / LIMIT) for day in days.values()]
    assert first_alerts(used) == published["alerts"] | reckoned.get("alerts", {})
    peak = published.get("peak") or reckoned["peak"]
    highest = max(days.values(), key=lambda day: day.loss)
    assert (highest.on, in_eok(highest.loss)) == (peak["day"], peak["loss"])
    deliveries = {day.on: str(day.delivery) for day in days.values() if day.delivery}
    assert len(deliveries) == published["calls"]
    assert deliveries == reckoned["deliveries"]
    assert sum(1 for day in days.values() if day.giving_back) == reckoned["returns"]
    if "first_call" in published:
        first = published["first_call"]
        assert next(iter(deliveries.items())) == (first["day"], first["amount"])


@pytest.mark.parametrize("case", CASES, ids=ids)
def test_engine_meets_reckoning(case):
    """Every day of the year the engine calls and returns what the paragraphs say."""
    agreement = agreement_of(case)
    alerts = []
    for day in reckon(case["book"]):
        facts = isda.read_facts_text(facts_text(day), f"{day.on}.yaml").must()
        result = isda.to_json(isda.call(agreement, facts, on=day.on))
        (leg,) = result["legs"]
        moved = (leg["delivery_amount"], leg["return_amount"])
        assert moved == (str(day.delivery), str(day.giving_back)), day
        assert result["status"] == ("call" if day.delivery or day.giving_back else "no_call")
        assert leg["held_value"] == str(day.held)
        alerts.append((day.on, leg["alert"] and int(leg["alert"].rstrip("%"))))
    expected = case["published"]["alerts"] | case["reckoned"].get("alerts", {})
    assert first_alerts(alerts) == expected


@pytest.mark.parametrize("case", CASES, ids=ids)
def test_book_gives_the_same_exposure(case):
    """The marks of the book add up to the loss reckoned from trades and rates."""
    book = isda.read_book(BOOKS / case["book"]).must()
    agreement = agreement_of(case)
    every = list(reckon(case["book"]))
    named = set(case["published"]["losses"])
    for day in [one for place, one in enumerate(every) if place % 20 == 0 or one.on in named]:
        facts = book.facts_for(case["agreement"], on=day.on)
        (leg,) = isda.to_json(isda.call(agreement, facts, on=day.on))["legs"]
        assert Fraction(leg["exposure"]) == day.loss


def test_rates_at_inception():
    """Book A: the limit is reached at 1,020.33 won, the next call goes out at 1,024.50."""
    case = next(one for one in CASES if one["book"] == "golden-a-2008")
    book = isda.read_book(BOOKS / case["book"]).must()
    agreement, published = agreement_of(case), case["published"]
    for on, rate in {
        date(2008, 1, 2): published["limit_rate_at_inception"],
        **published["limit_rates"],
    }.items():
        facts = book.facts_for(case["agreement"], on=on)
        (leg,) = isda.to_json(isda.call(agreement, facts, on=on))["legs"]
        assert two_places(leg["limit_rate"]) == rate
        if on == date(2008, 1, 2):
            assert two_places(leg["call_rate"]) == published["call_rate_at_inception"]
