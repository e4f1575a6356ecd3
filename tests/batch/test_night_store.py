"""The store of bound terms: what is kept, what is bound again, and that it decides nothing."""

import json
from collections import Counter
from datetime import date

import pytest
from nights import ON, assert_alike, said
from tiny_book import FX, PRICES, SETTINGS, TRADES, lines, sheet, sheets, tiny

from isda.batch import bind, night
from isda.batch.bind import FRAMES, HEAD, Store, key_of, name_in_line
from isda.sheet.sheets_of_book import SheetText

TUESDAY = date(2024, 12, 31)
LATER = {
    name: text.replace("2024-12-30", "2024-12-31")
    for name, text in (("trades.csv", TRADES), ("fx.csv", FX))
}


@pytest.fixture
def read(monkeypatch):
    """How often the sheet of each agreement was read, and how often it was bound."""
    counts = Counter(), Counter()
    really_read, really_bound = bind.agreement_of_text, bind._bind_one

    def reading(text):
        counts[0][json.loads(text.raw)["agreement"]] += 1
        return really_read(text)

    def binding(book, day, name):
        counts[1][name] += 1
        return really_bound(book, day, name)

    monkeypatch.setattr(bind, "agreement_of_text", reading)
    monkeypatch.setattr(night, "agreement_of_text", reading)
    monkeypatch.setattr(bind, "_bind_one", binding)
    return counts


@pytest.fixture
def book(tmp_path):
    """The book, run once: its terms are kept."""
    made = tiny(tmp_path / "book")
    assert_alike(made, store=tmp_path / "store")
    return made


def again(book, tmp_path, on=ON):
    """Run it again with the store."""
    return said(night.night(book, on=on, store=tmp_path / "store", sample=1).must())


def without(book, on=ON):
    """Run it again without a store."""
    return said(night.night(book, on=on, sample=1).must())


def test_a_second_run_binds_nothing(tmp_path, book, read):
    """Where nothing changed no agreement is bound again, and the bytes are the same."""
    with_store = again(book, tmp_path)
    assert not read[1]
    assert with_store == without(book)
    assert read[1] == dict.fromkeys(("ONE", "TWO", "THREE", "FOUR"), 1)


def test_a_run_with_a_store_reads_only_its_sample(tmp_path, book, read):
    """With the store only the sheets of the sample are read, each once."""
    store = tmp_path / "store"
    made = night.night(book, on=ON, store=store, sample=1).must()
    assert 0 < len(made.sampled) < 4
    assert read[0] == dict.fromkeys(made.sampled, 1)
    assert not read[1]


def file_of(store, name):
    """The file of a store that holds a frame, or its head."""
    return store / HEAD if name == HEAD else next(store.glob(f"{name}-*.parquet"))


def test_a_store_of_which_a_table_was_changed_is_made_anew(tmp_path, book, read):
    """Tables of one run under the name of another are of no use, whatever they are."""
    kept = file_of(tmp_path / "store", "agreements").read_bytes()
    tiny(book, {"agreements.jsonl": lines(sheets(TWO={"threshold": "USD 3,000,000"}))})
    again(book, tmp_path)
    file_of(tmp_path / "store", "agreements").write_bytes(kept)
    read[1].clear()
    again(book, tmp_path)
    assert len(read[1]) == 4


def test_where_nothing_can_be_kept_nothing_is(tmp_path, book):
    """A store that cannot be written costs time and no more."""
    (tmp_path / "file").write_text("")
    kept_nowhere = night.night(book, on=ON, store=tmp_path / "file").must()
    assert said(kept_nowhere) == without(book)


def test_one_changed_sheet_is_bound_alone(tmp_path, book, read):
    """One sheet that changed is bound again, alone, and what it says now is what counts."""
    changed = lines(sheets(TWO={"threshold": "USD 3,000,000"}))
    tiny(book, {"agreements.jsonl": changed})
    before = again(book, tmp_path)
    assert read[1] == {"TWO": 1}
    assert before == without(book)
    assert_alike(book, store=tmp_path / "store")


def test_a_sheet_more_and_one_less(tmp_path, book, read):
    """A new sheet is bound alone; one that is gone is no longer in the run."""
    every = [*sheets()[1:], sheet("FIVE")]
    tiny(book, {"agreements.jsonl": lines(every), "trades.csv": TRADES.replace("ONE", "FIVE")})
    again(book, tmp_path)
    assert read[1] == {"FIVE": 1}
    assert_alike(book, store=tmp_path / "store")


RATINGS = "of,agency,term,rating,since,agreement\nB,S&P,long_term,{},2024-01-01,ONE\n"
EVENTS = "event,of,agreement,from,until\n"
WHAT_TURNS = {
    "an event": {"events.csv": f"{EVENTS}Event of Default,B,ONE,2024-01-01,\n"},
    "a movement": {
        "in_transit.csv": "movement_id,agreement,kind,by,amount,currency,settles,agreed\n"
        "M1,ONE,delivery,B,300000,USD,2024-12-31,2024-12-27\n"
    },
    "a rating": {"ratings.csv": RATINGS.format("BBB")},
}  # fmt: skip


