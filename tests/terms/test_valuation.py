"""Valuation Dates: daily, weekly, monthly, month end, rolled where they fall on closed days."""

from datetime import date

import pytest

from isda.basics.calendars import Calendars
from isda.basics.faults import AmountError
from isda.terms.valuation import Fixing, ValuationDays

LIBRARY = Calendars()
PLACES = (("Seoul",), ("London", "New York"))


def falls(text, day, calendars=LIBRARY, places=PLACES):
    return ValuationDays.read(text).falls_on(date.fromisoformat(day), calendars, places)


@pytest.mark.parametrize(
    ("text", "day", "is_one"),
    [
        ("any day", "2024-12-28", True),
        ("any day designated by a party", "2024-12-25", True),
        ("each Seoul business day", "2024-12-24", True),
        ("each Seoul business day", "2024-12-25", False),
        ("each Seoul business day", "2024-12-26", True),
        ("each Seoul and London business day", "2024-12-24", True),
        ("each Seoul and London business day", "2024-12-26", False),
        ("every Seoul, London business day", "2024-12-26", False),
        # Local Business Day: open somewhere for each party; New York is open on Boxing Day
        ("each Local Business Day", "2024-12-26", True),
        ("each Local Business Day", "2024-12-25", False),
        ("each Local Business Day", "2024-10-01", False),
        ("each Local Business Day", "2024-12-28", False),
        ("each Friday", "2024-12-27", True),
        ("each Friday", "2024-12-26", False),
        ("each Friday", "2024-12-30", False),
        # Wednesday, Christmas, is closed: it rolls to Thursday and no further
        ("weekly on Wednesday", "2024-12-25", False),
        ("weekly on Wednesday", "2024-12-26", True),
        ("weekly on Wednesday", "2024-12-27", False),
        ("each Saturday", "2024-12-28", False),
        ("each Saturday", "2024-12-30", True),
        ("monthly on the 15", "2024-11-15", True),
        ("monthly on the 15th", "2024-12-15", False),
        ("monthly on the 15", "2024-12-16", True),
        ("monthly on the 15", "2024-12-17", False),
        ("monthly on the 28", "2024-12-28", False),
        ("monthly on the 28", "2024-12-30", True),
        ("monthly on the 31", None, None),
        ("last Local Business Day of each month", "2024-12-31", True),
        ("last Local Business Day of each month", "2024-12-30", False),
        ("last Local Business Day of each month", "2024-11-29", True),
        ("the last Seoul business day of the month", "2024-11-29", True),
        ("last Seoul business day of each month", "2024-11-30", False),
    ],
)
def test_the_days_of_a_rhythm(text, day, is_one):
    """The day itself where it is open; a closed weekly or monthly day rolls to the next."""
    if day is None:
        with pytest.raises(AmountError):
            ValuationDays.read(text)
    else:
        assert falls(text, day) is is_one


def test_the_users_own_holiday_rolls_a_friday():
    """A Friday closed by the user's list is valued on Monday."""
    own = Calendars({"Seoul": {date(2024, 12, 27): True}})
    assert not falls("each Friday", "2024-12-27", own)
    assert falls("each Friday", "2024-12-30", own)


def test_without_cities_only_weekends_are_known():
    """No city is stated for either party: every weekday is open."""
    nowhere = ((), ())
    assert falls("each Local Business Day", "2024-12-25", places=nowhere)
    assert not falls("each Local Business Day", "2024-12-28", places=nowhere)


def test_a_party_without_cities_does_not_close_a_day():
    """Only the party whose cities are stated decides."""
    one = (("Seoul",), ())
    assert falls("each Local Business Day", "2024-12-26", places=one)
    assert not falls("each Local Business Day", "2024-12-25", places=one)


@pytest.mark.parametrize(
    "text",
    [
        "sometimes",
        "each Fryday",
        "monthly on the 0",
        "monthly on the 29",
        "each Atlantis business day",
        "each holiday",
        "last of each month",
    ],
)
def test_days_that_cannot_be_read_are_refused(text):
    """No rhythm, no such weekday, no such city: refused with examples."""
    with pytest.raises(AmountError) as caught:
        ValuationDays.read(text)
    assert caught.value.code in {"DQ053", "DQ056"}
    assert caught.value.help


def test_a_fixing_names_its_source_and_day():
    """The rate of the day, or of the day before; a source without a day is refused."""
    assert Fixing.read("close of the day") == Fixing("close", of_day_before=False)
    before = Fixing.read("market average rate of the day before")
    assert (before.of_day_before, str(before)) == (
        True,
        "market average rate of the day before",
    )
    with pytest.raises(AmountError) as caught:
        Fixing.read("market average rate")
    assert caught.value.code == "DQ057"
