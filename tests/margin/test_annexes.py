"""Several annexes, several legs: whose collateral, whose dispute, whose exposure."""

import pytest
import small
from small import annex, call, mark, owes, trade

CASH = {"eligible_collateral": [small.USD_CASH], "valuation_date": "any day"}
PLUS = {"plus_is_good_for": "party A"}
OLD = annex(name="old", covered_transactions={"value": "all", "except": ["new"]}, **CASH)
NEW = annex(
    small.VMNY, name="new", covered_transactions={"value": "all", "from": "2024-12-10"}, **CASH
)
TRADES = [trade("T1", product="old"), trade("T2", product="new", trade_date="2024-12-20")]
MARKS = [mark("100", "T1"), mark("30", "T2")]


def cash(amount, **keys):
    return {"lot": "L", "posted_by": "B", "asset": "cash", "amount": f"USD {amount}"} | keys


def test_each_annex_has_its_own_trades_and_collateral():
    """Each trade and each lot counts under one annex, and each annex calls for itself."""
    lots = [cash("40", lot="L1", annex="old"), cash("50", lot="L2", annex="new")]
    made = call(OLD, NEW, **PLUS, trades=TRADES, marks=MARKS, held=lots)
    assert [(leg.annex, leg.posting_party, leg.exposure) for leg in made.legs] == [
        ("old", "A", -100), ("old", "B", 100), ("new", "A", -30), ("new", "B", 30),
    ]  # fmt: skip
    moved = zip(made.movements, small.moved(made), strict=True)
    assert [(each.annex, *rest) for each, rest in moved] == [
        ("old", "B", "60", "delivery"),
        ("new", "A", "20", "return"),
    ]


def test_the_form_names_an_annex_too():
    """A lot may name the annex by its form."""
    lots = [cash("40", annex=small.VMNY)]
    made = call(OLD, NEW, **PLUS, trades=TRADES, marks=MARKS, held=lots)
    assert [leg.held_value for leg in made.legs] == [0, 0, 0, 40]


STRAY = {
    "of a party that never posts": (
        [annex(posting_parties=["B"], **CASH)], cash("1", posted_by="A"),
        "L is collateral of party A, which posts under no annex"),
    "under an annex that is not there": (
        [annex(**CASH)], cash("1", annex="third"),
        "L is under 'third', which is no annex of the agreement"),
    "under no annex of two": (
        [OLD, NEW], cash("1"), "L names no annex, and the agreement has 2"),
}  # fmt: skip


@pytest.mark.parametrize("name", STRAY)
def test_collateral_that_no_leg_can_take_refuses_the_call(name):
    """Nothing is computed beside collateral that has no place."""
    annexes, lot, words = STRAY[name]
    made = call(*annexes, **PLUS, trades=TRADES, marks=MARKS, held=[lot])
    assert {leg.status for leg in made.legs} == {"refused"}
    assert small.found(made, "MC118").message == words
    assert small.found(made, "MC118").place.file == "day.json"


def test_a_movement_that_no_leg_can_take_refuses_the_call():
    """A return by B is of A's collateral, and A posts under no annex."""
    moving = [{"kind": "return", "by": "B", "settles": "2024-12-31", "amount": "USD 4"}]
    made = call(annex(posting_parties=["B"]), exposure=owes("USD 5"), in_transit=moving)
    assert "movement 1 is collateral of party A" in small.found(made, "MC118").message


def test_one_exposure_for_two_annexes_is_refused():
    """A single figure would be secured twice."""
    made = call(OLD, NEW, exposure=owes("USD 5"))
    assert "one exposure is given, and 2 annexes would secure it" in (
        small.found(made, "MC119").message
    )


def test_a_trade_with_two_homes_is_refused():
    """A trade that two annexes cover would be secured twice; which, and where, is said."""
    first, second = annex(name="one", **CASH), annex(name="two", **CASH)
    made = call(first, second, **PLUS, trades=TRADES[:1], marks=MARKS[:1])
    assert small.found(made, "MC119").message == "T1 is covered by one and by two"


COVERED = {"value": "all", "from": "2024-12-10"}


@pytest.mark.parametrize(
    ("traded", "due"), [("2024-12-09", []), ("2024-12-10", ["100"]), ("2024-12-11", ["100"])]
)
def test_transactions_are_covered_from_a_day_on(traded, due):
    """A trade of the first covered day is covered, one of the day before is not."""
    made = call(
        annex(posting_parties=["B"], covered_transactions=COVERED),
        **PLUS, trades=[trade("T1", trade_date=traded)], marks=[mark("100", "T1")],
    )  # fmt: skip
    assert [amount for _, amount, _ in small.moved(made)] == due


def test_a_trade_of_tomorrow_is_not_covered_yet():
    """A trade counts from its trade date on; without one, where that matters, nothing does."""
    later = [trade("T1", trade_date="2024-12-31")]
    made = call(annex(posting_parties=["B"]), **PLUS, trades=later, marks=[])
    assert made.status == "no_call"
    undated = {key: text for key, text in trade("T1").items() if key != "trade_date"}
    again = call(
        annex(posting_parties=["B"], covered_transactions=COVERED),
        **PLUS, trades=[undated], marks=[mark("5", "T1")],
    )  # fmt: skip
    assert "has no trade date" in small.found(again, "MC124").message
    assert again.status == "refused"
    everywhere = call(
        annex(posting_parties=["B"]), **PLUS, trades=[undated], marks=[mark("5", "T1")]
    )
    assert small.moved(everywhere) == [("B", "5", "delivery")]


