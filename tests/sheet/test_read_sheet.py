"""Words of a sheet's findings."""

import pytest

from isda.sheet.read_sheet import read_sheet_text

SHEET = """\
sheet: {version}
agreement: X
parties: {{A: {{name: Bank}}, B: {{name: Client}}}}
annexes:
  - form: CSA 1994 New York
    eligible_collateral:
      - {{asset: cash, currency: USD, valuation_percentage: {percentage}}}
"""


def read(version="1", percentage="98%"):
    return read_sheet_text(SHEET.format(version=version, percentage=percentage))


def test_sound():
    """The sheet that these tests change reads."""
    assert read().must().agreement == "X"


def test_other_version():
    """Another version says which one was found and which one is read."""
    (finding,) = read(version="2").findings
    assert "version 2" in finding.message
    assert "version 1 is read" in finding.message
    assert finding.place.line == 1


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("0.98", "98% or 0.98%"),
        ("98", "write 98% if"),
        ("1.02", "102% or 1.02%"),
    ],
)
def test_scale_of_a_percentage(text, offered):
    """A percentage without its sign is offered each scale it may have been meant in."""
    (finding,) = read(percentage=text).findings
    assert finding.code == "DQ049"
    assert offered in finding.help


def test_only_comments():
    """A file of nothing but comments is empty, and says so."""
    (finding,) = read_sheet_text("# nothing was agreed\n").findings
    assert (finding.code, "empty" in finding.message) == ("DQ003", True)
