"""The call of a day from the paragraphs, in exact fractions; no code of the package.

The result is a dict in the words of the result JSON, its amounts fractions.
"""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

import bespoke
import loss_limit
import regimes
from apart import parts
from collateral import cap_amount, counting, lot_steps, set_aside
from confirmations import over
from disputes import demands_disputed, disputes, left_of_margin
from elected import events_of, term
from elsewhere import added, as_one, exposure_added
from initial_margin import beside, facts_of, free_of, is_margin, required_margin
from leaving import as_left
from offsets import set_off
from owed import deposit_of, holders_amount, printed
from reading import (
    Refused,
    Undefined,
    day_of,
    in_base,
    is_valuation_date,
    layered,
    left_open,
    meets,
    nine_places,
    other,
)
from up_front import exposure_of, independent_amount, live_trades

if TYPE_CHECKING:
    from datetime import date

ZERO = Fraction(0)
ORDER = ["refused", "undefined", "withheld", "call", "no_call"]
LOSS_LIMIT = "Loss limit agreement (Korea)"
PLEDGES = ("CSA 1994 New York", "VM CSA 2016 New York")
NOTHING = ("not applicable", "not stated", "as printed", "nil", None)


def call(sheet: dict, facts: dict, day: date) -> dict:
    """Return the call of the day: initial margin first, then the rest, in the sheet's order."""
    live = [
        as_one(over(layered(annex, day), sheet), sheet, facts) for annex in sheet["annexes"]
    ]
    made: dict[int, list[dict]] = {}
    for index in sorted(range(len(live)), key=lambda each: not is_margin(live[each])):
        annex, own = beside(index, live, made), facts_of(live[index], live, facts)
        made[index] = [
            one
            for party in annex["posting_parties"]
            for part, mine in parts(annex, own)
            for one in legs_of(part, mine, party=party, day=day)
        ]
    set_off(live, made)
    legs = [one for index in range(len(live)) for one in made[index]]
    status = min((one["status"] for one in legs), key=ORDER.index)
    return {"status": status, "legs": legs, "movements": movements(legs)}


def legs_of(annex: dict, facts: dict, *, party: str, day: date) -> list[dict]:
    """Return the leg of a party, or one for each regime; those of 2018 make one leg."""
    annex, facts = as_left(annex, facts, party=party, day=day)
    if "regimes" not in annex or is_margin(annex):
        return [leg(annex, facts, party=party, day=day) | {"regime": None}]
    if is_valuation_date(annex["valuation_date"], day):
        return regimes.legs(annex, facts, party=party, day=day, leg=standing_leg, settle=settle)
    one = leg(annex, facts, party=party, day=day)
    return [one | {"regime": name} for name in annex["regimes"]]


def movements(legs: list[dict]) -> list[dict]:
    """Return what moves: deliveries from the poster, returns from the holder."""
    found = []
    for one in legs:
        poster, holder = one["posting_party"], other(one["posting_party"])
        if one["status"] != "call":
            continue
        for kind, giver, taker in (("delivery", poster, holder), ("return", holder, poster)):
            if amount := one["steps"].get(f"{kind}_amount"):
                found.append(
                    {"from": giver, "to": taker, "amount": amount, "kind": kind}
                    | {"currency": one["base"]}
                )
    return found


def leg(annex: dict, facts: dict, *, party: str, day: date) -> dict:
    """Return one leg: what `party` posts or gets back today."""
    result = {"posting_party": party, "base": annex["base_currency"], "steps": {}, "lots": []}
    if not is_valuation_date(annex["valuation_date"], day):
        return result | {"status": "no_call"}
    faults = faults_of(annex, facts, party=party, day=day)
    if faults:
        kind = "refused" if any(isinstance(one, Refused) for one in faults) else "undefined"
        return result | {"status": kind, "why": [str(one) for one in faults]}
    try:
        chain(annex, facts, party=party, day=day, result=result)
    except Refused as why:
        return {**result, "status": "refused", "why": [str(why)], "steps": {}}
    return result


def standing_leg(annex: dict, facts: dict, *, party: str, day: date) -> dict:
    """Return where one regime stands, before any test, or why it cannot be said."""
    result = {"posting_party": party, "base": annex["base_currency"], "steps": {}, "lots": []}
    faults = faults_of(annex, facts, party=party, day=day)
    if faults:
        kind = "refused" if any(isinstance(one, Refused) for one in faults) else "undefined"
        return result | {"status": kind, "why": [str(one) for one in faults]}
    try:
        stand(annex, facts, party=party, day=day, result=result)
    except Refused as why:
        return {**result, "status": "refused", "why": [str(why)], "steps": {}}
    result["disputed"] = disputes(annex, facts, party) or {}
    result["named"] = demands_disputed(annex, facts, party, named=True)
    return result | {"status": "no_call"}


