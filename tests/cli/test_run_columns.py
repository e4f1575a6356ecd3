"""`isda run --columns` from the outside: what it writes, where it falls back, how it ends."""

import gzip
import json
from datetime import date

import polars as pl
import pytest
from nights import TABLES
from tiny_book import TRADES, lines, sheet, sheets, tiny

from isda.batch import legs
from isda.batch.columns import MONEY
from isda.batch.make_book import Size, make_book
from isda.cli import night as face

ON = ("--on", "2024-12-30")


@pytest.fixture
def book(tmp_path):
    return tiny(tmp_path / "book")


def tables(folder):
    """The four tables of a run."""
    return {name: (folder / name).read_bytes() for name in TABLES}


def both(isda, book, tmp_path, *words):
    """Run a book in both ways; the results and the folders."""
    ends = [
        isda("run", book, *ON, way, "--out", tmp_path / way, *words)
        for way in ("--columns", "--single")
    ]
    return (*ends, tmp_path / "--columns", tmp_path / "--single")


def test_both_ways_write_the_same_tables(isda, tmp_path, book):
    """Calls, movements, exceptions and findings are the same bytes; each says what it wrote."""
    columns, single, mine, theirs = both(isda, book, tmp_path)
    assert (columns.exit_code, single.exit_code) == (0, 0)
    assert tables(mine) == tables(theirs)
    assert "4 agreements, 4 on columns, 0 one by one" in columns.stdout
    assert "every figure is the same" in " ".join(columns.stdout.split())
    assert f"written to {mine}" in columns.stderr
    manifest = json.loads((mine / "manifest.json").read_text())
    assert manifest["agreements"]["on_columns"] == 4
    assert manifest["inputs"].keys() >= {"trades.csv", "book.yaml", "agreements.jsonl"}


def test_as_json_the_manifest_is_printed_and_nothing_else(isda, tmp_path, book):
    """With --json stdout is the manifest, the same as the file."""
    ended = isda("run", book, *ON, "--columns", "--out", tmp_path / "out", "--json")
    assert json.loads(ended.stdout) == json.loads((tmp_path / "out/manifest.json").read_text())


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"trades.csv": None, "trades.jsonl": '{"trade_id": "T1"}\n'}, "JSON lines"),
        ({"trades.csv": TRADES.replace("T1", '"T1"')}, "quoted cells"),
        ({"trades.csv": TRADES[:-12]}, "not as long as its header"),
        (
            {"trades.csv": TRADES.replace("mark_currency", "their_currency")},
            "trades.csv has `mark` and not `mark_currency`",
        ),
        ({"agreements.jsonl": lines([*sheets(), sheet("ONE")])}, "ONE has two sheets"),
    ],
)
def test_what_is_nothing_for_columns_is_run_one_by_one(isda, tmp_path, book, changed, why):
    """A line on stderr says why, and the tables are those of the run agreement by agreement."""
    tiny(book, changed)
    for name, text in changed.items():
        if text is None:
            (book / name).unlink()
    columns, single, mine, theirs = both(isda, book, tmp_path)
    assert columns.exit_code == single.exit_code
    said = columns.stderr.splitlines()[0]
    assert said.startswith("not on columns, but agreement by agreement: ")
    assert why in said
    assert tables(mine) == tables(theirs)
    assert (mine / "run.json").exists()
    assert not (mine / "manifest.json").exists()


def test_a_book_that_does_not_read_ends_as_ever(isda, tmp_path):
    """Without a book.yaml that reads both ways end with 2, say the same and write nothing."""
    (tmp_path / "book").mkdir()
    columns, single, mine, theirs = both(isda, tmp_path / "book", tmp_path)
    assert columns.exit_code == single.exit_code == 2
    assert columns.stderr == single.stderr
    assert not mine.exists()
    assert not theirs.exists()


def test_a_book_with_its_sheets_twice_is_no_book(isda, tmp_path, book):
    """Plain and packed lines of sheets are one finding that stops the run, either way."""
    packed = gzip.compress((book / "agreements.jsonl").read_bytes())
    (book / "agreements.jsonl.gz").write_bytes(packed)
    columns, single, mine, theirs = both(isda, book, tmp_path)
    assert columns.exit_code == single.exit_code == 2
    assert columns.stderr == single.stderr
    assert "agreements.jsonl and agreements.jsonl.gz are both here" in single.stderr
    assert "1 error\n" in single.stderr
    assert "a book is a folder" not in single.stderr
    assert not mine.exists()
    assert not theirs.exists()


@pytest.mark.parametrize("level", ["info", "warning", "error", "never"])
@pytest.mark.parametrize("currency", ["USD", "XXQ"])
def test_findings_end_both_ways_alike(isda, tmp_path, book, level, currency):
    """From the level on that was asked for both ways end with 1."""
    tiny(book, {"trades.csv": TRADES.replace("7000000.25,USD", f"7000000.25,{currency}")})
    columns, single, *_ = both(isda, book, tmp_path, "--fail-on", level)
    assert columns.exit_code == single.exit_code
    assert columns.exit_code == (currency == "XXQ" and level != "never")


