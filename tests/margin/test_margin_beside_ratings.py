"""Initial margin and separate amounts beside ratings, triggers and parties that stay out."""

import pytest
import small
from small import annex, call, codes, found, moved, owes, read
from small_margin import EU, apart, margin, statuses, variation

SHARED = "amends_minimum_transfer_amount_of_other_csa"
DAY = {"exposure": owes("EUR 100"), "initial_margin": EU}


def rated(rating):
    """A long-term rating of B by S&P."""
    return [{"of": "B", "agency": "S&P", "long_term": rating, "since": "2024-01-02"}]


def table(better, below):
    """An amount by the rating of B."""
    return {"B": {"agency": "S&P", "by_rating": {"A- or better": better, "below": below}}}


@pytest.mark.parametrize(("rating", "due"), [("A-", "10"), ("BBB+", "60")])
def test_a_threshold_of_margin_may_go_by_rating(rating, due):
    """At A- the threshold is 50 of a margin of 60, a step below it nothing."""
    made = call(
        margin(threshold=table("EUR 50", "nil")), initial_margin=EU, ratings=rated(rating)
    )
    assert moved(made) == [("B", due, "delivery")]
    assert "MC313" in codes(made)


@pytest.mark.parametrize(
    ("rating", "moves"), [("A-", []), ("BBB+", [("B", "120", "delivery")])]
)
def test_a_shared_minimum_may_go_by_rating(rating, moves):
    """The minimum set for the other annex is 500 at A-, and nil a step below."""
    terms = margin(**{SHARED: table("EUR 500", "nil")})
    assert moved(call(terms, variation(), **DAY, ratings=rated(rating)))[1:] == moves


def test_a_shared_minimum_without_its_rating_refuses_the_other_annex():
    """The missing rating is no minimum of nil: the annex that is to read it is refused."""
    made = call(margin(**{SHARED: table("EUR 500", "nil")}), variation(), **DAY)
    assert statuses(made) == ["call", "refused"]
    assert "MC121" in codes(made)


def test_a_shared_minimum_on_an_event_told_in_general_refuses_the_other_annex():
    """Nobody says whether the default is the one that sets the minimum to nil."""
    term = {"B": {"value": "EUR 500", "nil_while": ["Bankruptcy"]}}
    event = [{"event": "Event of Default", "of": "B", "from": small.MONDAY}]
    made = call(margin(**{SHARED: term}), variation(), **DAY, events=event)
    assert str(made.legs[1].status) == "refused"
    assert "MC120" in codes(made)


def test_margin_ia_by_rating_says_its_row():
    """Margin Amount (IA) is 80 at A-: greater than the 10 over the threshold."""
    terms = margin("greater of", margin_amount={"IA": table("EUR 80", "nil")})
    made = call(terms, initial_margin=EU, ratings=rated("A-"))
    assert moved(made) == [("B", "80", "delivery")]
    assert "A- or better" in found(made, "MC313").message


def test_margin_ia_whose_rating_is_missing_is_refused_by_name():
    """The other annex's amount turns on a rating that nobody gives."""
    other = variation(independent_amount=table("nil", "EUR 20"))
    made = call(margin("greater of"), other, **DAY)
    assert statuses(made)[0] == "refused"
    assert "MC121" in codes(made)


@pytest.mark.parametrize(
    ("amount", "status"),
    [("EUR 20", "undefined"), ("nil", "call"), ("not applicable", "call")],
)
def test_margin_ia_of_a_party_that_stays_out_is_not_guessed(amount, status):
    """Whether the amount of a party that posts nothing meanwhile counts is not said."""
    other = variation(
        posts_only_while={"B": ["Illegality"]}, independent_amount={"A": "nil", "B": amount}
    )
    assert statuses(call(margin("greater of"), other, **DAY)) == [status, "no_call"]


def test_a_party_that_stays_out_owes_no_separate_amount():
    """B posts only while an Illegality continues: neither of its two legs asks anything."""
    terms = apart(posts_only_while={"B": ["Illegality"]}, posting_parties=["B"])
    made = call(terms, exposure=owes("USD 10"))
    assert statuses(made) == ["no_call"] * 2
    assert {leg.reasons[0].code for leg in made.legs} == {"posts-only-while"}
    event = [{"event": "Illegality", "of": "B", "from": small.MONDAY}]
    made = call(terms, exposure=owes("USD 10"), events=event)
    assert moved(made) == [("B", "10", "delivery"), ("B", "7", "delivery")]


def test_an_access_condition_told_as_such_needs_a_list():
    """A Specified Condition where the annex lists no event as one is refused."""
    event = [{"event": "Specified Condition", "of": "A", "from": small.MONDAY}]
    assert statuses(call(margin(), initial_margin=EU, events=event)) == ["refused"]


@pytest.mark.parametrize("share", ["percent_of_exposure", "percent_of_notional"])
def test_a_share_and_a_table_by_rating_are_two_amounts(share):
    """Neither of the two is dropped in silence."""
    node = table("nil", "EUR 20")["B"] | {share: "5%"}
    outcome = read(annex(independent_amount={"B": node}))
    assert [one.code for one in outcome.findings] == ["DQ037"]
