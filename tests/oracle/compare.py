"""Says where the program and the oracle differ on one case.

The program cuts every product and quotient at 18 places, the oracle cuts nothing: figures
on the way may differ by dust, 10^-12. Movements must be equal to the digit. One thing is
explained: an amount that lies on the half of its ninth place but for that dust may be read to
either side, and then moves 10^-9 more or less.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from calculation import call

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
DUST, NINTH_PLACE = Fraction(1, 10**12), Fraction(1, 10**9)
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
    most = max((leeway(leg["steps"]) for leg in expected["legs"]), default=Fraction(0))
    return found + movement_differences(expected["movements"], result["movements"], most)


def differ(what: str, expected: object, got: object) -> list[str]:
    """Return a sentence where two plain values differ."""
    return [] if expected == got else [f"{what}: oracle {expected}, program {got}"]


def figure(
    what: str, expected: Fraction | None, got: str | None, most: Fraction = DUST
) -> list[str]:
    """Return a sentence where two amounts differ by more than dust."""
    if expected is None or got is None:
        return differ(what, expected, got)
    if abs(expected - Fraction(got)) <= most:
        return []
    return [f"{what}: oracle {float(expected):.12f}, program {got}"]


def on_a_half(amount: Fraction) -> bool:
    """Whether an amount lies on the half of its ninth place, but for dust."""
    return abs((amount * 10**9) % 1 - Fraction(1, 2)) <= DUST * 10**9


def leeway(steps: dict) -> Fraction:
    """Return by how much the movements of a leg may differ: dust, or one ninth place."""
    halves = [on_a_half(steps.get(name, Fraction(0))) for name in STEPS[1:]]
    return NINTH_PLACE if any(halves) else Fraction(0)


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
            most = leeway(steps) if key.endswith("amount") else DUST
            found += figure(key, steps[step], theirs[key], most)
    for step in STEPS:
        found += figure(step, steps[step], worked(result, theirs, step))
    if mine["status"] == "withheld":
        most = leeway(steps)
        found += figure("withheld", mine["withheld_amount"], theirs["withheld_amount"], most)
    latched = mine.get("limit", {}).get("latched")
    if latched is not None:
        got = theirs["latched"]
        found += differ("latched", latched, LATCHED.get(str(got), got))
    return found


def worked(result: dict, leg: dict, step: str) -> str | None:
    """Return the result of a step of a leg's working."""
    for line in result["working"]:
        name = str(line["leg"] or "")
        if line["step"] == step and name == f"{leg['annex']}/{leg['posting_party']}":
            return str(line["result"])
    return None


def movement_differences(
    mine: list[dict], theirs: list[dict], most: Fraction = Fraction(0)
) -> list[str]:
    """Compare the movements: to the digit, or within what the legs allow."""
    keys = ("from", "to", "kind", "currency")
    expected = sorted([*(one[key] for key in keys), one["amount"]] for one in mine)
    got = sorted([*(one[key] for key in keys), Fraction(one["amount"])] for one in theirs)
    if [one[:-1] for one in expected] == [one[:-1] for one in got] and all(
        abs(one[-1] - other[-1]) <= most for one, other in zip(expected, got, strict=True)
    ):
        return []
    return differ("movements", expected, got)
