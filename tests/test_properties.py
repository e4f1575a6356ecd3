"""What must always hold, on random agreements and days (the last list of the specification).

The cases are those of the oracle's generator: a seed gives a sheet and a day with every
switch in scope. A property compares the program with itself, never with the oracle.
"""

import json
import re
from decimal import Decimal

import small
from generate import case
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import isda
from isda.basics.arithmetic import settled_places

SEEDS = st.integers(0, 10**9)
MANY, SOME = settings(max_examples=150), settings(max_examples=80)
COMPUTED = {"call", "no_call", "withheld"}
PLACES = {"file", "line", "column", "row", "path"}
RATED = {"long_term", "short_term", "at_least", "at_most", "below"}
"""Keys of ratings: `A` is no party there."""
CENTS = st.integers(-(10**11), 10**11)


def called(sheet, facts, day):
    agreement = isda.read_sheet_text(json.dumps(sheet), "sheet.json").must()
    return isda.call(
        agreement, isda.read_facts_text(json.dumps(facts), "facts.json").must(), on=day
    )


def document(sheet, facts, day):
    return isda.to_json(called(sheet, facts, day))


def swapped(node):
    """The same with party A and party B exchanged, in keys, letters and words."""
    if isinstance(node, dict):
        return {
            swapped(key): part if key in RATED else swapped(part) for key, part in node.items()
        }
    if isinstance(node, list):
        return [swapped(part) for part in node]
    if not isinstance(node, str):
        return node
    other = {"A": "B", "B": "A"}
    return other.get(node) or re.sub(
        r"(\bparty |/|threshold\.|amount\.)([AB])\b", lambda m: m[1] + other[m[2]], node
    )


def unordered(made):
    """A call without places, its lists in one order: legs, movements, reasons, lines."""

    def plain(node):
        if isinstance(node, dict):
            kept = {key: part for key, part in node.items() if key not in PLACES}
            if isinstance(kept.get("from"), dict):
                del kept["from"]  # of a line: the places its inputs came from
            return {key: plain(part) for key, part in kept.items()}
        if isinstance(node, list):
            return sorted((plain(part) for part in node), key=json.dumps)
        return node

    return json.dumps(plain(made), sort_keys=True)


@MANY
@given(SEEDS)
def test_swapping_the_parties_mirrors_the_call(seed):
    """With A and B exchanged, every leg, movement, reason and line of the call mirrors."""
    one = case(seed)
    made = document(one.sheet, one.facts, one.day)
    mirrored = document(swapped(one.sheet), swapped(one.facts), one.day)
    assert unordered(swapped(mirrored)) == unordered(made)


@MANY
@given(SEEDS, st.integers(1, 10**10))
def test_a_larger_exposure_never_lowers_a_delivery(seed, more):
    """What a leg delivers, or would but for a condition, does not fall as exposure rises."""
    one = case(seed)
    assume("exposure" in one.facts)
    currency, amount = one.facts["exposure"]["amount"].split(" ")
    raised = f"{currency} {Decimal(amount.replace(',', '')) + more}"
    more_facts = one.facts | {"exposure": one.facts["exposure"] | {"amount": raised}}
    before = called(one.sheet, one.facts, one.day)
    after = called(one.sheet, more_facts, one.day)
    holder = one.facts["exposure"]["holder"]
    for low, high in zip(before.legs, after.legs, strict=True):
        if low.posting_party != holder and low.status in COMPUTED and low.shortfall is not None:
            if high.status == "refused":  # a dispute of nothing became one of too little
                assert {reason.code for reason in high.reasons} == {"MC112"}
                continue
            assert delivered(after, high) >= delivered(before, low)
            assert high.required >= low.required


def delivered(made, leg):
    """What a leg delivers or would; of regimes, what they deliver together."""
    whose = (leg.annex, leg.posting_party)
    together = [one for one in made.legs if (one.annex, one.posting_party) == whose]
    amounts = [one.delivery_amount for one in together if one.delivery_amount]
    amounts += [
        one.withheld_amount for one in together if one.withheld_amount and one.shortfall
    ]
    return max(amounts, default=Decimal(0))


