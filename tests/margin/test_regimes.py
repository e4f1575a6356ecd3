"""Formulas and regimes in a call: what is missing, what is left out, who decides."""

import small

import isda

BOTH, TWO, annex = small.REGIME_ONE, small.REGIME_TWO, small.agencies


def call(exposure="USD 1,000", held=None, terms=None, **facts):
    lots = [{"posted_by": "B", "asset": "cash", "amount": f"USD {held}"}] if held else []
    return small.call(annex(**(terms or {})), exposure=small.owes(exposure), held=lots, **facts)


def formula(text, terms=None, **facts):
    own = {"regimes": None, "columns": None, "credit_support_amount": text}
    own["eligible_collateral"] = [small.USD_CASH]
    return call(terms=own | (terms or {}), **facts)


def refusals(made):
    return sorted({reason.code for leg in made.legs for reason in leg.reasons})


def test_every_measure_that_a_formula_names_must_be_there():
    """A missing measure is refused by its name, each on its own."""
    for name, text in {
        "notional": "exposure + 1% * notional",
        "dv01": "exposure + dv01",
        "next_payment": "max(exposure, next_payment)",
    }.items():
        made = formula(text)
        assert refusals(made) == ["MC130"]
        assert f"`{name}`" in small.found(made, "MC130").message
    tables = {
        "t": {"by": "weighted average life", "columns": ["first"], "rows": {"(0y, )": ["1%"]}}
    }
    made = formula("first * exposure", {"tables": tables})
    assert "weighted_average_life" in small.found(made, "MC130").message


def test_a_notional_has_one_source():
    """The figure of the facts, or the sum over the trades; both are refused."""
    text = "10% * notional"
    trades = [small.trade(), small.trade("T2", notional_1="500")]
    assert small.step(formula(text, trades=trades), "notional") == "1500"
    stated = formula(text, measures={"notional": "USD 7"})
    assert small.step(stated, "product_1") == "0.7"
    both = formula(text, trades=trades, measures={"notional": "USD 7"})
    assert refusals(both) == ["MC131"]
    bare = {key: part for key, part in small.trade().items() if key[-2:] != "_1"}
    assert refusals(formula(text, trades=[bare])) == ["MC130"]


def test_a_table_by_trade_needs_trades_with_notionals():
    """Without trades, without a notional, without a rate and beyond the table: nothing."""
    tables = {
        "t": {
            "by": "remaining maturity of the trade",
            "columns": ["first"],
            "rows": {"(0y, 5y]": ["1%"]},
        }
    }
    text, terms = "exposure + first * notional", {"tables": tables}
    assert refusals(formula(text, terms)) == ["MC130"]
    bare = {key: part for key, part in small.trade().items() if key[-2:] != "_1"}
    assert refusals(formula(text, terms, trades=[bare])) == ["MC130"]
    foreign = small.trade(currency_1="EUR")
    assert refusals(formula(text, terms, trades=[foreign])) == ["MC101"]
    later = small.trade(maturity="2040-01-01")
    assert refusals(formula(text, terms, trades=[later])) == ["undefined-term"]
    assert small.step(formula(text, terms, trades=[small.trade()]), "sum_1") == "1010"
    twice = formula("first * notional + 1% * notional", terms, trades=[small.trade()])
    assert small.step(twice, "credit_support_amount") == "20"


def test_elections_that_a_formula_reads():
    """Its threshold and its independent amount are the posting party's own."""
    terms = {"threshold": {"B": "USD 300"}, "independent_amount": {"B": "USD 50"}}
    made = formula("exposure + independent_amount - threshold", terms)
    (leg,) = made.legs
    assert (small.plain(leg.required), small.plain(leg.threshold)) == ("750", "300")
    assert leg.independent_amounts[isda.Side.B] == 50
    assert small.codes(made).count("MC136") == 0


def test_an_infinite_threshold_inside_a_formula_is_undefined():
    """Nothing is computed with infinity; the switch is offered."""
    made = formula("exposure - threshold", {"threshold": {"B": "infinite"}})
    assert made.status == "undefined"
    assert "works_as: switch" in small.found(made, "MC135").help


def test_what_no_formula_reads_is_told():
    """A threshold and an independent amount beside a formula that names neither warn."""
    terms = {"threshold": {"B": "USD 300"}, "independent_amount": {"B": "USD 50"}}
    made = formula("exposure", terms)
    assert small.codes(made).count("MC136") == 2
    assert made.legs[0].independent_amounts == {}
    assert small.moved(made) == [("B", "1000", "delivery")]


def test_a_gate_of_money_opens_at_nil():
    """One cent of threshold keeps everything off; nil lets the printed formula hold."""
    own = {"regimes": None, "columns": None, "credit_support_amount": None}
    own["eligible_collateral"] = [small.USD_CASH]
    for value, moves in {"USD 0.01": [], "nil": [("B", "1000", "delivery")]}.items():
        threshold = {"B": {"value": value, "works_as": "switch"}}
        made = call(terms=own | {"threshold": threshold})
        assert small.moved(made) == moves
    made = call(terms=own | {"threshold": {"B": {"value": "USD 5", "works_as": "switch"}}})
    assert made.legs[0].reasons[0].code == "threshold-is-a-switch"


