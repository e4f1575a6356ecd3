"""What does not read hides no more than itself, and nothing else is said of it."""

from datetime import date

import pytest
import yaml
from small_lint import codes, sample, with_terms

from isda.lint.check import Asked, check_text

CLEAN = sample("CS006", "up-and-down")
LIMIT = sample("LL006", "may_not_use")
TREASURY = {"asset": "US Treasury", "valuation_percentage": "98%"}
CASH = {"asset": "cash", "currency": "USD", "valuation_percentage": "100%"}


def test_a_missing_election_is_told_beside_another_fault():
    """The reading of a limit is asked for although another term of the annex does not read."""
    tree = with_terms(LIMIT, over_the_limit=None, minimum_transfer_amount="50,000,000")
    assert [code for code in codes(tree) if code.startswith("DQ")] == ["DQ015", "DQ048"]


def test_what_was_taken_out_is_not_asked_for():
    """A reading that does not read is one fault, and no missing one beside it."""
    tree = with_terms(LIMIT, over_the_limit="excess perhaps")
    assert [code for code in codes(tree) if code.startswith("DQ")] == ["DQ034"]


def test_a_percentage_that_does_not_read_leaves_the_ranges_standing():
    """The gap between two ranges is found, and the row is not said to have no percentage."""
    rows = [
        CASH,
        {**TREASURY, "remaining": "[0y, 5y]"},
        {**TREASURY, "remaining": "[7y, 10y]", "valuation_percentage": "980%"},
    ]
    assert codes(with_terms(CLEAN, eligible_collateral=rows)) == ["DQ050", "EC001"]


def test_a_range_that_does_not_read_is_no_gap():
    """Where a range is what does not read, nothing is said of the ranges."""
    rows = [
        CASH,
        {**TREASURY, "remaining": "[0y, 5y]"},
        {**TREASURY, "remaining": "7 to 10"},
        {**TREASURY, "remaining": "[20y, 30y]"},
    ]
    assert not {"EC001", "EC002"} & set(codes(with_terms(CLEAN, eligible_collateral=rows)))


def test_a_ratio_that_does_not_read_is_one_fault():
    """A loss-limit row whose ratio is out of its range has a convention."""
    row = {"asset": "Korea Treasury", "margin_ratio": "95%"}
    cash = {"asset": "cash", "currency": "KRW", "valuation_percentage": "100%"}
    assert codes(with_terms(LIMIT, eligible_collateral=[cash, row])) == ["DQ050"]


def test_a_negative_rate_that_does_not_read_was_addressed():
    """`off` is no yes and no no, and is not reported as silence."""
    terms = {"rate": "SOFR", "basis": "360", "compounding": "no", "paid": "monthly"}
    usd = {**terms, "negative_interest": "off"}
    assert codes(with_terms(CLEAN, interest={"USD": usd})) == ["DQ034"]


def test_a_threshold_that_does_not_read_is_a_threshold():
    """Whether it absorbs the independent amount is asked all the same."""
    tree = with_terms(
        CLEAN,
        independent_amount={"A": "nil", "B": "USD 5"},
        threshold={"A": "nil", "B": "USD 10_000"},
    )
    assert codes(tree) == ["CS010", "DQ041"]


def test_a_cap_that_does_not_read_gives_no_more_room():
    """Caps that cannot be met together are found beside one whose amount does not read."""
    caps = [
        {"of": {"asset": "cash"}, "at_most": "6000"},
        {"of": {"asset": "cash"}, "at_most": "30% of posted value"},
        {"of": {"asset": "US Treasury"}, "at_most": "50% of posted value"},
    ]
    assert codes(with_terms(CLEAN, concentration=caps)) == ["DQ048", "EC006"]


@pytest.mark.parametrize(
    ("day", "codes_then"), [("2019-12-31", ["CS021"]), ("2020-01-01", ["CS020"])]
)
def test_the_fall_is_dropped_from_the_day_of_the_amendment(day, codes_then):
    """Until then one minimum falls and the other does not; from then on neither falls."""
    falls = {"value": "USD 250,000", "nil_while": ["Event of Default"]}
    layer = {"dated": "2020-01-01", "minimum_transfer_amount": {"B": "USD 200,000"}}
    tree = with_terms(
        CLEAN, minimum_transfer_amount={"A": "USD 250,000", "B": falls}, amendments=[layer]
    )
    asked = Asked(on=date.fromisoformat(day))
    told = check_text(yaml.safe_dump(tree), asked=asked).findings
    assert [each.code for each in told if each.code in codes_then] == codes_then
    assert ("CS021" in {each.code for each in told}) is (day < "2020-01-01")


@pytest.mark.parametrize(
    ("best", "rest", "faults"),
    [
        (("AAA or better", "USD 1,000,000"), ("below", "USD x"), ["DQ040"]),
        (("AAA or better", "USD x"), ("below", "nil"), ["DQ040"]),
        (("QQ9 or better", "USD x"), ("below", "nil"), ["DQ040", "DQ058"]),
        (("QQ9 or better", "nil"), ("belw", "USD x"), ["DQ038", "DQ038", "DQ040", "DQ058"]),
    ],
)
def test_the_rating_and_the_amount_of_one_row_are_told_together(best, rest, faults):
    """A row of which both are wrong is two faults at once, and no row is missed in it."""
    table = dict([best, rest, ("unrated", "nil")])
    tree = with_terms(
        CLEAN, agencies=["S&P"], threshold={"A": {"by_rating": table}, "B": "nil"}
    )
    assert [code for code in codes(tree) if code.startswith("DQ")] == faults


@pytest.mark.parametrize(
    ("row", "faults"),
    [
        ({"event": "Rainy Day", "valu": "nil"}, ["DQ012", "DQ036", "DQ037"]),
        ({"event": "Rainy Day", "value": "nill"}, ["DQ036", "DQ047"]),
        ({"event": "Rainy Day"}, ["DQ036", "DQ037"]),
        ({"event": "Illegality", "value": "nill"}, ["DQ047"]),
        ({"event": "Illegality", "valu": "nil"}, ["DQ012", "DQ037"]),
        ({"event": "Rainy Day", "value": "nil"}, ["DQ036"]),
    ],
)
def test_the_event_and_the_rest_of_one_row_are_told_together(row, faults):
    """An event that nobody knows is told in the same run as what is wrong beside it."""
    rows = [row, {"otherwise": "USD 5,000,000"}]
    tree = with_terms(CLEAN, threshold={"A": "nil", "B": {"value": "USD 1", "while": rows}})
    assert [code for code in codes(tree) if code.startswith("DQ")] == faults
