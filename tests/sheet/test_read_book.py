"""A book folder: what becomes of sound rows, and of every other."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from isda.basics.finding import Severity
from isda.basics.money import Money
from isda.basics.party import Side
from isda.sheet.read_book import read_book

SEOUL = Path(__file__).parents[2] / "samples" / "books" / "seoul"
MONDAY, TUESDAY = date(2024, 12, 30), date(2024, 12, 31)

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


@pytest.fixture
def make(tmp_path):
    """Write the small book with some files put in place of others, and read it."""

    def written(reading="excess only", **changed):
        files = {"book.yaml": BOOK} | TABLES
        for name in ("ONE", "TWO"):
            files[f"agreements/{name}.yaml"] = SHEET.format(name=name, reading=reading)
        files |= {
            name.replace("__", "/")
            .replace("_csv", ".csv")
            .replace("_yaml", ".yaml")
            .replace("_jsonl", ".jsonl"): text
            for name, text in changed.items()
        }
        for name, text in files.items():
            path = tmp_path / name
            if text is None:
                continue
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return read_book(tmp_path)

    return written


def codes(findings):
    return [one.code for one in findings]


def stopped(outcome, day=MONDAY):
    """The agreements that a day's facts stop, with the codes of their errors."""
    found = {
        name: outcome.value.facts_for(name, on=day).findings
        for name in outcome.value.agreements
    }
    return {
        name: [one.code for one in every if one.is_error]
        for name, every in found.items()
        if any(one.is_error for one in every)
    }


def test_sound_book(make):
    """A sound book has no findings and hands each agreement its own rows of the day."""
    outcome = make()
    book = outcome.must()
    assert not outcome.findings
    assert (book.name, book.days()) == ("small", (MONDAY, TUESDAY))
    one, two = (book.facts_for(name, on=MONDAY) for name in ("ONE", "TWO"))
    assert one.plus_is_good_for is Side.A
    assert [mark.mark for mark in one.marks] == [Money(Decimal(100), "KRW")]
    assert [mark.mark.amount for mark in two.marks] == [Decimal("-200.5")]
    assert two.trades[0].independent_amount == Money(Decimal(500), "KRW")
    cash, bond = one.held
    assert (cash.price, cash.nominal.amount) == (None, 500)
    assert (bond.price, bond.accrued, bond.code) == (Decimal("99.5"), 12, "KR1")
    assert not two.held
    assert one.fx["USDKRW"].rate == Decimal("1474.80")
    assert one.rate_before["USDKRW"].rate == 1470
    assert (one.marks[0].place.line, one.marks[0].place.row) == (2, 1)
    assert not one.exposures


def test_other_day(make):
    """A day without its rows has none: yesterday's lots and rates never stand in."""
    facts = make().must().facts_for("ONE", on=TUESDAY)
    assert facts.marks[0].mark.amount == 110
    assert (facts.held, facts.fx) == ((), {})
    assert facts.rate_before["USDKRW"].rate == Decimal("1474.80")


def test_missing_tables_are_empty(make, tmp_path):
    """A table that is not there is empty."""
    make()
    for name in TABLES:
        (tmp_path / name).unlink()
    outcome = read_book(tmp_path)
    assert not outcome.findings
    assert outcome.must().facts_for("ONE", on=MONDAY).marks == ()


BAD_MARKS = [
    ("T1,2024-12-31,NaN,KRW", "DQ045"),
    ("T1,2024-12-31,Infinity,KRW", "DQ045"),
    ("T1,2024-12-31,1e6,KRW", "DQ041"),
    (f"T1,2024-12-31,{'1' * 40},KRW", "DQ043"),
    ("T1,2024-12-31,1.5,KRX", "DQ046"),
    ("T1,2024-12-31,,KRW", "DQ032"),
    ("T1,2024-12-31,1", "DQ066"),
    ("T1,2024-12-31,1,KRW,9", "DQ066"),
    ("T1,2024-12-30,100,KRW", "DQ060"),
]


