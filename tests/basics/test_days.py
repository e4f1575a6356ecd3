"""Dates, lengths, ranges of maturity, periods and times: read exactly, refused with words."""

from datetime import date

import pytest

from isda.basics.days import Length, MaturityRange, Period, read_date
from isda.basics.faults import AmountError, FindingsError, InvariantBroken, must
from isda.basics.finding import Finding, Place, Severity
from isda.basics.hours import CityTime
from isda.basics.outcome import Outcome, in_place_order

START = date(2024, 2, 29)


@pytest.mark.parametrize(
    ("span", "end", "holds"),
    [
        ("[1y, 5y)", "2025-02-27", False), ("[1y, 5y)", "2025-02-28", True),
        ("(1y, 5y]", "2025-02-28", False), ("(1y, 5y]", "2025-03-01", True),
        ("[1y, 5y)", "2029-02-27", True), ("[1y, 5y)", "2029-02-28", False),
        ("(1y, 5y]", "2029-02-28", True), ("(1y, 5y]", "2029-03-01", False),
        ("[6m, 18m]", "2024-08-28", False), ("[6m, 18m]", "2024-08-29", True),
        ("[6m, 18m]", "2025-08-29", True), ("[6m, 18m]", "2025-08-30", False),
        ("(20y, )", "2044-02-29", False), ("(20y, )", "2044-03-01", True),
        ("[0d, 0d]", "2024-02-29", True), ("[0d, 0d]", "2024-03-01", False),
    ],
)  # fmt: skip
def test_a_range_at_its_bounds(span, end, holds):
    """From a leap day on: a day below, at and above each bound, open and closed."""
    assert MaturityRange.read(span).holds(START, date.fromisoformat(end)) is holds


@pytest.mark.parametrize("text", ["[1y, 5y)", "(20y, )", "[0y, 30d]", "(6m, 1y)"])
def test_a_range_prints_as_it_is_read(text):
    """What is printed reads back as the same range."""
    assert MaturityRange.read(str(MaturityRange.read(text))) == MaturityRange.read(text)


@pytest.mark.parametrize(
    "text", ["1y to 5y", "[1y; 5y]", "[5y, 1y]", "[1, 5]", "[1y, 5w]", "1y", "[, 5y]"]
)
def test_what_is_no_range_is_refused(text):
    """No interval, no unit, or an end before its beginning."""
    with pytest.raises(AmountError) as caught:
        MaturityRange.read(text)
    assert caught.value.code in {"DQ054", "DQ055"}
    assert caught.value.help


@pytest.mark.parametrize(
    ("text", "later"),
    [("1m", "2024-03-29"), ("12 months", "2025-02-28"), ("2 days", "2024-03-02")],
)
def test_a_length_counts_calendar_time(text, later):
    """The end of a short month stands in for a day that is not there."""
    assert Length.read(text).after(START) == date.fromisoformat(later)


@pytest.mark.parametrize(
    "text", ["2024-02-30", "2024-13-01", "29.02.2024", "20240229", "2024-2-9"]
)
def test_what_is_no_day_is_refused(text):
    """Year, month, day, and a day that exists."""
    with pytest.raises(AmountError) as caught:
        read_date(text)
    assert caught.value.code == "DQ051"


def test_a_leap_day_is_a_day():
    """The 29th of February 2024 was one."""
    assert read_date("2024-02-29") == START


@pytest.mark.parametrize(
    ("text", "reads"),
    [("2 Local Business Days", True), ("1 day", True), ("30 days", True),
     ("two days", False), ("2 weeks", False), ("2", False), ("1000 days", False)],
)  # fmt: skip
def test_a_period_is_a_count_of_days(text, reads):
    """A number of days of some kind; weeks and words are refused."""
    if reads:
        assert str(Period.read(text)) == text
    else:
        with pytest.raises(AmountError):
            Period.read(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [("24:00 Seoul", "DQ052"), ("12:60 Seoul", "DQ052"), ("noon Seoul", "DQ052"),
     ("13:00", "DQ052"), ("13:00 Atlantis", "DQ053")],
)  # fmt: skip
def test_a_time_needs_its_city(text, code):
    """Hours and minutes that exist, and a city that is known."""
    with pytest.raises(AmountError) as caught:
        CityTime.read(text)
    assert caught.value.code == code


@pytest.mark.parametrize("text", ["00:00 Seoul", "23:59 New York", "9:05 London"])
def test_a_time_of_a_city_is_read(text):
    """The first and the last minute of a day are times."""
    assert CityTime.read(str(CityTime.read(text))) == CityTime.read(text)


def test_findings_are_sorted_by_place_and_told_once():
    """By file, line, column, row and code; the same finding twice is one."""
    later = Finding("DQ001", Severity.ERROR, Place("b.yaml", 1), "second")
    first = Finding("DQ002", Severity.INFO, Place("a.yaml", 9), "first")
    assert in_place_order([later, first, later]) == (first, later)
    assert str(later) == "b.yaml:1 DQ001 second"
    assert str(Finding("DQ001", Severity.INFO, Place(), "nowhere")) == "DQ001 nowhere"
    assert str(Place("a", 1, 2).at("b").at(0).at("c").path) == "b[0].c"


def test_a_demand_for_a_value_raises_its_errors():
    """`must` gives the value, or every error that stands in its way."""
    error = Finding("DQ001", Severity.ERROR, Place("b.yaml", 1), "broken")
    note = Finding("DQ002", Severity.INFO, Place("b.yaml", 2), "note")
    assert Outcome(7, (note,)).must() == 7
    with pytest.raises(FindingsError, match="broken") as caught:
        Outcome(7, (note, error)).must()
    assert caught.value.findings == (error,)
    with pytest.raises(FindingsError, match="note"):
        Outcome(None, (note,)).must()


def test_what_can_never_be_is_our_fault():
    """A broken invariant raises with its sentence; a kept one says nothing."""
    must(condition=True, sentence="all is well")
    with pytest.raises(InvariantBroken, match="water flows uphill"):
        must(condition=False, sentence="water flows uphill")
