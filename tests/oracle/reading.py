"""Plain readings of the words that a sheet and a facts file are made of.

The oracle takes the dicts as they stand in the files, every scalar a text, and reads each
word anew. Nothing here knows the package: it is written from the paragraphs.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from fractions import Fraction

LETTERS = {"A", "B"}
NOT_KNOWN = "not known"
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
# Days on which party A has banks open neither in Seoul nor in New York, or party B none in
# London, in the months the generator and the worked cases use: on 2024-11-28 New York alone
# is closed. Anything else on a weekday is a Local Business Day of both.
CLOSED = {"2024-12-25", "2024-12-26", "2025-01-01"}


class Undefined(Exception):
    """The document does not say."""


class Refused(Exception):
    """An input is missing or wrong."""


def other(party: str) -> str:
    """Return the other letter."""
    return "B" if party == "A" else "A"


def number(text: str) -> Fraction:
    """Read a plain decimal with optional commas."""
    return Fraction(text.replace(",", ""))


def percentage(text: str) -> Fraction:
    """Read `98%` as 98/100."""
    return number(text.removesuffix("%")) / 100


def money(text: str) -> tuple[Fraction, str]:
    """Read `USD 1,000` as (1000, USD)."""
    currency, amount = text.split(" ", 1)
    return number(amount), currency


def day_of(text: str) -> date:
    """Read an ISO date."""
    return date.fromisoformat(str(text))


def years_after(start: date, years: int) -> date:
    """Return the same day `years` later, or the month's last day where there is none."""
    last = monthrange(start.year + years, start.month)[1]
    return date(start.year + years, start.month, min(start.day, last))


def convert(amount: Fraction, *, of: str, into: str, fx: dict) -> Fraction:
    """Convert at the rate as quoted: times one way, divided the other, never inverted."""
    if of == into or amount == 0:
        return amount
    if of + into in fx:
        return amount * number(fx[of + into])
    if into + of in fx:
        return amount / number(fx[into + of])
    raise Refused(f"no rate between {of} and {into}")


def in_force(facts: dict, *, of: str, day: date) -> set[str]:
    """Return the events of a party that continue on the day; the end day is out."""
    return {
        item["event"]
        for item in facts.get("events", [])
        if item["of"] in (of, "either")
        and day_of(item["from"]) <= day
        and ("until" not in item or day < day_of(item["until"]))
    }


GENERAL = {
    "Event of Default": {
        "Failure to Pay or Deliver",
        "Breach of Agreement",
        "Credit Support Default",
        "Misrepresentation",
        "Default Under Specified Transaction",
        "Cross-Default",
        "Bankruptcy",
        "Merger Without Assumption",
    },
    "Termination Event": {
        "Illegality",
        "Force Majeure Event",
        "Tax Event",
        "Tax Event Upon Merger",
        "Credit Event Upon Merger",
        "Additional Termination Event",
    },
}


def meets(named: str, events: set[str]) -> bool:
    """Whether a named event is in force, itself or through a particular one."""
    return bool(({named} | GENERAL.get(named, set())) & events)


def left_open(named: str, events: set[str], listed: list[str]) -> bool:
    """Whether the named event may continue although the facts do not tell it by name.

    Only the general event is told, and it could be this one; or a Specified Condition is
    told, and this is a listed one; or a general event could be a listed one.
    """
    if any(
        general in events and named in parts and not parts & events
        for general, parts in GENERAL.items()
    ):
        return True
    if any(meets(one, events) for one in listed):
        return False
    if "Specified Condition" in events:
        return named in listed
    return named == "Specified Condition" and any(left_open(one, events, []) for one in listed)


def layered(annex: dict, day: date) -> dict:
    """Lay dated amendments over an annex: later ones win, key by key and per party."""
    result = dict(annex)
    layers = sorted(annex.get("amendments", []), key=lambda layer: day_of(layer["dated"]))
    for layer in layers:
        if day_of(layer["dated"]) > day:
            continue
        for key, value in layer.items():
            if key in ("dated", "note"):
                continue
            result[key] = laid(result.get(key), value, key)
    return result


def laid(old: object, new: object, key: str) -> object:
    """Return a term as an amendment leaves it: what it does not name of several stays."""
    several = is_per_party(new) and is_per_party(old)
    if several or (key in ("rounding", "margin_amount") and isinstance(old, dict)):
        return {**old, **{each: laid(old.get(each), part, "") for each, part in new.items()}}
    return new


def is_per_party(node: object) -> bool:
    """Whether a term is a mapping from the two letters."""
    return isinstance(node, dict) and bool(node) and set(node) <= LETTERS


def in_base(text: object, base: str, fx: dict) -> Fraction:
    """Read a term that is an amount; every empty answer is nil here."""
    if text in (None, "nil", "not applicable", "not stated", "as printed"):
        return Fraction(0)
    if text == NOT_KNOWN:
        raise Refused("nobody says what the other agreement uses")
    amount, currency = money(str(text))
    return convert(amount, of=currency, into=base, fx=fx)


def is_open(day: date) -> bool:
    """Whether each party has banks open that day in a city of its own."""
    return day.weekday() < 5 and day.isoformat() not in CLOSED


def rolled(day: date) -> date:
    """Return the day, or the next open one."""
    while not is_open(day):
        day += timedelta(days=1)
    return day


def is_valuation_date(words: str, day: date) -> bool:
    """Whether the elected words make the day a Valuation Date."""
    if words == "any day":
        return True
    if words in ("each Local Business Day", "each Seoul business day"):
        return is_open(day)
    if words == "last Local Business Day of each month":
        after = day + timedelta(days=1)
        return is_open(day) and rolled(after).month != day.month
    if match := re.fullmatch(r"monthly on the (\d+)", words):
        return any(rolled(past) == day for past in days_back(day) if past.day == int(match[1]))
    wanted = WEEKDAYS.index(words.removeprefix("each "))
    return any(rolled(past) == day for past in days_back(day) if past.weekday() == wanted)


def days_back(day: date) -> list[date]:
    """Return the day and the ten before it."""
    return [day - timedelta(days=back) for back in range(11)]


def inside(interval: str, *, start: date, matures: date) -> str:
    """Say whether a maturity lies `in`, `below` or `above` an interval of whole years."""
    low, high = interval[1:-1].split(",")
    low_day = years_after(start, int(low.strip().removesuffix("y") or 0))
    if matures < low_day or (matures == low_day and interval[0] == "("):
        return "below"
    if not high.strip():
        return "in"
    high_day = years_after(start, int(high.strip().removesuffix("y")))
    if matures > high_day or (matures == high_day and interval[-1] == ")"):
        return "above"
    return "in"


def nine_places(amount: Fraction) -> Fraction:
    """Read an amount at nine places, half to even."""
    return Fraction(round(amount * 10**9), 10**9)