@pytest.mark.parametrize(("row", "code"), BAD_MARKS)
def test_bad_mark(make, row, code):
    """A bad mark is left out and stops its agreement on its day, no other, nothing else."""
    sound = MARKS.replace("T1,2024-12-31,110,KRW\n", "")
    outcome = make(marks_csv=f"{sound}{row}\n")
    day, other = (MONDAY, TUESDAY) if code == "DQ060" else (TUESDAY, MONDAY)
    (finding,) = outcome.findings
    assert (finding.code, finding.agreement) == (code, "ONE")
    assert (finding.place.line, finding.place.row) == (5, 4)
    assert finding.help
    assert stopped(outcome, day) == {"ONE": [code]}
    assert stopped(outcome, other) == {}


def test_mark_without_day(make):
    """A mark whose day cannot be read stops its agreement on every day."""
    outcome = make(marks_csv=MARKS + "T1,2024-13-01,1,KRW\n")
    assert stopped(outcome, MONDAY) == stopped(outcome, TUESDAY) == {"ONE": ["DQ051"]}


def test_mark_of_nobody(make):
    """A mark of an unknown trade belongs to no agreement and stops none."""
    outcome = make(marks_csv=MARKS + "T9,2024-12-30,1,KRW\n")
    assert codes(outcome.value.findings) == ["DQ064"]
    assert stopped(outcome) == {}


BAD_TRADES = [
    ("T1,ONE,2025-06-30,,,,", "DQ060"),
    ("T3,ONE,soon,,,,", "DQ051"),
    ("T3,ONE,2025-06-30,,5,,B", "DQ037"),
    ("T3,ONE", "DQ066"),
]


@pytest.mark.parametrize(("row", "code"), BAD_TRADES)
def test_bad_trade(make, row, code):
    """A bad trade stops its agreement on every day; its marks are no second fault."""
    outcome = make(
        trades_csv=f"{TRADES}{row}\n",
        marks_csv=MARKS + "T3,2024-12-30,1,KRW\n" if row.startswith("T3") else MARKS,
    )
    assert codes(outcome.findings) == [code]
    assert stopped(outcome, MONDAY) == stopped(outcome, TUESDAY) == {"ONE": [code]}


def test_trade_claimed_twice(make):
    """A trade that two agreements claim stops both."""
    outcome = make(trades_csv=TRADES + "T1,TWO,2025-06-30,,,,\n")
    assert stopped(outcome) == {"ONE": ["DQ060"], "TWO": ["DQ060"]}


def test_unknown_agreement(make):
    """A row of an unknown agreement stops none and says which one may be meant."""
    outcome = make(lots_csv=LOTS + "L3,ONEE,B,2024-12-30,cash,KRW,5,,,,\n")
    (finding,) = outcome.value.findings
    assert (finding.code, finding.place.line) == ("DQ067", 4)
    assert "did you mean `ONE`" in finding.help
    assert stopped(outcome) == {}


BAD_LOTS = [
    ("L1,ONE,B,2024-12-30,cash,KRW,5,,,,", "DQ060"),
    ("L3,ONE,B,2024-12-30,cash,KRW,-5,,,,", "DQ044"),
    ("L3,ONE,C,2024-12-30,cash,KRW,5,,,,", "DQ034"),
    ("L3,ONE,B,2024-12-30,cash,KRW,5,clean,,,", "DQ037"),
    ("L3,ONE,B,2024-12-30,Korea Treasury,KRW,5,,,,KR1", "DQ032"),
]


@pytest.mark.parametrize(("row", "code"), BAD_LOTS)
def test_bad_lot(make, row, code):
    """A bad lot stops its agreement on its day: nothing is computed without the lot."""
    outcome = make(lots_csv=f"{LOTS}{row}\n")
    assert codes(outcome.findings) == [code]
    assert stopped(outcome, MONDAY) == {"ONE": [code]}
    assert stopped(outcome, TUESDAY) == {}


