"""Rows of bulk tables as the reader of a book takes them: for agreements called one by one."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import polars as pl

from isda.basics.arithmetic import NIL
from isda.basics.finding import Finding, Place
from isda.basics.money import Money
from isda.batch.bulk import PART, ROW, BulkTable
from isda.batch.columns import MONEY
from isda.batch.plans import ALL, NET_MARK
from isda.facts.facts import Mark, Trade
from isda.sheet.book import Book
from isda.sheet.book_collateral import LOTS
from isda.sheet.book_rows import take_rows
from isda.sheet.book_tables import BookReader
from isda.sheet.book_trades import MARKS, TRADES
from isda.sheet.fields import Fields
from isda.sheet.headers import TableFile
from isda.sheet.records import Faults, Records, RowCount
from isda.sheet.table_files import TableReport


class Wanted(NamedTuple):
    """Which bulk rows are read one by one.

    Attributes:
        names: Agreements of which every row is, by table.
        odd: The agreement, the part and the number of single trades besides.
        known: Every agreement of the book.
        strange: The tables that have rows of no agreement of the book.
        together: Agreements that share a trade: their rows are read with one another.
        twice: Agreements of which every row is read apart as well: they are called twice.
    """

    names: Mapping[str, frozenset[str]]
    odd: pl.DataFrame
    known: frozenset[str]
    strange: Container[str]
    together: Container[str]
    twice: frozenset[str] = frozenset()


WHOLE = "is_of_whole"


class Raw(NamedTuple):
    """A row as cells of text, with its table, its part and its number there.

    The cells stand in the order of the table's columns, without part and number.
    """

    table: str
    part: int
    number: int
    cells: tuple[str, ...]


class Taken(NamedTuple):
    """What reading the rows of one agreement found besides its own faults.

    Attributes:
        loose: Findings that belong to no agreement.
        unread: Rows that do not read, by file, as control totals count them.
    """

    loose: list[Finding]
    unread: list[tuple[str, RowCount]]


class RowsOf:
    """Bulk rows of agreements, each read when its agreement is called.

    Args:
        book: The book; its records and faults take rows in.
        tables: Its bulk tables.
        known: Every agreement of the book.
        rows: The rows, by agreement.
    """

    def __init__(
        self,
        book: Book,
        tables: Mapping[str, BulkTable],
        known: frozenset[str],
        rows: Mapping[str, list[Raw]],
    ) -> None:
        self.book, self._tables, self._known = book, tables, known
        self._rows = dict(rows)
        self._cells = {name: _cells(table) for name, table in tables.items()}

    def take(self, agreement: str) -> Taken:
        """Take in the rows of one agreement."""
        rows = self._rows.pop(agreement, [])
        faults, counts = self.book.faults, self.book.records.counts
        before = len(faults.every)
        files = {name: table.path.name for name, table in self._tables.items()}
        counted = {file: len(counts[file]) for file in files.values()}
        self._take(rows, dict.fromkeys(each.table for each in rows))
        loose = [each for each in faults.every[before:] if each.agreement is None]
        unread = [
            (file, one)
            for file, known in counted.items()
            for one in counts[file][known:]
            if not one.is_sound
        ]
        return Taken(loose, unread)

    def _take(self, rows: list[Raw], names: Iterable[str]) -> None:
        book = self.book
        reader = BookReader(
            Path(book.folder),
            self._known,
            book.records,
            book.faults,
            book.settings.feeds,
        )
        for name in names:
            table = self._tables[name]
            mine = (each for each in rows if each.table == name)
            fields = (_field(table.files[raw.part], self._cells[name], raw) for raw in mine)
            take_rows(reader, table.columns, table.path.name, fields, table.report)


class OwnRows(RowsOf):
    """Bulk rows that agreements bring, picked out of the tables of a book.

    Args:
        book: The book; its records and faults take rows in.
        tables: Its bulk tables.
        wanted: Which rows.
    """

    def __init__(self, book: Book, tables: Mapping[str, BulkTable], wanted: Wanted) -> None:
        super().__init__(book, tables, wanted.known, {})
        self._wanted = wanted
        for name, table in tables.items():
            at_once: list[Raw] = []
            for owner, raw in self._picked(name, table):
                is_own = owner in wanted.known and owner not in wanted.together
                (self._rows.setdefault(owner, []) if is_own else at_once).append(raw)
            self._take(at_once, [name])
        self._whole = {name: self._rows.get(name, []) for name in wanted.twice}
        self._rows |= {name: self._single(name, rows) for name, rows in self._whole.items()}
        if MARKS.table in tables and TRADES.table in tables:
            self._know_of_trades(tables[TRADES.table])

    def _single(self, agreement: str, rows: list[Raw]) -> list[Raw]:
        """Return which of all rows of an agreement are read where its trades are added up."""
        odd = self._wanted.odd.filter(pl.col("agreement") == agreement)
        places = frozenset(odd.select(PART, ROW).iter_rows())
        names = {
            self._trade_of(each)
            for each in rows
            if each.table == TRADES.table and (each.part, each.number) in places
        }
        return [
            each for each in rows if each.table == LOTS.table or self._trade_of(each) in names
        ]

    def _trade_of(self, row: Raw) -> str:
        return row.cells[self._cells[row.table].index("trade_id")]

    def apart(self) -> RowsOf:
        """Return every row of those that are read twice, for a book that knows none yet.

        Nothing of what is read into one of the two books is in the other.
        """
        records, faults, none = self.book.records, self.book.faults, Records()
        bare = replace(
            records,
            owners=dict(records.owners),
            trades=none.trades,
            marks=none.marks,
            lots=none.lots,
            counts=none.counts,
        )
        stopped = {name: list(each) for name, each in faults.of_agreement.items()}
        found = Faults(list(faults.every), defaultdict(list, stopped), list(faults.of_everyone))
        book = replace(self.book, records=bare, faults=found)
        return RowsOf(book, self._tables, self._known, self._whole)

    def _know_of_trades(self, trades: BulkTable) -> None:
        """Let the book know that it has trades, whoever of them is read one by one."""
        if trades.raw.head(1).collect().height:
            self.book.records.owners.setdefault(ALL, None)

    def _picked(self, name: str, table: BulkTable) -> Iterator[tuple[str, Raw]]:
        """Return the rows of a table that are wanted, with the agreement each belongs to."""
        wanted, trades = self._wanted, self._tables.get(TRADES.table)
        whole, owner = table.raw, pl.col("agreement")
        if name == MARKS.table and trades is not None:
            owners = trades.raw.select("trade_id", "agreement").unique("trade_id")
            whole = whole.join(owners, on="trade_id", how="left")
        lone = wanted.odd.lazy()
        if name == LOTS.table or trades is None:
            lone = lone.clear()
        theirs = owner.is_in(wanted.odd["agreement"].unique().to_list())
        if name == MARKS.table and trades is not None:
            single = trades.raw.filter(theirs).join(lone, on=[PART, ROW], how="semi")
            lone, keys = single.select("trade_id"), ["trade_id"]
        else:
            lone, keys = lone.select(PART, ROW), [PART, ROW]
        is_whole = owner.is_in(sorted(wanted.names[name]))
        if name in wanted.strange:
            is_whole |= ~owner.is_in(sorted(wanted.known)).fill_null(value=False)
        both = whole.filter(is_whole | theirs).with_columns(is_whole.alias(WHOLE))
        single = both.filter(~pl.col(WHOLE)).join(lone, on=keys, how="semi")
        return _raw(table, pl.concat([both.filter(WHOLE), single]).drop(WHOLE))


def _raw(table: BulkTable, picked: pl.LazyFrame) -> Iterator[tuple[str, Raw]]:
    """Yield rows of a table in their order, with the agreement each belongs to."""
    found = picked.sort(PART, ROW).collect(engine="streaming")
    kept = _cells(table)
    cells = found.select(_text(each, found.schema[each]).fill_null("") for each in kept)
    owner = pl.col("agreement").cast(pl.String).fill_null("")
    places = found.select(owner, PART, ROW).iter_rows()
    for (whose, part, number), row in zip(places, cells.iter_rows(), strict=True):
        yield whose, Raw(table.columns.table, part, number, row)


def read_apart(
    book: Book, table: BulkTable, places: pl.LazyFrame, of: Iterable[str] | None = None
) -> Records:
    """Return what some rows of trades or lots say, read apart from those of the book.

    Args:
        book: The book.
        table: The table.
        places: The part and the number of each row.
        of: The agreements that they are of, where they are of few.
    """
    apart, known = Records(), frozenset(book.agreements)
    reader = BookReader(Path(book.folder), known, apart, Faults(), book.settings.feeds)
    report = TableReport()
    rows = table.raw if of is None else table.raw.filter(pl.col("agreement").is_in(list(of)))
    picked = rows.join(places, on=[PART, ROW], how="semi")
    files = [file._replace(report=report) for file in table.files]
    names = _cells(table)
    fields = (_field(files[raw.part], names, raw) for _, raw in _raw(table, picked))
    take_rows(reader, table.columns, table.path.name, fields, report)
    return apart


def _cells(table: BulkTable) -> list[str]:
    return [each for each in table.names if each not in {PART, ROW}]


def _field(file: TableFile, names: list[str], raw: Raw) -> Fields:
    cells = dict(zip(names, raw.cells, strict=True))
    fields = file.row(cells, place_of(file, raw.number))
    file.fit(fields, cells)
    return fields


def place_of(file: TableFile, row: int) -> Place:
    """Return where a row stands, by its number in a file whose rows are a line each."""
    line = 0 if file.path.suffix == ".parquet" else row + 1
    return Place(file.name, line, 0, row)


def _text(name: str, kind: pl.DataType) -> pl.Expr:
    text = pl.col(name).cast(pl.String)
    if isinstance(kind, pl.Decimal) and kind.scale:
        text = text.str.strip_chars_end("0").str.strip_chars_end(".")
    return text


def take_sums(book: Book, sums: pl.DataFrame, on: date) -> None:
    """Take in one trade for all the trades of each agreement.

    Args:
        book: The book; its records take them in.
        sums: Columns agreement and base_currency, and what marks and notionals come to in it;
            no notional where nothing reads them.
        on: The day.
    """
    sums = sums.with_columns(pl.col(NOTIONAL).fill_null(pl.lit("0").cast(MONEY)))
    for name, *each in sums.select("agreement", "base_currency", *OF_SUM).iter_rows():
        stand_in(book, name, on, *each)


NOTIONAL = "notional"
OF_SUM = (NET_MARK, NOTIONAL)


def stand_in(
    book: Book, name: str, on: date, base: str, mark: Decimal = NIL, notional: Decimal = NIL
) -> None:
    """Let one trade stand for all the trades of an agreement."""
    place = Place(book.folder)
    trade = Trade(ALL, on, notional_1=Money(notional, base), trade_date=on, place=place)
    book.records.trades[name][ALL] = trade
    book.records.marks[name][on][ALL] = Mark(ALL, on, Money(mark, base), place=place)
