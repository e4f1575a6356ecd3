"""Initial margin: what is refused by name, and what is passed on to the other annex."""

import pytest
import small
from small import annex, call, codes, found, moved, owes, read
from small_margin import EU, margin, statuses, variation


@pytest.mark.parametrize(("im", "moves"), [("49.99", []), ("50", []), ("50.01", ["0.01"])])
def test_only_the_margin_over_the_threshold_is_required(im, moves):
    """A cent below the threshold and at it nothing is required, a cent above it a cent."""
    row = [{"regime": "EU", "poster": "B", "amount": f"EUR {im}"}]
    made = call(margin(), initial_margin=row)
    assert moved(made) == [("B", amount, "delivery") for amount in moves]
    if not moves:
        assert made.legs[0].reasons[0].code == "no-initial-margin"


def test_a_regime_without_its_figure_is_refused_by_name():
    """Two regimes bind the holder and one figure is there: the other is named."""
    regimes = {"EU": {}, "Switzerland": {"method": "Schedule"}}
    made = call(margin(regimes=regimes), initial_margin=EU)
    assert statuses(made) == ["refused"]
    assert "Switzerland" in found(made, "MC142").message


def test_a_figure_given_twice_is_refused():
    """Which of two figures of one regime holds is not guessed."""
    made = call(margin(), initial_margin=[*EU, {"regime": "eu", "poster": "B",
                                                "amount": "EUR 70"}])  # fmt: skip
    assert "MC143" in codes(made)
    assert statuses(made) == ["refused"]


def test_a_regime_of_the_other_holder_is_not_read():
    """A regime that binds B as holder says nothing of what B posts, and that is said."""
    regimes = {"EU": {}, "UK": {"holder": {"A": "no", "B": "yes"}}}
    rows = [*EU, {"regime": "UK", "poster": "B", "amount": "EUR 90"}]
    made = call(margin(regimes=regimes), initial_margin=rows)
    assert moved(made) == [("B", "10", "delivery")]
    assert "MC316" in codes(made)


def test_a_figure_of_the_other_poster_is_the_other_legs():
    """Each leg reads the figures of its own poster."""
    rows = [*EU, {"regime": "EU", "poster": "A", "amount": "EUR 51"}]
    made = call(margin(posting_parties=["A", "B"]), initial_margin=rows)
    assert moved(made) == [("A", "1", "delivery"), ("B", "10", "delivery")]


@pytest.mark.parametrize(("threshold", "due"), [("infinite", None), ("not applicable", "60"),
                                                ("nil", "60")])  # fmt: skip
@pytest.mark.parametrize("approach", ["distinct", "greater of"])
def test_what_a_threshold_that_is_no_number_leaves(threshold, due, approach):
    """Infinite leaves no margin; not applicable and nil leave all of it."""
    terms = margin(approach, threshold=threshold, margin_amount={"IA": {"B": "nil"}})
    made = call(terms, initial_margin=EU)
    assert moved(made) == ([("B", due, "delivery")] if due else [])


def test_margin_ia_may_be_an_amount_of_the_annex():
    """An elected Margin Amount (IA) stands in the place of the other annex's."""
    own = {"margin_amount": {"IA": {"B": "EUR 30"}}}
    made = call(margin("greater of", **own), variation(), exposure=owes("EUR 0"),
                initial_margin=EU)  # fmt: skip
    assert moved(made) == [("B", "30", "delivery")]


def test_margin_ia_without_another_annex_comes_from_the_facts():
    """Alone, the annex takes the figure of the facts, and without one it is refused."""
    alone = margin("greater of")
    made = call(alone, initial_margin=EU, independent_amounts={"B": "EUR 25"})
    assert moved(made) == [("B", "25", "delivery")]
    assert "MC144" in codes(call(alone, initial_margin=EU))


def test_margin_ia_of_a_share_of_the_exposure():
    """A share of the other annex's exposure is computed in the margin annex's currency."""
    other = variation(independent_amount={"A": "nil", "B": {"percent_of_exposure": "10%"}})
    made = call(margin("greater of"), other, exposure=owes("EUR 300"), initial_margin=EU)
    assert moved(made) == [("B", "30", "delivery"), ("B", "300", "delivery")]