WHOLE = [
    ("lots_csv", LOTS.rstrip("\n"), "DQ065"),
    ("lots_csv", "", "DQ003"),
    ("lots_csv", LOTS.replace(",nominal,", ",sum,"), "DQ015"),
    ("lot_csv", LOTS, "DQ071"),
    ("marks_jsonl", "", "DQ060"),
    ("calendars__Soul_csv", "date,closed\n", "DQ053"),
]


@pytest.mark.parametrize(("name", "text", "code"), WHOLE)
def test_whole_file(make, tmp_path, name, text, code):
    """A file that may have lost rows stops every agreement."""
    if name == "lot_csv":
        (tmp_path / "lots.csv").unlink(missing_ok=True)
        outcome = make(lots_csv=None, lot_csv=text)
    else:
        outcome = make(**{name: text})
    stops = stopped(outcome)
    assert set(stops) == {"ONE", "TWO"}
    assert code in stops["ONE"]
    assert codes(outcome.value.findings).count(code) == 1


def test_unknown_file(make):
    """A file that is no table is a warning."""
    outcome = make(notes_csv="a,b\n")
    assert [(one.code, one.severity) for one in outcome.findings] == [
        ("DQ071", Severity.WARNING)
    ]


def test_no_sign_convention(make):
    """Marks without a sign convention stop whoever has marks."""
    outcome = make(book_yaml=BOOK.replace("plus_is_good_for: party A\n", ""))
    assert "plus_is_good_for" in outcome.value.findings[0].message
    assert stopped(outcome) == {"ONE": ["DQ063"], "TWO": ["DQ063"]}
    assert outcome.value.facts_for("ONE", on=MONDAY).plus_is_good_for is None


def test_sign_of_a_feed(make):
    """The sign convention may stand on the feed; said twice it must agree."""
    feeds = "feeds: {marks.csv: {plus_is_good_for: party B}}\n"
    own = BOOK.replace("plus_is_good_for: party A\n", feeds)
    assert make(book_yaml=own).must().settings.plus_is_good_for is Side.B
    outcome = make(book_yaml=BOOK + feeds)
    assert stopped(outcome) == {"ONE": ["DQ037"], "TWO": ["DQ037"]}


def totals(**said):
    day = said.pop("on", "2024-12-30")
    body = ", ".join(f"{key}: {value}" for key, value in {"on": day, **said}.items() if value)
    return f"{BOOK}control_totals:\n  - {{file: marks.csv, {body}}}\n"


def test_control_total_met(make):
    """A control total that is met says nothing."""
    met = totals(rows=2, column="mark", currency="KRW", sum='"-100.5"')
    assert not make(book_yaml=met).findings


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"rows": 3}, ["2 rows are found and 3 expected"]),
        ({"column": "mark", "currency": "KRW", "sum": '"-100.4"'}, ["-100.5", "-100.4"]),
    ],
)
def test_control_total_not_met(make, said, words):
    """A file that does not add up stops all who are in it that day, and no other day."""
    outcome = make(book_yaml=totals(**said))
    (finding,) = outcome.findings
    assert (finding.code, finding.agreement, finding.place.line) == ("DQ068", None, 6)
    assert all(word in finding.message for word in words)
    assert stopped(outcome, MONDAY) == {"ONE": ["DQ068"], "TWO": ["DQ068"]}
    assert stopped(outcome, TUESDAY) == {}


def test_control_total_with_a_bad_row(make):
    """A sum that a bad row keeps from being checked stops only the row's own agreement."""
    total = totals(rows=2, column="mark", currency="KRW", sum='"-100.5"')
    outcome = make(book_yaml=total, marks_csv=MARKS.replace("-30,100,", "-30,NaN,"))
    assert stopped(outcome, MONDAY) == {"ONE": ["DQ045"]}
    (warning,) = outcome.value.findings
    assert (warning.code, warning.severity) == ("DQ069", Severity.WARNING)


