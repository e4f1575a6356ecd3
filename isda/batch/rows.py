"""Rows of bulk tables as the reader of a book takes them: for agreements called one by one."""

from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

import polars as pl

from isda.basics.finding import Place
from isda.basics.money import Money
from isda.batch.bulk import PART, ROW, BulkTable
from isda.batch.plans import NET_MARK
from isda.facts.facts import Mark, Trade
from isda.sheet.book import Book
from isda.sheet.book_collateral import LOTS
from isda.sheet.book_rows import take_rows
from isda.sheet.book_tables import BookReader
from isda.sheet.book_trades import MARKS, TRADES
from isda.sheet.fields import Fields
from isda.sheet.headers import TableFile


def take_bulk_rows(
    book: Book,
    tables: Mapping[str, BulkTable],
    names: Mapping[str, frozenset[str]],
    known: frozenset[str],
    strange: Container[str],
    odd: pl.DataFrame,
) -> None:
    """Take in the bulk rows of some agreements, and those that belong to none of the book.

    Args:
        book: The book; its records and faults take the rows in.
        tables: Its bulk tables.
        names: The agreements, by table.
        known: Every agreement of the book.
        strange: The tables that have rows of no agreement of the book.
        odd: The part and the number of single trades to take in besides.
    """
    reader = BookReader(
        Path(book.folder), known, book.records, book.faults, book.settings.feeds
    )
    trades = tables.get(TRADES.table)
    for table in tables.values():
        whole = table.raw
        if table.columns is MARKS and trades is not None:
            owners = trades.raw.select("trade_id", "agreement").unique("trade_id")
            whole = whole.join(owners, on="trade_id", how="left")
        picked = pl.col("agreement").is_in(sorted(names[table.columns.table]))
        if table.columns.table in strange:
            picked |= ~pl.col("agreement").is_in(sorted(known)).fill_null(value=False)
        both = whole.filter(picked).select(table.names)
        if trades is not None and odd.height and table.columns is not LOTS:
            lone = trades.raw.join(odd.lazy(), on=[PART, ROW], how="semi")
            keys = [PART, ROW] if table is trades else ["trade_id"]
            single = whole.join(lone, on=keys, how="semi").select(table.names)
            both = pl.concat([both, single]).unique([PART, ROW])
        both = both.sort(PART, ROW)
        rows = _fields(both.collect(engine="streaming"), table)
        take_rows(reader, table.columns, table.path.name, rows, table.report)


def _fields(picked: pl.DataFrame, table: BulkTable) -> Iterator[Fields]:
    """Yield rows as cells of text, each with its place in its file."""
    cells = picked.drop(ROW, PART).select(
        _text(name, kind).fill_null("") for name, kind in picked.schema.items()
        if name not in {ROW, PART}
    )  # fmt: skip
    places = picked.select(PART, ROW).iter_rows()
    for (part, number), row in zip(places, cells.iter_rows(named=True), strict=True):
        file = table.files[part]
        fields = file.row(row, place_of(file, number))
        file.fit(fields, row)
        yield fields


def place_of(file: TableFile, row: int) -> Place:
    """Return where a row stands, by its number in a file whose rows are a line each."""
    line = 0 if file.path.suffix == ".parquet" else row + 1
    return Place(file.name, line, 0, row)


def _text(name: str, kind: pl.DataType) -> pl.Expr:
    text = pl.col(name).cast(pl.String)
    if isinstance(kind, pl.Decimal) and kind.scale:
        text = text.str.strip_chars_end("0").str.strip_chars_end(".")
    return text


def take_sums(book: Book, nets: pl.DataFrame, bases: pl.DataFrame, on: date) -> None:
    """Take in one trade for all the trades of an agreement, with the sum of their marks.

    Args:
        book: The book; its records take them in.
        nets: The sum of each agreement's marks.
        bases: The currency it is in.
        on: The day.
    """
    there = nets.join(bases, on="agreement").select("agreement", "base_currency", NET_MARK)
    for name, base, net in there.iter_rows():
        place = Place(book.folder)
        book.records.trades[name][ALL] = Trade(ALL, on, trade_date=on, place=place)
        mark = Mark(ALL, on, Money(net, base), place=place)
        book.records.marks[name][on][ALL] = mark


ALL = "all trades"


def days_of(rows: pl.LazyFrame, column: str) -> Iterable[date]:
    """Return the days that a column of typed rows has."""
    days = rows.select(pl.col(column).unique().drop_nulls()).collect(engine="streaming")
    return days[column]