@MANY
@given(SEEDS)
def test_a_one_way_leg_never_calls_the_holder(seed):
    """A party that posts under no leg delivers nothing; it only gives back what it holds."""
    one = case(seed)
    posting = one.sheet["annexes"][0]["posting_parties"]
    made = called(one.sheet, one.facts, one.day)
    assert {leg.posting_party for leg in made.legs} == set(posting)
    for movement in made.movements:
        poster = movement.sender if movement.kind == "delivery" else movement.receiver
        assert poster in posting


@MANY
@given(SEEDS)
def test_no_movement_over_returns(seed):
    """A return is at most the settled surplus, and the balance where that is elected."""
    one = case(seed)
    sheet = one.sheet | {
        "annexes": [one.sheet["annexes"][0] | {"return_at_most": "balance held"}]
    }
    for elected, annex in ((False, one.sheet), (True, sheet)):
        made = called(annex, one.facts, one.day)
        for leg in made.legs:
            if leg.surplus is None:
                continue
            assert leg.return_amount <= settled_places(leg.surplus)
            assert leg.return_amount == 0 or leg.delivery_amount == 0
            if elected:
                assert leg.return_amount <= settled_places(leg.held_value)


@SOME
@given(SEEDS)
def test_the_working_recomputes_and_leads_to_the_movements(seed):
    """Each line comes out again, and the last lines of a leg are what the call moves."""
    one = case(seed)
    made = called(one.sheet, one.facts, one.day)
    for line in made.working:
        assert line.again() == line.result
    results = {(line.leg, line.name): line.result for line in made.working}
    moved = sum((movement.amount for movement in made.movements), Decimal(0))
    steps = [
        results.get((leg.key, f"{kind}_amount"), Decimal(0))
        for leg in made.legs
        if leg.status == "call"
        for kind in ("delivery", "return")
    ]
    assert moved == sum(steps, Decimal(0))


@SOME
@given(SEEDS, st.randoms(use_true_random=False))
def test_shuffled_inputs_change_nothing(seed, random):
    """Keys, lots, movements, trades, marks and events may stand in any order.

    Compared is the whole document but places (file, line, column, row, path and the `from` of
    a line), with lists sorted: the order of reasons, findings, legs and lines follows the
    files. Lots stay in order where there are caps, whose excess falls on the last listed, and
    so do the rows of a table by rating, the agencies that it names and the rows of shares.
    """
    one = case(seed)
    named = one.facts | {
        "held": [{"lot": f"L{at}"} | lot for at, lot in enumerate(one.facts.get("held", []))],
        "in_transit": [
            {"movement": f"M{at}"} | item
            for at, item in enumerate(one.facts.get("in_transit", []))
        ],
    }
    capped = "concentration" in one.sheet["annexes"][0]
    mixed = shuffled(named, random, keep={"held"} if capped else set())
    ordered = {"eligible_collateral", "concentration", "while", "alerts", "agencies",
               "by_rating", "percent_of_notional"}  # fmt: skip
    sheet = shuffled(one.sheet, random, keep=ordered)
    made = document(one.sheet, named, one.day)
    assert unordered(document(sheet, mixed, one.day)) == unordered(made)


ORDERED = {"regimes", "tables", "posts_only_while"}
"""Of equal regimes the first decides, limbs are read from the top, rows by their columns; a
reason names events in the order of the sheet."""


def shuffled(node, random, *, keep, key=""):
    """The same with the keys of mappings and the entries of lists in another order."""
    if key in ORDERED:
        return node
    if isinstance(node, dict):
        items = list(node.items())
        if key not in keep:
            random.shuffle(items)
        return {name: shuffled(part, random, keep=keep, key=name) for name, part in items}
    if isinstance(node, list):
        parts = [shuffled(part, random, keep=keep) for part in node]
        if key not in keep:
            random.shuffle(parts)
        return parts
    return node


