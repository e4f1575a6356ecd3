"""A small book that a test writes with one thing changed; and `xml_sheets` for the tests."""

import sys
from datetime import date
from pathlib import Path

import pytest

from isda.sheet.read_book import read_book

sys.path.insert(0, str(Path(__file__).parent))

MONDAY = date(2024, 12, 30)

SHEET = """\
sheet: 1
agreement: {name}
parties: {{A: {{name: Bank, role: bank}}, B: {{name: Client, role: client}}}}
annexes:
  - form: Loss limit agreement (Korea)
    dated: 2024-12-20
    base_currency: KRW
    loss_limit: KRW 1,000,000
    over_the_limit: {reading}
"""
BOOK = """\
book: 1
name: small
plus_is_good_for: party A
base_calendar: Seoul
"""
TRADES = """\
trade_id,agreement,maturity,trade_date,independent_amount,independent_amount_currency,independent_amount_of
T1,ONE,2025-06-30,2024-12-20,,,
T2,TWO,2025-06-30,2024-12-20,500,KRW,B
"""
MARKS = """\
trade_id,on,mark,currency
T1,2024-12-30,100,KRW
T2,2024-12-30,-200.5,KRW
T1,2024-12-31,110,KRW
T2,2024-12-31,-210.5,KRW
"""
LOTS = """\
lot_id,agreement,posted_by,on,asset,currency,nominal,price_kind,accrued,factor,isin
L1,ONE,B,2024-12-30,cash,KRW,500,,,,
L2,ONE,B,2024-12-30,Korea Treasury,KRW,1000,clean,12,1,KR1
L1,ONE,B,2024-12-31,cash,KRW,500,,,,
"""
PRICES = "isin,on,price,currency\nKR1,2024-12-30,99.5,KRW\n"
FX = """\
pair,on,rate,source
USDKRW,2024-12-27,1470,X
USDKRW,2024-12-30,1474.80,X
"""
TABLES = {
    "trades.csv": TRADES,
    "marks.csv": MARKS,
    "lots.csv": LOTS,
    "prices.csv": PRICES,
    "fx.csv": FX,
}


class SmallBook:
    """Writes the small book with some files put in place of others, and reads it."""

    book, trades, marks, lots, prices, fx = BOOK, TRADES, MARKS, LOTS, PRICES, FX
    sheet = staticmethod(SHEET.format)

    def __init__(self, folder):
        self.folder = folder

    def __call__(self, reading="excess only", **changed):
        files = {"book.yaml": BOOK} | TABLES
        for name in ("ONE", "TWO"):
            files[f"agreements/{name}.yaml"] = SHEET.format(name=name, reading=reading)
        for key, text in changed.items():
            name, _, ending = key.replace("__", "/").rpartition("_")
            files[f"{name}.{ending}"] = text
        for name, text in files.items():
            path = self.folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return read_book(self.folder)

    def again(self):
        return read_book(self.folder)

    @staticmethod
    def stopped(outcome, day=MONDAY):
        """The agreements that a day's facts stop, with the codes of their errors."""
        found = {}
        for name in outcome.value.agreements:
            findings = outcome.value.facts_for(name, on=day).findings
            codes = [one.code for one in findings if one.is_error]
            if codes:
                found[name] = codes
        return found


@pytest.fixture
def make(tmp_path):
    return SmallBook(tmp_path)
