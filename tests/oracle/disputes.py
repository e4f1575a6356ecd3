"""What is disputed of a leg: of its regime, or of none, from the facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reading import Refused, money, nine_places

if TYPE_CHECKING:
    from fractions import Fraction


def disputes(annex: dict, facts: dict, party: str) -> dict[str, Fraction] | None:
    """Return what is disputed of a party's leg, by kind; None where nothing can be."""
    if annex.get("disputes") == "deleted":
        return None
    return {
        kind: money(amount)[0]
        for row in rows_disputed(annex, facts, party)
        for kind, amount in row.items()
        if kind != "regime"
    }


def rows_disputed(annex: dict, facts: dict, party: str) -> list[dict]:
    """Return the rows on disputes of a party's leg: of its regime, or of none."""
    node = facts.get("disputed", {})
    if isinstance(node, dict) and set(node) & {"A", "B"}:
        node = node.get(party, {})
    rows = node if isinstance(node, list) else [node]
    return [row for row in rows if row.get("regime") in (None, annex.get("_regime"))]


def of_margin(annex: dict, facts: dict, party: str) -> list[dict]:
    """Return the rows on disputes of a party that name a regime of initial margin."""
    node = facts.get("disputed", {})
    if isinstance(node, dict) and set(node) & {"A", "B"}:
        node = node.get(party, {})
    rows = node if isinstance(node, list) else [node]
    if not annex["form"].startswith("IM") or annex.get("disputes") == "deleted":
        return []
    return [row for row in rows if row.get("regime") in annex["regimes"]]


def left_of_margin(
    annex: dict, facts: dict, steps: dict, *, party: str, each: dict[str, Fraction]
) -> dict[str, Fraction]:
    """Return which part of the one demand waits: of each regime alone, less what it disputes.

    `each` is what every regime asks for alone, and what counts beside them under no name.
    """
    rows = of_margin(annex, facts, party)
    held, found = steps["adjusted_value"], {}
    for kind, sign in (("delivery", 1), ("return", -1)):
        parts = {row["regime"]: money(row[kind])[0] for row in rows if kind in row}
        if not parts:
            continue
        left = []
        for name, due in each.items():
            demand = max(due * 0, sign * (due - held))
            part = parts.get(name, due * 0)
            if 0 < nine_places(demand) < part:
                raise Refused(f"more of {name} is disputed than it demands")
            left.append(max(due * 0, demand - part))
        whole = steps["shortfall" if sign > 0 else "surplus"]
        found[kind] = whole - (max(left) if sign > 0 else min(left))
    return found


def demands_disputed(annex: dict, facts: dict, party: str, *, named: bool) -> set[str]:
    """Return the demands in dispute by rows that name a regime, or by those that name none."""
    rows = [one for one in rows_disputed(annex, facts, party) if ("regime" in one) is named]
    return {"delivery", "return"} & {kind for row in rows for kind in row}
