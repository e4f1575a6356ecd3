"""isda call: the sentence, the working, the findings, and one JSON document."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from isda.statement.shapes import call_schema

ROOT = Path(__file__).parents[2]
SHEET = ROOT / "samples/sheets/hangang-arc.yaml"
FACTS = ROOT / "samples/sheets/hangang-arc-facts.yaml"
LOSS = ROOT / "samples/sheets/daehan-loss-limit.yaml"
LOSS_FACTS = ROOT / "samples/sheets/daehan-loss-limit-facts.yaml"
FAULTS = ROOT / "samples/faults"
WORKED = ROOT / "samples/worked"


def valid(text):
    """Return the one document of a text, once it is seen to keep to the schema."""
    document = json.loads(text)
    assert list(Draft202012Validator(call_schema()).iter_errors(document)) == []
    return document


def test_the_sentence_comes_first_then_the_working_with_its_paragraphs(isda):
    """Who delivers what to whom is the first thing said."""
    result = isda("call", SHEET, "--facts", FACTS)
    assert result.exit_code == 0
    first, _, rest = result.stdout.partition("\n\n")
    assert " ".join(first.split()) == (
        "Arc Shipping Ltd (party B) delivers USD 16,100,000 to Hangang Bank (party A) under "
        "the CSA 1994 New York."
    )
    for said in ("delivery amount", "16,100,000", "13(b)(iv)(D)", "sheet:", "facts:"):
        assert said in rest


def test_a_loss_limit_shows_its_use(isda):
    """The client's use of its limit, alert and suspension stand beside the call."""
    result = isda("call", LOSS, "--facts", LOSS_FACTS)
    assert "107.98% of the limit of KRW 1,000,000,000 is in use" in result.stdout
    assert "new trades are suspended" in " ".join(result.stdout.split())


def test_the_day_is_that_of_the_facts(isda):
    """The facts' own day may be named; another day is refused by the engine."""
    same = isda("call", SHEET, "--facts", FACTS, "--on", "2024-12-30", "--json")
    assert same.exit_code == 0
    other = isda("call", SHEET, "--facts", FACTS, "--on", "2024-12-31", "--json")
    assert other.exit_code == 1
    assert valid(other.stdout)["status"] == "refused"


def test_json_is_one_document_and_nothing_else(isda):
    """--json prints a document that keeps to the published schema, on stdout alone."""
    result = isda("call", SHEET, "--facts", FACTS, "--json")
    assert valid(result.stdout)["movements"][0]["amount"] == "16100000"
    assert result.stderr == ""


@pytest.mark.parametrize("folder", ["003-threshold-one-cent-below", "081-delivery-withheld"])
def test_quiet_and_withheld_days_are_done(isda, folder):
    """Nothing to move is no failure."""
    home = WORKED / folder
    files = (home / "agreement.yaml", "--facts", home / "facts.yaml")
    assert isda("call", *files).exit_code == 0
    assert valid(isda("call", *files, "--json").stdout)["status"] in {"no_call", "withheld"}


def test_every_fault_is_told_at_its_place(isda):
    """Findings of sheet and facts stand in order, each with its line, a mark and a way out."""
    broken, facts = FAULTS / "comma-accident.yaml", FAULTS / "facts-nan-mark.yaml"
    result = isda("call", broken, "--facts", facts)
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    source = next(number for number, line in enumerate(lines) if "44 |" in line)
    assert "USD 250,000" in lines[source]
    assert lines[source + 1].index("^") == lines[source].index("USD 250,000")
    assert lines[source + 1].count("^") == len("USD 250,000")
    assert lines[source + 2].strip().startswith("help:")
    joined = "".join(line.strip() for line in lines)
    assert f"{broken}:44:34" in joined
    assert joined.index("DQ011") < joined.index("DQ045")
    assert lines[-1] == "3 errors"


def test_a_broken_sheet_has_the_shape_of_a_refused_call(isda):
    """--json says refused with the findings where the sheet does not read."""
    files = (FAULTS / "comma-accident.yaml", "--facts", FAULTS / "clean-facts.yaml", "--json")
    result = isda("call", *files)
    assert result.exit_code == 1
    document = valid(result.stdout)
    assert document["status"] == "refused"
    assert document["agreement"] is None
    assert document["legs"] == []
    assert {each["code"] for each in document["findings"]} == {"DQ011"}


