"""isda run: a whole book, its exceptions and its files."""

import json
import re
import shutil
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from rich.cells import cell_len
from rich.console import Console
from typer.testing import CliRunner

from isda.batch.book import run
from isda.cli.main import app
from isda.cli.run_shown import _aligned, _print_calls, show
from isda.sheet.read_book import read_book
from isda.statement.shapes import run_schema

BOOK = Path(__file__).parents[2] / "samples" / "books" / "seoul"
DAY = ("--on", "2008-09-30")


def test_calls_exceptions_and_totals_are_shown(isda):
    """The book's day at a glance: who calls, who does not and why, what moves."""
    result = isda("run", BOOK, *DAY)
    assert result.exit_code == 0
    assert result.stdout.startswith("seoul on 2008-09-30: 29 agreements, 17 with a call")
    for said in ("LL-MIREU: withheld", "no mark of", "3,750,000,000", "107.98%", "MC107"):
        assert said in result.stdout


def test_each_withheld_amount_is_told(isda, tmp_path):
    """One reason may hold several calls back, and each has an amount of its own."""
    book = tmp_path / "book"
    shutil.copytree(BOOK, book)
    with (book / "events.csv").open("a", encoding="utf-8") as events:
        for name in ("LL-ARA", "LL-BAEKDU"):
            events.write(f"Event of Default,A,{name},2008-09-26,2008-11-03\n")
    said = " ".join(isda("run", book, *DAY).stdout.split())
    for held in ("LL-ARA: withheld", "180,000,000", "LL-BAEKDU: withheld", "80,000,000"):
        assert held in said.partition("Exceptions")[2]


def test_json_keeps_to_the_schema(isda):
    """--json prints one document of the published shape."""
    document = json.loads(isda("run", BOOK, *DAY, "--json").stdout)
    assert list(Draft202012Validator(run_schema()).iter_errors(document)) == []
    assert len(document["calls"]) == 29
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
    """A folder that is not there, or has no book.yaml, ends with 2 and says what a book is."""
    result = isda("run", book, *DAY)
    assert result.exit_code == 2
    assert ("a folder with a `book.yaml`" in result.stderr) is (book == "samples")


def test_json_of_an_unreadable_book_is_one_document(tmp_path):
    """A folder that is no book gives one JSON document with its findings, and ends with 2."""
    result = CliRunner().invoke(app, ["run", str(tmp_path), "--on", "2008-09-30", "--json"])
    assert result.exit_code == 2
    document = json.loads(result.stdout)
    assert document["calls"] == []
    assert document["findings"]


@pytest.fixture(scope="module")
def night():
    """The calls of the Seoul book."""
    return run(read_book(BOOK).must(), on=date(2008, 9, 30)).calls


def drawn(calls, width):
    """The table of calls on a terminal of a width, line by line."""
    console = Console(file=StringIO(), width=width)
    _print_calls(console, calls)
    return [line.rstrip() for line in console.file.getvalue().splitlines()]


@pytest.mark.parametrize("width", [40, 60, 79, 80, 81, 84, 90, 93, 100, 120, 200])
def test_a_movement_is_never_broken(night, width):
    """On a terminal of any width who sends what stands in one line, and no line is too long."""
    lines = drawn(night, width)
    sent = {f"{each.sender} " for call in night for each in call.movements}
    assert sent == {"A ", "B "}
    whole = [
        each for line in lines for each in re.findall(r"[AB] (?:del|ret)\S+ [\w ,]*", line)
    ]
    shown = [re.match(r"[AB] \w+ [A-Z]{3} [\d,]+\d", each)[0] for each in whole]
    assert len(shown) == sum(len(call.movements) for call in night) == 17
    assert max(cell_len(line) for line in lines) <= width


@pytest.mark.parametrize(
    ("width", "rows"),
    [(80, 29 + 3), (87, 29 + 3), (88, 29 + 3), (92, 29 + 3), (93, 29 + 2), (120, 29 + 2)],
)
def test_the_table_of_calls_stays_a_table(night, width, rows):
    """From 80 columns on it is a table of one line an agreement: no name is broken."""
    lines = drawn(night, width)
    assert len(lines) == rows
    assert any("Albion Merchant Bank" in line for line in lines)
    assert any("청람자동차부품" in line for line in lines)


@pytest.mark.parametrize(("width", "is_there"), [(87, False), (88, True)])
def test_where_it_is_tight_the_movement_says_the_status(night, width, is_there):
    """Below 88 columns no column has the status: a call and no call say it themselves."""
    lines = drawn(night, width)
    assert ("status" in lines[1]) is is_there
    rows = {line.split()[0]: line for line in lines[3:]}
    assert ("withheld: condition precedent" in rows["LL-MIREU"]) is not is_there
    assert ("refused: MC107" in rows["LL-NURI"]) is not is_there
    assert (re.search(r"\bcall\b", rows["CO-KITTIWAKE"]) is not None) is is_there


def test_why_nothing_moves_is_said_of_every_status(night):
    """Beside withheld and refused stands the reason or its code, as beside no call."""
    lines = {line.split()[0]: line for line in drawn(night, 100)[2:]}
    assert re.search(r"withheld +condition precedent", lines["LL-MIREU"])
    assert re.search(r"refused +MC107", lines["LL-NURI"])
    assert re.search(r"no call +below minimum transfer amount", lines["LL-HANBIT"])