def test_margin_ia_of_an_open_amount_is_open():
    """An amount of the other annex is illegible: greater of has it; there it is nil."""
    other = variation(independent_amount={"A": "nil", "B": {"unresolved": "illegible"}})
    made = call(margin("greater of"), other, exposure=owes("EUR 1"), initial_margin=EU)
    assert (statuses(made), moved(made)) == (["undefined", "call"], [("B", "1", "delivery")])


def test_margin_ia_of_an_amount_told_in_general_is_refused():
    """An event might change the other annex's amount: greater of alone needs to know it."""
    rows = [{"event": "Bankruptcy", "value": "nil"}, {"otherwise": "EUR 20"}]
    other = variation(independent_amount={"A": "nil", "B": {"while": rows}})
    event = [{"event": "Event of Default", "of": "B", "from": small.MONDAY}]
    made = call(margin("greater of"), other, exposure=owes("EUR 1"), initial_margin=EU,
                events=event)  # fmt: skip
    assert (statuses(made), moved(made)) == (["refused", "call"], [("B", "1", "delivery")])


NETTED = {"independent_amount_is": "outside", "holders_independent_amount": "netted"}
INSIDE = {"holders_independent_amount": "deducted"}


@pytest.mark.parametrize("terms", [NETTED, INSIDE])
@pytest.mark.parametrize(
    ("approach", "status"),
    [("greater of", "call"), ("allocated", "refused"), ("distinct", "refused")],
)
def test_the_holders_amount_told_in_general_is_asked_where_it_counts(terms, approach, status):
    """A's 15 are nil or not: under greater of they are with the custodian, and none here."""
    rows = [{"event": "Bankruptcy", "value": "nil"}, {"otherwise": "EUR 15"}]
    own = {"A": {"while": rows}, "B": "nil"}
    other = variation(independent_amount=own, conditions_precedent="deleted", **terms)
    event = [{"event": "Event of Default", "of": "A", "from": small.MONDAY}]
    margins = [*EU, {"regime": "EU", "poster": "A", "amount": "EUR 56"}]
    made = call(other, margin(approach, posting_parties=["A", "B"]), exposure=owes("EUR 100"),
                initial_margin=margins, events=event)  # fmt: skip
    assert statuses(made)[0] == status


def test_a_party_without_initial_margin_is_asked_for_its_own_amount():
    """A posts no initial margin: greater of says nothing of A's amount, and it is asked."""
    rows = [{"event": "Bankruptcy", "value": "nil"}, {"otherwise": "EUR 15"}]
    other = variation(independent_amount={"A": {"while": rows}, "B": "nil"})
    event = [{"event": "Event of Default", "of": "A", "from": small.MONDAY}]
    made = call(other, margin("greater of"), exposure=owes("EUR 100"), initial_margin=EU,
                events=event)  # fmt: skip
    assert statuses(made)[0] == "refused"


def test_the_holders_amount_falls_by_its_own_margin():
    """Allocated, what A must not have deducted is its amount less its own initial margin."""
    both = {"posting_parties": ["A", "B"]}
    other = variation(independent_amount={"A": "EUR 15", "B": "EUR 20"}, **both)
    rows = [*EU, {"regime": "EU", "poster": "A", "amount": "EUR 56"}]
    made = call(other, margin("allocated", **both), exposure=owes("EUR 100"),
                initial_margin=rows)  # fmt: skip
    # B's own amount 20 - 10, A's 15 - 6: 100 + 10 - 9
    assert moved(made)[0] == ("B", "101", "delivery")


def test_a_margin_in_another_currency_is_converted():
    """Margin in euro comes off an independent amount in dollars at the day's rate."""
    other = annex(small.NY94, posting_parties=["B"], independent_amount={"B": "USD 20"})
    made = call(margin("allocated"), other, exposure=owes("USD 100"), initial_margin=EU,
                fx={"EURUSD": "1.10"})  # fmt: skip
    assert moved(made) == [("B", "10", "delivery"), ("B", "109", "delivery")]


def test_without_the_margin_the_other_annex_is_refused_only_where_it_needs_it():
    """A missing figure refuses the other annex under allocated, and not under the others."""
    day = {"exposure": owes("EUR 100")}
    assert statuses(call(margin("allocated"), variation(), **day)) == ["refused", "refused"]
    assert statuses(call(margin("distinct"), variation(), **day)) == ["refused", "call"]
    made = call(margin("greater of"), variation(), **day)
    assert moved(made) == [("B", "100", "delivery")]


