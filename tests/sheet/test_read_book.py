"""A book folder: what becomes of sound rows, and of every other."""

from datetime import date
from decimal import Decimal

import pytest

from isda.basics.finding import Severity
from isda.basics.money import Money
from isda.basics.party import Side

MONDAY, TUESDAY = date(2024, 12, 30), date(2024, 12, 31)


def codes(findings):
    return [one.code for one in findings]


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


def test_missing_tables_are_empty(make):
    """A table that is not there is empty."""
    make()
    for name in ("trades.csv", "marks.csv", "lots.csv", "prices.csv", "fx.csv"):
        (make.folder / name).unlink()
    outcome = make.again()
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
    sound = make.marks.replace("T1,2024-12-31,110,KRW\n", "")
    outcome = make(marks_csv=f"{sound}{row}\n")
    day, other = (MONDAY, TUESDAY) if code == "DQ060" else (TUESDAY, MONDAY)
    (finding,) = outcome.findings
    assert (finding.code, finding.agreement) == (code, "ONE")
    assert (finding.place.line, finding.place.row) == (5, 4)
    assert finding.help
    assert make.stopped(outcome, day) == {"ONE": [code]}
    assert make.stopped(outcome, other) == {}


def test_mark_without_day(make):
    """A mark whose day cannot be read stops its agreement on every day."""
    outcome = make(marks_csv=make.marks + "T1,2024-13-01,1,KRW\n")
    assert make.stopped(outcome, MONDAY) == make.stopped(outcome, TUESDAY) == {"ONE": ["DQ051"]}


def test_mark_of_nobody(make):
    """A mark of an unknown trade belongs to no agreement and stops none."""
    outcome = make(marks_csv=make.marks + "T9,2024-12-30,1,KRW\n")
    assert codes(outcome.value.findings) == ["DQ064"]
    assert make.stopped(outcome) == {}


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
        trades_csv=f"{make.trades}{row}\n",
        marks_csv=make.marks + "T3,2024-12-30,1,KRW\n" if row.startswith("T3") else make.marks,
    )
    assert codes(outcome.findings) == [code]
    assert make.stopped(outcome, MONDAY) == make.stopped(outcome, TUESDAY) == {"ONE": [code]}


def test_trade_claimed_twice(make):
    """A trade that two agreements claim stops both."""
    outcome = make(trades_csv=make.trades + "T1,TWO,2025-06-30,,,,\n")
    assert make.stopped(outcome) == {"ONE": ["DQ060"], "TWO": ["DQ060"]}


def test_unknown_agreement(make):
    """A row of an unknown agreement stops none and says which one may be meant."""
    outcome = make(lots_csv=make.lots + "L3,ONEE,B,2024-12-30,cash,KRW,5,,,,\n")
    (finding,) = outcome.value.findings
    assert (finding.code, finding.place.line) == ("DQ067", 5)
    assert "did you mean `ONE`" in finding.help
    assert make.stopped(outcome) == {}


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
    outcome = make(lots_csv=f"{make.lots}{row}\n")
    assert codes(outcome.findings) == [code]
    assert make.stopped(outcome, MONDAY) == {"ONE": [code]}
    assert make.stopped(outcome, TUESDAY) == {}


WHOLE = [
    ("fx_csv", "pair,on,rate", "DQ065"),
    ("lots_csv", "", "DQ003"),
    ("prices_csv", "isin,on,prize,currency\n", "DQ015"),
    ("event_csv", "event,of\n", "DQ071"),
    ("marks_jsonl", "", "DQ060"),
    ("calendars__Soul_csv", "date,closed\n", "DQ053"),
]


@pytest.mark.parametrize(("name", "text", "code"), WHOLE)
def test_whole_file(make, name, text, code):
    """A file that may have lost rows stops every agreement."""
    outcome = make(**{name: text})
    stops = make.stopped(outcome)
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
    outcome = make(book_yaml=make.book.replace("plus_is_good_for: party A\n", ""))
    assert "plus_is_good_for" in outcome.value.findings[0].message
    assert make.stopped(outcome) == {"ONE": ["DQ063"], "TWO": ["DQ063"]}
    assert outcome.value.facts_for("ONE", on=MONDAY).plus_is_good_for is None


def test_sign_of_a_feed(make):
    """The sign convention may stand on the feed; said twice it must agree."""
    feeds = "feeds: {marks.csv: {plus_is_good_for: party B}}\n"
    own = make.book.replace("plus_is_good_for: party A\n", feeds)
    assert make(book_yaml=own).must().settings.plus_is_good_for is Side.B
    outcome = make(book_yaml=make.book + feeds)
    assert make.stopped(outcome) == {"ONE": ["DQ037"], "TWO": ["DQ037"]}


