"""The bulk tables of a book, as columns: trades with their marks, and lots.

Columns take in only what is plainly right. A cell that is not, a trade that is not live and
marked today, an amount too large: the agreement it stands in is named, and the call of one
agreement reads its rows again and says what is wrong with them, in the words it always has.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from pathlib import Path
from typing import NamedTuple

import polars as pl

from isda.basics.finding import Place
from isda.basics.money import Money
from isda.batch.cells import DTYPES, LOOKED_AT, NotColumns, cell, faulty_cells, of_single_trades
from isda.batch.columns import MONEY, Schema
from isda.batch.even import header_of_even, is_text
from isda.sheet.book_collateral import LOTS
from isda.sheet.book_trades import MARKS, TRADES
from isda.sheet.feeds import PLAIN, Feed
from isda.sheet.headers import TableFile, halves, header_holds, is_known
from isda.sheet.table_files import Columns, TableReport, parts_of, table_file

BULK = frozenset({TRADES.table, MARKS.table, LOTS.table})
"""Tables that come as columns; every other is read row by row."""

ROW = "row"
PART = "part"
PLACE: Schema = {"agreement": pl.String, PART: pl.UInt16, ROW: pl.UInt32}
UNREAD = "is_unread"
OF_ITS_MARK = "_of_mark"
MARKED_IN = (f"{PART}{OF_ITS_MARK}", f"{ROW}{OF_ITS_MARK}")
"""The part and the number of the row of a mark that stands in a table of its own."""

OF_MARK = {"mark": "amount", "mark_currency": "word", "marked_on": "day"}
OF_NOTIONAL = {"notional_1": "amount", "currency_1": "word"}
TRADE_KINDS = {
    "trade_id": "word", "agreement": "word", "maturity": "day", "trade_date": "day", **OF_MARK,
    **OF_NOTIONAL,
}  # fmt: skip
MARK_KINDS = {"trade_id": "word", "on": "day", "mark": "amount", "currency": "word"}
LOT_KINDS = {
    "lot_id": "word", "agreement": "word", "posted_by": "word", "on": "day", "asset": "word",
    "currency": "word", "nominal": "amount", "annex": "word", "price_kind": "word",
    "accrued": "amount", "factor": "rate", "issued": "day", "matures": "day",
    "issuer": "word", "isin": "word", "coupon": "word", "approved_by": "word", "for": "word",
}  # fmt: skip
KINDS = ((TRADES, TRADE_KINDS), (MARKS, MARK_KINDS), (LOTS, LOT_KINDS))
BEGUN = "trade_date"
BACKWARDS = (pl.col("maturity") < pl.col(BEGUN)).fill_null(value=False)
"""A trade that ends before it began."""
MUST_OF_TRADE = frozenset(TRADE_KINDS) - {BEGUN, *OF_NOTIONAL, *OF_MARK}
MUST_OF_MARK = frozenset(MARK_KINDS)
MUST_OF_LOT = frozenset(LOTS.must)


@dataclass(frozen=True, slots=True)
class BulkTable:
    """A bulk table, lazily.

    Attributes:
        path: Its file, or the folder of its parts.
        files: Its parts.
        report: What is worth knowing of its files.
        raw: Its cells as they stand, with the part and the number of each row in it.
    """

    path: Path
    files: tuple[TableFile, ...]
    report: TableReport
    raw: pl.LazyFrame

    @property
    def columns(self) -> Columns:
        """What the table may have."""
        return self.files[0].columns

    @property
    def names(self) -> list[str]:
        """Its columns, with the part and the number of the row."""
        return self.raw.collect_schema().names()


def bulk_table(
    folder: Path,
    columns: Columns,
    feed: Feed = PLAIN,
    headers: Callable[[list[TableFile]], list[list[str]]] | None = None,
) -> BulkTable | None:
    """Find a bulk table in a book, or None where it has none.

    Args:
        folder: The book.
        columns: The table.
        feed: How it is written.
        headers: Looks files of CSV through, as `header_of_even` does one.

    Raises:
        NotColumns: Something is wrong with it as a whole, or it is JSON lines: it is read row
            by row, and what is wrong is said there.
    """
    report = TableReport()
    path = table_file(folder, columns.table, report)
    if path is None and not report.of_file:
        return None
    parts = [] if path is None else parts_of(path, report)
    files = tuple(TableFile(part.path, columns, report, feed, part.given) for part in parts)
    texts = [each for each in files if is_text(each)]
    heads = [header_of_even(each) for each in texts] if headers is None else headers(texts)
    of_text = dict(zip((each.path for each in texts), heads, strict=True))
    frames = [
        _scanned(each, number, of_text.get(each.path)) for number, each in enumerate(files)
    ]
    if path is None or not frames or any(each.is_error for each in report.of_file):
        message = f"{columns.table}: something is wrong with the file as a whole"
        raise NotColumns(message)
    whole = pl.concat(frames, how="diagonal")
    try:
        whole.collect_schema()
    except pl.exceptions.PolarsError as problem:
        message = f"{columns.table}: its parts are not of one kind"
        raise NotColumns(message) from problem
    return BulkTable(path, files, report, whole)


def _scanned(file: TableFile, number: int, header: list[str] | None) -> pl.LazyFrame:
    """Return a part by our names; its header is looked at as the row by row reader does."""
    path = file.path
    if path.suffix == ".parquet":
        try:
            raw = pl.scan_parquet(path, glob=False, hive_partitioning=False)
            header = raw.collect_schema().names()
        except (OSError, pl.exceptions.PolarsError) as problem:
            message = f"{path.name} cannot be read as Parquet"
            raise NotColumns(message) from problem
    elif header is not None:
        separator = file.feed.separator
        raw = pl.scan_csv(path, infer_schema=False, glob=False, separator=separator)
        try:
            raw.collect_schema()
        except (OSError, pl.exceptions.PolarsError) as problem:
            message = f"{path.name} cannot be read as text"
            raise NotColumns(message) from problem
    else:
        message = f"{path.name} is JSON lines"
        raise NotColumns(message)
    place = Place(file.name, 1 if path.suffix != ".parquet" else 0)
    ours = file.ours(header)
    for half, missing in halves([*ours, *file.ours(file.given)], file.columns).items():
        message = f"{path.name} has `{half}` and not `{missing}`"
        raise NotColumns(message)
    header_holds([*ours, *file.ours(file.given)], place, file)
    names = raw.collect_schema().names()
    kept = [pl.col(theirs).alias(own) for theirs, own in zip(names, ours, strict=True)
            if is_known(own, file.columns)]  # fmt: skip
    cells = [
        pl.lit(text or None, dtype=pl.String).alias(own) for own, text in file.rest().items()
    ]
    numbered = raw.with_row_index(ROW, offset=1)
    return numbered.select(*kept, *cells, ROW, pl.lit(number, dtype=pl.UInt16).alias(PART))


def typed(
    table: BulkTable, kinds: Mapping[str, str], must: frozenset[str] = frozenset()
) -> pl.LazyFrame:
    """Return a table with the columns of the kinds, typed, and whether a row did not read.

    A column that the table does not have is null. A row is unread where a cell that must be
    there is empty, or one that is there is not plainly what its column holds.
    """
    schema, feed = table.raw.collect_schema(), table.files[0].feed
    columns, unread = [], [faulty_cells(table.raw, table.columns, feed)]
    for name, kind in kinds.items():
        if name not in schema:
            columns.append(pl.lit(None, dtype=DTYPES[kind]).alias(name))
            continue
        value, is_bad = cell(name, kind, schema[name], feed)
        columns.append(value.alias(name))
        if name not in LOOKED_AT:
            unread.append(is_bad)
        if name in must:
            unread.append(value.is_null())
    single = of_single_trades(schema).alias("is_single")
    rows = table.raw.select(*columns, ROW, PART, reduce(or_, unread).alias(UNREAD), single)
    if BEGUN not in kinds:
        return rows
    half_marked = pl.any_horizontal(_IS_MARKED) & ~pl.all_horizontal(_IS_MARKED)
    return rows.with_columns(pl.col(UNREAD) | BACKWARDS | half_marked)


_IS_MARKED = [pl.col(name).is_not_null() for name in OF_MARK]


def typed_tables(tables: Mapping[str, BulkTable]) -> dict[str, pl.LazyFrame]:
    """Return bulk tables typed."""
    musts = {
        TRADES.table: MUST_OF_TRADE, MARKS.table: MUST_OF_MARK, LOTS.table: MUST_OF_LOT,
    }  # fmt: skip
    return {
        columns.table: typed(tables[columns.table], kinds, musts[columns.table])
        for columns, kinds in KINDS
        if columns.table in tables
    }


class Rows(NamedTuple):
    """What the rows of trades are, as conditions on the typed columns.

    Attributes:
        aside: Made later, or matured, and marked by nobody: no trade of the day.
        plain: Read, marked on the day, and with nothing else of its own.
        live: Not matured.
    """

    aside: pl.Expr
    plain: pl.Expr
    live: pl.Expr

    @property
    def odd(self) -> pl.Expr:
        """Rows that the call of one agreement looks at one by one."""
        return ~(self.aside | (self.plain & self.live)).fill_null(value=False)


def rows_on(on: date) -> Rows:
    """Return what rows are on a day."""
    day = pl.lit(on)
    unread = pl.col(UNREAD)
    over = (pl.col("maturity") < day) | (pl.col("trade_date") > day)
    plain = (
        ~unread
        & ~pl.col("is_single")
        & (pl.col("marked_on") == day)
        & (pl.col("trade_date").is_null() | (pl.col("trade_date") <= day))
    )
    aside = over & pl.col("marked_on").is_null() & ~unread
    return Rows(aside, plain.fill_null(value=False), pl.col("maturity") >= day)


def live_marks(trades: pl.LazyFrame, on: date) -> pl.DataFrame:
    """Add up the plain marks of each agreement and currency, and count what is not plain.

    One pass over the rows; nothing is kept of them.

    Returns:
        Columns agreement, mark_currency, net (`Decimal`), rows, plain and odd (how many),
        matured (those still valued), first_traded, is_undated, and the first and the last day
        of a mark that reads.
    """
    rows = rows_on(on)
    plain, live = rows.plain, rows.live
    counts = (plain & live).fill_null(value=False)
    return (
        trades.group_by("agreement", "mark_currency")
        .agg(
            pl.col("mark").filter(counts).sum().alias("net"),
            pl.len().alias("rows"),
            counts.sum().alias("plain"),
            (rows.odd & ~plain).sum().alias("odd"),
            (plain & ~live).sum().alias("matured"),
            pl.col("trade_date").filter(counts).min().alias("first_traded"),
            (pl.col("trade_date").is_null() & counts).any().alias("is_undated"),
            pl.col("marked_on").filter(~pl.col(UNREAD)).min().alias("first_marked"),
            pl.col("marked_on").filter(~pl.col(UNREAD)).max().alias("last_marked"),
        )
        .collect(engine="streaming")
    )


def sizes_of(every: pl.DataFrame, converted: pl.DataFrame) -> pl.DataFrame:
    """Return how many trades each agreement has, and in which ways they are converted.

    Args:
        every: What `live_marks` counted.
        converted: Its rows with how the marks reach the base currency.
    """
    trades = every.group_by("agreement").agg(pl.col("rows").sum().alias("trades"))
    ways = pl.col("how").drop_nulls().unique().sort().str.join("+").alias("ways")
    how = converted.group_by("agreement").agg(ways)
    return trades.join(how, on="agreement", how="left")


def last_before(lots: pl.LazyFrame, on: date) -> date:
    """Return the last day before another of which lots read."""
    sound = lots.filter((pl.col("on") < on) & ~pl.col(UNREAD)).select(pl.col("on").max())
    return sound.collect(engine="streaming").item() or date.min


def odd_rows(
    trades: pl.LazyFrame, names: list[str], groups: pl.DataFrame, on: date
) -> pl.DataFrame:
    """Return which rows of agreements are to be looked at one by one, and whose they are.

    Args:
        trades: Typed trades with their marks.
        names: Agreements with odd rows.
        groups: Agreements and currencies of which every row is odd.
        on: The day.
    """
    mine = trades.filter(pl.col("agreement").is_in(names) & rows_on(on).odd).select(*PLACE)
    if not groups.height:
        return mine.collect(engine="streaming")
    keys = ["agreement", "mark_currency"]
    whole = trades.filter(pl.col("agreement").is_in(groups["agreement"].unique().to_list()))
    whole = whole.join(groups.select(keys).lazy(), on=keys, how="semi", nulls_equal=True)
    both = pl.concat([mine, whole.select(*PLACE)])
    return both.unique().collect(engine="streaming")


def still_marked(trades: pl.LazyFrame, names: list[str], on: date) -> pl.DataFrame:
    """Return the trades of agreements that matured before a day and are marked on it.

    Beside each stand the part and the number of the row of its mark.
    """
    mine = trades.filter(
        pl.col("agreement").is_in(names) & rows_on(on).plain & ~rows_on(on).live
    )
    there = mine.collect_schema()
    place = [each if each in there else each.removesuffix(OF_ITS_MARK) for each in MARKED_IN]
    rows = mine.select("agreement", "trade_id", "maturity", *place).sort(place)
    return rows.collect(engine="streaming")


def marked(trades: pl.LazyFrame, marks: pl.LazyFrame, on: date) -> pl.LazyFrame:
    """Return trades with their marks of a day out of the table of marks.

    A trade of which no mark is read has none, so that its agreement is looked at by itself.
    """
    of_day = marks.filter((pl.col("on") == on) & ~pl.col(UNREAD)).select(
        "trade_id",
        pl.col("mark"),
        pl.col("currency").alias("mark_currency"),
        pl.col("on").alias("marked_on"),
        pl.col(PART).alias(f"{PART}{OF_ITS_MARK}"),
        pl.col(ROW).alias(f"{ROW}{OF_ITS_MARK}"),
    )
    return trades.drop(OF_MARK).join(of_day, on="trade_id", how="left")


def owners_of_strange(marks: pl.LazyFrame, trades: pl.LazyFrame) -> pl.DataFrame:
    """Return the agreements of marks that do not read, or stand twice on one day."""
    twice = pl.struct("trade_id", "on").is_duplicated()
    strange = marks.filter(pl.col(UNREAD) | twice | pl.col("is_single")).select("trade_id")
    whose = trades.join(strange, on="trade_id", how="semi").select(pl.col("agreement").unique())
    return whose.collect(engine="streaming")


def moved(marks: pl.LazyFrame, trades: pl.LazyFrame, on: date, most: Money) -> pl.DataFrame:
    """Return the agreements of trades whose mark moved too far since the last one before.

    Args:
        marks: Typed marks of many days.
        trades: Typed trades.
        on: The day.
        most: How far a mark of its currency may move.
    """
    mine = marks.filter(~pl.col(UNREAD) & (pl.col("currency") == most.currency))
    today = mine.filter(pl.col("on") == on).select("trade_id", today=pl.col("mark"))
    before = marks.filter(~pl.col(UNREAD) & (pl.col("on") < on)).group_by("trade_id")
    last = before.agg(pl.col("mark", "currency").sort_by("on").last())
    last = last.filter(pl.col("currency") == most.currency)
    far = (pl.col("today").cast(MONEY) - pl.col("mark").cast(MONEY)).abs() > most.amount
    found = today.join(last, on="trade_id", how="inner").filter(far)
    whose = trades.join(found, on="trade_id", how="semi").select(pl.col("agreement").unique())
    return whose.collect(engine="streaming")


def doubled(trades: pl.LazyFrame) -> pl.DataFrame:
    """Return the agreements of trades whose identifier stands in the table twice.

    Identifiers are counted by a hash of 64 bits first: two that are equal have one hash, so
    none is missed, and only where some fall together are they compared as they are.
    """
    hashes = trades.select(pl.col("trade_id").hash()).collect(engine="streaming").to_series()
    if hashes.n_unique() == hashes.len():
        return pl.DataFrame(schema={"agreement": pl.String})
    return (
        trades.group_by("trade_id")
        .agg(pl.len(), pl.col("agreement"))
        .filter(pl.col("len") > 1)
        .explode("agreement")
        .select(pl.col("agreement").unique())
        .collect(engine="streaming")
    )
