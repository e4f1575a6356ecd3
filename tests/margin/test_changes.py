"""How near a call is to another one: every answer is a day that was called again."""

from decimal import Decimal
from pathlib import Path

import pytest
import small
from small import annex, call, owes
from small_margin import EU, margin, variation

import isda
from isda.statement.changes import changes_told

TERMS = {
    "posting_parties": ["B"],
    "threshold": {"B": "USD 5,000"},
    "minimum_transfer_amount": "USD 250",
    "eligible_collateral": [small.USD_CASH],
}


def turns(made):
    """Exposure, distance and what happens then, of each turn."""
    nil = Decimal(0)
    return [
        (str(one.exposure), str(one.moved_by), small.plain(one.then.delivery_amount or nil),
         small.plain(one.then.return_amount or nil))
        for one in isda.what_would_change(made).turns
    ]  # fmt: skip


def cash(amount, currency="USD"):
    """Cash of B."""
    return [{"posted_by": "B", "asset": "cash", "amount": f"{currency} {amount}"}]


def test_the_nearest_exposures_on_both_sides():
    """Held 1,000 over a threshold of 5,000 and a minimum of 250: 5,750 and 6,250 decide.

    At 6,250 what is missing is 250, at 5,750 what is too much.
    """
    made = call(annex(**TERMS), exposure=owes("USD 6,100"), held=cash("1,000"))
    assert made.status == "no_call"
    assert turns(made) == [
        ("6250.00", "150.00", "250", "0"), ("5750.00", "-350.00", "0", "250")
    ]  # fmt: skip


@pytest.mark.parametrize(("cent", "moves"), [("6,249.99", 0), ("6,250", 1), ("6,250.01", 1)])
def test_the_exposure_that_is_told_is_the_first_that_calls(cent, moves):
    """A cent below it nothing moves, at it and a cent above it something does."""
    made = call(annex(**TERMS), exposure=owes(f"USD {cent}"), held=cash("1,000"))
    assert len(made.movements) == moves


def test_a_call_that_goes_out_tells_when_it_would_not():
    """100,000 are called; at 5,249.99 nothing is, and no exposure is too large for a call."""
    made = call(annex(**TERMS), exposure=owes("USD 105,000"))
    assert turns(made) == [("5249.99", "-99750.01", "0", "0")]


def test_an_exposure_of_marks_is_moved_as_one_figure():
    """The mark of 4,000 would have to be 1,250 more."""
    made = call(
        annex(**TERMS), plus_is_good_for="party A", trades=[small.trade()],
        marks=[small.mark("4000")],
    )  # fmt: skip
    assert turns(made) == [("5250.00", "1250.00", "250", "0")]


def test_the_won_has_no_cents():
    """A loss limit of a thousand won is passed at 1,001: a whole won, not a part of one."""
    made = call(small.loss_limit(), exposure=owes("KRW 900"))
    assert turns(made) == [("1001", "101", "1", "0")]


def test_an_infinite_threshold_turns_at_no_exposure():
    """Nothing that B could owe calls anything."""
    made = call(annex(**TERMS | {"threshold": {"B": "infinite"}}), exposure=owes("USD 9"))
    assert turns(made) == []


def test_one_exposure_is_not_shared_out_among_annexes():
    """Two annexes read marks of their own: what one figure would change is not told."""
    both = (
        variation(name="one", covered_transactions={"value": "all", "except": ["T1"]}),
        variation(name="two", covered_transactions={"value": "all", "except": ["T2"]}),
    )
    trades = [small.trade(), small.trade("T2")]
    marks = [small.mark("4", currency="EUR"), small.mark("5", "T2", "EUR")]
    made = call(*both, plus_is_good_for="party A", trades=trades, marks=marks)
    assert made.status == "call"
    assert turns(made) == []


def test_beside_initial_margin_the_one_exposure_moves():
    """Variation margin of B and 20 up front: below -20 nothing is called of it any more."""
    made = call(variation(), margin(), exposure=owes("EUR 100"), initial_margin=EU)
    assert turns(made) == [("-20.00", "-120.00", "0", "0")]


def table(**more):
    """A threshold of B by rating."""
    rows = {"A- / A3 or better": "USD 5,000", "BBB- / Baa3 or better": "USD 2,000",
            "below": "nil", "unrated": "nil"}  # fmt: skip
    return TERMS | {"threshold": {"B": {"by_rating": rows} | more}}


def rated(sp, moodys):
    """Long-term ratings of B."""
    return [
        {"of": "B", "agency": "S&P", "long_term": sp, "since": "2024-01-02"},
        {"of": "B", "agency": "Moody's", "long_term": moodys, "since": "2024-01-02"},
    ]


def other_ratings(made):
    """The ratings that would change something, by agency."""
    return [
        {one.grade.agency: one.grade.words for one in each.becomes}
        for each in isda.what_would_change(made).ratings
    ]


