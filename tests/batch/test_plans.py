"""Plans: what is traced from one call without the bulk tables, and who is called by itself."""

import json
from datetime import date
from decimal import Decimal

import pytest
from tiny_book import sheet

import isda
from isda.batch.asked import Asked, asked_of_trades
from isda.batch.bound import (
    as_frames,
    findings_of,
    findings_text,
    reasons_of,
    reasons_text,
    recipe_json,
    recipe_of,
    rows_of,
)
from isda.batch.plans import HELD_VALUE, NET_MARK, PlainTerms, plan_of, why_single
from isda.margin.reasons import why_nothing_moves

FACTS = 'facts: 1\non: 2024-12-30\nplus_is_good_for: party A\nfx: {EURUSD: "1.0389"}\n'


def called(events="", **elections):
    """A plain annex called without trades and lots."""
    agreement = isda.read_sheet_text(json.dumps(sheet("ONE", **elections)), "a.json").must()
    return isda.call(agreement, isda.read_facts_text(f"{FACTS}{events}").must())


def test_a_plan_begins_at_the_sums():
    """Each step of a plan turns on the marks or the lots; what does not is said beforehand."""
    plan = plan_of(called())
    assert [leg.pledgor.value for leg in plan.legs] == ["A", "B"]
    for leg in plan.legs:
        reached = {NET_MARK, HELD_VALUE}
        for step in leg.steps:
            sources = {source for _, source in step.inputs}
            assert sources & reached
            assert sources <= reached | leg.constants.keys()
            reached.add(step.name)
        assert {"exposure", "credit_support_amount", "delivery_amount"} <= reached
    of_b = plan.legs[1]
    assert of_b.threshold == 1_000_000
    assert Decimal(250_000) in of_b.constants.values()


def test_legs_of_equal_terms_have_one_recipe():
    """Amounts are constants of a leg: a recipe is the same for legs of the same elections."""
    plans = [plan_of(called(threshold=text)) for text in ("USD 5,000,000", "USD 1")]
    bound = as_frames(map(rows_of, plans))
    assert len(bound.recipes) < bound.legs.height == 4
    assert bound.agreements["single"].to_list() == ["", ""]


def test_a_recipe_is_kept_by_name_and_comes_back():
    """Steps as plain data are the same steps again, each formula one of the call's."""
    for leg in plan_of(called()).legs:
        assert recipe_of(json.loads(json.dumps(recipe_json(leg.steps)))) == leg.steps


def test_reasons_and_findings_come_back():
    """What a call found is kept as text, and is the same again."""
    made = called(valuation_date=None)
    assert made.findings
    assert findings_of(findings_text(made.findings)) == made.findings
    silent = called(valuation_date="each Tuesday")
    reasons = silent.legs[0].reasons
    assert reasons_of(reasons_text(reasons)) == reasons
    assert reasons_text(()) is None
    assert findings_text(()) is None


@pytest.mark.parametrize(
    ("why", "elections"),
    [
        ("", {}),
        ("covered transactions by name", {"covered_transactions": {"only": ["T1"]}}),
        ("refused or undefined", {"threshold": "KRW 1"}),
    ],
)
def test_why_an_agreement_is_called_by_itself(why, elections):
    """What asks for single trades, or is refused whatever the sums, is told in words."""
    assert why_single(called(**elections)) == why


@pytest.mark.parametrize("amount", ["99,999,999,999,999", "100,000,000,000,000"])
def test_an_amount_too_large_for_columns_has_no_plan(amount):
    """Up to the limit there is a plan; from it on there is none, and nothing is cut."""
    made = called(threshold=f"USD {amount}")
    assert why_single(made) == ""
    assert (plan_of(made) is None) is amount.startswith("100")


def test_marks_that_may_be_added_up():
    """Marks are one sum in base currency where nothing asks for single trades."""
    assert asked_of_trades(called()) == Asked("USD")
    later = called(covered_transactions={"from": "2024-01-10"})
    assert asked_of_trades(later) == Asked("USD", date(2024, 1, 10))
    assert asked_of_trades(called(covered_transactions={"only": ["T1"]})) is None


def test_a_leg_that_is_silent_today_stays_so():
    """Where the day is no Valuation Date a leg is kept as it is, with its reasons."""
    plan = plan_of(called(valuation_date="each Tuesday"))
    assert all(leg.silent is not None and leg.silent.reasons for leg in plan.legs)
    assert [leg.steps for leg in plan.legs] == [(), ()]


def test_plain_terms_give_the_reasons_of_a_leg():
    """What is kept of a leg's terms is enough to say why nothing moves, in the call's words."""
    made = called()
    for leg, terms in zip(made.legs, made.bound, strict=True):
        found = {line.name: line.result for line in made.working.of_leg(leg.key) if not line.of}
        plain = PlainTerms(terms.form, terms.pledgor, terms.threshold_of_pledgor)
        assert plain.secured_party is terms.secured_party
        assert why_nothing_moves(plain, found, base="USD") == leg.reasons
