"""What a run on columns prints at its end: why agreements have no call, totals, the book."""

import json
import re
import sys
from pathlib import Path

import pytest
from tiny_book import LOTS, TRADES, lines, sheet, tiny

from isda.batch.report_rows import ExceptionRow
from isda.cli.night_shown import MOST_SHOWN, _counts, _first

sys.path.append(str(Path(__file__).parents[1] / "statement"))
from shapes_said import still_english

ON = ("--on", "2024-12-30")
UNMARKED = TRADES.replace("12000000,USD,2024-12-30", ",,")
ROW = "T{0},A{0:02},2024-01-10,2027-01-10,{1}\n"


@pytest.fixture
def run(isda, tmp_path):
    """Run a tiny book with changed files on columns; the result of the command."""

    def made(changed=None, *words):
        tiny(tmp_path / "book", changed or {})
        return isda(
            "run", tmp_path / "book", *ON, "--columns", "--out", tmp_path / "out", *words
        )

    return made


def joined(text):
    return " ".join(text.split())


def many(count, marked=0):
    """The files of agreements of one trade each, of which the first few have a mark."""
    names = [f"A{number:02}" for number in range(count)]
    marks = ["5000000,USD,2024-12-30" if number < marked else ",," for number in range(count)]
    rows = (ROW.format(number, mark) for number, mark in enumerate(marks))
    head = TRADES.partition("\n")[0]
    return {
        "agreements.jsonl": lines(map(sheet, names)),
        "trades.csv": f"{head}\n{''.join(rows)}",
        "lots.csv": LOTS.partition("\n")[0] + "\n",
    }


def test_why_an_agreement_has_no_call_is_said(run):
    """The agreement, its status and the reason with its code, without opening a file."""
    shown = run({"trades.csv": UNMARKED}).stdout
    assert "Exceptions\nTHREE: refused\n  no mark of 2024-12-30 for T5 (MC107)\n" in shown


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "is no ISO 4217 currency"), ("ko", "ISO 4217 통화가 아닙니다")],
)
def test_why_a_row_is_not_read_is_said_with_its_row(run, language, words):
    """A row of the trades stops its agreement, and the screen says which row."""
    files = {"trades.csv": TRADES.replace("12000000,USD,2024-12-30", "12000000,XXQ,2024-12-30")}
    shown = joined(run(files, "--lang", language).stdout)
    said = shown.partition("trades.csv:6 (row 5) DQ046 `mark_currency`: ")[2]
    assert words in said[:40]


def test_a_long_list_is_cut_and_says_so(run):
    """Ten agreements are named, and where the others are to be found."""
    shown = run(many(12)).stdout
    assert len(re.findall(r"^A\d\d: refused$", shown, re.MULTILINE)) == MOST_SHOWN
    said = "agreements not computed or withheld (MC107 {}): exceptions.csv has every reason"
    assert f"12 {said.format(12)}" in shown
    assert f"11 {said.format(11)}" in run(many(11)).stdout
    assert "not computed or withheld (" not in run(many(10)).stdout


def test_the_worst_come_first_and_no_code_is_crowded_out():
    """Twenty of one code leave room for one of another; what is refused stands first."""
    often = [ExceptionRow("MC107", "refused", f"A{n}", "", f"no {n}", "") for n in range(20)]
    once = ExceptionRow("MC103", "refused", "B", "", "no price", "")
    held = ExceptionRow("condition-precedent", "withheld", "C", "", "an event", "")
    shown = _first([held, *often, once])
    assert len(shown) == MOST_SHOWN
    assert shown[0] == [often[0]]
    assert [once] in shown
    assert _first([held, once]) == [[once], [held]]


def test_a_cause_of_many_agreements_is_told_once(run, tmp_path):
    """A table that is missing is one cause; what an agreement has beside it is told too."""
    files = many(12, marked=12)
    lots = "".join(f"L{n},A{n:02},B,2024-12-30,cash,EUR,5,,,,\n" for n in range(12))
    files |= {"lots.csv": files["lots.csv"] + lots, "fx.csv": "pair,on,rate\n"}
    files["trades.csv"] = files["trades.csv"].replace("5000000,USD,2024-12-30\nT4,", ",,\nT4,")
    shown = run(files).stdout
    told = (
        "Exceptions\nA00 and 11 more agreements: refused\n"
        "  no rate between EUR and USD in the facts (MC101)\n"
        "A03: refused\n  no mark of 2024-12-30 for T3 (MC107)\n"
    )
    assert told in shown
    with (tmp_path / "out" / "exceptions.csv").open() as file:
        assert sum("MC101" in line for line in file) == 12
    report = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    listed = report.partition("Exceptions by code")[2].partition('id="totals"')[0]
    assert listed.count("no rate between EUR and USD") == 1
    assert "and 11 more agreements" in report


