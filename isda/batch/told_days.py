"""On which days marks and lots have rows, as the reader of a book knows them."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

import polars as pl

from isda.batch.bulk import PART, ROW, UNREAD, BulkTable
from isda.batch.cells import NotColumns
from isda.batch.rows import read_apart
from isda.sheet.book import Book
from isda.sheet.book_collateral import LOTS
from isda.sheet.book_trades import MARKS, TRADES
from isda.sheet.table_files import Columns


class Typed(NamedTuple):
    """The bulk tables of a book.

    Attributes:
        book: The book.
        tables: As they stand, by name.
        typed: Typed.
    """

    book: Book
    tables: Mapping[str, BulkTable]
    typed: Mapping[str, pl.LazyFrame]


def told_days(tables: Typed, inside: tuple[date, ...], on: date) -> dict[str, tuple[date, ...]]:
    """Return the days of which marks and lots have rows, of whatever agreement.

    Args:
        tables: The bulk tables.
        inside: Days of marks in the rows of trades.
        on: The day.
    """
    since = on - timedelta(days=tables.book.settings.mark_age_days)
    found: dict[str, tuple[date, ...]] = {}
    if MARKS.table in tables.typed:
        found[MARKS.table] = _days_of(tables, MARKS, "on", since, on)
    elif any(since <= day <= on for day in inside):
        found[MARKS.table] = inside
    elif TRADES.table in tables.typed:
        found[MARKS.table] = _days_of(tables, TRADES, "marked_on", since, on)
    if LOTS.table in tables.typed:
        found[LOTS.table] = _days_of(tables, LOTS, "on", on, on)
    return found


def _days_of(
    tables: Typed, columns: Columns, day: str, since: date, on: date
) -> tuple[date, ...]:
    """Return the days of which a table has sound rows.

    Args:
        tables: The bulk tables.
        columns: The table.
        day: Its column of days.
        since: From which day on a row is of the day that is asked about.
        on: That day.

    Raises:
        NotColumns: Whether a day has such a row turns on marks of a table of their own that
            columns do not read.
    """
    table = tables.typed[columns.table]
    rows = table.select(pl.col(day).alias("day"), UNREAD).unique()
    there = rows.drop_nulls().sort("day").collect(engine="streaming")
    sound = there.filter(~pl.col(UNREAD))["day"].to_list()
    doubtful = [one for one in there["day"] if one <= on and one not in sound]
    last = max((one for one in sound if one <= on), default=date.min)
    before = max((one for one in sound if one < on), default=date.min)
    if last >= since:
        doubtful = [one for one in doubtful if columns is LOTS and before < one]
    else:
        doubtful = [one for one in doubtful if last < one]
    if not doubtful:
        return tuple(sound)
    if columns is MARKS:
        message = f"no row of {columns.table} of {doubtful[-1]} is plain"
        raise NotColumns(message)
    places = table.filter(pl.col(day).is_in(doubtful)).select(PART, ROW)
    apart = read_apart(tables.book, tables.tables[columns.table], places)
    of_marks = {one for by_day in apart.marks.values() for one in by_day}
    of_lots = {one for by_day in apart.lots.values() for one in by_day}
    return tuple(sorted(of_marks.union(of_lots, sound)))
