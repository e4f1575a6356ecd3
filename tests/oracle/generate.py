"""Random agreements and days, from a seed: every switch of scope, amounts near boundaries.

`case(seed)` gives a sheet and a facts file as the dicts they are written from, every scalar
a text, and the day. The same seed gives the same case on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

import generate_apart
import generate_facts
import generate_limit
import generate_margin
import generate_others
import generate_pairs
import generate_ratings
import generate_regimes
import generate_regulation
from boundaries import seek_boundary
from words import chance, money_text

FORMS = [
    *("CSA 1994 New York", "CSA 1995 English", "VM CSA 2016 New York", "VM CSA 2016 English"),
    *("CSD 1995 English", "VM CSA 2016 French", "VM CSA 2016 Irish", "VM CSA 2016 Japanese"),
    *("Korean-law annex (pledge)", "Korean-law annex (loan)"),
]
WEIGHTS = [8, 6, 4, 4, 2, 1, 1, 1, 1, 1]
DAYS = ["2024-12-30", "2024-12-31", "2024-12-27", "2024-11-15", "2024-11-29", "2024-12-16"]
ODD_DAYS = ["2024-12-28", "2024-12-17", "2024-02-29", "2024-11-08"]
VALUATION_DATES = [
    "each Friday",
    "monthly on the 15",
    "last Local Business Day of each month",
    "any day",
]
ROUNDINGS = ["up to", "down to", "nearest"]
MULTIPLES = [0, 1, 500, 1_000, 10_000, 25_000]
EVENTS = [
    "Event of Default",
    "Potential Event of Default",
    "Illegality",
    "Bankruptcy",
    "Specified Condition",
]
BRACKETS = [
    [None],
    ["[0y, 1y)", "[1y, 5y)", "[5y, 10y]"],
    ["[0y, 1y]", "(1y, 5y]", "(5y, )"],
    ["(0y, 5y]"],
    ["[0y, 1y)", "(1y, 5y]"],
    ["[0y, 1y]", "[1y, 5y]"],
]
PERCENTAGES = {
    "valuation_percentage": ["100%", "99.5%", "98%", "95%", "80%", "5%", "0%"],
    "haircut": ["0%", "0.5%", "2%", "8%", "15%", "95%"],
    "margin_ratio": ["100%", "102%", "105%", "107.5%", "108%"],
}


@dataclass(frozen=True)
class Case:
    """One agreement on one day, with the seed that made it."""

    seed: int
    sheet: dict
    facts: dict
    day: date


def case(seed: int) -> Case:
    """Return the case of a seed."""
    random = Random(seed)  # noqa: S311  # no secret hangs on it
    if chance(random, 20):
        sheet, facts, day = generate_limit.agreement(random)
    else:
        day = date.fromisoformat(random.choice(DAYS if chance(random, 85) else ODD_DAYS))
        annex = credit_support_annex(random, day)
        sheet = {"sheet": "1", "agreement": f"RANDOM-{seed}", "parties": parties()}
        sheet["master"] = {"form": "ISDA Master Agreement 2002", "dated": "2019-03-14"}
        sheet["annexes"] = [annex]
        if chance(random, 12):
            generate_apart.by_exposure(random, annex)
        separate = chance(random, 12)
        if separate:
            generate_apart.apart(random, annex)
        by_rating = chance(random, 30)
        if by_rating:
            base = annex["base_currency"]
            generate_ratings.put(random, annex, base, scale(base))
        facts = generate_facts.facts(random, annex, day)
        if separate:
            generate_apart.posted_for(random, facts)
        if by_rating:
            generate_ratings.facts(random, annex, facts, day)
        if not separate and chance(random, 30):
            generate_regimes.add(random, annex, facts, annex["base_currency"])
        generate_regulation.add(random, annex, facts)
        if not separate and second(random, sheet, facts, day):
            return Case(seed=seed, sheet=sheet, facts=facts, day=day)
        generate_others.add(random, sheet, facts, day)
    if chance(random, 80):
        seek_boundary(random, sheet, facts, day)
    return Case(seed=seed, sheet=sheet, facts=facts, day=day)


def second(random: Random, sheet: dict, facts: dict, day: date) -> bool:
    """Put a second annex beside the first, of margin or over other trades; mostly none."""
    if chance(random, 15):
        generate_margin.add(random, sheet, facts, day)
        return True
    if generate_pairs.can_be(sheet["annexes"][0], facts) and chance(random, 35):
        generate_pairs.add(random, sheet, facts, credit_support_annex(random, day))
        return True
    return False


def parties() -> dict:
    """Return two parties with cities."""
    return {
        "A": {"name": "Hangang Bank", "role": "dealer", "cities": ["Seoul", "New York"]},
        "B": {"name": "Arc Shipping Ltd", "role": "corporate", "cities": ["London"]},
    }


def credit_support_annex(random: Random, day: date) -> dict:
    """Return an annex of one of the credit support forms."""
    form = random.choices(FORMS, WEIGHTS)[0]
    base = "USD" if form == FORMS[0] else random.choice(["USD", "USD", "EUR", "KRW"])
    posting = random.choices([["A", "B"], ["B"], ["A"]], [6, 3, 1])[0]
    annex = {
        "form": form,
        "dated": "2019-03-14",
        "posting_parties": posting,
        "base_currency": base,
        "eligible_collateral": rows(random),
    }
    if chance(random, 50):
        others = [one for one in ("USD", "EUR", "KRW") if one != base]
        annex["eligible_currencies"] = [base, *random.sample(others, random.randint(0, 2))]
    vm = form.startswith("VM")
    if not vm or chance(random, 40):
        amounts(random, annex, base)
    per_party(random, annex, "minimum_transfer_amount", base, 300_000)
    switches(random, annex, base)
    annex["valuation_date"] = "each Local Business Day"
    if chance(random, 20):
        annex["valuation_date"] = random.choice(VALUATION_DATES)
    if chance(random, 10):
        amendment(random, annex, base, day)
    return annex


def rows(random: Random) -> list[dict]:
    """Return an eligible collateral table."""
    found: list[dict] = [
        {"asset": "cash", "currency": currency, **percent(random)}
        for currency in random.sample(["USD", "EUR", "KRW"], random.randint(1, 3))
    ]
    for asset in random.sample(sorted(generate_facts.BONDS), random.randint(0, 3)):
        split = chance(random, 15)
        for owners in (["A"], ["B"]) if split else (None,):
            clean = chance(random, 88)
            brackets = random.choice(BRACKETS[:4] if clean else BRACKETS[4:])
            measure = "original" if chance(random, 15) else "remaining"
            for bracket in brackets:
                row = {"asset": asset, **({measure: bracket} if bracket else {})}
                open_cell = {"valuation_percentage": "to be agreed"}
                row |= open_cell if chance(random, 1) else percent(random)
                row |= {"for": owners} if owners else {}
                found.append(row)
    return found


def percent(random: Random) -> dict:
    """Return one of the three kinds of percentage."""
    kind = random.choices(list(PERCENTAGES), [5, 3, 3])[0]
    return {kind: random.choice(PERCENTAGES[kind])}


def scale(base: str) -> int:
    """Return how much larger amounts are in the base currency than in dollars."""
    return 1_000 if base == "KRW" else 1


def amount_words(random: Random, base: str, size: int) -> str:
    """Return an amount of about a size, mostly in base currency."""
    cents = random.choice([0, 0, 0, 1, 99, random.randint(0, 99)])
    whole = random.randint(0, 20) * size * scale(base) // 10
    if chance(random, 4) and base == "EUR":
        return money_text(whole, "USD")
    return money_text(whole + cents / 100 if base != "KRW" else whole, base)


def term(random: Random, base: str, size: int, *, infinite: bool) -> object:
    """Return one party's term: nil, an amount, infinite, or one that events change."""
    plain = amount_words(random, base, size)
    pick = random.random()
    if pick < 0.25:
        return "nil"
    if infinite and pick < 0.32:
        return "infinite"
    if pick < 0.70:
        return plain
    if pick < 0.86:
        return {"value": plain, "nil_while": random.sample(EVENTS, random.randint(1, 2))}
    limbs: list[dict] = [
        {"event": event, "value": random.choice(["nil", amount_words(random, base, size)])}
        for event in random.sample(EVENTS, random.randint(1, 2))
    ]
    return {"while": [*limbs, {"otherwise": plain}]}


