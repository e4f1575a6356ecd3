"""The facts of a random day for a credit support annex."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from collateral import row_of
from reading import Refused, Undefined, years_after
from words import chance, fx_of, money_text

if TYPE_CHECKING:
    from random import Random

BONDS = {"US Treasury": "USD", "Germany Treasury": "EUR", "Korea Treasury": "KRW"}
EVENTS = [
    "Event of Default",
    "Potential Event of Default",
    "Illegality",
    "Additional Termination Event",
    "Bankruptcy",
    "Cross-Default",
    "Termination Event",
]


def facts(random: Random, annex: dict, day: date) -> dict:
    """Return exposure or marks, lots, movements in transit, disputes, events and rates."""
    base = annex["base_currency"]
    size = 1_000 if base == "KRW" else 1
    found: dict = {"facts": "1", "on": day.isoformat(), "fx": fx_of(random, base)}
    needs = needs_trades(annex)
    if needs or chance(random, 20):
        trades_and_marks(random, found, base, day)
        tell_apart(random, annex, found)
        if chance(random, 8):
            say_up_front(random, found, base, size)
    else:
        amount = random.randint(-900_000_000, 900_000_000) * size
        found["exposure"] = {
            "holder": random.choice("AB"),
            "amount": money_text(Fraction(amount, 100), base),
        }
    if per_confirmation(annex):
        parties = per_confirmation(annex)
        if chance(random, 95):
            found["independent_amounts"] = {
                p: money_text(random.randint(0, 3_000) * 1_000 * size, base) for p in parties
            }
    held = [
        lot(random, party, day)
        for party in annex["posting_parties"]
        for _ in range(lot_count(random))
    ]
    if chance(random, 8):
        held += thirds(random, annex, day)
    if held:
        found["held"] = held
    in_transit(random, annex, found, size=size, day=day)
    disputes(random, annex, found, base, size)
    if chance(random, 35):
        every = [event(random, day) for _ in range(random.randint(1, 3))]
        unique = {(one["event"], one["of"], one["from"]): one for one in every}
        found["events"] = list(unique.values())
    if chance(random, 3):
        drop_a_price(random, annex, found, day)
    if chance(random, 2):
        drop_a_rate(random, annex, found)
    return found


def tell_apart(random: Random, annex: dict, found: dict) -> None:
    """Put attributes that a list of shares reads, and what was owed for each trade before."""
    said = str(annex.get("independent_amount"))
    for trade in found["trades"]:
        if "where" in said:
            trade["attributes"] = {"kind": random.choice(["listed", "unlisted", "other"])}
        if "steps" in said and chance(random, 90):
            trade["amount_before"] = str(random.randint(0, 900) * 1_000)
            trade["amount_before_currency"] = trade["currency_1"]
        elif "steps" in said and chance(random, 50):
            trade["trade_date"] = found["on"]


def needs_trades(annex: dict) -> bool:
    """Whether an independent amount is a share of notional."""
    return "percent_of_notional" in str(annex.get("independent_amount"))


def per_confirmation(annex: dict) -> list[str]:
    """Return the parties whose independent amount is left to the Confirmations."""
    node = annex.get("independent_amount")
    if not isinstance(node, dict):
        return []
    return [party for party, words in node.items() if words == "per Confirmation"]


def trades_and_marks(random: Random, found: dict, base: str, day: date) -> None:
    """Put trades with their marks, some maturing on the day itself."""
    found["plus_is_good_for"] = f"party {random.choice('AB')}"
    found["trades"], found["marks"] = [], []
    for index in range(random.randint(1, 5)):
        matures = day + timedelta(days=random.choice([0, 1, 30, 900]))
        currency = base if chance(random, 70) else random.choice(["USD", "EUR", "KRW"])
        own = 1_000 if currency == "KRW" else 1
        name = f"T{index + 1}"
        found["trades"].append(
            {
                "trade_id": name,
                "product": "interest rate swap",
                "notional_1": str(random.randint(1, 50) * 1_000_000 * own),
                "currency_1": currency,
                "trade_date": "2023-03-01",
                "maturity": matures.isoformat(),
            }
        )
        mark = Fraction(random.randint(-300_000_000, 300_000_000) * own, 100)
        found["marks"].append(
            {
                "trade_id": name,
                "on": day.isoformat(),
                "mark": money_text(mark, "X").removeprefix("X ").replace(",", ""),
                "currency": currency,
            }
        )


def say_up_front(random: Random, found: dict, base: str, size: int) -> None:
    """Let the Confirmations of some trades say what a party owes up front."""
    party = random.choice("AB")
    for trade in found["trades"]:
        if chance(random, 50):
            trade["independent_amount"] = str(random.randint(0, 900) * 1_000 * size)
            trade["independent_amount_currency"] = base
            trade["independent_amount_of"] = party


def lot_count(random: Random) -> int:
    """Return how many lots a party has posted."""
    return random.choices([0, 1, 2, 3, 5], [3, 4, 3, 2, 1])[0]


def lot(random: Random, party: str, day: date) -> dict:
    """Return one lot: cash, or a bond near a bound of its maturity."""
    if chance(random, 45):
        currency = random.choice(["USD", "USD", "EUR", "KRW"])
        amount = Fraction(random.randint(0, 500_000_000), 100)
        text = money_text(round(amount) * 1_000 if currency == "KRW" else amount, currency)
        return {"posted_by": party, "asset": "cash", "amount": text}
    asset = random.choice(sorted(BONDS))
    currency = BONDS[asset]
    nominal = random.randint(1, 60) * 100_000 * (1_000 if currency == "KRW" else 1)
    bound = years_after(day, random.choice([0, 1, 1, 5, 10]))
    tomorrow = day + timedelta(days=1)
    matures = max(bound + timedelta(days=random.choice([-1, 0, 1, 200])), tomorrow)
    issued = years_after(matures, -random.choice([1, 5, 10]))
    issued = min(issued + timedelta(days=random.choice([-1, 0, 1])), day)
    found = {
        "posted_by": party,
        "asset": asset,
        "nominal": money_text(nominal, currency),
        "price": random.choice(["100", "99.50", "101.125", "87.3125", "0.5"]),
        "matures": matures.isoformat(),
        "issued": issued.isoformat(),
    }
    if chance(random, 20):
        found["dirty"] = "yes"
    elif chance(random, 60):
        accrued = random.randint(0, 40_000) * (1_000 if currency == "KRW" else 1)
        found["accrued"] = money_text(accrued, currency)
    if chance(random, 25):
        found["factor"] = random.choice(["1", "0.75", "0.123456"])
    return found


def thirds(random: Random, annex: dict, day: date) -> list[dict]:
    """Return three equal lots that a margin ratio of 108 % leaves with endless thirds."""
    party = random.choice(annex["posting_parties"])
    rows = annex["eligible_collateral"]
    if not any(row["asset"] == "Belgium Treasury" for row in rows):
        rows.append({"asset": "Belgium Treasury", "margin_ratio": "108%"})
    nominal = money_text(random.choice([9, 18]) * 100_000, annex["base_currency"])
    one = {"posted_by": party, "asset": "Belgium Treasury", "nominal": nominal, "price": "100"}
    return [{**one, "matures": years_after(day, 5).isoformat()} for _ in range(3)]


def in_transit(random: Random, annex: dict, found: dict, *, size: int, day: date) -> None:
    """Put movements that settle before, on and after the day."""
    items = []
    base = annex["base_currency"]
    for _ in range(random.choices([0, 1, 2], [5, 3, 1])[0]):
        poster = random.choice(annex["posting_parties"])
        kind = random.choices(["delivery", "return"], [3, 1])[0]
        amount = random.randint(1, 2_000_000)
        settles = day + timedelta(days=random.choice([-3, -1, 0, 0, 1, 4]))
        item = {
            "kind": kind,
            "by": poster if kind == "delivery" else ("B" if poster == "A" else "A"),
            "amount": money_text(amount * size, base),
            "settles": settles.isoformat(),
        }
        if chance(random, 90 if "concentration" in annex else 10):
            thing = lot(random, poster, day)
            del item["amount"], thing["posted_by"]
            items.append(item | thing)
            continue
        if chance(random, 20):
            item["disputed"] = money_text(random.randint(0, amount) * size, base)
        items.append(item)
    if items:
        found["in_transit"] = items


def disputes(random: Random, annex: dict, found: dict, base: str, size: int) -> None:
    """Put disputed parts, flat where one leg alone could take them."""
    per_leg = {}
    for party in annex["posting_parties"]:
        node = {}
        for kind in ("delivery", "return"):
            if chance(random, 12):
                top = 1_500_000 if chance(random, 30) else 150_000
                node[kind] = money_text(random.randint(1, top) * size, base)
        if node:
            per_leg[party] = node
    if not per_leg:
        return
    flat = len(annex["posting_parties"]) == 1 and chance(random, 50)
    found["disputed"] = next(iter(per_leg.values())) if flat else per_leg


def event(random: Random, day: date) -> dict:
    """Return an event whose first or last day lies near the day."""
    begins = day + timedelta(days=random.choice([-40, -1, 0, 1]))
    found = {
        "event": random.choices(EVENTS, [3, 2, 2, 2, 1, 1, 1])[0],
        "of": random.choices(["A", "B", "either"], [8, 8, 1])[0],
        "from": begins.isoformat(),
    }
    if chance(random, 40):
        ends = day + timedelta(days=random.choice([-1, 0, 1, 9]))
        found["until"] = max(ends, begins + timedelta(days=1)).isoformat()
    return found


def drop_a_rate(random: Random, annex: dict, found: dict) -> None:
    """Leave out a rate, unless a cap may be the only one to need it."""
    if "concentration" not in annex and found["fx"]:
        del found["fx"][random.choice(sorted(found["fx"]))]


def drop_a_price(random: Random, annex: dict, found: dict, day: date) -> None:
    """Leave out the price of a bond that a row of the table owns."""
    bonds = [held for held in found.get("held", []) if held["asset"] != "cash"]
    if not bonds:
        return
    chosen = random.choice(bonds)
    try:
        owned = row_of(chosen, annex, party=chosen["posted_by"], day=day, facts=found)
    except (Refused, Undefined):
        return
    if owned:
        del chosen["price"]