@SOME
@given(SEEDS)
def test_recomputing_gives_the_same_bytes(seed):
    """A past day computed again, from the same files, is the same to the byte."""
    one = case(seed)
    first = isda.statement.as_json.to_text(document(one.sheet, one.facts, one.day))
    again = case(seed)
    assert (
        isda.statement.as_json.to_text(document(again.sheet, again.facts, again.day)) == first
    )


def cash_day(exposure, held, terms):
    """A day with cash in base currency and nothing else, under one two-way annex."""
    lots = [
        {"lot": f"{party}", "posted_by": party, "asset": "cash", "amount": f"USD {amount}"}
        for party, amount in held.items()
    ]
    annex = small.annex(eligible_collateral=[small.USD_CASH], **terms)
    return small.call(annex, exposure=small.owes(f"USD {exposure}"), held=lots)


def settle(made, held):
    """What is held once everything that was called has settled."""
    after = dict(held)
    for movement in made.movements:
        delivers = movement.kind == "delivery"
        poster = str(movement.sender if delivers else movement.receiver)
        after[poster] += movement.amount if delivers else -movement.amount
    return after


def cents(amount):
    return Decimal(amount).scaleb(-2)


AMOUNTS = st.fixed_dictionaries({"A": st.integers(0, 10**9), "B": st.integers(0, 10**9)}).map(
    lambda pair: {party: f"USD {cents(amount)}" for party, amount in pair.items()}
)
HELD = st.fixed_dictionaries({"A": st.integers(0, 10**10), "B": st.integers(0, 10**10)}).map(
    lambda pair: {party: cents(amount) for party, amount in pair.items()}
)
MULTIPLES = st.sampled_from(("0.01", "1", "250", "10000", "100000"))


@SOME
@given(CENTS, HELD, AMOUNTS, AMOUNTS, MULTIPLES)
def test_right_after_settlement_nothing_more_is_due(
    exposure, held, minimum, threshold, multiple
):
    """Delivery up, return down, one multiple and cash: the same marks call nothing again."""
    rounding = {"delivery": f"up to USD {multiple}", "return": f"down to USD {multiple}"}
    terms = {"minimum_transfer_amount": minimum, "threshold": threshold, "rounding": rounding}
    made = cash_day(cents(exposure), held, terms)
    after = settle(made, held)
    assert all(amount >= 0 for amount in after.values())
    assert cash_day(cents(exposure), after, terms).movements == ()


DIRECTIONS = st.sampled_from(("up to", "down to", "nearest"))


@SOME
@given(CENTS, HELD, AMOUNTS, DIRECTIONS, DIRECTIONS, MULTIPLES, MULTIPLES)
def test_elsewhere_less_than_the_larger_multiple_is_due(
    exposure, held, minimum, delivery, return_, one, other
):
    """With any rounding, a leg that moved has less than the larger multiple left to move."""
    rounding = {"delivery": f"{delivery} USD {one}", "return": f"{return_} USD {other}"}
    terms = {"minimum_transfer_amount": minimum, "rounding": rounding}
    made = cash_day(cents(exposure), held, terms)
    again = cash_day(cents(exposure), settle(made, held), terms)
    larger = max(Decimal(one), Decimal(other))
    for before, after in zip(made.legs, again.legs, strict=True):
        if before.delivery_amount or before.return_amount:
            assert after.shortfall < larger
            assert after.surplus < larger
            assert max(after.delivery_amount, after.return_amount) < larger


def test_the_random_cases_reach_every_status():
    """The seeds that the properties draw from give refusals, gaps and calls alike."""
    made = [called(one.sheet, one.facts, one.day).status for one in map(case, range(300))]
    assert set(made) == {"call", "no_call", "withheld", "undefined", "refused"}
