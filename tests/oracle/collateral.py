"""What the lots are worth: eligibility, the three kinds of percentage, caps.

From calculation.md 2 (the first lines of the chain, facts 3, 4 and 18) and 4.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import letters
import ratings
import regulation
from elected import events_of
from reading import (
    Refused,
    Undefined,
    convert,
    day_of,
    inside,
    left_open,
    meets,
    money,
    number,
    percentage,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

ZERO = Fraction(0)
OF_DUE = " of requirement"
KINDS = ("valuation_percentage", "haircut", "margin_ratio")


def currency_of(lot: dict) -> str:
    """Return the currency in which a lot is denominated."""
    return money(lot["amount"] if lot["asset"] == "cash" else lot["nominal"])[1]


def market_value(lot: dict, *, accrued_outside: bool) -> Fraction:
    """Return the worth before any percentage, in the lot's own currency."""
    if lot["asset"] == "cash":
        return money(lot["amount"])[0]
    if lot["asset"] == letters.LETTER:
        return money(lot["nominal"])[0]
    if "price" not in lot:
        raise Refused(f"no price for {lot}")
    factor = number(lot.get("factor", "1"))
    clean = money(lot["nominal"])[0] * number(lot["price"]) / 100 * factor
    return clean if accrued_outside else clean + accrued_of(lot)


def accrued_of(lot: dict) -> Fraction:
    """Return the accrued interest stated for the lot; none for a dirty price."""
    if lot.get("dirty") == "yes" or "accrued" not in lot:
        return ZERO
    return money(lot["accrued"])[0]


def row_of(lot: dict, annex: dict, *, party: str, day: date, facts: dict) -> dict | None:
    """Return the one row that owns the lot, None where it is not eligible."""
    rows = [
        row
        for row in annex.get("eligible_collateral", [])
        if row["asset"] == lot["asset"]
        and party in row.get("for", ["A", "B"])
        and row.get("currency", currency_of(lot)) == currency_of(lot)
        and lot.get("issuer") in row.get("issuers", [lot.get("issuer")])
    ]
    where = [(place_in(row, lot, day), row) for row in rows]
    inside_of = [row for place, row in where if place == "in"]
    owners = [row for row in inside_of if counts_today(row, lot, annex, facts, day=day)]
    if inside_of and not owners:
        return None
    if len(owners) > 1:
        raise Undefined("two rows claim the lot")
    if owners:
        return owners[0]
    if {"below", "above"} <= {place for place, _ in where}:
        raise Undefined("the lot lies in a gap between two rows")
    return None


def counts_today(row: dict, lot: dict, annex: dict, facts: dict, *, day: date) -> bool:
    """Whether a row's condition holds: the rating of the issuer, or an event."""
    condition = row.get("only_while")
    if condition is None:
        return True
    if "event" in condition:
        return goes_on(condition, annex, facts, day)
    return rated_so(condition, lot, annex, facts, day=day)


def rated_so(condition: dict, lot: dict, annex: dict, facts: dict, *, day: date) -> bool:
    """Whether the issuer of a lot, or somebody by name, is rated as a condition asks."""
    of = lot.get("issuer") if condition["rating_of"] == "issuer" else condition["rating_of"]
    if of is None:
        raise Refused("the issuer is not named")
    try:
        return ratings.is_met(condition, annex, facts, of=of, day=day)
    except ratings.Missing as why:
        raise Refused(str(why)) from None
    except ratings.Silent as why:
        raise Undefined(str(why)) from None


def falls_under(switch: dict, lot: dict, annex: dict, facts: dict, *, day: date) -> bool:
    """Whether a lot that counts is to be replaced."""
    if lot["asset"] == "cash" and switch.get("cash", "kept") == "kept":
        return False
    if "currency" in switch and currency_of(lot) != switch["currency"]:
        return False
    return rated_so(switch, lot, annex, facts, day=day)


def goes_on(limb: dict, annex: dict, facts: dict, day: date) -> bool:
    """Whether the event of a condition continues for one of its parties."""
    sides = "AB" if limb["of"] == "either" else limb["of"]
    every = [events_of(annex, facts, of=side, day=day) for side in sides]
    if any(meets(limb["event"], events) for events in every):
        return True
    if any(left_open(limb["event"], events, []) for events in every):
        raise Refused("the event is told in general only")
    return False


