"""The days of the Seoul book: which are covered, when legs mature, when months end."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

MONTHS = {"2008": ((2008, 9), (2008, 10)), "2022": ((2022, 9),), "2024": ((2024, 12),)}
SHOWN = (date(2008, 9, 30), date(2022, 9, 30), date(2024, 12, 31))

# Weekdays in those months on which Seoul banks are closed: Chuseok, Foundation Day, Christmas.
SEOUL_CLOSED = {
    date(2008, 9, 15),
    date(2008, 10, 3),
    date(2022, 9, 9),
    date(2022, 9, 12),
    date(2024, 12, 25),
}
# Last weekdays of a month, 2008 to 2024, on which Seoul banks are closed, and the day instead.
MONTH_END_MOVES = {
    date(2014, 1, 31): date(2014, 1, 29),  # New Year by the moon (설)
    date(2020, 4, 30): date(2020, 4, 29),  # Buddha's birthday (부처님오신날)
    date(2020, 9, 30): date(2020, 9, 29),  # Chuseok (추석)
    date(2022, 1, 31): date(2022, 1, 28),  # 설
    date(2023, 9, 29): date(2023, 9, 27),  # 추석
}
SATURDAY = 5


def after_months(day: date, months: int) -> date:
    """The same day so many months later, or the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def on_a_weekday(day: date) -> date:
    """The day itself, or the Monday after a weekend. Holidays do not move it."""
    return day if day.weekday() < SATURDAY else day + timedelta(days=7 - day.weekday())


def month_end(year: int, month: int) -> date:
    """The last Seoul business day of a month between 2008 and 2024."""
    last = date(year, month, monthrange(year, month)[1])
    while last.weekday() >= SATURDAY:
        last -= timedelta(days=1)
    return MONTH_END_MOVES.get(last, last)


def month_ends() -> list[date]:
    """Every month end from January 2008 to December 2024."""
    return [month_end(year, month) for year in range(2008, 2025) for month in range(1, 13)]


def covered(period: str, fixings: list[date]) -> list[date]:
    """The fixing days of a period on which Seoul banks are open."""
    months = MONTHS[period]
    return [
        day for day in fixings if (day.year, day.month) in months and day not in SEOUL_CLOSED
    ]
