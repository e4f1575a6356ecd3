"""A night on Spark: the same run on many machines, each with the rows of some agreements.

Spark reads the files, finds what only the whole can say, and hands each part the rows of its
agreements. A part computes them as one machine computes a book. Rows that cannot be taken
apart, such as a trade that two agreements claim or a row of nobody, stand in one part.
"""

import os
import pickle
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cached_property, reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pyarrow as pa

from isda.basics.arithmetic import EXACT, NIL
from isda.basics.faults import must
from isda.batch.bind import Sheets
from isda.batch.bound import Bound
from isda.batch.bulk import KINDS, BulkTable, bulk_table, typed_tables
from isda.batch.even import header_of_even
from isda.batch.night_run import NightRun
from isda.batch.one_night import Alone, Sample
from isda.batch.spark_part import (
    NUMBER,
    OWN,
    OWNER,
    Made,
    Own,
    Seen,
    Shared,
    Told,
    again,
    compute,
    look,
    opened,
    program,
    routed,
)  # fmt: skip
from isda.batch.spark_rows import MADE, collected, doubled, owned, packed, rows_of, spread
from isda.batch.stages import Stages
from isda.batch.twice import drawn
from isda.batch.unfinished import Unfinished
from isda.batch.worth import KIND
from isda.sheet.book import Book
from isda.sheet.book_collateral import LOTS
from isda.sheet.book_settings import ControlTotal
from isda.sheet.book_trades import MARKS, TRADES
from isda.sheet.feeds import PLAIN
from isda.sheet.headers import TableFile
from isda.sheet.table_files import Columns

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

    from isda.sheet.records import RowCount

OURS = {
    "spark.sql.caseSensitive": "true",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "100000",
    "spark.sql.execution.arrow.maxBytesPerBatch": str(64 << 20),
    "spark.executorEnv.POLARS_MAX_THREADS": "1",
    "spark.driver.maxResultSize": "0",
    "spark.ui.showConsoleProgress": "false",
}
"""What a session of ours is set to, whatever the cluster has by default.

So is the least number of blocks that files are read in: it would follow the number of cores,
and while one is lost or joins, a file would be cut in other places than before."""
PARTS_A_CORE = 4
BYTES_A_PART = 32 << 20
"""A part is as small as this, and there are as many of them for each core, so that one that
takes long, or is lost with its machine, is a small part of the night."""
ROUTED = "number int, kind string, raw binary"


@contextmanager
def session(master: str, log: Path | None = None) -> "Iterator[SparkSession]":
    """Open a session of Spark, and end it.

    Args:
        master: The cluster, as Spark names it.
        log: Where Java writes what it says of itself; left out, where this process does.
    """
    from pyspark import SparkConf, SparkContext
    from pyspark.java_gateway import launch_gateway
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    conf = SparkConf().setMaster(master).setAppName("isda run").setAll([*OURS.items()])
    gateway = SparkContext._gateway  # noqa: SLF001  # the Java of this process, once it has one
    if gateway is None:
        with nullcontext() if log is None else log.open("wb") as file:
            gateway = launch_gateway(conf, {"stderr": file})
    spark = SparkSession(SparkContext(conf=conf, gateway=gateway))
    spark.sparkContext.setLogLevel("ERROR")
    cores = spark.sparkContext.defaultParallelism
    spark.conf.set("spark.sql.files.minPartitionNum", str(cores))
    try:
        yield spark
    finally:
        spark.stop()


class OtherProgram(Exception):
    """A machine of the cluster has another program than this one: nothing is computed."""


