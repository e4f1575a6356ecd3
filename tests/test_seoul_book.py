"""The Seoul book: what each agreement does on the days its README shows.

The cases come from a reckoning with plain fractions that shares no code with the engine.
"""

from functools import cache
from pathlib import Path

import pytest
import yaml

import isda

HERE = Path(__file__).parent
BOOK = HERE.parent / "samples" / "books" / "seoul"
DAYS = yaml.safe_load((HERE / "cases" / "seoul_book.yaml").read_text(encoding="utf-8"))["days"]
CASES = [
    (day, agreement, expected)
    for day, agreements in DAYS.items()
    for agreement, expected in agreements.items()
]


@cache
def book():
    return isda.read_book(BOOK).must()


@pytest.mark.parametrize(
    ("day", "agreement", "expected"), CASES, ids=[f"{day}-{name}" for day, name, _ in CASES]
)
def test_outcome(day, agreement, expected):
    """An agreement of the book has the status and the movement reckoned by hand."""
    sheet = isda.read_sheet(BOOK / "agreements" / f"{agreement}.yaml").must()
    facts = book().facts_for(agreement, on=day)
    result = isda.to_json(isda.call(sheet, facts, on=day))
    assert result["status"] == expected["status"]
    if expected["status"] == "call":
        (movement,) = result["movements"]
        assert {key: movement[key] for key in ("kind", "from", "amount", "currency")} == {
            key: expected[key] for key in ("kind", "from", "amount", "currency")
        }
    else:
        assert not result["movements"]
    if expected["status"] == "withheld":
        assert [leg["withheld_amount"] for leg in result["legs"]] == [expected["amount"]]
