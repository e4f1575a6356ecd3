"""`isda run` on columns from the outside: what it writes, and what it will not compare with."""

import shutil

import pytest

SIZE = ("--agreements", 20, "--trades", 200, "--lots", 60)
ON = ("--on", "2024-12-30")


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """A made bank of twenty agreements."""
    from typer.testing import CliRunner  # noqa: PLC0415  # beside its one use

    from isda.cli.main import app  # noqa: PLC0415  # the same

    folder = tmp_path_factory.mktemp("bank") / "book"
    made = CliRunner().invoke(app, ["make-book", str(folder), *map(str, SIZE)])
    assert made.exit_code == 0
    return folder


def test_a_night_leaves_its_report_and_can_be_compared_with(isda, book, tmp_path):
    """The report stands beside the tables; a second night names the first in its own."""
    first, second = tmp_path / "first", tmp_path / "second"
    assert isda("run", book, *ON, "--columns", "--out", first).exit_code == 0
    words = ("--columns", "--out", second, "--compare", first, "--lang", "ko")
    assert isda("run", book, *ON, *words).exit_code == 0
    assert 'id="changes"' not in (first / "report.html").read_text(encoding="utf-8")
    report = (second / "report.html").read_text(encoding="utf-8")
    assert 'id="changes"' in report
    assert 'lang="ko"' in report


def test_a_folder_without_a_night_stops_before_anything_is_written(isda, book, tmp_path):
    """What there is to compare with is looked at first, and the run ends with 2."""
    out = tmp_path / "out"
    ended = isda("run", book, *ON, "--columns", "--out", out, "--compare", tmp_path)
    assert ended.exit_code == 2
    assert "no night is there to compare with" in ended.stderr
    assert not out.exists()


def test_only_columns_compare(isda, book, tmp_path):
    """Agreement by agreement there is no report to say it in."""
    ended = isda("run", book, *ON, "--single", "--out", tmp_path / "out", "--compare", book)
    assert ended.exit_code == 2
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "beside", [("--out", "x"), ("--compare", "."), ("--resume",), ("--columns",)]
)
def test_one_agreement_beside_options_of_a_whole_run(isda, book, tmp_path, beside):
    """What `--only` does nothing with is refused by name, and nothing is written."""
    words = [tmp_path / "x" if word == "x" else word for word in beside]
    ended = isda("run", book, *ON, "--only", "CP-000001", *words)
    assert ended.exit_code == 2
    said = " ".join(ended.stderr.replace("│", " ").split())
    assert f"--only shows one agreement and writes nothing: {beside[0]} is for a whole" in said
    assert not (tmp_path / "x").exists()


def test_a_night_that_falls_back_says_that_nothing_is_compared(isda, book, tmp_path):
    """A book that columns leave is run one by one: there is no report to compare in."""
    first, copy = tmp_path / "first", tmp_path / "copy"
    assert isda("run", book, *ON, "--columns", "--out", first).exit_code == 0
    shutil.copytree(book, copy, ignore=shutil.ignore_patterns(".bound", "trades.parquet"))
    (copy / "trades.jsonl").write_text("")
    words = ("--columns", "--out", tmp_path / "out", "--compare", first)
    ended = isda("run", copy, *ON, *words)
    assert "so nothing is compared with the earlier night" in ended.stderr


def test_outputs_inside_a_book_are_no_part_of_it(isda, book, tmp_path):
    """A second run into a folder of the book has the manifest of the first."""
    copy = tmp_path / "copy"
    shutil.copytree(book, copy, ignore=shutil.ignore_patterns(".bound"))
    made = []
    for out in (copy / "night", copy / "night" / ".." / "night"):
        words = ("--columns", "--out", out)
        assert isda("run", copy, *ON, *words).exit_code == 0
        made.append((copy / "night" / "manifest.json").read_bytes())
    assert made[0] == made[1]