def per_party(
    random: Random, annex: dict, key: str, base: str, size: int, *, infinite: bool = False
) -> None:
    """Put a term per party, or one for both, or none."""
    if chance(random, 8):
        return
    if chance(random, 10):
        annex[key] = amount_words(random, base, size)
        return
    annex[key] = {p: term(random, base, size, infinite=infinite) for p in ("A", "B")}
    if infinite and chance(random, 2):
        annex[key][random.choice("AB")] = {"unresolved": "illegible in the scan"}


def amounts(random: Random, annex: dict, base: str) -> None:
    """Put independent amounts, thresholds and the switches between them."""
    per_party(random, annex, "threshold", base, 2_000_000, infinite=True)
    if chance(random, 35):
        return
    per_party(random, annex, "independent_amount", base, 1_000_000)
    node = annex.get("independent_amount")
    if isinstance(node, dict) and chance(random, 25):
        rows = [
            {"where": {"kind": "listed"}, "value": random.choice(["2%", "nil"])},
            {"where": {"kind": "unlisted"}, "value": random.choice(["1%", "per Confirmation"])},
            {"otherwise": "0.5%"},
        ]
        share = {"percent_of_notional": random.choice(["2%", "0.75%", rows])}
        if chance(random, 25):
            share["steps"] = "up only"
        elif chance(random, 30):
            limb = {"event": random.choice(EVENTS), "percent_of_notional": rows}
            last = {"otherwise": random.choice([share, "nil"])}
            share = {"while": [limb, last]}
        node[random.choice("AB")] = random.choice(["per Confirmation", share])
    where = random.choice([None, "inside threshold", "outside"])
    holders = {"outside": ["ignored", "netted"]}.get(where or "", ["deducted", "ignored"])
    if where:
        annex["independent_amount_is"] = where
    if chance(random, 60):
        annex["holders_independent_amount"] = random.choice(holders)
    if chance(random, 30):
        annex["never_below_independent_amount"] = random.choice(["yes", "no"])


