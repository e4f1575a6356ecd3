"""A night on a cluster leaves the bytes of a night on one machine, whatever is in the book."""

import gzip
import os
import signal
from pathlib import Path
from threading import Timer
from time import sleep

import polars as pl
import pyarrow as pa
import pytest
from nights import ON
from tiny_book import LOTS, SETTINGS, TRADES, tiny

from isda.batch.make_book import Shape, Size, make_book

TIMINGS = "timings.json"


def bytes_of(folder):
    """Every file that a night leaves, but how long it took."""
    return {each.name: each.read_bytes() for each in folder.iterdir() if each.name != TIMINGS}


def cut(text, *columns):
    """Some columns of a table of CSV."""
    rows = [line.split(",") for line in text.splitlines()]
    places = [rows[0].index(name) for name in columns]
    return "".join(",".join(row[place] for place in places) + "\n" for row in rows)


def faults(folder):
    """Trades claimed twice, of nobody and unread; lots of nobody, of other days and unread."""
    trades = TRADES + (
        "T1,THREE,2024-01-10,2027-01-10,1,USD,2024-12-30\n"
        "T9,NOBODY,2024-01-10,2027-01-10,1,USD,2024-12-30\n"
        "T10,FOUR,2024-01-10,2027-01-10,x,USD,2024-12-30\n"
        "T11,FOUR,2024-01-10,2024-12-29,5,USD,2024-12-30\n"
    )
    lots = LOTS + (
        "L9,NOONE,A,2024-12-30,cash,EUR,1,,,,\n"
        "L8,TWO,A,2024-12-27,cash,EUR,1,,,,\n"
        "L7,FOUR,A,2024-12-28,cash,EUR,,,,,\n"
        "L6,FOUR,A,2024-12-27,cash,EUR,7,,,,\n"
    )
    of_lots = "{file: lots.csv, on: 2024-12-30, rows: 5}"
    totals = f"control_totals: [{{file: trades.csv, rows: 10}}, {of_lots}]\n"
    changed = {"book.yaml": SETTINGS + totals, "trades.csv": trades, "lots.csv": lots}
    return tiny(folder, changed)


def marks_apart(folder):
    """Marks in a table of their own, and no lots.

    They are of no trade, twice, of an earlier day, unread, and jumping.
    """
    marks = cut(TRADES, "trade_id", "marked_on", "mark", "mark_currency")
    marks = marks.replace("marked_on", "on").replace("mark_currency", "currency") + (
        "T3,2024-12-27,-1,USD\nT77,2024-12-30,5,USD\nT4,2024-12-30,5,KRW\nT5,2024-12-30,x,KRW\n"
    )
    trades = cut(TRADES, "trade_id", "agreement", "trade_date", "maturity")
    settings = SETTINGS + "tolerances: {day_on_day: USD 1000000}\n"
    changed = {"trades.csv": trades, "marks.csv": marks, "lots.csv": None}
    return tiny(folder, {"book.yaml": settings, **changed})


def folders(folder):
    """Trades in folders that say whose they are, packed and not; names with odd signs."""
    columns = [each for each in TRADES.splitlines()[0].split(",") if each != "agreement"]
    mine = {
        name: cut("\n".join([TRADES.splitlines()[0], *rows]), *columns)
        for name in ("ONE", "TWO", "THREE")
        if (rows := [row for row in TRADES.splitlines() if f",{name}," in row])
    }
    return tiny(
        folder,
        {
            "trades.csv": None,
            "trades/agreement=ONE/a part+of %20 it.csv": mine["ONE"],
            "trades/agreement=TWO/windows.csv": mine["TWO"].replace("\n", "\r\n"),
            "trades/agreement=THREE/packed.csv.gz": gzip.compress(mine["THREE"].encode()),
            "trades/_SUCCESS": "",
        },
    )


