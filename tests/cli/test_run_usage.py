"""`isda run` called in a way that cannot be: what does not go together, what is not there."""

import shutil

import pytest
from tiny_book import TRADES, lines, sheet, sheets, tiny

from isda.cli import night, spark
from isda.cli.stages import timings_of

ON = ("--on", "2024-12-30")


@pytest.fixture
def book(tmp_path):
    return tiny(tmp_path / "book")


def said(result):
    """What a command says on stderr, without its line breaks."""
    return " ".join(result.stderr.split())


def test_two_ways_at_once_are_refused(isda, book, tmp_path):
    """Neither wins in silence, and nothing is written."""
    for words in (("--columns", "--single"), ("--single", "--columns")):
        ended = isda("run", book, *ON, *words, "--out", tmp_path / "out")
        assert ended.exit_code == 2
        assert "--columns is one way to run a book and --single the other" in said(ended)
    assert not (tmp_path / "out").exists()


def test_spark_and_single_are_two_ways(isda, book, tmp_path):
    """The options that do not go together are named, with and without --out."""
    for out in ((), ("--out", tmp_path / "out")):
        words = ("--single", "--engine", "spark", "--master", "local[2]", *out)
        ended = isda("run", book, *ON, *words)
        assert ended.exit_code == 2
        assert "--single is one way and --engine spark the other" in said(ended)


def test_one_agreement_is_not_run_on_a_cluster(isda, book):
    """The option that `--only` does nothing with is named, not one that is missing."""
    words = ("--only", "ONE", "--engine", "spark", "--master", "local[2]")
    ended = isda("run", book, *ON, *words)
    assert ended.exit_code == 2
    assert "--engine spark is for a whole run" in said(ended)


@pytest.mark.parametrize("way", ["--columns", "--single"])
@pytest.mark.parametrize("option", ["--out", "--store"])
def test_a_file_is_no_folder(isda, book, tmp_path, way, option):
    """Where a folder is expected and a file is there, that is said, and the file stays."""
    file = tmp_path / "file"
    file.write_text("mine")
    words = [way, option, file]
    if option == "--store":
        words += ["--out", tmp_path / "out"]
    ended = isda("run", book, *ON, *words)
    assert ended.exit_code == 2
    assert said(ended) == f"isda: {file}: this is a file, and a folder is expected"
    assert file.read_text() == "mine"
    assert not (tmp_path / "out").exists()


def _nothing(_):
    """There is no such folder."""


def _empty(folder):
    folder.mkdir()


def _no_json(folder):
    folder.mkdir()
    (folder / "manifest.json").write_text("{")


def _of_something_else(folder):
    folder.mkdir()
    (folder / "manifest.json").write_text("{}")


def _no_table(folder):
    folder.mkdir()
    (folder / "manifest.json").write_text('{"schema": "isda/night/1"}')


def _no_file(folder):
    (folder / "manifest.json").mkdir(parents=True)


EARLIER = {
    _nothing: "there is no such folder",
    _empty: "it has no `manifest.json`",
    _no_json: "its `manifest.json` is no JSON: it is damaged, or was cut",
    _of_something_else: "its `manifest.json` is none of a night of this version",
    _no_table: "it has no `calls.parquet`",
    _no_file: "its `manifest.json` cannot be read: Is a directory",
}


@pytest.mark.parametrize(
    ("make", "why"), EARLIER.items(), ids=[each.__name__ for each in EARLIER]
)
def test_why_there_is_nothing_to_compare_with(isda, book, tmp_path, make, why):
    """Each way of being no night is said in words, without a number of the system."""
    make(tmp_path / "before")
    words = ("--columns", "--out", tmp_path / "out", "--compare", tmp_path / "before")
    ended = isda("run", book, *ON, *words)
    assert ended.exit_code == 2
    assert f"no night is there to compare with: {why}" in said(ended)
    assert "Errno" not in ended.stderr


CHOICES = {
    ("--lang", "fr"): "'fr' is not known here; write one of `en`, `ko`",
    ("--lang", "kor"): "'kor' is not known here; did you mean `ko`?",
    ("--engine", "sprak"): "'sprak' is not known here; did you mean `spark`?",
    ("--fail-on", "sometimes"): "write one of `info`, `warning`, `error`, `never`",
}


