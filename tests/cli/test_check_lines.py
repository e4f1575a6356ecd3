"""`isda check` of files with a sheet a line: each line is a sheet with findings of its own."""

import gzip
import json

import pytest
from tiny_book import lines, sheet

from isda.lint import many

BAD = sheet("BAD", threshold={"A": "infinite", "B": "infinite"})
SHEETS = [sheet("ONE"), BAD, sheet("NONE", form="no such form")]


@pytest.fixture(params=["agreements.jsonl", "agreements.jsonl.gz"])
def bulk(request, tmp_path):
    """A book's folder with three sheets in lines, plain or packed."""

    def write(text):
        raw = text.encode()
        packed = gzip.compress(raw, mtime=0) if request.param.endswith(".gz") else raw
        (tmp_path / request.param).write_bytes(packed)
        return tmp_path / request.param

    return write


def found(made):
    """What was found: agreement, code, line, column and path of each finding."""
    return [
        (each["agreement"], one["code"], one["line"], one["column"], one["path"])
        for each in json.loads(made.stdout)["files"]
        for one in each["findings"]
    ]


def test_each_line_is_a_sheet(isda, bulk):
    """A finding names its line, its column there, and the way to the term."""
    path = bulk(lines(SHEETS))
    made = isda("check", path, "--format", "json")
    files = json.loads(made.stdout)["files"]
    assert [each["agreement"] for each in files[:2]] == ["ONE", "BAD"]
    assert {each["file"] for each in files} == {str(path)}
    of_bad = [row for row in found(made) if row[0] == "BAD" and row[1] == "CS005"]
    at = lines(SHEETS).splitlines()[1].index('"infinite"')
    (row,) = of_bad
    assert (row[2], row[4]) == (2, "annexes.0.threshold.A")
    assert row[3] == at + 1
    assert any(line == 3 for _, _, line, *_ in found(made))
    assert not any(line == 1 for _, code, line, *_ in found(made) if code == "CS005")
    assert made.exit_code == 1


def test_a_line_says_what_its_file_of_one_sheet_says(isda, bulk, tmp_path):
    """The same sheet as a file of its own has the same findings at the same columns."""
    path = bulk("\n" + lines([BAD]))
    alone = tmp_path / "bad.json"
    alone.write_text(json.dumps(BAD) + "\n", encoding="utf-8")
    in_lines = found(isda("check", path, "--format", "json"))
    apart = found(isda("check", alone, "--format", "json"))
    assert apart
    assert [(row[0], row[1], row[2] - 1, *row[3:]) for row in in_lines] == apart


def test_a_folder_is_looked_through(isda, bulk, tmp_path):
    """In a folder the sheets in bulk are found by their name, and tables are no sheets."""
    bulk(lines(SHEETS))
    (tmp_path / "marks.jsonl").write_text('{"trade_id": "T1"}\n')
    made = isda("check", tmp_path, "--format", "json")
    assert len(json.loads(made.stdout)["files"]) == 3


def test_many_lines_go_through_processes(isda, bulk, monkeypatch):
    """From a number of lines on they are shared out, and come out in their order."""
    every = [sheet(f"N{number:04}") for number in range(30)] + SHEETS
    path = bulk(lines(every))
    one = isda("check", path, "--format", "json")
    monkeypatch.setattr(many, "ENOUGH", 8)
    monkeypatch.setattr(many, "IN_MEMORY", 10)
    assert isda("check", path, "--format", "json").stdout == one.stdout
    names = [each["agreement"] for each in json.loads(one.stdout)["files"]]
    assert names[:30] == [each["agreement"] for each in every[:30]]


def test_two_lines_of_one_agreement(isda, bulk):
    """The second line is told of the first."""
    made = isda("check", bulk(lines([*SHEETS, sheet("ONE")])), "--format", "concise")
    assert "DQ060" in made.stdout
    assert "the agreement ONE has two sheets: line 1 and line 4" in made.stdout


@pytest.mark.parametrize(
    ("text", "code"), [(lines(SHEETS)[:-1], "DQ065"), ("[1]\n", "DQ014"), ("{\n", "DQ010")]
)
def test_what_is_wrong_with_the_file_is_told(isda, bulk, text, code):
    """A file that was cut, and lines that are no sheet, are errors at their line."""
    made = isda("check", bulk(text), "--format", "concise")
    assert code in made.stdout
    assert made.exit_code == 1


def test_a_cut_line_is_told_once(isda, bulk):
    """Where the last line breaks off, the file was cut: one finding, and no sheet more."""
    path = bulk(lines(SHEETS)[:-20])
    made = isda("check", path)
    assert "3 sheets checked" in made.stdout
    assert [code for _, code, line, *_ in found(isda("check", path, "--format", "json"))
            if line == 3] == ["DQ065"]  # fmt: skip
    assert isda("check", path, "--format", "junit").stdout.count("<testsuite ") == 3


def test_a_file_that_is_no_gzip_is_told(isda, tmp_path):
    """Of a file without a single line that reads, the whole is told."""
    path = tmp_path / "agreements.jsonl.gz"
    path.write_bytes(b"{}\n")
    assert [row[1] for row in found(isda("check", path, "--format", "json"))] == ["DQ010"]


def test_sheets_in_two_files_are_told_once(isda, tmp_path):
    """Of a folder with the lines plain and packed neither is read, for one is meant."""
    text = lines(SHEETS).encode()
    (tmp_path / "agreements.jsonl").write_bytes(text)
    (tmp_path / "agreements.jsonl.gz").write_bytes(gzip.compress(text))
    (tmp_path / "apart.json").write_text(json.dumps(BAD), encoding="utf-8")
    made = isda("check", tmp_path, "--format", "json")
    document = json.loads(made.stdout)
    assert [each["agreement"] for each in document["files"]] == ["BAD"]
    (told,) = document["findings"]
    assert told["code"] == "DQ060"
    assert told["message"] == "agreements.jsonl and agreements.jsonl.gz are both here"
    assert made.exit_code == 1


def test_lines_are_not_mended(isda, bulk):
    """--fix leaves the file as it is, and says so; no finding offers a fix."""
    path = bulk(lines([*SHEETS, BAD | {"agreement": "TOO"}]))
    before = path.read_bytes()
    made = isda("check", path, "--fix", "--unsafe-fixes")
    assert path.read_bytes() == before
    assert "sheets in lines are not mended here" in made.stderr
    as_json = json.loads(isda("check", path, "--format", "json").stdout)
    assert not any(one["fix"] for each in as_json["files"] for one in each["findings"])


def test_other_formats_take_lines(isda, bulk):
    """SARIF tells the findings of two agreements in one file apart; JUnit has each sheet."""
    path = bulk(lines([BAD, BAD | {"agreement": "TOO"}]))
    run = json.loads(isda("check", path, "--format", "sarif").stdout)["runs"][0]
    prints = [each["partialFingerprints"]["finding/v1"] for each in run["results"]]
    half = len(prints) // 2
    assert half
    assert set(prints[:half]).isdisjoint(prints[half:])
    assert isda("check", path, "--format", "junit").stdout.count("<testsuite ") == 2
