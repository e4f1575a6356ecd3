"""Disputes that name a regime: whose demand waits, and what has to be said."""

import pytest
import small

import isda

OWN = small.REGIME_TWO | {"minimum_transfer_amount": "USD 100"}
APART = {"regimes": {"First": small.REGIME_ONE, "Second": OWN}}
LOTS = [{"posted_by": "B", "asset": "cash", "amount": "USD 500"}]


def call(disputed, *, lots=LOTS, exposure="USD 1,000", **terms):
    """A thousand owed and five hundred held: First lacks 500, Second (at 80 %) 600."""
    return small.call(
        small.agencies(**terms), exposure=small.owes(exposure), held=lots, disputed=disputed
    )


def undisputed(made, of="shortfall"):
    return {
        leg.regime: small.plain(
            next(
                line.result
                for line in made.working.of_leg(leg.key)
                if line.name == f"undisputed_{of}"
            )
        )
        for leg in made.legs
    }


def refusals(made):
    return sorted({reason.code for leg in made.legs for reason in leg.reasons})


@pytest.mark.parametrize(
    ("part", "left", "moves", "decider"),
    [
        ("99.99", "500.01", "500.01", "Second"),
        ("100", "500", "500", "First"),
        ("100.01", "499.99", "500", "First"),
    ],
)
def test_a_dispute_of_one_regime_waits_under_it_alone(part, left, moves, decider):
    """What is undisputed under each regime is compared: at equals the first one decides."""
    made = call({"B": {"regime": "second", "delivery": f"USD {part}"}})
    assert undisputed(made) == {"First": "500", "Second": left}
    assert small.moved(made) == [("B", moves, "delivery")]
    assert [leg.regime for leg in made.legs if leg.decides] == [decider]


def test_disputes_of_several_regimes_stand_in_a_list():
    """Each row is of its regime; flat rows too, where one party posts."""
    rows = [
        {"regime": "First", "delivery": "USD 400"},
        {"regime": "Second", "delivery": "USD 450"},
    ]
    for disputed in ({"B": rows}, rows):
        made = call(disputed)
        assert undisputed(made) == {"First": "100", "Second": "150"}
        assert small.moved(made) == [("B", "150", "delivery")]


def test_a_dispute_of_a_return_is_of_one_regime_too():
    """Of 500 held and nothing owed First lets 500 back and Second 400, less its dispute."""
    made = call({"B": {"regime": "First", "return": "USD 150"}}, exposure="USD 0")
    assert undisputed(made, "surplus") == {"First": "350", "Second": "400"}
    assert small.moved(made) == [("A", "350", "return")]


def test_a_dispute_of_what_is_held_may_be_one_regimes_value_of_it():
    """An agency's value of the lot is disputed: it counts less there alone."""
    made = call({"B": {"regime": "Second", "held": "USD 10"}})
    assert undisputed(made) == {"First": "500", "Second": "610"}
    made = call({"B": {"held": "USD 10"}})
    assert undisputed(made) == {"First": "510", "Second": "610"}


def test_with_minimums_of_their_own_a_dispute_must_name_the_regime():
    """Regimes tested apart make a demand each; what is held is one pile for all."""
    for disputed in ({"B": {"delivery": "USD 10"}}, {"delivery": "USD 10"}):
        made = call(disputed, **APART)
        assert (made.status, refusals(made)) == ("refused", ["MC112"])
        assert "names no regime" in small.found(made, "MC112").message
    assert small.moved(call({"B": {"held": "USD 10"}}, **APART)) == [("B", "610", "delivery")]
    named = call({"B": {"regime": "Second", "delivery": "USD 501"}}, **APART)
    assert small.moved(named) == [("B", "500", "delivery")]
    alone = call({"B": {"delivery": "USD 501"}}, regimes={"Second": OWN})
    assert small.moved(alone) == []
    assert undisputed(alone) == {"Second": "99"}
    deleted = call({"B": {"delivery": "USD 10"}}, disputes="deleted", **APART)
    assert small.moved(deleted) == [("B", "600", "delivery")]


def test_no_more_of_a_regime_is_disputed_than_it_demands():
    """A part of one regime is held against its own demand, one of none against the whole."""
    assert call({"B": {"regime": "First", "delivery": "USD 500"}}).status == "call"
    made = call({"B": {"regime": "First", "delivery": "USD 500.01"}})
    assert refusals(made) == ["MC112", "MC137"]
    assert "USD 500.01 of a delivery is disputed" in small.found(made, "MC112").message
    second = call({"B": {"regime": "Second", "delivery": "USD 600.01"}})
    assert [leg.reasons[0].code for leg in second.legs] == ["MC137", "MC112"]
    assert call({"B": {"delivery": "USD 600"}}).status == "no_call"
    assert refusals(call({"B": {"delivery": "USD 600.01"}})) == ["MC112", "MC137"]