def test_events(make):
    """An event without an agreement is everyone's; a bad one stops whom it may concern."""
    header = "event,of,agreement,from,until\n"
    book = make(
        events_csv=f"{header}Illegality,A,,2024-12-01,\nBankruptcy,B,TWO,2024-12-01,\n"
    ).must()
    assert [one.event for one in book.facts_for("ONE", on=MONDAY).events] == ["Illegality"]
    assert len(book.facts_for("TWO", on=MONDAY).events) == 2
    assert set(make.stopped(make(events_csv=f"{header}Illegality,C,,2024-12-01,\n"))) == {
        "ONE",
        "TWO",
    }
    assert set(make.stopped(make(events_csv=f"{header}Illegality,C,TWO,2024-12-01,\n"))) == {
        "TWO"
    }


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
        ratings_csv="of,agency,term,rating,since,agreement\n"
        "B,KIS,long term,AA,2024-01-01,ONE\nArc,KIS,long term,A,2024-01-01,\n",
        rates_csv="index,on,rate\nSOFR,2024-12-30,-0.1\n",
    ).must()
    facts = book.facts_for("ONE", on=MONDAY)
    assert facts.initial_margin[0].amount == Money(Decimal(5), "EUR")
    assert [one.grade.words for one in facts.ratings] == ["A", "AA"]
    assert [one.of for one in book.facts_for("TWO", on=MONDAY).ratings] == ["Arc"]
    assert book.facts_for("ONE", on=TUESDAY).initial_margin == ()


LATCH = "latches: {ONE: {on: 2024-12-27, latched: no}}\n"


def test_json_lines(make):
    """A table may be JSON lines of the same names."""
    make()
    (make.folder / "marks.csv").unlink()
    (make.folder / "marks.jsonl").write_text(
        '{"trade_id": "T1", "on": "2024-12-30", "mark": "7", "currency": "KRW"}\n'
    )
    book = make.again().must()
    assert book.facts_for("ONE", on=MONDAY).marks[0].mark.amount == 7


def test_broken_sheet(make):
    """A sheet that does not read keeps its identifier and its findings; the rest goes on."""
    outcome = make(agreements__TWO_yaml="sheet: 1\nagreement: TWO\n")
    assert outcome.value.agreements["TWO"].value is None
    assert {one.agreement for one in outcome.findings} == {"TWO"}
    assert outcome.value.agreements["ONE"].value is not None
    assert make.stopped(outcome) == {}


def test_sheet_without_name(make):
    """A sheet whose identifier cannot be read stands under its file's name."""
    assert "THREE.yaml" in make(agreements__THREE_yaml="[").value.agreements


def test_two_sheets_of_one_name(make):
    """Two sheets that claim one identifier are both refused."""
    outcome = make(agreements__THREE_yaml=make.sheet(name="ONE", reading="excess only"))
    assert outcome.value.agreements["ONE"].value is None
    assert "DQ060" in codes(outcome.value.agreements["ONE"].findings)


FUNDS = (
    "parties: {A: {name: Bank, cities: [Seoul]}, B: {name: Manager, cities: [Seoul], "
    "severally: [{name: One, share: 25%}, {name: Two, share: 75%}]}}\n"
    "annexes: [{form: CSA 1994 New York, split_among_clients: nil, valuation_date: any day}]\n"
)
ALONE = (
    "parties: {A: {name: Bank, cities: [Seoul]}, B: {name: One, cities: [Seoul]}}\n"
    "annexes: [{form: CSA 1994 New York, valuation_date: any day}]\n"
)


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize("alone", ["", "X", "X / One", "X / Two"])
def test_two_sheets_of_one_name_with_clients(make, alone, order):
    """The bare identifier and each client's are claimed: all of both sheets are refused."""
    several = f"sheet: 1\nagreement: X\n{FUNDS}"
    other = f"sheet: 1\nagreement: {alone}\n{ALONE}" if alone else several
    one, two = (several, other)[::order]
    found = make(agreements__YA_yaml=one, agreements__YB_yaml=two).value.agreements
    claimed = {"X / One", "X / Two"} | ({alone} - {""})
    made = {each: one for each, one in found.items() if each.startswith("X")}
    assert (set(made), {one.value for one in made.values()}) == (claimed, {None})
    assert {tuple(codes(one.findings)) for one in made.values()} == {("DQ060",)}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "DQ003"),
        ("- a\n", "DQ014"),
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
        ("latches: [ONE]\n", "DQ030"),
        ("control_totals: [{file: marks.csv, on: 2024-12-30, rows: many}]\n", "DQ040"),
        ("control_totals: [{file: marks.csv, on: 2024-12-30, column: mark}]\n", "DQ037"),
        ("control_totals: [{file: marks.csv, on: 2024-12-30}]\n", "DQ015"),
        ("feeds: {fx.csv: {plus_is_good_for: party A}}\n", "DQ012"),
    ],
)
def test_bad_settings(make, line, code):
    """A fault of book.yaml stops everyone."""
    assert make.stopped(make(book_yaml=make.book + line)) == {"ONE": [code], "TWO": [code]}