def test_a_formula_that_comes_to_nil_says_so():
    """Nothing is required, and the reason is the formula's."""
    made = formula("exposure - 200% * exposure")
    assert made.legs[0].reasons[0].code == "nothing-required"


def test_a_missing_input_of_one_regime_refuses_all():
    """What one agency needs and nobody gives leaves the whole movement unknown."""
    other = {"column": "two", "credit_support_amount": "exposure + dv01"}
    made = call(terms={"regimes": {"First": BOTH, "Second": other}})
    assert [leg.status for leg in made.legs] == ["refused", "refused"]
    assert made.movements == ()
    assert "Second cannot be computed" in small.found(made, "MC137").message


def test_a_gap_of_every_regime_moves_nothing():
    """Where no regime is left the legs are undefined and the call is not incomplete."""
    gap = {"credit_support_amount": [{"otherwise": "undefined"}]}
    made = call(terms={"regimes": {"First": gap, "Second": gap}})
    assert made.status == "undefined"
    assert (made.movements, made.is_incomplete) == ((), False)


def test_a_regime_left_out_marks_the_call():
    """The rest moves; the flag, the finding and the sentence say that something is missing."""
    gap = {
        "credit_support_amount": [{"while": ["Illegality"], "amount": "nil", "column": "one"}]
    }
    made = call(terms={"regimes": {"First": gap, "Second": TWO}})
    assert small.moved(made) == [("B", "1000", "delivery")]
    assert made.is_incomplete
    assert isda.to_json(made)["incomplete"] is True
    finding = small.found(made, "MC132")
    assert (finding.severity.word, finding.place.file) == ("warning", "small.json")
    assert "The call is incomplete: First is left out of what Client (party B) posts" in (
        isda.sentence(made)
    )


def test_limbs_that_name_different_columns_leave_the_regime_out():
    """Two limbs that hold together cannot value one lot by two columns."""
    limbs = [
        {"while": ["Illegality"], "amount": "exposure", "column": "one"},
        {"while": ["Bankruptcy"], "amount": "exposure", "column": "two"},
        {"otherwise": "nil", "column": "one"},
    ]
    events = [
        {"event": name, "of": "B", "from": "2024-12-01"}
        for name in ("Illegality", "Bankruptcy")
    ]
    own = {"limbs": "greatest", "credit_support_amount": limbs}
    made = call(terms={"regimes": {"First": own, "Second": TWO}}, events=events)
    assert made.legs[0].status == "undefined"
    assert "name different columns" in made.legs[0].reasons[0].message


def test_an_event_told_in_general_refuses_the_regimes():
    """Whether a limb holds is not guessed from an Event of Default without its name."""
    limbs = [{"while": ["Bankruptcy"], "amount": "exposure"}, {"otherwise": "nil"}]
    own = {"column": "one", "credit_support_amount": limbs}
    events = [{"event": "Event of Default", "of": "B", "from": "2024-12-01"}]
    made = call(terms={"regimes": {"First": own}}, events=events)
    assert refusals(made) == ["MC120"]
    assert [leg.status for leg in call(terms={"regimes": {"First": own}}).legs] == ["no_call"]


def test_whose_event_a_limb_looks_at():
    """The posting party's, unless `of:` names the other or either."""
    events = [{"event": "Illegality", "of": "A", "from": "2024-12-01"}]
    for of, required in ((None, "0"), ("A", "1000"), ("either", "1000"), ("B", "0")):
        limb = {"while": ["Illegality"], "amount": "exposure"} | ({"of": of} if of else {})
        own = {"column": "one", "credit_support_amount": [limb, {"otherwise": "nil"}]}
        made = call(terms={"regimes": {"First": own}}, events=events)
        assert small.plain(made.legs[0].required) == required


def test_of_equals_the_first_decides():
    """Two regimes that ask for the same give one movement, on the first one's leg."""
    made = call(terms={"regimes": {"First": BOTH, "Second": BOTH}})
    assert [leg.decides for leg in made.legs] == [True, False]
    assert small.moved(made) == [("B", "1000", "delivery")]
    assert made.legs[1].reasons[0].code == "another-regime-decides"


def test_the_whole_demand_is_the_greatest():
    """By election the minimum is held against the greatest shortfall before any dispute."""
    terms = {"minimum_transfer_amount": "USD 900", "minimum_transfer_test": "whole demand"}
    made = call(terms=terms, disputed={"delivery": "USD 500"})
    assert small.moved(made) == [("B", "500", "delivery")]
    undisputed = call(
        terms={"minimum_transfer_amount": "USD 900"}, disputed={"delivery": "USD 500"}
    )
    assert small.moved(undisputed) == []


