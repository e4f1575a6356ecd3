"""Requirements in a document's own words: formulas, limbs, look-up tables, a switch.

From calculation.md 2.13 and 2.14 and the agency columns of the sheet, in exact fractions. The
formula is worked off as it is read; nothing of the package is used.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from elected import doubt, events_of, holding
from reading import (
    Refused,
    Undefined,
    convert,
    day_of,
    in_base,
    inside,
    left_open,
    meets,
    number,
    percentage,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

ZERO = Fraction(0)
WORD = re.compile(r"\s*([0-9.,]+ ?%|[A-Za-z_]\w*|[-+*(),])")


class Reading:
    """A formula worked off from the left, products before sums."""

    def __init__(self, text: str, look: Callable[[str], Fraction], by_trade: dict) -> None:
        self.words, self.look, self.by_trade = WORD.findall(text), look, by_trade

    def whole(self) -> Fraction:
        """Work off a sum."""
        value = self.product()
        while self.words and self.words[0] in "+-":
            sign = self.words.pop(0)
            other = self.product()
            value = value + other if sign == "+" else value - other
        return value

    def product(self) -> Fraction:
        """Work off a product; a column by trade goes with the notional beside it."""
        factors = [self.factor()]
        while self.words and self.words[0] == "*":
            self.words.pop(0)
            factors.append(self.factor())
        columns = [one for one in factors if one in self.by_trade]
        if columns and "notional" in factors:
            factors.remove("notional")
            factors.remove(columns[0])
            factors.append(self.by_trade[columns[0]]())
        value = Fraction(1)
        for each in factors:
            value *= self.look(each) if isinstance(each, str) else each
        return value

    def factor(self) -> Fraction | str:
        """Work off what stands in brackets or is a percentage; return a name as it is."""
        word = self.words.pop(0)
        if word in ("(", "max", "min"):
            if word != "(":
                self.words.pop(0)
            values = [self.whole()]
            while self.words.pop(0) == ",":
                values.append(self.whole())
            return min(values) if word == "min" else max(values)
        if word.endswith("%"):
            return percentage(word.replace(" ", ""))
        return ZERO if word == "nil" else word


def names_of(text: str) -> set[str]:
    """Return the names that a formula reads."""
    return {word for word in WORD.findall(text) if re.match(r"[A-Za-z_]", word)} - {
        "max", "min", "nil",
    }  # fmt: skip


def gate_is_closed(annex: dict, facts: dict, *, party: str, day: date) -> bool:
    """Whether a threshold that only switches stands today; what is apart knows none.

    A party that stays out is asked for nothing either.
    """
    if "left" in annex or "apart" in annex:
        return "left" in annex
    node = annex.get("threshold")
    node = node.get(party) if isinstance(node, dict) and party in node else node
    if not isinstance(node, dict) or node.get("works_as") != "switch":
        return False
    words, _ = holding(annex, "threshold", of=party, facts=facts, day=day)
    return words == "infinite" or in_base(words, words_currency(words), {}) > 0


def words_currency(words: object) -> str:
    """Return the currency that an amount in words names, or none."""
    return str(words).split(" ")[0]


def limbs_that_hold(
    limbs: list[dict], rule: str, annex: dict, facts: dict, *, party: str, day: date
) -> list[dict]:
    """Return the limbs whose events continue, or the `otherwise:` where none do."""
    held, passed = [], []
    for limb in limbs:
        sides = {"either": "AB"}.get(limb.get("of", party), limb.get("of", party))
        events: set[str] = set()
        for side in sides:
            events |= events_of(annex, facts, of=side, day=day)
        if "otherwise" in limb:
            held = held or [limb]
            break
        if any(meets(event, events) for event in limb["while"]):
            held.append(limb)
            if rule == "first that applies":
                break
        else:
            passed += [(event, side) for event in limb["while"] for side in sides]
    for event, side in () if "left" in annex and "columns" not in annex else passed:
        listed = annex.get("specified_conditions", {}).get(side, [])
        if left_open(event, events_of(annex, facts, of=side, day=day), listed):
            raise Refused(f"{event} is told in general only")
        doubt(annex, facts, event, of=side, day=day)
    return held


def limbs_of(annex: dict, facts: dict, *, party: str, day: date) -> dict | None:
    """Return the formulas that hold, their rule and their column; None without any."""
    name = annex.get("_regime")
    if name is None:
        text = annex.get("credit_support_amount", "as printed")
        if text in ("as printed", "not stated", "not applicable"):
            return None
        return {"texts": [text], "rule": "first that applies", "column": None}
    regime = annex["regimes"][name]
    said = regime["credit_support_amount"]
    limbs = [{"otherwise": said}] if isinstance(said, str) else said
    rule = regime.get("limbs", "first that applies")
    held = limbs_that_hold(limbs, rule, annex, facts, party=party, day=day)
    columns = {limb.get("column", regime.get("column")) for limb in held}
    columns = columns or {regime.get("column")}
    texts = [limb.get("amount", limb.get("otherwise")) for limb in held]
    found = {"rule": rule, "column": columns.pop() if len(columns) == 1 else None}
    open_columns = bool(columns) or (found["column"] is None and bool(annex.get("columns")))
    if not held or "undefined" in texts or open_columns:
        found["undefined"] = f"the document leaves {name} open"
    return found | {"texts": texts}


def values_alone(limbs: dict, annex: dict) -> bool:
    """Whether the column that values what is held can be told, where the table has any."""
    return bool(limbs["column"]) or not annex.get("columns")


def requirement(
    annex: dict,
    facts: dict,
    *,
    party: str,
    day: date,
    exposure: Fraction,
    elected: Callable[[str], Fraction | None],
) -> Fraction | None:
    """Return what a document's own words require; None where the printed formula holds."""
    closed = gate_is_closed(annex, facts, party=party, day=day)
    limbs = limbs_of(annex, facts, party=party, day=day)
    if limbs and "undefined" in limbs and not (closed and values_alone(limbs, annex)):
        raise Undefined(limbs["undefined"])
    if closed:
        return ZERO
    if limbs is None:
        return None
    look = _looking(annex, facts, party=party, day=day, exposure=exposure, elected=elected)
    by_trade = {
        column: lambda table=table, column=column: buffers(table, column, annex, facts, day)
        for table in annex.get("tables", {}).values()
        for column in table["columns"]
        if table["by"] == "remaining maturity of the trade"
    }
    ask_all(limbs["texts"], look, by_trade)
    values = [Reading(text, look, by_trade).whole() for text in limbs["texts"]]
    whole = sum(values, ZERO) if limbs["rule"] == "sum" else max(values)
    return max(ZERO, whole)


