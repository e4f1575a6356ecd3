"""`isda run --engine spark` as a process of its own."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from tiny_book import tiny

HADOOP = ("HADOOP_CONF_DIR", "YARN_CONF_DIR")
WITHOUT_HADOOP = {key: text for key, text in os.environ.items() if key not in HADOOP}
BASIC = ("--on", "2024-12-30", "--store", "store", "--out")


@pytest.fixture
def isda(tmp_path):
    """Run a command in a folder of its own."""

    def run(*words):
        return subprocess.run(
            [sys.executable, "-m", "isda", "run", *map(str, words)],
            cwd=tmp_path,
            env=WITHOUT_HADOOP | {"COLUMNS": "200"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    return run


def test_the_command_writes_what_it_writes_without_a_cluster(isda, tmp_path):
    """Both ends are 0, say the same and leave the same files but for the timings."""
    tiny(tmp_path / "book")
    here = isda("book", "--columns", *BASIC, "here")
    there = isda("book", "--engine", "spark", "--master", "local[2]", *BASIC, "there")
    assert (here.returncode, there.returncode) == (0, 0), there.stderr
    assert there.stderr == "written to there\n"  # nothing of Java, and no log of Spark
    assert not [*Path(tempfile.gettempdir()).glob("isda-spark-*.log")]
    assert there.stdout == here.stdout
    names = {each.name for each in (tmp_path / "here").iterdir()}
    assert names == {each.name for each in (tmp_path / "there").iterdir()}
    for name in names - {"timings.json"}:
        made = [(tmp_path / folder / name).read_bytes() for folder in ("here", "there")]
        assert made[0] == made[1]


def test_what_columns_do_not_take_ends_with_2(isda, tmp_path):
    """The reason is said, with the way that is left, and nothing is written."""
    tiny(tmp_path / "book", {"trades.csv": None, "trades.jsonl": '{"trade_id": "T1"}\n'})
    ended = isda("book", "--engine", "spark", "--master", "local[2]", *BASIC, "out")
    assert ended.returncode == 2
    assert "trades.jsonl is JSON lines" in ended.stderr
    assert "without `--engine spark`" in ended.stderr
    assert not (tmp_path / "out").exists()


def test_a_cluster_that_is_none_ends_with_2(isda, tmp_path):
    """The cause is said in a line with the log that has more, and nothing is written."""
    tiny(tmp_path / "book")
    ended = isda("book", "--engine", "spark", "--master", "yarn", *BASIC, "out")
    assert ended.returncode == 2
    (told,) = ended.stderr.splitlines()
    assert told.startswith("isda: Spark at yarn did not run the book")
    assert "HADOOP_CONF_DIR" in told
    log = Path(told.rpartition(" ")[2])
    assert log.read_text(encoding="utf-8")
    log.unlink()
    assert not (tmp_path / "out").exists()
