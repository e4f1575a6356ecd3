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


BOTH = SHARED | {"sharing": "exposures added", "call_under": "this"}
THERE = BOTH | {"call_under": "other"}


def elsewhere(amount, holder="A"):
    return {"agreement": "other", "holder": holder, "amount": amount}


def added(row, *, threshold=BOTH, exposure="USD 7", **given):
    rows = {"exposure_elsewhere": [row]} if row else {}
    return made(threshold=threshold, exposure=exposure, **rows, **given)


@pytest.mark.parametrize(
    ("row", "moves"),
    [
        (elsewhere("USD 2.99"), []),
        (elsewhere("USD 3"), []),
        (elsewhere("USD 3.01"), ["0.01"]),
        (elsewhere("USD 8"), ["5"]),
        (elsewhere("USD -8", "B"), ["5"]),
        (elsewhere("USD 8", "B"), []),
        (elsewhere("KRW 11,200"), ["5"]),
    ],
)
def test_exposures_added_stand_against_one_threshold(row, moves):
    """Seven here and so many there over ten; whoever is told to hold it, as A has it."""
    found = added(row, fx={"USDKRW": "1,400"})
    assert [amount for _, amount, _ in small.moved(found)] == moves


def test_the_working_adds_the_two_exposures():
    """Both stand in a step of their own, and the leg shows their sum."""
    found = added(elsewhere("USD 8"))
    (line,) = [one for one in found.working if one.name == "exposure_of_both"]
    assert {name: small.plain(each) for name, each in line.inputs.items()} == {
        "exposure": "7", "exposure_elsewhere": "8",
    }  # fmt: skip
    assert small.plain(small.leg_of(found).exposure) == "15"


def test_what_is_called_under_the_other_agreement_is_not_called_here():
    """Nothing is required here and what is held goes back; the exposure there is not asked."""
    cash = {"asset": "cash", "currency": "USD", "valuation_percentage": "100%"}
    terms = annex(**ON, threshold={"A": "nil", "B": THERE}, eligible_collateral=[cash])
    held = [{"posted_by": "B", "asset": "cash", "amount": "USD 4"}]
    for row in (None, elsewhere("USD 8")):
        found = added(row, terms=terms, exposure="USD 50", held=held)
        assert small.moved(found) == [("A", "4", "return")]
    reason = small.leg_of(added(None, threshold=THERE)).reasons[0]
    assert "is called there" in reason.message


def test_without_the_exposure_elsewhere_the_leg_is_refused():
    """MC151; a row of another agreement is read by nothing, and so is one without use."""
    found = added(None)
    assert small.codes(found) == ["MC151"]
    assert "`exposure_elsewhere:`" in small.found(found, "MC151").help
    strange = {"agreement": "third", "holder": "A", "amount": "USD 8"}
    assert small.codes(added(strange)) == ["MC151", "MC317"]
    assert small.codes(made(used(), exposure_elsewhere=[elsewhere("USD 8")])) == ["MC317"]
    assert "MC317" in small.codes(made(used(), threshold=BOTH))


UNSAID = [
    {"independent_amount": {"A": "nil", "B": "USD 1"}},
    {"independent_amount": {"A": "nil", "B": {"percent_of_exposure": "1%"}}},
    {"independent_amount": {"A": {"while": [{"event": "Illegality", "value": "USD 1"}]}}},
    {"credit_support_amount": "max(nil, exposure - threshold)"},
]


@pytest.mark.parametrize("terms", UNSAID)
@pytest.mark.parametrize("threshold", [BOTH, THERE])
def test_what_no_document_says_beside_added_exposures_is_undefined(terms, threshold):
    """Independent amounts, and a requirement in the document's own words."""
    own = annex(**ON, threshold={"A": "nil", "B": threshold}, **terms)
    found = made(terms=own, exposure_elsewhere=[elsewhere("USD 8")])
    assert small.leg_of(found).status == "undefined"


@pytest.mark.parametrize("threshold", [BOTH, THERE])
def test_an_independent_amount_of_the_day_is_undefined_too(threshold):
    """A figure of the facts, of a trade or of a Confirmation."""
    day = {"threshold": threshold, "exposure_elsewhere": [elsewhere("USD 8")]}
    found = made(independent_amounts={"B": "USD 1"}, **day)
    assert small.leg_of(found).status == "undefined"
    owed = {"independent_amount": "1", "independent_amount_currency": "USD"}
    found = made(trades=[small.trade(**owed, independent_amount_of="B")], **day)
    assert small.leg_of(found).status == "undefined"
    confirmed = {
        "transaction": "T1",
        "changes": small.NY94,
        "independent_amount": {"B": "USD 5"},
    }
    found = made(trades=[small.trade()], keys={"confirmations": [confirmed]}, **day)
    assert small.leg_of(found).status == "undefined"


def test_initial_margin_has_no_exposure_to_add():
    """The threshold of an annex of initial margin stands against margin."""
    terms = annex(
        "IM CSA 2018 New York",
        posting_parties=["B"],
        base_currency="USD",
        regimes={"EU": {}},
        margin_approach="distinct",
        threshold={"A": "nil", "B": BOTH},
    )
    margin = [{"regime": "EU", "poster": "B", "amount": "USD 60"}]
    found = call(terms, initial_margin=margin)
    assert small.leg_of(found).status == "undefined"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"sharing": "exposures added", "call_under": "this"}, "DQ038"),
        ({"sharing": "exposures added", "shared_with": "OTHER"}, "DQ038"),
        ({"call_under": "other", "shared_with": "OTHER"}, "DQ037"),
    ],
)
def test_what_has_to_stand_beside_added_exposures(words, code):
    """The other agreement and where the call is made; neither without the reading."""
    terms = annex(threshold={"B": {"value": "USD 10"} | words})
    assert [one.code for one in read(terms).findings] == [code]


def test_rows_of_exposures_elsewhere():
    """Each agreement once; every key is needed."""
    day = small.text(exposure_elsewhere=[elsewhere("USD 1"), elsewhere("USD 1")])
    assert [one.code for one in isda.read_facts_text(day, "d.json").findings] == ["DQ060"]
    day = small.text(exposure_elsewhere=[{"agreement": "OTHER", "holder": "A"}])
    assert [one.code for one in isda.read_facts_text(day, "d.json").findings] == ["DQ015"]


def test_one_exposure_is_not_added_under_two_annexes():
    """The row names no annex: refused, unless it is nil or one annex alone adds it."""
    cover = {"value": "all", "except": ["two"]}, {"value": "all", "except": ["one"]}
    day = {
        "plus_is_good_for": "party A",
        "trades": [small.trade("T1", product="one"), small.trade("T2", product="two")],
        "marks": [small.mark("12", "T1"), small.mark("13", "T2")],
    }

    def both(second, amount):
        terms = [
            annex(**ON, name=name, covered_transactions=own, threshold={"A": "nil", "B": share})
            for name, own, share in zip(("one", "two"), cover, (BOTH, second), strict=True)
        ]
        return call(*terms, exposure_elsewhere=[elsewhere(amount)], **day)

    assert "add it to theirs" in small.found(both(BOTH, "USD 1"), "MC119").message
    assert [one for _, one, _ in small.moved(both(BOTH, "USD 0"))] == ["2", "3"]
    assert [one for _, one, _ in small.moved(both("USD 10", "USD 1"))] == ["3", "3"]