class SparkRun(NightRun):
    """A night under way on Spark.

    Args:
        spark: The session.
        book: The book, without its bulk tables.
        sheets: Its agreements.
        bound: Their bound terms.
        on: The day.
    """

    def __init__(
        self, spark: "SparkSession", book: Book, sheets: Sheets, bound: Bound, on: date
    ) -> None:
        super().__init__(book, sheets, bound, on)
        self._spark = spark
        self._headers: dict[Path, list[str]] = {}
        self._seen: list[Seen] = []
        self._made: list[Made] = []

    def bulk(self, columns: Columns) -> BulkTable | None:
        """Return a bulk table of the book, if it has it; Spark looks its files through."""
        feed = self.book.settings.feeds.get(columns.table, PLAIN)
        table = bulk_table(Path(self.book.folder), columns, feed, self._look_through)
        if table is not None:
            self.tables[columns.table] = table
        return table

    def _look_through(self, files: list[TableFile]) -> list[list[str]]:
        found = spread(self._spark, header_of_even, files)
        self._headers |= {file.path: each for file, each in zip(files, found, strict=True)}
        return found

    def marks(self, stages: Stages) -> None:
        """Hand each part its rows, and learn what only the whole can say."""
        for columns, _ in KINDS:
            self.bulk(columns)
        if not self.tables.keys().isdisjoint({TRADES.table, MARKS.table}):
            self.with_sign(self.tables.get(TRADES.table))
        found = {
            name: rows_of(self._spark, table, self._headers)
            for name, table in self.tables.items()
        }
        frames = {name: rows.frame for name, rows in found.items()}
        stages.done("files")
        trades = frames.get(TRADES.table)
        self.together = doubled(trades) if trades is not None else frozenset()
        stages.done("identifiers")
        self._parts = self._handed_out(frames)
        self._seen = self._of_parts(look)
        if any(each.program != program() for each in self._seen):
            message = "a machine of the cluster has another program than this one"
            raise OtherProgram(message)
        for name, rows in found.items():
            handed_out = sum(each.counts[name] for each in self._seen)
            lost = f"{name}: {rows.height} rows in the files, and {handed_out} in the parts"
            must(rows.height == handed_out, lost)
        self._told = self._what_parts_are_told()
        stages.done("parts")

    def _handed_out(self, frames: "dict[str, DataFrame]") -> "DataFrame":
        """Return the rows of every table by parts, each with its agreements."""
        from pyspark import StorageLevel, cloudpickle

        bare = {
            name: replace(table, raw=pl.LazyFrame(schema=table.raw.collect_schema()))
            for name, table in self.tables.items()
        }
        shared = Shared(replace(self.book, agreements={}), self.on, bare)
        self._common = self._spark.sparkContext.broadcast(cloudpickle.dumps(shared))
        numbers = self._numbers()
        parts = pl.DataFrame(
            {OWNER: list(numbers), NUMBER: list(numbers.values())},
            schema={OWNER: pl.String, NUMBER: pl.Int32},
        )
        whole = [self._agreements(numbers)]
        for name, rows in frames.items():
            mine = owned(rows, frames[TRADES.table]) if name == MARKS.table else rows
            whole.append(self._routed(mine, name, parts))
        every = reduce(lambda one, other: one.union(other), whole)
        by_part = every.repartitionById(self._last + 1, "number")
        return by_part.persist(StorageLevel.DISK_ONLY)

    @cached_property
    def _last(self) -> int:
        """The number of the part that cannot be taken apart; so many there are beside it."""
        files = [file.path for table in self.tables.values() for file in table.files]
        by_size = sum(path.stat().st_size for path in files) // BYTES_A_PART
        cores: int = self._spark.sparkContext.defaultParallelism
        return max(by_size, PARTS_A_CORE * cores)

    def _numbers(self) -> dict[str, int]:
        """Return the part of each agreement; those that take long are dealt out evenly."""
        apart = sorted(self.sheets.keys() - self.together)
        apart.sort(key=lambda name: name in self.why_single)
        dealt = {name: place % self._last for place, name in enumerate(apart)}
        return dealt | {name: self._last for name in self.together if name in self.sheets}

    def _agreements(self, numbers: Mapping[str, int]) -> "DataFrame":
        """Return the agreements of each part."""
        names: list[list[str]] = [[] for _ in range(self._last + 1)]
        for name, number in numbers.items():
            names[number].append(name)
        every = [frozenset(mine) for mine in names[:-1]] + [self.known]
        rows = [
            (number, OWN, pickle.dumps(self._own(mine, known)))
            for number, (mine, known) in enumerate(zip(names, every, strict=True))
        ]
        slices = 1 + sum(len(raw) for *_, raw in rows) // BYTES_A_PART
        return self._spark.createDataFrame(
            self._spark.sparkContext.parallelize(rows, slices), ROUTED
        )

    def _own(self, names: list[str], known: frozenset[str]) -> Own:
        return Own(self.sheets.texts_of(names), self.bound.of(names), known)

    def _routed(self, rows: "DataFrame", table: str, parts: pl.DataFrame) -> "DataFrame":
        """Return the rows of a table by parts, many of them in one row of Spark."""
        from pyspark.sql import functions as f

        names = [f.col(f"`{name}`") for name in self.tables[table].names]
        mine = rows.select(*names, f.col("agreement").alias(OWNER))
        told, last = self._spark.sparkContext.broadcast(parts), self._last
        return mine.mapInArrow(lambda batches: routed(batches, table, told.value, last), ROUTED)

    def _of_parts(self, work: Callable[..., Any], *given: object) -> list[Any]:
        """Return what some work makes of each part, in their order.

        Raises:
            NotColumns: As the work raised it.
        """
        shared = self._common

        def run(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
            part = opened(batches, shared.value)
            if part is not None:
                yield packed(part.number, work, part, *given)

        return collected(self._parts.mapInArrow(run, MADE))

    def _what_parts_are_told(self) -> Told:
        """Return what no part can know, from the few rows of each that tell it."""
        tables = {
            name: replace(table, raw=pl.concat(each.rows[name] for each in self._seen).lazy())
            for name, table in self.tables.items()
        }
        front = NightRun(self.book, self.sheets, Bound(), self.on)
        front.tables, front.typed = tables, typed_tables(tables)
        lots, trades = front.typed.get(LOTS.table), tables.get(TRADES.table)
        return Told(
            front.days(),
            date.min if lots is None else front.last_held(lots),
            trades is not None and trades.raw.head(1).collect().height > 0,
        )

    def lots(self, stages: Stages, verdicts: pl.DataFrame) -> pl.DataFrame:
        """Let each part compute its agreements, and return how each kind of lot counts."""
        made: list[Made] = self._of_parts(compute, self._told, verdicts)
        self._made = made
        for each in made:
            self.why_single |= each.why_single
            self.found |= each.found
            self.many |= each.many
            self.added_up = pl.concat([self.added_up, each.added_up])
            for table, count in each.rows.items():
                self.rows[table] = self.rows.get(table, 0) + count
        self.worth = pl.concat(each.worth for each in made)
        stages.done("computed", len(self.sheets))
        new = pl.concat(each.verdicts for each in made)
        return pl.concat([verdicts, new.unique(KIND, keep="first", maintain_order=True)])

    def figures(self, stages: Stages) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Return the legs of all parts, with their steps."""
        legs = pl.concat(each.legs for each in self._made).sort("agreement", "leg")
        stages.done("legs", legs.height)
        return legs, pl.concat(each.steps for each in self._made)

    def alone(self, names: list[str], sample: Sample, stages: Stages, _: Unfinished) -> Alone:
        """Return those that the parts called by themselves, and call a sample."""
        first = [one for each in self._made for one in each.alone.calls]
        twice_of = drawn(self.added_up, sample, first)
        chosen = Sample(sample.on_columns, twice_of)
        sampled: list[Alone] = self._of_parts(again, self._told, chosen)
        self._parts.unpersist()
        every = [*(each.alone for each in self._made), *sampled]
        made = (one for each in every for one in (*each.calls, *each.again))
        by_name = {each.call.agreement: each for each in made}
        twice = {one.call.agreement: one for each in sampled for one in each.twice}
        unread: dict[str, list[RowCount]] = defaultdict(list)
        for each in every:
            for file, rows in each.unread.items():
                unread[file] += rows
        stages.done("one by one", len(names))
        return Alone(
            [by_name[name] for name in names],
            [by_name[name] for name in sample.on_columns],
            [twice[name] for name in twice_of],
            [one for each in every for one in each.loose],
            unread,
        )

    def total_of(self, total: ControlTotal) -> tuple[Decimal, int]:
        """Return the sum that a control total asks for, and how many rows there are of it."""
        place = self.book.settings.control_totals.index(total)
        parts = [each.totals[place] for each in self._seen]
        found = [each for each in parts if each is not None]
        amount = reduce(EXACT.add, (each for each, _ in found), NIL)
        return amount, sum(rows for _, rows in found)