@pytest.mark.parametrize("level", ["info", "warning", "error", "never"])
def test_fail_on_decides_the_exit_code(isda, level):
    """A warning fails from `warning` on, and an error does not fail with `never`."""
    home = WORKED / "066-in-transit-overdue"
    files = (home / "agreement.yaml", "--facts", home / "facts.yaml")
    expected = 1 if level in {"info", "warning"} else 0
    assert isda("call", *files, "--fail-on", level).exit_code == expected
    broken = (FAULTS / "nan.yaml", "--facts", FAULTS / "clean-facts.yaml")
    assert isda("call", *broken, "--fail-on", level).exit_code == (level != "never")


def test_no_fault_of_the_samples_escapes(isda):
    """Every broken file ends in findings, never in our fault, and in valid JSON."""
    for path in sorted(FAULTS.glob("*.*")):
        if path.name == "index.yaml":
            continue
        if path.name.startswith("facts-"):
            files = (FAULTS / "clean-sheet.yaml", "--facts", path)
        else:
            files = (path, "--facts", FAULTS / "clean-facts.yaml")
        said = isda("call", *files)
        assert said.exit_code in {0, 1}, (path.name, said.stderr)
        assert "\x1b" not in said.stdout
        assert "\u202e" not in said.stdout
        valid(isda("call", *files, "--json").stdout)


@pytest.mark.parametrize(
    ("asset", "words"),
    [
        ("US Tresury", "did you mean `US Treasury`?"),
        ("gold EUR", "assets: cash, US Treasury"),
    ],
)
def test_an_asset_of_no_table_is_a_slip_of_the_command(isda, asset, words):
    """An asset that the sheet does not name is said at once, with those that it names."""
    result = isda("call", SHEET, "--facts", FACTS, "--in", asset)
    assert result.exit_code == 2
    assert words in " ".join(result.stderr.replace("│", " ").split())


def test_a_kind_of_asset_that_says_too_little_points_to_the_facts(isda):
    """How much of a bond counts may depend on the bond: it goes under `chosen:`."""
    result = isda("call", SHEET, "--facts", FACTS, "--in", "US Treasury")
    said = " ".join(result.stdout.split())
    assert "US Treasury needs `matures:` for its row" in said
    assert "put the lot itself under `chosen:` in the facts" in said


REGIMES = ROOT / "samples/agreements/securitisation-two-agencies"
TWO = (REGIMES / "agreement.yaml", "--facts", REGIMES / "facts/2025-04-07.yaml")


def test_regimes_stand_side_by_side(isda, terminal):
    """Each regime is a row and one decides; where it is narrow, one stands below the other."""
    wide = isda("call", *TWO).stdout.splitlines()
    start = next(n for n, line in enumerate(wide) if line.startswith("The regimes of what"))
    assert wide[start + 3].split() == ["Moody's", "2,400,000", "2,470,000", "0", "70,000"]
    assert wide[start + 4].split() == [
        "S&P", "3,400,000", "2,300,000", "1,100,000", "0", "decides"
    ]  # fmt: skip
    narrow = " ".join(terminal("call", *TWO, width=60).split())
    assert (
        "required 3,400,000, adjusted value 2,300,000, shortfall 1,100,000, surplus 0" in narrow
    )


MATRIX = ROOT / "samples/agreements/interbank-rating-matrix"


def test_explain_with_facts_says_what_would_change(isda):
    """The sentence of the day, then the distances of each leg and the next ratings."""
    facts = MATRIX / "facts/2024-12-30.yaml"
    result = isda("explain", MATRIX / "agreement.yaml", "--facts", facts)
    assert result.exit_code == 0
    said = " ".join(result.stdout.split())
    assert said.startswith("Calder Savings Bank (party B) delivers USD 6,770,000")
    assert "At an exposure of USD 8,735,099.99 and below, which is 6,264,900.01 less" in said
    assert "If Moody's rated party B A3 instead of Baa1" in said


def test_explain_with_facts_that_do_not_read_says_what_is_wrong(isda):
    """A sheet in the place of the facts is refused at its line, and nothing is told."""
    result = isda("explain", SHEET, "--facts", SHEET)
    assert result.exit_code == 1
    assert "No call is computed" in result.stdout
    assert "What would change" not in result.stdout