def ask_all(texts: list[str], look: Callable[[str], Fraction], by_trade: dict) -> None:
    """Find everything that is missing before anything is computed; refused comes first."""
    faults: list[Exception] = []
    for name in {name for text in texts for name in names_of(text)}:
        try:
            by_trade[name]() if name in by_trade else look(name)
        except (Refused, Undefined) as fault:
            faults.append(fault)
    for kind in (Refused, Undefined):
        for fault in faults:
            if isinstance(fault, kind):
                raise fault


def _looking(
    annex: dict,
    facts: dict,
    *,
    party: str,
    day: date,
    exposure: Fraction,
    elected: Callable[[str], Fraction | None],
) -> Callable[[str], Fraction]:
    """Return how a name of a formula is looked up on the day."""

    def look(name: str) -> Fraction:
        if name == "exposure":
            return exposure
        if name in ("threshold", "independent_amount"):
            found = elected(name)
            if found is None:
                raise Undefined("a formula computes with an infinite threshold")
            return found
        if name == "notional":
            return notional(annex, facts, day)
        if name in ("dv01", "next_payment"):
            words = facts.get("measures", {}).get(name)
            return said(words.get(party) if isinstance(words, dict) else words, annex, facts)
        return by_life(annex, facts.get("measures", {}), name)

    return look


def said(words: str | None, annex: dict, facts: dict) -> Fraction:
    """Return a measure in base currency; one that is not there is refused."""
    if words is None:
        raise Refused("a measure is missing")
    return in_base(words, annex["base_currency"], facts.get("fx", {}))


def live(facts: dict, day: date) -> list[dict]:
    """Return the trades that count today."""
    return [one for one in facts.get("trades", []) if day_of(one["maturity"]) >= day]


