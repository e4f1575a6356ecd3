"""The identity of an agreement: the same however it is written, another once it says more."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from isda.cli.main import app
from isda.sheet.draft import Notation
from isda.sheet.read_sheet import read_sheet, read_sheet_text
from isda.sheet.rewrite import rewrite
from isda.sheet.yaml_events import read_draft
from isda.terms.identity import canonical, identity

SAMPLES = Path(__file__).parents[2] / "samples"
SHEETS = sorted(SAMPLES.glob("agreements/*/agreement.yaml"))
SHEET = """sheet: 1
agreement: EXAMPLE
parties: {A: {name: Bank}, B: {name: Client}}
annexes:
  - form: CSA 1994 New York
    threshold: {A: nil, B: "USD 5,000,000"}
    minimum_transfer_amount: USD 250,000
"""


def of(text, name="a.yaml"):
    return identity(read_sheet_text(text, name).must())


SAME = {
    "spelling of an amount": ("USD 250,000", "USD 250000.00"),
    "a comment": ("sheet: 1", "# ours\nsheet: 1"),
    "order of keys": (
        '  - form: CSA 1994 New York\n    threshold: {A: nil, B: "USD 5,000,000"}\n',
        '  - threshold: {B: "USD 5,000,000", A: nil}\n    form: CSA 1994 New York\n',
    ),
    "one word for both parties": ("USD 250,000", '{A: "USD 250,000", B: "USD 250,000"}'),
    "a note": ("USD 250,000", "{value: 'USD 250,000', note: as agreed by mail}"),
    "what the check is told": ("annexes:", "check: {profiles: [eu]}\nannexes:"),
}
OTHER = {
    "a cent": ("USD 250,000", "USD 250,000.01"),
    "a currency": ("USD 250,000", "EUR 250,000"),
    "the other party": ('{A: nil, B: "USD 5,000,000"}', '{B: nil, A: "USD 5,000,000"}'),
    "another form": ("CSA 1994 New York", "CSA 1995 English"),
    "a name": ("Client", "Clients"),
    "an election more": ("    threshold", "    in_transit: counted\n    threshold"),
}


@pytest.mark.parametrize(("old", "new"), SAME.values(), ids=SAME)
def test_what_changes_nothing_agreed_changes_no_identity(old, new):
    """Spelling, order, comments, notes and what the check is told are no part of it."""
    assert old in SHEET
    assert of(SHEET.replace(old, new)) == of(SHEET)


@pytest.mark.parametrize(("old", "new"), OTHER.values(), ids=OTHER)
def test_what_is_agreed_otherwise_has_another_identity(old, new):
    """A cent, a currency, a party, a form, a name or an election make another agreement."""
    assert old in SHEET
    assert of(SHEET.replace(old, new)) != of(SHEET)


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.parent.name)
def test_every_notation_of_a_sample_has_one_identity(path):
    """YAML, JSON and XML of a sample are one agreement, and no two samples are."""
    one = identity(read_sheet(path).must())
    for notation in Notation:
        text = rewrite(read_draft(path), notation).must()
        assert of(text, f"a.{notation.value}") == one
    assert len({identity(read_sheet(each).must()) for each in SHEETS}) == len(SHEETS)


def test_a_name_that_the_parties_gave_is_never_left_out():
    """A trigger called `note` is a trigger: another rating in it is another agreement."""
    text = SHEET.replace(
        "    threshold",
        "    triggers: {note: {of: B, when: {below: BBB-, agency: S&P}}}\n    threshold",
        1,
    )
    assert of(text) != of(text.replace("BBB-", "A-"))


def test_no_amount_passes_through_a_float():
    """The canonical text has amounts as they are spelled, in quotes."""
    assert '"USD 250,000"' in canonical(read_sheet_text(SHEET).must())


def test_fmt_prints_it(tmp_path):
    """`isda fmt` prints the identity of each sheet beside its file."""
    path = tmp_path / "a.yaml"
    path.write_text(SHEET, encoding="utf-8")
    made = CliRunner().invoke(app, ["fmt", str(path)])
    assert made.stdout == f"{of(SHEET)}  {path}\n"
