"""Dates, periods and maturity ranges."""

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from isda.basics.amounts import shown
from isda.basics.faults import AmountError

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_LENGTH = re.compile(r"(\d{1,4})\s*(y|m|d|years?|months?|days?)", re.ASCII)
_RANGE = re.compile(r"([\[(])\s*([^,\s]+)\s*,\s*([^,\s]*)\s*([\])])")
_PERIOD = re.compile(r"(\d{1,3})\s+(\S.*?)\s*", re.ASCII)


def read_date(text: str) -> date:
    """Read `2024-12-30`.

    Raises:
        AmountError: The text is not a day written year, month, day.

    Example:
        >>> read_date("2024-12-30")
        datetime.date(2024, 12, 30)
    """
    if _DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise AmountError(
                "DQ051", f"{text} is no day of the calendar", "check the month and the day"
            ) from None
    raise AmountError(
        "DQ051", f"{shown(text)!r} is not a date", "write year-month-day, such as 2024-12-30"
    )


class Length(NamedTuple):
    """A length of time in calendar years, months and days.

    Example:
        >>> Length.read("10y").after(date(2024, 2, 29))
        datetime.date(2034, 2, 28)
    """

    years: int = 0
    months: int = 0
    days: int = 0

    @classmethod
    def read(cls, text: str) -> "Length":
        """Read `10y`, `6m`, `30 days`."""
        match = _LENGTH.fullmatch(text.strip())
        if match is None:
            raise AmountError(
                "DQ054", f"{shown(text)!r} is no length of time", "write 10y, 6m or 30d"
            )
        count, unit = int(match[1]), match[2][0]
        return cls(**{{"y": "years", "m": "months", "d": "days"}[unit]: count})

    def after(self, day: date) -> date:
        """Return the day this much later; the end of a short month stands in."""
        return _after(self, day)

    def __str__(self) -> str:
        pairs = ((self.years, "y"), (self.months, "m"), (self.days, "d"))
        return "".join(f"{count}{unit}" for count, unit in pairs if count) or "0y"


@lru_cache(maxsize=4096)
def _after(length: Length, day: date) -> date:
    return day + relativedelta(years=length.years, months=length.months, days=length.days)


class MaturityRange(NamedTuple):
    """A range of maturities with open or closed bounds: `[1y, 5y)`.

    Example:
        >>> year = MaturityRange.read("[1y, 5y)")
        >>> today = date(2024, 12, 30)
        >>> year.holds(today, date(2025, 12, 29)), year.holds(today, date(2025, 12, 30))
        (False, True)
        >>> year.holds(today, date(2029, 12, 29)), year.holds(today, date(2029, 12, 30))
        (True, False)
    """

    least: Length
    most: Length | None
    least_belongs: bool
    most_belongs: bool

    @classmethod
    def read(cls, text: str) -> "MaturityRange":
        """Read an interval; `(20y, )` is open above.

        Raises:
            AmountError: No interval, or its end is before its beginning.
        """
        match = _RANGE.fullmatch(text.strip())
        if match is None:
            raise AmountError(
                "DQ055",
                f"{shown(text)!r} is no range of maturities",
                'write an interval in quotes, such as "[1y, 5y)" or "(20y, )"',
            )
        least = Length.read(match[2])
        most = Length.read(match[3]) if match[3] else None
        some_day = date(2000, 1, 1)
        if most is not None and most.after(some_day) < least.after(some_day):
            raise AmountError(
                "DQ055",
                f"the range {text.strip()} ends before it begins",
                "put the shorter maturity first",
            )
        return cls(least, most, match[1] == "[", match[4] == "]")

    def holds(self, start: date, end: date) -> bool:
        """Whether the time from start to end lies in the range."""
        least, most = _bounds(self, start)
        if end < least or (end == least and not self.least_belongs):
            return False
        return most is None or end < most or (end == most and self.most_belongs)

    def bounds(self, start: date) -> tuple[date, date | None]:
        """Return the days on which the range begins and ends; None where it has no end."""
        return _bounds(self, start)

    def __str__(self) -> str:
        most = "" if self.most is None else str(self.most)
        low, high = "([)]"[self.least_belongs], "([)]"[2 + self.most_belongs]
        return f"{low}{self.least}, {most}{high}"


@lru_cache(maxsize=4096)
def _bounds(maturities: MaturityRange, start: date) -> tuple[date, date | None]:
    most = maturities.most
    return maturities.least.after(start), None if most is None else most.after(start)


class Period(NamedTuple):
    """A number of days of some kind: `3 Local Business Days`, `30 days`.

    Example:
        >>> str(Period.read("2 Seoul business days"))
        '2 Seoul business days'
    """

    days: int
    unit: str

    @classmethod
    def read(cls, text: str) -> "Period":
        """Read a count and the kind of day it counts."""
        match = _PERIOD.fullmatch(text.strip())
        if match is None or not re.search(r"\b[Dd]ays?$", match[2]):
            raise AmountError(
                "DQ054",
                f"{shown(text)!r} is no period",
                "write 30 days or 3 Local Business Days",
            )
        return cls(int(match[1]), match[2])

    def __str__(self) -> str:
        return f"{self.days} {self.unit}"
