"""What a call notes and goes on: warnings and information, with their places."""

from dataclasses import replace

import pytest
import small
from small import annex, call, mark, owes, trade

import isda

PLUS = {"plus_is_good_for": "party A"}
CASH = {"eligible_collateral": [small.USD_CASH]}
LOT = {"lot": "L1", "posted_by": "B", "asset": "cash", "amount": "USD 100"}


def test_an_ineligible_item_counts_zero_and_is_said():
    """Gold under a table of cash counts zero; the call goes on and says so."""
    gold = {"lot": "G", "posted_by": "B", "asset": "gold", "nominal": "USD 5", "price": "100"}
    made = call(annex(**CASH, valuation_date="any day"), exposure=owes("USD 9"), held=[gold])
    finding = small.found(made, "MC301")
    assert finding.severity.word == "warning"
    assert finding.message == (
        "G counts zero: no row of the table takes gold; it stays returnable"
    )
    assert small.moved(made) == [("B", "9", "delivery")]


def test_an_ineligible_item_needs_no_rate():
    """What counts zero is converted by nothing, so no rate is missing."""
    gold = {"lot": "G", "posted_by": "B", "asset": "gold", "nominal": "EUR 5", "price": "100"}
    made = call(annex(**CASH), exposure=owes("USD 9"), held=[gold])
    assert made.status == "call"
    assert "MC101" not in small.codes(made)


def test_a_cap_that_is_exceeded_is_said():
    """The excess over a cap counts zero and is named."""
    capped = annex(**CASH, concentration=[{"of": {"currency": "USD"}, "at_most": "USD 60"}])
    made = call(capped, exposure=owes("USD 100"), held=[LOT])
    finding = small.found(made, "MC302")
    assert finding.message == (
        "currency USD comes to USD 100 and exceeds its cap of USD 60: the excess counts zero"
    )
    assert (finding.place.file, finding.place.line > 0) == ("small.json", True)
    assert small.step(made, "value_after_caps", "L1") == "60"
    assert small.moved(made) == [("B", "40", "delivery")]


@pytest.mark.parametrize(("on", "used"), [("2024-12-31", False), ("2024-12-30", True)])
def test_a_mark_of_tomorrow_is_not_used(on, used):
    """A mark after the day is left out by name; one of the day is taken."""
    marks = [mark("7", on=on), mark("5", "T2")]
    made = call(annex(), **PLUS, trades=[trade(), trade("T2")], marks=marks)
    if used:
        assert small.moved(made) == [("B", "12", "delivery")]
    else:
        assert "after 2024-12-30: it is not used" in small.found(made, "MC303").message
        assert {leg.status for leg in made.legs} == {"refused"}


@pytest.mark.parametrize(
    ("maturity", "due"),
    [("2024-12-31", "12"), ("2024-12-30", "12"), ("2024-12-29", "5")],
)
def test_a_trade_counts_up_to_its_maturity_day(maturity, due):
    """The day after its maturity a mark is not used, and the finding says so."""
    trades = [trade(maturity=maturity), trade("T2")]
    made = call(annex(), **PLUS, trades=trades, marks=[mark("7"), mark("5", "T2")])
    assert small.moved(made) == [("B", due, "delivery")]
    assert ("MC304" in small.codes(made)) == (due == "5")


@pytest.mark.parametrize(
    ("settles", "due", "overdue"),
    [("2024-12-31", "60", False), ("2024-12-30", "60", False), ("2024-12-29", "100", True)],
)
def test_a_movement_counts_until_its_settlement_day_is_past(settles, due, overdue):
    """On its settlement day a delivery still counts; a day later it is called again."""
    moving = [{"kind": "delivery", "by": "B", "settles": settles, "amount": "USD 40"}]
    made = call(
        annex(posting_parties=["B"], in_transit="counted"),
        exposure=owes("USD 100"),
        in_transit=moving,
    )
    assert small.moved(made) == [("B", due, "delivery")]
    assert ("MC305" in small.codes(made)) is overdue
    assert small.leg_of(made).in_transit == (0 if overdue else 40)


def test_a_movement_that_does_not_count_is_said():
    """The 1994 form counts nothing under way, and the call says what it left out."""
    moving = [{"kind": "delivery", "by": "B", "settles": "2024-12-31", "amount": "USD 40"}]
    made = call(annex(posting_parties=["B"]), exposure=owes("USD 100"), in_transit=moving)
    assert small.moved(made) == [("B", "100", "delivery")]
    assert small.found(made, "MC307").severity.word == "info"


def test_an_asset_under_way_is_valued_as_if_held():
    """A bond that is on its way counts at its percentage, less what is disputed of it."""
    rows = [{"asset": "US Treasury", "valuation_percentage": "98%"}]
    bond = {"asset": "US Treasury", "nominal": "USD 100", "price": "100", "disputed": "USD 8"}
    moving = [{"movement": "M", "kind": "delivery", "by": "B", "settles": "2024-12-31"} | bond]
    made = call(
        annex(posting_parties=["B"], in_transit="counted", eligible_collateral=rows),
        exposure=owes("USD 100"),
        in_transit=moving,
    )
    assert small.step(made, "adjusted_value") == "90"
    assert small.moved(made) == [("B", "10", "delivery")]


def test_an_asset_under_way_without_a_price_refuses_its_leg():
    """What is under way must be valued like what is held."""
    rows = [{"asset": "US Treasury", "valuation_percentage": "98%"}]
    bond = {"asset": "US Treasury", "nominal": "USD 100"}
    moving = [{"movement": "M", "kind": "delivery", "by": "B", "settles": "2024-12-31"} | bond]
    made = call(
        annex(posting_parties=["B"], in_transit="counted", eligible_collateral=rows),
        exposure=owes("USD 100"),
        in_transit=moving,
    )
    assert small.found(made, "MC103").message == "no price for M (US Treasury)"


def test_no_valuation_date_is_said_and_taken():
    """Where no Valuation Date is stated the day asked for is one, and the call says so."""
    made = call(annex(threshold={"B": "nil"}), exposure=owes("USD 1"))
    assert {finding.severity.word for finding in made.findings} == {"info"}
    assert set(small.codes(made)) == {"MC306"}
    assert made.status == "call"


def test_the_newest_mark_of_an_age_that_is_allowed_counts():
    """With an age of three days allowed, Friday's mark counts on Monday, the newest of all."""
    marks = [mark("7", on="2024-12-26"), mark("9", on="2024-12-27"), mark("8", on="2024-12-25")]
    day = small.facts(**PLUS, trades=[trade()], marks=marks)
    agreement = small.agreement(annex(posting_parties=["B"]))
    assert isda.call(agreement, replace(day, mark_age_days=2)).status == "refused"
    made = isda.call(agreement, replace(day, mark_age_days=3))
    assert small.moved(made) == [("B", "9", "delivery")]
