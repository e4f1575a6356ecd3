"""Lots, terms and sheets that are not plain: both runs say the same of them."""

import json
from decimal import Decimal

import pytest
from nights import assert_alike
from tiny_book import FX, LOTS, PRICES, lines, sheet, sheets, tiny

from isda.margin.outcome import Status

HEADER, *ROWS = LOTS.splitlines()
CASH, BOND = "cash,USD,1500000", "US Treasury,USD,2000000"


def replaced(old, new):
    """The lots with something else in one place."""
    assert old in LOTS
    return LOTS.replace(old, new, 1)


def more(column, cell):
    """The lots with a column more, which only the bond of ONE has something in."""
    cells = [column, "", cell, "", ""]
    pairs = zip([HEADER, *ROWS], cells, strict=True)
    return "".join(f"{row},{each}\n" for row, each in pairs)


def also(row):
    """The lots and one more."""
    return f"{LOTS}{row}\n"


LOTS_THAT_ARE_ODD = {
    "not eligible": replaced(BOND, "Corporate bond,USD,2000000"),
    "of a currency that is not": replaced(CASH, "cash,CHF,1500000"),
    "too long": replaced("2031-05-15", "2041-05-15"),
    "matured": replaced("2031-05-15", "2024-05-15"),
    "without a maturity": replaced("2031-05-15", ""),
    "matures today": replaced("2031-05-15", "2024-12-30"),
    "a day short of a year": replaced("2031-05-15", "2025-12-29"),
    "a year": replaced("2031-05-15", "2025-12-30"),
    "a year and a day": replaced("2031-05-15", "2025-12-31"),
    "ten years": replaced("2031-05-15", "2034-12-30"),
    "ten years and a day": replaced("2031-05-15", "2034-12-31"),
    "twice": also(ROWS[0]),
    "of one identifier under two agreements": also("L1,TWO,A,2024-12-30,cash,USD,1500000,,,,"),
    "of another day": also("L1,ONE,B,2024-12-27,cash,USD,1500000,,,,"),
    "faulty on another day": also("L1,ONE,B,2024-12-27,cash,USD,x,,,,"),
    "faulty on the day before the last": also(
        "L9,FOUR,B,2024-12-26,cash,USD,5,,,,\nL1,TWO,B,2024-12-27,cash,USD,x,,,,"
    ),
    "of full width on the day before": also("Ｌ９,FOUR,B,2024-12-27,cash,USD,5,,,,"),
    "the only one of the day, and faulty": LOTS.replace("2024-12-30", "2024-12-27").replace(
        "L1,ONE,B,2024-12-27,cash,USD,1500000", "L1,ONE,B,2024-12-30,cash,USD,x"
    ),
    "of no agreement on another day": also("L1,,B,2024-12-27,cash,USD,5,,,,"),
    "below nil on another day": also("L1,ONE,B,2024-12-27,cash,USD,-5,,,,"),
    "of no currency on another day": also("L1,ONE,B,2024-12-27,cash,XXQ,5,,,,"),
    "of no side on another day": also("L1,ONE,C,2024-12-27,cash,USD,5,,,,"),
    "gone today": replaced("L3,TWO,A,2024-12-30", "L3,TWO,A,2024-12-27"),
    "none today": LOTS.replace("2024-12-30", "2024-12-27"),
    "of nobody": replaced("L3,TWO,A", "L3,TWX,A"),
    "of no agreement": replaced("L3,TWO,A", "L3,,A"),
    "of party A in words": replaced("L3,TWO,A", "L3,TWO,party A"),
    "of no party": replaced("L3,TWO,A", "L3,TWO,C"),
    "below nil": replaced(CASH, "cash,USD,-1500000"),
    "nil": replaced(CASH, "cash,USD,0"),
    "a zero in front": replaced(CASH, "cash,USD,01500000"),
    "eight places": replaced(CASH, "cash,USD,1500000.12345678"),
    "nine places": replaced(CASH, "cash,USD,1500000.123456789"),
    "accrued of nine places": replaced("4120.55", "4120.123456789"),
    "cash with a capital": replaced(CASH, "Cash,USD,1500000"),
    "an asset in small letters": replaced(BOND, "us treasury,USD,2000000"),
    "dirty with accrued": replaced("dirty,,", "dirty,5,"),
    "cash with a price": replaced(f"{CASH},,,,", f"{CASH},clean,5,,"),
    "neither clean nor dirty": replaced("2000000,clean", "2000000,neat"),
    "of no kind of price": replaced("2000000,clean", "2000000,"),
    "a letter of credit": replaced(CASH, "letter of credit,USD,1500000"),
    "half left": more("factor", "0.5"),
    "a factor of twelve places": more("factor", "0.123456789012"),
    "a factor above one": more("factor", "1.5"),
    "issued on no day": more("issued", "1.5"),
    "of its annex": more("annex", "CSA 1994 New York"),
    "of another annex": more("annex", "VM CSA"),
    "for a purpose": more("for", "credit support amount"),
    "approved": more("approved_by", "Hangang Bank"),
    "of an issuer": more("issuer", "United States"),
}  # fmt: skip


