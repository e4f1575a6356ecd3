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
    sheet["annexes"] = [one, two | {"posting_parties": one["posting_parties"]}]
    for annex, name, left_out in zip(sheet["annexes"], ("one", "two"), (1, 0), strict=True):
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
    for key in ("held", "in_transit"):
        for item in facts.get(key, []):
            item["annex"] = random.choice(["one", "two"])
    generate_margin.rates(random, facts)
