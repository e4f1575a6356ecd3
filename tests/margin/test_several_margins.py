"""Several annexes of initial margin, the minimum they set, and which leg a lot belongs to."""

import pytest
import small
from small import annex, call, found, moved, owes
from small_margin import EU, IM, apart, margin, statuses, variation

import isda

SHARED = "amends_minimum_transfer_amount_of_other_csa"
DAY = {"exposure": owes("EUR 100"), "initial_margin": EU}
ENGLISH = "IM CSD 2018 English"
CASH = {"asset": "cash", "currency": "EUR", "valuation_percentage": "100%"}


@pytest.mark.parametrize("order", [(0, 1, 2), (0, 2, 1), (2, 0, 1), (1, 2, 0)])
def test_a_distinct_annex_does_not_hide_an_allocated_one(order):
    """Of B's 20 up front the allocated annex pays 10, wherever the distinct one stands."""
    annexes = variation(), margin("distinct", form=ENGLISH), margin("allocated")
    made = call(*(annexes[each] for each in order), **DAY)
    assert {(one.annex, small.plain(one.amount)) for one in made.movements} == {
        (small.VMENG, "110"), (ENGLISH, "10"), (IM, "10")
    }  # fmt: skip


@pytest.mark.parametrize("said", ["not applicable", "as printed", "not stated"])
def test_an_annex_that_sets_no_other_minimum_leaves_it(said):
    """The other annex keeps its 500: 120 are not called. Nil is a minimum, and sets it."""
    other = variation(minimum_transfer_amount="EUR 500")
    assert moved(call(margin(**{SHARED: said}), other, **DAY))[1:] == []
    assert moved(call(margin(**{SHARED: "nil"}), other, **DAY))[1:] == [
        ("B", "120", "delivery")
    ]


def one_way(poster, minimum):
    """An annex by which one party posts initial margin, and which sets B's other minimum."""
    return margin(
        name=f"margin of {poster}",
        posting_parties=[poster],
        regimes={"EU": {"holder": ["B" if poster == "A" else "A"]}},
        **{SHARED: {"B": minimum}},
    )


@pytest.mark.parametrize("posters", ["AB", "BA"])
def test_two_annexes_that_set_one_minimum_differently_set_none(posters):
    """100 in one and 400 in the other cannot both hold; whichever comes first, it is open."""
    minimums = {"A": "EUR 100", "B": "EUR 400"}
    rows = [*EU, {"regime": "EU", "poster": "A", "amount": "EUR 0"}]
    made = call(
        variation(),
        *(one_way(poster, minimums[poster]) for poster in posters),
        exposure=owes("EUR 100"),
        initial_margin=rows,
    )
    assert statuses(made)[0] == "undefined"
    assert "party B differently: EUR 100 and EUR 400" in found(made, "MC202").message


@pytest.mark.parametrize(("minimum", "moves"), [("EUR 120", ["120"]), ("EUR 121", [])])
def test_two_annexes_that_agree_set_one_minimum(minimum, moves):
    """Both say the same: 120 reaches 120, and not 121."""
    rows = [{"regime": "EU", "poster": each, "amount": "EUR 0"} for each in "AB"]
    both = one_way("A", minimum), one_way("B", minimum)
    made = call(variation(), *both, exposure=owes("EUR 100"), initial_margin=rows)
    assert [amount for _, amount, _ in moved(made)] == moves


@pytest.mark.parametrize(("own", "moves"), [("EUR 7", ["7"]), ("EUR 8", [])])
def test_a_separate_independent_amount_keeps_its_own_minimum(own, moves):
    """B owes 7 apart; the 500 that another annex sets is for variation margin alone."""
    other = apart(
        form=small.VMENG,
        base_currency="EUR",
        posting_parties=["B"],
        independent_amount={"B": "EUR 7"},
        separate_independent_amount={"minimum_transfer_amount": own},
        eligible_collateral=[CASH],
    )
    shared = margin(**{SHARED: "EUR 500"})
    made = call(other, shared, exposure=owes("EUR 100"), initial_margin=[
        {"regime": "EU", "poster": "B", "amount": "EUR 0"}])  # fmt: skip
    assert [amount for _, amount, _ in moved(made)] == moves