def test_a_movement_beside_a_withheld_leg_hides_no_status(night):
    """Where one leg is withheld and another moves, a tight table says both."""
    held = next(each for each in night if each.agreement == "LL-MIREU")
    moved = next(each for each in night if each.agreement == "LL-ARA")
    both = replace(held, movements=moved.movements)
    others = (each for each in night if each is not held)
    first, second = drawn((both, *others), 80)[3:5]
    assert re.fullmatch(r"LL-MIREU .* withheld +82.33%", first)
    assert second.strip() == "B delivers KRW 180,000,000"


def test_long_names_are_broken_last(night):
    """A name that no table has room for is broken; identifiers and amounts are not."""
    longer = [
        replace(call, parties=dict.fromkeys(call.parties, "The First Name of " * 2))
        for call in night
    ]
    lines = drawn(longer, 80)
    assert sum("First Name" in line for line in lines) >= len(night)
    assert sum("B delivers KRW 2,350,000,000" in line for line in lines) == 1
    assert any(line.startswith("CO-KITTIWAKE") for line in lines)


def test_names_that_leave_no_room_stand_below_each_other(night):
    """Where identifiers and amounts fill the line there is no table."""
    longer = [replace(call, agreement=call.agreement.ljust(30, "X")) for call in night]
    lines = drawn(longer, 80)
    assert lines[:3] == [
        f"{'CO-KITTIWAKE'.ljust(30, 'X')}: call",
        "  Kittiwake Airlines",
        "  B delivers USD 3,720,000.00",
    ]


def test_amounts_of_calls_are_shown_as_totals_are(night, capsys):
    """In what a currency is paid in; where a digit is left out, a line says where it stands."""
    made = run(read_book(BOOK).must(), on=date(2008, 9, 30))
    others = [each for each in night if each.agreement != "FD-PELICAN"]
    (pelican,) = (each for each in night if each.agreement == "FD-PELICAN")
    show(replace(made, calls=(pelican,)))
    assert "Rounded" not in capsys.readouterr().out
    (moved,) = pelican.movements
    # two half cents make a whole one: the total is exact, and what is listed is not
    halves = [replace(moved, amount=Decimal(amount)) for amount in ("1000.015", "7.005")]
    odd = [
        replace(pelican, agreement=f"A{n}", movements=(one,)) for n, one in enumerate(halves)
    ]
    show(replace(made, calls=(*odd, *others)))
    shown = capsys.readouterr().out
    assert "B delivers USD 1,000.02" in shown
    assert "B delivers USD 7.00" in shown
    assert "Rounded to what each currency is paid in; `--json` has every digit." in shown


MISTYPED = {
    "lots.csv": "LL-ARA",
    "events.csv": "LL-MIREU",
}


@pytest.mark.parametrize(("name", "agreement"), MISTYPED.items())
def test_an_error_of_no_agreement_is_counted_at_the_top_and_at_the_end(
    isda, tmp_path, name, agreement
):
    """A row of a mistyped agreement stops nobody: both summary lines count it, exit stays 0."""
    book = tmp_path / "book"
    shutil.copytree(BOOK, book)
    text = (book / name).read_text(encoding="utf-8")
    row = next(line for line in text.splitlines() if agreement in line)
    slip = row.replace(agreement, agreement.replace("LL", "LX"))
    (book / name).write_text(text.replace(row, slip, 1), encoding="utf-8")
    result = isda("run", book, *DAY)
    assert result.exit_code == 0
    first, last = result.stdout.splitlines()[0], result.stdout.splitlines()[-1]
    assert first.startswith("seoul on 2008-09-30: 29 agreements, ")
    joined = " ".join(result.stdout.split())
    assert "1 error in the book that belongs to no agreement Calls" in joined
    assert last == "1 error that belongs to no agreement"
    assert "DQ067" in result.stdout
    assert isda("run", book, *DAY, "--fail-on", "error").exit_code == 1


def test_warnings_of_calls_are_told(isda):
    """A call that was computed and is worth a look is named with what was found."""
    text = " ".join(isda("run", BOOK, *DAY).stdout.split())
    assert "Warnings KP-SAEMARU MC302 currency KRW comes to KRW 3,398,646,546.41 and" in text
    assert " LL-ARA MC302 currency KRW comes to KRW 500,000,000 and exceeds" in text


def test_a_long_list_of_warnings_is_cut_and_says_so(capsys):
    """Beyond twenty agreements the reader is sent to the file."""
    made = run(read_book(BOOK).must(), on=date(2008, 9, 30))
    (warned,) = [each for each in made.calls if each.agreement == "LL-ARA"]
    calls = tuple(replace(warned, agreement=f"LL-{number}") for number in range(22))
    show(replace(made, calls=calls))
    said = capsys.readouterr().out
    assert "LL-19\n" in said
    assert "LL-20\n" not in said
    assert "and 2 more agreements: `--out DIR` writes findings.csv" in said


@pytest.mark.parametrize(
    ("uses", "aligned"),
    [
        (["112.96%", "0%", ""], ["112.96%", "0.00%", ""]),
        (["100%", "0%"], ["100%", "0%"]),
        (["89.5%", "1%, 2.5%"], ["89.50%", "1%, 2.5%"]),
    ],
)
def test_points_of_percentages_stand_below_each_other(uses, aligned):
    """Two places each, where one has any; a whole column without any stays as it is."""
    assert _aligned(uses) == aligned
