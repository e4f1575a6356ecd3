"""A made bank: the same bytes for the same seed, every kind of term, few refusals."""

import json
from collections import Counter
from datetime import date
from decimal import Decimal
from hashlib import sha256

import polars as pl
import pytest

from isda.batch.book import call_of, run
from isda.batch.make_book import Shape, Size, make_book
from isda.batch.make_dice import Dice, mixed, mixed_column
from isda.batch.make_market import bonds, rates, tables, yesterday
from isda.batch.make_rows import LONGEST_STRIP, MARKED_IN, ODD_KINDS, ONE_IN, spread
from isda.batch.make_sheets import Kind, kinds
from isda.margin.outcome import Status
from isda.sheet.read_book import read_book

ON = date(2024, 12, 30)
SMALL = Size(50, 2_000, 400)


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A bank of fifty agreements."""
    folder = tmp_path_factory.mktemp("made")
    make_book(folder, SMALL, seed=1, on=ON)
    return folder


@pytest.fixture(scope="module")
def read(small):
    return read_book(small)


@pytest.fixture(scope="module")
def calls(read):
    return {each.agreement: each for each in run(read.value, on=ON).calls}


def digests(folder):
    return {
        path.name: sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())
    }


def sheets(folder):
    lines = (folder / "agreements.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def kind_of(name, seed=1, count=50):
    return kinds(count, seed)[int(name[3:]) - 1]


def test_the_same_seed_gives_the_same_bytes(small, tmp_path):
    """The same seed gives the same bytes of every file, and another seed gives others."""
    make_book(tmp_path / "again", SMALL, seed=1, on=ON)
    make_book(tmp_path / "other", SMALL, seed=2, on=ON)
    first, again, other = (
        digests(each) for each in (small, tmp_path / "again", tmp_path / "other")
    )
    assert first == again
    assert first.keys() == other.keys()
    same = {name for name in first if first[name] == other[name]}
    assert same <= {"book.yaml"}


def test_chance_is_our_own():
    """Chance comes from the keys alone: these rolls never change, in Python and in columns."""
    assert [Dice(7, place).of(1000) for place in range(4)] == [149, 955, 287, 298]
    frame = pl.DataFrame({"key": [0, 1, 2**40]})
    column = frame.select(mixed_column(pl.col("key"), 3, 4)).to_series().to_list()
    assert column == [mixed(3, 4, key) for key in (0, 1, 2**40)]


def test_the_counts_are_as_asked(small):
    """There are as many agreements, trades and lots as were asked for."""
    trades, lots = (pl.read_parquet(small / f"{name}.parquet") for name in ("trades", "lots"))
    assert (len(sheets(small)), len(trades), len(lots)) == SMALL
    assert trades["trade_id"].n_unique() == len(trades)
    assert lots["lot_id"].n_unique() == len(lots)


def test_kinds_of_columns(small):
    """Amounts are decimals, days are dates, and names are text."""
    trades = pl.read_parquet_schema(small / "trades.parquet")
    assert {trades[name] for name in ("mark", "notional_1", "notional_2")} == {
        pl.Decimal(20, 2)
    }
    assert {trades[name] for name in ("maturity", "trade_date", "marked_on")} == {pl.Date}
    assert trades["trade_id"] == trades["mark_currency"] == pl.String
    assert pl.read_parquet_schema(small / "lots.parquet")["nominal"] == pl.Decimal(20, 2)


@pytest.mark.parametrize("seed", [1, 9])
def test_every_kind_is_there(seed):
    """Fifty agreements have every kind; nine in ten of many are plain, or by rating."""
    assert set(kinds(50, seed)) == set(Kind)
    found = Counter(kinds(20_000, seed))
    assert found[Kind.PLAIN] + found[Kind.BY_RATING] > 17_500
    assert found[Kind.BROKEN] == 10


def test_every_form_and_manner_is_there(tmp_path):
    """Four hundred sheets have every form, every manner of a percentage and of a threshold."""
    make_book(tmp_path, Size(400, 800, 400), seed=5, on=ON)
    annexes = [annex for each in sheets(tmp_path) for annex in each["annexes"]]
    assert {annex["form"] for annex in annexes} == FORMS
    rows = [row for annex in annexes for row in annex["eligible_collateral"]]
    assert {key for row in rows for key in row} == {
        "asset", "currency", "remaining", "valuation_percentage", "haircut", "margin_ratio",
    }  # fmt: skip
    words = json.dumps(annexes)
    for word in (
        '"infinite"', '"by_rating"', '"nil_while"', '"triggers"', '"regimes"', '"outside"',
        '"percent_of_notional"', '"fx_haircut"', '"loss_limit"', '"release_level"',
        '"nearest ', '"independent_amount": {"A": "nil", "B": "USD ', '"concentration"',
        '"posting_parties": ["B"]',
    ):  # fmt: skip
        assert word in words
    assert {annex["base_currency"] for annex in annexes} == {
        "USD", "EUR", "GBP", "JPY", "KRW", "CHF", "AUD",
    }  # fmt: skip
    assert any(not annex.get("rounding") for annex in annexes)
    lengths = [len(line) for line in (tmp_path / "agreements.jsonl").read_text().splitlines()]
    assert 1_000 < sum(lengths) // len(lengths) < 2_000


FORMS = {
    "VM CSA 2016 New York", "VM CSA 2016 English", "VM CSA 2016 French", "VM CSA 2016 Irish",
    "VM CSA 2016 Japanese", "CSA 1994 New York", "CSA 1995 English", "CSD 1995 English",
    "Korean-law annex (pledge)", "Korean-law annex (loan)", "Loss limit agreement (Korea)",
    "IM CSA 2018 New York",
}  # fmt: skip


def test_it_runs_with_hardly_any_refusals(calls):
    """A small bank computes but for what was planted: six trades, a sheet, two lots."""
    refused = {name for name, made in calls.items() if made.status is Status.REFUSED}
    assert 2 <= len(refused) <= 9
    assert {kind_of(name) for name in refused} <= {Kind.PLAIN, Kind.BROKEN, *ODD_KINDS}
    assert not [name for name, made in calls.items() if made.status is Status.UNDEFINED]
    told = Counter(made.status for made in calls.values())
    assert told[Status.CALL] >= 8
    assert told[Status.NO_CALL] >= 20


def test_the_planted_faults_are_found(read, calls):
    """Each planted fault is found by the code that it is meant for."""
    found = {one.code for made in calls.values() for one in made.findings}
    reasons = {
        reason.code
        for made in calls.values()
        for reason in (*made.reasons, *(one for leg in made.legs for one in leg.reasons))
    }
    codes = found | reasons | {one.code for one in read.findings}
    assert {"MC107", "MC304", "DQ046", "MC103", "MC301"} <= codes
    broken = next(name for name in calls if kind_of(name) is Kind.BROKEN)
    assert read.value.agreements[broken].value is None


def test_what_stands_beside_the_rows(small):
    """Events, ratings, movements and initial margins are of the agreements with such terms."""
    for table, kind in (
        ("events", {Kind.DEFAULTING}),
        ("ratings", {Kind.BY_RATING, Kind.SPRINGING}),
        ("in_transit", {Kind.IN_TRANSIT}),
        ("initial_margin", {Kind.MARGIN_BESIDE}),
    ):
        found = pl.read_csv(small / f"{table}.csv", infer_schema=False)["agreement"]
        assert {kind_of(name) for name in found} == kind


def test_few_have_many():
    """Few agreements have very many trades, and many have few: 18,000 some, half under 40."""
    counts = sorted(spread(20_000, 5_000_000, 1))
    assert sum(counts) == 5_000_000
    assert 15_000 < counts[-1] < 25_000
    assert counts[0] >= 10
    assert counts[10_000] < 40


@pytest.mark.parametrize(("holders", "items"), [(1, 5), (5, 1), (5, 5), (3, 0)])
def test_few_items(holders, items):
    """Every item has a holder, and every holder an item where there are enough."""
    counts = spread(holders, items, 1)
    assert (len(counts), sum(counts)) == (holders, items)
    assert min(counts) == (1 if items >= holders else 0) or items > holders


@pytest.mark.parametrize("size", [Size(1, 1, 0), Size(3, 10, 1), Size(25, 30, 5)])
def test_very_small_books(tmp_path, size):
    """A book of next to nothing is made and read."""
    make_book(tmp_path, size, seed=4, on=ON)
    made = run(read_book(tmp_path).value, on=ON)
    assert len(made.calls) == size.agreements


def test_as_csv(tmp_path, small, calls):
    """The same book as CSV gives the same calls."""
    make_book(tmp_path, SMALL, seed=1, on=ON, shape=Shape.CSV)
    made = run(read_book(tmp_path).value, on=ON)
    assert [(one.agreement, one.status, one.movements) for one in made.calls] == [
        (one.agreement, one.status, one.movements) for one in calls.values()
    ]
    rows = [pl.read_parquet(small / "trades.parquet"), None]
    rows[1] = pl.read_csv(tmp_path / "trades.csv", schema=rows[0].schema)
    assert rows[0].equals(rows[1])


def test_most_loss_limits_are_used_in_part(tmp_path):
    """Most are used between a fifth and a little over the whole, none beyond twice."""
    make_book(tmp_path, Size(1_000, 20_000, 100), seed=3, on=ON)
    book = read_book(tmp_path).value
    names = [name for name in book.agreements if name.startswith("LL-")]
    limits = [leg.limit for name in names for leg in call_of(book, name, ON).legs]
    used = [each.used for each in limits if each is not None]
    assert len(used) > 15
    usual = [each for each in used if Decimal("0.2") <= each <= Decimal("1.25")]
    assert len(usual) > len(used) * 2 // 3
    assert max(used) < 2
    assert min(used) < Decimal("0.7") < Decimal(1) < max(used)


def test_loss_limits_are_marked_in_four_manners(tmp_path):
    """One after the other: a strip at the rate of the day before, then dollars, several, won.

    One with many trades is no strip.

    The strips have their limit rate; in the second and the third some marks are in dollars,
    in the third some in euro.
    """
    make_book(tmp_path, Size(400, 5_000, 100), seed=6, on=ON)
    names = [each["agreement"] for each in sheets(tmp_path) if "-" in each["agreement"]]
    names = [name for name in names if name.startswith("LL")]
    trades = pl.read_parquet(tmp_path / "trades.parquet")
    trades = trades.filter(pl.col("mark_currency") != "XXQ")
    marked = dict(trades.group_by("agreement").agg(pl.col("mark_currency")).iter_rows())
    assert len(names) == 9
    for number, own in enumerate(MARKED_IN):
        seen = {each for name in names[number::4] for each in marked[name]}
        assert seen == set(own)
    book = read_book(tmp_path).value
    calls = [call_of(book, name, ON) for name in names]
    found = [leg.limit for made in calls for leg in made.legs if leg.limit is not None]
    rates_found = [each.limit_rate is not None for each in found]
    strips = [
        number % 4 == 0 and len(marked[made.agreement]) <= LONGEST_STRIP
        for number, made in enumerate(calls)
        if made.legs[0].limit
    ]
    assert rates_found == strips
    assert sum(strips) >= 2


def test_one_faulty_row_in_some_thousands(tmp_path):
    """Of twenty thousand trades some are faulty, none of a large agreement's."""
    make_book(tmp_path, Size(400, 40_000, 100), seed=1, on=ON)
    trades = pl.read_parquet(tmp_path / "trades.parquet")
    faulty = trades.filter(
        pl.col("mark").is_null()
        | (pl.col("mark_currency") == "XXQ")
        | (pl.col("marked_on") != ON)
        | (pl.col("maturity") < ON)
    )
    assert len(faulty) == max(6, 40_000 // ONE_IN)
    kinds_of = {kind_of(name, 1, 400) for name in faulty["agreement"]}
    assert kinds_of & ODD_KINDS
    assert Kind.PLAIN in kinds_of
    counts = dict(trades.group_by("agreement").len().iter_rows())
    assert max(counts[name] for name in faulty["agreement"]) <= 400


def test_the_market():
    """Sixty tables are shared; each pair is quoted once, each bond has its own code."""
    assert len(tables(1)) == 60
    assert len({json.dumps(each.rows) for each in tables(1)}) > 50
    pairs = [pair for pair, _ in rates(ON, 1)]
    assert len({frozenset((pair[:3], pair[3:])) for pair in pairs}) == len(pairs) == 45
    codes = [each.isin for each in bonds(ON, 1)]
    assert len(set(codes)) == len(codes) == 960
    assert yesterday(date(2024, 12, 31)) == ON
