"""isda run: a whole book, its exceptions and its files."""

import json
import shutil
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from isda.cli.main import app
from isda.statement.shapes import run_schema

BOOK = Path(__file__).parents[2] / "samples" / "books" / "seoul"
DAY = ("--on", "2008-09-30")


def test_calls_exceptions_and_totals_are_shown(isda):
    """The book's day at a glance: who calls, who does not and why, what moves."""
    result = isda("run", BOOK, *DAY)
    assert result.exit_code == 0
    assert result.stdout.startswith("seoul on 2008-09-30: 24 agreements, 12 with a call")
    for said in ("LL-MIREU: withheld", "no mark of", "1,400,000,000", "107.98%", "MC107"):
        assert said in result.stdout


def test_json_keeps_to_the_schema(isda):
    """--json prints one document of the published shape."""
    document = json.loads(isda("run", BOOK, *DAY, "--json").stdout)
    assert list(Draft202012Validator(run_schema()).iter_errors(document)) == []
    assert len(document["calls"]) == 24
    assert [each["agreement"] for each in document["exceptions"]] == ["LL-MIREU", "LL-NURI"]


def test_out_writes_json_and_tables(isda, tmp_path):
    """--out makes the folder and writes five files; the JSON is what --json prints."""
    result = isda("run", BOOK, *DAY, "--out", tmp_path / "new" / "run", "--json")
    written = tmp_path / "new" / "run"
    assert sorted(path.name for path in written.iterdir()) == [
        "calls.csv", "exceptions.csv", "findings.csv", "movements.csv", "run.json",
    ]  # fmt: skip
    assert (written / "run.json").read_text(encoding="utf-8") == result.stdout


def test_exceptions_are_counted_and_fail_only_when_asked(isda):
    """A refused agreement does not fail the run; --fail-on error does."""
    assert isda("run", BOOK, *DAY, "--fail-on", "error").exit_code == 1
    assert isda("run", BOOK, "--on", "2024-12-30", "--fail-on", "error").exit_code == 0


def test_one_bad_sheet_does_not_stop_the_others(isda, tmp_path):
    """An agreement that does not read is refused with its reasons; the rest goes on."""
    shutil.copytree(BOOK, tmp_path / "book")
    (tmp_path / "book/agreements/LL-ARA.yaml").write_text("sheet: 1\nagreement: LL-ARA\n")
    result = isda("run", tmp_path / "book", *DAY, "--json")
    document = json.loads(result.stdout)
    calls = {each["agreement"]: each for each in document["calls"]}
    assert calls["LL-ARA"]["status"] == "refused"
    assert calls["LL-BAEKDU"]["status"] == "call"
    assert isda("run", tmp_path / "book", *DAY).exit_code == 0


@pytest.mark.parametrize("book", ["no-such-book", "samples"])
def test_what_is_no_book_is_usage(isda, book):
    """A folder that is not there, or has no book.yaml, ends with 2."""
    assert isda("run", book, *DAY).exit_code == 2


def test_json_of_an_unreadable_book_is_one_document(tmp_path):
    """A folder that is no book gives one JSON document with its findings, and ends with 2."""
    result = CliRunner().invoke(app, ["run", str(tmp_path), "--on", "2008-09-30", "--json"])
    assert result.exit_code == 2
    document = json.loads(result.stdout)
    assert document["calls"] == []
    assert document["findings"]
