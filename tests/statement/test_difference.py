"""Two sheets against each other: what differs in words, and what that does to a call."""

import pytest

from isda.margin.call import call
from isda.sheet.read_facts import read_facts_text
from isda.sheet.read_sheet import read_sheet_text
from isda.statement.difference import Effect, Kind, differences, only_what_differs

SHEET = """sheet: 1
agreement: EXAMPLE
parties:
  A: {name: Bank, cities: [Seoul]}
  B: {name: Client}
master: {form: ISDA Master Agreement 2002}
annexes:
  - form: CSA 1994 New York
    posting_parties: [B]
    base_currency: USD
    eligible_collateral:
      - {asset: cash, currency: USD, valuation_percentage: 100%}
      - {asset: US Treasury, remaining: "[0y, 5y]", valuation_percentage: 98%}
    threshold: {B: "USD 5,000,000"}
    minimum_transfer_amount: USD 250,000
other_terms: {dispute desk: London}
"""
FACTS = """facts: 1
on: 2024-12-30
exposure: {holder: A, amount: "USD 5,400,000"}
"""


def read(text):
    return read_sheet_text(text).must()


def told(text):
    return [
        (each.kind.value, each.document, each.term, each.before, each.after)
        for each in differences(read(SHEET), read(text))
    ]


def test_a_sheet_does_not_differ_from_itself():
    """Order, comments, spelling of amounts and printed answers that are said are no matter."""
    other = SHEET.replace("USD 5,000,000", "USD 5000000.00").replace(
        "    base_currency: USD\n", "    in_transit: not counted  # as printed\n"
    )
    other = other.replace("    minimum", "    base_currency: USD\n    minimum")
    assert told(SHEET) == []
    assert told(other) == []


CASES = {
    "a threshold": (
        ("USD 5,000,000", "nil"),
        ("changed", "CSA 1994 New York", "threshold of B", "USD 5,000,000", "nil"),
    ),
    "a percentage of a row": (
        ("98%", "97%"),
        ("changed", "CSA 1994 New York",
         "eligible collateral, US Treasury; remaining: [0y, 5y]",
         "US Treasury; remaining: [0y, 5y]; valuation percentage: 98%",
         "US Treasury; remaining: [0y, 5y]; valuation percentage: 97%"),
    ),
    "a party's city": (
        ("[Seoul]", "[London]"),
        ("changed", "The parties", "cities of A", "Seoul", "London"),
    ),
    "the Master": (
        ("Agreement 2002", "Agreement 1992"),
        ("changed", "The agreement", "master agreement", "ISDA Master Agreement 2002",
         "ISDA Master Agreement 1992"),
    ),
    "a printed answer": (
        ("    base_currency", "    in_transit: counted\n    base_currency"),
        ("changed", "CSA 1994 New York", "in transit", "not counted", "counted"),
    ),
    "the name of the agreement": (
        ("agreement: EXAMPLE", "agreement: SAMPLE"),
        ("changed", "The agreement", "name", "EXAMPLE", "SAMPLE"),
    ),
    "the date of an annex": (
        ("    posting", "    dated: 2019-03-14\n    posting"),
        ("changed", "The agreement", "annex no. 1: date", "not stated", "2019-03-14"),
    ),
    "own words": (
        ("London}", "Paris}"),
        ("changed", "The agreement, kept and not computed", "dispute desk", "London", "Paris"),
    ),
    "a term more": (
        ("    base_currency", "    notification_time: 13:00 New York\n    base_currency"),
        ("added", "CSA 1994 New York", "notification time", "", "13:00 New York"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("change", "expected"), CASES.values(), ids=CASES)
def test_each_thing_that_differs_is_said_once(change, expected):
    """One change of the sheet is one difference, in the words of the document."""
    assert told(SHEET.replace(*change)) == [expected]


def test_a_row_taken_out_is_not_told_as_a_change_of_those_behind_it():
    """Without its first row the table differs in that row alone."""
    row = "      - {asset: cash, currency: USD, valuation_percentage: 100%}\n"
    (only,) = differences(read(SHEET), read(SHEET.replace(row, "")))
    assert only.kind is Kind.TAKEN_OUT
    assert only.before.startswith("cash")


def test_amendments_count_from_their_day():
    """A threshold that an amendment lowers differs from its day on, and not before."""
    later = SHEET.replace(
        "other_terms",
        "    amendments:\n      - {dated: 2025-01-01, threshold: {B: nil}}\nother_terms",
    )
    one, other = read(SHEET), read(later)
    facts = read_facts_text(FACTS).must()
    assert differences(one, other, facts.on) == ()
    assert [each.term for each in differences(one, other)] == ["threshold of B"]


def test_the_effect_is_what_two_calls_say():
    """By hand: 5,400,000 less 5,000,000 is 400,000; with no threshold 5,400,000 is due."""
    facts = read_facts_text(FACTS).must()
    other = read(SHEET.replace("USD 5,000,000", "nil"))
    moved = Effect(call(read(SHEET), facts), call(other, facts)).moved
    told_ = {each.figure: (each.before, each.after) for each in moved}
    assert told_ == {
        "threshold": ("USD 5,000,000", "USD 0"),
        "required": ("USD 400,000", "USD 5,400,000"),
        "shortfall": ("USD 400,000", "USD 5,400,000"),
        "delivery amount": ("USD 400,000", "USD 5,400,000"),
    }


def test_a_leg_that_only_one_sheet_has_is_named():
    """A party that may post under the later sheet only is one line, not a row of blanks."""
    facts = read_facts_text(FACTS).must()
    other = read(SHEET.replace("[B]", "[A, B]"))
    moved = Effect(call(read(SHEET), facts), call(other, facts)).moved
    assert [(each.leg, each.before, each.after) for each in moved] == [
        ("CSA 1994 New York, party A posts", "none", "there is one")
    ]


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("a", "b", ("a", "b")),
        ("a; b", "a; c", ("…; b", "…; c")),
        ("a; b; c; d", "a; b; x; d", ("…; c; …", "…; x; …")),
        ("a; b", "a", ("…; b", "…")),
    ],
)
def test_only_what_differs_is_shown(before, after, shown):
    """Parts that are alike give way to dots."""
    assert only_what_differs(before, after) == shown


