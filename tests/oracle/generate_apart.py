"""Random independent amounts that stand apart or are a share, and parties that stay out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generate_regimes import switch
from words import chance, money_text

if TYPE_CHECKING:
    from random import Random

AGAINST = ("holders_independent_amount", "never_below_independent_amount", "concentration")


def by_exposure(random: Random, annex: dict) -> None:
    """Let a party owe a share of the other's exposure up front."""
    amounts = annex.setdefault("independent_amount", {"A": "nil", "B": "nil"})
    if isinstance(amounts, dict):
        share = random.choice(["10%", "25%", "2.5%", "100%"])
        amounts[random.choice("AB")] = {"percent_of_exposure": share}


def apart(random: Random, annex: dict) -> None:
    """Let the independent amount have legs of its own, with terms of its own."""
    for key in AGAINST:
        annex.pop(key, None)
    base = annex["base_currency"]
    size = 1_000 if base == "KRW" else 1
    annex["independent_amount_is"] = "separate"
    own: dict = {}
    if chance(random, 80):
        minimum = {p: money_text(random.randint(0, 6) * 50_000 * size, base) for p in "AB"}
        own["minimum_transfer_amount"] = minimum
    if chance(random, 70):
        words = random.choice(["up to", "down to", "nearest"])
        own["rounding"] = {"delivery": f"{words} {money_text(10_000 * size, base)}"}
    if chance(random, 50):
        own["eligible_collateral"] = [
            {"asset": "cash", "currency": base, "valuation_percentage": "99%"},
            {"asset": "US Treasury", "haircut": "4%"},
        ]
    if own or chance(random, 50):
        annex["separate_independent_amount"] = own
    if chance(random, 25):
        switch(random, annex, base)


def posted_for(random: Random, facts: dict) -> None:
    """Say of each lot and movement what it is posted for, and of few nothing."""
    facts.pop("disputed", None)
    silent = chance(random, 4)
    for item in [*facts.get("held", []), *facts.get("in_transit", [])]:
        if not (silent and chance(random, 50)):
            item["for"] = random.choice(["exposure", "independent amount"])


def only_at_times(random: Random, annex: dict, events: list[str]) -> None:
    """Let a party post only while an event lasts, and perhaps get all back without a test."""
    listed = random.sample(events, random.randint(1, 2))
    node = {"value": listed, "on_leaving": {"return": "all held", "upon": "notice"}}
    annex["posts_only_while"] = {random.choice("AB"): random.choice([listed, node])}
