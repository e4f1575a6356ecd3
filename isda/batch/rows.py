"""Rows of bulk tables as the reader of a book takes them: for agreements called one by one."""

from collections.abc import Container, Iterator, Mapping
from datetime import date
from pathlib import Path

import polars as pl

from isda.basics.finding import Place
from isda.batch.bulk import ROW, BulkTable
from isda.sheet.book import Book
from isda.sheet.book_rows import take_rows
from isda.sheet.book_tables import BookReader
from isda.sheet.book_trades import MARKS, TRADES
from isda.sheet.fields import Fields
from isda.sheet.tables import TableReport


def take_bulk_rows(
    book: Book,
    tables: Mapping[str, BulkTable],
    names: frozenset[str],
    known: frozenset[str],
    strange: Container[str],
) -> None:
    """Take in the bulk rows of some agreements, and those that belong to none of the book.

    Args:
        book: The book; its records and faults take the rows in.
        tables: Its bulk tables.
        names: The agreements.
        known: Every agreement of the book.
        strange: The tables that have rows of no agreement of the book.
    """
    reader = BookReader(Path(book.folder), known, book.records, book.faults)
    trades = tables.get(TRADES.table)
    for table in tables.values():
        whole = table.raw
        if table.columns is MARKS and trades is not None:
            owners = trades.raw.select("trade_id", "agreement").unique("trade_id")
            whole = whole.join(owners, on="trade_id", how="left")
        picked = pl.col("agreement").is_in(sorted(names))
        if table.columns.table in strange:
            picked |= ~pl.col("agreement").is_in(sorted(known)).fill_null(value=False)
        both = whole.filter(picked).sort(ROW).select(table.names)
        (path,) = table.files
        report = TableReport()
        rows = _fields(both.collect(engine="streaming"), table, report)
        take_rows(reader, table.columns, path.name, rows, report)


def _fields(picked: pl.DataFrame, table: BulkTable, report: TableReport) -> Iterator[Fields]:
    """Yield rows as cells of text, each with its place in its file."""
    (path,) = table.files
    cells = picked.drop(ROW).select(pl.all().cast(pl.String).fill_null(""))
    what = f"a row of {table.columns.table}"
    is_text = path.suffix == ".csv"
    for number, row in zip(picked[ROW], cells.iter_rows(named=True), strict=True):
        place = Place(str(path), number + 1 if is_text else 0, 0, number)
        yield Fields(row, place, report, what=what)


def days_of(table: BulkTable, column: str) -> tuple[date, ...]:
    """Return the days that a column of a bulk table has, in order."""
    cell = pl.col(column)
    if table.raw.collect_schema()[column] == pl.String:
        cell = cell.str.to_date("%Y-%m-%d", strict=False)
    days = table.raw.select(cell.unique().drop_nulls().sort()).collect(engine="streaming")
    return tuple(days[column])
