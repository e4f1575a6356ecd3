"""Regimes side by side: the greatest shortfall moves, or the least surplus, tested once.

From calculation.md 2.11 and 2.12. `stand` and `settle` are the oracle's own chain.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bespoke import limbs_of
from reading import Refused, Undefined, nine_places

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

ZERO = Fraction(0)


def with_regime(annex: dict, name: str, facts: dict, *, party: str, day: date) -> dict:
    """Return the annex as one regime reads it: its column, its minimum, its rounding."""
    regime = annex["regimes"][name]
    own = ["minimum_transfer_amount" in one for one in annex["regimes"].values()]
    found = annex | {"_regime": name, "_apart": any(own) and len(own) > 1}
    if "minimum_transfer_amount" in regime:
        shared, own = (per_party(each) for each in (annex, regime))
        found["minimum_transfer_amount"] = shared | own
        if annex.get("minimum_set_of", set()) & set(own):
            both = Undefined("another annex sets the minimum, and the regime has its own")
            found["doubts"] = [*annex.get("doubts", []), both]
    if "rounding" in regime:
        found["rounding"] = annex.get("rounding", {}) | regime["rounding"]
    try:
        limbs = limbs_of(found, facts, party=party, day=day)
    except Refused:
        limbs = None
    return found | {"_column": limbs["column"] if limbs else None}


def per_party(node: dict) -> dict:
    """Return the minimum of an annex or a regime by party; a party it does not name is out."""
    minimum = node.get("minimum_transfer_amount", {})
    return minimum if isinstance(minimum, dict) else {"A": minimum, "B": minimum}


def legs(
    annex: dict,
    facts: dict,
    *,
    party: str,
    day: date,
    leg: Callable[..., dict],
    settle: Callable[..., None],
) -> list[dict]:
    """Return one leg a regime; what moves stands on the leg of the regime that decides."""
    annexes = {
        name: with_regime(annex, name, facts, party=party, day=day) for name in annex["regimes"]
    }
    found = {
        name: leg(each, facts, party=party, day=day) | {"regime": name}
        for name, each in annexes.items()
    }
    if any(one["status"] == "refused" for one in found.values()):
        blank = {"status": "refused", "steps": {}, "lots": []}
        return [one | blank for one in found.values()]
    whole = {name: one for name, one in found.items() if one["steps"]}
    if not whole:
        return list(found.values())
    if overdone(list(whole.values())):
        blank = {"status": "refused", "steps": {}, "lots": []}
        return [one | blank for one in found.values()]
    own = [name for name in whole if "minimum_transfer_amount" in annex["regimes"][name]]
    shared = [name for name in whole if name not in own]
    groups = ([shared] if shared else []) + [[name] for name in own]
    tested = []
    for group in groups:
        decider = deciding({name: whole[name]["steps"] for name in group})
        result = dict(whole[decider], steps=dict(whole[decider]["steps"]))
        combine(result["steps"], [whole[name]["steps"] for name in group])
        settle(annexes[decider], facts, party=party, day=day, result=result)
        tested.append((decider, result))
    decider, result = compared(tested)
    for name, one in whole.items():
        one["decides"] = name == decider
        if name == decider:
            one |= {"steps": result["steps"], "status": result["status"]}
            one |= {k: result[k] for k in ("withheld_amount",) if k in result}
        else:
            one["status"] = "no_call"
            one["steps"] |= {"delivery_amount": ZERO, "return_amount": ZERO}
    return list(found.values())


def overdone(every: list[dict]) -> bool:
    """Whether more is disputed than a regime named, or all together, demand or let back."""
    together = {
        "delivery": max(one["steps"]["shortfall"] for one in every),
        "return": min(one["steps"]["surplus"] for one in every),
    }
    for one in every:
        alone = {"delivery": one["steps"]["shortfall"], "return": one["steps"]["surplus"]}
        for kind, part in one["disputed"].items():
            demand = (alone if kind in one["named"] else together).get(kind, ZERO)
            if 0 < nine_places(demand) < part:
                return True
    return False


def short(steps: dict) -> Fraction:
    """Return what is missing and undisputed."""
    return steps["undisputed_shortfall"]


def over(steps: dict) -> Fraction:
    """Return what is too much and undisputed, and may come back."""
    return steps["returnable"]


def deciding(group: dict[str, dict]) -> str:
    """Return the regime that is shortest, else the one with least too much; first of equals."""
    if any(short(steps) for steps in group.values()):
        return max(group, key=lambda name: short(group[name]))
    return min(group, key=lambda name: over(group[name]))


def combine(steps: dict, every: list[dict]) -> None:
    """Write the greatest shortfall and the least surplus where they are tested."""
    steps["greatest_shortfall"] = max(short(one) for one in every)
    steps["least_surplus"] = min(over(one) for one in every)
    steps["settled_delivery"] = nine_places(steps["greatest_shortfall"])
    steps["settled_return"] = nine_places(steps["least_surplus"])
    steps["whole_delivery"] = max(one["shortfall"] for one in every)
    steps["whole_return"] = min(one["surplus"] for one in every)


def moves(result: dict, kind: str) -> Fraction:
    """Return what would move one way, withheld or not."""
    steps = result["steps"]
    return steps.get(f"{kind}_amount", steps.get(f"withheld_{kind}_amount", ZERO))


def compared(tested: list[tuple[str, dict]]) -> tuple[str, dict]:
    """Return who decides of those tested apart, and what moves: greatest out, least back."""
    if any(moves(one, "delivery") for _, one in tested):
        decider, result = max(tested, key=lambda pair: moves(pair[1], "delivery"))
    elif any(short(one["steps"]) for _, one in tested):
        decider, result = max(tested, key=lambda pair: short(pair[1]["steps"]))
    else:
        decider, result = min(tested, key=lambda pair: moves(pair[1], "return"))
    least = min(moves(one, "return") for _, one in tested)
    steps = result["steps"]
    steps["return_amount" if "return_amount" in steps else "withheld_return_amount"] = least
    if not moves(result, "delivery") and not least:
        result["status"] = "no_call"
        result.pop("withheld_amount", None)
    return decider, result
