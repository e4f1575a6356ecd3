"""Bulk tables as rows of Spark: it reads their files, and nothing of them is computed here.

A row keeps the part it came from and its number there, so that what is found in it is said
of the same line as anywhere else. Cells stand as they are: what they mean is for columns.
"""

import pickle
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl
import pyarrow as pa

from isda.batch.bulk import PART, ROW, BulkTable
from isda.batch.cells import NotColumns
from isda.batch.even import is_text
from isda.sheet.headers import TableFile, is_known

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession

MADE = "number int, made binary"
PATH, BLOCK, LINE, BEFORE = "_path", "_block", "_line", "_before"
NO_PATH = frozenset("*?[]{}\\:")
"""Signs that Spark takes for a pattern, or for the name of a file system."""


class Rows(NamedTuple):
    """Rows of a bulk table in Spark, and how many there are in its files."""

    frame: "DataFrame"
    height: int


class Refused(NamedTuple):
    """Why columns do not take a table, as a task of Spark found it."""

    why: str


def spread(
    spark: "SparkSession", work: Callable[[Any], Any], items: Iterable[object]
) -> list[Any]:
    """Return what some work makes of each item, each in a task of its own.

    Raises:
        NotColumns: As the work raised it.
    """
    from pyspark import cloudpickle

    rows = [(number, cloudpickle.dumps(item)) for number, item in enumerate(items)]
    if not rows:
        return []
    frame = spark.createDataFrame(rows, MADE).repartitionById(len(rows), "number")

    def run(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            for number, item in zip(*(each.to_pylist() for each in batch.columns), strict=True):
                yield packed(number, work, pickle.loads(item))

    return collected(frame.mapInArrow(run, MADE))


def packed(number: int, work: Callable[..., Any], *given: object) -> pa.RecordBatch:
    """Return what some work makes as a row of Spark; that columns refuse it is made as well."""
    try:
        made = work(*given)
    except NotColumns as problem:
        made = Refused(str(problem))
    raw = zlib.compress(pickle.dumps(made), 1)
    return pa.RecordBatch.from_arrays(
        [pa.array([number], pa.int32()), pa.array([raw], pa.binary())], ["number", "made"]
    )


def collected(frame: "DataFrame") -> list[Any]:
    """Return what `packed` made, in order.

    Raises:
        NotColumns: Columns refuse some of it.
    """
    rows = sorted(frame.collect(), key=lambda row: row["number"])
    found = [pickle.loads(zlib.decompress(row["made"])) for row in rows]
    for each in found:
        if isinstance(each, Refused):
            raise NotColumns(each.why)
    return found


def rows_of(spark: "SparkSession", table: BulkTable, headers: Mapping[Path, list[str]]) -> Rows:
    """Return the rows of a bulk table as they stand, with the part and the number of each.

    Args:
        spark: The session.
        table: The table.
        headers: The header of each part that is CSV.

    Raises:
        NotColumns: Spark would take the name of a file for something else.
    """
    groups: dict[object, list[tuple[int, TableFile]]] = defaultdict(list)
    for number, file in enumerate(table.files):
        if NO_PATH.intersection(_name(file)):
            message = f"{file.path}: Spark reads no file with one of {''.join(sorted(NO_PATH))}"
            raise NotColumns(message)
        shape = headers.get(file.path) or _schema(file).items()
        groups[is_text(file), tuple(shape), tuple(file.given)].append((number, file))
    found = [
        _lines(spark, group, headers[group[0][1].path])
        if is_text(group[0][1])
        else _columns(spark, group)
        for group in groups.values()
    ]
    frames = (each.frame for each in found)
    both = reduce(lambda one, other: one.unionByName(other, allowMissingColumns=True), frames)
    return Rows(both, sum(each.height for each in found))


def _schema(file: TableFile) -> pl.Schema:
    return _scanned(file).collect_schema()


def _scanned(file: TableFile) -> pl.LazyFrame:
    return pl.scan_parquet(file.path, glob=False, hive_partitioning=False)


def _uri(file: TableFile) -> str:
    return f"file://{_name(file)}"


def _columns(spark: "SparkSession", group: list[tuple[int, TableFile]]) -> Rows:
    """Return the rows of parts that are Parquet, and have one schema."""
    from pyspark.sql import functions as f

    (_, first), *_ = group
    names = _schema(first).names()
    own = first.ours(names)
    read = spark.read.parquet(*(_uri(file) for _, file in group), recursiveFileLookup=True)
    line = f.col("_metadata.row_index") + 1
    mine = [_quoted(theirs).alias(ours) for theirs, ours in zip(names, own, strict=True)
            if is_known(ours, first.columns)]  # fmt: skip
    rows = read.select(*mine, _path(), line.alias(ROW))
    paths = [(_name(file),) for _, file in group]
    counts = [_scanned(file).select(pl.len()).collect().item() for _, file in group]
    return Rows(_with_parts(spark, rows, group, paths, [PATH]), sum(counts))


def _path() -> "Column":
    """Return the path of the file of a row, which Spark writes as an address."""
    from pyspark.sql import functions as f

    escaped = f.replace("_metadata.file_path", f.lit("+"), f.lit("%2B"))
    return f.regexp_replace(f.url_decode(escaped), "^file:/+", "/").alias(PATH)


def _name(file: TableFile) -> str:
    return str(file.path.absolute())


def _quoted(name: str) -> "Column":
    from pyspark.sql import functions as f

    return f.col("`" + name.replace("`", "``") + "`")


def _lines(
    spark: "SparkSession", group: list[tuple[int, TableFile]], header: list[str]
) -> Rows:
    """Return the rows of parts that are CSV, and have one header.

    Spark reads a long file in blocks, and says of no line which it is. Lines are numbered
    within what one task reads, and the lines of the blocks before are added.
    """
    from pyspark.sql import functions as f

    (_, first), *_ = group
    uris = [_uri(file) for _, file in group]
    read = spark.read.text(uris, lineSep="\n", recursiveFileLookup=True).select(
        f.regexp_replace("value", "\r$", "").alias("line"),
        _path(),
        f.col("_metadata.file_block_start").alias(BLOCK),
        f.monotonically_increasing_id().alias(LINE),
    )
    blocks = read.groupBy(PATH, BLOCK).agg(f.min(LINE), f.count(LINE)).collect()
    before: dict[str, int] = defaultdict(int)
    keys = []
    for path, block, line, count in sorted(blocks):
        keys.append((path, block, line - before[path]))
        before[path] += count
    cells = f.split("line", f"[{first.feed.separator}]", -1)
    mine = [
        f.when(cells[place] != "", cells[place]).alias(ours)
        for place, ours in enumerate(first.ours(header)) if is_known(ours, first.columns)
    ]  # fmt: skip
    rows = _with_parts(spark, read, group, keys, [PATH, BLOCK, BEFORE])
    row, given = f.col(LINE) - f.col(BEFORE), [f.col(each) for each in first.rest()]
    numbered = rows.select(*mine, *given, row.alias(ROW), PART).where(f.col(ROW) > 0)
    return Rows(numbered, sum(before.values()) - len(group))


def _with_parts(
    spark: "SparkSession",
    rows: "DataFrame",
    group: list[tuple[int, TableFile]],
    keys: list[tuple[Any, ...]],
    names: list[str],
) -> "DataFrame":
    """Add the number of the part, and the cells that its folders give.

    Args:
        spark: The session.
        rows: Rows with the path of their file.
        group: The parts, with their numbers.
        keys: Rows of what is added, but for these; the path comes first.
        names: Their columns.
    """
    from pyspark.sql import functions as f

    by_path = {_name(file): (number, file) for number, file in group}
    added = []
    for path, *others in keys:
        number, file = by_path[path]
        cells = [text or None for text in file.rest().values()]
        added.append((path, *others, number, *cells))
    given = list(group[0][1].rest())
    kinds = {PATH: "string", BLOCK: "bigint", BEFORE: "bigint", PART: "int"}
    schema = ", ".join(
        f"`{name}` {kinds.get(name, 'string')}" for name in (*names, PART, *given)
    )
    parts = spark.createDataFrame(added, schema)
    on = [each for each in names if each != BEFORE]
    return rows.join(f.broadcast(parts), on).drop(PATH)


def doubled(trades: "DataFrame") -> frozenset[str]:
    """Return the agreements of trades whose identifier stands in the table twice.

    As on one machine, identifiers are counted by a hash first, of which two that are equal
    have one, and compared as they are only where some fall together.
    """
    from pyspark.sql import functions as f

    ids = trades.select("trade_id", "agreement", f.xxhash64("trade_id").alias("hash"))
    twice = ids.groupBy("hash").count().where(f.col("count") > 1).select("hash")
    if not twice.count():
        return frozenset()
    every = ids.join(twice, "hash", "left_semi").groupBy("trade_id")
    again = every.agg(f.count("*").alias("rows"), f.collect_set("agreement").alias("owners"))
    names = again.where(f.col("rows") > 1).select(f.explode("owners")).distinct().collect()
    return frozenset(name for (name,) in names)


def owned(marks: "DataFrame", trades: "DataFrame") -> "DataFrame":
    """Return marks with the agreement of their trade; none where there is no such trade."""
    owners = trades.select("trade_id", "agreement").dropDuplicates(["trade_id"])
    return marks.join(owners, "trade_id", "left")
