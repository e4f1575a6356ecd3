"""Marks in the rows of their trades."""

from datetime import date
from decimal import Decimal

import pytest

from isda.batch.book import run

MONDAY, TUESDAY = date(2024, 12, 30), date(2024, 12, 31)
HEAD = "trade_id,agreement,maturity,mark,mark_currency,marked_on\n"
NO_MARKS = "trade_id,on,mark,currency\n"


def trades(*rows):
    return HEAD + "".join(f"{row}\n" for row in rows)


BOTH = trades("T1,ONE,2025-06-30,100,KRW,2024-12-30", "T2,TWO,2025-06-30,-200.5,KRW,2024-12-30")


def codes(findings):
    return [one.code for one in findings]


def test_a_row_is_a_trade_and_its_mark(make):
    """A mark in the row of its trade counts as one in marks.csv does, at its place."""
    outcome = make(trades_csv=BOTH, marks_csv=NO_MARKS)
    assert outcome.findings == ()
    facts = outcome.must().facts_for("TWO", on=MONDAY)
    (mark,) = facts.marks
    assert (mark.trade_id, mark.mark.amount, mark.on) == ("T2", Decimal("-200.5"), MONDAY)
    assert (mark.place.file.endswith("trades.csv"), mark.place.line) == (True, 3)
    assert (mark.points, mark.discount_factor) == (None, None)
    together = run(outcome.must(), on=MONDAY)
    apart = run(
        make(
            trades_csv=BOTH.replace(",100,KRW,2024-12-30", ",,,").replace(
                ",-200.5,KRW,2024-12-30", ",,,"
            )
        ).must(),
        on=MONDAY,
    )
    assert [(one.status, one.movements) for one in together.calls] == [
        (one.status, one.movements) for one in apart.calls
    ]


def test_without_a_table_of_marks(make):
    """No table of marks is needed beside them, and their file misses a day without any."""
    outcome = make(trades_csv=BOTH)
    (make.folder / "marks.csv").unlink()
    outcome = make.again()
    assert outcome.findings == ()
    (finding,) = outcome.must().facts_for("ONE", on=TUESDAY).findings
    assert (finding.code, finding.message) == (
        "DQ073",
        "trades.csv has no row of 2024-12-31 at all; the last before it are of 2024-12-30",
    )


@pytest.mark.parametrize(
    ("cells", "missing"),
    [
        ("100,KRW,", ["marked_on"]),
        ("100,,2024-12-30", ["mark_currency"]),
        (",KRW,2024-12-30", ["mark"]),
        (",,2024-12-30", ["mark", "mark_currency"]),
    ],
)
def test_all_three_or_none(make, cells, missing):
    """A mark, its currency and its day stand together."""
    outcome = make(trades_csv=trades(f"T1,ONE,2025-06-30,{cells}", "T2,TWO,2025-06-30,,,"))
    assert codes(outcome.findings) == ["DQ037"] * len(missing)
    assert [one.message.split("`")[-2] for one in outcome.findings] == missing
    assert list(make.stopped(outcome)) == ["ONE"]


BAD = [
    ("NaN,KRW,2024-12-31", "DQ045"),
    ("1e5,KRW,2024-12-31", "DQ041"),
    ("100,KRX,2024-12-31", "DQ046"),
]


@pytest.mark.parametrize(("cells", "code"), BAD)
def test_a_bad_mark_stops_its_day(make, cells, code):
    """A bad mark in a sound trade stops its agreement on the mark's day, as in marks.csv."""
    outcome = make(trades_csv=trades(f"T1,ONE,2025-06-30,{cells}", "T2,TWO,2025-06-30,,,"))
    assert codes(outcome.findings) == [code]
    assert make.stopped(outcome, TUESDAY) == {"ONE": [code]}
    assert make.stopped(outcome, MONDAY) == {}


def test_a_bad_day_stops_every_day(make):
    """A mark whose day cannot be read may be of any day."""
    outcome = make(trades_csv=trades("T1,ONE,2025-06-30,1,KRW,soon", "T2,TWO,2025-06-30,,,"))
    assert make.stopped(outcome, MONDAY) == make.stopped(outcome, TUESDAY) == {"ONE": ["DQ051"]}


def test_a_bad_trade_keeps_no_mark(make):
    """The mark of a trade that is not read is not read, and its agreement stops every day."""
    outcome = make(trades_csv=trades("T1,ONE,soon,1,KRW,2024-12-30", "T2,TWO,2025-06-30,,,"))
    assert codes(outcome.findings) == ["DQ051"]
    assert make.stopped(outcome, MONDAY) == make.stopped(outcome, TUESDAY) == {"ONE": ["DQ051"]}


