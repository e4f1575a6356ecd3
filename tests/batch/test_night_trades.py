"""Trades and marks that are not plain: both runs say the same of them, and stop the same."""

import pytest
from nights import assert_alike
from tiny_book import FX, SETTINGS, TRADES, lines, sheets, tiny

HEADER, *ROWS = TRADES.splitlines()
BARE = "".join(",".join(row.split(",")[:4]) + "\n" for row in TRADES.splitlines())
MARKS = "trade_id,on,mark,currency\n" + "".join(
    "{0},{6},{4},{5}\n".format(*row.split(",")) for row in ROWS
)
TOLERANT = SETTINGS + "tolerances: {mark_age: 3 days}\n"
STALE = TRADES.replace("USD,2024-12-30", "USD,2024-12-27", 1)


def replaced(old, new):
    """The trades with something else in one place."""
    assert old in TRADES
    return TRADES.replace(old, new, 1)


def beside(column, *cells):
    """The trades with columns more: cells of the first row, and nothing in the others."""
    empty = "," * column.count(",")
    rows = [*cells, *[empty] * (len(ROWS) - len(cells))]
    pairs = zip([HEADER, *ROWS], [column, *rows], strict=True)
    return "".join(f"{row},{cell}\n" for row, cell in pairs)


def more(column, cell):
    """The marks with a column more, which only the first row has something in."""
    head, first, *rest = MARKS.splitlines()
    return "".join(
        f"{row}\n"
        for row in [f"{head},{column}", f"{first},{cell}", *(f"{row}," for row in rest)]
    )


def own(marks, bare=BARE):
    """A book whose marks have a table of their own."""
    return {"trades.csv": bare, "marks.csv": marks}


FIRST = "T1,ONE,2024-01-10,2027-01-10,7000000.25,USD,2024-12-30"
AMOUNT = "7000000.25,USD"

ROWS_THAT_ARE_ODD = {
    "nothing is odd": TRADES,
    "no mark": replaced(f"{AMOUNT},2024-12-30", ",,"),
    "half a mark": replaced(AMOUNT, "7000000.25,"),
    "stale": STALE,
    "mark of tomorrow": replaced("USD,2024-12-30", "USD,2024-12-31"),
    "matured": replaced("2027-01-10", "2024-12-29"),
    "matures today": replaced("2027-01-10", "2024-12-30"),
    "matured and unmarked": replaced(FIRST, "T1,ONE,2024-01-10,2024-12-29,,,"),
    "matured before it was made": replaced("2024-01-10,2027-01-10", "2024-06-10,2024-03-29"),
    "made tomorrow": replaced("2024-01-10", "2024-12-31"),
    "made tomorrow and unmarked": replaced(FIRST, "T1,ONE,2024-12-31,2027-01-10,,,"),
    "no identifier": replaced("T1,", ","),
    "no maturity": replaced("2027-01-10", ""),
    "a maturity that is no day": replaced("2027-01-10", "2027-02-30"),
    "a trade date that is none": replaced("2024-01-10", "10.1.2024"),
    "an unknown currency": replaced(AMOUNT, "7000000.25,XXQ"),
    "a currency in small letters": replaced(AMOUNT, "7000000.25,usd"),
    "a currency without a rate": replaced(AMOUNT, "7000000.25,CHF"),
    "a zero in front": replaced(AMOUNT, "07000000.25,USD"),
    "minus nil": replaced(AMOUNT, "-0,USD"),
    "commas": replaced(AMOUNT, "7000000.,USD"),
    "an exponent": replaced(AMOUNT, "7e6,USD"),
    "a plus": replaced(AMOUNT, "+7000000,USD"),
    "a space in front": replaced(AMOUNT, " 7000000,USD"),
    "a space behind the identifier": replaced("T1,ONE", "T1 ,ONE"),
    "a space behind the agreement": replaced("T1,ONE", "T1,ONE "),
    "a long identifier": replaced("T1,", "T" * 300 + ","),
    "an identifier of full width": replaced("T1,", "Ｔ１,"),
    "an identifier with a tab": replaced("T1,", "T\t1,"),
    "an identifier with a nought": replaced("T1,", "T\0001,"),
    "an identifier of ours": replaced("T1,", "all trades,"),
    "eight places": replaced(AMOUNT, "7000000.12345678,USD"),
    "nine places": replaced(AMOUNT, "7000000.123456789,USD"),
    "nineteen places": replaced(AMOUNT, "7000000.1234567891234567891,USD"),
    "fourteen digits": replaced(AMOUNT, "99999999999999,USD"),
    "fifteen digits": replaced(AMOUNT, "100000000000000,USD"),
    "sixteen digits": replaced(AMOUNT, "9999999999999999.99999999,USD"),
    "seventeen digits": replaced(AMOUNT, "10000000000000000,USD"),
    "fourteen digits to be divided": replaced("1500000000,KRW", "99999999999999.99999999,KRW"),
    "fourteen digits to be multiplied": replaced("-2000000.5,EUR", "99999999999999.9,EUR"),
    "twice in one agreement": f"{TRADES}{ROWS[0]}\n",
    "twice in two agreements": f"{TRADES}{ROWS[0].replace('ONE', 'TWO')}\n",
    "twice, once of nobody": f"{TRADES}{ROWS[0].replace('ONE', 'NOBODY')}\n",
    "twice, once of no agreement": f"{TRADES}{ROWS[0].replace('ONE', '')}\n",
    "of nobody": f"{TRADES}{ROWS[0].replace('T1,ONE', 'X,NOBODY')}\n",
    "of no agreement": f"{TRADES}{ROWS[0].replace('T1,ONE', 'X,')}\n",
    "twice, each of nobody": f"{TRADES}X,NO,,2027-01-10,1,USD,2024-12-30\n"
    "X,ONE1,,2027-01-10,1,USD,2024-12-30\n",
    "a product": beside("product", "fx forward"),
    "a product that cannot be seen": beside("product", "f\u200bx"),
    "a notional that is none": beside("notional_1,currency_1", "abc,USD"),
    "a notional below nil": beside("notional_1,currency_1", "-5,USD"),
    "half a notional": beside("notional_2,currency_2", "5,"),
    "a notional of no currency": beside("notional_1,currency_1", "5,XXQ"),
    "a notional without a column": beside("notional_1", "5"),
    "neither bought nor sold": beside("buy_sell", "long"),
    "bought": beside("buy_sell", "buy"),
    "an attribute": beside("attribute.desk", "fx"),
    "an attribute that cannot be seen": beside("attribute.desk", "f\u200bx"),
    "an attribute that has a column": beside("attribute.product", "fx"),
    "an independent amount": beside(
        "independent_amount,independent_amount_currency,independent_amount_of", "5000000,USD,B"
    ),
    "an independent amount of nobody": beside("independent_amount_of", "B"),
    "a currency of no amount": beside("amount_before_currency", "USD"),
}  # fmt: skip


