"""The facts that a book gives of one agreement on a day."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from isda.basics.finding import Severity
from isda.basics.money import Money
from isda.basics.party import Side
from isda.facts.ratings import Rating
from isda.sheet.read_book import read_book

SEOUL = Path(__file__).parents[2] / "samples" / "books" / "seoul"
MONDAY, TUESDAY = date(2024, 12, 30), date(2024, 12, 31)


def codes(findings):
    return [one.code for one in findings]


def test_other_day(make):
    """A day has its own rows alone: yesterday's second lot and rates never stand in."""
    facts = make().must().facts_for("ONE", on=TUESDAY)
    assert facts.marks[0].mark.amount == 110
    assert ([lot.lot_id for lot in facts.held], facts.fx) == (["L1"], {})
    assert facts.rate_before["USDKRW"].rate == Decimal("1474.80")


def test_day_on_day(make):
    """A mark that moved more than the tolerance is a warning that names both marks."""
    book = make.book + "tolerances: {day_on_day: KRW 9.99}\n"
    outcome = make(book_yaml=book)
    (finding,) = outcome.must().facts_for("TWO", on=TUESDAY).findings
    assert (finding.code, finding.severity) == ("DQ070", Severity.WARNING)
    assert "KRW -200.5 on 2024-12-30" in finding.message
    assert "KRW -210.5 on 2024-12-31" in finding.message
    equal = make(book_yaml=book.replace("9.99", "10"))
    assert not equal.must().facts_for("TWO", on=TUESDAY).findings


def test_mark_age(make):
    """Within its tolerance an older mark stands in for one that is missing."""
    marks = make.marks.replace("T1,2024-12-31,110,KRW\n", "")
    book = make.book + "tolerances: {mark_age: 1 days}\n"
    facts = make(book_yaml=book, marks_csv=marks).must().facts_for("ONE", on=TUESDAY)
    assert ([mark.on for mark in facts.marks], facts.mark_age_days) == ([MONDAY], 1)
    facts = make(marks_csv=marks).must().facts_for("ONE", on=TUESDAY)
    assert (facts.marks, facts.mark_age_days) == ((), 0)


def test_price_of_another_currency(make):
    """A price in another currency than the lot stops the lot's agreement on that day."""
    outcome = make(prices_csv="isin,on,price,currency\nKR1,2024-12-30,99.5,USD\n")
    assert make.stopped(outcome) == {"ONE": ["DQ061"]}
    assert outcome.value.facts_for("ONE", on=MONDAY).held[1].price is None


def test_price_twice(make):
    """Of two prices of one bond neither is used."""
    outcome = make(prices_csv=make.prices + "KR1,2024-12-30,98,KRW\n")
    assert codes(outcome.value.findings) == ["DQ060"]
    assert outcome.value.facts_for("ONE", on=MONDAY).held[1].price is None


def test_price_by_asset(make):
    """A lot without an ISIN may be priced by its asset."""
    facts = (
        make(
            lots_csv=make.lots.replace(",KR1", ","),
            prices_csv="asset,on,price,currency\nKorea Treasury,2024-12-30,97,KRW\n",
        )
        .must()
        .facts_for("ONE", on=MONDAY)
    )
    assert facts.held[1].price == 97


@pytest.mark.parametrize("row", ["USDKRW,2024-12-30,1,X", "KRWUSD,2024-12-30,1,X"])
def test_rate_twice(make, row):
    """Of two rates of the same two currencies neither is used, also not the day after."""
    outcome = make(fx_csv=f"{make.fx}{row}\n")
    assert codes(outcome.value.findings) == ["DQ062"]
    assert outcome.value.facts_for("ONE", on=MONDAY).fx == {}
    assert outcome.value.facts_for("ONE", on=TUESDAY).rate_before == {}


@pytest.mark.parametrize("row", ["USDKRW,2024-12-30,NaN,X", "USDKRX,2024-12-30,1474.8,X"])
def test_bad_rate(make, row):
    """A rate that is lost is not replaced by an older one."""
    outcome = make(fx_csv=make.fx.replace("USDKRW,2024-12-30,1474.80,X", row))
    book = outcome.value
    assert len(book.findings) == 1
    assert book.facts_for("ONE", on=MONDAY).fx == {}
    assert book.facts_for("ONE", on=MONDAY).rate_before["USDKRW"].rate == 1470
    assert book.facts_for("ONE", on=TUESDAY).rate_before == {}


def test_rate_without_day(make):
    """A rate whose day cannot be read stops everyone: it may be the last one."""
    assert set(make.stopped(make(fx_csv=make.fx + "USDKRW,2024-12-32,1475,X\n"))) == {
        "ONE",
        "TWO",
    }


MOVEMENTS = """\
movement_id,agreement,kind,by,amount,currency,settles,disputed,agreed,settled_on
M1,ONE,delivery,B,50,KRW,2024-12-31,5,2024-12-30,2024-12-31
M2,ONE,return,A,60,KRW,2024-12-31,,2024-12-29,
"""