@pytest.mark.parametrize("changed", WHAT_TURNS.values(), ids=WHAT_TURNS)
def test_what_turns_on_the_day_is_bound_again(tmp_path, book, read, changed):
    """An event, a rating or a movement of one agreement has that one bound again, alone."""
    tiny(book, changed)
    again(book, tmp_path)
    assert read[1] == {"ONE": 1}
    again(book, tmp_path)
    assert read[1] == {"ONE": 1}
    assert_alike(book, store=tmp_path / "store")


CLOSED = "date,closed\n{},yes\n"
COUNTED = {"in_transit": "counted", "valuation_date": "each Seoul business day"}
UNDER_WAY = (
    "movement_id,agreement,kind,by,amount,currency,settles,agreed,asset,isin,price_kind,matures\n"
    "M1,ONE,delivery,B,1000000,USD,2024-12-31,2024-12-27,US Treasury,US0000000001,clean,"
    "2031-05-15\n"
)
MENDED = {
    "a calendar": (
        {"calendars/Seoul.csv": CLOSED.format("2024-12-30")},
        {"calendars/Seoul.csv": CLOSED.format("2024-12-31")},
    ),
    "the price of what is under way": (
        {"in_transit.csv": UNDER_WAY},
        {"in_transit.csv": UNDER_WAY, "prices.csv": PRICES.replace("99.125", "88.125")},
    ),
    "the currency of such a price": (
        {"in_transit.csv": UNDER_WAY, "prices.csv": PRICES.replace("99.125,USD", "99.125,EUR")},
        {"in_transit.csv": UNDER_WAY},
    ),
}


@pytest.mark.parametrize("how", MENDED)
def test_a_file_that_is_mended_on_the_day_is_not_forgotten(tmp_path, read, how):
    """The same day is run again with a calendar, or with prices, that were put right."""
    before, after = MENDED[how]
    files = {"agreements.jsonl": lines(sheets(ONE=COUNTED))}
    book = tiny(tmp_path / "book", files | before)
    assert_alike(book, store=tmp_path / "store")
    read[1].clear()
    tiny(book, files | after)
    again(book, tmp_path)
    assert read[1] == {"ONE": 1}
    assert_alike(book, store=tmp_path / "store")


def test_another_day(tmp_path, read):
    """On another day only what turns on the day is bound again: rates, dates, events.

    ONE has a minimum in another currency, so that a rate is in its terms; TWO is valued on
    Mondays, and the next day is none.
    """
    of_one = {"minimum_transfer_amount": "EUR 250,000", "valuation_date": "any day"}
    files = {
        "agreements.jsonl": lines(sheets(ONE=of_one, TWO={"valuation_date": "each Monday"}))
    }
    book = tiny(tmp_path / "book", files)
    again(book, tmp_path)
    read[1].clear()
    tiny(book, files | LATER)
    again(book, tmp_path, TUESDAY)
    assert read[1] == {"ONE": 1, "TWO": 1}
    assert_alike(book, on=TUESDAY, store=tmp_path / "store")
    read[1].clear()
    tiny(book, files | LATER | {"fx.csv": LATER["fx.csv"].replace("1.0389", "1.0402")})
    again(book, tmp_path, TUESDAY)
    assert set(read[1]) <= {"ONE", "TWO"}
    assert "ONE" in read[1]
    assert_alike(book, on=TUESDAY, store=tmp_path / "store")


def test_an_annex_that_covers_trades_from_tomorrow_on(tmp_path):
    """Nothing is covered on the day it is bound; a share of what is covered later is owed."""
    share = {"independent_amount": {"A": "nil", "B": {"percent_of_notional": "2%"}}}
    ahead = {"covered_transactions": {"from": "2024-12-31"}}
    files = {"agreements.jsonl": lines(sheets(ONE=share | ahead)), "lots.csv": None}
    book = tiny(tmp_path / "book", files)
    again(book, tmp_path)
    trades = (
        "trade_id,agreement,notional_1,currency_1,trade_date,maturity,mark,mark_currency,"
        "marked_on\n"
        "T1,ONE,1000000,USD,2024-12-31,2027-01-10,3000000,USD,2024-12-31\n"
    )
    tiny(book, files | LATER | {"trades.csv": trades})
    made = assert_alike(book, on=TUESDAY, store=tmp_path / "store")
    owed = made.legs.filter(agreement="ONE", posting_party="B")["independent_amount_b"]
    assert owed.to_list() == [20_000]