@pytest.mark.parametrize("trades", ROWS_THAT_ARE_ODD.values(), ids=ROWS_THAT_ARE_ODD)
def test_a_row_that_is_not_plain(tmp_path, trades):
    """Whatever is odd about one row, both runs say the same, and the others stay on columns."""
    book = tiny(tmp_path / "book", {"trades.csv": trades})
    made = assert_alike(book)
    assert made.agreements.height >= 2


WHOLE_BOOKS = {
    "no trades": {"trades.csv": None},
    "no lots": {"lots.csv": None},
    "nothing": {"trades.csv": None, "lots.csv": None, "prices.csv": None, "fx.csv": None},
    "a header alone": {"trades.csv": f"{HEADER}\n"},
    "every mark is old": {"trades.csv": TRADES.replace("2024-12-30", "2024-11-30")},
    "marks before and after": {
        "trades.csv": f"{HEADER}\n{FIRST.replace('2024-12-30', '2024-12-27')}\n"
        f"{FIRST.replace('T1', 'T2')}\n"
        f"{FIRST.replace('T1', 'T3').replace('2024-12-30', '2024-12-31')}\n"
    },
    "no mark of today at all": {
        "trades.csv": f"{HEADER}\n{FIRST.replace('2024-12-30', '2024-12-27')}\n"
        f"{FIRST.replace('T1', 'T3').replace('2024-12-30', '2024-12-31')}\n"
    },
    "identifiers of full width": {"trades.csv": TRADES.replace("\nT", "\nＴ")},
    "identifiers in Korean, and old marks": {
        "trades.csv": TRADES.replace("\nT", "\nＴ").replace("2024-12-30", "2024-12-29")
    },
    "an old mark that may stand in": {"trades.csv": STALE, "book.yaml": TOLERANT},
    "an old mark to be divided": {
        "trades.csv": f"{TRADES}T7,TWO,2024-01-10,2027-01-10,700000000,KRW,2024-12-27\n",
        "book.yaml": TOLERANT,
    },
    "an old mark beside one not covered": {
        "trades.csv": f"{STALE}T7,ONE,2024-01-09,2027-01-10,5000000,USD,2024-12-30\n",
        "book.yaml": TOLERANT,
        "agreements.jsonl": lines(sheets(ONE={"covered_transactions": {"from": "2024-01-10"}})),
    },
    "an independent amount beside marks to be divided": {
        "trades.csv": "".join(
            f"{row},{cell}\n"
            for row, cell in zip(
                [HEADER, *ROWS, "T7,TWO,2024-01-10,2027-01-10,700000000,KRW,2024-12-30"],
                [
                    "independent_amount,independent_amount_currency,independent_amount_of",
                    *[",,"] * 3, "5000000,USD,B", *[",,"] * 3,
                ],
                strict=True,
            )
        )
    },
    "an annex that covers from a day on": {
        "agreements.jsonl": lines(
            sheets(
                ONE={"covered_transactions": {"from": "2024-01-10"}},
                TWO={"covered_transactions": {"from": "2024-01-11"}},
            )
        )
    },
    "a trade without a day under such an annex": {
        "trades.csv": replaced("2024-01-10", ""),
        "agreements.jsonl": lines(sheets(ONE={"covered_transactions": {"from": "2024-01-10"}})),
    },
    "an annex that covers one trade": {
        "agreements.jsonl": lines(sheets(ONE={"covered_transactions": {"only": ["T1"]}}))
    },
    "the rate the other way round": {
        "fx.csv": FX.replace("EURUSD,2024-12-30,1.0389", "USDEUR,2024-12-30,0.962547897")
    },
    "a rate of twelve places": {"fx.csv": FX.replace("1.0389", "1.038912345678")},
    "a rate in both ways": {"fx.csv": f"{FX}USDEUR,2024-12-30,1\n"},
    "a rate that is none": {"fx.csv": FX.replace("1.0389", "x")},
    "a rate of yesterday": {"fx.csv": FX.replace("EURUSD,2024-12-30", "EURUSD,2024-12-27")},
}  # fmt: skip


