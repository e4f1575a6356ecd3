"""Random agreements with an annex of initial margin beside another, or alone."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import generate_facts
from initial_margin import FORMS, title
from words import chance, fx_of, money_text

if TYPE_CHECKING:
    from datetime import date
    from random import Random

APPROACHES = ["distinct", "allocated", "greater of"]
REGIMES = ["EU", "UK", "US"]
CURRENCIES = ["USD", "EUR", "KRW"]


def size_of(currency: str) -> int:
    """Return how much larger amounts are in a currency than in dollars."""
    return 1_000 if currency == "KRW" else 1


def annex(random: Random, posting: list[str]) -> dict:
    """Return an annex of initial margin."""
    base = random.choice(CURRENCIES)
    size = size_of(base)
    found: dict = {
        "form": random.choice(FORMS),
        "dated": "2021-09-01",
        "posting_parties": posting,
        "base_currency": base,
        "margin_approach": random.choice(APPROACHES),
        "valuation_date": "each Local Business Day",
        "regimes": {},
        "eligible_collateral": [
            {"asset": "cash", "currency": base, "valuation_percentage": "100%"},
            {"asset": "US Treasury", "remaining": "[0y, 10y]", "valuation_percentage": "97%"},
        ],
    }
    for name in random.sample(REGIMES, random.randint(1, 3)):
        found["regimes"][name] = {"method": "SIMM"}
    if chance(random, 50):
        found["regimes"]["Japan"] = {"method": "Schedule", "holder": [random.choice("AB")]}
    found["threshold"] = {
        p: random.choice(["nil", "infinite", money_text(20 * 100_000 * size, base)])
        for p in "AB"
    }
    for key in ("minimum_transfer_amount", "amends_minimum_transfer_amount_of_other_csa"):
        if chance(random, 60):
            amounts = {p: random.randint(0, 8) * 50_000 * size for p in "AB"}
            found[key] = {p: money_text(amount, base) for p, amount in amounts.items()}
    found["rounding"] = {
        "delivery": f"up to {money_text(10_000 * size, base)}",
        "return": f"down to {money_text(10_000 * size, base)}",
    }
    provisos(random, found)
    return found


def provisos(random: Random, found: dict) -> None:
    """Put the provisos of 2018, the haircut and the other amount of margin."""
    for key in ("holder_nil_while", "return_unrounded_while"):
        if chance(random, 50):
            found[f"{key}_nothing_required"] = random.choice(["yes", "no"])
    if chance(random, 30):
        found["final_returns"] = random.choice(["yes", "no"])
    if chance(random, 40):
        found["fx_haircut"] = random.choice(["8%", {"value": "8%", "unless": ["cash"]}])
        found["termination_currency"] = {p: random.choice(CURRENCIES) for p in "AB"}
    if chance(random, 20):
        own = {p: money_text(random.randint(0, 9) * 100_000, "USD") for p in "AB"}
        found["margin_amount"] = {"IA": own}


def add(random: Random, sheet: dict, facts: dict, day: date) -> None:
    """Put an annex of initial margin beside the annex of a sheet, with its figures."""
    (other,) = sheet["annexes"]
    other.pop("concentration", None)
    mine = annex(random, other["posting_parties"])
    if mine["margin_approach"] == "greater of":
        other.pop("posts_only_while", None)  # what is owed by who stays out is not said
    sheet["annexes"] = [other, mine] if chance(random, 70) else [mine, other]
    facts.pop("disputed", None)
    for key in ("held", "in_transit"):
        for item in facts.get(key, []):
            item["annex"] = title(random.choice(sheet["annexes"]))
    figures(random, mine, facts)
    rates(random, facts)
    if chance(random, 50):
        disputes(random, mine, facts)
    if "final_returns" in mine:
        mostly = ["no", "no", "no", "yes"] if "trades" in facts else ["yes", "no"]
        facts["nothing_covered"] = random.choice(mostly)
    for _ in range(random.randint(0, 2)):
        lot = generate_facts.lot(random, random.choice(mine["posting_parties"]), day)
        facts.setdefault("held", []).append(lot | {"annex": title(mine)})


def figures(random: Random, mine: dict, facts: dict) -> None:
    """Put the margin of each regime, near the threshold at times, and of few one too few."""
    base = mine["base_currency"]
    facts["initial_margin"] = []
    for name, regime in mine["regimes"].items():
        for poster in mine["posting_parties"]:
            holder = "B" if poster == "A" else "A"
            if holder not in regime.get("holder", ["A", "B"]) or chance(random, 2):
                continue
            amount = Fraction(
                random.choice([0, 200_000_000, random.randint(0, 600_000_000)]), 100
            )
            cent = random.choice([0, 0, Fraction(1, 100)]) if base != "KRW" else 0
            text = money_text(round(amount) * size_of(base) + cent, base)
            facts["initial_margin"].append({"regime": name, "poster": poster, "amount": text})


def disputes(random: Random, mine: dict, facts: dict) -> None:
    """Dispute a part of what one regime or two ask for, at times more than they do."""
    base, found = mine["base_currency"], {}
    if chance(random, 20):
        mine["disputes"] = random.choice(
            ["deleted", {"tolerance": money_text(500_000 * size_of(base), base)}]
        )
    for poster in mine["posting_parties"]:
        holder = "B" if poster == "A" else "A"
        names = [
            name
            for name, regime in mine["regimes"].items()
            if holder in regime.get("holder", ["A", "B"])
        ]
        chosen = random.sample(names, random.randint(0, min(2, len(names))))
        for name in chosen:
            amount = random.choice(
                [1, 5_000, *(random.randint(0, most) for most in (500_000, 3_000_000))]
            ) * size_of(base)
            kind = random.choice(["delivery", "delivery", "return"])
            row = {"regime": name, kind: money_text(amount, base)}
            found.setdefault(poster, []).append(row)
    if found:
        facts["disputed"] = found


def rates(random: Random, facts: dict) -> None:
    """Put a rate for every pair, each quoted one way."""
    for currency in CURRENCIES:
        for pair, quote in fx_of(random, currency).items():
            inverse = pair[3:] + pair[:3]
            if inverse not in facts["fx"]:
                facts["fx"].setdefault(pair, quote)
