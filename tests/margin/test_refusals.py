"""What the engine refuses, by name: code, words, place and a way out."""

from dataclasses import replace
from datetime import date

import pytest
import small
from small import annex, call, loss_limit, mark, owes, trade

import isda

TREASURY = {"asset": "US Treasury", "valuation_percentage": "98%"}
LOT = {
    "lot": "L1",
    "posted_by": "B",
    "asset": "US Treasury",
    "nominal": "USD 100",
    "price": "99",
}
PLUS = {"plus_is_good_for": "party A"}
SHARE = {"independent_amount": {"B": {"percent_of_notional": "2%"}}}
FROM_FIRST = {"over_the_limit": "full loss once breached", "valuation_date": "any day"}


def row(**keys):
    return {"eligible_collateral": [TREASURY | keys]}


def held(**keys):
    return {"exposure": owes("USD 1"), "held": [LOT | keys]}


NOTHING = [
    ({}, {"exposure": owes("KRW 0")}),
    (row(valuation_percentage="0%"), held(nominal="EUR 100")),
    ({"eligible_collateral": [{"asset": "US Treasury", "haircut": "100%"}]},
     held(nominal="EUR 100")),
    (row(), held(nominal="EUR 0")),
    ({}, PLUS | {"trades": [trade(), trade("T2")],
                 "marks": [mark("1"), mark("0", "T2", currency="KRW")]}),
    (SHARE, PLUS | {"trades": [trade(currency_1="EUR", notional_1="0")],
                    "marks": [mark("1")]}),
]  # fmt: skip


@pytest.mark.parametrize(("terms", "given"), NOTHING)
def test_nothing_is_nothing_without_a_rate(terms, given):
    """An exposure, a lot, a mark and a notional of nothing ask for no rate of the day."""
    made = call(annex(posting_parties=["B"], **terms), **given)
    assert small.leg_of(made).status in {"call", "no_call"}
    assert "MC101" not in small.codes(made)