@pytest.mark.parametrize(
    "said",
    [
        {"on": "", "rows": 2},
        {"column": "points", "currency": "KRW", "sum": '"1"'},
        {"column": "mark", "sum": '"1"'},
    ],
)
def test_control_total_of_nothing(make, said):
    """A control total that no table can meet is an error of the book."""
    outcome = make(book_yaml=totals(**said))
    assert [(one.code, one.is_error) for one in outcome.findings] == [("DQ037", True)]


def test_day_on_day(make):
    """A mark that moved more than the tolerance is a warning that names both marks."""
    book = BOOK + "tolerances: {day_on_day: KRW 9.99}\n"
    outcome = make(book_yaml=book)
    (finding,) = outcome.must().facts_for("TWO", on=TUESDAY).findings
    assert (finding.code, finding.severity) == ("DQ070", Severity.WARNING)
    assert "KRW -200.5 on 2024-12-30" in finding.message
    assert "KRW -210.5 on 2024-12-31" in finding.message
    equal = make(book_yaml=book.replace("9.99", "10"))
    assert not equal.must().facts_for("TWO", on=TUESDAY).findings


def test_mark_age(make):
    """Within its tolerance an older mark stands in for one that is missing."""
    marks = MARKS.replace("T1,2024-12-31,110,KRW\n", "")
    book = BOOK + "tolerances: {mark_age: 1 days}\n"
    facts = make(book_yaml=book, marks_csv=marks).must().facts_for("ONE", on=TUESDAY)
    assert ([mark.on for mark in facts.marks], facts.mark_age_days) == ([MONDAY], 1)
    facts = make(marks_csv=marks).must().facts_for("ONE", on=TUESDAY)
    assert (facts.marks, facts.mark_age_days) == ((), 0)


def test_price_of_another_currency(make):
    """A price in another currency than the lot stops the lot's agreement on that day."""
    outcome = make(prices_csv="isin,on,price,currency\nKR1,2024-12-30,99.5,USD\n")
    assert stopped(outcome) == {"ONE": ["DQ061"]}
    assert outcome.value.facts_for("ONE", on=MONDAY).held[1].price is None


def test_price_twice(make):
    """Of two prices of one bond neither is used."""
    outcome = make(prices_csv=PRICES + "KR1,2024-12-30,98,KRW\n")
    assert codes(outcome.value.findings) == ["DQ060"]
    assert outcome.value.facts_for("ONE", on=MONDAY).held[1].price is None


def test_price_by_asset(make):
    """A lot without an ISIN may be priced by its asset."""
    facts = (
        make(
            lots_csv=LOTS.replace(",KR1", ","),
            prices_csv="asset,on,price,currency\nKorea Treasury,2024-12-30,97,KRW\n",
        )
        .must()
        .facts_for("ONE", on=MONDAY)
    )
    assert facts.held[1].price == 97


@pytest.mark.parametrize("row", ["USDKRW,2024-12-30,1,X", "KRWUSD,2024-12-30,1,X"])
def test_rate_twice(make, row):
    """Of two rates of the same two currencies neither is used, also not the day after."""
    outcome = make(fx_csv=f"{FX}{row}\n")
    assert codes(outcome.value.findings) == ["DQ062"]
    assert outcome.value.facts_for("ONE", on=MONDAY).fx == {}
    assert outcome.value.facts_for("ONE", on=TUESDAY).rate_before == {}


@pytest.mark.parametrize("row", ["USDKRW,2024-12-30,NaN,X", "USDKRX,2024-12-30,1474.8,X"])
def test_bad_rate(make, row):
    """A rate that is lost is not replaced by an older one."""
    outcome = make(fx_csv=FX.replace("USDKRW,2024-12-30,1474.80,X", row))
    book = outcome.value
    assert len(book.findings) == 1
    assert book.facts_for("ONE", on=MONDAY).fx == {}
    assert book.facts_for("ONE", on=MONDAY).rate_before["USDKRW"].rate == 1470
    assert book.facts_for("ONE", on=TUESDAY).rate_before == {}