def other_feed(folder):
    """A feed with a semicolon, a decimal comma, brackets, names of its own and a BOM.

    Its control totals are met, that of a sum among them.
    """
    text = TRADES.replace(",", ";").replace(".", ",").replace(";mark;", ";Market value;")
    for number in ("2000000,5", "9000000", "3000000"):
        text = text.replace(f";-{number};", f";({number});")
    settings = SETTINGS + (
        "feeds:\n  trades:\n    separator: semicolon\n    decimal: comma\n"
        "    negatives: brackets\n    columns: {mark: Market value}\n"
        "control_totals:\n  - {file: trades.csv, on: 2024-12-30, rows: 6, "
        "column: mark, currency: USD, sum: 10000000.25}\n"
    )
    return tiny(folder, {"book.yaml": settings, "trades.csv": f"\ufeff{text}"})


def day_in_doubt(folder):
    """All marks are of an earlier day but one, which does not read."""
    trades = TRADES.replace("2024-12-30\n", "2024-12-27\n").replace(
        "-3000000,EUR,2024-12-27", "-3000000x,EUR,2024-12-30"
    )
    return tiny(folder, {"trades.csv": trades})


def bank(shape):
    """A made bank of sixty agreements, with its faults."""

    def write(folder):
        make_book(folder, Size(60, 900, 300), seed=6, on=ON, shape=shape)
        return folder

    return write


BOOKS = {
    "a made bank": bank(Shape.PARQUET),
    "faults": faults,
    "marks apart": marks_apart,
    "folders": folders,
    "another feed": other_feed,
    "a day in doubt": day_in_doubt,
}


@pytest.mark.parametrize("write", BOOKS.values(), ids=BOOKS)
def test_a_cluster_leaves_the_same_bytes(write, here, on_spark, tmp_path):
    """Every file but the timings is the same, to the byte."""
    book = write(tmp_path / "book")
    mine = here(book, tmp_path / "here")
    theirs = on_spark(book, tmp_path / "spark")
    assert bytes_of(tmp_path / "spark") == bytes_of(tmp_path / "here")
    assert theirs.why_single == mine.why_single
    assert theirs.rows == mine.rows


def test_a_long_file_is_read_in_blocks_and_keeps_its_lines(spark, here, on_spark, tmp_path):
    """Blocks of 1,000 bytes, and a finding is still said of its line in the file."""
    rows = [f"N{n},NOBODY,2024-01-10,2027-01-10,1,USD,2024-12-30\n" for n in range(200)]
    book = tiny(tmp_path / "book", {"trades.csv": TRADES + "".join(rows)})
    here(book, tmp_path / "here")
    spark.conf.set("spark.sql.files.maxPartitionBytes", "1000")
    try:
        on_spark(book, tmp_path / "spark")
    finally:
        spark.conf.unset("spark.sql.files.maxPartitionBytes")
    assert bytes_of(tmp_path / "spark") == bytes_of(tmp_path / "here")
    lines = pl.read_csv(tmp_path / "spark" / "findings.csv")["line"].to_list()
    assert lines == list(range(8, 208))


def executors(spark):
    """The processes of the cluster that compute, as tasks of it tell."""

    def run(batches):
        for batch in batches:
            stat = Path(f"/proc/{os.getppid()}/stat").read_text()
            number = int(stat.rpartition(")")[2].split()[1])
            yield pa.RecordBatch.from_pydict({"pid": [number] * batch.num_rows})

    tasks = spark.range(8).repartition(8).mapInArrow(run, "pid long")
    return sorted({row["pid"] for row in tasks.collect()})


KILLS = {"before it reads": ("files", 0), "while it computes": ("parts", 0.5)}


@pytest.mark.parametrize(("after", "seconds"), KILLS.values(), ids=KILLS)
def test_a_night_goes_on_without_an_executor_that_was_killed(
    spark, here, on_spark, tmp_path, after, seconds
):
    """What was handed out to it is handed out again, and the bytes are the same."""
    book = bank(Shape.CSV)(tmp_path / "book")
    here(book, tmp_path / "here")
    killed = []

    def kill(number):
        os.kill(number, signal.SIGKILL)
        killed.append(number)

    def passed(stage, _, __):
        if stage == after:
            Timer(seconds, kill, executors(spark)[:1]).start()
            sleep(0 if seconds else 0.2)

    on_spark(book, tmp_path / "spark", progress=passed)
    assert killed
    assert not set(killed) & set(executors(spark))
    assert bytes_of(tmp_path / "spark") == bytes_of(tmp_path / "here")
