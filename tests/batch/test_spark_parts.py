"""How a night is cut into parts for a cluster, and how their rows are handed over."""

from datetime import date
from types import SimpleNamespace

import polars as pl
import pyarrow as pa
import pytest
from tiny_book import tiny

from isda.batch import spark
from isda.batch.bind import Sheets
from isda.batch.bound import Bound
from isda.batch.cells import NotColumns
from isda.batch.spark import BYTES_A_PART, PARTS_A_CORE, SparkRun
from isda.batch.spark_part import OWNER, routed
from isda.batch.spark_rows import collected, packed
from isda.sheet.read_book import read_book
from isda.sheet.sheets_of_book import sheet_texts

CORES = 3
ON = date(2024, 12, 30)


@pytest.fixture
def run(tmp_path):
    """A night of the tiny book on a cluster of three cores that nobody asks anything."""
    folder = tiny(tmp_path / "book")
    book = read_book(folder).value
    texts = dict(zip(book.agreements, sheet_texts(folder, book.faults), strict=True))
    session = SimpleNamespace(sparkContext=SimpleNamespace(defaultParallelism=CORES))
    return SparkRun(session, book, Sheets(texts), Bound(), ON)


def file_of(size):
    """A bulk table of one file of some size."""
    path = SimpleNamespace(stat=lambda: SimpleNamespace(st_size=size))
    return SimpleNamespace(files=[SimpleNamespace(path=path)])


def test_there_are_four_parts_for_each_core(run):
    """A small book is cut by the number of cores."""
    assert run._last == PARTS_A_CORE * CORES


@pytest.mark.parametrize(("more", "parts"), [(-1, 99), (0, 100), (1, 100)])
def test_a_large_book_has_a_part_for_each_32_mib(run, more, parts):
    """One part more from the very byte on that fills it."""
    run.tables["trades"] = file_of(100 * BYTES_A_PART + more)
    assert run._last == parts


def test_agreements_that_go_one_by_one_are_dealt_out_evenly(run, monkeypatch):
    """They go round the parts; those that share a trade go into the last."""
    monkeypatch.setattr(spark, "PARTS_A_CORE", 1)
    monkeypatch.setattr(SparkRun, "_last", 2)
    run.together = frozenset({"THREE", "NOBODY"})
    run.why_single = {"FOUR": "a loss limit", "ONE": "a loss limit"}
    assert run._numbers() == {"TWO": 0, "FOUR": 1, "ONE": 0, "THREE": 2}


def test_rows_are_handed_out_by_the_agreement_they_belong_to():
    """Decimals keep their places, rows of nobody go into the last part, and none is lost."""
    rows = pl.DataFrame(
        {
            OWNER: ["ONE", "TWO", "NOBODY", None, "ONE"],
            "mark": ["0.000000000000000001", "2", "3", "4", "-5.5"],
        }
    ).with_columns(pl.col("mark").cast(pl.Decimal(38, 18)))
    parts = pl.DataFrame(
        {OWNER: ["ONE", "TWO"], "_number": [0, 1]}, schema_overrides={"_number": pl.Int32}
    )
    found = {}
    for batch in routed(iter(rows.to_arrow().to_batches()), "trades", parts, 7):
        for number, kind, raw in zip(
            *(each.to_pylist() for each in batch.columns), strict=True
        ):
            assert kind == "trades"
            found[number] = pl.read_ipc_stream(raw)["mark"].cast(pl.String).to_list()
    assert {number: len(each) for number, each in found.items()} == {0: 2, 1: 1, 7: 2}
    assert found[0] == ["0.000000000000000001", "-5.500000000000000000"]


def test_what_columns_refuse_is_handed_back_with_its_reason():
    """A task does not fail for it, which Spark would try again."""

    def refuse():
        raise NotColumns("trades.csv is nothing for columns")

    rows = pa.Table.from_batches([packed(1, refuse), packed(0, int)]).to_pylist()
    frame = SimpleNamespace(collect=lambda: rows)
    with pytest.raises(NotColumns, match=r"trades\.csv is nothing for columns"):
        collected(frame)
    frame = SimpleNamespace(collect=lambda: rows[1:])
    assert collected(frame) == [0]