CASES = {
    "no rate for the exposure": (
        {}, {"exposure": owes("KRW 5")}, "MC101", "no rate between KRW and USD", '"exposure"'),
    "no rate for a term": (
        {"threshold": "EUR 5"}, {"exposure": owes("USD 5")},
        "MC101", "between EUR and USD", None),
    "no rate for a lot": (
        row(), held(nominal="EUR 100"), "MC101", "between EUR and USD", None),
    "no rate for a mark": (
        {}, PLUS | {"trades": [trade()], "marks": [mark("5", currency="KRW")]},
        "MC101", "between KRW and USD", None),
    "no rate for a notional": (
        SHARE, PLUS | {"trades": [trade(currency_1="EUR")], "marks": [mark("5")]},
        "MC101", "between EUR and USD", None),
    "a lot without its maturity": (
        row(remaining="[1y, 5y]"), held(), "MC102", "needs `matures:`", '"held"'),
    "a lot without its issue date": (
        row(original="[1y, 5y]"), held(matures="2030-01-01"), "MC102", "needs `issued:`", None),
    "a row by duration": (
        row(duration="[1y, 5y]"), held(matures="2030-01-01"), "MC102", "carry none", None),
    "a lot without its issuer": (
        row(issuers=["USA"]), held(), "MC102", "name no issuer", None),
    "a lot without its coupon": (
        row(coupon="fixed"), held(), "MC102", "say no coupon", None),
    "a lot without its price": (
        row(), {"exposure": owes("USD 1"), "held": [
            {key: text for key, text in LOT.items() if key != "price"} | {"code": "US1"}]},
        "MC103", "no price for L1 (US Treasury, US1)", '"held"'),
    "an exposure and trades under a sign convention": (
        {}, PLUS | {"exposure": owes("USD 1"), "trades": [trade()]},
        "MC104", "an exposure and marks as well", '"exposure"'),
    "no exposure at all": ({}, {}, "MC105", "give no exposure", None),
    "a trade without a mark": (
        {}, PLUS | {"trades": [trade()]}, "MC107", "no mark of 2024-12-30 for T1", '"trades"'),
    "a mark of yesterday": (
        {}, PLUS | {"trades": [trade()], "marks": [mark("5", on="2024-12-29")]},
        "MC108", "of 2024-12-29: stale", '"marks"'),
    "a second figure for what the sheet fixes": (
        {"independent_amount": {"B": "USD 5"}},
        {"exposure": owes("USD 1"), "independent_amounts": {"B": "USD 6"}},
        "MC109", "so does a figure of the facts", '"independent_amounts"'),
    "a share of notionals without trades": (
        SHARE, {"exposure": owes("USD 1")}, "MC110", "the facts name no trades", None),
    "a share of a notional that is missing": (
        SHARE, {"exposure": owes("USD 1"), "trades": [
            {"trade_id": "T1", "maturity": "2025-01-01"}]},
        "MC110", "T1 has no notional", '"trades"'),
    "an amount that no Confirmation gives": (
        {"independent_amount": {"B": "per Confirmation"}}, {"exposure": owes("USD 1")},
        "MC111", "no Confirmation or fact gives it", None),
    "a dispute of what moves both ways": (
        {"in_transit": "counted"},
        {"exposure": owes("USD 1"), "disputed": {"B": {"in_transit": "USD 1"}}, "in_transit": [
            {"kind": "delivery", "by": "B", "settles": "2024-12-31", "amount": "USD 5"},
            {"kind": "return", "by": "A", "settles": "2024-12-31", "amount": "USD 3"}]},
        "MC112", "says not which", '"disputed"'),
    "a percentage to be agreed": (
        row(valuation_percentage="to be agreed"), held(), "MC201", "is to be agreed", None),
    "a row without a percentage": (
        {"eligible_collateral": [{"asset": "US Treasury"}]}, held(),
        "MC201", "row 1 states no percentage", None),
    "an open term": (
        {"threshold": {"B": {"unresolved": "torn page"}}}, {"exposure": owes("USD 1")},
        "MC202", "`threshold` is open: torn page", None),
    "an open Valuation Date": (
        {"valuation_date": {"unresolved": "illegible"}}, {"exposure": owes("USD 1")},
        "MC202", "`valuation_date` is open: illegible", None),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_leg_without_what_it_needs_is_refused_by_name(name):
    """Nothing is computed from what is missing: code, words, a help, the place it is in."""
    terms, given, code, words, near = CASES[name]
    made = call(annex(posting_parties=["B"], **terms), **given)
    leg = small.leg_of(made)
    assert leg.status == ("undefined" if code.startswith("MC2") else "refused")
    assert (leg.delivery_amount, leg.return_amount, leg.required) == (None, None, None)
    assert made.movements == ()
    finding = small.found(made, code)
    assert words in finding.message
    assert finding.help
    if code.startswith("MC2"):
        assert finding.place.file == "small.json"
        assert finding.place.line
    assert finding.is_error
    assert words in " ".join(reason.message for reason in leg.reasons)
    if near is not None:
        assert finding.place.file == "day.json"
        before = small.text(**given).splitlines()[: finding.place.line]
        assert any(near in line for line in before)


def test_a_refusal_outranks_a_gap():
    """With an input missing and a term open, the leg is refused and says both."""
    open_term = {"threshold": {"B": {"unresolved": "torn page"}}}
    made = call(annex(posting_parties=["B"], **open_term), exposure=owes("KRW 1"))
    leg = small.leg_of(made)
    assert leg.status == "refused"
    assert {reason.code for reason in leg.reasons} == {"MC101", "undefined-term"}


def test_marks_of_a_feed_without_a_sign_convention_are_refused():
    """A program that hands over marks and no sign gets no exposure."""
    day = replace(facts_with_a_mark(), plus_is_good_for=None)
    made = isda.call(small.agreement(annex(posting_parties=["B"])), day)
    assert small.found(made, "MC105").message == "the marks have no sign convention"


def test_an_exposure_beside_marks_is_refused():
    """A program that hands over a figure and marks gets neither taken."""
    day = replace(facts_with_a_mark(), exposure=small.facts(exposure=owes("USD 1")).exposure)
    made = isda.call(small.agreement(annex(posting_parties=["B"])), day)
    assert small.found(made, "MC104").help.startswith("keep one")


def test_a_mark_of_no_trade_is_refused():
    """A program that hands over a mark of nobody's trade is told so."""
    day = replace(facts_with_a_mark(), trades=())
    made = isda.call(small.agreement(annex(posting_parties=["B"])), day)
    assert "T1, which is no trade" in small.found(made, "MC106").message


def facts_with_a_mark():
    return small.facts(**PLUS, trades=[trade()], marks=[mark("5")])


def test_facts_of_another_day_refuse_every_leg():
    """A call for Tuesday computes nothing from Monday's figures."""
    made = call(annex(), day=date(2024, 12, 31), exposure=owes("USD 9"))
    assert [leg.status for leg in made.legs] == ["refused", "refused"]
    assert "the facts are of 2024-12-30, and the call is for 2024-12-31" in (
        small.found(made, "MC115").message
    )


def test_an_unknown_event_refuses_every_leg():
    """An event that neither Master nor Schedule knows could change any term."""
    event = {"event": "Rainy Day", "of": "A", "from": "2024-12-01"}
    made = call(annex(), exposure=owes("USD 9"), events=[event])
    assert {leg.status for leg in made.legs} == {"refused"}
    assert small.found(made, "MC116").message.startswith("'Rainy Day' is no event")


def test_an_event_of_the_schedule_is_known():
    """An Additional Termination Event of the Schedule is known by its name, in any case."""
    keys = {
        "master": {
            "form": "ISDA Master Agreement 2002",
            "additional_termination_events": [{"event": "Rainy Day"}],
        }
    }
    event = {"event": "rainy day", "of": "A", "from": "2024-12-01"}
    made = call(annex(), keys=keys, exposure=owes("USD 9"), events=[event])
    assert made.status == "call"


def test_a_day_outside_every_calendar_is_refused():
    """Banking days are known from 1990 to 2100; the call of another year is refused."""
    made = call(
        annex(valuation_date="each Seoul business day"), on="2101-01-03", exposure=owes("USD 9")
    )
    assert {leg.status for leg in made.legs} == {"refused"}
    assert "2101-01-03" in made.reasons[0].message
    assert made.reasons[0].code == "MC117"


def test_a_release_level_above_the_limit_is_refused():
    """A breach that would be over before it began is no reading of an agreement."""
    terms = loss_limit(release_level="KRW 1,001", **FROM_FIRST)
    assert small.leg_of(limit_call(terms)).status == "refused"
    assert "MC113" in small.codes(limit_call(terms))
    at = loss_limit(release_level="KRW 1,000", **FROM_FIRST)
    assert small.leg_of(limit_call(at)).status == "no_call"


def limit_call(terms):
    return call(
        terms,
        exposure=owes("KRW 5"),
        latch={"on": "2024-12-29", "latched": "no"},
    )