def test_an_open_threshold_leaves_the_other_annex_undefined():
    """What allocated margin takes off cannot be said while the threshold is illegible."""
    open_one = margin("allocated", threshold={"B": {"unresolved": "illegible"}})
    made = call(open_one, variation(), exposure=owes("EUR 100"), initial_margin=EU)
    assert statuses(made) == ["undefined", "undefined"]


def test_an_open_approach_leaves_both_undefined():
    """Where the choice of approach is illegible, neither annex computes."""
    open_one = margin(margin_approach={"unresolved": "two boxes are ticked"})
    made = call(open_one, variation(), exposure=owes("EUR 100"), initial_margin=EU)
    assert statuses(made) == ["undefined", "undefined"]


def test_an_annex_not_yet_in_force_touches_nothing():
    """Before its date the margin annex neither calls nor changes the other."""
    later = margin("greater of", dated="2025-01-01",
                   amends_minimum_transfer_amount_of_other_csa="EUR 500")  # fmt: skip
    made = call(later, variation(), exposure=owes("EUR 100"), initial_margin=EU)
    assert moved(made) == [("B", "120", "delivery")]


def test_a_day_that_is_no_calculation_date_refuses_what_needs_the_margin():
    """On such a day the margin is not computed, and allocated needs it."""
    closed = {"calculation_date_location": {"A": ["Seoul"], "B": ["New York"]}}
    day = {"on": "2024-12-25", "exposure": owes("EUR 100"), "initial_margin": EU}
    made = call(margin("allocated", **closed), variation(valuation_date="any day"), **day)
    assert statuses(made) == ["no_call", "refused"]
    assert "MC145" in codes(made)


@pytest.mark.parametrize(("threshold", "amount", "why"), [
    ("infinite", "EUR 60", "the threshold of party B is infinite"),
    ("infinite", "EUR 0", "the threshold of party B is infinite"),
    ("not applicable", "EUR 0", "the initial margin of party B is nil"),
    ("nil", "EUR 0", "the initial margin of party B is nil"),
    ("EUR 60", "EUR 60",
     "the initial margin of EUR 60 does not exceed the threshold of EUR 60"),
])  # fmt: skip
def test_why_no_margin_is_required_is_said_in_words(threshold, amount, why):
    """A threshold that is no amount, and a margin that is none, are called what they are."""
    rows = [{"regime": "EU", "poster": "B", "amount": amount}]
    made = call(margin(threshold=threshold), initial_margin=rows)
    assert [reason.message for reason in made.reasons] == [why]


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"A": ["Seoul"]}, "no_call"),
        ({"A": "not stated", "B": ["Seoul"]}, "no_call"),
        ({"B": ["New York"]}, "no_call"),
        ({"A": ["New York"]}, "call"),
        ({"A": ["New York"], "B": "nil"}, "call"),
    ],
)
def test_a_location_of_one_party_leaves_the_other_its_cities(said, status):
    """Seoul is closed on 24 January 2023, and New York open: A's own cities are in Seoul."""
    keys = {"parties": small.PARTIES | {"B": {"name": "Client", "cities": ["New York"]}}}
    day = {"on": "2023-01-24", "initial_margin": EU, "keys": keys}
    assert call(margin(calculation_date_location=said), **day).status == status
    layer = {"dated": "2023-01-01", "calculation_date_location": said}
    assert call(margin(amendments=[layer]), **day).status == status


@pytest.mark.parametrize("said", [{"A": {"custodian": "Bank X"}}, {"A": "Bank X"}])
def test_custody_of_one_party_is_kept(said):
    """B's custody is not stated, and A's is, signed or by amendment."""
    signed = small.agreement(margin(custody=said)).annexes[0]
    amended = small.agreement(margin(amendments=[{"dated": "2023-01-01", "custody": said}]))
    for annex_of in (signed, amended.annexes[0].on(small.facts().on)):
        custody = annex_of.custody
        assert (custody.A.custodian, str(custody.B.custodian)) == ("Bank X", "not stated")