@pytest.mark.parametrize(
    ("event", "found"),
    [("Event of Default", ("refused", [])), ("Bankruptcy", ("call", ["7"]))],
)
def test_a_separate_amount_asks_which_event_sets_its_own_minimum(event, found):
    """Another annex sets the minimum of variation margin, and not the 8 that 7 are below."""
    rows = [{"event": "Bankruptcy", "value": "nil"}, {"otherwise": "EUR 8"}]
    other = apart(
        form=small.VMENG,
        base_currency="EUR",
        posting_parties=["B"],
        independent_amount={"B": "EUR 7"},
        separate_independent_amount={"minimum_transfer_amount": {"B": {"while": rows}}},
        eligible_collateral=[CASH],
    )
    made = call(other, margin(**{SHARED: "EUR 500"}), exposure=owes("EUR 100"),
                initial_margin=[{"regime": "EU", "poster": "B", "amount": "EUR 0"}],
                events=[{"event": event, "of": "B", "from": small.MONDAY}])  # fmt: skip
    assert (statuses(made)[1], [amount for _, amount, _ in moved(made)]) == found


@pytest.mark.parametrize("said", ["as printed", "not stated"])
def test_margin_ia_as_printed_is_the_other_annexes(said):
    """The form's own words take the 20 of the other annex: greater than the 10 of margin."""
    terms = margin("greater of", margin_amount={"IA": {"B": said}})
    assert moved(call(terms, variation(), **DAY)) == [
        ("B", "20", "delivery"), ("B", "100", "delivery")
    ]  # fmt: skip


COUNTS_LESS = variation(
    independent_amount="nil", eligible_collateral=[CASH | {"valuation_percentage": "80%"}],
    cash_percentage="applies",
)  # fmt: skip
FULL = margin(eligible_collateral=[CASH], threshold="nil")


@pytest.mark.parametrize("order", [1, -1])
def test_a_cure_is_worked_out_by_the_terms_of_its_own_leg(order):
    """100 at 80 % ask for 125 of cash; 60 at 100 % ask for 60; the order changes neither."""
    made = call(*[COUNTS_LESS, FULL][::order], **DAY)
    cures = {one.annex: str(one.nominal) for one in isda.cure(made, "cash")}
    assert cures == {small.VMENG: "EUR 125", IM: "EUR 60"}


def held(name, under, amount):
    """Cash of B held under an annex."""
    return {"lot": name, "posted_by": "B", "asset": "cash", "amount": amount, "annex": under}


def test_what_comes_back_is_of_the_leg_that_returns():
    """The 30 too many lie under variation margin: the lot of the margin annex stays."""
    lots = [held("V", small.VMENG, "EUR 130"), held("M", IM, "EUR 60")]
    full = variation(independent_amount="nil", eligible_collateral=[CASH])
    made = call(full, FULL, **DAY, held=lots)
    assert [(one.asset, str(one.nominal)) for one in isda.cure(made)] == [("V", "EUR 30")]


def chosen(amount="EUR 200", **more):
    """Cash of B that it would send."""
    return {"posted_by": "B", "asset": "cash", "amount": amount} | more


def test_a_chosen_lot_goes_where_it_says():
    """Chosen for the margin annex it cures that leg, and no other; unnamed it cures neither.

    200 cannot be promised to the 125 of one movement and to the 60 of the other alike.
    """
    named = call(COUNTS_LESS, FULL, **DAY, chosen=[chosen(annex=IM)])
    assert [(one.annex, str(one.nominal)) for one in isda.cure(named)] == [(IM, "EUR 60")]
    free = call(COUNTS_LESS, FULL, **DAY, chosen=[chosen()])
    (told,) = isda.cure(free)
    assert (told.amount, told.reason.code) == (None, "several-movements")
    assert "`annex:`" in told.reason.message


def test_a_chosen_lot_that_nobody_asks_for_is_told():
    """A's lot where B delivers, and a lot for a leg that calls nothing, are each answered."""
    lots = [chosen(posted_by="A"), chosen(annex=IM)]
    nothing = [{"regime": "EU", "poster": "B", "amount": "EUR 0"}]
    made = call(COUNTS_LESS, FULL, exposure=owes("EUR 100"), initial_margin=nothing,
                chosen=lots)  # fmt: skip
    told = [one.reason.message for one in isda.cure(made)]
    assert told == [
        "no delivery of party A is called that could take it",
        f"no delivery of party B under {IM} is called that could take it",
    ]


def test_a_lot_chosen_for_one_purpose_does_not_cure_the_other():
    """B owes 7 apart and 100 of exposure: the lot for the independent amount cures the 7."""
    lot = chosen("USD 200", **{"for": "independent amount"})
    terms = apart(posting_parties=["B"], independent_amount={"B": "USD 7"})
    made = call(terms, exposure=owes("USD 100"), chosen=[lot])
    assert [str(one.nominal) for one in isda.cure(made)] == ["USD 7"]
    idle = call(terms, exposure=owes("USD 100"), chosen=[lot], held=[
        {"posted_by": "B", "asset": "cash", "amount": "USD 7", "for": "independent amount"}
    ])  # fmt: skip
    (one,) = isda.cure(idle)
    assert "for independent amount is called" in one.reason.message