def test_amendments_are_compared_each_for_itself():
    """Two sheets that end alike by amendments of different days do not say the same."""
    layer = "    amendments:\n      - {dated: 2025-01-01, threshold: {B: nil}}\nother_terms"
    one = SHEET.replace("other_terms", layer)
    other = one.replace("2025-01-01", "2025-07-01")
    assert [
        (each.kind.value, each.document) for each in differences(read(one), read(other))
    ] == [
        ("taken out", "CSA 1994 New York, amendment of 2025-01-01"),
        ("added", "CSA 1994 New York, amendment of 2025-07-01"),
    ]


def test_an_effect_that_nobody_computed_is_not_none():
    """Where both calls are refused, the effect is not known, and is not nothing."""
    facts = read_facts_text(FACTS.replace('"USD 5,400,000"', '"KRW 5,400,000"')).must()
    other = read(SHEET.replace("USD 5,000,000", "nil"))
    assert Effect(call(read(SHEET), facts), call(other, facts)).is_unknown


def test_an_annex_on_another_form_is_compared_term_by_term():
    """From 1994 to 1995: the form, what each prints otherwise, and no amount that stayed."""
    other = SHEET.replace("CSA 1994 New York", "CSA 1995 English")
    found = {
        each.term: (each.before, each.after) for each in differences(read(SHEET), read(other))
    }
    assert found["annex no. 1: form"] == ("CSA 1994 New York", "CSA 1995 English")
    assert found["in transit"] == ("not counted", "counted")
    assert found["cash percentage"] == ("face", "applies")
    assert not any(
        term.startswith(("threshold", "minimum transfer amount of")) for term in found
    )


def test_own_words_hide_no_term_of_their_name():
    """`other_terms:` may have a key that a term has as well: both are compared."""
    said = "    in_transit: counted\n    other_terms: {in_transit: see a letter}\n"
    text = SHEET.replace("    base_currency", f"{said}    base_currency")
    other = text.replace("in_transit: counted", "in_transit: not counted")
    (found,) = differences(read(text), read(other))
    assert (found.term, found.before, found.after) == ("in transit", "counted", "not counted")
    assert not found.is_own