def test_marked_twice(make):
    """A mark that stands in marks.csv as well is refused, and both places are named."""
    outcome = make(trades_csv=BOTH)
    assert codes(outcome.findings) == ["DQ060", "DQ060"]
    assert "first in line 2 of trades.csv" in outcome.findings[0].message
    assert make.stopped(outcome, MONDAY) == {"ONE": ["DQ060"], "TWO": ["DQ060"]}
    assert make.stopped(outcome, TUESDAY) == {}


def test_the_history_stands_beside_it(make):
    """Marks of other days of the same trades may stand in marks.csv."""
    outcome = make(trades_csv=BOTH, marks_csv=NO_MARKS + "T1,2024-12-31,110,KRW\n")
    assert outcome.findings == ()
    assert outcome.must().days() == (MONDAY, TUESDAY)


def test_the_sign_must_be_said(make):
    """Marks in the rows of trades need their sign said, as all marks do."""
    book = make.book.replace("plus_is_good_for: party A\n", "")
    outcome = make(trades_csv=BOTH, marks_csv=NO_MARKS, book_yaml=book)
    assert codes(outcome.findings) == ["DQ063"]


def total(make, said):
    return f"{make.book}control_totals:\n  - {{file: trades.csv, {said}}}\n"


SUM = 'column: mark, currency: KRW, sum: "-100.5"'


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (f"rows: 2, {SUM}", []),
        (f"on: 2024-12-30, rows: 2, {SUM}", []),
        ("rows: 3", ["DQ068"]),
        (f"on: 2024-12-31, {SUM}", ["DQ068"]),
        (SUM.replace("100.5", "100.4"), ["DQ068"]),
        (SUM.replace("mark,", "notional_1,"), ["DQ037"]),
    ],
)
def test_control_totals(make, said, found):
    """A control total of the trades may sum their marks, of all days or of one."""
    outcome = make(trades_csv=BOTH, marks_csv=NO_MARKS, book_yaml=total(make, said))
    assert codes(outcome.findings) == found


def test_a_faulty_mark_is_one_row(make):
    """A trade whose mark is faulty is one row of the file, and its sum cannot be checked."""
    text = BOTH.replace(",100,", ",NaN,")
    outcome = make(
        trades_csv=text, marks_csv=NO_MARKS, book_yaml=total(make, f"rows: 2, {SUM}")
    )
    assert codes(outcome.findings) == ["DQ069", "DQ045"]


LACKING = {
    "mark_currency": "trade_id,agreement,maturity,mark,marked_on\n",
    "marked_on": "trade_id,agreement,maturity,mark,mark_currency\n",
}


@pytest.mark.parametrize(("column", "head"), LACKING.items())
def test_a_column_that_every_mark_lacks_is_one_finding(make, column, head):
    """Forty rows without it are one thing that is wrong with the file, and stop everyone."""
    cell = "2024-12-30" if column == "mark_currency" else "KRW"
    rows = "".join(f"T{n},{('ONE', 'TWO')[n % 2]},2025-06-30,100,{cell}\n" for n in range(40))
    outcome = make(trades_csv=head + rows, marks_csv=NO_MARKS)
    (finding,) = [one for one in outcome.findings if one.is_error]
    assert (finding.code, finding.agreement) == ("DQ015", None)
    assert (
        f"the column `{column}` is missing, and `mark` says nothing without" in finding.message
    )
    assert finding.help == f"add `{column}`"
    made = run(make.again().value, on=MONDAY)
    assert {call.status.value for call in made.calls} == {"refused"}


def test_a_column_that_is_empty_lacks_nothing(make):
    """A header with `mark` alone is no fault where no row has one."""
    head = "trade_id,agreement,maturity,mark\n"
    rows = "T1,ONE,2025-06-30,\nT2,TWO,2025-06-30,\n"
    outcome = make(trades_csv=head + rows, marks_csv=NO_MARKS)
    assert outcome.findings == ()


def test_a_renamed_column_is_offered(make):
    """One of nearly its name is the way out."""
    head = HEAD.replace("mark_currency", "mark_curency")
    outcome = make(trades_csv=head + BOTH.partition("\n")[2])
    (missing,) = [one for one in outcome.findings if one.code == "DQ015"]
    assert missing.help == "the header has `mark_curency`: rename it"
