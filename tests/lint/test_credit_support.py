"""The rules on thresholds, minimums, rounding and independent amounts, at their boundaries."""

from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import ceil, floor

import pytest
from small_lint import SAMPLES, codes, found, sample, with_terms

from isda.basics.money import Money
from isda.lint.check import check_text
from isda.lint.fixing import mend
from isda.lint.movements import comes_back
from isda.lint.posting import is_above_nil
from isda.terms.amounts import IndependentAmountTerm, Movement

CLEAN = sample("CS006", "up-and-down")
STEP = Fraction(1, 4)


def rounding(multiple):
    return {"delivery": f"up to USD {multiple}", "return": f"down to USD {multiple}"}


@pytest.mark.parametrize(
    ("minimum", "expected"),
    [
        ("9,999", "CS003"),
        ("10,000", "CS004"),
        ("10,001", "CS004"),
        ("19,999", "CS004"),
        ("20,000", None),
    ],
)
def test_a_minimum_is_held_against_its_multiple(minimum, expected):
    """Below the multiple a warning, below twice it information, at twice it nothing."""
    tree = with_terms(
        CLEAN, rounding=rounding("10,000"), minimum_transfer_amount=f"USD {minimum}"
    )
    assert codes(tree) == [expected] * 2 if expected else codes(tree) == []


def literally(amount, direction, multiple):
    """An amount as a document rounds it, with no care for what is due."""
    if direction == "nil":
        return amount
    parts = amount / multiple
    whole = {"up": ceil(parts), "down": floor(parts), "nearest": floor(parts + Fraction(1, 2))}
    return Fraction(whole[direction] * multiple)


def chases(first, second, minimum, most):
    """Whether any amount due, moved by one rounding, is sent back by the other."""
    for number in range(1, most * 4 + 1):
        due = number * STEP
        beyond = literally(due, *first) - due
        if beyond > 0 and beyond >= minimum and literally(beyond, *second) > 0:
            return True
    return False


ROUNDINGS = [
    ("nil", 1),
    *(
        (direction, multiple)
        for direction in ("up", "down", "nearest")
        for multiple in (2, 3, 6)
    ),
]


def as_stated(direction, multiple):
    return None if direction == "nil" else Movement(direction, Money(Decimal(multiple), "USD"))


@pytest.mark.parametrize(("first", "second"), [*product(ROUNDINGS, ROUNDINGS)], ids=str)
def test_movements_chase_exactly_when_an_amount_can_be_found_that_does(first, second):
    """The inequality of CS018 says the same as trying every amount in quarters of a unit."""
    for minimum in range(8):
        told = comes_back(as_stated(*first), as_stated(*second), Decimal(minimum))
        assert told is chases(first, second, minimum, 12), minimum


@pytest.mark.parametrize(
    ("code", "terms"),
    [
        ("CS007", {"rounding": {"delivery": "up to USD 10,000", "return": "down to 10,000"}}),
        ("CS009", {"minimum_transfer_amount": {"A": "USD 250,000", "B": "250,000"}}),
        ("CS018", {"rounding": rounding("10,000"), "minimum_transfer_amount": "10,000"}),
        (
            "CS011",
            {"threshold": {"A": "10", "B": {"value": "USD 5", "nil_while": ["Bankruptcy"]}}},
        ),
        ("CS019", {"in_transit": "perhaps"}),
    ],
)
def test_what_does_not_read_is_not_reported_as_missing(code, terms):
    """A term that was taken out for its own fault makes no second finding."""
    broken = codes(with_terms(CLEAN, **terms))
    assert code not in broken
    assert any(each.startswith("DQ") for each in broken)


def test_an_amendment_is_read_where_it_stands():
    """What a later layer says is found in that layer, as it stands from then on."""
    layer = {"dated": "2020-01-01", "rounding": {"delivery": "down to USD 10,000"}}
    (one,) = found(with_terms(CLEAN, amendments=[layer]))
    assert one.code == "CS006"
    assert one.place.path == "annexes.0.amendments.0.rounding.delivery"


def test_a_minimum_by_rating_or_by_a_list_is_held_against_nothing():
    """Where an event decides the minimum, no figure stands for it."""
    tables = {"while": [{"event": "Bankruptcy", "value": "nil"}, {"otherwise": "USD 5"}]}
    tree = with_terms(CLEAN, minimum_transfer_amount=tables)
    assert not {"CS003", "CS004", "CS018"} & set(codes(tree))


@pytest.mark.parametrize("amount", ["USD 5 million million", "USD 5 million", "USD 5mm", "5"])
def test_a_scale_in_words_is_refused_by_the_reader(amount):
    """Item 20: a repeated or unclear unit is no amount, and no rule guesses it."""
    (code,) = codes(with_terms(CLEAN, threshold={"A": amount, "B": "USD 5,000,000"}))
    assert code in {"DQ040", "DQ047", "DQ048"}


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("CS010", "nothing-said"),
    ],
)
def test_a_safe_fix_writes_what_holds_anyway(code, name):
    """The default is written out, and the finding is gone."""
    text = (SAMPLES / code / "fires" / f"{name}.yaml").read_text(encoding="utf-8")
    found = check_text(text).findings
    left = check_text(mend(text, found, unsafe=False, name="a.yaml").text).findings
    assert left == ()


@pytest.mark.parametrize("value", ["nil", "USD 0", "infinite", "per Confirmation"])
def test_an_independent_amount_beside_a_threshold_needs_both_above_nil(value):
    """Nothing is absorbed where one of the two is nil."""
    is_amount = value == "per Confirmation"
    tree = with_terms(
        CLEAN,
        independent_amount={"A": "nil", "B": value if is_amount else "USD 5"},
        threshold={"A": "USD 5", "B": "USD 5" if is_amount else value},
    )
    expected = {"per Confirmation": ["CS010"], "infinite": ["CS008", "CS010"]}
    assert codes(tree) == expected.get(value, [])


@pytest.mark.parametrize(
    ("code", "name"),
    [("CS006", "both-down"), ("CS007", "delivery-alone"), ("CS007", "return-alone")],
)
def test_an_unsafe_fix_writes_what_is_usual(code, name):
    """What changes the agreement is only done when it is asked for, and then it helps."""
    text = (SAMPLES / code / "fires" / f"{name}.yaml").read_text(encoding="utf-8")
    findings = check_text(text).findings
    assert mend(text, findings, unsafe=False, name="a.yaml").text == text
    assert check_text(mend(text, findings, unsafe=True, name="a.yaml").text).findings == ()


def test_a_list_by_attribute_is_an_amount_above_nil():
    """A list of shares says something as soon as one of its rows does."""
    first = {"where": {"rated": "yes"}, "value": "nil"}
    for otherwise, is_above in (("10%", True), ("nil", False)):
        rows = [first, {"otherwise": otherwise}]
        term = IndependentAmountTerm.model_validate({"percent_of_notional": rows})
        assert is_above_nil(term) is is_above