def faults_of(annex: dict, facts: dict, *, party: str, day: date) -> list[Exception]:
    """Return everything that keeps a leg from being computed; refused outranks undefined."""
    fx, base = facts.get("fx", {}), annex["base_currency"]

    if facts.get("nothing_covered") == "yes" and live_trades(annex, facts, day):
        return [Refused("nothing is covered any more, and a trade is")]
    if "unsaid" in annex:
        return [Refused("what a lot is posted for is not said")]

    def minimum(of: str) -> None:
        in_base(term(annex, "minimum_transfer_amount", of=of, facts=facts, day=day), base, fx)

    blank: dict = {"steps": {}}
    lots = [lot for lot in facts.get("held", []) if lot["posted_by"] == party]
    attempts = [
        lambda: (
            annex["form"] == LOSS_LIMIT
            or is_margin(annex)
            or added(annex, party) is not None  # where exposures are added none may be owed
            or not bespoke.reads(annex, facts, "independent_amount", party=party, day=day)
            or independent_amount(annex, facts, of=party, day=day)
        ),
        lambda: (
            holders_amount(annex) == "ignored"
            or bespoke.is_bespoke(annex, facts, party=party, day=day)
            or independent_amount(annex, facts, of=other(party), day=day)
        ),
        lambda: required(annex, facts, party=party, day=day, result=blank),
        lambda: set_aside(annex, facts, day),
        lambda: under_way(annex, facts, party=party, day=day),
        lambda: disputes_of_the_balance(annex, facts, party=party, day=day),
        *(partial(condition_fails, annex, facts, of=each, day=day) for each in "AB"),
        lambda: minimum(party),
        lambda: minimum(other(party)),
        *(partial(lot_steps, lot, annex, party=party, day=day, facts=facts) for lot in lots),
    ]
    found: list[Exception] = list(annex.get("doubts", []))
    if bespoke.gap(annex, facts, party=party, day=day):
        attempts = [
            lambda: required(annex, facts, party=party, day=day, result=blank),
            *(partial(condition_fails, annex, facts, of=each, day=day) for each in "AB"),
        ]
    for attempt in attempts:
        try:
            attempt()
        except (Refused, Undefined) as why:
            found.append(why)
    return found


def chain(annex: dict, facts: dict, *, party: str, day: date, result: dict) -> None:
    """Walk the chain of calculation.md 2, writing each figure into the leg."""
    stand(annex, facts, party=party, day=day, result=result)
    steps = result["steps"]
    steps["settled_delivery"] = nine_places(steps["undisputed_shortfall"])
    steps["settled_return"] = nine_places(steps["returnable"])
    steps |= {"whole_delivery": steps["shortfall"], "whole_return": steps["surplus"]}
    settle(annex, facts, party=party, day=day, result=result)


def stand(annex: dict, facts: dict, *, party: str, day: date, result: dict) -> None:
    """Write what is required, what counts, and what is missing or too much."""
    steps, fx, base = result["steps"], facts.get("fx", {}), annex["base_currency"]
    required(annex, facts, party=party, day=day, result=result)
    lots = [lot for lot in facts.get("held", []) if lot["posted_by"] == party]
    result["lots"] = [lot_steps(lot, annex, party=party, day=day, facts=facts) for lot in lots]
    moving = under_way(annex, facts, party=party, day=day)
    coming = [(item, worth) for kind, item, worth, _ in moving if kind == "delivery"]
    going = [(item, worth) for kind, item, worth, _ in moving if kind == "return"]
    worth_of_lots = [step["value"] for step in result["lots"]]
    held = list(zip(lots, worth_of_lots, strict=True))
    due = steps.get("credit_support_amount", steps.get("required_amount"))
    limit = partial(cap_amount, due=due, base=base, fx=fx)
    steps["held_value"], deliveries = counting(held, coming, going, annex, limit)
    disputed = disputes(annex, facts, party)
    if disputed is not None:
        for kind, _, _, part in moving:
            name = "in_transit" if kind == "delivery" else "returns_in_transit"
            disputed[name] = disputed.get(name, ZERO) + part
    disputed = disputed or {}
    back = sum((worth for _, worth in going), ZERO)
    if back > steps["held_value"] + deliveries:
        raise Refused("more goes back than there is")
    steps["adjusted_value"] = (
        steps["held_value"]
        - disputed.get("held", ZERO)
        + deliveries
        - disputed.get("in_transit", ZERO)
        - back
        + disputed.get("returns_in_transit", ZERO)
    )
    steps["shortfall"] = max(ZERO, due - steps["adjusted_value"])
    steps["surplus"] = max(ZERO, steps["adjusted_value"] - due)
    if each := steps.pop("_each", None):
        disputed |= left_of_margin(annex, facts, steps, party=party, each=each)
    tolerance = ZERO
    if "tolerance" in annex.get("disputes", {}):
        tolerance = in_base(annex["disputes"]["tolerance"], base, fx)
    for word, kind in (("shortfall", "delivery"), ("surplus", "return")):
        part = disputed.get(kind, ZERO)
        if "_regime" not in annex and 0 < nine_places(steps[word]) < part:
            raise Refused(f"more of the {kind} is disputed than is demanded")
        part = min(steps[word], part)
        shared = part / 2 if part < tolerance else ZERO
        steps[f"undisputed_{word}"] = steps[word] - part + shared
    steps["returnable"] = steps["undisputed_surplus"]
    if annex.get("return_at_most") == "balance held":
        stays = max(ZERO, steps["held_value"] - back)
        steps["returnable"] = min(steps["undisputed_surplus"], stays)