def set_aside(annex: dict, facts: dict, day: date) -> Fraction | None:
    """Return the one percentage for all while an event continues."""
    for limb in annex.get("all_percentages", {}).get("while", []):
        if goes_on(limb, annex, facts, day):
            return percentage(limb["value"])
    return None


def place_in(row: dict, lot: dict, day: date) -> str:
    """Say where the lot's maturity lies against the row's interval."""
    if "remaining" in row:
        return inside(row["remaining"], start=day, matures=day_of(lot["matures"]))
    if "original" in row:
        start = day_of(lot["issued"])
        return inside(row["original"], start=start, matures=day_of(lot["matures"]))
    return "in"


def fx_haircut(lot: dict, annex: dict, party: str) -> Fraction:
    """Return the FX haircut that meets the lot, nil where an exception holds."""
    node = annex.get("fx_haircut", "nil")
    unless = ["cash", "Eligible Currency"]
    if isinstance(node, dict):
        unless = node.get("unless", unless)
        node = node["value"]
    base = annex["base_currency"]
    if annex["form"].startswith("IM"):
        unless = (
            annex.get("fx_haircut", {}).get("unless", [])
            if isinstance(annex.get("fx_haircut"), dict)
            else []
        )
        base = annex.get("termination_currency", {}).get(party, base)
    eligible = {base, *annex.get("eligible_currencies", [])}
    if node == "nil" or currency_of(lot) == base:
        return ZERO
    if "cash" in unless and lot["asset"] == "cash":
        return ZERO
    if "Eligible Currency" in unless and currency_of(lot) in eligible:
        return ZERO
    return percentage(node)


def cash_at_face(annex: dict) -> bool:
    """Whether cash counts at its amount, as the 1994 New York form has it."""
    printed = "face" if annex["form"] == "CSA 1994 New York" else "applies"
    elected = annex.get("cash_percentage", "as printed")
    return (printed if elected == "as printed" else elected) == "face"


def lot_steps(lot: dict, annex: dict, *, party: str, day: date, facts: dict) -> dict:
    """Return the four figures of a lot."""
    fx = facts.get("fx", {})
    outside = annex.get("accrued", "inside") == "outside" and lot["asset"] != "cash"
    worth = market_value(lot, accrued_outside=outside)
    if "all_goes_back" in annex:
        after = worth + (accrued_of(lot) if outside else ZERO)
        return {
            "market_value": worth,
            "percentage_applied": Fraction(1),
            "value_after_haircut": after,
            "value": convert(after, of=currency_of(lot), into=annex["base_currency"], fx=fx),
        }
    if lot["asset"] == letters.LETTER:
        row = letters.row_of(lot, annex, party=party, day=day, facts=facts, rated_so=rated_so)
        share = ZERO if row is None else percentage(row["valuation_percentage"])
        if row is not None:
            most_allowed(
                lot, row, annex, party=party, day=day, one=set_aside(annex, facts, day)
            )
        return {
            "market_value": worth,
            "percentage_applied": share,
            "value_after_haircut": worth * share,
            "value": convert(
                worth * share, of=currency_of(lot), into=annex["base_currency"], fx=fx
            ),
        }
    row = row_of(lot, annex, party=party, day=day, facts=facts)
    switch, one = annex.get("replace_when"), set_aside(annex, facts, day)
    if row is not None:
        row = in_column(row, annex.get("_column"), lot, day)
    if row and switch and falls_under(switch, lot, annex, facts, day=day):
        row = row if switch.get("until_replaced") == "counts" else None
    if row is None:
        applied, after = ZERO, ZERO
    elif lot["asset"] == "cash" and cash_at_face(annex):
        applied, after = Fraction(1), worth
    else:
        said = row if one is None else {"valuation_percentage": f"{one * 100}%"}
        most = most_allowed(lot, row, annex, party=party, day=day, one=one)
        applied, after = haircut_worth(worth, said, fx_haircut(lot, annex, party), most)
        after += accrued_of(lot) if outside else ZERO
    return {
        "market_value": worth,
        "percentage_applied": applied,
        "value_after_haircut": after,
        "value": convert(after, of=currency_of(lot), into=annex["base_currency"], fx=fx),
    }


