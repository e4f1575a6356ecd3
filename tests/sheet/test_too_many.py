"""A file with more of one thing than any agreement has is refused before it takes long."""

import pytest

import isda
from isda.sheet.read_sheet import MOST_TOLD
from isda.terms.bounds import MOST

HEAD = """sheet: 1
agreement: X
parties: {A: {name: a}, B: {name: b}}
annexes:
  - form: CSA 1994 New York
"""


@pytest.mark.parametrize("more", [0, 1, 700])
def test_no_more_faults_are_listed_than_anybody_reads(more):
    """The first 500 are listed, and one line says how many are not."""
    keys = "".join(f"    zz{number}: 1\n" for number in range(MOST_TOLD + more))
    findings = isda.read_sheet_text(HEAD + keys).findings
    assert sum(each.code == "DQ012" for each in findings) == MOST_TOLD
    assert [each.message for each in findings if each.code == "DQ092"] == (
        [f"{more} more faults are not listed"] if more else []
    )


@pytest.mark.parametrize(("count", "code"), [(0, None), (1, "DQ092")])
def test_an_annex_has_no_more_amendments_than_anybody_signs(count, code):
    """A hundred amendments are read, a hundred and one are not."""
    layer = "      - {dated: 2024-01-02, threshold: nil}\n"
    text = f"{HEAD}    amendments:\n" + layer * (MOST["amendments"] + count)
    codes = [each.code for each in isda.read_sheet_text(text).findings]
    assert codes == ([code] if code else [])


@pytest.mark.parametrize(("more", "codes"), [(0, []), (1, ["DQ092"])])
def test_a_table_has_no_more_rows_than_any_annex_has(more, codes):
    """A thousand rows are read, a thousand and one are not."""
    rows = "".join(
        f"      - {{asset: a{number}, valuation_percentage: 98%}}\n"
        for number in range(MOST["eligible_collateral"] + more)
    )
    found = isda.read_sheet_text(f"{HEAD}    eligible_collateral:\n{rows}").findings
    assert [each.code for each in found] == codes
