"""What is disputed of a leg: of its regime, or of none, from the facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reading import money

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


def demands_disputed(annex: dict, facts: dict, party: str, *, named: bool) -> set[str]:
    """Return the demands in dispute by rows that name a regime, or by those that name none."""
    rows = [one for one in rows_disputed(annex, facts, party) if ("regime" in one) is named]
    return {"delivery", "return"} & {kind for row in rows for kind in row}
