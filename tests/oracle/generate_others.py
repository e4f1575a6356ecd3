"""Random Confirmations, letters of credit, several clients and shared thresholds."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from words import chance, money_text

if TYPE_CHECKING:
    from random import Random

SECURITY = ("CSA 1994 New York", "CSD 1995 English", "VM CSA 2016 New York")
BANKS = ["Meridian Bank", "Polder Bank"]
LEFT = (None, "not stated", "per Confirmation")


def add(random: Random, sheet: dict, facts: dict, day: date) -> None:
    """Put some of them into some sheets of one annex, with one leg a party."""
    annex = sheet["annexes"][0]
    own_words = {"regimes", "credit_support_amount"} & set(annex)
    if own_words or "separate" in str(annex) or not chance(random, 35):
        return
    base = annex["base_currency"]
    size = 1_000 if base == "KRW" else 1
    if annex["form"] in SECURITY and chance(random, 20):
        letters(random, annex, facts, day)
    if facts.get("trades") and chance(random, 50):
        confirmations(random, sheet, facts, size)
    several = chance(random, 10)
    if several:
        clients(random, sheet, facts)
    elif chance(random, 25):
        share_threshold(random, annex, facts, size)


def letters(random: Random, annex: dict, facts: dict, day: date) -> None:
    """Let parties post letters of credit, near their bounds, and banks default."""
    support: dict = {}
    for party in annex["posting_parties"]:
        row = {"support": "letter of credit"}
        row["valuation_percentage"] = random.choice(["100%", "90%", "0%"])
        if chance(random, 60):
            row["expires_at_least"] = "30 days"
        if chance(random, 60):
            row["nil_while"] = ["Letter of Credit Default"]
        support[party] = [row] if chance(random, 85) else "nil"
        for _ in range(random.randint(0, 2)):
            days = random.choice([-1, 0, 29, 30, 31, 300])
            facts.setdefault("held", []).append(
                {
                    "posted_by": party,
                    "asset": "letter of credit",
                    "nominal": money_text(
                        random.randint(0, 90) * 50_000, random.choice(["USD", "EUR"])
                    ),
                    "issuer": random.choice(BANKS),
                    "matures": (day + timedelta(days=days)).isoformat(),
                }
            )
    annex["other_eligible_support"] = support
    if all("nil_while" in rows[0] for rows in support.values() if rows != "nil"):
        turning = any(rows != "nil" for rows in support.values())
        if turning and chance(random, 50):
            start = day + timedelta(days=random.choice([-3, 0, 1]))
            told = {"event": "Letter of Credit Default", "of": random.choice(BANKS)}
            facts.setdefault("events", []).append(told | {"from": start.isoformat()})


def confirmations(random: Random, sheet: dict, facts: dict, size: int) -> None:
    """Let Confirmations of some trades bring an amount, or keep the trade out."""
    annex = sheet["annexes"][0]
    layers = [annex, *annex.get("amendments", [])]
    free = [
        party
        for party in "AB"
        if all(of_party(one.get("independent_amount"), party) in LEFT for one in layers)
    ]
    found = []
    for trade in facts["trades"]:
        made: dict = {"transaction": trade["trade_id"], "changes": annex["form"]}
        if chance(random, 15):
            found.append(made | {"excluded": "yes"})
        elif free and chance(random, 70):
            party = random.choice(free)
            said = amount(random, trade, size)
            if trade.get("independent_amount_of") is None or chance(random, 30):
                found.append(made | {"independent_amount": {party: said}})
    if found:
        sheet["confirmations"] = found


def of_party(node: object, party: str) -> object:
    """Return what an annex says of a party's independent amount."""
    return node.get(party) if isinstance(node, dict) and set(node) <= {"A", "B"} else node


def amount(random: Random, trade: dict, size: int) -> dict:
    """Return what a Confirmation says of a trade, and put what it reads into the facts."""
    currency = trade["currency_1"]
    owed = money_text(random.randint(0, 900) * 1_000 * size, currency)
    said: dict = random.choice(
        [{"value": owed}, {"value": "nil"}, {"percent_of_notional": "1%"}]
    )
    if chance(random, 30):
        rows = [{"where": {"kind": "listed"}, "value": "2%"}, {"otherwise": "0.5%"}]
        said = {"percent_of_notional": rows}
        trade["attributes"] = {"kind": random.choice(["listed", "unlisted"])}
    if said.get("value") != "nil" and chance(random, 40):
        said["steps"] = "up only"
        if chance(random, 90):
            before = money_text(random.randint(0, 900) * 1_000 * size, currency)
            trade["amount_before"] = before.split(" ")[1].replace(",", "")
            trade["amount_before_currency"] = currency
    return said


def clients(random: Random, sheet: dict, facts: dict) -> None:
    """Let a party stand for two clients, with some amounts between them."""
    annex, party = sheet["annexes"][0], random.choice("AB")
    one = random.choice([25, 50, 10])
    funds = [
        {"name": "Fund One", "share": f"{one}%"},
        {"name": "Fund Two", "share": f"{100 - one}%"},
    ]
    sheet["parties"] = {**sheet["parties"]}
    sheet["parties"][party] = {**sheet["parties"][party], "severally": funds}
    keys = ["threshold", "minimum_transfer_amount"]
    layers = [annex, *annex.get("amendments", [])]
    owed = str([one.get("independent_amount") for one in layers])
    if "per" not in owed:  # a share or a Confirmation is each client's own
        keys.append("independent_amount")
    annex["split_among_clients"] = random.sample(keys, random.randint(0, len(keys)))
    facts["client"] = random.choice(funds)["name"]


def add_exposure(random: Random, facts: dict, currency: str, size: int) -> None:
    """Put the exposure under the other agreement into the facts, mostly."""
    if "exposure_elsewhere" in facts or chance(random, 5):
        return
    amount = random.choice([0, random.randint(-3_000, 3_000)]) * 1_000 * size
    row = {"agreement": "OTHER", "holder": random.choice("AB")}
    facts["exposure_elsewhere"] = [row | {"amount": money_text(amount, currency)}]


def share_threshold(random: Random, annex: dict, facts: dict, size: int) -> None:
    """Let another agreement use a threshold too."""
    node = annex.get("threshold")
    if not isinstance(node, dict) or not set(node) <= {"A", "B"}:
        return
    for party, words in list(node.items()):
        if not (isinstance(words, str) and words[:3].isupper()):
            continue
        node[party] = {"value": words, "shared_with": "OTHER"}
        if "independent_amount" not in annex and chance(random, 60):
            node[party] |= {"sharing": "exposures added"}
            node[party]["call_under"] = random.choice(["this", "this", "other"])
            add_exposure(random, facts, words[:3], size)
        elif chance(random, 90):
            used = money_text(random.randint(0, 2_000) * 1_000 * size, words[:3])
            facts.setdefault("threshold_used_elsewhere", []).append(
                {"agreement": "OTHER", "of": party, "amount": used}
            )
