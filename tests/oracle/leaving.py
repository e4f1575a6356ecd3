"""A party that posts only at times, from calculation.md 2.9 and the keys of the sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apart import unowed
from elected import doubt, events_of
from reading import Refused, Undefined, is_per_party, left_open, meets, other

if TYPE_CHECKING:
    from datetime import date


def as_left(annex: dict, facts: dict, *, party: str, day: date) -> tuple[dict, dict]:
    """Return annex and facts as a leg reads them whose party stays out: nothing is required.

    Nothing is delivered, so nothing tests or rounds a delivery, and no exposure elsewhere is
    added; `on_leaving` frees what goes back as well. A doubt about the event itself is kept for
    the leg to find.
    """
    node = annex.get("posts_only_while", {}).get(party, [])
    listed = node["value"] if isinstance(node, dict) else node
    events = events_of(annex, facts, of=party, day=day)
    if not listed or any(meets(name, events) for name in listed):
        return annex, facts
    found = {key: each for key, each in annex.items() if "independent_amount" not in key}
    if "apart" in annex:
        found["independent_amount"] = "nil"
    frees_all = isinstance(node, dict) and "on_leaving" in node
    found |= untested(annex, party, frees_all=frees_all)
    free = {party, other(party)} if frees_all else {party}
    found["minimum_set_of"] = annex.get("minimum_set_of", set()) - free
    if "regimes" in annex:
        found["regimes"] = {
            name: each | untested(each, party, frees_all=frees_all)
            for name, each in annex["regimes"].items()
        }
    rest = {key: each for key, each in facts.items() if key != "independent_amounts"}
    if "trades" in rest:
        rest["trades"] = [unowed(trade) for trade in rest["trades"]]
    if frees_all:
        found["all_goes_back"] = "yes"
    return found | {"left": "yes", "doubts": doubts(annex, facts, listed, party, day)}, rest


def untested(node: dict, party: str, *, frees_all: bool) -> dict:
    """Return the minimum and the rounding of an annex or a regime, as far as any is left."""
    found: dict = {}
    if "minimum_transfer_amount" in node:
        minimum = node["minimum_transfer_amount"]
        both = minimum if is_per_party(minimum) else {"A": minimum, "B": minimum}
        of_holder = {other(party): both[other(party)]} if other(party) in both else {}
        found["minimum_transfer_amount"] = {party: "nil"} | (
            {other(party): "nil"} if frees_all else of_holder
        )
    if "rounding" in node:
        kept = {key: words for key, words in node["rounding"].items() if key == "return"}
        found["rounding"] = {} if frees_all else kept
    return found


def doubts(
    annex: dict, facts: dict, listed: list[str], party: str, day: date
) -> list[Exception]:
    """Return why nobody can tell whether the party posts, where that is so."""
    found: list[Exception] = []
    conditions = annex.get("specified_conditions", {}).get(party, [])
    for name in listed:
        if left_open(name, events_of(annex, facts, of=party, day=day), conditions):
            found.append(Refused(f"{name} is told in general only"))
        try:
            doubt(annex, facts, name, of=party, day=day)
        except (Refused, Undefined) as why:
            found.append(why)
    return found
