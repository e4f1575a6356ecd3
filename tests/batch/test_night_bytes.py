"""The same inputs give the same bytes, whatever the machine and the order of the rows."""

import os
import subprocess
import sys
from pathlib import Path
from random import Random

import polars as pl
import pytest
from nights import ON, on_columns
from tiny_book import LOTS, TRADES, tiny

from isda.batch.make_book import Size, make_book

ROOT = Path(__file__).parents[2]
NOT_COMPARED = {"timings.json"}
OF_INPUTS = NOT_COMPARED | {"manifest.json", "report.html"}
"""Files that say by a digest which inputs they are of."""
MACHINES = {
    "one thread": {"POLARS_MAX_THREADS": "1", "PYTHONHASHSEED": "1", "TZ": "Asia/Seoul"},
    "two threads": {"POLARS_MAX_THREADS": "2", "PYTHONHASHSEED": "2", "TZ": "America/New_York"},
    "another tongue": {"LC_ALL": "C", "LANG": "ko_KR.UTF-8", "TZ": "UTC"},
}


def bytes_of(folder, without=NOT_COMPARED):
    """The bytes of every file of a folder but those that are not compared."""
    return {
        path.name: path.read_bytes() for path in folder.iterdir() if path.name not in without
    }


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """A made bank of sixty agreements, with its faults."""
    folder = tmp_path_factory.mktemp("bytes") / "book"
    make_book(folder, Size(60, 900, 300), seed=6, on=ON)
    return folder


@pytest.fixture(scope="module")
def here(book, tmp_path_factory):
    """What this process makes of it."""
    out = tmp_path_factory.mktemp("here")
    on_columns(book, out)
    return bytes_of(out)


@pytest.mark.parametrize("machine", MACHINES.values(), ids=MACHINES)
def test_another_machine_writes_the_same(book, here, tmp_path, machine):
    """Threads, hash seed, zone and language change no byte of any file."""
    words = ["--columns", "--out", tmp_path / "out", "--store", tmp_path / "store"]
    command = [sys.executable, "-m", "isda", "run", book, "--on", str(ON), *words]
    subprocess.run([*map(str, command)], env=os.environ | machine, cwd=ROOT, check=True)
    assert bytes_of(tmp_path / "out") == here


def test_a_second_run_writes_the_same(book, here, tmp_path):
    """Without a store, with one that is new, and with one that is there: the same bytes."""
    for name in ("new", "there"):
        on_columns(book, tmp_path / name, store=tmp_path / "store")
        assert bytes_of(tmp_path / name) == here


def shuffled(text, seed):
    """The rows of a table in another order."""
    head, *rows = text.splitlines(keepends=True)
    Random(seed).shuffle(rows)  # noqa: S311  # no secret hangs on it
    return "".join([head, *rows])


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_rows_in_another_order_write_the_same(tmp_path, seed):
    """The order of trades and lots changes no byte of calls, steps, lots and the others.

    The manifest names its inputs by their digests, which are others.
    """
    on_columns(tiny(tmp_path / "book"), tmp_path / "out")
    changed = {"trades.csv": shuffled(TRADES, seed), "lots.csv": shuffled(LOTS, seed)}
    on_columns(tiny(tmp_path / "book", changed), tmp_path / "other")
    assert bytes_of(tmp_path / "out", OF_INPUTS) == bytes_of(tmp_path / "other", OF_INPUTS)


def test_the_rows_of_a_large_book_in_another_order(book, here, tmp_path):
    """A made bank whose rows stand otherwise has the same calls, movements, steps and lots.

    A refused call names its faulty rows in the order in which they stand.
    """
    other = tmp_path / "book"
    other.mkdir()
    for path in book.iterdir():
        if path.is_file():
            (other / path.name).write_bytes(path.read_bytes())
    for name in ("trades", "lots"):
        rows = pl.read_parquet(book / f"{name}.parquet")
        rows.sample(fraction=1, shuffle=True, seed=5).write_parquet(other / f"{name}.parquet")
    on_columns(other, tmp_path / "out")
    made = bytes_of(tmp_path / "out")
    for name in ("movements", "steps", "lots"):
        assert made[f"{name}.csv"] == here[f"{name}.csv"]
        assert made[f"{name}.parquet"] == here[f"{name}.parquet"]
    calls, before = (each["calls.csv"].splitlines() for each in (made, here))
    kept = [line for line in before if b",refused," not in line]
    assert [line for line in calls if b",refused," not in line] == kept
    assert len(calls) == len(before)