@pytest.mark.parametrize(
    ("day", "known"),
    [
        (date(2024, 12, 28), []),
        (date(2024, 12, 29), ["M2"]),
        (MONDAY, ["M1", "M2"]),
        (TUESDAY, ["M2"]),
        (date(2025, 6, 1), ["M2"]),
    ],
)
def test_in_transit(make, day, known):
    """A movement is on its way from the day it was agreed to the day it settled."""
    facts = make(in_transit_csv=MOVEMENTS).must().facts_for("ONE", on=day)
    assert [one.movement_id for one in facts.in_transit] == known
    if "M1" in known:
        assert facts.in_transit[0].disputed == Money(Decimal(5), "KRW")


ASSETS = """\
movement_id,agreement,kind,by,amount,currency,settles,agreed,asset,isin,price_kind,issuer
M1,ONE,delivery,B,50,KRW,2024-12-31,2024-12-30,cash,,,
M2,ONE,return,A,1000,KRW,2024-12-31,2024-12-30,Korea Treasury,KR1,clean,Korea
"""


def test_a_movement_may_name_its_asset(make):
    """A movement of an asset is valued as if held, at the price of the day."""
    facts = make(in_transit_csv=ASSETS).must().facts_for("ONE", on=MONDAY)
    cash, bond = facts.in_transit
    assert (cash.amount, cash.lot.is_cash, str(cash.lot.nominal)) == (None, True, "KRW 50")
    assert (bond.lot.price, bond.lot.posted_by, bond.lot.issuer) == (
        Decimal("99.5"), Side.B, "Korea",
    )  # fmt: skip
    later = make.again().must().facts_for("ONE", on=TUESDAY)
    assert later.in_transit[1].lot.price is None


def test_a_row_may_say_what_it_is_posted_for(make):
    """Lots and movements, of a value or of an asset, belong to the leg that `for` names."""
    head, *rows = ASSETS.splitlines()
    moving = "\n".join([f"{head},for", *(f"{row},independent amount" for row in rows)]) + "\n"
    head, first, *_ = make.lots.splitlines()
    book = make(in_transit_csv=moving, lots_csv=f"{head},for\n{first},exposure\n").must()
    facts = book.facts_for("ONE", on=MONDAY)
    assert [str(one.purpose) for one in facts.held] == ["exposure"]
    assert {str(one.purpose) for one in facts.in_transit} == {"independent amount"}


def test_what_is_said_of_an_asset_needs_the_asset(make):
    """An issuer of a movement that names no asset stops its agreement."""
    outcome = make(in_transit_csv=ASSETS.replace("Korea Treasury", ""))
    assert make.stopped(outcome) == {"ONE": ["DQ037"] * 3}


FIGURES = """\
agreement,figure,amount,currency,since,of
ONE,assets under management,52,USD,2024-11-29,B
ONE,assets under management,40,USD,2024-12-30,
"""


def test_figures_that_a_trigger_reads(make):
    """Each figure goes to its agreement; the same from the same day twice stops it."""
    book = make(figures_csv=FIGURES).must()
    assert [str(one.amount) for one in book.facts_for("ONE", on=MONDAY).figures] == [
        "USD 52", "USD 40",
    ]  # fmt: skip
    assert book.facts_for("TWO", on=MONDAY).figures == ()
    twice = make(figures_csv=FIGURES + FIGURES.splitlines()[1] + "\n")
    assert make.stopped(twice) == {"ONE": ["DQ060"]}
    assert make.stopped(make(figures_csv=FIGURES.replace("52", "52x"))) == {"ONE": ["DQ040"]}


def test_bad_movement(make):
    """A movement that settled before it was agreed stops its agreement."""
    outcome = make(in_transit_csv=MOVEMENTS.replace("12-30,2024-12-31\n", "12-30,2024-12-29\n"))
    assert make.stopped(outcome) == {"ONE": ["DQ039"]}


def test_a_movement_says_when_it_was_agreed(make):
    """Without the day it was agreed a movement counts on no day: its agreement is stopped.

    It would be under way on every earlier day of the book.
    """
    outcome = make(in_transit_csv=MOVEMENTS.replace(",2024-12-29,", ",,"))
    assert make.stopped(outcome) == {"ONE": ["DQ032"]}
    (finding,) = outcome.findings
    assert (finding.place.line, finding.place.row) == (3, 2)
    assert "`agreed`" in finding.message


def test_in_transit_without_the_column(make):
    """A table without the column `agreed` is no table: nobody is computed from it."""
    lines = [line.split(",") for line in MOVEMENTS.splitlines()]
    short = "".join(",".join([*cells[:8], cells[9]]) + "\n" for cells in lines)
    assert make.stopped(make(in_transit_csv=short)) == {"ONE": ["DQ015"], "TWO": ["DQ015"]}


LATCH = "latches: {ONE: {on: 2024-12-27, latched: no}}\n"


def test_history(make):
    """A limit that latches is given its exposures since the opening state, as A sees them."""
    book = make("full loss once breached", book_yaml=make.book + LATCH).must()
    facts = book.facts_for("ONE", on=TUESDAY)
    assert [(one.on, one.holder, one.amount) for one in facts.exposures] == [
        (MONDAY, Side.A, Money(Decimal(100), "KRW"))
    ]
    assert facts.latch.on == date(2024, 12, 27)
    assert book.facts_for("ONE", on=MONDAY).exposures == ()
    opened = LATCH.replace("12-27", "12-30")
    later = make("full loss once breached", book_yaml=make.book + opened).must()
    assert later.facts_for("ONE", on=TUESDAY).exposures == ()


