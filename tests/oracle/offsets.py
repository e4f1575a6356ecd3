"""Credit Support Offsets: what two annexes move each way on one day, from decision 0052."""

from __future__ import annotations

from itertools import combinations

from initial_margin import is_margin
from reading import other


def set_off(live: list[dict], made: dict[int, list[dict]]) -> None:
    """Refuse movements each way, in one currency, where either annex sets them off.

    Initial margin is never set off, and an annex has no offset against itself.
    """
    moving = [
        (number, leg)
        for number, legs in made.items()
        if not is_margin(live[number])
        for leg in legs
        if leg["status"] == "call"
    ]
    meeting = [
        (one, two)
        for (first, one), (second, two) in combinations(moving, 2)
        if first != second
        and one["base"] == two["base"]
        and sender(one) != sender(two)
        and "apply" in (live[n].get("credit_support_offsets") for n in (first, second))
    ]
    for leg in (leg for pair in meeting for leg in pair):
        leg |= {"status": "refused", "why": ["it would be set off"], "steps": {}}


def sender(leg: dict) -> str:
    """Return who moves something: the poster what it delivers, the holder what it returns."""
    poster: str = leg["posting_party"]
    return poster if leg["steps"].get("delivery_amount") else other(poster)