def test_a_return_is_at_most_what_is_held():
    """Where the balance held is the ceiling, each regime's own value of it is."""
    made = call("USD 0", held="1,000", terms={"return_at_most": "balance held"})
    assert small.moved(made) == [("A", "800", "return")]


def test_minimums_of_their_own_compare_results():
    """One below, at and above its own minimum; the least return needs both to pass."""
    for minimum, moves in (("801", []), ("800", ["800"]), ("799", ["800"])):
        own = TWO | {"minimum_transfer_amount": f"USD {minimum}"}
        made = call("USD 0", held="1,000", terms={"regimes": {"First": BOTH, "Second": own}})
        assert [amount for _, amount, _ in small.moved(made)] == moves


def test_short_by_less_than_its_minimum_nothing_goes_back():
    """A regime that is short keeps everything, though it is too little to call."""
    own = {
        "column": "two",
        "credit_support_amount": "exposure",
        "minimum_transfer_amount": "USD 500",
    }
    made = call("USD 900", held="1,000", terms={"regimes": {"First": BOTH, "Second": own}})
    assert small.moved(made) == []
    assert [leg.decides for leg in made.legs] == [False, True]


def test_what_a_condition_withholds_is_one_amount():
    """The decider's leg shows what would move; the others show nothing of their own."""
    events = [{"event": "Event of Default", "of": "A", "from": "2024-12-01"}]
    made = call(events=events)
    assert [leg.status for leg in made.legs] == ["withheld", "no_call"]
    assert made.legs[0].withheld_amount == 1000


def test_a_nameless_dispute_is_of_the_party_not_of_each_regime():
    """Two regimes of one party are one demand."""
    made = call(disputed={"delivery": "USD 400"})
    assert small.moved(made) == [("B", "600", "delivery")]


def test_what_is_under_way_needs_its_asset_where_columns_value():
    """A value after haircut is another in each column."""
    moving = [{"kind": "delivery", "by": "B", "amount": "USD 5", "settles": small.MONDAY}]
    made = call(terms={"in_transit": "counted"}, in_transit=moving)
    assert refusals(made)[0] == "MC102"
    named = [
        {
            "kind": "delivery",
            "by": "B",
            "asset": "cash",
            "amount": "USD 500",
            "settles": small.MONDAY,
        }
    ]
    made = call(terms={"in_transit": "counted"}, in_transit=named)
    assert small.moved(made) == [("B", "600", "delivery")]


def test_cells_of_a_column():
    """Left out is not eligible; to be agreed is undefined; a party's own cells go on."""
    row = {"asset": "cash", "currency": "USD", "haircut": {"one": "not eligible", "two": "20%"}}
    made = call(held="100", terms={"eligible_collateral": [row]})
    assert [small.plain(leg.held_value) for leg in made.legs] == ["0", "80"]
    row = {"asset": "cash", "currency": "USD", "haircut": {"one": "to be agreed", "two": "20%"}}
    made = call(held="100", terms={"eligible_collateral": [row]})
    assert [leg.status for leg in made.legs] == ["undefined", "call"]
    row = {"asset": "cash", "currency": "USD", "haircut": {"A": "1%", "B": "2%"}}
    made = call(held="100", terms={"eligible_collateral": [row]})
    assert [small.plain(leg.held_value) for leg in made.legs] == ["98", "98"]


def test_a_split_cell_is_owned_by_one_part():
    """One day below, at and above the bound; two owners and none are undefined."""

    def status(matures, split):
        row = {
            "asset": "Bond",
            "remaining": "[0y, 10y]",
            "valuation_percentage": {"one": split},
        }
        own = {"columns": ["one"], "regimes": {"First": BOTH}, "eligible_collateral": [row]}
        lot = {"posted_by": "B", "asset": "Bond", "nominal": "USD 100", "price": "100"}
        made = small.call(
            annex(**own), exposure=small.owes("USD 1,000"), held=[lot | {"matures": matures}]
        )
        (leg,) = made.legs
        return small.plain(leg.held_value) or str(leg.status)

    clean = {"[0y, 1y)": "99%", "[1y, 10y]": "90%"}
    assert status("2025-12-29", clean) == "99"
    assert status("2025-12-30", clean) == "90"
    assert status("2025-12-31", clean) == "90"
    assert status("2025-12-30", {"[0y, 1y)": "99%", "(1y, 10y]": "90%"}) == "undefined"
    assert status("2025-12-30", {"[0y, 1y]": "99%", "[1y, 10y]": "90%"}) == "undefined"


def test_a_loss_limit_has_no_columns():
    """Percentages by column under an annex without regimes are undefined, not zero."""
    row = {"asset": "cash", "currency": "KRW", "valuation_percentage": {"one": "100%"}}
    lot = {"posted_by": "B", "asset": "cash", "amount": "KRW 100"}
    made = small.call(
        small.loss_limit(eligible_collateral=[row]),
        exposure=small.owes("KRW 2,000"),
        held=[lot],
    )
    assert made.status == "undefined"
    assert "nothing says which" in made.reasons[0].message