def in_column(row: dict, column: str | None, lot: dict, day: date) -> dict | None:
    """Return the row with the percentage of one column; None where it leaves the column out."""
    (kind,) = [kind for kind in KINDS if kind in row]
    if row[kind] == "to be agreed":
        raise Undefined("the percentage is to be agreed")
    if not isinstance(row[kind], dict) or set(row[kind]) <= {"A", "B"}:
        return row
    cell = row[kind].get(column)
    if isinstance(cell, dict):
        measure = "remaining" if "remaining" in row else "original"
        owners = [
            part for span, part in cell.items() if place_in({measure: span}, lot, day) == "in"
        ]
        if len(owners) != 1:
            raise Undefined("no one cell owns the maturity")
        (cell,) = owners
    if cell == "to be agreed":
        raise Undefined("the percentage is to be agreed")
    return None if cell in (None, "not eligible") else {**row, kind: cell}


def most_allowed(
    lot: dict, row: dict, annex: dict, *, party: str, day: date, one: Fraction | None
) -> Fraction:
    """Return what a regulation lets count of one, all of it where none caps the annex."""
    regulator = regulation.regulator_of(annex, party)
    if regulator is None:
        return Fraction(1)
    if one is not None:
        raise Undefined("one percentage for all, and a cap")
    return regulation.most_of(lot, row, regulator, day)


def haircut_worth(
    worth: Fraction, row: dict, fx: Fraction, most: Fraction
) -> tuple[Fraction, Fraction]:
    """Return the percentage (or ratio) used and the worth after it, capped by the most."""
    (kind,) = [kind for kind in KINDS if kind in row]
    if row[kind] == "not eligible":
        return ZERO, ZERO
    stated = percentage(row[kind])
    if kind == "margin_ratio":
        return stated, max(ZERO, min(worth / stated, worth * most) - worth * fx)
    share = stated if kind == "valuation_percentage" else 1 - stated
    applied = max(ZERO, min(share, most) - fx)
    return applied, worth * applied


Worth = tuple[dict, Fraction]
"""A lot and its value."""


def counting(
    held: list[Worth],
    coming: list[Worth],
    going: list[Worth],
    annex: dict,
    limit: Callable[[str, Fraction], Fraction | None],
) -> tuple[Fraction, Fraction]:
    """Return what is held and what comes in count for, each at the least a cap leaves it.

    Caps look at what there will be: what is held less what is going, then what is coming.
    `limit` says how much the words of a cap leave of what is posted; None where it sleeps.
    """
    if "all_goes_back" in annex or not annex.get("concentration"):
        return sum((worth for _, worth in held), ZERO), sum(
            (worth for _, worth in coming), ZERO
        )
    items = [*held, *coming]
    values = [value for _, value in items]
    gone = [ZERO] * len(items)
    order = [*reversed(range(len(held))), *reversed(range(len(held), len(items)))]
    for lot, worth in going:
        owed = worth
        for index in order:
            if alike(items[index][0], lot):
                taken = min(owed, values[index])
                values[index], owed = values[index] - taken, owed - taken
                gone[index] += taken
        if owed:
            raise Refused("more of an asset goes back than is held or coming")
    counted = list(values)
    for cap in annex.get("concentration", []):
        left = limit(cap["at_most"], sum(values, ZERO))
        if left is None:
            continue
        for index, (lot, _) in enumerate(items):
            if not capped(lot, cap["of"]):
                continue
            keeps = min(values[index], left)
            left -= keeps
            counted[index] = min(counted[index], keeps)
    counts = [one + other for one, other in zip(counted, gone, strict=True)]
    return sum(counts[: len(held)], ZERO), sum(counts[len(held) :], ZERO)


def alike(one: dict, other: dict) -> bool:
    """Whether no cap can tell two lots apart."""
    of = [(lot["asset"], currency_of(lot), lot.get("issuer")) for lot in (one, other)]
    return of[0] == of[1]


def cap_amount(
    words: str, posted: Fraction, *, due: Fraction, base: str, fx: dict
) -> Fraction | None:
    """Read a cap: a share of posted value before any cap, of what is due, or an amount.

    A share of what is due limits what supports it: while nothing is due, it caps nothing.
    """
    if words.endswith(OF_DUE):
        return due * percentage(words.removesuffix(OF_DUE)) if due else None
    if words.endswith("of posted value"):
        return posted * percentage(words.removesuffix("of posted value").strip())
    amount, currency = money(words)
    return convert(amount, of=currency, into=base, fx=fx)


def capped(lot: dict, of: dict) -> bool:
    """Whether a cap's description fits the lot."""
    facts = {"currency": currency_of(lot), "asset": lot["asset"], "issuer": lot.get("issuer")}
    return all(facts[key] == wanted for key, wanted in of.items())
