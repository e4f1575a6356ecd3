"""A party that posts only at times gets back what is held, whatever else cannot be said."""

import pytest
import small
from small import annex, call, moved, owes
from small_margin import margin

HELD = [{"posted_by": "B", "asset": "cash", "amount": "USD 5"}]
EVENT = {"event": "Spring", "of": "B", "from": "2024-12-27"}
LIMB = {"while": ["Spring"], "amount": "exposure"}


def leaving(**terms):
    """An annex under which B posts only while Spring lasts."""
    given = {
        "posting_parties": ["B"],
        "triggers": {"Spring": {"of": "B"}},
        "posts_only_while": {"B": ["Spring"]},
        "eligible_collateral": [small.USD_CASH],
    }
    return annex(**given | terms)


def in_regimes(**regimes):
    """The same with regimes, whose percentages stand in no columns unless told otherwise."""
    return {"credit_support_amount": "not applicable", "regimes": regimes}


UNREAD = {
    "a threshold without a rate": {"threshold": {"B": "EUR 5"}},
    "a threshold that is open": {"threshold": {"B": {"unresolved": "torn page"}}},
    "a switch that is open": {
        "threshold": {"B": {"unresolved": "torn page", "works_as": "switch"}}
    },
    "a figure of a Confirmation": {"independent_amount": {"B": "per Confirmation"}},
    "a holder's figure": {"independent_amount": {"A": "per Confirmation"}},
    "a holder's threshold": {
        "independent_amount_is": "outside",
        "holders_independent_amount": "netted",
        "threshold": {"A": "EUR 5", "B": "nil"},
    },
    "a figure apart": {
        "independent_amount": {"B": "per Confirmation"},
        "independent_amount_is": "separate",
    },
    "a minimum that is open": {"minimum_transfer_amount": {"B": {"unresolved": "torn page"}}},
    "a regime without a limb": in_regimes(One={"credit_support_amount": [LIMB]}),
    "a measure of a formula": {"credit_support_amount": "exposure + 1% * notional"},
    "a threshold in a formula": {
        "credit_support_amount": "exposure - threshold",
        "threshold": {"B": "infinite"},
    },
}


@pytest.mark.parametrize("name", UNREAD)
def test_nothing_unread_keeps_what_is_held(name):
    """B posts nothing today; what only a requirement reads does not keep its 5 from it.

    While the event lasts the same is asked for, and stops the leg.
    """
    lots = [HELD[0] | ({"for": "exposure"} if name == "a figure apart" else {})]
    made = call(leaving(**UNREAD[name]), exposure=owes("USD 9"), held=lots)
    assert moved(made) == [("A", "5", "return")]
    stops = call(leaving(**UNREAD[name]), exposure=owes("USD 9"), held=lots, events=[EVENT])
    assert (stops.status == "call") is (name == "a regime without a limb")


COLUMNS = {"columns": ["one", "two"], "eligible_collateral": [small.CASH_BY_COLUMN]}


@pytest.mark.parametrize(
    ("own", "status"),
    [({"column": "one"}, "call"), ({}, "undefined")],
)
def test_a_column_that_nobody_can_tell_keeps_it(own, status):
    """Without its column what is held cannot be valued; with one of the regime it is."""
    regime = {"credit_support_amount": [LIMB | {"column": "one"}]} | own
    made = call(leaving(**in_regimes(One=regime), **COLUMNS), exposure=owes("USD 9"), held=HELD)
    assert made.status == status


@pytest.mark.parametrize(("columns", "status"), [(False, "call"), (True, "refused")])
def test_an_event_of_a_limb_is_asked_for_where_it_tells_the_column(columns, status):
    """A general event may be that of a limb: nobody needs to know, but for a column."""
    limb = {"while": ["Bankruptcy"], "amount": "exposure"}
    last = {"otherwise": "nil"}
    if columns:
        limb, last = limb | {"column": "two"}, last | {"column": "one"}
    regime = {"credit_support_amount": [limb, last]}
    terms = in_regimes(One=regime) | (COLUMNS if columns else {})
    made = call(
        leaving(conditions_precedent="deleted", **terms), exposure=owes("USD 9"), held=HELD,
        events=[{"event": "Event of Default", "of": "B", "from": "2024-12-27"}],
    )  # fmt: skip
    assert made.status == status


