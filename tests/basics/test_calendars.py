"""Banking days of cities: golden days of Seoul, and the user's own list above the library."""

from datetime import date

import pytest

from isda.basics.calendars import Calendars, OutOfCover
from isda.basics.cities import CITIES

SEOUL = ("Seoul",)
LIBRARY = Calendars()


@pytest.mark.parametrize(
    ("day", "is_open"),
    [
        ("2024-12-31", True), ("2025-12-31", True), ("2026-12-31", True), ("2027-12-31", True),
        ("2024-05-01", False), ("2025-05-01", False), ("2026-05-01", False),
        ("2024-04-10", False), ("2025-06-03", False), ("2026-06-03", False),
        ("2024-10-01", False), ("2025-01-27", False), ("2026-07-17", False),
        ("2027-05-03", False), ("2027-07-19", False), ("2025-10-10", True),
        ("2025-10-09", False), ("2025-10-02", True), ("2026-06-08", True),
        ("2024-12-28", False), ("2024-12-29", False), ("2024-12-30", True),
    ],
)  # fmt: skip
def test_seoul_bank_days(day, is_open):
    """Year ends are bank days; elections, Labour Day and substitutes are closed."""
    assert LIBRARY.is_open("Seoul", date.fromisoformat(day)) is is_open


@pytest.mark.parametrize(
    ("after", "first", "second"),
    [("2026-02-13", "2026-02-19", "2026-02-20"), ("2027-12-24", "2027-12-28", "2027-12-29")],
)
def test_the_next_two_seoul_bank_days(after, first, second):
    """Over Lunar New Year 2026 and Christmas 2027 the next two days are these."""
    following = date.fromisoformat(after)
    found = []
    for _ in range(2):
        following = LIBRARY.next_open(SEOUL, date.fromordinal(following.toordinal() + 1))
        found.append(following.isoformat())
    assert found == [first, second]


def test_an_open_day_is_its_own_next():
    """Rolling starts with the day itself."""
    assert LIBRARY.next_open(SEOUL, date(2026, 2, 13)) == date(2026, 2, 13)


def test_the_users_own_list_stands_above_the_library():
    """A holiday declared last week closes its day in its city, and a day may be opened."""
    own = Calendars({"Seoul": {date(2024, 12, 30): True, date(2024, 12, 25): False}})
    assert not own.is_open("Seoul", date(2024, 12, 30))
    assert own.is_open("Seoul", date(2024, 12, 25))
    assert own.is_open("London", date(2024, 12, 30))
    assert own.next_open(SEOUL, date(2024, 12, 30)) == date(2024, 12, 31)


def test_several_cities_are_open_when_all_are():
    """Christmas Eve is open in Seoul and London, Boxing Day in Seoul alone."""
    both = ("Seoul", "London")
    assert LIBRARY.is_open_in_all(both, date(2024, 12, 24))
    assert LIBRARY.is_open("Seoul", date(2024, 12, 26))
    assert not LIBRARY.is_open_in_all(both, date(2024, 12, 26))


@pytest.mark.parametrize(
    ("day", "known"),
    [("1989-12-29", False), ("1990-01-03", True), ("2100-12-30", True), ("2101-01-03", False)],
)
def test_a_year_outside_the_cover_is_refused(day, known):
    """From 1990 to 2100 a calendar answers; a year before and after it refuses."""
    some = date.fromisoformat(day)
    if known:
        assert LIBRARY.is_open("Seoul", some)
    else:
        with pytest.raises(OutOfCover, match="1990 to 2100"):
            LIBRARY.is_open("Seoul", some)
        assert Calendars({"Seoul": {some: False}}).is_open("Seoul", some)


@pytest.mark.parametrize("city", sorted(CITIES))
def test_every_city_has_a_calendar(city):
    """New Year is closed in each city that is listed, and some working week is open."""
    assert not LIBRARY.is_open(city, date(2024, 1, 1))
    assert any(LIBRARY.is_open(city, date(2024, 11, day)) for day in range(11, 16))
