"""Letters of credit: which row counts one, from elections.md 3 Other Eligible Support."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from elected import events_of
from reading import Refused, Undefined, day_of, meets, money

if TYPE_CHECKING:
    from collections.abc import Callable

LETTER = "letter of credit"
DEFAULT = "Letter of Credit Default"


def row_of(
    lot: dict, annex: dict, *, party: str, day: date, facts: dict, rated_so: Callable[..., bool]
) -> dict | None:
    """Return the one row that counts a letter, None where none does today."""
    if "matures" in lot and day_of(lot["matures"]) < day:
        return None
    support = annex.get("other_eligible_support", {})
    rows = support.get(party, []) if isinstance(support, dict) else support
    found = [
        row
        for row in (rows if isinstance(rows, list) else [])
        if row.get("currency", money(lot["nominal"])[1]) == money(lot["nominal"])[1]
        and not is_nil(row, lot, annex, party=party, day=day, facts=facts)
        and ("only_while" not in row or rated_so(row["only_while"], lot, annex, facts, day=day))
    ]
    if len(found) > 1:
        raise Undefined("two rows count the letter")
    return found[0] if found else None


def is_nil(row: dict, lot: dict, annex: dict, *, party: str, day: date, facts: dict) -> bool:
    """Whether an event or its expiry makes a letter nil under a row."""
    names = {lot.get("lot"), lot.get("issuer")}
    told = {
        event["event"]
        for event in facts.get("events", [])
        if event["of"] in names
        and day_of(event["from"]) <= day
        and ("until" not in event or day < day_of(event["until"]))
    }
    events = told | events_of(annex, facts, of=party, day=day)
    if any(meets(name, events) for name in row.get("nil_while", [])):
        return True
    if "expires_at_least" not in row:
        return False
    if "matures" not in lot:
        raise Refused("the letter has no expiry")
    count, unit = row["expires_at_least"].split()
    if unit != "days":
        raise ValueError(f"the oracle counts a letter's life in days, and this is in {unit}")
    return day_of(lot["matures"]) < day + timedelta(days=int(count))
