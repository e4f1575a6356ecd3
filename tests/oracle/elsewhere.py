"""Clients that are bound severally, and thresholds shared with another agreement."""

from __future__ import annotations

import re
from decimal import Decimal

from elected import is_nil
from reading import NOT_KNOWN, Refused, money

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
    for row in facts.get("threshold_used_elsewhere", []):
        if (row["agreement"], row["of"]) == (words["shared_with"], party):
            whole, currency = money(words["value"])
            rest = max(0, whole - money(row["amount"])[0])
            plain = Decimal(rest.numerator) / Decimal(rest.denominator) if rest else Decimal(0)
            return {**words, "value": f"{currency} {plain:f}"}
    return {**words, "value": NOT_KNOWN}
