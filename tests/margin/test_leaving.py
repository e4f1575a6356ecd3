"""A party that posts only at times gets back what is held, whatever else cannot be said."""

import pytest
import small
from small import annex, call, moved, owes

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
