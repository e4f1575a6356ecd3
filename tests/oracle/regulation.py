"""The most that a regulation lets a percentage be, where the annex is capped by it.

Typed from Annex II of the European rules and from Appendix B of the American ones. The
British took the European table over; nobody read the Korean or the Japanese one.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from reading import Refused, day_of, number, years_after

if TYPE_CHECKING:
    from datetime import date

EUROPEAN = {
    "government": {"1": "0.5 2 4", "2": "1 3 6", "3": "1 3 6", "4": "15 15 15"},
    "corporate": {"1": "1 4 8", "2": "2 6 12", "3": "2 6 12"},
    "equity": {"any": "15 15 15"},
}
AMERICAN = {
    "government": {"any": "0.5 2 4"},
    "corporate": {"any": "1 4 8"},
    "equity": {"any": "15 15 15"},
}
TABLES = {"EU": EUROPEAN, "UK": EUROPEAN, "US": AMERICAN}


def regulator_of(annex: dict, party: str) -> str | None:
    """Return whose table caps what a party posts."""
    node = annex.get("percentages_at_most", "nil")
    said = node.get(party, "nil") if isinstance(node, dict) else node
    return None if said == "nil" else said


def most_of(lot: dict, row: dict, regulator: str, day: date) -> Fraction:
    """Return what counts of one at most; all of it for cash."""
    if regulator not in TABLES:
        raise Refused("nobody read the table")
    if lot["asset"] == "letter of credit":
        raise Refused("no table has letters")
    if lot["asset"] == "cash":
        return Fraction(1)
    if "class" not in row:
        raise Refused("the row says no class")
    steps = TABLES[regulator].get(row["class"], {})
    found = steps.get("any", steps.get(lot.get("credit_quality_step", "")))
    if found is None:
        raise Refused("the table has no such class or credit quality step")
    short, middle, long = (number(text) for text in found.split())
    if short == long:
        return 1 - long / 100
    matures = day_of(lot["matures"])
    year, five = years_after(day, 1), years_after(day, 5)
    is_short = matures < year if regulator == "US" else matures <= year
    return 1 - (short if is_short else middle if matures <= five else long) / 100