@pytest.mark.parametrize(
    ("words", "told"), CHOICES.items(), ids=[" ".join(words) for words in CHOICES]
)
def test_a_word_that_is_none_of_the_few(isda, book, words, told):
    """What may be written is listed, or what was meant is guessed; no class is named."""
    ended = isda("run", book, *ON, *words)
    assert ended.exit_code == 2
    assert told in said(ended)
    assert "Value error" not in ended.stderr


def test_what_is_wrong_with_a_call_of_the_program_is_korean_too(isda, book, tmp_path):
    """Usage follows --lang, as everything that is printed does."""
    ended = isda("run", book, *ON, "--columns", "--lang", "ko")
    assert "열 산출은 표를 기록합니다" in ended.stderr
    words = ("--columns", "--out", tmp_path / "out", "--compare", tmp_path / "no")
    assert "비교할 야간 산출이 없습니다: 해당 폴더가 없습니다" in said(
        isda("run", book, *ON, *words, "--lang", "ko")
    )


@pytest.mark.parametrize("large", [True, False])
def test_one_agreement_whose_sheet_does_not_read(isda, monkeypatch, tmp_path, large):
    """What is wrong with the sheet is shown at its line; nobody is told of no annex."""
    monkeypatch.setattr(night, "LARGE", 1 if large else 10**9)
    bad = sheet("ONE", minimum_transfer_amount="USD 250.000,00")
    book = tiny(tmp_path / "book", {"agreements.jsonl": lines([bad, *sheets()[1:]])})
    shown = isda("run", book, *ON, "--only", "ONE")
    assert shown.stdout.startswith("No call is computed: mend what is found below.\n")
    assert "DQ041 error:" in " ".join(shown.stdout.split())
    assert "No annex" not in shown.stdout
    assert shown.exit_code == 0
    assert isda("run", book, *ON, "--only", "ONE", "--fail-on", "error").exit_code == 1
    whole = isda("run", book, *ON, "--single").stdout
    reasons = whole.partition("Exceptions")[2].partition("Totals")[0]
    assert "ONE: refused No call is computed: " in " ".join(reasons.split())
    assert reasons.count("DQ041") == 1


def test_an_agreement_that_is_mistyped_is_guessed(isda, book):
    """The nearest name of the book is offered."""
    ended = isda("run", book, *ON, "--only", "THREEE")
    assert ended.exit_code == 2
    assert "no agreement THREEE in this book; did you mean `THREE`?" in said(ended)


def test_libraries_that_are_missing_are_said_in_one_way(isda, monkeypatch, book, tmp_path):
    """Columns, Spark and a made bank name the extra in the same words."""
    monkeypatch.setattr(night, "has_columns", lambda: False)
    monkeypatch.setattr(spark, "find_spec", lambda _: None)
    monkeypatch.setitem(__import__("sys").modules, "isda.batch.make_book", None)
    out = ("--out", tmp_path / "out")
    asked = {
        "a run on columns needs more libraries: install `isda-collateral[batch]`": (
            "run", book, *ON, "--columns", *out,
        ),
        "Spark needs more libraries: install `isda-collateral[spark]`": (
            "run", book, *ON, "--engine", "spark", "--master", "local", *out,
        ),
        "a made bank needs more libraries: install `isda-collateral[batch]`": (
            "make-book", tmp_path / "bank",
        ),
    }  # fmt: skip
    assert [said(isda(*words)) for words in asked.values()] == [f"isda: {one}" for one in asked]


FILES = {
    b"PAR1 and more \xff": "DQ002 error: the file is Parquet, and its name says text",
    b"\x1f\x8b\x08\x00\xff": "DQ002 error: the file is packed, and its name does not say so",
    b"PK\x03\x04\xff\x00": "DQ002 error: the file is a spreadsheet or an archive, and no text",
    b"\x9a\x00\xff\x01": "DQ002 error: the file is no text: it holds bytes that no text has",
    b"caf\xe9\n": "DQ002 error: the file is not UTF-8",
}