def test_an_annex_before_its_date_calls_nothing():
    """The day before its date an annex is not in force; on its date it is."""
    made = call(annex(dated="2024-12-31"), exposure=owes("USD 5"))
    assert made.reasons[0].code == "not-in-force"
    assert small.leg_of(made).delivery_amount == 0
    assert call(annex(dated="2024-12-30"), exposure=owes("USD 5")).status == "call"


def test_a_nameless_dispute_belongs_to_the_leg_with_the_demand():
    """Where one leg alone demands, a flat disputed part is its own."""
    flat = {"delivery": "USD 30"}
    made = call(annex(), exposure=owes("USD 100"), disputed=flat)
    assert small.moved(made) == [("B", "70", "delivery")]


def test_a_nameless_dispute_that_two_legs_could_take_is_refused():
    """With two surpluses, a flat disputed return belongs to nobody: both legs are refused."""
    lots = [cash("50", lot="L1"), cash("60", lot="L2", posted_by="A")]
    made = call(annex(**CASH), exposure=owes("USD 0"), held=lots, disputed={"return": "USD 10"})
    assert {leg.status for leg in made.legs} == {"refused"}
    assert made.movements == ()
    assert small.found(made, "MC112").help.startswith("write it under the posting party")
    lettered = call(
        annex(**CASH), exposure=owes("USD 0"), held=lots, disputed={"B": {"return": "USD 10"}}
    )
    assert small.moved(lettered) == [("B", "60", "return"), ("A", "40", "return")]


def test_a_nameless_dispute_of_what_is_held_needs_one_holder():
    """A flat disputed part of the balance is taken where one party posted, else refused."""
    lots = [cash("50", lot="L1"), cash("60", lot="L2", posted_by="A")]
    flat = {"held": "USD 10"}
    both = call(annex(**CASH), exposure=owes("USD 0"), held=lots, disputed=flat)
    assert {leg.status for leg in both.legs} == {"refused"}
    one = call(annex(**CASH), exposure=owes("USD 100"), held=lots[:1], disputed=flat)
    assert small.moved(one) == [("B", "60", "delivery")]


@pytest.mark.parametrize(
    ("kind", "by", "due"), [("delivery", "B", "65"), ("return", "A", "95")]
)
def test_a_nameless_dispute_of_what_moves_is_laid_to_the_one_movement(kind, by, due):
    """Twenty are under way and five of them disputed: fifteen count."""
    moving = [{"kind": kind, "by": by, "settles": "2024-12-31", "amount": "USD 20"}]
    made = call(
        annex(in_transit="counted", **CASH),
        exposure=owes("USD 100"),
        held=[cash("20")],
        in_transit=moving,
        disputed={"in_transit": "USD 5"},
    )
    assert small.moved(made) == [("B", due, "delivery")]


@pytest.mark.parametrize(
    ("counting", "settles"),
    [("counted", "2024-12-29"), ("not counted", "2024-12-31"), ("counted", None)],
)
def test_a_dispute_of_what_does_not_count_takes_nothing_from_the_balance(counting, settles):
    """Where nothing under way counts, its disputed part does not either, and it is said."""
    movement = {"kind": "delivery", "by": "B", "settles": settles, "amount": "USD 20"}
    made = call(
        annex(in_transit=counting, **CASH),
        exposure=owes("USD 100"),
        held=[cash("100")],
        in_transit=[movement] if settles else [],
        disputed={"B": {"in_transit": "USD 5"}},
    )
    assert small.moved(made) == []
    assert "MC307" in small.codes(made)


def test_a_dispute_of_the_other_party_is_left_alone():
    """What is disputed under A's letter changes nothing of B's leg."""
    made = call(annex(), exposure=owes("USD 100"), disputed={"A": {"delivery": "USD 90"}})
    assert small.moved(made) == [("B", "100", "delivery")]


def test_legs_in_different_currencies_have_no_one_base_currency():
    """The call of two annexes in dollars and euro shows no base currency of its own."""
    euro = annex(small.VMENG, name="euro", base_currency="EUR", covered_transactions={
        "value": "all", "except": ["old"]})  # fmt: skip
    dollars = annex(name="old", covered_transactions={"value": "all", "except": ["new"]})
    made = call(dollars, euro, **PLUS, trades=TRADES, marks=MARKS, fx={"EURUSD": "1.5"})
    assert made.base_currency is None
    assert [each.currency for each in made.movements] == ["USD", "EUR"]
    assert small.moved(made)[1] == ("B", "20", "delivery")


NAMED = [
    (["T1"], "100"), (["t2"], "7"), (["fx forward"], "107"), (["T1", "T2"], "107"),
    (["T3"], None),
]  # fmt: skip


@pytest.mark.parametrize(("only", "due"), NAMED)
def test_an_annex_may_cover_named_transactions_only(only, due):
    """One transaction by its identifier, or one kind of product, makes all of the exposure."""
    made = call(
        annex(posting_parties=["B"], covered_transactions={"only": only}),
        **PLUS, trades=[trade("T1"), trade("T2")], marks=[mark("100", "T1"), mark("7", "T2")],
    )  # fmt: skip
    assert [amount for _, amount, _ in small.moved(made)] == ([due] if due else [])


def test_what_is_left_out_is_left_out_of_the_named_as_well():
    """Of the forwards the second stays out, though its kind is covered."""
    covered = {"only": ["fx forward"], "except": ["T2"]}
    made = call(
        annex(posting_parties=["B"], covered_transactions=covered),
        **PLUS, trades=[trade("T1"), trade("T2")], marks=[mark("100", "T1"), mark("7", "T2")],
    )  # fmt: skip
    assert [amount for _, amount, _ in small.moved(made)] == ["100"]
