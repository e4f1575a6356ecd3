"""Independent amounts: fixed, shares of notionals, per Confirmation, or from the facts."""

from dataclasses import replace

import pytest
import small
from small import annex, call, owes, trade

import isda

ON = {"posting_parties": ["B"], "valuation_date": "any day"}
CONFIRMED = {"independent_amount": {"B": "per Confirmation"}}
SHARE = {"independent_amount": {"B": {"percent_of_notional": "2%"}}}


def confirmed(name, amount, of="B", currency="USD", **keys):
    given = {"independent_amount": amount, "independent_amount_currency": currency}
    return trade(name, independent_amount_of=of, **given, **keys)


def due(terms, **given):
    return small.moved(call(annex(**ON, **terms), exposure=owes("USD 0"), **given))


def test_confirmations_are_added_up_per_party():
    """What B's live Confirmations say is owed; A's takes off, and a matured trade's is gone."""
    trades = [
        confirmed("T1", "30"),
        confirmed("T2", "5"),
        confirmed("T3", "7", of="A"),
        confirmed("T4", "11", maturity="2024-12-29"),
    ]
    assert due(CONFIRMED, trades=trades) == [("B", "28", "delivery")]
    ignored = CONFIRMED | {"holders_independent_amount": "ignored"}
    assert due(ignored, trades=trades) == [("B", "35", "delivery")]


def test_a_confirmation_in_another_currency_is_converted():
    """Fourteen thousand won at 1,400 are ten dollars."""
    trades = [confirmed("T1", "14000", currency="KRW")]
    assert due(CONFIRMED, trades=trades, fx={"USDKRW": "1,400"}) == [("B", "10", "delivery")]


def test_facts_may_speak_for_the_confirmations():
    """A figure of the facts stands where the sheet leaves it to Confirmations or notionals."""
    given = {"independent_amounts": {"B": "USD 9"}}
    assert due(CONFIRMED, **given) == [("B", "9", "delivery")]
    assert due(SHARE, **given) == [("B", "9", "delivery")]


def test_facts_may_speak_where_the_sheet_is_silent():
    """Where the sheet states nil or nothing, a figure beside a fixed sum is refused."""
    given = {"independent_amounts": {"B": "USD 9"}}
    assert due({}, **given) == [("B", "9", "delivery")]
    made = call(annex(**ON, independent_amount="nil"), exposure=owes("USD 0"), **given)
    assert small.codes(made) == ["MC109"]


@pytest.mark.parametrize(
    "fixed", ["USD 1", "nil", "not applicable", {"percent_of_notional": "2%"}]
)
def test_a_confirmation_beside_what_the_sheet_fixes_is_refused(fixed):
    """A sum, nil or a share in the sheet and an amount in a Confirmation: nobody chooses."""
    terms = annex(**ON, independent_amount={"B": fixed})
    made = call(terms, exposure=owes("USD 0"), trades=[confirmed("T1", "30")])
    assert made.status == "refused"
    assert "so does the Confirmation of T1" in small.found(made, "MC109").message
    others = [confirmed("T1", "30", of="A"), confirmed("T2", "5", maturity="2024-12-29")]
    assert "MC109" not in small.codes(call(terms, exposure=owes("USD 0"), trades=others))


def test_a_figure_beside_a_confirmation_is_refused():
    """Confirmations and a figure for their sum: one of them would go unread."""
    terms, trades = annex(**ON, **CONFIRMED), [confirmed("T1", "30")]
    given = {"trades": trades, "independent_amounts": {"B": "USD 30"}}
    made = call(terms, exposure=owes("USD 0"), **given)
    assert small.codes(made) == ["MC109"]


def test_a_confirmation_speaks_where_the_annex_is_silent():
    """An annex that says nothing is nil, and what a Confirmation adds is owed."""
    assert due({}, trades=[confirmed("T1", "30")]) == [("B", "30", "delivery")]


def test_a_fixed_deposit_and_a_confirmation_are_refused():
    """A client's deposit has one source as well."""
    terms = small.loss_limit(performance_deposit="KRW 5", deposit_order="inside")
    given = {"exposure": owes("KRW 0"), "trades": [confirmed("T1", "5", currency="KRW")]}
    assert "MC109" in small.codes(call(terms, **given))


def test_a_figure_beside_an_amount_that_an_event_made_is_taken_as_it_is():
    """While an event makes the amount nil the figure of the facts changes nothing."""
    terms = {"independent_amount": {"B": {"value": "per Confirmation",
                                          "nil_while": ["Illegality"]}}}  # fmt: skip
    event = {"event": "Illegality", "of": "B", "from": "2024-12-30"}
    given = {"independent_amounts": {"B": "USD 9"}}
    assert due(terms, **given) == [("B", "9", "delivery")]
    assert due(terms, events=[event], **given) == []
    assert due(terms, events=[event], trades=[confirmed("T1", "30")]) == []


@pytest.mark.parametrize(
    ("currency", "fx", "owed"),
    [("USD", {}, "20"), ("EUR", {"EURUSD": "1.5"}, "30"), ("KRW", {"USDKRW": "2"}, "10")],
)
def test_a_share_of_each_notional(currency, fx, owed):
    """Two per cent of a thousand, as it stands, multiplied or divided by its rate."""
    assert due(SHARE, trades=[trade(currency_1=currency)], fx=fx) == [("B", owed, "delivery")]


def test_an_amount_in_another_currency_is_converted_once():
    """A fixed sum in euro is a step of the working in dollars."""
    made = call(
        annex(**ON, independent_amount={"B": "EUR 10"}),
        exposure=owes("USD 0"),
        fx={"EURUSD": "1.5"},
    )
    assert small.step(made, "independent_amounts_of_pledgor") == "15"


def test_a_movement_without_amount_or_asset_is_refused():
    """A program that hands over a movement of nothing gets no zero for it."""
    moving = [{"kind": "delivery", "by": "B", "settles": "2024-12-31", "amount": "USD 4"}]
    day = small.facts(exposure=owes("USD 5"), in_transit=moving)
    day = replace(day, in_transit=(replace(day.in_transit[0], amount=None),))
    made = isda.call(small.agreement(annex(**ON, in_transit="counted")), day)
    assert made.status == "refused"
    assert "neither an amount nor an asset" in small.found(made, "MC102").message