@pytest.mark.parametrize("lots", LOTS_THAT_ARE_ODD.values(), ids=LOTS_THAT_ARE_ODD)
def test_a_lot_that_is_not_plain(tmp_path, lots):
    """Whatever is odd about one lot, both runs say the same; another stays on columns."""
    made = assert_alike(tiny(tmp_path / "book", {"lots.csv": lots}))
    assert made.agreements.height >= 1


PRICES_AND_RATES = {
    "no price": {"prices.csv": PRICES.replace("US0000000001", "US0000000009")},
    "a price of another currency": {"prices.csv": PRICES.replace("99.125,USD", "99.125,EUR")},
    "two prices": {"prices.csv": f"{PRICES}2024-12-30,US0000000001,99.0,USD\n"},
    "a price of twelve places": {"prices.csv": PRICES.replace("99.125", "99.123456789012")},
    "a price too large for columns": {"prices.csv": PRICES.replace("99.125", "10000")},
    "the rate the other way round": {"fx.csv": FX.replace("EURUSD", "USDEUR")},
}


@pytest.mark.parametrize("changed", PRICES_AND_RATES.values(), ids=PRICES_AND_RATES)
def test_prices_and_rates_of_lots(tmp_path, changed):
    """Lots without a price, or with an odd one or an odd rate, come out the same."""
    assert_alike(tiny(tmp_path / "book", changed))


DEFAULT = {"A": "nil", "B": {"value": "USD 1,000,000", "nil_while": ["Event of Default"]}}
EVENTS = "event,of,agreement,from,until\n"
TERMS = {
    "one way, and its lots are the other's": ({"TWO": {"posting_parties": ["B"]}}, {}),
    "not in force": ({"ONE": {"dated": "2025-03-14"}}, {}),
    "today is a Monday": ({"ONE": {"valuation_date": "each Monday"}}, {}),
    "today is no Tuesday": (
        {"ONE": {"valuation_date": "each Tuesday"}, "TWO": {"valuation_date": "each Tuesday"}},
        {},
    ),
    "no threshold": ({"ONE": {"threshold": None}, "TWO": {"threshold": "infinite"}}, {}),
    "no rounding": ({"ONE": {"rounding": None}}, {}),
    "another base currency": (
        {"ONE": {"base_currency": "EUR", "threshold": "nil", "rounding": None}}, {},
    ),
    "a threshold in default": (
        {"ONE": {"threshold": DEFAULT}},
        {"events.csv": f"{EVENTS}Event of Default,B,ONE,2024-12-01,\n"},
    ),
    "a default that is over": (
        {"ONE": {"threshold": DEFAULT}},
        {"events.csv": f"{EVENTS}Event of Default,B,ONE,2024-12-01,2024-12-30\n"},
    ),
    "defaults on both sides": (
        {},
        {
            "events.csv": f"{EVENTS}Event of Default,A,ONE,2024-12-01,\n"
            "Event of Default,B,ONE,2024-12-01,\nEvent of Default,A,FOUR,2024-12-01,\n"
            "Potential Event of Default,A,TWO,2024-12-01,\n"
            "Event of Default,B,THREE,2024-12-01,\n"
        },
    ),
    "an event of everybody": ({}, {"events.csv": f"{EVENTS}Event of Default,B,,2024-12-01,\n"}),
    "on its way": (
        {"ONE": {"in_transit": "counted"}, "TWO": {"in_transit": "counted"}},
        {
            "in_transit.csv": "movement_id,agreement,kind,by,amount,currency,settles,agreed\n"
            "M1,ONE,delivery,B,300000,USD,2024-12-31,2024-12-27\n"
            "M2,ONE,return,A,100000,EUR,2024-12-31,2024-12-27\n"
            "M3,TWO,return,B,99000000,USD,2024-12-31,2024-12-27\n"
        },
    ),
}  # fmt: skip


