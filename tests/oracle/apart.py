"""An independent amount that stands apart makes two legs of one, from calculation.md 2.6."""

from __future__ import annotations

OWN = ("minimum_transfer_amount", "rounding", "eligible_collateral")


def parts(annex: dict, facts: dict) -> list[tuple[dict, dict]]:
    """Return an annex with its facts, in two where an independent amount stands apart.

    One part asks for the exposure over the threshold and knows no independent amount; the
    other asks for the independent amount alone, with its own minimum, rounding and table.
    """
    if annex.get("independent_amount_is") != "separate":
        return [(annex, facts)]
    own = annex.get("separate_independent_amount", {})
    plain = {key: node for key, node in annex.items() if "independent_amount" not in key}
    apart = (
        {key: node for key, node in annex.items() if key not in OWN} | own | {"apart": "yes"}
    )
    apart.setdefault("eligible_collateral", annex.get("eligible_collateral", []))
    unsaid = [*facts.get("held", []), *facts.get("in_transit", [])]
    refused = {"unsaid": "yes"} if any("for" not in item for item in unsaid) else {}
    found = []
    for part, word in ((plain, "exposure"), (apart, "independent amount")):
        mine = {
            key: [item for item in facts.get(key, []) if item.get("for") == word]
            for key in ("held", "in_transit")
        }
        rest = dict(facts)
        if word == "exposure":
            rest.pop("independent_amounts", None)
            if "trades" in rest:
                rest["trades"] = [unowed(trade) for trade in rest["trades"]]
        found.append((part | refused, rest | mine))
    return found


def unowed(trade: dict) -> dict:
    """Return a trade without what its Confirmation says is owed up front."""
    return {key: node for key, node in trade.items() if "independent_amount" not in key}
