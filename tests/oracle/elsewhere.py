"""Clients that are bound severally, and thresholds shared with another agreement."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from elected import is_nil
from reading import NOT_KNOWN, Refused, Undefined, convert, money

KEYS = ("independent_amount", "threshold", "minimum_transfer_amount")


def as_one(annex: dict, sheet: dict, facts: dict) -> dict:
    """Return an annex with the amounts as one client, or this agreement alone, has them."""
    found = dict(annex)
    share = share_of_client(sheet, facts)
    for key in KEYS:
        node = annex.get(key)
        if isinstance(node, dict) and set(node) <= {"A", "B"}:
            found[key] = {
                party: left(part(words, annex, key, party, share), facts, party)
                for party, words in node.items()
            }
        elif node is not None:
            found[key] = part(node, annex, key, "B", share)
    return found


def share_of_client(sheet: dict, facts: dict) -> Decimal | None:
    """Return the share of the client that the facts name, None where there are no several."""
    for party in sheet.get("parties", {}).values():
        for client in party.get("severally", []):
            if client["name"] == facts.get("client"):
                return Decimal(client["share"].removesuffix("%")) / 100
        if party.get("severally"):
            raise Refused("nobody says of which client")
    return None


def part(words: object, annex: dict, key: str, party: str, share: Decimal | None) -> object:
    """Return the client's share of an amount that is split."""
    split = annex.get("split_among_clients", [])
    keys = split.get(party, []) if isinstance(split, dict) else split
    return words if share is None or key not in keys else scaled(words, share)


def scaled(node: object, share: Decimal) -> object:
    """Return a term with every amount of money in it at a share."""
    if isinstance(node, dict):
        return {key: scaled(inner, share) for key, inner in node.items()}
    if isinstance(node, list):
        return [scaled(inner, share) for inner in node]
    if not isinstance(node, str) or not re.fullmatch(r"[A-Z]{3} [\d,.]+", node):
        return node
    amount, currency = money(node)
    return f"{currency} {Decimal(amount.numerator) / Decimal(amount.denominator) * share:f}"


def left(words: object, facts: dict, party: str) -> object:
    """Return what another agreement leaves of a shared threshold; of nothing, nothing."""
    if not isinstance(words, dict) or "shared_with" not in words or is_nil(words.get("value")):
        return words
    if "sharing" in words:
        return words
    for row in facts.get("threshold_used_elsewhere", []):
        if (row["agreement"], row["of"]) == (words["shared_with"], party):
            whole, currency = money(words["value"])
            rest = max(0, whole - money(row["amount"])[0])
            plain = Decimal(rest.numerator) / Decimal(rest.denominator) if rest else Decimal(0)
            return {**words, "value": f"{currency} {plain:f}"}
    return {**words, "value": NOT_KNOWN}


def added(annex: dict, party: str) -> dict | None:
    """Return a party's threshold, where it stands against the exposures of two agreements."""
    node = annex.get("threshold")
    words = node.get(party) if isinstance(node, dict) else None
    return words if isinstance(words, dict) and "sharing" in words else None


def exposure_added(annex: dict, facts: dict, *, holder: str, base: str) -> Fraction:
    """Return the exposure under the other agreement, as the holder has it; nil if not added."""
    words = added(annex, "B" if holder == "A" else "A")
    if words is None:
        return Fraction(0)
    figures = [
        facts.get("independent_amounts"),
        annex.get("independent_amount", "nil") != "nil",
    ]
    figures += [
        trade.get("independent_amount", "0") != "0" for trade in facts.get("trades", [])
    ]
    figures += ["independent_amount" in each for each in annex.get("confirmed", {}).values()]
    if any(figures):
        raise Undefined("where independent amounts count is not said")
    if words["call_under"] == "other" or "left" in annex:
        return Fraction(0)
    for row in facts.get("exposure_elsewhere", []):
        if row["agreement"] == words["shared_with"]:
            amount, currency = money(row["amount"])
            amount = convert(amount, of=currency, into=base, fx=facts.get("fx", {}))
            return amount if row["holder"] == holder else -amount
    raise Refused("nobody says the exposure under the other agreement")
