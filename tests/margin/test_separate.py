"""An independent amount with legs of its own, and one that is a share of the exposure."""

import pytest
import small
from small import annex, call, codes, moved, owes
from small_margin import apart


def cash(amount, party="B", **keys):
    """A lot of cash."""
    return {"posted_by": party, "asset": "cash", "amount": f"USD {amount}"} | keys


def test_each_party_has_two_legs_and_nothing_is_deducted():
    """With an exposure of 10 to B, B owes 10 and 7 apart, and A its own 3."""
    made = call(apart(), exposure=owes("USD 10"))
    assert [leg.annex for leg in made.legs] == [
        "CSA 1994 New York", "CSA 1994 New York (independent amount)",
    ] * 2  # fmt: skip
    assert moved(made) == [
        ("A", "3", "delivery"), ("B", "10", "delivery"), ("B", "7", "delivery"),
    ]  # fmt: skip


def test_the_independent_amount_needs_no_exposure():
    """Without an exposure the legs of the exposure are refused and the others called."""
    made = call(apart())
    assert [str(leg.status) for leg in made.legs] == ["refused", "call", "refused", "call"]
    assert [leg.exposure for leg in made.legs] == [None] * 4
    assert moved(made) == [("A", "3", "delivery"), ("B", "7", "delivery")]


def test_an_open_amount_leaves_only_its_own_leg_undefined():
    """What is owed apart is illegible, and the exposure is called all the same."""
    open_amount = {"A": "nil", "B": {"unresolved": "illegible"}}
    made = call(apart(independent_amount=open_amount), exposure=owes("USD 10"))
    assert [str(leg.status) for leg in made.legs] == ["no_call"] * 2 + ["call", "undefined"]


def test_an_open_threshold_leaves_the_separate_amount_alone():
    """A threshold that cannot be read is nobody's question in the leg apart."""
    made = call(apart(threshold={"B": {"unresolved": "illegible"}}), exposure=owes("USD 10"))
    assert [str(leg.status) for leg in made.legs] == ["no_call", "call", "undefined", "call"]


def test_a_threshold_that_switches_leaves_the_separate_amount_alone():
    """Behind an infinite switch no exposure is secured; the 7 apart are owed, and stay."""
    switch = {"B": {"value": "infinite", "works_as": "switch"}}
    terms = apart(threshold=switch, posting_parties=["B"])
    assert moved(call(terms, exposure=owes("USD 10"))) == [("B", "7", "delivery")]
    lots = [cash(7) | {"for": "independent amount"}, cash(2) | {"for": "exposure"}]
    made = call(terms, exposure=owes("USD 10"), held=lots)
    assert moved(made) == [("A", "2", "return")]
    assert [leg.reasons[0].code for leg in made.legs if leg.reasons] == ["covered"]


def test_what_moves_belongs_to_its_leg():
    """A movement for the independent amount covers that leg, and not the exposure."""
    moving = {"kind": "delivery", "by": "B", "amount": "USD 7", "settles": "2024-12-31"}
    made = call(
        apart(posting_parties=["B"]), exposure=owes("USD 10"),
        in_transit=[moving | {"for": "independent amount"}],
    )  # fmt: skip
    assert moved(made) == [("B", "10", "delivery")]


@pytest.mark.parametrize("keys", [{"held": [cash(5)]}, {"in_transit": [
    {"kind": "delivery", "by": "B", "amount": "USD 7", "settles": "2024-12-31"}]}])  # fmt: skip
def test_what_does_not_say_its_purpose_is_refused(keys):
    """Nobody guesses which of the two legs a lot or a movement covers."""
    made = call(apart(), exposure=owes("USD 10"), **keys)
    assert {str(leg.status) for leg in made.legs} == {"refused"}
    assert "MC141" in codes(made)


def test_a_purpose_without_a_separate_amount_is_refused():
    """A lot for an independent amount that is not separate is a contradiction."""
    lot = cash(5) | {"for": "independent amount"}
    assert "MC141" in codes(call(annex(), exposure=owes("USD 10"), held=[lot]))
    lot = cash(5) | {"for": "exposure"}
    made = call(annex(eligible_collateral=[small.USD_CASH]), exposure=owes("USD 9"), held=[lot])
    assert moved(made) == [("B", "4", "delivery")]


def test_a_dispute_beside_a_separate_amount_is_refused():
    """A disputed part names a party and not one of its two legs."""
    made = call(apart(), exposure=owes("USD 10"), disputed={"B": {"delivery": "USD 1"}})
    assert "MC112" in codes(made)
    assert made.status == "refused"


