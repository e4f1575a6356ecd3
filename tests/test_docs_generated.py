"""The pages of docs/ that the program makes."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from isda.basics.codes import CODES
from isda.sheet.known_keys import known_keys
from isda.sheet.read_sheet import read_sheet_text
from isda.statement.explain import explain
from isda.terms.printed import ANNEXES, INITIAL_MARGIN, PRINTED

ROOT = Path(__file__).parent.parent
SHEET = (ROOT / "docs" / "sheet.md").read_text(encoding="utf-8")


def test_the_committed_pages_are_as_made():
    """Making every generated page again changes no file."""
    made = subprocess.run(  # our own script
        [sys.executable, "scripts/make_docs.py", "--check"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (made.returncode, made.stdout, made.stderr) == (0, "", "")


def test_every_key_is_in_the_page():
    """Every key that a sheet may have, anywhere, stands in docs/sheet.md."""
    assert not [key for key in known_keys() if f"| `{key}` |" not in SHEET and key not in "AB"]


@pytest.mark.parametrize("key", PRINTED)
def test_every_printed_answer_is_in_the_page(key):
    """The tables of printed answers have a line for each key, a cell for each form."""
    table = SHEET.partition("## Printed answers")[2].partition("\n## ")[0]
    lines = [each for each in table.splitlines() if each.startswith(f"| `{key}` |")]
    forms = len(ANNEXES) + len(INITIAL_MARGIN) + 1  # and the loss limit
    assert sum(line.count("|") - 2 for line in lines) == forms


def test_the_example_of_the_page_reads():
    """The sheet shown in docs/sheet.md reads without a finding."""
    (example,) = re.findall(r"```yaml\n(sheet: 1\n.*?)```", SHEET, re.DOTALL)
    assert not read_sheet_text(example).findings


def test_every_table_is_even():
    """No gist breaks a table: each line of a table has as many cells as its head."""
    width = 0
    for line in SHEET.splitlines():
        if not line.startswith("|"):
            width = 0
            continue
        cells = line.replace("\\|", "").count("|")
        width = width or cells
        assert cells == width


def test_no_table_is_too_wide_for_a_page():
    """A table has at most six columns, and no cell is longer than the list of all forms."""
    rows = [line.replace("\\|", "") for line in SHEET.splitlines() if line.startswith("|")]
    assert max(row.count("|") - 1 for row in rows) <= 6
    assert max(len(cell) for row in rows for cell in row.split("|")) <= 330


@pytest.mark.parametrize("code", [code for code in CODES if code.startswith("DQ")])
def test_a_code_reads_the_same_in_its_page(code):
    """What `isda explain` says of a code of the reader stands in its page, word for word."""
    page = (ROOT / "docs" / "rules" / f"{code}.md").read_text(encoding="utf-8")
    assert page.partition("## A sample")[0].rstrip() == explain(code).rstrip()
