"""A book of four agreements, written by hand: what a test changes in it stands out."""

import json

SETTINGS = "book: 1\nname: tiny\nplus_is_good_for: party A\n"
TRADES = """\
trade_id,agreement,trade_date,maturity,mark,mark_currency,marked_on
T1,ONE,2024-01-10,2027-01-10,7000000.25,USD,2024-12-30
T2,ONE,2024-01-10,2027-01-10,-2000000.5,EUR,2024-12-30
T3,TWO,2024-01-10,2027-01-10,-9000000,USD,2024-12-30
T4,TWO,2024-01-10,2027-01-10,1500000000,KRW,2024-12-30
T5,THREE,2024-01-10,2027-01-10,12000000,USD,2024-12-30
T6,FOUR,2024-01-10,2027-01-10,-3000000,EUR,2024-12-30
"""
LOTS = """\
lot_id,agreement,posted_by,on,asset,currency,nominal,price_kind,accrued,matures,isin
L1,ONE,B,2024-12-30,cash,USD,1500000,,,,
L2,ONE,B,2024-12-30,US Treasury,USD,2000000,clean,4120.55,2031-05-15,US0000000001
L3,TWO,A,2024-12-30,cash,EUR,900000.75,,,,
L4,THREE,B,2024-12-30,US Treasury,USD,3000000,dirty,,2025-06-30,US0000000002
"""
PRICES = """\
on,isin,price,currency
2024-12-30,US0000000001,99.125,USD
2024-12-30,US0000000002,101.5,USD
"""
FX = "pair,on,rate\nEURUSD,2024-12-30,1.0389\nUSDKRW,2024-12-30,1474.8\n"
MARKED = "mark,mark_currency,marked_on"
REGIMES = {
    "credit_support_amount": "not applicable",
    "threshold": None,
    "eligible_collateral": [
        {
            "asset": "cash",
            "currency": "USD",
            "valuation_percentage": {"one": "100%", "two": "98%"},
        }
    ],
    "columns": ["one", "two"],
    "regimes": {
        "Agency one": {"column": "one", "credit_support_amount": "exposure"},
        "Agency two": {"column": "two", "credit_support_amount": "exposure + 1% * notional"},
    },
}


def sheet(name, **changed):
    """Return a plain annex over the counter of New York; `changed` are its elections."""
    annex = {
        "form": "CSA 1994 New York",
        "dated": "2019-03-14",
        "base_currency": "USD",
        "eligible_currencies": ["USD", "EUR", "KRW"],
        "eligible_collateral": [
            {"asset": "cash", "valuation_percentage": "100%"},
            {
                "asset": "US Treasury",
                "remaining": "[0y, 1y)",
                "valuation_percentage": "99.5%",
            },
            {
                "asset": "US Treasury",
                "remaining": "[1y, 10y]",
                "valuation_percentage": "98%",
            },
        ],
        "threshold": {"A": "nil", "B": "USD 1,000,000"},
        "minimum_transfer_amount": "USD 250,000",
        "rounding": {"delivery": "up to USD 10,000", "return": "down to USD 10,000"},
        "valuation_date": "any day",
    } | changed
    return {
        "sheet": "1",
        "agreement": name,
        "parties": {"A": {"name": "Hangang Bank"}, "B": {"name": f"Client of {name}"}},
        "annexes": [{key: value for key, value in annex.items() if value is not None}],
    }


def sheets(**changed):
    """Return the four sheets; a keyword gives one of them other elections."""
    return [sheet(name, **changed.get(name, {})) for name in ("ONE", "TWO", "THREE", "FOUR")]


def lines(every):
    """Return sheets as the lines of `agreements.jsonl`."""
    return "".join(json.dumps(each) + "\n" for each in every)


WHOLE = {
    "book.yaml": SETTINGS,
    "agreements.jsonl": lines(sheets()),
    "trades.csv": TRADES,
    "lots.csv": LOTS,
    "prices.csv": PRICES,
    "fx.csv": FX,
}


def tiny(folder, changed=None):
    """Write the book; `changed` replaces files by name, and None leaves one out."""
    folder.mkdir(exist_ok=True)
    for name, text in (WHOLE | (changed or {})).items():
        if text is None:
            continue
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder
