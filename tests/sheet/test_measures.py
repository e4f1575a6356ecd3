"""Measures and chosen lots, in a facts file and in a book."""

from datetime import date
from decimal import Decimal

import pytest

import isda
from isda.basics.party import Side

DAY = date(2024, 12, 30)
SHEET = """
sheet: 1
agreement: ONE
parties: {A: {name: Bank}, B: {name: Client}}
annexes:
  - form: CSA 1994 New York
    credit_support_amount: max(exposure, next_payment)
"""
LIFE = "ONE,2024-12-30,weighted_average_life,5,,"
HEAD = "agreement,on,measure,value,currency,of\n"


def codes(text):
    return [each.code for each in isda.read_facts_text(f"facts: 1\non: {DAY}\n{text}").findings]


def test_measures_are_read_with_their_places():
    """Each measure is typed, and keeps its line."""
    text = (
        f"facts: 1\non: {DAY}\nmeasures:\n  notional: USD 5\n  dv01: USD 0.5\n"
        "  weighted_average_life: 4.25y\n  next_payment: {A: USD 7}\n"
    )
    found = isda.read_facts_text(text).must().measures
    assert str(found.notional.amount) == "USD 5"
    assert found.notional.place.line == 4
    assert found.dv01.amount.amount == Decimal("0.5")
    assert (found.weighted_average_life.years, found.weighted_average_life.place.line) == (
        Decimal("4.25"),
        6,
    )
    assert {side: str(one.amount) for side, one in found.next_payment.items()} == {
        Side.A: "USD 7"
    }


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("measures: 5", "DQ030"),
        ("measures: {notionl: USD 5}", "DQ012"),
        ("measures: {notional: 5}", "DQ048"),
        ("measures: {dv01: USD -5}", "DQ044"),
        ("measures: {weighted_average_life: 4}", "DQ054"),
        ("measures: {next_payment: USD 5}", "DQ030"),
        ("measures: {next_payment: {C: USD 5}}", "DQ012"),
        ("chosen: {a: b}", "DQ030"),
        ("chosen: [{posted_by: A, asset: cash, amount: USD 5, units: EUR 1}]", "DQ061"),
        ("chosen: [{posted_by: A, asset: cash, amount: USD 5, units: USD 0}]", "DQ045"),
        ("chosen: [{posted_by: A, asset: cash}]", "DQ015"),
    ],
)
def test_what_cannot_be_read_has_its_code(text, code):
    """A slip in a measure or a chosen lot is found at its place."""
    assert code in codes(text)


def test_a_chosen_lot_keeps_its_units():
    """A lot of the sender, and the whole units it comes in."""
    text = (
        f"facts: 1\non: {DAY}\nchosen:\n  - posted_by: A\n    asset: cash\n    amount: USD 5\n"
    )
    (bare,) = isda.read_facts_text(text).must().chosen
    assert (bare.lot.lot_id, bare.units) == ("chosen 1", None)
    (whole,) = isda.read_facts_text(text + "    units: USD 1\n").must().chosen
    assert str(whole.units) == "USD 1"


def book(tmp_path, rows):
    (tmp_path / "agreements").mkdir()
    (tmp_path / "agreements" / "one.yaml").write_text(SHEET, encoding="utf-8")
    (tmp_path / "book.yaml").write_text("book: 1\nname: Small\n", encoding="utf-8")
    (tmp_path / "measures.csv").write_text(HEAD + rows, encoding="utf-8")
    return isda.read_book(tmp_path)


@pytest.mark.parametrize(
    ("words", "years"), [("4.25", "4.25"), ("4.25y", "4.25"), ("4.25 years", None)]
)
def test_a_life_is_read_in_a_table_as_in_facts(tmp_path, words, years):
    """The y that facts need may stand in a table too; other words are a fault of the row."""
    made = book(tmp_path, f"ONE,2024-12-30,weighted_average_life,{words},,\n")
    life = made.value.facts_for("ONE", on=DAY).measures.weighted_average_life
    assert (life and str(life.years)) == years


def test_a_book_has_measures_by_day(tmp_path):
    """Each row is one figure of one agreement on one day."""
    rows = (
        "ONE,2024-12-30,notional,5,USD,\nONE,2024-12-30,dv01,0.5,USD,\n"
        "ONE,2024-12-30,next_payment,7,USD,A\nONE,2024-12-30,next_payment,8,USD,B\n"
        "ONE,2024-12-30,weighted_average_life,4.25,,\nONE,2024-12-31,notional,6,USD,\n"
    )
    made = book(tmp_path, rows).must()
    found = made.facts_for("ONE", on=DAY).measures
    assert str(found.notional.amount) == "USD 5"
    assert str(found.dv01.amount) == "USD 0.5"
    assert {str(side): str(one.amount) for side, one in found.next_payment.items()} == {
        "A": "USD 7",
        "B": "USD 8",
    }
    assert found.weighted_average_life.years == Decimal("4.25")
    assert made.facts_for("ONE", on=date(2025, 1, 2)).measures.notional is None


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("ONE,2024-12-30,notionl,5,USD,", "DQ034"),
        ("TWO,2024-12-30,notional,5,USD,", "DQ067"),
        ("ONE,2024-12-30,notional,-5,USD,", "DQ044"),
        ("ONE,2024-12-30,notional,5,USD,A", "DQ037"),
        ("ONE,2024-12-30,dv01,5,,", "DQ032"),
        ("ONE,2024-12-30,next_payment,5,USD,", "DQ032"),
        ("ONE,2024-12-30,weighted_average_life,5,USD,", "DQ037"),
        ("ONE,2024-12-30,dv01,5,USD,\nONE,2024-12-30,dv01,5,USD,", "DQ060"),
        ("ONE,2024-12-30,next_payment,5,USD,A\nONE,2024-12-30,next_payment,5,USD,A", "DQ060"),
        ("ONE,2024-12-30,notional,5,USD,\nONE,2024-12-30,notional,6,USD,", "DQ060"),
        (f"{LIFE}\n{LIFE}", "DQ060"),
    ],
)
def test_a_faulty_row_of_measures_stops_its_agreement(tmp_path, row, code):
    """A row that cannot be read is found, and what it belongs to is not computed."""
    found = book(tmp_path, row + "\n").findings
    assert code in [each.code for each in found]
