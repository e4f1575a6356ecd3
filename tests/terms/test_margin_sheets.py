"""What a sheet of initial margin must not say, on whatever day it says it."""

import json

import pytest
from small import PARTIES
from small_margin import margin, variation

import isda


def complaints(*annexes):
    """Each complaint, with where it is made: how many approaches are written before it."""
    text = json.dumps({"sheet": "1", "agreement": "S", "parties": PARTIES, "annexes": annexes})
    found = isda.read_sheet_text(text, "small.json").findings
    return [
        (one.code, text[: one.place.column + 20].count('"margin_approach"')) for one in found
    ]


def amended(*layers, approach="distinct", **terms):
    """An annex whose approach changes: pairs of day and approach."""
    return margin(
        approach,
        amendments=[{"dated": day, "margin_approach": said} for day, said in layers],
        **terms,
    )


ONE, TWO = variation(name="one"), variation(name="two")


def test_an_amendment_may_not_allocate_against_two_annexes():
    """Distinct as signed and allocated from 2024 on: which independent amount is not said."""
    later = amended(("2023-01-01", "greater of"), ("2024-01-01", "allocated"))
    assert complaints(ONE, TWO, later) == [("DQ088", 3)]
    assert complaints(ONE, later) == []


@pytest.mark.parametrize(
    ("first", "second", "complaint"),
    [
        # from 2023 to 2024 both would change the independent amount
        ("2024-01-01", "2023-01-01", [("DQ088", 4)]),
        # on the day the first lets go the second takes over
        ("2024-01-01", "2024-01-01", []),
        ("2024-01-01", "2024-01-02", []),
    ],
)
def test_two_annexes_of_margin_join_on_no_day(first, second, complaint):
    """One annex ends its joining and another begins: on no day may both stand."""
    ends = amended((first, "distinct"), approach="allocated", name="ends")
    begins = amended((second, "allocated"), name="begins")
    assert complaints(ONE, ends, begins) == complaint


def test_what_stands_from_the_signing_is_said_once():
    """A contradiction that every later day repeats is one complaint."""
    signed = amended(("2024-01-01", "allocated"), approach="allocated")
    assert complaints(ONE, TWO, signed) == [("DQ088", 1), ("DQ088", 2)]
    kept = margin("allocated", amendments=[{"dated": "2024-01-01", "threshold": "nil"}])
    assert complaints(ONE, TWO, kept) == [("DQ088", 1)]