def test_one_way_leaves_nothing_of_the_other(isda, tmp_path, book):
    """A folder has the files of one run: what only the other way writes is taken away."""
    out = tmp_path / "out"
    for way, gone, there in (
        ("--single", "manifest.json", "run.json"),
        ("--columns", "run.json", "manifest.json"),
        ("--single", "calls.parquet", "run.json"),
        ("--columns", "run.json", "report.html"),
        ("--single", "report.html", "run.json"),
    ):
        assert isda("run", book, *ON, way, "--out", out).exit_code == 0
        assert (out / there).exists()
        assert not (out / gone).exists()


@pytest.mark.parametrize("way", ["--columns", "--single"])
def test_a_book_is_not_written_over(isda, book, way):
    """The folder of a book is no place for the tables of a run: the book stays as it was."""
    before = {each: each.read_bytes() for each in book.iterdir()}
    result = isda("run", book, *ON, way, "--out", book)
    assert result.exit_code == 2
    assert "the folder of a book" in result.stderr
    assert {each: each.read_bytes() for each in book.iterdir()} == before


def test_a_figure_that_differs_ends_with_our_fault(isda, monkeypatch, tmp_path, book):
    """The run ends with 3, names figures, writes nothing, and leaves what was there before."""
    out = tmp_path / "out"
    assert isda("run", book, *ON, "--columns", "--out", out).exit_code == 0
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    really = legs._figures

    def wrong(frame, named):
        off = pl.col("exposure") + pl.lit("0.01").cast(MONEY)
        return really(frame, named).with_columns(off.cast(MONEY).alias("exposure"))

    monkeypatch.setattr(legs, "_figures", wrong)
    ended = isda("run", book, *ON, "--columns", "--out", out)
    assert ended.exit_code == 3
    assert "figures of the sample differ: nothing was written" in ended.stderr
    assert "exposure: " in ended.stderr
    assert "on columns" in ended.stderr
    assert len(ended.stderr.splitlines()) <= face.MOST_SHOWN + 2
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    nowhere = tmp_path / "nowhere"
    assert isda("run", book, *ON, "--columns", "--out", nowhere).exit_code == 3
    assert not nowhere.exists()


def test_columns_want_to_know_where(isda, book):
    """Without --out there is nowhere for tables to go: the call of the program is wrong."""
    ended = isda("run", book, *ON, "--columns")
    assert ended.exit_code == 2
    assert "--out" in ended.stderr


@pytest.mark.parametrize("large", [True, False])
def test_only_one_agreement(isda, monkeypatch, book, large):
    """One agreement is shown with its working, as `isda call` shows it; none ends with 2."""
    monkeypatch.setattr(face, "LARGE", 1 if large else 10**9)
    shown = isda("run", book, *ON, "--only", "ONE")
    assert shown.exit_code == 0
    assert "ONE" in shown.stdout
    made = json.loads(isda("run", book, *ON, "--only", "ONE", "--json").stdout)
    steps = {line["step"] for line in made["working"]}
    assert {"mark_in_base_currency", "net_mark", "exposure", "delivery_amount"} <= steps
    nobody = isda("run", book, *ON, "--only", "NOBODY")
    assert nobody.exit_code == 2
    assert "no agreement NOBODY in this book" in nobody.stderr


def test_only_one_agreement_of_what_is_nothing_for_columns(isda, monkeypatch, tmp_path):
    """A large book that columns leave is read row by row for its one agreement."""
    monkeypatch.setattr(face, "LARGE", 1)
    book = tiny(tmp_path / "book", {"trades.csv": TRADES.replace("T1", '"T1"')})
    assert isda("run", book, *ON, "--only", "ONE").exit_code == 0


def test_one_agreement_says_the_same_in_both_ways(isda, monkeypatch, tmp_path):
    """Each agreement of a made bank by itself is the same document, read whole or in part."""
    book = tmp_path / "book"
    make_book(book, Size(60, 900, 300), seed=9, on=date(2024, 12, 30))
    names = ["CP-000001", "CP-000020", *(_named(book, kind) for kind in ("LL-", "IM-"))]
    for name in names:
        said = []
        for size in (1, 10**9):
            monkeypatch.setattr(face, "LARGE", size)
            said.append(isda("run", book, *ON, "--only", name, "--json").stdout)
        assert said[0] == said[1]


def _named(book, kind):
    lines_of = (book / "agreements.jsonl").read_text().splitlines()
    names = (json.loads(line)["agreement"] for line in lines_of)
    return next(name for name in names if name.startswith(kind))


def test_a_large_book_runs_on_columns_by_itself(isda, monkeypatch, tmp_path, book):
    """From a size on, and with --out, columns are taken where nobody says how."""
    for size, there in ((1, True), (10**9, False)):
        monkeypatch.setattr(face, "LARGE", size)
        out = tmp_path / str(size)
        assert isda("run", book, *ON, "--out", out).exit_code == 0
        assert (out / "manifest.json").exists() is there
    assert isda("run", book, *ON).exit_code == 0


def test_the_store_stands_in_the_book_or_where_it_is_said(isda, tmp_path, book):
    """Left out it is `.bound` in the book, which is no table of it; deleted, it comes back."""
    assert isda("run", book, *ON, "--columns", "--out", tmp_path / "out").exit_code == 0
    assert (book / ".bound" / "store.json").exists()
    words = ("--columns", "--out", tmp_path / "two", "--store", tmp_path / "store")
    assert isda("run", book, *ON, *words).exit_code == 0
    assert (tmp_path / "store" / "store.json").exists()
    assert tables(tmp_path / "out") == tables(tmp_path / "two")
    assert not isda("run", book, *ON, "--json").stdout.count("DQ071")