def test_the_next_rows_of_a_table_by_rating():
    """With the lower rating either alone can lower the row, and only both can raise it."""
    made = call(annex(**table(split_rating="lower")), exposure=owes("USD 6,000"),
                ratings=rated("BBB", "Baa2"))  # fmt: skip
    assert other_ratings(made) == [
        {"S&P": "BB+"}, {"Moody's": "Ba1"}, {"S&P": "A-", "Moody's": "A3"}
    ]  # fmt: skip
    up = isda.what_would_change(made).ratings[-1].then
    assert [small.plain(each.amount) for each in up.movements] == ["1000"]


def test_what_is_not_rated_has_no_next_rating():
    """An agency that rates nothing is left out, and the other's scale ends at its end."""
    made = call(annex(**table(split_rating="lower")), exposure=owes("USD 6,000"),
                ratings=rated("D", "unrated"))  # fmt: skip
    assert other_ratings(made) == [{"S&P": "BBB-"}]


def test_a_rating_that_nothing_reads_changes_nothing():
    """Fixed terms: no rating is told."""
    made = call(annex(**TERMS), exposure=owes("USD 6,000"), ratings=rated("BBB", "Baa2"))
    assert other_ratings(made) == []


def test_a_rating_to_come_is_not_the_rating_of_the_day():
    """The rating of next year is no rating yet: from today's BBB- it is one step to BB+."""
    rows = rated("BBB-", "Baa3")
    later = [rows[0] | {"long_term": "AAA", "since": "2025-06-30"}]
    made = call(annex(**table(split_rating="lower")), exposure=owes("USD 6,000"),
                ratings=rows + later)  # fmt: skip
    assert {"S&P": "BB+"} in other_ratings(made)


def test_a_day_that_was_not_begun_changes_nothing():
    """Without facts there is nothing to move."""
    made = call(annex(**TERMS), exposure=owes("USD 6,000"))
    empty = isda.MarginCall(**{name: getattr(made, name) for name in (
        "agreement", "on", "parties", "base_currency", "status", "reasons", "legs", "movements",
        "findings", "working")})  # fmt: skip
    assert changes_told(isda.what_would_change(empty)).startswith("# What would change")


TOLD = """
# What would change what party B posts under the CSA 1994 New York

- The exposure of USD 2,100 is 100 above the threshold of USD 2,000.
- The shortfall of USD 100 is 150 below the minimum transfer amount of USD 250.
- From an exposure of USD 2,250 on, which is 150 more, Client (party B) delivers USD 250.

# What another rating would change

- If S&P rated party B BB+ instead of BBB: the threshold of party B is nil instead of USD 2,000,
  2,100 is required of party B instead of 100 and Client (party B) delivers USD 2,100.
- If Moody's rated party B Ba1 instead of Baa2: the threshold of party B is nil instead of
  USD 2,000, 2,100 is required of party B instead of 100 and Client (party B) delivers
  USD 2,100.
- If S&P rated party B A- instead of BBB and Moody's rated party B A3 instead of Baa2: the
  threshold of party B is USD 5,000 instead of USD 2,000 and 0 is required of party B instead
  of 100.
"""


def test_sentences_tell_distance_and_consequence():
    """Threshold, minimum, exposure and rating, each in a sentence with both figures."""
    made = call(annex(**table(split_rating="lower")), exposure=owes("USD 2,100"),
                ratings=rated("BBB", "Baa2"))  # fmt: skip
    told = changes_told(isda.what_would_change(made))
    assert told.split() == TOLD.split()


def test_exactly_at_the_minimum_is_said_so():
    """A shortfall of 250 against a minimum of 250 is neither above nor below."""
    made = call(annex(**TERMS), exposure=owes("USD 5,250"))
    told = changes_told(isda.what_would_change(made))
    assert "The shortfall of USD 250 is exactly the minimum transfer amount of USD 250." in told


def test_a_return_and_a_withheld_delivery_are_told():
    """Below, the holder returns; while a condition fails, what would move is withheld."""
    made = call(annex(**TERMS), exposure=owes("USD 6,100"), held=cash("1,000"))
    assert "Bank (party A) returns USD 250" in changes_told(isda.what_would_change(made))
    event = [{"event": "Event of Default", "of": "A", "from": small.MONDAY}]
    made = call(annex(**TERMS), exposure=owes("USD 5,100"), events=event)
    assert "what would move is withheld" in changes_told(isda.what_would_change(made))


def test_a_refused_day_says_that_nothing_can_be_said():
    """A day without an exposure has no distance to anything."""
    made = call(annex(**TERMS))
    assert made.status == "refused"
    assert changes_told(isda.what_would_change(made)) == (
        "Nothing was computed, so nothing can be said."
    )


LIMBS = [{"while": ["Fall"], "amount": "exposure + 50%*exposure"}, {"otherwise": "nil"}]


