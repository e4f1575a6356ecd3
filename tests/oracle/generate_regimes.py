"""Random regimes: formulas, limbs, columns, look-up tables, measures and a switch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from words import chance, money_text

if TYPE_CHECKING:
    from random import Random

NAMES = ["Agency one", "Agency two", "Agency three"]
COLUMNS = ["one", "one, second", "two"]
EVENTS = ["Event of Default", "Illegality", "Additional Termination Event", "Bankruptcy"]
CELLS = ["100%", "99%", "95.5%", "91%", "80%", "0%"]
SPLITS = [
    ["[0y, 1y)", "[1y, 5y)", "[5y, 10y]"],
    ["[0y, 5y)", "[5y, 10y]"],
    ["[0y, 1y)", "(1y, 10y]"],
    ["[0y, 5y]", "[5y, 10y]"],
]
FORMULAS = [
    "exposure",
    "exposure * 125%",
    "max(nil, exposure)",
    "max(nil, next_payment, exposure + first * notional)",
    "max(nil, next_payment, exposure + min(6500% * dv01, 10% * notional))",
    "exposure + independent_amount - threshold",
    "max(nil, exposure - (threshold - 50% * independent_amount))",
    "exposure + 50% * buffer * notional",
    "max(exposure, nil) - second * (notional - 1% * notional)",
]
ROWS = [["(0y, 5y]", "(5y, 30y]"], ["[0y, 3y)", "(3y, 10y]"], ["[1y, 5y]", "[5y, )"]]
LIVES = ["0", "0.5", "3", "4.25", "5", "5.000001", "30", "31"]


def add(random: Random, annex: dict, facts: dict, base: str) -> None:
    """Put a requirement in the document's own words into an annex, and what it reads."""
    by_trade = "trades" in facts or chance(random, 10)
    formulas = [text for text in FORMULAS if by_trade or "buffer" not in text]
    for key in (
        "independent_amount_is",
        "holders_independent_amount",
        "never_below_independent_amount",
    ):
        annex.pop(key, None)
    tables(random, annex)
    if chance(random, 25):
        annex["credit_support_amount"] = random.choice(formulas)
    else:
        annex["credit_support_amount"] = "not applicable"
        names = NAMES[: random.choices([1, 2, 3], [1, 5, 3])[0]]
        if chance(random, 70):
            columns(random, annex)
        annex["regimes"] = {name: regime(random, annex, base, formulas) for name in names}
        if "disputed" in facts:
            disputes(random, facts, names)
    if chance(random, 25):
        switch(random, annex, base)
    measures(random, facts, base)
    items = facts.get("in_transit", [])
    if "columns" in annex and items and chance(random, 85):  # columns look at assets
        facts["in_transit"] = [one for one in items if "asset" in one]


def disputes(random: Random, facts: dict, names: list[str]) -> None:
    """Let what is disputed be of one regime, of several, or of all alike."""
    node = facts["disputed"]
    is_flat = not set(node) & {"A", "B"}
    by_party = {"flat": node} if is_flat else node
    found: dict = {}
    for party, parts in by_party.items():
        among = random.sample(names, random.randint(1, len(names)))
        rows = [{"regime": name} | parts for name in among]
        found[party] = rows[0] if len(rows) == 1 else rows
        if chance(random, 35):
            found[party] = parts
    facts["disputed"] = found["flat"] if is_flat else found


def tables(random: Random, annex: dict) -> None:
    """Put look-up tables, one by a life and one by each trade."""
    by_life, by_trade = random.choice(ROWS), random.choice(ROWS)
    annex["tables"] = {
        "buffer of lives": {
            "by": "weighted average life",
            "columns": ["first", "second"],
            "rows": {by_life[0]: ["0.10%", "0.35%"], by_life[1]: ["0.90%", "2.10%"]},
        },
        "buffer of trades": {
            "by": "remaining maturity of the trade",
            "columns": ["buffer"],
            "rows": {by_trade[0]: ["0.5%"], by_trade[1]: ["1.25%"]},
        },
    }


