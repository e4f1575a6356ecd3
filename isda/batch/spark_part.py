"""A part of a night on a machine of Spark: the same run, on the rows of some agreements."""

import pickle
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from importlib.metadata import version
from io import BytesIO
from typing import NamedTuple

import polars as pl
import pyarrow as pa

from isda.basics.finding import Finding
from isda.batch import processes
from isda.batch.bind import Sheets, engine
from isda.batch.bound import Bound
from isda.batch.bulk import PART, ROW, UNREAD, BulkTable, typed_tables
from isda.batch.night_run import NightRun
from isda.batch.one_night import NO_SAMPLE, Alone, Sample
from isda.batch.plans import ALL
from isda.batch.rows import OwnRows
from isda.batch.stages import Stages
from isda.batch.sums import total_of
from isda.batch.unfinished import Unfinished
from isda.sheet.book import Book
from isda.sheet.book_collateral import LOTS
from isda.sheet.book_trades import MARKS, TRADES
from isda.sheet.control_totals import is_no_total
from isda.sheet.sheets_of_book import SheetText
from isda.sheet.table_files import Columns

OWN = "own"
ROWS_AT_ONCE = 500_000
DAY_OF = {TRADES.table: "marked_on", MARKS.table: "on", LOTS.table: "on"}


class Shared(NamedTuple):
    """What every part of a night is told.

    Attributes:
        book: The book without its agreements and its bulk tables.
        on: The day.
        tables: The bulk tables, without rows.
    """

    book: Book
    on: date
    tables: dict[str, BulkTable]


class Own(NamedTuple):
    """The agreements of a part.

    Attributes:
        texts: Their sheets.
        bound: Their bound terms.
        known: Every agreement of the book, where rows of others may be among those of the part.
    """

    texts: dict[str, SheetText]
    bound: Bound
    known: frozenset[str]


class Told(NamedTuple):
    """What a part cannot know of the book from its own rows.

    Attributes:
        days: The days of which marks and lots have rows.
        last_held: The last day before the day of the run with lots of anybody.
        has_trades: Whether anybody has trades.
    """

    days: Mapping[str, tuple[date, ...]]
    last_held: date
    has_trades: bool


class Seen(NamedTuple):
    """What a part says of its rows before anything is computed.

    Attributes:
        program: The digest of the program and the version of Polars that it has.
        counts: How many rows it has of each table.
        rows: Of each table one sound row for each day, and every row that does not read.
        totals: Of each control total of the book, sum and rows of the part; None where it is
            of another table.
    """

    program: tuple[str, str]
    counts: dict[str, int]
    rows: dict[str, pl.DataFrame]
    totals: list[tuple[Decimal, int] | None]


class Made(NamedTuple):
    """What a part of a night comes to; each as `NightRun` has it."""

    legs: pl.DataFrame
    steps: pl.DataFrame
    worth: pl.DataFrame
    why_single: dict[str, str]
    found: dict[str, list[Finding]]
    rows: dict[str, int]
    many: frozenset[str]
    added_up: pl.DataFrame
    verdicts: pl.DataFrame
    alone: Alone


class PartRun(NightRun):
    """A night on the rows of some agreements, told what only the whole book can say.

    Args:
        shared: What every part is told.
        own: Its agreements.
        tables: The bulk tables with their rows.
        told: What it cannot know; None where it is asked what it sees.
    """

    def __init__(
        self, shared: Shared, own: Own, tables: dict[str, BulkTable], told: Told | None = None
    ) -> None:
        sheets = Sheets(own.texts)
        super().__init__(replace(shared.book, agreements=sheets), sheets, own.bound, shared.on)
        self._known, self._of_part, self._told = own.known, tables, told

    @property
    def known(self) -> frozenset[str]:
        """Every agreement that rows of the part may be of."""
        return self._known

    def bulk(self, columns: Columns) -> BulkTable | None:
        """Return the rows of the part."""
        table = self._of_part.get(columns.table)
        if table is not None:
            self.tables[columns.table] = table
        return table

    def last_held(self, lots: pl.LazyFrame) -> date:
        """Return the last day before this one of which anybody has lots."""
        return super().last_held(lots) if self._told is None else self._told.last_held

    def days(self) -> Mapping[str, tuple[date, ...]]:
        """Return the days of which anybody has marks and lots."""
        return super().days() if self._told is None else self._told.days

    def with_rows(
        self,
        names: Iterable[str],
        extra: frozenset[str] = frozenset(),
        twice: frozenset[str] = frozenset(),
    ) -> tuple[Book, OwnRows]:
        """Return the book with the rows of agreements; it has trades where anybody has."""
        in_two = MARKS.table in self._of_part and TRADES.table in self._of_part
        if in_two and self._told is not None and self._told.has_trades:
            self.book.records.owners.setdefault(ALL, None)
        return super().with_rows(names, extra, twice)


class Part(NamedTuple):
    """A part of a night as Spark hands it over."""

    number: int
    shared: Shared
    own: Own
    tables: dict[str, BulkTable]


def program() -> tuple[str, str]:
    """Return the digest of this program, and the version of Polars."""
    return engine().hex(), version("polars")