def test_a_switch_that_stands_needs_no_limb():
    """Behind an infinite switch a regime without a limb requires nothing, columns or none."""
    switch = {"B": {"value": "infinite", "works_as": "switch"}}
    terms = in_regimes(One={"credit_support_amount": [LIMB]}) | {"threshold": switch}
    made = call(leaving(posts_only_while="not stated", **terms), exposure=owes("USD 9"),
                held=HELD)  # fmt: skip
    assert moved(made) == [("A", "5", "return")]


ALL = {"B": {"value": ["Spring"], "on_leaving": {"return": "all held", "upon": "demand"}}}
SMALL = {
    "minimum_transfer_amount": "USD 6",
    "rounding": {"delivery": "up to USD 2", "return": "down to USD 2"},
}


@pytest.mark.parametrize(
    ("held", "all_held", "as_any_other"), [("5", "5", None), ("6", "6", "6"), ("7", "7", "6")]
)
def test_all_held_goes_back_whole(held, all_held, as_any_other):
    """Below, at and above a minimum of 6, rounded down to 2: `all held` knows neither.

    While the event lasts, and in an annex that does not say what leaving means, both stand.
    """
    lots = [HELD[0] | {"amount": f"USD {held}"}]
    day = {"exposure": owes("USD 0"), "held": lots}
    usual = [] if as_any_other is None else [("A", as_any_other, "return")]
    assert moved(call(leaving(posts_only_while=ALL, **SMALL), **day)) == [
        ("A", all_held, "return")
    ]
    assert moved(call(leaving(**SMALL), **day)) == usual
    made = call(leaving(posts_only_while=ALL, **SMALL), events=[EVENT], **day)
    assert moved(made) == usual


def test_the_other_party_keeps_its_minimum_and_rounding():
    """What B leaves frees its own collateral: of A's 7, which posts as ever, 6 go back."""
    lots = [HELD[0], HELD[0] | {"posted_by": "A", "amount": "USD 7"}]
    terms = leaving(posting_parties=["A", "B"], posts_only_while=ALL, **SMALL)
    made = call(terms, exposure=owes("USD 0"), held=lots)
    assert moved(made) == [("B", "6", "return"), ("A", "5", "return")]


def test_a_minimum_of_a_party_that_stays_out_needs_no_rate():
    """B's minimum tests no delivery, so nobody needs its rate; A's tests the return."""
    mixed = {"minimum_transfer_amount": {"A": "USD 1", "B": "EUR 1"}}
    day = {"exposure": owes("USD 0"), "held": HELD}
    assert moved(call(leaving(**mixed), **day)) == [("A", "5", "return")]
    mixed = {"minimum_transfer_amount": {"A": "EUR 1", "B": "USD 1"}}
    assert call(leaving(**mixed), **day).status == "refused"
    made = call(leaving(posts_only_while=ALL, **mixed), **day)
    assert moved(made) == [("A", "5", "return")]


@pytest.mark.parametrize(("all_held", "back"), [(True, [("A", "5", "return")]), (False, [])])
def test_a_minimum_that_initial_margin_sets_does_not_keep_it_either(all_held, back):
    """The other annex sets A's minimum to 6: it tests a Return Amount, not what leaving is."""
    only = ALL if all_held else {"B": ["Spring"]}
    one = leaving(posts_only_while=only) | {"form": small.VMNY, "name": "VM"}
    other = margin(
        base_currency="USD", threshold="nil", name="IM",
        amends_minimum_transfer_amount_of_other_csa={"A": "USD 6", "B": {"unresolved": "torn"}},
    )  # fmt: skip
    none = [{"regime": "EU", "poster": "B", "amount": "USD 0"}]
    made = call(one, other, exposure=owes("USD 0"), held=[HELD[0] | {"annex": "VM"}],
                initial_margin=none)  # fmt: skip
    assert moved(made) == back
    assert made.status == ("call" if back else "no_call")