@pytest.mark.parametrize(("raw", "told"), FILES.items(), ids=lambda each: str(each)[-20:])
def test_a_table_that_is_no_text(isda, tmp_path, raw, told):
    """What it is instead is said, no byte of it is printed, and no library speaks."""
    book = tiny(tmp_path / "book", {"trades.csv": raw})
    ended = isda("run", book, *ON, "--columns", "--out", tmp_path / "out")
    shown = " ".join(ended.stdout.split())
    assert told in shown
    assert "codec" not in ended.stderr
    assert "trades.csv cannot be read as text" in said(ended)
    assert ("caf" in shown) is (raw == b"caf\xe9\n")


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"trade_id,agreement,maturity\n", "the file is text, and its name says Parquet"),
        (b"PAR1\x00\x00", "this is no well-formed Parquet"),
        (b"\x00\x01", "this is no well-formed Parquet"),
        (b"", "this is no well-formed Parquet"),
    ],
)
def test_a_table_that_is_no_parquet(isda, tmp_path, raw, told):
    """A text with the name of Parquet is called by its name."""
    book = tiny(tmp_path / "book", {"trades.csv": None, "trades.parquet": raw})
    ended = isda("run", book, *ON, "--columns", "--out", tmp_path / "out")
    assert told in " ".join(ended.stdout.split())
    assert "trades.parquet cannot be read as Parquet" in said(ended)


def test_a_long_list_of_exceptions_is_cut_agreement_by_agreement_too(isda, tmp_path):
    """Twenty are printed, each with its own reason, and where the others are."""
    names = [f"A{number:02}" for number in range(22)]
    head = TRADES.partition("\n")[0]
    rows = "".join(f"T{name},{name},2024-01-10,2027-01-10,,,\n" for name in names)
    changed = {
        "agreements.jsonl": lines(map(sheet, names)),
        "trades.csv": f"{head}\n{rows}",
        "lots.csv": None,
    }
    made = tiny(tmp_path / "book", changed)
    shown = isda("run", made, *ON, "--single").stdout
    listed = shown.partition("Exceptions")[2]
    assert "A19: refused" in listed
    assert "A20: refused" not in listed
    assert "and 2 more agreements: `--out DIR` writes exceptions.csv" in listed
    written = isda("run", made, *ON, "--single", "--out", tmp_path / "out").stdout
    assert "and 2 more agreements in exceptions.csv" in written


def test_a_file_that_stops_everyone_is_told_once(isda, tmp_path):
    """One cause is one entry, with how many agreements it stops; an own cause stands beside."""
    names = [f"A{number:02}" for number in range(22)]
    changed = {"agreements.jsonl": lines(map(sheet, names)), "trades.csv": b"\xff\n"}
    made = tiny(tmp_path / "book", changed)
    listed = isda("run", made, *ON, "--single").stdout.partition("Exceptions")[2]
    assert listed.startswith("\nA00 and 21 more agreements: refused\n  ")
    assert listed.count(": refused") == 1
    assert "exceptions.csv" not in listed
    korean = isda("run", made, *ON, "--single", "--lang", "ko").stdout
    assert "A00 외 계약 21건: 산출 거부" in korean


def test_what_became_of_a_run_that_was_broken_off(isda, book, tmp_path):
    """With --resume and nothing to take up, that is said; timings are no matter."""
    out = tmp_path / "out"
    ended = isda("run", book, *ON, "--columns", "--out", out, "--resume")
    assert ended.exit_code == 0
    assert "no run was broken off here, so this one begins at its beginning" in said(ended)
    assert timings_of(out)
    shutil.rmtree(out)


BAD_NUMBERS = ("0", "-3", "abc", "1.5", "", "1" * 13)


@pytest.mark.parametrize("text", BAD_NUMBERS)
def test_a_number_that_is_none_is_refused_in_our_words(isda, book, tmp_path, text):
    """What is allowed is said, in the language of the command."""
    ended = isda("run", book, *ON, "--sample", text)
    assert ended.exit_code == 2
    assert f"--sample: {text!r} cannot be taken; write a whole number from 1 on" in said(ended)
    korean = said(isda("run", book, *ON, "--sample", text, "--lang", "ko"))
    assert "1 이상의 정수를 적으십시오" in korean
    for option in ("agreements", "trades"):
        ended = isda("make-book", tmp_path / "bank", f"--{option}", text)
        assert ended.exit_code == 2
        assert f"--{option}: {text!r} cannot be taken; write a whole number" in said(ended)
