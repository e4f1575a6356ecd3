"""Attributes of trades, and what was owed before: in a facts file and in a book."""

from datetime import date

import pytest

from isda.basics.money import Money
from isda.sheet.read_facts import read_facts_text

MONDAY = date(2024, 12, 30)
HEAD = "facts: 1\non: 2024-12-30\ntrades:\n  - {trade_id: T1, maturity: 2025-06-30, "
OVER = """\
confirmations:
  - {transaction: t3, changes: Loss limit agreement (Korea), excluded: yes}
"""


def read(rest):
    return read_facts_text(f"{HEAD}{rest}}}\n")


def test_attributes_of_a_facts_file():
    """A mapping of names and words; none is an empty one."""
    (trade,) = read("attributes: {kind: listed, grade: A}").must().trades
    assert trade.attributes == {"kind": "listed", "grade": "A"}
    (trade,) = read("product: swap").must().trades
    assert (trade.attributes, trade.amount_before) == ({}, None)


@pytest.mark.parametrize(
    ("rest", "code"),
    [
        ("attributes: listed", "DQ030"),
        ("attributes: {kind: [listed]}", "DQ030"),
        ("attributes: {product: swap}", "DQ037"),
        ('amount_before: "5"', "DQ037"),
        ('amount_before: "-5", amount_before_currency: USD', "DQ044"),
    ],
)
def test_bad_attributes(rest, code):
    """Another shape, a name that the trade has a key for, half an amount, a negative one."""
    assert [one.code for one in read(rest).findings] == [code]


def test_attributes_of_a_book(make):
    """Columns that begin with `attribute.` are the desk's own; an empty cell is none."""
    trades = (
        "trade_id,agreement,maturity,attribute.kind,attribute.grade,"
        "amount_before,amount_before_currency\n"
        "T1,ONE,2025-06-30,listed,,5,KRW\nT2,TWO,2025-06-30,,,,\n"
    )
    outcome = make(trades_csv=trades)
    assert outcome.findings == ()
    facts = outcome.must().facts_for("ONE", on=MONDAY)
    assert facts.trades[0].attributes == {"kind": "listed"}
    assert facts.trades[0].amount_before == Money.read("KRW 5")


def test_an_unknown_column_is_found_still(make):
    """Only the prefix makes a column the desk's own."""
    trades = make.trades.replace("independent_amount_of\n", "independent_amount_of,colour\n", 1)
    trades = trades.replace(",,,\n", ",,,,\n").replace("KRW,B\n", "KRW,B,\n")
    assert [one.code for one in make(trades_csv=trades).findings] == ["DQ012"]


def test_a_matured_trade_that_a_confirmation_names_is_handed_on(make):
    """So the call can say that it matured, and not that it is missing."""
    trades = make.trades + "T3,ONE,2024-12-27,2024-12-20,,,\n"
    sheet = make.sheet(name="ONE", reading="excess only")
    facts = make(trades_csv=trades).must().facts_for("ONE", on=MONDAY)
    assert [one.trade_id for one in facts.trades] == ["T1"]
    book = make(trades_csv=trades, agreements__ONE_yaml=sheet + OVER).must()
    facts = book.facts_for("ONE", on=MONDAY)
    assert [one.trade_id for one in facts.trades] == ["T1", "T3"]


def test_letters_of_credit_of_a_book(make):
    """A letter has no kind of price and takes none; its default may name it in events.csv."""
    lots = (
        "lot_id,agreement,posted_by,on,asset,currency,nominal,price_kind,matures,issuer\n"
        "L1,ONE,B,2024-12-30,Letter of Credit,KRW,500,,2025-12-30,Meridian Bank\n"
    )
    events = (
        "event,of,agreement,from,until\n"
        "Letter of Credit Default,Meridian Bank,,2024-12-30,\n"
        "Letter of Credit Default,L1,ONE,2024-12-30,\n"
    )
    outcome = make(lots_csv=lots, events_csv=events)
    assert outcome.findings == ()
    facts = outcome.must().facts_for("ONE", on=MONDAY)
    assert (facts.held[0].is_letter, facts.held[0].price) == (True, None)
    assert [event.about for event in facts.events] == ["Meridian Bank", "L1"]
    wrong = lots.replace(",500,,", ",500,clean,")
    assert make.stopped(make(lots_csv=wrong)) == {"ONE": ["DQ037"]}
