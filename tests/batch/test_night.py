"""The night: from columns come the files that the run agreement by agreement writes."""

import gzip
from datetime import date

import polars as pl
import pytest
from nights import ON, TABLES, assert_alike, assert_same, on_columns
from random_book import random_book

from isda.batch.make_book import Shape, Size, make_book
from isda.batch.night import night, one_of
from isda.margin.outcome import Status

OWN_MARKS = ("mark", "mark_currency", "marked_on")
SEMICOLONS = (
    "feeds:\n  trades: {separator: semicolon, decimal: comma, negatives: brackets}\n"
    "  lots: {separator: pipe, negatives: trailing minus}\n"
)


@pytest.fixture(scope="session")
def books(tmp_path_factory):
    """Made banks of sixty agreements, by shape and seed."""
    made = {}

    def book(shape, seed, agreements=60):
        if (shape, seed, agreements) not in made:
            folder = tmp_path_factory.mktemp("book") / "made"
            size = Size(agreements, agreements * 15, agreements * 5)
            make_book(folder, size, seed=seed, on=ON, shape=Shape(shape))
            made[shape, seed, agreements] = folder
        return made[shape, seed, agreements]

    return book


def copied(book, folder, *without):
    """Copy a book but some files of it."""
    folder.mkdir()
    for path in book.iterdir():
        if path.name not in without:
            (folder / path.name).write_bytes(path.read_bytes())
    return folder


@pytest.mark.parametrize("shape", ["csv", "parquet"])
@pytest.mark.parametrize("seed", [1, 2])
def test_columns_write_what_a_single_run_writes(books, tmp_path, shape, seed):
    """Calls, movements, exceptions and findings of a made bank are the same, to the byte."""
    manifest = assert_same(books(shape, seed), tmp_path / "out")
    assert manifest["agreements"]["all"] == 60
    assert manifest["agreements"]["on_columns"] > 40
    assert manifest["sample"]["agreements"] == manifest["agreements"]["on_columns"]


def test_many_agreements_go_through_processes(books, tmp_path):
    """Many agreements come out the same, those called by themselves in processes."""
    manifest = assert_same(books("parquet", 4, 240), tmp_path / "out")
    assert manifest["agreements"]["on_columns"] > 190
    assert manifest["legs"].keys() >= {"call", "no_call", "refused"}


def test_marks_in_a_table_of_their_own(books, tmp_path):
    """Marks of three days in a table of their own give what marks inside trades give."""
    book = copied(books("parquet", 1), tmp_path / "book", "trades.parquet")
    trades = pl.read_parquet(books("parquet", 1) / "trades.parquet")
    trades.drop(OWN_MARKS).write_parquet(book / "trades.parquet")
    own = trades.select(
        "trade_id", pl.col("marked_on").alias("on"), "mark",
        pl.col("mark_currency").alias("currency"),
    ).drop_nulls()  # fmt: skip
    days = [own.with_columns(pl.col("on") - pl.duration(days=days)) for days in (0, 3, 4)]
    pl.concat(days).write_parquet(book / "marks.parquet")
    assert assert_same(book, tmp_path / "out")["agreements"]["on_columns"] > 40


def test_tables_in_parts(books, tmp_path):
    """Tables in parts, CSV beside gzip and by folders of agreements, give the same."""
    book = copied(books("csv", 2), tmp_path / "book", "trades.csv", "lots.csv")
    head, *rows = (books("csv", 2) / "trades.csv").read_text().splitlines(keepends=True)
    (book / "trades").mkdir()
    for number in range(4):
        part = "".join([head, *rows[number::4]]).encode()
        zipped = number % 2
        name = f"part-{number}.csv{'.gz' if zipped else ''}"
        written = gzip.compress(part, mtime=0) if zipped else part
        (book / "trades" / name).write_bytes(written)
    lots = pl.read_csv(books("csv", 2) / "lots.csv", infer_schema=False)
    for (poster,), part in lots.partition_by("posted_by", as_dict=True).items():
        home = book / "lots" / f"posted_by={poster}"
        home.mkdir(parents=True)
        part.drop("posted_by").write_csv(home / "lots.csv")
    text = (book / "book.yaml").read_text().replace(".csv,", ",")
    (book / "book.yaml").write_text(text)
    assert assert_same(book, tmp_path / "out")["agreements"]["on_columns"] > 40