def test_a_dispute_of_a_regime_that_demands_nothing_is_told():
    """It holds nothing back, and the other regime's demand moves."""
    made = call({"B": {"regime": "First", "delivery": "USD 5"}}, exposure="USD 450", lots=LOTS)
    assert "no delivery is demanded" in small.found(made, "MC315").message
    assert small.moved(made) == [("B", "50", "delivery")]
    flat = call({"regime": "First", "delivery": "USD 5"}, exposure="USD 450", lots=LOTS)
    assert "there is none" in small.found(flat, "MC315").message


@pytest.mark.parametrize(
    ("disputed", "code", "says"),
    [
        ({"B": {"regime": "Secnod", "delivery": "USD 5"}}, "MC112", "did you mean `Second`?"),
        ({"B": {"regime": "Moon", "delivery": "USD 5"}}, "MC112", "name one of: First, Second"),
        ({"A": {"regime": "First", "delivery": "USD 5"}}, "MC118", "posting party"),
    ],
)
def test_a_regime_that_is_not_there_refuses(disputed, code, says):
    """A slip of a name would else pass in silence."""
    made = call(disputed)
    assert made.status == "refused"
    assert says in " ".join(one.help for one in made.findings if one.code == code)


def test_without_regimes_none_can_be_named():
    """An annex without regimes has one demand, and no name for it."""
    made = small.call(
        small.annex(posting_parties=["B"]),
        exposure=small.owes("USD 10"),
        disputed={"B": {"regime": "First", "delivery": "USD 5"}},
    )
    assert (made.status, refusals(made)) == ("refused", ["MC112"])
    assert small.found(made, "MC112").help == "take `regime:` out"


def test_a_regime_says_which_of_two_annexes_a_dispute_is_of():
    """Beside an annex without regimes the regime names the annex; two of one name do not."""
    plain = {"name": "Plain", "posting_parties": ["A"], "covered_transactions": "except: x"}
    plain |= {"covered_transactions": {"only": ["loan"]}}
    first = small.agencies(name="Rated", covered_transactions={"except": ["loan"]})
    named = {"regime": "Second", "delivery": "USD 50"}
    day = {
        "plus_is_good_for": "party A",
        "trades": [small.trade(), small.trade("T2", product="loan")],
        "marks": [small.mark("1000"), small.mark("0", "T2")],
    }
    made = small.call(first, small.annex(**plain), disputed={"B": named}, **day)
    assert small.moved(made) == [("B", "1000", "delivery")]
    assert refusals(small.call(first, small.annex(**plain), disputed=named, **day)) == ["MC112"]
    strange = small.call(first, small.annex(**plain), disputed={"A": named}, **day)
    assert refusals(strange) == ["MC118"]
    assert "does not post under Rated" in small.found(strange, "MC118").message
    second = small.agencies(name="Other", covered_transactions={"only": ["loan"]})
    made = small.call(first, second, disputed={"B": named}, **day)
    assert "several annexes" in small.found(made, "MC112").message
    nameless = small.call(first, second, disputed={"B": {"delivery": "USD 5"}}, **day)
    assert refusals(nameless) == ["MC119"]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([{"regime": "X", "delivery": "USD 1"}, {"regime": "x", "delivery": "USD 1"}], "DQ060"),
        ([{"delivery": "USD 1"}, {"regime": "x", "delivery": "USD 1"}], "DQ060"),
        ([{"regime": "x", "delivery": "USD 1"}, {"delivery": "USD 1"}], "DQ060"),
        ([{"delivery": "USD 1"}, {"delivery": "USD 1"}], "DQ060"),
        ([{"regime": "x"}], "DQ015"),
        (["USD 1"], "DQ030"),
    ],
)
def test_a_part_is_disputed_once(rows, code):
    """One regime twice, or one beside all, leaves open whether one holds the other."""
    found = isda.read_facts_text(small.text(disputed={"B": rows}), "day.json")
    assert [each.code for each in found.findings] == [code]


def test_parts_of_different_kinds_may_differ_in_their_regime():
    """What is held for all, and a delivery of one regime, stand side by side."""
    rows = [{"held": "USD 10"}, {"regime": "Second", "delivery": "USD 110"}]
    assert small.moved(call({"B": rows})) == [("B", "510", "delivery")]