@pytest.mark.parametrize("changed", WHOLE_BOOKS.values(), ids=WHOLE_BOOKS)
def test_what_concerns_more_than_a_row(tmp_path, changed):
    """Days without marks, tolerances, what an annex covers and rates: both say the same."""
    assert_alike(tiny(tmp_path / "book", changed))


MARKS_OF_THEIR_OWN = {
    "plain": own(MARKS),
    "of many days": own(f"{MARKS}T1,2024-12-27,1,USD\nT4,2024-12-26,1,KRW\n"),
    "moved far": own(f"{MARKS}T1,2024-12-27,1,USD\nT1,2024-12-26,7000000,USD\n")
    | {"book.yaml": f'{SETTINGS}tolerances: {{day_on_day: "USD 1,000"}}\n'},
    "moved in another currency": own(f"{MARKS}T1,2024-12-27,1,EUR\n")
    | {"book.yaml": f'{SETTINGS}tolerances: {{day_on_day: "USD 1,000"}}\n'},
    "old": own(MARKS.replace("T1,2024-12-30", "T1,2024-12-28")),
    "old and it may stand in": own(MARKS.replace("T1,2024-12-30", "T1,2024-12-28"))
    | {"book.yaml": TOLERANT},
    "every one old": own(MARKS.replace("2024-12-30", "2024-12-27")),
    "of tomorrow": own(f"{MARKS}T1,2024-12-31,1,USD\n"),
    "twice": own(f"{MARKS}T1,2024-12-30,1,USD\n"),
    "twice on another day": own(f"{MARKS}T1,2024-12-27,1,USD\nT1,2024-12-27,1,USD\n"),
    "of no trade": own(f"{MARKS}T9,2024-12-30,1,USD\n"),
    "no amount": own(f"{MARKS}T1,2024-12-27,x,USD\n"),
    "no day": own(f"{MARKS}T1,yesterday,1,USD\n"),
    "points": own(more("points", "-1.25")),
    "points that are none": own(more("points", "x")),
    "a factor": own(more("discount_factor", "0.5")),
    "a factor below nil": own(more("discount_factor", "-0.5")),
    "matured": own(MARKS, BARE.replace("2027-01-10", "2024-12-29", 1)),
    "a trade twice": own(
        f"{MARKS}T1,2024-12-27,1,USD\n", f"{BARE}T1,TWO,2024-01-10,2027-01-10\n"
    ),
    "of no trade, beside an agreement without any": own(
        f"{MARKS.replace('T6', 'T9')}", BARE.replace("T6,FOUR,2024-01-10,2027-01-10\n", "")
    )
    | {"agreements.jsonl": lines(sheets(FOUR={"covered_transactions": {"only": ["T6"]}}))},
}


@pytest.mark.parametrize("changed", MARKS_OF_THEIR_OWN.values(), ids=MARKS_OF_THEIR_OWN)
def test_marks_of_their_own_that_are_not_plain(tmp_path, changed):
    """Whatever is odd about marks in a table of their own, both runs say the same."""
    assert_alike(tiny(tmp_path / "book", changed))
