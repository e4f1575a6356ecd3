"""`isda read` answers: does the program read our annex as we wrote it?"""

from datetime import date
from pathlib import Path

from typer.testing import CliRunner

from isda.cli.main import app
from isda.sheet.read_sheet import read_sheet, read_sheet_text
from isda.statement.as_read import Standing, annexes_read, other_terms, terms_read

SHEETS = Path(__file__).parents[2] / "samples" / "sheets"
SHORT = """
sheet: 1
agreement: SHORT
parties: {A: {name: Bank}, B: {name: Client}}
annexes:
  - form: CSA 1995 English
    governing_law: New York
    threshold: {A: nil, B: "USD 5,000,000"}
    amendments:
      - {dated: 2021-05-03, threshold: {B: nil}}
    other_terms: {dividends: follow the record date}
"""


def test_every_written_term_is_shown_with_its_line():
    """Each key of the sheet is shown with its value and the line it stands on."""
    agreement = read_sheet(SHEETS / "hangang-arc.yaml").must()
    shown = {each.term: each for each in terms_read(agreement)}
    minimum = shown["minimum_transfer_amount of A"]
    said = "USD 250,000; nil while: Event of Default"
    assert (minimum.value, minimum.paragraph) == (said, "13(b)(iv)(C)")
    source = (SHEETS / "hangang-arc.yaml").read_text(encoding="utf-8").splitlines()
    assert "value: USD 250,000" in source[minimum.place.line - 1]
    assert shown["valuation_date"].value == "each Local Business Day"
    assert shown["eligible_collateral 3"].value == (
        "US Treasury; remaining: [1y, 10y]; valuation percentage: 98%"
    )


def test_what_the_sheet_leaves_out_says_whose_answer_holds():
    """A switch left out is shown with the form's printed answer, or as our default."""
    shown = {each.term: each for each in terms_read(read_sheet_text(SHORT).must())}
    assert shown["in_transit"].value == "counted"
    assert shown["in_transit"].standing is Standing.PRINTED
    assert shown["minimum_transfer_test"].standing is Standing.OURS


def test_amendments_count_from_their_day():
    """A day before an amendment shows the earlier value."""
    agreement = read_sheet_text(SHORT).must()
    before = {each.term: each.value for each in terms_read(agreement, date(2021, 5, 2))}
    after = {each.term: each.value for each in terms_read(agreement, date(2021, 5, 3))}
    assert before["threshold of B"] == "USD 5,000,000"
    assert after["threshold of B"] == "nil"


def test_what_form_and_law_decide_is_shown():
    """The English transfer annex is a title transfer, and no Credit Support Document."""
    (only,) = annexes_read(read_sheet_text(SHORT).must())
    assert only.derived.technique == "title transfer"
    assert only.derived.credit_support_document.startswith("a Transaction under the Master")
    assert only.derived.law_differs_from_form


def test_other_terms_are_kept_and_printed():
    """What was agreed and computes nothing is printed in its own words."""
    agreement = read_sheet_text(SHORT).must()
    assert list(other_terms(agreement)) == [
        ("CSA 1995 English", "dividends", "follow the record date")
    ]


def test_the_command_shows_terms_and_ends_well(tmp_path):
    """`isda read` prints the terms and ends with 0."""
    path = tmp_path / "short.yaml"
    path.write_text(SHORT, encoding="utf-8")
    result = CliRunner().invoke(app, ["read", str(path)])
    assert result.exit_code == 0
    for words in ("title transfer", "threshold of B", "dividends", "printed in the form"):
        assert words in result.stdout


def test_a_sheet_that_does_not_read_ends_with_its_findings(tmp_path):
    """A broken sheet shows what is wrong with it, and ends with 1."""
    path = tmp_path / "broken.yaml"
    path.write_text(SHORT.replace("threshold:", "threshhold:"), encoding="utf-8")
    result = CliRunner().invoke(app, ["read", str(path)])
    assert result.exit_code == 1
    assert "did you mean `threshold`?" in result.stdout


def test_an_amended_term_has_the_line_of_its_amendment(isda, tmp_path):
    """A threshold that an amendment made nil is told at the amendment's line."""
    sheet = tmp_path / "a.yaml"
    sheet.write_text(
        "sheet: 1\nagreement: X\nparties: {A: {name: a}, B: {name: b}}\nannexes:\n"
        "  - form: CSA 1994 New York\n    threshold:\n      A: nil\n      B: USD 5,000,000\n"
        "    amendments:\n      - dated: 2019-09-02\n        threshold: {B: nil}\n",
        encoding="utf-8",
    )
    lines = [" ".join(line.split()) for line in isda("read", sheet).stdout.splitlines()]
    assert any(line.startswith("threshold of A nil line 7") for line in lines)
    assert any(line.startswith("threshold of B nil line 11") for line in lines)
    before = isda("read", sheet, "--on", "2019-09-01").stdout
    assert "USD 5,000,000" in before