def test_a_lot_without_a_purpose_is_not_promised_twice():
    """B owes 7 apart and 100 of exposure: 100 is enough for either, and not for both."""
    terms = apart(posting_parties=["B"], independent_amount={"B": "USD 7"})
    made = call(terms, exposure=owes("USD 100"), chosen=[chosen("USD 100")])
    (told,) = isda.cure(made)
    assert "`for:`" in told.reason.message


def test_an_annex_alone_needs_no_name():
    """With one annex a lot that names none belongs to it."""
    lot = {"posted_by": "B", "asset": "cash", "amount": "USD 130"}
    terms = annex(eligible_collateral=[small.USD_CASH], posting_parties=["B"])
    made = call(terms, exposure=owes("USD 100"), held=[lot])
    assert [str(one.nominal) for one in isda.cure(made)] == ["USD 30"]


def test_a_lot_of_a_separate_leg_names_its_annex():
    """Beside another annex a lot names the document, and its purpose tells which leg of it."""
    lots = [
        held("E", small.VMENG, "EUR 130") | {"for": "exposure"},
        held("I", small.VMENG, "EUR 9") | {"for": "independent amount"},
    ]
    other = apart(
        form=small.VMENG, base_currency="EUR", posting_parties=["B"],
        independent_amount={"B": "EUR 7"}, eligible_collateral=[CASH],
    )  # fmt: skip
    nothing = [{"regime": "EU", "poster": "B", "amount": "EUR 0"}]
    made = call(other, margin(), exposure=owes("EUR 100"), held=lots, initial_margin=nothing)
    assert [amount for _, amount, _ in moved(made)] == ["30", "2"]
    assert [(one.asset, str(one.nominal)) for one in isda.cure(made)] == [
        ("E", "EUR 30"), ("I", "EUR 2")
    ]  # fmt: skip


@pytest.mark.parametrize("poster", ["A", "B"])
def test_collateral_of_a_party_that_does_not_post_under_its_annex_is_refused(poster):
    """Both post variation margin and only B posts initial margin: A's lot there is stray."""
    lot = held("M", IM, "EUR 60") | {"posted_by": poster}
    both = variation(eligible_collateral=[CASH], posting_parties=["A", "B"])
    made = call(both, FULL, **DAY, held=[lot])
    assert ("MC118" in small.codes(made)) is (poster == "A")
    if poster == "A":
        assert f"party A, which does not post under {IM}" in found(made, "MC118").message


SETS = {SHARED: {"B": "EUR 70"}}


@pytest.mark.parametrize(("own", "status"), [("B", "undefined"), ("A", "call")])
def test_a_minimum_set_beside_one_of_a_regime_is_not_guessed(own, status):
    """One annex sets B's minimum and a regime has its own: which holds is not said."""
    regime = {"credit_support_amount": "exposure", "minimum_transfer_amount": {own: "EUR 10"}}
    terms = variation(
        independent_amount=None, credit_support_amount="not applicable",
        regimes={"Agency": regime},
    )  # fmt: skip
    made = call({key: part for key, part in terms.items() if part}, margin(**SETS),
                exposure=owes("EUR 100"), initial_margin=EU)  # fmt: skip
    assert statuses(made)[0] == status
    if own == "B":
        assert "Agency has a minimum of its own for party B" in found(made, "MC202").message


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize("known", ["allocated", "greater of"])
def test_an_open_approach_is_not_hidden_by_another_annex(order, known):
    """Whether the open one touches B's 20 is not known, whichever comes first."""
    annexes = margin(known, name="one"), margin({"unresolved": "torn"}, name="two")
    made = call(variation(), *annexes[::order], **DAY)
    assert statuses(made)[0] == "undefined"


def test_nil_minimums_of_two_currencies_are_one():
    """Nil euro and nil dollars: 120 are called though the annex's own minimum is 500."""
    nil = {SHARED: {"B": "nil"}}
    annexes = (
        margin(name="one", **nil),
        margin(name="two", base_currency="USD", threshold="USD 50", **nil),
    )
    other = variation(minimum_transfer_amount="EUR 500")
    made = call(other, *annexes, fx={"EURUSD": "1"}, **DAY)
    assert statuses(made)[0] == "call"
    assert ("B", "120", "delivery") in moved(made)


def test_greater_of_asks_nobody_for_what_it_replaces():
    """B's amount is per Confirmation and T1 has none: the margin leg alone is refused."""
    terms = variation(independent_amount={"A": "nil", "B": "per Confirmation"})
    made = call(terms, margin("greater of"), trades=[small.trade()], exposure=owes("EUR 100"),
                initial_margin=EU)  # fmt: skip
    assert (statuses(made), moved(made)) == (["call", "refused"], [("B", "100", "delivery")])
