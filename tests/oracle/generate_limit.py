"""Random loss-limit agreements: both readings, both deposit orders, latches."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from words import chance, money_text

if TYPE_CHECKING:
    from random import Random

EOK = 100_000_000
DAYS = ["2024-12-30", "2024-12-31", "2024-12-27", "2024-11-15", "2024-12-17", "2024-12-28"]
SEOUL_CLOSED = {"2024-12-25", "2025-01-01"}


def agreement(random: Random) -> tuple[dict, dict, date]:
    """Return a sheet, the facts and the day."""
    day = date.fromisoformat(random.choice(DAYS))
    before = days_before(day, 4)
    annex = {
        "form": "Loss limit agreement (Korea)",
        "dated": before[0].isoformat(),
        "governing_law": "Korea",
        "posting_parties": ["B"],
        "base_currency": "KRW",
        "loss_limit": "KRW 1,000,000,000",
        "over_the_limit": "excess only",
        "performance_deposit": "not applicable",
        "eligible_collateral": [
            {"asset": "cash", "currency": "KRW", "valuation_percentage": "100%"},
            {"asset": "cash", "currency": "USD", "valuation_percentage": "95%"},
            {"asset": "Korea Treasury", "remaining": "[0y, 5y]", "margin_ratio": "102%"},
        ],
        "valuation_date": "each Seoul business day",
    }
    facts: dict = {"facts": "1", "on": day.isoformat(), "fx": {"USDKRW": "1,474.80"}}
    exposure = random.randint(-5, 30) * EOK + random.choice([0, 0, 1, -1, 7_654_321])
    facts["exposure"] = {"holder": "A", "amount": money_text(exposure, "KRW")}
    terms(random, annex, facts, day)
    if chance(random, 50):
        annex["over_the_limit"] = "full loss once breached"
        if chance(random, 70):
            annex["release_level"] = money_text(random.choice([5, 8, 10]) * EOK, "KRW")
        history(random, annex, facts, before)
    facts["held"] = [lot(random, day) for _ in range(random.randint(0, 3))]
    if not facts["held"]:
        del facts["held"]
    if chance(random, 20):
        settles = (day + timedelta(days=random.choice([-1, 0, 1]))).isoformat()
        amount = money_text(random.randint(1, 400) * 1_000_000, "KRW")
        item = {"kind": "delivery", "by": "B", "amount": amount, "settles": settles}
        facts["in_transit"] = [item]
    bank = {"name": "한강은행", "role": "bank"}
    parties = {"A": bank, "B": {"name": "대한정밀", "role": "client"}}
    sheet = {"sheet": "1", "agreement": "LL-RANDOM", "parties": parties, "annexes": [annex]}
    return sheet, facts, day


def days_before(day: date, count: int) -> list[date]:
    """Return the Seoul business days before a day, oldest first."""
    found: list[date] = []
    while len(found) < count:
        day -= timedelta(days=1)
        if day.weekday() < 5 and day.isoformat() not in SEOUL_CLOSED:
            found.append(day)
    return found[::-1]


def terms(random: Random, annex: dict, facts: dict, day: date) -> None:
    """Put the limit, the deposit, the minimum and the rounding."""
    if chance(random, 30):
        annex["loss_limit"] = {
            "percent_of_credit_line": "20%",
            "credit_line": "KRW 5,000,000,000",
        }
    if chance(random, 50):
        annex["performance_deposit"] = money_text(random.choice([1, 3, 7]) * EOK, "KRW")
        annex["deposit_order"] = random.choice(["inside", "on top"])
        if chance(random, 30):
            annex["performance_deposit"] = {"percent_of_notional": "5%"}
            strip(random, facts, day)
    if chance(random, 80):
        annex["minimum_transfer_amount"] = {
            party: money_text(random.choice([0, 30, 50, 100]) * 1_000_000, "KRW")
            for party in "AB"
        }
    if chance(random, 80):
        annex["rounding"] = {
            kind: f"{random.choice(['up to', 'down to', 'nearest'])} KRW 10,000,000"
            for kind in ("delivery", "return")
        }
    if chance(random, 20):
        of = random.choice([{"currency": "KRW"}, {"asset": "cash"}])
        cap = random.choice(["KRW 500,000,000", "60% of posted value"])
        annex["concentration"] = [{"of": of, "at_most": cap}]


def strip(random: Random, facts: dict, day: date) -> None:
    """Put a strip of forwards whose marks are the loss, in place of an exposure."""
    del facts["exposure"]
    facts |= {"plus_is_good_for": "party A", "trades": [], "marks": []}
    for index in range(random.randint(1, 6)):
        name = f"S{index + 1}"
        facts["trades"].append(
            {
                "trade_id": name,
                "product": "fx forward",
                "buy_sell": "buy",
                "notional_1": str(random.randint(1, 5) * 1_000_000),
                "currency_1": "USD",
                "notional_2": "1320000000",
                "currency_2": "KRW",
                "trade_date": "2024-06-03",
                "maturity": (day + timedelta(days=random.choice([0, 30]))).isoformat(),
            }
        )
        mark = str(random.randint(-100, 400) * 1_000_000)
        found = {"trade_id": name, "on": day.isoformat(), "mark": mark, "currency": "KRW"}
        facts["marks"].append(found)


def history(random: Random, annex: dict, facts: dict, before: list[date]) -> None:
    """Put the losses since the opening state, one for each Valuation Date."""
    opening, *rest = before
    facts["exposures"] = [
        {
            "on": day.isoformat(),
            "holder": "A",
            "amount": money_text(
                random.choice([4, 5, 8, 9, 10, 11, 15]) * EOK + random.choice([0, 0, 1, -1]),
                "KRW",
            ),
        }
        for day in rest
    ]
    if chance(random, 70):
        annex["dated"] = "2024-01-02"
        latched = random.choice(["yes", "no"])
        facts["latch"] = {"on": opening.isoformat(), "latched": latched}


def lot(random: Random, day: date) -> dict:
    """Return won cash, dollars or a Korean government bond."""
    kind = random.choice(["won", "won", "dollars", "bond"])
    if kind == "won":
        amount = money_text(random.randint(1, 120) * 10_000_000, "KRW")
        return {"posted_by": "B", "asset": "cash", "amount": amount}
    if kind == "dollars":
        amount = money_text(random.randint(1, 500) * 1_000, "USD")
        return {"posted_by": "B", "asset": "cash", "amount": amount}
    return {
        "posted_by": "B",
        "asset": "Korea Treasury",
        "nominal": money_text(random.randint(1, 90) * 10_000_000, "KRW"),
        "price": random.choice(["100", "98.25"]),
        "matures": (day + timedelta(days=random.choice([300, 1500, 2500]))).isoformat(),
    }