def test_a_rating_under_regimes_tells_the_regime():
    """The requirement of one regime changes, and what moves is told once."""
    rule = {"rating_of": "A", "agency": "S&P", "below": "A-"}
    terms = small.agencies(
        posting_parties=["A"],
        triggers={"Fall": {"of": "A", "in_when": rule, "out_when": {
            "rating_of": "A", "agency": "S&P", "at_least": "A-"}}},
        regimes={
            "First": small.REGIME_ONE,
            "Second": {"column": "two", "credit_support_amount": LIMBS},
        },
    )  # fmt: skip
    rows = [{"of": "A", "agency": "S&P", "long_term": "A-", "since": "2024-12-27"}]
    made = call(terms, exposure=owes("USD 100", "B"), ratings=rows)
    told = changes_told(isda.what_would_change(made))
    assert "150 is required for Second of party A instead of 0" in told
    assert told.count("delivers") == 1


def test_distances_are_exact():
    """A tenth of a cent over the threshold is told as that."""
    made = call(annex(**TERMS), exposure=owes("USD 5,000.001"))
    told = changes_told(isda.what_would_change(made))
    assert "is 0.001 above the threshold" in told
    (turn,) = isda.what_would_change(made).turns
    assert turn.exposure == Decimal("5250.001")


def test_a_movement_without_a_minimum_has_no_distance_to_one():
    """A last return knows no minimum: none is told, and nothing breaks."""
    folder = Path(__file__).parents[2] / "samples" / "worked" / "188-last-return"
    agreement = isda.read_sheet(folder / "agreement.yaml").must()
    made = isda.call(agreement, isda.read_facts(folder / "facts.yaml").must())
    assert made.movements
    assert "minimum transfer amount" not in changes_told(isda.what_would_change(made))


def test_a_regime_that_is_computed_and_does_not_decide_is_told():
    """At BB B's second regime has a limb: the same 9 as the first, which decides."""
    limb = [{"while": ["Down"], "amount": "max(nil, exposure)"}]
    terms = annex(
        posting_parties=["B"],
        credit_support_amount="not applicable",
        triggers={"Down": {"of": "B", "when": {"rating_of": "B", "below": "BBB-",
                                               "agency": "S&P"}}},
        regimes={"One": {"credit_support_amount": "max(nil, exposure)"},
                 "Two": {"credit_support_amount": limb}},
    )  # fmt: skip
    row = {"of": "B", "agency": "S&P", "long_term": "BBB", "since": "2024-01-02"}
    made = call(terms, exposure=owes("USD 9"), ratings=[row])
    told = " ".join(changes_told(isda.what_would_change(made)).split())
    assert "instead of BBB: 9 is required for Two of party B" in told


def test_an_exposure_of_no_marks_asks_for_no_confirmation():
    """No transaction, so nothing per Confirmation: a cent of exposure is called."""
    terms = annex(posting_parties=["B"], independent_amount={"B": "per Confirmation"})
    made = call(terms, plus_is_good_for="party A", trades=[], marks=[])
    assert turns(made) == [("0.01", "0.01", "0.01", "0")]
    given = call(terms, exposure=owes("USD 0"))
    assert given.status == "refused"


def test_the_distance_is_that_of_the_amount_that_is_tested():
    """Of 1,000 missing 900 are disputed: 100 are tested against 250; or the whole demand is."""
    terms = {"posting_parties": ["B"], "minimum_transfer_amount": "USD 250"}
    day = {"exposure": owes("USD 1,000"), "disputed": {"B": {"delivery": "USD 900"}}}
    told = changes_told(isda.what_would_change(call(annex(**terms), **day)))
    assert "The undisputed shortfall of USD 100 is 150 below" in " ".join(told.split())
    whole = annex(**terms, minimum_transfer_test="whole demand")
    told = changes_told(isda.what_would_change(call(whole, **day)))
    assert "The shortfall of USD 1,000 is 750 above" in " ".join(told.split())


def test_initial_margin_alone_is_computed_and_no_exposure_moves_it():
    """It is no exposure's: nothing would change it, which is not that nothing was computed."""
    made = call(margin(), initial_margin=EU)
    assert made.status == "call"
    told = changes_told(isda.what_would_change(made))
    assert told == "No exposure and no rating of the facts changes what was computed."
    refused = call(margin())
    assert changes_told(isda.what_would_change(refused)).startswith("Nothing was computed")


def test_a_table_by_rating_that_is_shared_says_so():
    """The row is the whole: what this agreement has of it is less."""
    used = [{"agreement": "OTHER", "of": "B", "amount": "USD 6"}]
    made = call(annex(**table(split_rating="lower", shared_with="OTHER")),
                exposure=owes("USD 6,000"), ratings=rated("A-", "A3"),
                threshold_used_elsewhere=used)  # fmt: skip
    told = " ".join(changes_told(isda.what_would_change(made)).split())
    assert "USD 2,000 shared with OTHER instead of USD 5,000 shared with OTHER" in told
