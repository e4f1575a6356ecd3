"""`nil` is zero or none: where neither can be meant it is refused at its line."""

import pytest

from isda.sheet.read_sheet import read_sheet_text

SHEET = """\
sheet: 1
agreement: X
parties: {A: {name: Bank}, B: {name: Client}}
"""
MASTER = f"""{SHEET}\
master:
  form: ISDA Master Agreement 2002
  KEY: WORD
annexes: [{{form: CSA 1994 New York}}]
"""
ANNEX = f"""{SHEET}\
master: {{form: ISDA Master Agreement 2002}}
annexes:
  - form: CSA 1994 New York
    KEY: WORD
"""
LIMIT = f"""{SHEET}\
annexes:
  - form: Loss limit agreement (Korea)
    dated: 2024-01-02
    posting_parties: [B]
    base_currency: KRW
    loss_limit: KRW 5
    over_the_limit: excess only
    KEY: WORD
"""


def read(text, key, word):
    """The findings of a sheet with one term written in."""
    return read_sheet_text(text.replace("KEY", key).replace("WORD", word)).findings


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (ANNEX, "base_currency"),
        (MASTER, "termination_currency"),
        (MASTER, "automatic_early_termination"),
        (ANNEX, "notification_time"),
        (ANNEX, "valuation_date"),
        (ANNEX, "covered_transactions"),
        (ANNEX, "conditions_precedent"),
        (ANNEX, "credit_support_amount"),
        (ANNEX, "never_below_independent_amount"),
        (ANNEX, "return_never_creates_delivery"),
        (LIMIT, "fixing"),
        (LIMIT, "deposit_order"),
    ],
)
def test_nil_is_no_answer_here(text, key):
    """No currency, time, day or switch is nil: it would read as if nothing were written."""
    (found,) = {each.code: each for each in read(text, key, "nil")}.values()
    line = text.splitlines().index(next(each for each in text.splitlines() if "KEY" in each))
    assert (found.code, found.place.line) == ("DQ031", line + 1)
    assert "`nil` cannot stand here" in found.message
    assert read(text, key, "not stated") == ()


@pytest.mark.parametrize("key", ["base_currency", "covered_transactions"])
def test_a_currency_is_not_put_out_of_use(key):
    """Neither the currency of every figure nor the trades covered can be not applicable."""
    assert [each.code for each in read(ANNEX, key, "not applicable")] == ["DQ031"]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (ANNEX, "threshold"),
        (ANNEX, "minimum_transfer_amount"),
        (ANNEX, "rounding"),
        (ANNEX, "fx_haircut"),
        (ANNEX, "eligible_collateral"),
        (ANNEX, "other_eligible_support"),
        (LIMIT, "cure"),
    ],
)
def test_nil_is_an_answer_there(text, key):
    """An amount, a share, a list or a period of nil is zero or none."""
    assert read(text, key, "nil") == ()