def test_latch_of_nobody(make):
    """A latch of an unknown agreement is an error of the book."""
    assert codes(make(book_yaml=make.book + LATCH.replace("ONE", "OWN")).value.findings) == [
        "DQ067"
    ]


HEADERS = {
    "prices_csv": "isin,asset,on,price,currency",
    "in_transit_csv": "movement_id,agreement,kind,by,amount,currency,settles,agreed",
    "events_csv": "event,of,agreement,from",
    "initial_margin_csv": "agreement,regime,poster,on,amount,currency",
    "calendars__Seoul_csv": "date,closed",
    "ratings_csv": "of,agency,term,rating,since,agreement",
    "figures_csv": "agreement,figure,amount,currency,since",
    "rates_csv": "index,on,rate",
}
BAD_ROWS = [
    ("prices_csv", ",,2024-12-30,99,KRW", "DQ037", set()),
    ("prices_csv", "KR1,Bond,2024-12-30,99,KRW", "DQ037", set()),
    ("prices_csv", "KR1,,2024-12-30,-99,KRW", "DQ044", set()),
    ("in_transit_csv", "M,ONE,gift,A,5,KRW,2024-12-31,2024-12-30", "DQ034", {"ONE"}),
    (
        "in_transit_csv",
        "\n".join(["M,ONE,return,A,5,KRW,2024-12-31,2024-12-30"] * 2),
        "DQ060",
        {"ONE"},
    ),
    (
        "events_csv",
        "Illegality,A,ONE,2024-12-01\nillegality,A,ONE,2024-12-01",
        "DQ060",
        {"ONE"},
    ),
    ("events_csv", "Illegality,A,OEN,2024-12-01", "DQ067", set()),
    ("initial_margin_csv", "ONE,EU,C,2024-12-30,5,EUR", "DQ034", {"ONE"}),
    ("calendars__Seoul_csv", "2024-12-30,yes\n2024-12-30,no", "DQ060", {"ONE", "TWO"}),
    ("calendars__Seoul_csv", "2024-12-30,perhaps", "DQ034", {"ONE", "TWO"}),
    ("ratings_csv", "Arc,KIS,long term,,2024-01-01,", "DQ032", {"ONE", "TWO"}),
    ("ratings_csv", "Arc,KIS,long term,CC+,2024-01-01,ONE", "DQ058", {"ONE"}),
    ("ratings_csv", "B,KIS,long term,A,2024-01-01,", "DQ037", {"ONE", "TWO"}),
    ("ratings_csv", "Guarantor of A,KIS,long term,A,2024-01-01,", "DQ037", {"ONE", "TWO"}),
    (
        "ratings_csv",
        "Arc,KIS,long term,A,2024-01-01,ONE\nARC,KIS,long term,AA,2024-01-01,",
        "DQ060",
        {"ONE", "TWO"},
    ),
    (
        "ratings_csv",
        "B,KIS,long term,A,2024-01-01,ONE\nB,KIS,long term,AA,2024-01-01,ONE",
        "DQ060",
        {"ONE"},
    ),
    ("figures_csv", "\n".join(["ONE,NAV,5,KRW,2024-01-01"] * 2), "DQ060", {"ONE"}),
    ("rates_csv", "SOFR,2024-12-30,5%", "DQ040", set()),
]


@pytest.mark.parametrize(("name", "rows", "code", "who"), BAD_ROWS)
def test_bad_row(make, name, rows, code, who):
    """A bad row of any table is found at its line and stops whom it may concern."""
    outcome = make(**{name: f"{HEADERS[name]}\n{rows}\n"})
    (finding, *_) = outcome.findings
    assert (finding.code, finding.place.line) == (code, 2 + rows.count("\n"))
    assert set(make.stopped(outcome)) == who


def test_unknown_version(make):
    """Another version of a book says which one was found and which one is read."""
    outcome = make(book_yaml=make.book.replace("book: 1", "book: 2"))
    assert "version 2 of a book, and version 1 is read" in outcome.findings[0].message


def test_no_agreements(make):
    """A book without agreements says so."""
    make()
    for path in (make.folder / "agreements").iterdir():
        path.unlink()
    (make.folder / "agreements").rmdir()
    assert "DQ001" in codes(make.again().findings)
