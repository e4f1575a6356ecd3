"""A threshold that another agreement uses too."""

import pytest
import small
from small import annex, call, owes, read

import isda

ON = {"valuation_date": "any day", "posting_parties": ["B"]}
SHARED = {"value": "USD 10", "shared_with": "OTHER"}


def used(amount="USD 4", **keys):
    return {"agreement": "other", "of": "B", "amount": amount} | keys


def made(*rows, threshold=SHARED, exposure="USD 12", terms=None, **given):
    terms = terms or annex(**ON, threshold={"A": "nil", "B": threshold})
    return call(terms, exposure=owes(exposure), threshold_used_elsewhere=rows, **given)


def moved(*rows, **given):
    return [amount for _, amount, _ in small.moved(made(*rows, **given))]


@pytest.mark.parametrize(
    ("elsewhere", "required"),
    [("0", "2"), ("4", "6"), ("9.99", "11.99"), ("10", "12"), ("10.01", "12")],
)
def test_what_the_other_agreement_uses_is_gone(elsewhere, required):
    """Of ten, what is left: never below nil."""
    assert moved(used(f"USD {elsewhere}")) == [required]


def test_the_step_says_the_whole_and_what_is_used():
    """Both amounts stand in the working."""
    (line,) = [one for one in made(used()).working if one.name == "threshold_of_pledgor"]
    assert {name: small.plain(each) for name, each in line.inputs.items()} == {
        "threshold": "10", "used_elsewhere": "4",
    }  # fmt: skip


def test_without_the_other_agreements_use_the_leg_is_refused():
    """By the name of the agreement; the row of the other party is not it."""
    found = small.found(made(), "MC151")
    assert "OTHER" in found.message
    assert small.codes(made(used(of="A"))) == ["MC151", "MC317"]
    assert small.codes(made(used(agreement="third"))) == ["MC151", "MC317"]


def test_use_in_another_currency_is_converted():
    """Five thousand six hundred won at 1,400 are four dollars."""
    assert moved(used("KRW 5,600"), fx={"USDKRW": "1,400"}) == ["6"]


def test_a_threshold_of_nothing_or_without_end_is_not_used_up():
    """Nil, infinite, or nil while an event lasts: nothing need be known elsewhere."""
    for nothing in ("nil", "USD 0"):
        assert moved(threshold={"value": nothing, "shared_with": "OTHER"}) == ["12"]
    assert moved(threshold={"value": "infinite", "shared_with": "OTHER"}) == []
    event = {"event": "Illegality", "of": "B", "from": "2024-12-01"}
    assert moved(threshold=SHARED | {"nil_while": ["Illegality"]}, events=[event]) == ["12"]


def test_a_table_by_rating_may_be_shared():
    """The row of the day is what two agreements have between them."""
    rows = {"A- or better": "USD 10", "below": "USD 5", "unrated": "nil"}
    table = {"by_rating": rows, "agency": "S&P", "shared_with": "OTHER"}
    rating = {"of": "B", "agency": "S&P", "since": "2024-01-02"}
    for words, required in (("A-", "6"), ("BBB+", "11")):
        ratings = [rating | {"long_term": words}]
        assert moved(used(), threshold=table, ratings=ratings) == [required]


def test_a_switch_is_never_used_up():
    """Sharing it would say nothing."""
    terms = annex(threshold={"B": SHARED | {"works_as": "switch"}})
    assert [one.code for one in read(terms).findings] == ["DQ037"]


def test_rows_of_the_facts():
    """Each agreement and party once; every key is needed."""
    day = small.text(threshold_used_elsewhere=[used(), used(agreement="OTHER")])
    assert [one.code for one in isda.read_facts_text(day, "d.json").findings] == ["DQ060"]
    day = small.text(threshold_used_elsewhere=[{"agreement": "OTHER", "of": "B"}])
    assert [one.code for one in isda.read_facts_text(day, "d.json").findings] == ["DQ015"]
    day = small.text(threshold_used_elsewhere={"OTHER": "USD 4"})
    assert [one.code for one in isda.read_facts_text(day, "d.json").findings] == ["DQ030"]


def test_one_use_is_not_taken_off_the_thresholds_of_two_annexes():
    """The row names no annex: refused, unless nothing is used or one annex alone shares."""
    cover = {"value": "all", "except": ["two"]}, {"value": "all", "except": ["one"]}
    other = SHARED | {"shared_with": "third"}
    day = {
        "plus_is_good_for": "party A",
        "trades": [small.trade("T1", product="one"), small.trade("T2", product="two")],
        "marks": [small.mark("12", "T1"), small.mark("13", "T2")],
    }

    def both(second, *rows):
        terms = [
            annex(**ON, name=name, covered_transactions=own, threshold={"A": "nil", "B": share})
            for name, own, share in zip(("one", "two"), cover, (SHARED, second), strict=True)
        ]
        return call(*terms, threshold_used_elsewhere=rows, **day)

    refused = both(SHARED, used())
    assert {leg.status for leg in refused.legs} == {"refused"}
    assert "one and two share theirs" in small.found(refused, "MC119").message
    assert [one for _, one, _ in small.moved(both(SHARED, used("USD 0")))] == ["2", "3"]
    apart = both(other, used(), used("USD 5", agreement="third"))
    assert [one for _, one, _ in small.moved(apart)] == ["6", "8"]