def test_the_minimum_of_a_legacy_annex_is_not_changed():
    """Only a variation-margin form of 2016 serves the rules that share the minimum."""
    shared = {"amends_minimum_transfer_amount_of_other_csa": {"B": "EUR 500"}}
    legacy = annex(small.ENG95, posting_parties=["B"], base_currency="EUR")
    day = {"exposure": owes("EUR 100"), "initial_margin": EU}
    assert moved(call(margin(**shared), legacy, **day))[1:] == [("B", "100", "delivery")]
    assert moved(call(margin(**shared), variation(), **day))[1:] == []
    other_side = {"amends_minimum_transfer_amount_of_other_csa": {"A": "EUR 500"}}
    made = call(margin(**other_side), variation(), **day)
    assert moved(made)[1:] == [("B", "120", "delivery")]


def test_an_open_shared_minimum_leaves_the_other_annex_undefined():
    """What the other annex's minimum became is illegible: its own no longer holds."""
    shared = {"amends_minimum_transfer_amount_of_other_csa": {"B": {"unresolved": "illegible"}}}
    day = {"exposure": owes("EUR 100"), "initial_margin": EU}
    assert statuses(call(margin(**shared), variation(), **day)) == ["call", "undefined"]


def test_a_minimum_that_is_not_applicable_needs_no_proviso():
    """Where the holder has no minimum at all, the proviso changes nothing."""
    held = [{"posted_by": "B", "asset": "cash", "amount": "EUR 5"}]
    cash = {"asset": "cash", "currency": "EUR", "valuation_percentage": "100%"}
    terms = margin(minimum_transfer_amount="not applicable", eligible_collateral=[cash])
    row = [{"regime": "EU", "poster": "B", "amount": "EUR 1"}]
    assert moved(call(terms, held=held, initial_margin=row)) == [("A", "5", "return")]


def test_an_access_condition_holds_a_transfer_back():
    """An event of A listed under access conditions frees B from delivering to A."""
    terms = margin(access_conditions={"A": ["Illegality"]})
    event = [{"event": "Illegality", "of": "A", "from": small.MONDAY}]
    made = call(terms, initial_margin=EU, events=event)
    assert made.status == "withheld"
    assert "13(e)" in str(made.reasons[0].cites)


def test_an_open_access_condition_is_open_while_something_happens():
    """Conditions that cannot be read leave the leg undefined on a day with an event."""
    terms = margin(access_conditions={"A": {"unresolved": "illegible"}})
    event = [{"event": "Illegality", "of": "A", "from": small.MONDAY}]
    assert call(terms, initial_margin=EU).status == "call"
    assert call(terms, initial_margin=EU, events=event).status == "undefined"


@pytest.mark.parametrize("key", ["valuation_percentage_is", "fx_haircut_is"])
def test_a_regulations_percentages_are_not_made_up(key):
    """No table of a regulation is here, so what rests on one is undefined."""
    assert call(margin(**{key: "regulatory"}), initial_margin=EU).status == "undefined"


CASH = {"asset": "cash", "currency": "EUR", "valuation_percentage": "100%"}
HAIRCUTS = [
    ({"fx_haircut": "8%"}, "100"),
    ({"fx_haircut": "8%", "termination_currency": {"B": "USD"}}, "92"),
    ({"fx_haircut": "8%", "termination_currency": {"A": "USD"}}, "100"),
    ({"fx_haircut": {"value": "8%", "unless": ["cash"]}, "termination_currency": "USD"}, "100"),
]


@pytest.mark.parametrize(("terms", "counts"), HAIRCUTS)
def test_the_fx_haircut_goes_by_the_posters_termination_currency(terms, counts):
    """Euro cash meets it where B's currency is the dollar, unless cash is excepted."""
    held = [{"posted_by": "B", "asset": "cash", "amount": "EUR 100"}]
    made = call(margin(eligible_collateral=[CASH], **terms), held=held, initial_margin=EU)
    assert small.plain(made.legs[0].held_value) == counts


LAST = {
    "eligible_collateral": [CASH],
    "final_returns": "yes",
    "minimum_transfer_amount": "EUR 50",
    "holder_nil_while_nothing_required": "no",
    "return_unrounded_while_nothing_required": "no",
}
LOW = [{"regime": "EU", "poster": "B", "amount": "EUR 1"}]
HELD = [{"posted_by": "B", "asset": "cash", "amount": "EUR 5"}]


