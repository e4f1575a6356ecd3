"""The initial-margin annexes of 2018, from calculation.md 2 (the chain, 11, 17)."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from elected import term
from reading import Refused, in_base, other
from up_front import elected_amount

if TYPE_CHECKING:
    from datetime import date

ZERO = Fraction(0)
FORMS = ("IM CSA 2018 New York", "IM CSD 2018 English")


def is_margin(annex: dict) -> bool:
    """Whether an annex is one of initial margin."""
    return annex["form"] in FORMS


def title(annex: dict) -> str:
    """Return the name of an annex, or of its form."""
    return annex.get("name", annex["form"])


def facts_of(annex: dict, live: list[dict], facts: dict) -> dict:
    """Return the facts of one annex: where there are several, its own lots and movements."""
    if len(live) == 1:
        return facts
    names = {title(annex), annex["form"]}
    own = {
        key: [item for item in facts.get(key, []) if item.get("annex") in names]
        for key in ("held", "in_transit")
    }
    return facts | own


def beside(index: int, live: list[dict], made: dict[int, list[dict]]) -> dict:
    """Return an annex with what the others mean for it."""
    annex = live[index]
    if is_margin(annex):
        return annex | {"others": [one for one in live if not is_margin(one)]}
    margins, minimum = {}, annex.get("minimum_transfer_amount")
    sides: set[str] = set()
    for number, legs in made.items():
        if not is_margin(live[number]):
            continue
        for leg in legs:
            margins[leg["posting_party"]] = {
                "approach": live[number]["margin_approach"],
                "required": leg["steps"].get("credit_support_amount"),
                "base": live[number]["base_currency"],
            }
        changed = live[number].get("amends_minimum_transfer_amount_of_other_csa", {})
        if changed and annex["form"].startswith("VM"):
            both = minimum if isinstance(minimum, dict) else {"A": minimum, "B": minimum}
            minimum, sides = {**both, **changed}, sides | set(changed)
    own = {"minimum_transfer_amount": minimum} if minimum else {}
    return annex | {"margins": margins, "minimum_set_of": sides} | own


def required_margin(annex: dict, facts: dict, *, party: str, day: date) -> dict:
    """Return the two margins and what is required of a party."""
    base, fx = annex["base_currency"], facts.get("fx", {})
    holder = other(party)
    amounts = {}
    for name, regime in annex["regimes"].items():
        if holder not in regime.get("holder", ["A", "B"]):
            continue
        rows = [
            row
            for row in facts.get("initial_margin", [])
            if row["poster"] == party and row["regime"].lower() == name.lower()
        ]
        if not rows:
            raise Refused(f"no margin of {name} for {party}")
        amounts[name] = in_base(rows[0]["amount"], base, fx)
    words = term(annex, "threshold", of=party, facts=facts, day=day)
    each = {
        name: ZERO if words == "infinite" else max(ZERO, amount - in_base(words, base, fx))
        for name, amount in amounts.items()
    }
    steps: dict = {"margin_amount_im": max(amounts.values())}
    if annex["margin_approach"] == "greater of":
        each[""] = steps["margin_amount_ia"] = margin_ia(annex, facts, party=party, day=day)
    return steps | {"credit_support_amount": max(each.values()), "_each": each}


def margin_ia(annex: dict, facts: dict, *, party: str, day: date) -> Fraction:
    """Return the independent amounts of a party under the other annexes, in base currency."""
    base, fx = annex["base_currency"], facts.get("fx", {})
    own = annex.get("margin_amount", {}).get("IA", {}).get(party)
    if own is not None:
        return in_base(own, base, fx)
    owing = [one for one in annex["others"] if party in one["posting_parties"]]
    if not owing:
        if party in facts.get("independent_amounts", {}):
            return in_base(facts["independent_amounts"][party], base, fx)
        raise Refused(f"nobody says what independent amounts {party} owes")
    return sum(
        (
            elected_amount(one | {"base_currency": base}, facts, of=party, day=day)
            for one in owing
        ),
        ZERO,
    )


def free_of(annex: dict, facts: dict, due: Fraction, proviso: str) -> bool:
    """Whether a return is free of the holder's minimum, or of rounding."""
    if annex.get("final_returns", "no") != "no" and facts.get("nothing_covered") == "yes":
        return True
    elected = annex.get(f"{proviso}_nothing_required", "yes")
    return is_margin(annex) and elected == "yes" and due == 0
