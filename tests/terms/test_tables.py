"""Look-up tables: the row that holds a life, the next row up, and the end of the table."""

from datetime import date

import pytest
from pydantic import ValidationError

from isda.basics.faults import AmountError
from isda.terms.tables import LookUpTable, Years

DAY = date(2024, 12, 30)


def table(*rows, by="weighted average life"):
    cells = {row: [f"{number}%"] for number, row in enumerate(rows, start=1)}
    return LookUpTable.model_validate({"by": by, "columns": ["first"], "rows": cells})


def row_of(life, *rows):
    found = table(*rows).of_life(Years.read(f"{life}y"))
    return str(found.row) if found.row else found.why


@pytest.mark.parametrize(
    ("life", "row"),
    [
        ("0", "(0y, 5y]"),
        ("0.000001", "(0y, 5y]"),
        ("5", "(0y, 5y]"),
        ("5.000000000001", "(5y, 30y]"),
        ("30", "(5y, 30y]"),
        ("30.000000000001", "a life of 30.000000000001y lies beyond the last row"),
    ],
)
def test_a_life_takes_the_row_that_holds_it_or_the_next_row_up(life, row):
    """At a closed bound the row still holds; beyond the last there is none."""
    assert row_of(life, "(0y, 5y]", "(5y, 30y]") == row


def test_a_life_in_a_gap_takes_the_next_row_up():
    """Between two rows nothing is interpolated: the upper row holds."""
    assert row_of("5", "[0y, 5y)", "[7y, 10y]") == "[7y, 10y]"
    assert row_of("6.9", "[7y, 10y]", "[0y, 5y)", "[10y, )") == "[7y, 10y]"


def test_a_life_that_two_rows_claim_is_undefined():
    """Two texts own 5.0 years, so none does."""
    assert row_of("5", "[0y, 5y]", "[5y, 10y]") == (
        "a life of 5y is claimed by [0y, 5y] and by [5y, 10y]"
    )


def test_an_open_row_has_no_end():
    """A row open above holds every longer life; a bound that does not belong is left."""
    assert row_of("500", "(0y, 1y]", "(1y, )") == "(1y, )"
    assert row_of("1", "[0y, 1y)", "(1y, )") == "(1y, )"


def test_months_and_days_are_parts_of_a_year():
    """Six months are half a year, and 73 days a fifth of it."""
    assert row_of("0.5", "[0y, 6m]", "(6m, )") == "[0y, 6m]"
    assert row_of("0.500001", "[0y, 6m]", "(6m, )") == "(6m, )"
    assert row_of("0.2", "[0y, 73d]", "(73d, )") == "[0y, 73d]"


@pytest.mark.parametrize(
    ("matures", "row"),
    [
        (date(2029, 12, 30), "(0y, 5y]"),
        (date(2029, 12, 31), "[6y, 30y]"),
        (date(2030, 12, 30), "[6y, 30y]"),
        (date(2024, 12, 30), "(0y, 5y]"),
    ],
)
def test_a_trade_is_entered_with_calendar_years(matures, row):
    """To the day of the fifth year the first row holds, then the next row up."""
    found = table("(0y, 5y]", "[6y, 30y]").of_trade(DAY, matures)
    assert str(found.row) == row


def test_a_trade_beyond_the_table_is_undefined():
    """The day after the thirtieth year no row is left."""
    found = table("(0y, 30y]").of_trade(DAY, date(2054, 12, 31))
    assert found.row is None
    assert found.why == "a remaining maturity to 2054-12-31 lies beyond the last row"


@pytest.mark.parametrize("text", ["5", "five years", "5m", "1,5y", "-1y", "y"])
def test_a_life_is_a_number_of_years(text):
    """Anything else is refused with a code."""
    with pytest.raises(AmountError):
        Years.read(text)


@pytest.mark.parametrize("name", ["max", "nil", "exposure", "two words", "1st", ""])
def test_a_column_is_one_word_that_is_no_input(name):
    """A column that formulas could not name is refused."""
    with pytest.raises(ValidationError):
        LookUpTable.model_validate(
            {"by": "weighted average life", "columns": [name], "rows": {"(0y, )": ["1%"]}}
        )
