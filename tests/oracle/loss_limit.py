"""The loss-limit agreement, from calculation.md 9."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from reading import Refused, day_of, in_base, money, number, percentage

if TYPE_CHECKING:
    from datetime import date

ZERO = Fraction(0)


def limit_of(annex: dict) -> Fraction:
    """Return the limit: an amount, or a share of a credit line."""
    words = annex["loss_limit"]
    if isinstance(words, dict):
        return money(words["credit_line"])[0] * percentage(words["percent_of_credit_line"])
    return money(words)[0]


def required(annex: dict, facts: dict, loss: Fraction, deposit: Fraction, day: date) -> dict:
    """Return loss, deposit and what is required, with the figures of the limit."""
    limit = limit_of(annex)
    inside = annex.get("deposit_order", "inside") == "inside"
    figures: dict = {"limit": limit, "deposit": deposit, "latched": None}
    if annex["over_the_limit"] == "excess only":
        due = max(ZERO, loss + deposit - limit)
        due = due if inside else max(ZERO, loss - limit) + deposit
    else:
        bad = max(ZERO, loss)
        latched = latch(annex, facts, loss, deposit if inside else ZERO, day)
        figures["latched"] = latched
        due = (bad + deposit) if latched else (ZERO if inside else deposit)
    counted = max(ZERO, loss + deposit if inside else loss)
    figures |= {"used_amount": counted, "alert": alert(annex, counted, limit)}
    return {
        "limit": figures,
        "loss": loss,
        "independent_amounts_of_pledgor": deposit,
        "independent_amounts_of_secured_party": ZERO,
        "required_amount": due,
    }


def latch(annex: dict, facts: dict, loss: Fraction, inside: Fraction, day: date) -> bool:
    """Fold the history: on above the limit, off below the release level."""
    limit = limit_of(annex)
    release = money(annex["release_level"])[0] if "release_level" in annex else limit
    opening = facts.get("latch", {"on": annex["dated"], "latched": "no"})
    on = opening["latched"] == "yes"
    past = [item for item in facts.get("exposures", []) if day_of(item["on"]) < day]
    past = [item for item in past if day_of(item["on"]) > day_of(opening["on"])]
    losses = [
        money(item["amount"])[0] * (1 if item["holder"] == "A" else -1)
        for item in sorted(past, key=lambda item: day_of(item["on"]))
    ]
    if losses and inside and isinstance(annex["performance_deposit"], dict):
        raise Refused("what a deposit that follows the trades was on earlier days is not known")
    for one in [*losses, loss]:
        measure = max(ZERO, one) + inside
        if measure > limit:
            on = True
        elif measure < release:
            on = False
    return on


def alert(annex: dict, used: Fraction, limit: Fraction) -> str | None:
    """Return the highest step of the ladder that the use of the limit has reached."""
    steps = [step for step in annex.get("alerts", []) if used >= percentage(step) * limit]
    return max(steps, key=percentage, default=None)


def limit_rate(facts: dict, level: Fraction) -> Fraction:
    """Return the rate at which the loss of a strip reaches a level.

    The client sells dollars forward; points and discount factor of a mark are optional.
    """
    weights = contracts = ZERO
    marks = {mark["trade_id"]: mark for mark in facts["marks"]}
    for trade in facts["trades"]:
        mark = marks[trade["trade_id"]]
        size = number(trade["notional_1"]) * number(mark.get("discount_factor", "1"))
        strike = number(trade["notional_2"]) / number(trade["notional_1"])
        weights += size
        contracts += size * (strike - number(mark.get("points", "0")))
    return (level + contracts) / weights


def limit_figures(leg_of_limit: dict, annex: dict, facts: dict) -> dict:
    """Return what a loss-limit call shows beside its steps, where the facts allow it."""
    shown = dict(leg_of_limit["limit"])
    limit, steps = shown["limit"], leg_of_limit["steps"]
    shown["used"] = shown["used_amount"] / limit
    shown["headroom"] = limit - shown["used_amount"]
    shown["latched"] = {None: None, True: "yes", False: "no"}[shown["latched"]]
    if facts.get("marks"):
        inside = shown["deposit"] if annex.get("deposit_order", "inside") == "inside" else ZERO
        minimum = annex.get("minimum_transfer_amount", {}).get("B", "nil")
        posted = steps["adjusted_value"] + in_base(minimum, "KRW", facts.get("fx", {}))
        call_level = limit + posted - shown["deposit"]
        if annex["over_the_limit"] != "excess only":
            latched = shown["latched"] == "yes" and "release_level" in annex
            bound = money(annex["release_level"])[0] if latched else limit
            call_level = max(posted - shown["deposit"], bound - inside)
        shown["limit_rate"] = limit_rate(facts, limit - inside)
        shown["call_rate"] = limit_rate(facts, call_level)
    return shown
