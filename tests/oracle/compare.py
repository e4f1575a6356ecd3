"""Says where the program and the oracle differ on one case.

The program cuts every product and quotient at 18 places, the oracle cuts nothing: figures
on the way are compared at nine places, half to even. Movements must be equal to the digit.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from calculation import call
from reading import nine_places

if TYPE_CHECKING:
    from generate import Case

# key of a leg in the result JSON, step of the oracle
FIGURES = {
    "held_value": "held_value",
    "shortfall": "shortfall",
    "surplus": "surplus",
    "delivery_amount": "delivery_amount",
    "return_amount": "return_amount",
}
STEPS = ["adjusted_value", "undisputed_shortfall", "undisputed_surplus"]
LATCHED = {"yes": True, "no": False}


def differences(case: Case, result: dict) -> list[str]:
    """Return one sentence for each difference; nothing where both agree."""
    expected = call(case.sheet, case.facts, case.day)
    found = differ("status", expected["status"], result["status"])
    parties = [leg["posting_party"] for leg in result["legs"]]
    if parties != [leg["posting_party"] for leg in expected["legs"]]:
        return [*found, f"legs: the program has {parties}"]
    for mine, theirs in zip(expected["legs"], result["legs"], strict=True):
        where = f"leg {mine['posting_party']}"
        found += [f"{where} {line}" for line in leg_differences(mine, theirs, result)]
    return found + movement_differences(expected["movements"], result["movements"])


def differ(what: str, expected: object, got: object) -> list[str]:
    """Return a sentence where two plain values differ."""
    return [] if expected == got else [f"{what}: oracle {expected}, program {got}"]


def figure(what: str, expected: Fraction | None, got: str | None) -> list[str]:
    """Return a sentence where two amounts differ at nine places."""
    if expected is None or got is None:
        return differ(what, expected, got)
    if nine_places(expected) == nine_places(Fraction(got)):
        return []
    return [f"{what}: oracle {float(expected):.12f}, program {got}"]


def leg_differences(mine: dict, theirs: dict, result: dict) -> list[str]:
    """Compare one leg."""
    found = differ("status", mine["status"], theirs["status"])
    if found:
        return found
    if mine["status"] == "no_call" and not mine["steps"]:
        moves = [theirs["delivery_amount"], theirs["return_amount"]]
        return differ("moves on a day that is no Valuation Date", ["0", "0"], moves)
    if mine["status"] in ("refused", "undefined"):
        silent = [theirs[key] for key in FIGURES if theirs[key] is not None]
        return differ("figures of a leg that has none", [], silent)
    steps = mine["steps"]
    exposure = steps.get("exposure", steps.get("loss"))
    due = steps.get("credit_support_amount", steps.get("required_amount"))
    found += figure("exposure", exposure, theirs["exposure"])
    found += figure("required", due, theirs["required"])
    for key, step in FIGURES.items():
        if step in steps:
            found += figure(key, steps[step], theirs[key])
    for step in STEPS:
        found += figure(step, steps[step], worked(result, theirs, step))
    if mine["status"] == "withheld":
        found += figure("withheld", mine["withheld_amount"], theirs["withheld_amount"])
    latched = mine.get("limit", {}).get("latched")
    if latched is not None:
        got = theirs["latched"]
        found += differ("latched", latched, LATCHED.get(str(got), got))
    return found


def worked(result: dict, leg: dict, step: str) -> str | None:
    """Return the result of a step of a leg's working."""
    for line in result["working"]:
        name = str(line["leg"] or "")
        if line["step"] == step and name.rsplit("/", 1)[-1] == leg["posting_party"]:
            return str(line["result"])
    return None


def movement_differences(mine: list[dict], theirs: list[dict]) -> list[str]:
    """Compare the movements, to the digit."""
    keys = ("from", "to", "kind", "currency")
    expected = sorted([*(one[key] for key in keys), one["amount"]] for one in mine)
    got = sorted([*(one[key] for key in keys), Fraction(one["amount"])] for one in theirs)
    return differ("movements", expected, got)
