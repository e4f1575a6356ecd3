"""Random agreements with two annexes over different trades, which may set movements off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import generate_margin
from words import chance

if TYPE_CHECKING:
    from random import Random

PRODUCTS = ["interest rate swap", "currency option"]


def can_be(annex: dict, facts: dict) -> bool:
    """Whether a second annex may stand beside one: the exposure has to be told by trade.

    A formula of its own, or a regime's, reads figures of the day that name no annex.
    """
    return "trades" in facts and not {"regimes", "credit_support_amount"} & set(annex)


def add(random: Random, sheet: dict, facts: dict, two: dict) -> None:
    """Put a second annex into a sheet, and say what is covered by and posted under which."""
    (one,) = sheet["annexes"]
    sheet["annexes"] = [one, two]
    for annex, name, left_out in ((one, "one", 1), (two, "two", 0)):
        annex["name"] = name
        annex["covered_transactions"] = {"value": "all", "except": [PRODUCTS[left_out]]}
        if annex["form"].startswith("VM") and chance(random, 80):
            annex["credit_support_offsets"] = (
                "apply" if chance(random, 80) else "not applicable"
            )
    for key in ("disputed", "independent_amounts"):
        facts.pop(key, None)
    for trade in facts["trades"]:
        trade["product"] = random.choice(PRODUCTS)
    for item in facts.get("held", []):
        item["annex"] = under(random, sheet, item["posted_by"])
    for item in facts.get("in_transit", []):
        side = item["by"] if item["kind"] == "delivery" else "BA"["AB".index(item["by"])]
        item["annex"] = under(random, sheet, side)
    generate_margin.rates(random, facts)


def under(random: Random, sheet: dict, poster: str) -> str:
    """Return the name of an annex under which a party posts."""
    posting = [one["name"] for one in sheet["annexes"] if poster in one["posting_parties"]]
    return random.choice(posting)
