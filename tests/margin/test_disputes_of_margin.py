"""Disputes of one regime of initial margin: what they leave of the one demand."""

import pytest
import small

CASH = {"asset": "cash", "currency": "USD", "valuation_percentage": "100%"}
MARGIN = [
    {"regime": "EU", "poster": "B", "amount": "USD 100"},
    {"regime": "US", "poster": "B", "amount": "USD 90"},
]


def call(disputed, *, held="0", margin=MARGIN, others=(), exposure=None, **terms):
    """EU asks for a hundred, US for ninety, and nothing is held unless told."""
    given = {
        "posting_parties": ["B"],
        "margin_approach": "distinct",
        "base_currency": "USD",
        "regimes": {"EU": {}, "US": {}, "Japan": {"holder": ["B"]}},
        "eligible_collateral": [CASH],
    }
    lot = {"posted_by": "B", "asset": "cash", "amount": f"USD {held}"}
    if others:
        lot["annex"] = "IM CSA 2018 New York"
    made = small.annex("IM CSA 2018 New York", **(given | terms))
    day = {"disputed": disputed, "held": [lot], "initial_margin": margin}
    day |= {"fx": {"EURUSD": "2"}} | ({"exposure": exposure} if exposure else {})
    return small.call(made, *others, **day)


def of(regime, delivery=None, back=None):
    """A disputed part of a regime, under B's letter."""
    parts = {"delivery": delivery, "return": back}
    amounts = {way: f"USD {part}" for way, part in parts.items() if part is not None}
    return {"B": {"regime": regime} | amounts}


def step(made, name, regime=""):
    (found,) = {line.result for line in made.working if (line.name, line.of) == (name, regime)}
    return small.plain(found)


@pytest.mark.parametrize(
    ("part", "moves"), [("9.99", "90.01"), ("10", "90"), ("10.01", "90"), ("100", "90")]
)
def test_another_regime_still_asks_for_its_own(part, moves):
    """EU less what is disputed, or the ninety of US, whichever is greater."""
    made = call(of("eu", part))
    assert small.moved(made) == [("B", moves, "delivery")]
    assert step(made, "required_of_regime", "US") == "90"
    assert step(made, "credit_support_amount") == "100"


def test_a_dispute_of_a_regime_that_does_not_decide_holds_nothing_back():
    """US asks for less than EU: what is disputed of it changes nothing today."""
    made = call(of("US", "40"))
    assert small.moved(made) == [("B", "100", "delivery")]
    assert small.codes(made) == []


def test_disputes_of_every_regime_stand_in_a_list():
    """100 − 15 = 85 and 90 − 4 = 86."""
    rows = [of("EU", "15")["B"], of("US", "4")["B"]]
    for disputed in ({"B": rows}, rows):
        assert small.moved(call(disputed)) == [("B", "86", "delivery")]


@pytest.mark.parametrize(
    ("regime", "part", "moves"),
    [("EU", "5", "45"), ("US", "9.99", "50"), ("US", "10", "50"), ("US", "10.01", "49.99")],
)
def test_a_return_is_the_least_that_is_undisputed(regime, part, moves):
    """Of 150 held EU lets 50 go and US 60, each less its dispute."""
    made = call(of(regime, back=part), held="150")
    assert small.moved(made) == [("A", moves, "return")]


def test_a_threshold_comes_off_each_regime():
    """80 and 70 over a threshold of 20: of EU's 80 eleven are disputed, and US asks for 70."""
    made = call(of("EU", "11"), threshold="USD 20")
    assert small.moved(made) == [("B", "70", "delivery")]
    infinite = call(of("EU", back="5"), threshold="infinite", held="10")
    assert small.moved(infinite) == [("A", "5", "return")]


def test_independent_amounts_that_count_beside_are_of_no_regime():
    """Greater of: 95 up front stay, whatever is disputed of EU."""
    amount = {"IA": {"A": "nil", "B": "USD 95"}}
    made = call(of("EU", "20"), margin_approach="greater of", margin_amount=amount)
    assert small.moved(made) == [("B", "95", "delivery")]