def settle(annex: dict, facts: dict, *, party: str, day: date, result: dict) -> None:
    """Test what is settled against the minimums, round it, and say what becomes of it."""
    steps, fx, base = result["steps"], facts.get("fx", {}), annex["base_currency"]
    due = steps.get("credit_support_amount", steps.get("required_amount"))
    whole = annex.get("minimum_transfer_test") == "whole demand"
    testers = {"delivery": party, "return": other(party)}
    for kind, tester in testers.items():
        minimum = term(annex, "minimum_transfer_amount", of=tester, facts=facts, day=day)
        if kind == "return" and free_of(annex, facts, due, "holder_nil_while"):
            minimum = "nil"
        tested = nine_places(steps[f"whole_{kind}"]) if whole else steps[f"settled_{kind}"]
        reached = tested >= in_base(minimum, base, fx)
        steps[f"{kind}_reaching_minimum"] = steps[f"settled_{kind}"] if reached else ZERO
    for kind in testers:
        amount = steps[f"{kind}_reaching_minimum"]
        free = kind == "return" and free_of(annex, facts, due, "return_unrounded_while")
        steps[f"{kind}_amount"] = amount if free else rounded(amount, annex, kind=kind, fx=fx)
    settle_status(annex, facts, party=party, day=day, result=result)


def settle_status(annex: dict, facts: dict, *, party: str, day: date, result: dict) -> None:
    """Say call, no call or withheld; a way whose condition fails names what it withholds."""
    steps = result["steps"]
    result["status"] = "no_call"
    for kind, receiver in (("delivery", other(party)), ("return", party)):
        amount = steps[f"{kind}_amount"]
        if condition_fails(annex, facts, of=receiver, day=day):
            steps[f"withheld_{kind}_amount"] = steps.pop(f"{kind}_amount")
            if amount:
                result["status"], result["withheld_amount"] = "withheld", amount
        elif amount:
            result["status"] = "call"


def condition_fails(annex: dict, facts: dict, *, of: str, day: date) -> bool:
    """Whether a condition precedent to a transfer to `of` fails."""
    if annex["form"] == LOSS_LIMIT or annex.get("conditions_precedent") == "deleted":
        return False
    events = events_of(annex, facts, of=of, day=day)
    listed = annex.get("specified_conditions", {}).get(of, [])
    default = ("Event of Default", "Potential Event of Default")
    if any(meets(name, events) for name in default):
        return True
    if "Specified Condition" in events:
        if not listed:
            raise Refused("a Specified Condition is told, and none is listed")
        return True
    if any(left_open(name, events, []) for name in listed):
        raise Refused("a general event may be a Specified Condition")
    return False