def opened(batches: Iterator[pa.RecordBatch], shared: bytes) -> Part | None:
    """Return the part that a partition of Spark holds; None where it holds nothing.

    Args:
        batches: Its rows: the number of the part, a kind, and agreements or rows of that kind.
        shared: What every part is told.
    """
    found: dict[str, list[bytes]] = defaultdict(list)
    number: int | None = None
    for batch in batches:
        numbers, kinds, raws = (each.to_pylist() for each in batch.columns)
        number = numbers[0]
        for kind, raw in zip(kinds, raws, strict=True):
            found[kind].append(raw)
    if number is None:
        return None
    processes.work_alone()
    told: Shared = pickle.loads(shared)
    tables = {
        name: replace(table, raw=_laid(table, found[name]))
        for name, table in told.tables.items()
    }
    (own,) = found[OWN]
    return Part(number, told, pickle.loads(own), tables)


def _laid(table: BulkTable, raw: list[bytes]) -> pl.LazyFrame:
    """Return rows of a table laid together, with the columns that it has as a whole."""
    schema = table.raw.collect_schema()
    frames = [pl.DataFrame(schema=schema), *(pl.read_ipc_stream(BytesIO(each)) for each in raw)]
    frames = [
        each.select(
            pl.col(name).cast(kind) if name in each.columns else pl.lit(None, kind).alias(name)
            for name, kind in schema.items()
        )
        for each in frames
    ]
    return pl.concat(frames).sort(PART, ROW).lazy()


def routed(
    batches: Iterator[pa.RecordBatch], table: str, parts: pl.DataFrame, rest: int
) -> Iterator[pa.RecordBatch]:
    """Yield the rows of a table, those of one part together.

    Args:
        batches: Rows with the agreement that they belong to.
        table: The table.
        parts: The part of each agreement.
        rest: The part of rows that are of no agreement of the book.
    """
    waiting: list[pa.RecordBatch] = []
    for batch in batches:
        waiting.append(batch)
        if sum(each.num_rows for each in waiting) >= ROWS_AT_ONCE:
            yield _by_part(waiting, table, parts, rest)
            waiting = []
    if waiting:
        yield _by_part(waiting, table, parts, rest)


def _by_part(
    batches: list[pa.RecordBatch], table: str, parts: pl.DataFrame, rest: int
) -> pa.RecordBatch:
    rows = pl.DataFrame(pa.Table.from_batches(batches))
    rows = rows.join(parts, on=OWNER, how="left").with_columns(pl.col(NUMBER).fill_null(rest))
    numbers, raw = [], []
    for (number,), mine in rows.partition_by(NUMBER, as_dict=True).items():
        target = BytesIO()
        mine.drop(NUMBER, OWNER).write_ipc_stream(target, compression="lz4")
        numbers.append(number)
        raw.append(target.getvalue())
    columns = [
        pa.array(numbers, pa.int32()), pa.array([table] * len(raw)), pa.array(raw, pa.binary()),
    ]  # fmt: skip
    return pa.RecordBatch.from_arrays(columns, ["number", "kind", "raw"])


NUMBER, OWNER = "_number", "_owner"


def look(part: Part) -> Seen:
    """Return what a part says of its rows before anything is computed."""
    typed = typed_tables(part.tables)
    rows = {}
    for name, table in part.tables.items():
        day = pl.col(DAY_OF[name])
        first = ~pl.col(UNREAD) & day.is_first_distinct().over(UNREAD)
        places = typed[name].filter(pl.col(UNREAD) | first).select(PART, ROW)
        rows[name] = table.raw.join(places, on=[PART, ROW], how="semi").collect()
    files = {name: table.path.name for name, table in part.tables.items()}
    totals = [
        None if is_no_total(each) or files.get(each.table) != each.file
        else total_of(typed[each.table], each)
        for each in part.shared.book.settings.control_totals
    ]  # fmt: skip
    counts = {name: _height(table.raw) for name, table in part.tables.items()}
    return Seen(program(), counts, rows, totals)


def _height(rows: pl.LazyFrame) -> int:
    height: int = rows.select(pl.len()).collect().item()
    return height


def compute(part: Part, told: Told, verdicts: pl.DataFrame) -> Made:
    """Compute a part of a night, and call by itself who columns do not compute.

    Args:
        part: The part.
        told: What it cannot know.
        verdicts: How kinds of lots count, as far as that is known.
    """
    run, stages = PartRun(part.shared, part.own, part.tables, told), Stages()
    run.marks(stages)
    known = run.lots(stages, verdicts)
    legs, steps = run.figures(stages)
    alone = run.alone(sorted(run.why_single), NO_SAMPLE, stages, Unfinished())
    return Made(
        legs,
        steps,
        run.worth,
        run.why_single,
        run.found,
        run.rows,
        run.many,
        run.added_up,
        known[verdicts.height :],
        alone,
    )


def again(part: Part, told: Told, sample: Sample) -> Alone:
    """Call those of a sample by themselves that are of a part."""
    run = PartRun(part.shared, part.own, part.tables, told)
    mine = Sample(
        [name for name in sample.on_columns if name in run.sheets],
        [name for name in sample.twice if name in run.sheets],
    )
    if mine == NO_SAMPLE:
        return Alone([], [], [], [], {})
    run.type_tables()
    return run.alone([], mine, Stages(), Unfinished())