def switches(random: Random, annex: dict, base: str) -> None:
    """Put the switches that are no amounts."""
    if chance(random, 60):
        annex["in_transit"] = random.choice(["counted", "counted", "not counted"])
    if chance(random, 30):
        annex["cash_percentage"] = random.choice(["applies", "face"])
    if chance(random, 30):
        annex["accrued"] = random.choice(["inside", "outside"])
    if annex["form"].startswith("VM") and chance(random, 60):
        annex["fx_haircut"] = {"value": "8%", "unless": ["cash", "Eligible Currency"]}
    if chance(random, 25):
        annex["minimum_transfer_test"] = random.choice(["undisputed", "whole demand"])
    if chance(random, 20):
        annex["conditions_precedent"] = random.choice(["apply", "deleted"])
    if annex["form"].endswith("New York") and chance(random, 30):
        annex["specified_conditions"] = {"A": ["Illegality"], "B": ["Illegality"]}
    rounding(random, annex, base)
    if chance(random, 25):
        annex["disputes"] = random.choice(
            [
                "deleted",
                {"tolerance": money_text(random.randint(0, 1_500) * 1_000 * scale(base), base)},
            ]
        )
    if chance(random, 30):
        annex["concentration"] = [cap(random, annex) for _ in range(random.randint(1, 2))]


def rounding(random: Random, annex: dict, base: str) -> None:
    """Put a direction and a multiple for each movement, or none; and who leaves without."""
    if chance(random, 25):
        annex["return_at_most"] = random.choice(["balance held", "no limit"])
    if chance(random, 10):
        generate_apart.only_at_times(random, annex, EVENTS)
    annex["rounding"] = {}
    for kind in ("delivery", "return"):
        multiple = random.choice(MULTIPLES) * scale(base)
        if chance(random, 85):
            annex["rounding"][kind] = f"{random.choice(ROUNDINGS)} {money_text(multiple, base)}"
    if not annex["rounding"]:
        del annex["rounding"]


def cap(random: Random, annex: dict) -> dict:
    """Return one concentration cap."""
    base = annex["base_currency"]
    assets = sorted({row["asset"] for row in annex["eligible_collateral"]})
    of = random.choice(
        [{"currency": "KRW"}, {"currency": base}, {"asset": random.choice(assets)}]
    )
    whole = "requirement" if chance(random, 30) else "posted value"
    share = f"{random.choice([0, 10, 40, 50, 100])}% of {whole}"
    fixed = money_text(random.randint(1, 40) * 100_000 * scale(base), base)
    if chance(random, 30):
        fixed = money_text(random.randint(1, 40) * 100_000_000, "KRW")
    return {"of": of, "at_most": share if chance(random, 60) else fixed}


def amendment(random: Random, annex: dict, base: str, day: date) -> None:
    """Lay a later amendment over the annex, in force today or not yet."""
    dated = day + timedelta(days=random.choice([-30, -1, 0, 1]))
    layer: dict = {"dated": dated.isoformat(), "note": "Amendment"}
    minimum = amount_words(random, base, 200_000)
    layer["minimum_transfer_amount"] = {random.choice("AB"): minimum}
    if not isinstance(annex.get("minimum_transfer_amount"), dict):
        annex["minimum_transfer_amount"] = {"A": "nil", "B": "nil"}
    if chance(random, 25):
        way, multiple = random.choice(["delivery", "return"]), random.choice(MULTIPLES)
        words = f"{random.choice(ROUNDINGS)} {money_text(multiple * scale(base), base)}"
        layer["rounding"] = {way: words}
    annex["amendments"] = [layer]