def columns(random: Random, annex: dict) -> None:
    """Split the percentages of some rows by column, and some cells by maturity."""
    annex["columns"] = COLUMNS
    for row in annex["eligible_collateral"]:
        (kind,) = [kind for kind in row if kind in ("valuation_percentage", "haircut")] or [
            None
        ]
        if kind is None or not chance(random, 80):
            continue
        row[kind] = {
            name: random.choice(CELLS) for name in COLUMNS if not chance(random, 12)
        } or {"two": "50%"}
        if "remaining" in row and chance(random, 30):
            name = random.choice(sorted(row[kind]))
            spans = random.choice(SPLITS[:2] if chance(random, 80) else SPLITS)
            row[kind][name] = {span: random.choice(CELLS) for span in spans}


def regime(random: Random, annex: dict, base: str, formulas: list[str]) -> dict:
    """Return one regime: a formula, or limbs that events switch."""
    found: dict = {}
    has_columns = "columns" in annex
    if has_columns:
        found["column"] = random.choice(COLUMNS)
    if chance(random, 50):
        found["credit_support_amount"] = random.choice(formulas)
    else:
        limbs: list[dict] = [
            {"while": random.sample(EVENTS, random.randint(1, 2))}
            | limb(random, formulas, has_columns=has_columns)
            for _ in range(random.randint(1, 2))
        ]
        if chance(random, 25):
            limbs[0]["of"] = random.choice(["A", "B", "either"])
        if chance(random, 90):
            last = random.choice(["nil", "undefined", *formulas, *formulas])
            limbs.append({"otherwise": last})
        found["credit_support_amount"] = limbs
        if chance(random, 60):
            found["limbs"] = random.choice(["first that applies", "sum", "greatest"])
    size = 1_000 if base == "KRW" else 1
    if chance(random, 20):
        found["minimum_transfer_amount"] = money_text(
            random.randint(0, 400) * 1_000 * size, base
        )
        if chance(random, 40):
            whose = random.choice("AB")
            found["minimum_transfer_amount"] = {whose: found["minimum_transfer_amount"]}
    if chance(random, 15):
        way, words = random.choice([("delivery", "up to"), ("return", "down to")])
        found["rounding"] = {way: f"{words} {money_text(50_000 * size, base)}"}
    return found


def limb(random: Random, formulas: list[str], *, has_columns: bool) -> dict:
    """Return what a limb requires, and perhaps its own column."""
    found = {"amount": random.choice(["nil", *formulas, *formulas])}
    if has_columns and chance(random, 40):
        found["column"] = random.choice(COLUMNS)
    return found


def switch(random: Random, annex: dict, base: str) -> None:
    """Let the thresholds switch instead of being subtracted."""
    size = 1_000 if base == "KRW" else 1
    stands = random.choice(["infinite", money_text(1_000_000 * size, base)])
    one = {"value": stands, "nil_while": random.sample(EVENTS, 2), "works_as": "switch"}
    annex["threshold"] = {"A": one, "B": {"value": "nil", "works_as": "switch"}}
    if chance(random, 50):
        annex["threshold"]["B"] = dict(one)


def measures(random: Random, facts: dict, base: str) -> None:
    """Put what formulas read; now and then something is left out, or said twice."""
    size = 1_000 if base == "KRW" else 1
    payments = {p: money_text(random.randint(0, 4) * 500_000 * size, base) for p in "AB"}
    found: dict = {
        "dv01": money_text(random.randint(0, 90) * 1_000 * size, base),
        "next_payment": payments,
        "weighted_average_life": f"{random.choice(LIVES)}y",
    }
    if "trades" not in facts or chance(random, 3):
        found["notional"] = money_text(random.randint(0, 100) * 1_000_000 * size, base)
    if chance(random, 3):
        del found[random.choice(sorted(found))]
    facts["measures"] = found
