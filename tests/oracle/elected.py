"""What a party's term says on a day: its own value, an event's, or a rating's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import ratings
from reading import (
    Refused,
    Undefined,
    day_of,
    in_force,
    is_open,
    is_per_party,
    left_open,
    meets,
)

if TYPE_CHECKING:
    from datetime import date


def events_of(annex: dict, facts: dict, *, of: str, day: date) -> set[str]:
    """Return a party's events: told, by a rule, and a Specified Condition by its list."""
    events = in_force(facts, of=of, day=day)
    for name, trigger in annex.get("triggers", {}).items():
        if trigger["of"] in (of, "either") and name not in events and has_rule(trigger):
            try:
                holds = ratings.in_force(trigger, annex, facts, side=of, day=day, opens=is_open)
            except (ratings.Missing, ratings.Silent):
                continue
            events |= {name} if holds else set()
        elif name in events and not has_lasted(trigger, name, annex, facts, of=of, day=day):
            events -= {name}
    listed = annex.get("specified_conditions", {}).get(of, [])
    return events | (
        {"Specified Condition"} if any(meets(n, events) for n in listed) else set()
    )


def has_rule(trigger: dict) -> bool:
    """Whether a trigger follows from ratings."""
    return bool({"when", "in_when"} & set(trigger))


def has_lasted(
    trigger: dict, name: str, annex: dict, facts: dict, *, of: str, day: date
) -> bool:
    """Whether an event that the facts tell has lasted long enough."""
    began = [
        day_of(item["from"])
        for item in facts.get("events", [])
        if item["event"] == name and item["of"] in (of, "either")
    ]
    signed = day_of(annex["dated"])
    return any(ratings.lasted(trigger, one, day, signed, is_open) for one in began)


def doubt(annex: dict, facts: dict, name: str, *, of: str, day: date) -> None:
    """Say why nobody can tell whether a trigger is in force, where that is so."""
    trigger = annex.get("triggers", {}).get(name, {})
    if not has_rule(trigger) or trigger["of"] not in (of, "either"):
        return
    try:
        ratings.in_force(trigger, annex, facts, side=of, day=day, opens=is_open)
    except ratings.Missing as why:
        raise Refused(str(why)) from None
    except ratings.Silent as why:
        raise Undefined(str(why)) from None


def term(annex: dict, key: str, *, of: str, facts: dict, day: date) -> object:
    """Return a party's term on the day: a text, a percent-of-notional mapping, or None."""
    return holding(annex, key, of=of, facts=facts, day=day)[0]


def holding(annex: dict, key: str, *, of: str, facts: dict, day: date) -> tuple[object, bool]:
    """Return a party's term on the day, and whether an event made it what it is."""
    node = annex.get(key)
    if is_per_party(node):
        node = node.get(of)
    if not isinstance(node, dict):
        return node, False
    events = events_of(annex, facts, of=of, day=day)
    rows = [{"event": name, "value": "nil"} for name in node.get("nil_while", [])]
    rows += node.get("while", [])
    passed = []
    for limb in rows:
        if "otherwise" in limb:
            held, by_event = limb["otherwise"], False
            break
        if meets(limb["event"], events):
            held = limb if "percent_of_notional" in limb else limb["value"]
            by_event = True
            break
        passed.append(limb)
    else:
        held, by_event = own_value(node, annex, facts, of=of, day=day), False
    for limb in passed:
        ask(limb, held, annex, facts, of=of, day=day)
    if held is None:
        raise Undefined(f"{key} of {of}: {node.get('unresolved', 'nothing holds')}")
    return held, by_event


def own_value(node: dict, annex: dict, facts: dict, *, of: str, day: date) -> object:
    """Return a term's own value: a figure, a share, or what a table by rating says."""
    shares = ("percent_of_notional", "percent_of_exposure", "percent_of_credit_line")
    if any(key in node for key in shares):
        return node
    if "by_rating" in node:
        return by_rating(node, annex, facts, of=of, day=day)
    return node.get("value")


def ask(limb: dict, held: object, annex: dict, facts: dict, *, of: str, day: date) -> None:
    """Refuse where nobody can tell whether a limb holds, and it would change the amount."""
    other = limb.get("value", limb)
    if is_nil(other) and (is_nil(held) or held == "not applicable"):
        return
    if other == held and not is_nil(other):
        return
    listed = annex.get("specified_conditions", {}).get(of, [])
    if left_open(limb["event"], events_of(annex, facts, of=of, day=day), listed):
        raise Refused(f"{limb['event']} is told in general only")
    doubt(annex, facts, limb["event"], of=of, day=day)


def by_rating(node: dict, annex: dict, facts: dict, *, of: str, day: date) -> str:
    """Return what a table by rating says."""
    try:
        return ratings.row_by_rating(node, annex, facts, of=of, day=day)
    except ratings.Missing as why:
        raise Refused(str(why)) from None
    except ratings.Silent as why:
        raise Undefined(str(why)) from None


def is_nil(words: object) -> bool:
    """Whether an amount in words is nothing."""
    return isinstance(words, str) and bool(re.fullmatch(r"nil|[A-Z]{3} 0+(\.0+)?", words))
