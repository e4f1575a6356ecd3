"""Random annexes whose percentages a regulation caps, and lots that say their quality."""

from __future__ import annotations

from typing import TYPE_CHECKING

from words import chance

if TYPE_CHECKING:
    from random import Random

REGULATORS = ["EU", "EU", "US", "US", "UK", "KR", "JP"]
WEIGHTS = [8, 8, 8, 8, 8, 1, 1]
CLASSES = ["government", "government", "corporate", "equity"]
STEPS = ["1", "1", "2", "3", "4"]


def add(random: Random, annex: dict, facts: dict) -> None:
    """Cap the percentages of some annexes, for both parties or for one."""
    if not chance(random, 12):
        return
    regulator = random.choices(REGULATORS, WEIGHTS)[0]
    annex["percentages_at_most"] = (
        regulator if chance(random, 70) else {random.choice("AB"): regulator}
    )
    for row in annex["eligible_collateral"]:
        if row["asset"] != "cash" and chance(random, 97):
            row["class"] = random.choice(CLASSES)
    for item in [*facts.get("held", []), *facts.get("in_transit", [])]:
        if item.get("asset", "cash") != "cash" and chance(random, 95):
            item["credit_quality_step"] = random.choice(STEPS)