@pytest.mark.parametrize(("elections", "changed"), TERMS.values(), ids=TERMS)
def test_terms_and_events(tmp_path, elections, changed):
    """What an annex elects and what happens to its parties comes out the same."""
    files = changed | {"agreements.jsonl": lines(sheets(**elections))}
    made = assert_alike(tiny(tmp_path / "book", files))
    assert made.agreements.height >= 2


NAME = '"agreement": "ONE"'
WHOLE = lines(sheets())
SHEETS = {
    "of no form": lines(sheets(ONE={"form": "none"})),
    "without a name": f'{WHOLE}{{"sheet": "1"}}\n',
    "that is no JSON": f'{WHOLE}{{"sheet": \n',
    "whose name is a list": f'{WHOLE}{{"sheet": "1", "agreement": ["X"]}}\n',
    "whose name is a number": WHOLE.replace('"ONE"', "1"),
    "that is no object": f"{WHOLE}[1]\n",
    "named twice": WHOLE.replace(NAME, '"agreement": "ONE", "agreement": "UNO"'),
    "named twice alike": WHOLE.replace(NAME, f"{NAME}, {NAME}"),
    "whose name is escaped": WHOLE.replace(NAME, '"agreement": "\\u004fNE"'),
    "whose name is padded": WHOLE.replace(NAME, '"agreement": " ONE "'),
    "whose name is empty": WHOLE.replace(NAME, '"agreement": ""'),
    "with names like formulas": lines(
        [*sheets(), *map(sheet, ("=A", "-B", "@C", "+D", "Z,Q", '"q"', "하나", "a"))]
    ),
    "with a sheet for each in a folder": None,
}


@pytest.mark.parametrize("text", SHEETS.values(), ids=SHEETS)
def test_sheets_that_are_not_plain(tmp_path, text):
    """A sheet that does not read, or an odd identifier, comes out the same."""
    files = {"agreements.jsonl": text}
    if text is None:
        files |= {f"agreements/{each['agreement']}.json": json.dumps(each) for each in sheets()}
    assert_alike(tiny(tmp_path / "book", files))


IN_TRANSIT = "movement_id,agreement,kind,by,amount,currency,settles,agreed\n"


@pytest.mark.parametrize("amount", ["0.00000001", "1500000", "1500000.00000001", "5000000"])
def test_something_on_its_way_back(tmp_path, amount):
    """Party A holds 1,500,000 of cash; all of it may be on its way back, and no more.

    Whether it is more turns on the lots, so that the agreement is called by itself, and both
    runs say the same of it.
    """
    files = {
        "agreements.jsonl": lines(sheets(ONE={"in_transit": "counted"})),
        "lots.csv": "\n".join([HEADER, ROWS[0], *ROWS[2:], ""]),
        "in_transit.csv": f"{IN_TRANSIT}M1,ONE,return,A,{amount},USD,2024-12-31,2024-12-27\n",
    }
    made = assert_alike(tiny(tmp_path / "book", files))
    assert made.why_single == {"ONE": "something on its way back"}
    (call,) = made.calls
    is_more = Decimal(amount) > 1_500_000
    assert call.status is (Status.REFUSED if is_more else Status.CALL)
    assert {each.code for each in call.reasons} == ({"MC123"} if is_more else set())
