"""A run as tables: one row each, and nothing a spreadsheet would run."""

import csv
import io
from datetime import date
from pathlib import Path

import isda
from isda.batch.book import run
from isda.statement.as_csv import cell, to_csv
from isda.statement.as_json import to_run_json

BOOK = Path(__file__).parents[2] / "samples" / "books" / "seoul"


def tables(day):
    document = to_run_json(run(isda.read_book(BOOK).must(), on=day))
    read = {
        name: list(csv.DictReader(io.StringIO(text))) for name, text in to_csv(document).items()
    }
    return document, read


def test_one_row_a_leg_and_one_a_movement():
    """Calls have a row for each leg, movements one for each movement."""
    document, read = tables(date(2008, 9, 30))
    legs = [leg for each in document["calls"] for leg in each["legs"]]
    moved = [one for each in document["calls"] for one in each["movements"]]
    assert len(read["calls.csv"]) == len(legs)
    assert [row["amount"] for row in read["movements.csv"]] == [one["amount"] for one in moved]
    assert [row["delivery_amount"] for row in read["calls.csv"]] == [
        leg["delivery_amount"] or "" for leg in legs
    ]


def test_exceptions_carry_their_reasons():
    """Each exception says its code and its sentence."""
    _, read = tables(date(2008, 9, 30))
    codes = {row["agreement"]: row["code"] for row in read["exceptions.csv"]}
    assert codes == {"LL-MIREU": "condition-precedent", "LL-NURI": "MC107"}
    assert {row["code"] for row in read["findings.csv"]} >= {"MC107"}


def test_formulas_are_made_harmless_and_numbers_stay():
    """A cell that begins like a formula gets an apostrophe; a negative number does not."""
    for text in ("=1+1", "+cmd", "-cmd|x", "@SUM(A1)", "\t=1", "\r=1"):
        assert cell(text) == f"'{text}"
    for text in ("-12.50", "0", "108.01%", "plain", "2008-09-30"):
        assert cell(text) == text