def required(annex: dict, facts: dict, *, party: str, day: date, result: dict) -> None:
    """Write exposure, independent amounts and what is required."""
    steps, base, fx = result["steps"], annex["base_currency"], facts.get("fx", {})
    if is_margin(annex):
        steps.update(required_margin(annex, facts, party=party, day=day))
        return
    if "apart" in annex:
        mine = independent_amount(annex, facts, of=party, day=day)
        steps["independent_amounts_of_pledgor"] = steps["credit_support_amount"] = mine
        return
    exposure = exposure_of(annex, facts, holder=other(party), day=day)
    exposure += exposure_added(annex, facts, holder=other(party), base=base)
    if annex["form"] == LOSS_LIMIT:
        deposit = deposit_of(annex, facts, day)
        figures = loss_limit.required(annex, facts, exposure, deposit, day)
        result["limit"] = figures.pop("limit")
        steps.update(figures)
        return

    def amount(key: str, whose: str) -> Fraction | None:
        words = term(annex, key, of=whose, facts=facts, day=day)
        return None if words == "infinite" else in_base(words, base, fx)

    def elected(name: str) -> Fraction | None:
        if name == "threshold":
            return amount("threshold", party)
        return independent_amount(annex, facts, of=party, day=day)

    own_words = bespoke.requirement(
        annex, facts, party=party, day=day, exposure=exposure, elected=elected
    )
    if own_words is not None:
        steps |= {"exposure": exposure, "credit_support_amount": own_words}
        return
    steps["exposure"] = steps["exposure_of_both"] = exposure
    if (added(annex, party) or {}).get("call_under") == "other":
        nothing = {"independent_amounts_of_pledgor": ZERO, "credit_support_amount": ZERO}
        steps |= nothing | {"independent_amounts_of_secured_party": ZERO}
        return
    steps |= printed(annex, facts, party=party, day=day, exposure=exposure, amount=amount)


def disputes_of_the_balance(annex: dict, facts: dict, *, party: str, day: date) -> None:
    """Refuse a dispute of what is held or moves where demands are shared or assets capped."""
    disputed = disputes(annex, facts, party)
    if disputed is None:
        return
    if annex.get("_apart") and demands_disputed(annex, facts, party, named=False):
        raise Refused("each regime demands apart, and the dispute names none")
    moving = under_way(annex, facts, party=party, day=day)
    if any(part > worth for *_, worth, part in moving):
        raise Refused("more of a movement is disputed than it is worth")
    if not annex.get("concentration") and "tolerance" not in annex.get("disputes", {}):
        return
    if {"held", "in_transit"} & set(disputed) or any(part for *_, part in moving):
        raise Refused("what a dispute of the balance makes of the demand is not said")


def under_way(annex: dict, facts: dict, *, party: str, day: date) -> list[tuple]:
    """Return what is agreed, not settled and not overdue: kind, lot, value, disputed part."""
    printed = "not counted" if annex["form"] == "CSA 1994 New York" else "counted"
    elected = annex.get("in_transit", "as printed")
    if (printed if elected == "as printed" else elected) != "counted":
        return []
    fx, base = facts.get("fx", {}), annex["base_currency"]
    found, faults = [], []
    for item in facts.get("in_transit", []):
        poster = item["by"] if item["kind"] == "delivery" else other(item["by"])
        if poster != party or day_of(item["settles"]) < day:
            continue
        try:
            worth = worth_under_way(item, annex, facts, party=party, day=day)
            part = in_base(item.get("disputed", "nil"), base, fx)
        except (Refused, Undefined) as why:
            faults.append(why)
            continue
        found.append((item["kind"], item, worth, part))
    for why in sorted(faults, key=lambda each: not isinstance(each, Refused)):
        raise why
    return found


def worth_under_way(item: dict, annex: dict, facts: dict, *, party: str, day: date) -> Fraction:
    """Return what a movement is worth before any cap: of an asset, or a value alone."""
    if "asset" in item:
        return lot_steps(item, annex, party=party, day=day, facts=facts)["value"]
    looks_at_assets = annex.get("concentration") or annex.get("_column")
    if looks_at_assets and "all_goes_back" not in annex:
        raise Refused("caps and columns look at assets, and the movement names none")
    return in_base(item["amount"], annex["base_currency"], facts.get("fx", {}))


def rounded(amount: Fraction, annex: dict, *, kind: str, fx: dict) -> Fraction:
    """Round a movement that passed its test; a return never grows."""
    words = annex.get("rounding", {}).get(kind)
    if words in NOTHING:
        return amount
    direction, figure = words.split(" ", 1)
    multiple = in_base(figure.removeprefix("to "), annex["base_currency"], fx)
    if multiple == 0:
        return amount
    count = amount / multiple
    down = count.__floor__() * multiple
    up = count.__ceil__() * multiple
    nearest = (count + Fraction(1, 2)).__floor__() * multiple
    result = {"up": up, "down": down, "nearest": nearest}[direction]
    return down if kind == "return" and result > amount else result
