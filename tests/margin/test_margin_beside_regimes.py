"""Initial margin beside an annex with a formula or with regimes of its own.

By hand: the exposure is 4m, the independent amount 15m, and the initial margin over its
threshold 62m - 50m = 12m. Allocated, it leaves 15m - 12m = 3m of the independent amount.
"""

from pathlib import Path

import pytest

from isda.margin.call import call
from isda.sheet.read_facts import read_facts
from isda.sheet.read_sheet import read_sheet_text

CASE = Path(__file__).parents[2] / "samples" / "worked" / "179-initial-margin-allocated"
MINIMUM = "    minimum_transfer_amount: EUR 100,000\n"
FORMULA = '    credit_support_amount: "exposure + independent_amount"\n'
REGIMES = (
    "    credit_support_amount: not applicable\n"
    "    regimes:\n"
    '      One: {credit_support_amount: "exposure * 200%"}\n'
    '      Two: {credit_support_amount: "exposure + independent_amount"}\n'
)

CALLS = [
    (FORMULA, "allocated", 7, 12),  # 4 + 3
    (REGIMES, "allocated", 8, 12),  # the greater of 4 x 2 and 4 + 3
    (REGIMES, "distinct", 19, 12),  # the greater of 4 x 2 and 4 + 15
    (REGIMES, "greater of", 8, 15),  # 15 lies with the custodian, none of it here
]


@pytest.mark.parametrize(("requirement", "approach", "variation", "initial"), CALLS)
def test_what_margin_leaves_is_what_a_formula_reads(requirement, approach, variation, initial):
    sheet = (CASE / "agreement.yaml").read_text(encoding="utf-8")
    assert MINIMUM in sheet
    sheet = sheet.replace(MINIMUM, requirement + MINIMUM)
    sheet = sheet.replace("margin_approach: allocated", f"margin_approach: {approach}")
    made = call(read_sheet_text(sheet).must(), read_facts(CASE / "facts.yaml").must())
    moved = {each.annex: each.amount / 1_000_000 for each in made.movements}
    assert moved == {"VM CSA 2016 English": variation, "IM CSA 2018 New York": initial}