def test_feeds_as_they_are_declared(books, tmp_path):
    """Semicolons with decimal commas and brackets, and pipes, give what plain CSV gives."""
    book = copied(books("csv", 3), tmp_path / "book", "trades.csv", "lots.csv")
    text = (books("csv", 3) / "trades.csv").read_text()
    amount = pl.col("mark").str.strip_prefix("-").str.replace(".", ",", literal=True)
    below = pl.col("mark").str.starts_with("-")
    trades = pl.read_csv(text.encode(), infer_schema=False).with_columns(
        pl.when(below).then(pl.format("({})", amount)).otherwise(amount).alias("mark"),
        pl.col("notional_1", "notional_2").str.replace(".", ",", literal=True),
    )
    trades.write_csv(book / "trades.csv", separator=";")
    lots = pl.read_csv(books("csv", 3) / "lots.csv", infer_schema=False)
    lots.write_csv(book / "lots.csv", separator="|")
    with (book / "book.yaml").open("a") as settings:
        settings.write(SEMICOLONS)
    assert assert_same(book, tmp_path / "out")["agreements"]["on_columns"] > 40


@pytest.mark.parametrize(
    ("at", "day", "plain"),
    [
        (0, date(2024, 12, 30), True),
        (1, date(2024, 11, 15), True),
        (1, date(2024, 12, 30), False),
    ],
)
def test_random_agreements_of_the_oracle(tmp_path, at, day, plain):
    """Agreements of every election, with random trades: every leg and step is the same.

    Each leg of columns is in the sample, and so each of its steps is compared; rates are
    quoted the other way round and plus is good for party B in one of the books.
    """
    seeds = range(500) if plain else range(900, 1400)
    count = random_book(tmp_path / "book", day, seeds, at=at, plain=plain)
    made = assert_alike(tmp_path / "book", on=day, sample=10**6)
    assert count > 40
    assert len(made.sampled) == made.agreements.height
    assert made.agreements.height >= (15 if plain else 2)


def test_every_kind_of_reason_to_be_called_by_itself(books):
    """Why agreements are called by themselves is told, and each is one of the book."""
    made = night(books("parquet", 4, 240), on=ON).value
    assert {"a loss limit", "a cap on collateral", "several annexes"} <= set(
        made.why_single.values()
    )
    assert made.why_single.keys() == {each.agreement for each in made.calls}
    assert made.why_single.keys().isdisjoint(made.agreements["agreement"])


def test_one_agreement_by_itself(books):
    """One agreement of a night has its whole working, and the figures of the night."""
    book = books("parquet", 1)
    made = night(book, on=ON).value
    called = made.legs.filter(pl.col("status") == Status.CALL.value)["agreement"][0]
    for name in (called, next(each.agreement for each in made.calls if each.legs)):
        one = one_of(book, name, on=ON)
        assert one.working.of_leg(one.legs[0].key)
        mine = made.legs.filter(pl.col("agreement") == name)["delivery_amount"].to_list()
        assert mine in ([], [leg.delivery_amount for leg in one.legs])
    assert one_of(book, "NOBODY", on=ON) is None


def test_the_tables_as_parquet_say_the_same(books, tmp_path):
    """Each table is there as Parquet too, amounts as decimals of eighteen places."""
    mine, _ = on_columns(books("parquet", 1), tmp_path)
    for name in TABLES:
        table = pl.read_parquet(tmp_path / name.replace(".csv", ".parquet"))
        assert table.height == len(pl.read_csv(mine[name].encode(), infer_schema=False))
    calls = pl.read_parquet(tmp_path / "calls.parquet")
    assert calls["exposure"].dtype == pl.Decimal(38, 18)
    steps = pl.read_parquet(tmp_path / "steps.parquet")
    assert steps.columns == ["agreement", "leg", "step", "result"]
    assert set(steps["step"]) >= {"net_mark", "exposure", "shortfall", "delivery_amount"}