def test_with_several_annexes_only_the_separate_one_asks():
    """A lot under the other annex needs no purpose, and may have none of the separate."""
    other = annex(small.ENG95, posting_parties=["B"], covered_transactions={
        "value": "all", "except": ["swap"]})  # fmt: skip
    lots = [
        cash(7, annex="one") | {"for": "independent amount"},
        cash(1, annex="CSA 1995 English"),
    ]
    day = {"trades": [], "plus_is_good_for": "party A", "held": lots}
    made = call(apart(name="one", posting_parties=["B"]), other, **day)
    assert "MC141" not in codes(made)
    lots[1]["for"] = "independent amount"
    assert "MC141" in codes(call(apart(name="one", posting_parties=["B"]), other, **day))


CONTRADICTIONS = [
    ({"holders_independent_amount": "deducted"}, "DQ039"),
    ({"holders_independent_amount": "netted"}, "DQ039"),
    ({"never_below_independent_amount": "yes"}, "DQ039"),
    ({"credit_support_amount": "exposure * 200%"}, "DQ039"),
    ({"credit_support_amount": "not applicable", "regimes": {
        "one": {"credit_support_amount": "exposure"}}}, "DQ039"),
    ({"concentration": [{"of": {"currency": "KRW"}, "at_most": "USD 5"}]}, "DQ086"),
    ({"independent_amount_is": "outside", "separate_independent_amount": {
        "minimum_transfer_amount": "USD 1"}}, "DQ086"),
]  # fmt: skip


@pytest.mark.parametrize(("terms", "code"), CONTRADICTIONS)
def test_what_cannot_stand_beside_a_separate_amount_is_refused(terms, code):
    """A deduction would count twice, a floor too, and of caps nobody says what they see."""
    assert [one.code for one in small.read(apart(**terms)).findings] == [code]


def test_the_day_without_an_independent_amount_says_so():
    """A leg apart with nothing owed and nothing held names its reason."""
    made = call(apart(independent_amount="nil", posting_parties=["B"]), exposure=owes("USD 0"))
    assert [leg.reasons[0].code for leg in made.legs] == [
        "no-exposure",
        "no-independent-amount",
    ]


SHARE = {"independent_amount": {"A": "nil", "B": {"percent_of_exposure": "10%"}}}


def test_a_share_of_the_exposure_is_never_below_nil():
    """A tenth of 50 is owed on top; of an exposure the other way nothing is."""
    assert moved(call(annex(posting_parties=["B"], **SHARE), exposure=owes("USD 50"))) == [
        ("B", "55", "delivery")
    ]
    assert moved(call(annex(posting_parties=["B"], **SHARE), exposure=owes("USD -50"))) == []


def test_a_holders_share_is_of_its_own_debt():
    """A owes a tenth of B's exposure to it, which is deducted from what B must post: none."""
    holder = {"independent_amount": {"A": {"percent_of_exposure": "10%"}, "B": "USD 100"}}
    terms = annex(posting_parties=["B"], **holder)
    assert moved(call(terms, exposure=owes("USD -50"))) == [("B", "45", "delivery")]
    assert moved(call(terms, exposure=owes("USD 50"))) == [("B", "150", "delivery")]


def test_a_share_of_the_exposure_in_a_leg_of_its_own_reads_the_exposure():
    """Apart, a tenth of 50 is owed beside the 50; without an exposure both legs are refused."""
    terms = annex(posting_parties=["B"], independent_amount_is="separate", **SHARE)
    assert moved(call(terms, exposure=owes("USD 50"))) == [
        ("B", "50", "delivery"), ("B", "5", "delivery"),
    ]  # fmt: skip
    assert [str(leg.status) for leg in call(terms).legs] == ["refused", "refused"]


def test_a_share_of_the_exposure_and_a_figure_are_two_sources():
    """The sheet says a share and the facts a figure: which holds is not guessed."""
    made = call(annex(**SHARE), exposure=owes("USD 5"), independent_amounts={"B": "USD 1"})
    assert "MC109" in codes(made)


def test_a_deposit_is_no_share_of_the_exposure():
    """A performance deposit that moves with the loss would move its own limit."""
    terms = small.loss_limit(
        performance_deposit={"percent_of_exposure": "5%"}, deposit_order="inside"
    )
    assert "DQ086" in [one.code for one in small.read(terms).findings]


def test_an_event_sets_a_separate_amount():
    """Nothing is owed apart until the event, and 9 from its first day on."""
    rows = [{"event": "Illegality", "value": "USD 9"}, {"otherwise": "nil"}]
    terms = apart(posting_parties=["B"], independent_amount={"B": {"while": rows}})
    event = {"event": "Illegality", "of": "B", "from": small.MONDAY}
    assert moved(call(terms, exposure=owes("USD 0"))) == []
    made = call(terms, exposure=owes("USD 0"), events=[event])
    assert moved(made) == [("B", "9", "delivery")]
