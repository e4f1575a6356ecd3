"""`isda make-book`."""

import sys

import pytest


def test_it_writes_a_book_that_runs(isda, tmp_path):
    """A made book is written, its command is told, and it runs."""
    folder = tmp_path / "made"
    ran = isda("make-book", folder, "--agreements", "12", "--trades", "100", "--lots", "40")
    assert ran.exit_code == 0
    assert "12 agreements, 100 trades, 40 lots" in ran.stderr
    assert isda("run", folder, "--on", "2024-12-30").exit_code == 0


def test_as_csv_on_another_day(isda, tmp_path):
    """The day and the shape of the large tables may be chosen."""
    folder = tmp_path / "made"
    said = ("--agreements", "3", "--on", "2025-03-14", "--format", "csv", "--seed", "5")
    assert isda("make-book", folder, *said).exit_code == 0
    first = (folder / "trades.csv").read_text().splitlines()
    assert len(first) == 1 + 3 * 250
    assert first[1].endswith("2025-03-14")


def test_nothing_is_written_over(isda, tmp_path):
    """A folder with something in it, or a file, is left as it is."""
    (tmp_path / "notes.txt").write_text("mine")
    for folder in (tmp_path, tmp_path / "notes.txt"):
        ran = isda("make-book", folder)
        assert (ran.exit_code, "not written over" in ran.stderr) == (2, True)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


@pytest.mark.parametrize(
    "said", [("--agreements", "0"), ("--trades", "0"), ("--on", "soon"), ("--format", "xls")]
)
def test_what_cannot_be_made(isda, tmp_path, said):
    """A size, a day or a shape that is none is refused before anything is written."""
    assert isda("make-book", tmp_path / "made", *said).exit_code == 2
    assert not (tmp_path / "made").exists()


def test_without_the_libraries(isda, tmp_path, monkeypatch):
    """Where the extra is not installed, the way to install it is told."""
    for name in [one for one in sys.modules if one.startswith("isda.batch.make_")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "polars", None)
    ran = isda("make-book", tmp_path / "made")
    assert (ran.exit_code, "isda-collateral[batch]" in ran.stderr) == (2, True)