def test_a_day_that_no_calendar_knows(tmp_path, read):
    """A slip in the year is refused by the call in its words, with a store as without one."""
    elected = {"valuation_date": "each Seoul business day"}
    book = tiny(tmp_path / "book", {"agreements.jsonl": lines(sheets(ONE=elected))})
    again(book, tmp_path)
    read[1].clear()
    assert_alike(book, on=date(2101, 1, 5), store=tmp_path / "store")
    assert read[1]["ONE"] == 1


def test_an_earlier_day(tmp_path, book, read):
    """On a day before the one it was bound on, everything is bound again."""
    again(book, tmp_path, date(2024, 12, 27))
    assert len(read[1]) == 4


def test_plus_is_good_for_the_other(tmp_path, book, read):
    """Where a plus is good for the other party, every agreement is bound again."""
    tiny(book, {"book.yaml": SETTINGS.replace("party A", "party B")})
    again(book, tmp_path)
    assert len(read[1]) == 4
    assert_alike(book, store=tmp_path / "store")


def test_a_sheet_that_moved_to_another_line(tmp_path, read):
    """A finding names the line that its sheet stands in now; others are not bound again."""
    told = {"valuation_date": None}
    files = {"agreements.jsonl": lines(sheets(FOUR=told))}
    book = tiny(tmp_path / "book", files)
    found = again(book, tmp_path)["findings.csv"]
    assert "agreements.jsonl,4," in found
    read[1].clear()
    every = sheets(FOUR=told)
    tiny(book, {"agreements.jsonl": lines([every[3], *every[:3]])})
    assert "agreements.jsonl,1," in again(book, tmp_path)["findings.csv"]
    assert read[1] == {"FOUR": 1}
    assert_alike(book, store=tmp_path / "store")


@pytest.mark.parametrize("name", [*FRAMES, HEAD])
@pytest.mark.parametrize("how", ["cut", "gone", "foreign"])
def test_a_damaged_store_is_made_anew(tmp_path, book, read, name, how):
    """A file of the store that is cut, gone or something else costs time and no more."""
    path = file_of(tmp_path / "store", name)
    if how == "gone":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-9] if how == "cut" else b"{}")
    again(book, tmp_path)
    assert len(read[1]) == 4
    read[1].clear()
    again(book, tmp_path)
    assert not read[1]


@pytest.mark.parametrize(
    ("key", "value"),
    [("engine", "00"), ("recipes", {"x": [["a", "os:system", [], []]]}), ("shapes", 5)],
)
def test_a_foreign_head_is_made_anew(tmp_path, book, read, key, value):
    """The store of another program, or with a formula that the call has not, is not used."""
    path = tmp_path / "store" / HEAD
    head = json.loads(path.read_text())
    path.write_text(json.dumps(head | {key: value}))
    again(book, tmp_path)
    assert len(read[1]) == 4


def test_a_store_whose_recipe_is_gone_is_made_anew(tmp_path, book, read):
    """Tables that name a recipe which the head does not have are of another run."""
    path = tmp_path / "store" / HEAD
    head = json.loads(path.read_text())
    path.write_text(json.dumps(head | {"recipes": {}}))
    again(book, tmp_path)
    assert len(read[1]) == 4


def test_no_store_is_no_folder(tmp_path):
    """Without a folder nothing is kept, and nothing is written."""
    night.night(tiny(tmp_path / "book"), on=ON)
    assert Store(None).bound.agreements.height == 0
    assert {path.name for path in tmp_path.iterdir()} == {"book"}
    assert not (tmp_path / "book" / ".bound").exists()


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (b'{"agreement": "ONE"}', "ONE"),
        (b'{"agreement": "ONE", "agreement": "TWO"}', ""),
        (b'{"annexes": [{"agreement": "IN"}], "agreement": "OUT"}', "OUT"),
        (b'{"agreement": " ONE"}', ""),
        (b'{"agreement": 5}', ""),
        (b'{"agreement": "ONE", "parties": {"B": {"severally": []}}}', ""),
        ('{"agreement": "하나"}'.encode(), "하나"),
        (b"[1]", ""),
        (b'["agreement"]', ""),
        (b"5", ""),
        (b"{", ""),
        (b"[" * 100_000, ""),
    ],
)
def test_the_name_of_a_line_is_taken_where_no_reader_could_say_another(tmp_path, raw, name):
    """An identifier is read off a line only where it is plain; else the sheet is read."""
    assert name_in_line(SheetText(tmp_path / "agreements.jsonl", 1, raw)) == name
    assert not name_in_line(SheetText(tmp_path / "one.json", 1, raw))


def test_a_sheet_stands_under_its_file_and_its_bytes(tmp_path):
    """The same bytes in another file are another sheet: its findings name the file."""
    one, two = (SheetText(tmp_path / name, 1, b"{}") for name in ("a.json", "b.json"))
    assert key_of(one) != key_of(two)
    assert key_of(one) == key_of(one._replace(line=5))
    assert key_of(one) != key_of(one._replace(raw=b"{ }"))
