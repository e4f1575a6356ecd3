"""What a cluster does not run, it refuses with its reason, and writes nothing."""

import io
from decimal import Decimal
from functools import partial

import polars as pl
import pytest
from nights import ON
from tiny_book import LOTS, SETTINGS, TRADES, lines, sheets, tiny

from isda.basics.faults import InvariantBroken
from isda.batch import rows
from isda.batch import spark as spark_module
from isda.batch.alone import Differs
from isda.batch.cells import NotColumns
from isda.batch.night import night
from isda.batch.spark import OtherProgram, SparkRun
from isda.batch.spark_part import compute
from isda.batch.spark_rows import rows_of


def floats():
    """Trades whose marks are floats."""
    target = io.BytesIO()
    pl.read_csv(io.StringIO(TRADES), try_parse_dates=True).write_parquet(target)
    return target.getvalue()


FLOATS = floats()
UNMET = "control_totals:\n  - {file: trades.csv, rows: 7}\n"
REFUSED = {
    "a control total that is not met": (
        {"book.yaml": SETTINGS + UNMET},
        "6 rows are found and 7 expected",
    ),
    "JSON lines": (
        {"trades.csv": None, "trades.jsonl": '{"trade_id": "T1"}\n'},
        "trades.jsonl is JSON lines",
    ),
    "quoted cells": (
        {"lots.csv": LOTS.replace("cash", '"cash"')},
        "lots.csv has quoted cells",
    ),
    "a file that was cut": (
        {"trades.csv": TRADES.removesuffix("\n")},
        "trades.csv has rows that are not as long as its header",
    ),
    "a name that is a pattern": (
        {"trades.csv": None, "trades/all*.csv": TRADES},
        "Spark reads no file with one of",
    ),
    "nobody who says for whom a plus is good": (
        {"book.yaml": SETTINGS.replace("plus_is_good_for: party A\n", "")},
        "no sign convention is said",
    ),
    "marks in two places": (
        {"marks.csv": "trade_id,on,mark,currency\nT1,2024-12-30,5,USD\n"},
        "marks stand in the rows of the trades and in a table of their own",
    ),
    "a float": (
        {"trades.csv": None, "trades.parquet": FLOATS},
        "`mark` is Float64, and not amount as columns take it",
    ),
    "marks without trades": (
        {"trades.csv": None, "marks.csv": "trade_id,on,mark,currency\nT1,2024-12-30,5,USD\n"},
        "there are marks, and there are no trades",
    ),
}


@pytest.mark.parametrize(("changed", "why"), REFUSED.values(), ids=REFUSED)
def test_what_columns_do_not_take_is_refused_with_its_reason(on_spark, tmp_path, changed, why):
    """The reason is that of one machine, and nothing is written."""
    book = tiny(tmp_path / "book", changed)
    with pytest.raises(NotColumns) as refused:
        on_spark(book, tmp_path / "out")
    assert why in str(refused.value)
    assert not (tmp_path / "out").exists()


def test_a_figure_that_differs_from_the_single_call_stops_the_night(spark, tmp_path):
    """The sample is computed again through the single call, on the cluster as well."""

    class Wrong(SparkRun):
        def figures(self, stages):
            legs, steps = super().figures(stages)
            return legs.with_columns(exposure=pl.col("exposure") + 1), steps

    with pytest.raises(Differs) as differs:
        night(tiny(tmp_path / "book"), on=ON, runner=partial(Wrong, spark))
    assert "exposure" in differs.value.differences[0]


def test_an_error_in_what_stands_for_all_trades_stops_the_night(spark, tmp_path, monkeypatch):
    """The last place of a sum is found by the second call, with every trade, on the cluster."""

    def wrong(part, told, verdicts):
        really = rows.stand_in

        def more(book, name, on, base, mark, notional):
            really(book, name, on, base, mark + Decimal("0.000000000000000001"), notional)

        rows.stand_in = more
        try:
            return compute(part, told, verdicts)
        finally:
            rows.stand_in = really

    capped = {"of": {"asset": "US Treasury"}, "at_most": "50% of posted value"}
    every = sheets(ONE={"concentration": [capped]}, FOUR={"concentration": [capped]})
    book = tiny(tmp_path / "book", {"agreements.jsonl": lines(every)})
    made = night(book, on=ON, runner=partial(SparkRun, spark), sample=1).must()
    assert made.twice == night(book, on=ON, sample=1).must().twice != ()
    monkeypatch.setattr(spark_module, "compute", wrong)
    with pytest.raises(Differs) as differs:
        night(book, on=ON, runner=partial(SparkRun, spark))
    assert {each.split()[0] for each in differs.value.differences} == {"ONE", "FOUR"}
    assert all(each.endswith(" trade by trade") for each in differs.value.differences)


def test_a_row_that_is_lost_on_the_way_stops_the_night(spark, tmp_path, monkeypatch):
    """What the files hold is compared with what the parts were handed."""

    def one_short(*given):
        rows = rows_of(*given)
        return rows._replace(frame=rows.frame.where("row > 1"))

    monkeypatch.setattr(spark_module, "rows_of", one_short)
    with pytest.raises(InvariantBroken) as broken:
        night(tiny(tmp_path / "book"), on=ON, runner=partial(SparkRun, spark))
    assert str(broken.value) == "trades: 6 rows in the files, and 5 in the parts"


def test_a_cluster_with_another_program_computes_nothing(spark, tmp_path, monkeypatch):
    """Each machine says which isda and which polars it has; another one stops the run."""
    monkeypatch.setattr(spark_module, "program", lambda: ("another", "1.0"))
    with pytest.raises(OtherProgram):
        night(tiny(tmp_path / "book"), on=ON, runner=partial(SparkRun, spark))