def test_rate_without_day(make):
    """A rate whose day cannot be read stops everyone: it may be the last one."""
    assert set(stopped(make(fx_csv=FX + "USDKRW,2024-12-32,1475,X\n"))) == {"ONE", "TWO"}


MOVEMENTS = """\
movement_id,agreement,kind,by,amount,currency,settles,disputed,agreed,settled_on
M1,ONE,delivery,B,50,KRW,2024-12-31,5,2024-12-30,2024-12-31
M2,ONE,return,A,60,KRW,2024-12-31,,,
"""


@pytest.mark.parametrize(
    ("day", "known"),
    [
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


def test_bad_movement(make):
    """A movement that settled before it was agreed stops its agreement."""
    outcome = make(in_transit_csv=MOVEMENTS.replace("12-30,2024-12-31\n", "12-30,2024-12-29\n"))
    assert stopped(outcome) == {"ONE": ["DQ039"]}


def test_events(make):
    """An event without an agreement is everyone's; a bad one stops whom it may concern."""
    header = "event,of,agreement,from,until\n"
    book = make(
        events_csv=f"{header}Illegality,A,,2024-12-01,\nBankruptcy,B,TWO,2024-12-01,\n"
    ).must()
    assert [one.event for one in book.facts_for("ONE", on=MONDAY).events] == ["Illegality"]
    assert len(book.facts_for("TWO", on=MONDAY).events) == 2
    assert set(stopped(make(events_csv=f"{header}Illegality,C,,2024-12-01,\n"))) == {
        "ONE",
        "TWO",
    }
    assert set(stopped(make(events_csv=f"{header}Illegality,C,TWO,2024-12-01,\n"))) == {"TWO"}


def test_calendar(make):
    """A calendar of the book closes a day that the seed has open."""
    book = make(calendars__Seoul_csv="date,closed,reason\n2024-12-30,yes,declared\n").must()
    calendars = book.facts_for("ONE", on=MONDAY).calendars
    assert not calendars.is_open("Seoul", MONDAY)


def test_initial_margin_and_ratings(make):
    """Initial margin of the day and the ratings are handed on."""
    book = make(
        initial_margin_csv="agreement,regime,poster,on,amount,currency\n"
        "ONE,EU,B,2024-12-30,5,EUR\n",
        ratings_csv="of,agency,term,rating,since\nB,KIS,long term,AA,2024-01-01\n",
        rates_csv="index,on,rate\nSOFR,2024-12-30,-0.1\n",
    ).must()
    facts = book.facts_for("ONE", on=MONDAY)
    assert facts.initial_margin[0].amount == Money(Decimal(5), "EUR")
    assert facts.ratings[0].rating == "AA"
    assert book.facts_for("ONE", on=TUESDAY).initial_margin == ()


LATCH = "latches: {ONE: {on: 2024-12-27, latched: no}}\n"


def test_history(make):
    """A limit that latches is given its exposures since the opening state, as A sees them."""
    book = make("full loss once breached", book_yaml=BOOK + LATCH).must()
    facts = book.facts_for("ONE", on=TUESDAY)
    assert [(one.on, one.holder, one.amount) for one in facts.exposures] == [
        (MONDAY, Side.A, Money(Decimal(100), "KRW"))
    ]
    assert facts.latch.on == date(2024, 12, 27)
    assert book.facts_for("ONE", on=MONDAY).exposures == ()
    opened = LATCH.replace("12-27", "12-30")
    later = make("full loss once breached", book_yaml=BOOK + opened).must()
    assert later.facts_for("ONE", on=TUESDAY).exposures == ()


def test_history_of_the_other_sign(make):
    """Marks that are good for party B are turned round for party A's view."""
    book = make("full loss once breached", book_yaml=BOOK.replace("party A", "party B")).must()
    assert book.facts_for("ONE", on=TUESDAY).exposures[0].amount.amount == -100


def test_history_in_another_currency(make):
    """Marks in dollars are converted at the day's rate, or the day is left out."""
    marks = MARKS.replace("30,100,KRW", "30,100,USD")
    book = make("full loss once breached", marks_csv=marks).must()
    assert book.facts_for("ONE", on=TUESDAY).exposures[0].amount.amount == 147480
    book = make("full loss once breached", marks_csv=marks, fx_csv="pair,on,rate\n").must()
    assert book.facts_for("ONE", on=TUESDAY).exposures == ()


@pytest.mark.parametrize("row", ["", "T1,2024-12-30,NaN,KRW\n"])
def test_history_with_a_hole(make, row):
    """A day on which a live trade has no sound mark has no exposure."""
    marks = MARKS.replace("T1,2024-12-30,100,KRW\n", row)
    book = make(
        "full loss once breached",
        marks_csv=marks + "T4,2024-12-30,7,KRW\n",
        trades_csv=TRADES + "T4,ONE,2025-06-30,2024-12-20,,,\n",
    ).value
    assert book.facts_for("ONE", on=TUESDAY).exposures == ()


def test_trades_of_the_day(make):
    """Trades made later and trades matured before, unless marked, are left out."""
    trades = TRADES + "T5,ONE,2024-12-29,,,,\nT6,ONE,2025-12-29,2024-12-31,,,\n"
    book = make(trades_csv=trades, marks_csv=MARKS + "T5,2024-12-31,1,KRW\n").must()
    assert [one.trade_id for one in book.facts_for("ONE", on=MONDAY).trades] == ["T1"]
    on_tuesday = book.facts_for("ONE", on=TUESDAY).trades
    assert [one.trade_id for one in on_tuesday] == ["T1", "T5", "T6"]


def test_json_lines(make, tmp_path):
    """A table may be JSON lines of the same names."""
    make()
    (tmp_path / "marks.csv").unlink()
    (tmp_path / "marks.jsonl").write_text(
        '{"trade_id": "T1", "on": "2024-12-30", "mark": "7", "currency": "KRW"}\n'
    )
    book = read_book(tmp_path).must()
    assert book.facts_for("ONE", on=MONDAY).marks[0].mark.amount == 7


def test_broken_sheet(make):
    """A sheet that does not read keeps its identifier and its findings; the rest goes on."""
    outcome = make(agreements__TWO_yaml="sheet: 1\nagreement: TWO\n")
    assert outcome.value.agreements["TWO"].value is None
    assert {one.agreement for one in outcome.findings} == {"TWO"}
    assert outcome.value.agreements["ONE"].value is not None
    assert stopped(outcome) == {}


def test_sheet_without_name(make):
    """A sheet whose identifier cannot be read stands under its file's name."""
    assert "THREE.yaml" in make(agreements__THREE_yaml="[").value.agreements


def test_two_sheets_of_one_name(make):
    """Two sheets that claim one identifier are both refused."""
    outcome = make(agreements__THREE_yaml=SHEET.format(name="ONE", reading="excess only"))
    assert outcome.value.agreements["ONE"].value is None
    assert "DQ060" in codes(outcome.value.agreements["ONE"].findings)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "DQ003"),
        ("- a\n", "DQ030"),
        ("{", "DQ010"),
    ],
)
def test_no_book(make, text, code):
    """Without a book.yaml that can be read there is no book."""
    outcome = make(book_yaml=text)
    assert outcome.value is None
    assert code in codes(outcome.findings)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("colour: blue\n", "DQ012"),
        ("tolerances: {mark_age: 0}\n", "DQ054"),
        ("latches: {ONE: {on: 2024-12-27}}\n", "DQ015"),
    ],
)
def test_bad_settings(make, line, code):
    """A fault of book.yaml stops everyone."""
    assert stopped(make(book_yaml=BOOK + line)) == {"ONE": [code], "TWO": [code]}


def test_latch_of_nobody(make):
    """A latch of an unknown agreement is an error of the book."""
    assert codes(make(book_yaml=BOOK + LATCH.replace("ONE", "OWN")).value.findings) == ["DQ067"]


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