@pytest.mark.parametrize(("said", "status"), [
    ({}, "refused"), ({"nothing_covered": "no"}, "no_call"),
    ({"nothing_covered": "yes"}, "call"),
    ({"trades": [small.trade()]}, "no_call"),
    ({"trades": [small.trade(maturity="2024-12-29")]}, "call"),
])  # fmt: skip
def test_a_last_return_needs_to_be_known_as_one(said, status):
    """The facts say by trades or by a word whether anything is covered; else it is refused."""
    made = call(margin(**LAST), held=HELD, initial_margin=LOW, **said)
    assert made.status == status
    assert ("MC146" in codes(made)) is (status == "refused")


def test_a_last_return_is_not_asked_for_where_nothing_could_go_back():
    """With nothing held nobody needs to know whether anything is covered."""
    assert call(margin(**LAST), initial_margin=LOW).status == "no_call"


LIVE, GONE = small.trade(maturity=small.MONDAY), small.trade(maturity="2024-12-29")


@pytest.mark.parametrize(("said", "wrong"), [
    ({"trades": [LIVE]}, True), ({"trades": [GONE]}, False),
    ({"trades": [LIVE], "marks": [small.mark("5")]}, True),
    ({"trades": [GONE], "marks": [small.mark("5")]}, False),
])  # fmt: skip
def test_nothing_covered_beside_a_live_trade_is_a_contradiction(said, wrong):
    """A word that nothing is covered beats no trade that lives to the day."""
    day = {"held": HELD, "initial_margin": LOW, "plus_is_good_for": "party A"}
    made = call(margin(**LAST), nothing_covered="yes", **day, **said)
    assert made.status == ("refused" if wrong else "call")
    assert ("MC147" in codes(made)) is wrong
    spared = margin(covered_transactions={"value": "all", "except": ["fx forward"]}, **LAST)
    assert call(spared, nothing_covered="yes", **day, **said).status == "call"


REFUSED = {
    "no approach": (margin(margin_approach="not stated"), "DQ015"),
    "no currency": (margin(base_currency="not stated"), "DQ015"),
    "no regime": (margin(regimes={}), "DQ087"),
    "a regime of the other holder": (margin(regimes={"EU": {"holder": ["B"]}}), "DQ087"),
    "another annex's word": (margin(valuation_agent="A"), "DQ085"),
    "another approach": (margin("biggest"), "DQ034"),
    "a threshold that switches": (
        margin(threshold={"B": {"value": "EUR 50", "works_as": "switch"}}), "DQ039"),
    "two posters and one holder": (
        margin(posting_parties="not stated", regimes={"EU": {"holder": ["A"]}}), "DQ087"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_an_initial_margin_annex_must_say(name):
    """Approach, currency and a regime for each poster have no default."""
    terms, code = REFUSED[name]
    assert code in [one.code for one in read(terms).findings]


def test_margin_has_one_other_annex_to_change():
    """Two legacy annexes, or two margin annexes that join, leave open which is meant."""
    one, two = variation(name="one"), variation(name="two")
    assert [each.code for each in read(one, two, margin("allocated")).findings] == ["DQ088"]
    assert not read(one, two, margin("greater of")).findings
    joined = margin("greater of"), margin("allocated", form="IM CSD 2018 English")
    assert [each.code for each in read(one, *joined).findings] == ["DQ088"]


def test_one_exposure_belongs_to_the_annex_that_reads_one():
    """Beside initial margin an exposure, a figure up front and covered trades have one home."""
    made = call(variation(independent_amount={"B": "per Confirmation"}), margin(),
                exposure=owes("EUR 100"), independent_amounts={"B": "EUR 7"},
                initial_margin=EU)  # fmt: skip
    assert moved(made) == [("B", "107", "delivery"), ("B", "10", "delivery")]


def test_a_dispute_beside_initial_margin_names_no_annex():
    """A disputed part could be of either annex, and is refused."""
    made = call(variation(), margin(), exposure=owes("EUR 100"), initial_margin=EU,
                disputed={"delivery": "EUR 1"})  # fmt: skip
    assert "MC119" in codes(made)