def notional(annex: dict, facts: dict, day: date) -> Fraction:
    """Return the notional of all live trades in base currency."""
    trades = live(facts, day)
    words = facts.get("measures", {}).get("notional")
    if words is not None and any("notional_1" in one for one in trades):
        raise Refused("two notionals")
    if words is not None:
        return said(words, annex, facts)
    if not trades or any("notional_1" not in one for one in trades):
        raise Refused("no notional")
    return sum((notional_of(one, annex, facts) for one in trades), ZERO)


def notional_of(trade: dict, annex: dict, facts: dict) -> Fraction:
    """Return one trade's notional in base currency."""
    amount, fx = number(trade["notional_1"]), facts.get("fx", {})
    return convert(amount, of=trade["currency_1"], into=annex["base_currency"], fx=fx)


def by_life(annex: dict, measures: dict, column: str) -> Fraction:
    """Return a column's percentage for the weighted average life, the next row up."""
    table = next(one for one in annex["tables"].values() if column in one["columns"])
    if "weighted_average_life" not in measures:
        raise Refused("no weighted average life")
    life = number(measures["weighted_average_life"].removesuffix("y"))
    held, above = [], []
    for row in table["rows"]:
        low, high = (part.strip().removesuffix("y") for part in row[1:-1].split(","))
        over = life > number(low) or (life == number(low) and row[0] == "[")
        top = number(high) if high else None
        under = top is None or life < top or (life == top and row[-1] == "]")
        if over and under:
            held.append(row)
        if top is None or life < top:
            above.append((number(low), row))
    return cell(table, column, held, above)


def cell(table: dict, column: str, held: list, above: list) -> Fraction:
    """Return the percentage of the one row that holds, else of the next row up."""
    if len(held) > 1 or not (held or above):
        raise Undefined("no one row of the look-up table")
    row = held[0] if held else min(above)[1]
    return percentage(table["rows"][row][table["columns"].index(column)])


def buffers(table: dict, column: str, annex: dict, facts: dict, day: date) -> Fraction:
    """Return the column's share of each live trade's notional, added up."""
    if not facts.get("trades"):
        raise Refused("no trades")
    total, faults = ZERO, []
    for trade in live(facts, day):
        if "notional_1" not in trade:
            raise Refused("no notional")
        places = {
            row: inside(row, start=day, matures=day_of(trade["maturity"]))
            for row in table["rows"]
        }
        held = [row for row, place in places.items() if place == "in"]
        above = [
            (number(row[1:].split(",")[0].strip().removesuffix("y")), row)
            for row, place in places.items()
            if place == "below"
        ]
        amount = notional_of(trade, annex, facts)
        try:
            total += amount * cell(table, column, held, above)
        except Undefined as fault:
            faults.append(fault)
    if faults:
        raise faults[0]
    return total


def reads(annex: dict, facts: dict, name: str, *, party: str, day: date) -> bool:
    """Whether the requirement of the day reads an election."""
    try:
        limbs = limbs_of(annex, facts, party=party, day=day)
    except Refused:
        return False
    if gate_is_closed(annex, facts, party=party, day=day):
        return False
    if limbs is None:
        return True
    return any(name in names_of(text) for text in limbs["texts"])


def is_bespoke(annex: dict, facts: dict, *, party: str, day: date) -> bool:
    """Whether a formula of the document, or a gate, stands in the place of the printed one."""
    if annex["form"] == "Loss limit agreement (Korea)":
        return False
    said = annex.get("credit_support_amount", "as printed")
    has_formula = said not in ("as printed", "not stated", "not applicable")
    closed = gate_is_closed(annex, facts, party=party, day=day)
    return has_formula or "_regime" in annex or closed


def gap(annex: dict, facts: dict, *, party: str, day: date) -> bool:
    """Whether the document leaves a regime open, so that nothing of it can be valued."""
    if "_regime" not in annex:
        return False
    try:
        limbs = limbs_of(annex, facts, party=party, day=day)
        closed = gate_is_closed(annex, facts, party=party, day=day)
    except (Refused, Undefined):
        return False
    return bool(limbs and "undefined" in limbs and not (closed and values_alone(limbs, annex)))
