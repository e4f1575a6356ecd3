"""Moves a random exposure to where something turns: a threshold, a minimum, a multiple."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from calculation import leg
from elected import term
from reading import Refused, Undefined, in_base, layered, money, other
from words import money_text

if TYPE_CHECKING:
    from datetime import date
    from random import Random

CENT = Fraction(1, 100)
FAR = Fraction(50_000_000_000)  # beyond every floor, where a shift moves what is required


def seek_boundary(random: Random, sheet: dict, facts: dict, day: date) -> None:
    """Shift the exposure so that one leg comes to rest at, or a cent beside, a boundary."""
    if "exposure" not in facts:
        return
    annex = layered(sheet["annexes"][0], day)
    party = random.choice(annex["posting_parties"])
    for _ in range(3):
        target = target_of(random, annex, facts, party=party, day=day)
        result = leg(annex, facts, party=party, day=day)
        if target is None or not result["steps"]:
            return
        steps = result["steps"]
        due = steps.get("credit_support_amount", steps.get("required_amount"))
        if due == 0:
            shift(facts, annex, party, FAR)
            continue
        shift(facts, annex, party, target - (due - steps["adjusted_value"]))
        return


def target_of(
    random: Random, annex: dict, facts: dict, *, party: str, day: date
) -> Fraction | None:
    """Return a shortfall (or, below zero, a surplus) at which something turns."""
    base, fx = annex["base_currency"], facts["fx"]
    sign = random.choice([1, 1, -1])
    tester = party if sign > 0 else other(party)
    try:
        words = term(annex, "minimum_transfer_amount", of=tester, facts=facts, day=day)
        minimum = in_base(words, base, fx)
    except (Refused, Undefined):
        return None
    rounding = annex.get("rounding", {}).get("delivery" if sign > 0 else "return", "")
    multiple = money(" ".join(rounding.split(" ")[-2:]))[0] if rounding else Fraction(0)
    boundary = random.choice(
        [
            Fraction(0),
            minimum,
            minimum,
            minimum,
            minimum,
            minimum + multiple * random.randint(0, 40),
            minimum + multiple * random.randint(0, 40) + multiple / 2,
        ]
    )
    return sign * (boundary + random.choice([-1, 0, 0, 0, 1]) * CENT)


def shift(facts: dict, annex: dict, party: str, by: Fraction) -> None:
    """Add to the exposure of the holder of a party's leg, at eight places."""
    amount, currency = money(facts["exposure"]["amount"])
    if currency != annex["base_currency"]:
        return
    mine = facts["exposure"]["holder"] == other(party)
    places = 2 if abs(by * 100).denominator == 1 else 8
    total = amount + (by if mine else -by)
    facts["exposure"]["amount"] = money_text(total, currency, places)