def test_allocated_margin_takes_all_that_is_required_off_another_annex():
    """What is disputed waits to be moved; what is required is what was calculated."""
    amount = {"A": "nil", "B": "USD 130"}
    other = small.annex(posting_parties=["B"], independent_amount=amount)
    made = call(
        of("EU", "20"),
        others=[other],
        exposure=small.owes("USD 0"),
        margin_approach="allocated",
    )
    assert small.moved(made) == [("B", "90", "delivery"), ("B", "30", "delivery")]


@pytest.mark.parametrize(("part", "codes"), [("5", []), ("5.01", ["MC112"])])
def test_no_more_of_a_regime_is_disputed_than_it_demands(part, codes):
    """85 are held: US alone would demand five, EU fifteen."""
    assert small.codes(call(of("US", part), held="85")) == codes


def test_a_regime_that_demands_nothing_is_pointed_out():
    """95 are held: US alone would demand nothing, and nothing is held back of EU's five."""
    made = call(of("US", "5"), held="95")
    assert small.codes(made) == ["MC315"]
    assert small.moved(made) == [("B", "5", "delivery")]
    back = call(of("US", back="5"), held="80")
    assert small.codes(back) == ["MC315"]


def test_a_tolerance_looks_at_the_one_demand():
    """Of EU's twenty ten change the demand: at the tolerance none is shared, below it half."""
    terms = {"disputes": {"tolerance": "USD 10"}}
    assert small.moved(call(of("EU", "20"), **terms)) == [("B", "90", "delivery")]
    assert small.moved(call(of("EU", "9.98"), **terms)) == [("B", "95.01", "delivery")]


def test_without_a_paragraph_on_disputes_nothing_waits():
    """MC312, and the whole demand moves."""
    made = call(of("EU", "20"), disputes="deleted")
    assert small.codes(made) == ["MC312"]
    assert small.moved(made) == [("B", "100", "delivery")]


def test_a_part_in_another_currency_is_converted():
    """Five euros at two are ten dollars."""
    disputed = {"B": {"regime": "EU", "delivery": "EUR 5"}}
    assert small.moved(call(disputed)) == [("B", "90", "delivery")]


def test_a_part_beside_a_missing_margin_leaves_the_leg_refused():
    """What US asks for is not known, so neither is what is left."""
    made = call(of("EU", "5"), margin=MARGIN[:1])
    assert small.codes(made) == ["MC142"]
    assert small.leg_of(made).status == "refused"


def test_an_open_approach_leaves_nothing_to_dispute():
    """How the margin is joined is not said: the leg is undefined, with that reason."""
    made = call(of("EU", "5"), margin_approach={"unresolved": "torn"})
    assert small.leg_of(made).status == "undefined"


STRANGE = [
    (of("EUR", "5"), "no annex", "did you mean `EU`?"),
    (
        {"B": {"regime": "EU", "held": "USD 5"}},
        "no regime values it apart",
        "without `regime:`",
    ),
    ({"B": {"regime": "EU", "in_transit": "USD 5"}}, "no regime values it apart", "without"),
    (of("Japan", "5"), "bound by that regime", "correct the regime"),
]


@pytest.mark.parametrize(("disputed", "why", "help_text"), STRANGE)
def test_a_part_that_is_of_no_regime_of_the_poster_is_refused(disputed, why, help_text):
    """MC112, with what to write instead."""
    made = call(disputed)
    found = small.found(made, "MC112")
    assert why in found.message
    assert help_text in found.help


def test_flat_parts_are_of_the_only_poster():
    """No letter: B alone posts; a regime that binds only B as holder is none of its."""
    assert small.moved(call({"regime": "EU", "delivery": "USD 5"})) == [("B", "95", "delivery")]
    assert "MC112" in small.codes(call({"regime": "Japan", "delivery": "USD 5"}))