def test_errors_of_the_book_are_shown_and_counted(run):
    """A lot of an agreement that is not there stands in the first line, and is shown."""
    shown = run({"lots.csv": LOTS.replace("L4,THREE", "L4,THREEE")}).stdout
    first = joined(shown).partition(" legs:")[0]
    assert first.endswith("0 one by one, 1 error in the book that belongs to no agreement")
    assert "DQ067 error:" in shown
    assert shown.rstrip().endswith("1 error that belongs to no agreement")


def test_many_errors_of_the_book_are_cut(run):
    """Ten are shown, all are counted, and the file of the others is named."""
    row = LOTS.splitlines()[1]
    rows = "".join(f"{row.replace('L1,ONE', f'X{n},NOBODY{n}')}\n" for n in range(13))
    shown = run({"lots.csv": LOTS + rows}).stdout
    assert len(re.findall(r"DQ067\s+error:", shown)) == 10
    assert "13 errors that belong to no agreement\nand 3 more in findings.csv" in shown


def test_counts_of_one_are_singular(run):
    """One agreement is one agreement, computed again by itself."""
    shown = joined(run(many(1, marked=1)).stdout)
    assert "2024-12-30: 1 agreement, 1 on columns, 0 one by one" in shown
    assert "1 agreement was computed again by itself: every figure is the same" in shown


@pytest.mark.parametrize(
    ("columns", "sums", "told"),
    [
        (0, 0, ["none was computed on columns, so that there is nothing to compare"]),
        (
            0,
            1,
            ["1 called from sums was called again trade by trade: every figure is the same"],
        ),
        (
            1_200,
            2,
            [
                "1,200 agreements were computed again by themselves: every figure is the same",
                "2 called from sums were called again trade by trade: every figure is the same",
            ],
        ),
    ],
)
def test_no_sentence_says_that_nought_was_compared(columns, sums, told):
    """What was computed again is counted where there is such, and where not that is said."""
    sample = {"agreements": columns, "trade_by_trade": sums, "differences": 0}
    manifest = {"legs": {}, "sample": sample, "agreements": {"all": 3}, "findings": {}}
    assert list(_counts(manifest)) == told


def test_totals_are_for_the_eye_and_say_so(run, tmp_path):
    """Won stand without a fraction; the manifest keeps each digit and is named for it."""
    annex = {"base_currency": "KRW", "threshold": None, "minimum_transfer_amount": None,
             "rounding": None}  # fmt: skip
    files = many(1, marked=1) | {"agreements.jsonl": lines([sheet("A00", **annex)])}
    trades = files["trades.csv"].replace("5000000,USD", "5000000.25,KRW")
    shown = joined(run(files | {"trades.csv": trades}).stdout)
    assert "KRW 5,000,000 0 1 Rounded to what each currency is paid in; manifest.json" in shown
    (total,) = json.loads((tmp_path / "out" / "manifest.json").read_text())["totals"]
    assert total["to_A"] == "5000000.25"
    whole = files["trades.csv"].replace("5000000,USD", "5000000,KRW")
    assert "Rounded" not in run(files | {"trades.csv": whole}).stdout


def test_findings_are_counted_by_severity(run):
    """How many there are of each, and the file that has them."""
    shown = run({"trades.csv": UNMARKED}).stdout
    assert "findings: 1 error (findings.csv)" in shown


def test_korean_leaves_no_english(run):
    """Counts, exceptions, totals and what belongs to nobody."""
    changed = {"trades.csv": UNMARKED, "lots.csv": LOTS.replace("L4,THREE", "L4,THREEE")}
    shown = run(changed, "--lang", "ko").stdout
    assert "tiny 2024-12-30: 계약 4건, 열 일괄 산출 3건, 개별 산출 1건" in joined(shown)
    assert "THREE: 산출 거부\n  2024-12-30자 T5의 평가손익이 없습니다 (MC107)" in shown
    sources = re.compile(r"^\s*\d* *\|.*$", re.MULTILINE)
    own = frozenset({"tiny", "THREE", "THREEE", "findings", "cash", "Treasury", "posted"})
    assert still_english(sources.sub("", shown), own) == []