def test_history_of_the_other_sign(make):
    """Marks that are good for party B are turned round for party A's view."""
    book = make(
        "full loss once breached", book_yaml=make.book.replace("party A", "party B")
    ).must()
    assert book.facts_for("ONE", on=TUESDAY).exposures[0].amount.amount == -100


def test_history_in_another_currency(make):
    """Marks in dollars are converted at the day's rate, or the day is left out."""
    marks = make.marks.replace("30,100,KRW", "30,100,USD")
    book = make("full loss once breached", marks_csv=marks).must()
    assert book.facts_for("ONE", on=TUESDAY).exposures[0].amount.amount == 147480
    book = make("full loss once breached", marks_csv=marks, fx_csv="pair,on,rate\n").must()
    assert book.facts_for("ONE", on=TUESDAY).exposures == ()


def test_history_divides_by_the_other_quote(make):
    """A rate quoted the other way round divides: 100 dollars at 0.0005 are 200,000 won."""
    marks = make.marks.replace("30,100,KRW", "30,100,USD")
    fx = "pair,on,rate\nKRWUSD,2024-12-30,0.0005\n"
    book = make("full loss once breached", marks_csv=marks, fx_csv=fx).must()
    assert book.facts_for("ONE", on=TUESDAY).exposures[0].amount.amount == 200000


@pytest.mark.parametrize("row", ["", "T1,2024-12-30,NaN,KRW\n"])
def test_history_with_a_hole(make, row):
    """A day on which a live trade has no sound mark has no exposure."""
    marks = make.marks.replace("T1,2024-12-30,100,KRW\n", row)
    book = make(
        "full loss once breached",
        marks_csv=marks + "T4,2024-12-30,7,KRW\n",
        trades_csv=make.trades + "T4,ONE,2025-06-30,2024-12-20,,,\n",
    ).value
    assert book.facts_for("ONE", on=TUESDAY).exposures == ()


def test_trades_of_the_day(make):
    """Trades made later and trades matured before, unless marked, are left out."""
    trades = make.trades + "T5,ONE,2024-12-29,,,,\nT6,ONE,2025-12-29,2024-12-31,,,\n"
    book = make(trades_csv=trades, marks_csv=make.marks + "T5,2024-12-31,1,KRW\n").must()
    assert [one.trade_id for one in book.facts_for("ONE", on=MONDAY).trades] == ["T1"]
    on_tuesday = book.facts_for("ONE", on=TUESDAY).trades
    assert [one.trade_id for one in on_tuesday] == ["T1", "T5", "T6"]


def test_asking_for_nobody(make):
    """Facts of an agreement that is not in the book carry an error."""
    (finding,) = make().must().facts_for("NONE", on=MONDAY).findings
    assert (finding.code, finding.is_error) == ("DQ067", True)


def test_seoul():
    """The Seoul book reads without a finding, and its latch has its month ends."""
    outcome = read_book(SEOUL)
    assert not outcome.findings
    book = outcome.must()
    day = date(2008, 9, 30)
    transit = [
        one.movement_id
        for name in book.agreements
        for one in book.facts_for(name, on=day).in_transit
    ]
    assert sorted(transit) == ["MV-1", "MV-2"]
    months = {
        one.on.strftime("%Y-%m") for one in book.facts_for("LL-CHEONGRAM", on=day).exposures
    }
    assert months >= {f"2008-0{month}" for month in range(1, 10)}


def test_what_stands_already_is_asked_once_a_row(make, monkeypatch):
    """A hundred ratings are compared a hundred times, not five thousand."""
    asked, same = [], Rating.same.fget
    monkeypatch.setattr(
        Rating, "same", property(lambda rating: asked.append(rating) or same(rating))
    )
    rows = "".join(f"Issuer {each},S&P,long_term,A,2024-01-02\n" for each in range(100))
    make(ratings_csv=f"of,agency,term,rating,since\n{rows}")
    assert len(asked) == 100


def test_a_rating_of_every_agreement_stands_beside_none_of_one(make):
    """Issuer K of ONE and of TWO are two rows; of every agreement it stands here already."""
    row = "K,S&P,long_term,A,2024-01-02,{}\n"
    head = "of,agency,term,rating,since,agreement\n"
    two = make.sheet(name="TWO", reading="excess only")
    for names in ("ONE", ""), ("", "ONE"), ("", ""), ("ONE", "ONE"), ("ONE", "TWO", ""):
        text = head + "".join(row.format(name) for name in names)
        found = make(ratings_csv=text, agreements__TWO_yaml=two).findings
        assert [one.code for one in found if one.is_error] == ["DQ060"], names
    both = head + row.format("ONE") + row.format("TWO")
    found = make(ratings_csv=both, agreements__TWO_yaml=two).findings
    assert [one.code for one in found if one.is_error] == []