CASH = {"lot": "C", "posted_by": "B", "asset": "cash", "amount": "USD 1,000,000"}
BOND = {"lot": "J", "posted_by": "B", "asset": "JGB", "nominal": "USD 1,000,000", "price": "90"}
LETTER = {
    "lot": "LC-1",
    "posted_by": "B",
    "asset": "letter of credit",
    "nominal": "USD 400,000",
    "matures": "2024-12-01",
}
CAPS = [{"of": {"currency": "USD"}, "at_most": "USD 400,000"}]
SWITCH = {"rating_of": "Korea", "agency": "S&P", "below": "A", "currency": "USD",
          "cash": "replaced too", "replace_with": "EUR cash"}  # fmt: skip
COUNTS_LESS = {
    "a percentage": ({"eligible_collateral": [small.USD_CASH | {"valuation_percentage": "80%"}],
                      "cash_percentage": "applies"}, CASH, "1000000"),
    "a percentage to be agreed": ({"eligible_collateral": [
        {"asset": "JGB", "valuation_percentage": "to be agreed"}]}, BOND, "900000"),
    "two columns": ({**in_regimes(One=small.REGIME_ONE, Two=small.REGIME_TWO), "columns": [
        "one", "two"], "eligible_collateral": [small.CASH_BY_COLUMN],
        "cash_percentage": "applies"}, CASH, "1000000"),
    "a cap": ({"concentration": CAPS}, CASH, "1000000"),
    "a cap of what is required": (
        {"concentration": [CAPS[0] | {"at_most": "25% of requirement"}]}, CASH, "1000000"),
    "no row": ({}, BOND, "900000"),
    "no row, and accrued apart": (
        {"accrued": "outside"}, BOND | {"accrued": "USD 7"}, "900007"),
    "a downgrade switch": ({"replace_when": SWITCH}, CASH, "1000000"),
    "a letter that is over": ({}, LETTER, "400000"),
}  # fmt: skip


@pytest.mark.parametrize("name", COUNTS_LESS)
def test_all_that_is_held_is_its_market_value(name):
    """Of 1,000,000 that count for 800,000, for 400,000 or for nothing, all goes back."""
    terms, lot, back = COUNTS_LESS[name]
    made = call(leaving(posts_only_while=ALL, **terms), exposure=owes("USD 9"), held=[lot])
    assert moved(made) == [("A", back, "return")]


def test_what_is_held_in_another_currency_needs_its_rate():
    """A lot that counts for nothing needs no rate; to say what it is worth needs one."""
    lot = BOND | {"nominal": "JPY 1,000,000"}
    day = {"exposure": owes("USD 9"), "held": [lot]}
    terms = leaving(posts_only_while=ALL)
    assert call(terms, **day).status == "refused"
    assert moved(call(terms, fx={"USDJPY": "150"}, **day)) == [("A", "6000", "return")]


@pytest.mark.parametrize("terms", [
    {"concentration": CAPS},
    {**in_regimes(One=small.REGIME_ONE), "columns": ["one", "two"],
     "eligible_collateral": [small.CASH_BY_COLUMN]},
])  # fmt: skip
def test_a_movement_without_its_asset_is_enough_where_nothing_cuts_it(terms):
    """Of 1,000,000 held 300,000 are on their way back, of whatever asset: the rest follows."""
    going = {"kind": "return", "by": "A", "settles": "2024-12-31", "amount": "USD 300,000"}
    made = call(leaving(posts_only_while=ALL, in_transit="counted", **terms),
                exposure=owes("USD 9"), held=[CASH], in_transit=[going])  # fmt: skip
    assert moved(made) == [("A", "700000", "return")]
