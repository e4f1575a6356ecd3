"""Banking days of cities: seeded by the `holidays` library, ruled by the user's own list.

A calendar of an exchange is not a settlement calendar, and a holiday declared last week
is in no library: a dated list of the user's (add, remove, reason) stands above the seed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from isda.basics.cities import CITIES
from isda.basics.faults import IsdaError

SATURDAY = 5
FIRST_YEAR, LAST_YEAR = 1990, 2100


class OutOfCover(IsdaError):
    """A day outside the years a calendar knows."""


@lru_cache(maxsize=512)
def _seed(city: str, year: int) -> frozenset[date]:
    import holidays  # noqa: PLC0415  # slow to load: only when a calendar is asked

    entry = CITIES[city]
    if entry.market:
        return frozenset(holidays.financial_holidays(entry.code, years=year))
    return frozenset(
        holidays.country_holidays(
            entry.code, subdiv=entry.subdivision, years=year, categories=entry.categories
        )
    )


@dataclass(frozen=True)
class Calendars:
    """Which days the banks of each city are open.

    Attributes:
        closed: City to days, closed or open by the user's list with the reason: a True
            value closes a day that the seed has open, False opens one it has closed.

    Example:
        >>> Calendars().is_open("Seoul", date(2024, 10, 1))
        False
        >>> Calendars({"Seoul": {date(2024, 10, 2): True}}).is_open("Seoul", date(2024, 10, 2))
        False
    """

    closed: Mapping[str, Mapping[date, bool]] = field(default_factory=dict)

    def is_open(self, city: str, day: date) -> bool:
        """Whether the banks of the city are open on the day.

        Raises:
            OutOfCover: The year is outside 1990 to 2100.
        """
        own = self.closed.get(city, {}).get(day)
        if own is not None:
            return not own
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise OutOfCover(f"no calendar of {city} for {day}: years 1990 to 2100 are known")
        return day.weekday() < SATURDAY and day not in _seed(city, day.year)

    def is_open_in_all(self, cities: tuple[str, ...], day: date) -> bool:
        """Whether the banks of every city are open on the day."""
        return all(self.is_open(city, day) for city in cities)

    def next_open(self, cities: tuple[str, ...], day: date) -> date:
        """Return the day itself, or the first later day on which all are open."""
        while not self.is_open_in_all(cities, day):
            day += timedelta(days=1)
        return day


SEEDED = Calendars()
