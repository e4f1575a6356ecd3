"""Tables as a whole: what columns take as they come, and what they leave to a single run."""

import gzip

import polars as pl
import pytest
from nights import ON, assert_alike, single
from tiny_book import LOTS, SETTINGS, TRADES, lines, sheet, sheets, tiny

from isda.batch.cells import NotColumns
from isda.batch.night import night

HEADER, *ROWS = TRADES.splitlines()
BARE = "".join(",".join(row.split(",")[:4]) + "\n" for row in TRADES.splitlines())
MARKS = "trade_id,on,mark,currency\nT1,2024-12-30,5,USD\n"
CUT = TRADES.replace("T1,ONE", "T1,ONEX")
UNREAD = TRADES.replace("7000000.25", "x")


def totals(*rows):
    """Settings with control totals."""
    return SETTINGS + "control_totals:\n" + "".join(f"  - {{{row}}}\n" for row in rows)


def of_feed(table, words, text):
    """A book whose table comes as its feed says."""
    return {f"{table}.csv": text, "book.yaml": f"{SETTINGS}feeds:\n  {table}: {{{words}}}\n"}


def zipped(text):
    return gzip.compress(text.encode(), mtime=0)


def with_column(name, cell):
    return "".join(
        f"{row},{cell if place else name}\n" for place, row in enumerate([HEADER, *ROWS])
    )


TAKEN = {
    "line ends of Windows": {"trades.csv": TRADES.replace("\n", "\r\n")},
    "a byte order mark": {"trades.csv": f"\ufeff{TRADES}", "lots.csv": f"\ufeff{LOTS}"},
    "gzip": {"trades.csv": None, "trades.csv.gz": zipped(TRADES)},
    "an unknown column": {"trades.csv": with_column("notes", "1")},
    "an unknown column and odd rows of many": {
        "trades.csv": with_column("notes", "1").replace(",USD,", ",XXQ,")
    },
    "a column left unread": of_feed(
        "trades", "not_read: [product]", with_column("product", "x")
    ),
    "two parts": {
        "trades.csv": None,
        "trades/a.csv": "\n".join([HEADER, *ROWS[:3], ""]),
        "trades/b.csv": "\n".join([HEADER, *ROWS[3:], ""]),
    },
    "parts of different columns": {
        "trades.csv": None,
        "trades/a.csv": "\n".join([HEADER, *ROWS[:3], ""]),
        "trades/b.csv": "\n".join(
            [f"{HEADER},product", *(f"{row},fx" for row in ROWS[3:]), ""]
        ),
    },
    "folders that say the day": {
        "trades.csv": None,
        **{
            f"trades/marked_on=2024-12-30/{place}.csv": f"{HEADER}\n{row}\n".replace(
                ",marked_on", ""
            ).replace(",2024-12-30", "")
            for place, row in enumerate(ROWS)
        },
    },
    "a trade in two parts": {
        "trades.csv": None,
        "trades/a.csv": TRADES,
        "trades/b.csv": f"{HEADER}\n{ROWS[0].replace('ONE', 'FOUR')}\n",
    },
    "foreign names": of_feed(
        "trades", "mapping: minimum reconciliation fields",
        TRADES.replace("trade_id", "Trade ID").replace("maturity", "End Date"),
    ),
    "minus behind": of_feed(
        "trades", "separator: pipe, negatives: trailing minus",
        TRADES.replace(",", "|").replace("-2000000.5|", "2,000,000.5-|")
        .replace("-9000000|", "9000000-|").replace("-3000000|", "3000000-|"),
    ),
    "another minus than is said": of_feed(
        "trades", "separator: semicolon, decimal: comma, negatives: brackets",
        TRADES.replace(",", ";").replace(".25", ",25").replace("-2000000.5", "-2.000.000,5")
        .replace("-9000000", "(9.000.000)").replace("-3000000", "(3000000)"),
    ),
    "totals that are met": {
        "book.yaml": totals(
            "file: trades.csv, rows: 6",
            "file: trades.csv, on: 2024-12-30, column: mark, currency: USD, sum: 10000000.25",
            "file: lots.csv, on: 2024-12-30, column: nominal, currency: USD, sum: 6500000",
        )
    },
    "a total beside a row that does not read": {
        "trades.csv": UNREAD,
        "book.yaml": totals("file: trades.csv, rows: 6, column: mark, currency: USD, sum: 6"),
    },
    "a total of a day beside such a row": {
        "trades.csv": UNREAD.replace("2024-12-30", "", 1),
        "book.yaml": totals("file: trades.csv, on: 2024-12-30, rows: 6"),
    },
    "a total beside a row of nobody": {
        "trades.csv": CUT,
        "book.yaml": totals("file: trades.csv, rows: 6, column: mark, currency: USD, sum: 6"),
    },
    "a total of no table": {"book.yaml": totals("file: lot.csv, rows: 4")},
    "a total of no day": {"book.yaml": totals("file: lots.csv, rows: 4")},
    "a total of another table": {"book.yaml": totals("file: fx.csv, on: 2024-12-30, rows: 3")},
    "a book of odd keys": {"book.yaml": f"{SETTINGS}colour: red\n"},
    "a table by another name": {"trade.csv": TRADES},
}  # fmt: skip


@pytest.mark.parametrize("changed", TAKEN.values(), ids=TAKEN)
def test_tables_that_columns_take(tmp_path, changed):
    """However a table comes, as far as columns take it, both runs say the same."""
    assert_alike(tiny(tmp_path / "book", changed))


LEFT = {
    "empty": {"trades.csv": ""},
    "cut in a row": {"trades.csv": TRADES[:-12]},
    "cut before the end of a line": {"trades.csv": TRADES[:-1]},
    "with an empty line": {"trades.csv": f"{TRADES}\n"},
    "with a long row": {"trades.csv": TRADES.replace("T1,ONE", "T1,ONE,ONE")},
    "with a short row and a long one": {
        "trades.csv": TRADES.replace("T1,ONE", "T1").replace("T2,ONE", "T2,ONE,ONE")
    },
    "with a short row and a long one in a column that is not read": {
        "trades.csv": with_column("notes", "1").replace("2024-12-30,1\n", "2024-12-30\n", 1)
        .replace("2024-12-30,1\n", "2024-12-30,1,1\n", 1)
    },
    "with quotes": {"trades.csv": TRADES.replace("T1", '"T1"')},
    "with old line ends": {"trades.csv": TRADES.replace("T2,ONE", "T2,ONE\rT9")},
    "in Latin letters": {"trades.csv": TRADES.replace("T1", "Tä").encode("latin-1")},
    "in two bytes": {"trades.csv": TRADES.encode("utf-16")},
    "with foreign bytes in an unread column": {
        "trades.csv": with_column("notes", "ä").encode("latin-1")
    },
    "with a column twice": {"trades.csv": with_column("mark", "1")},
    "with an unknown column twice": {
        "trades.csv": with_column("x", "1").replace(",x", ",x,x").replace(",1\n", ",1,1\n")
    },
    "with a column that may be meant": {"trades.csv": with_column("produkt", "1")},
    "without a column": {"trades.csv": TRADES.replace("maturity", "end")},
    "of another separator": {"trades.csv": TRADES.replace(",", ";")},
    "that is cut gzip": {"trades.csv": None, "trades.csv.gz": zipped(TRADES)[:-20]},
    "that is no gzip": {"trades.csv": None, "trades.csv.gz": b"abc"},
    "that is no Parquet": {"trades.csv": None, "trades.parquet": b"PAR1abcPAR1"},
    "as JSON lines": {"trades.csv": None, "trades.jsonl": '{"trade_id": "T1"}\n'},
    "twice": {"trades.parquet": b""},
    "with what is no part": {"trades.csv": None, "trades/a.csv": TRADES, "trades/a.txt": "x"},
    "of no part": {"trades.csv": None, "trades/_SUCCESS": ""},
    "of marks without trades": {"trades.csv": None, "marks.csv": MARKS},
    "of marks beside marks": {"marks.csv": MARKS},
    "of marks that are good for nobody": {"book.yaml": "book: 1\nname: tiny\n"},
    "whose total is not met": {"book.yaml": totals("file: trades.csv, rows: 7")},
    "whose sum is not met": {
        "book.yaml": totals(
            "file: lots.csv, on: 2024-12-30, column: nominal, currency: USD, sum: 1"
        )
    },
    "whose total names another file": {"book.yaml": totals("file: trades.parquet, rows: 6")},
    "that a total misses": {
        "trades.csv": None, "book.yaml": totals("file: trades.csv, rows: 6"),
    },
    "of sheets that are there twice": {
        "agreements.jsonl": lines([*sheets(), sheet("ONE")])
    },
    "of marks whose rows of the day may all be faulty": {
        "trades.csv": BARE, "marks.csv": MARKS.replace("T1", "Ｔ１"),
    },
}  # fmt: skip


@pytest.mark.parametrize("changed", LEFT.values(), ids=LEFT)
def test_tables_that_columns_leave(tmp_path, changed):
    """What is wrong with a table as a whole is left to the run agreement by agreement."""
    with pytest.raises(NotColumns):
        night(tiny(tmp_path / "book", changed), on=ON)


def as_parquet(folder, **kinds):
    """The book with its trades as Parquet, columns of other kinds where they are given."""
    book = tiny(folder, {"trades.csv": None})
    trades = pl.read_csv(TRADES.encode(), try_parse_dates=True).with_columns(
        pl.col("mark").cast(pl.String).cast(pl.Decimal(20, 2))
    )
    trades.with_columns(pl.col(name).cast(kind) for name, kind in kinds.items()).write_parquet(
        book / "trades.parquet"
    )
    return book


KINDS = {
    "decimals and days": {},
    "text": {"mark": pl.String, "maturity": pl.String, "marked_on": pl.String},
    "eight places": {"mark": pl.Decimal(30, 8)},
    "no places": {"mark": pl.Decimal(15, 0)},
}


@pytest.mark.parametrize("kinds", KINDS.values(), ids=KINDS)
def test_kinds_of_parquet_that_columns_take(tmp_path, kinds):
    """Amounts as decimals or text and days as dates or text come out the same."""
    made = assert_alike(as_parquet(tmp_path / "book", **kinds))
    assert made.agreements.height == 4


@pytest.mark.parametrize(
    "kinds",
    [
        {"mark": pl.Float64},
        {"mark": pl.Int64},
        {"maturity": pl.Datetime},
        {"trade_id": pl.Binary},
    ],
    ids=str,
)
def test_kinds_of_parquet_that_columns_leave(tmp_path, kinds):
    """A column of a kind whose text would be a choice of ours is left to the single run."""
    with pytest.raises(NotColumns):
        night(as_parquet(tmp_path / "book", **kinds), on=ON)


def test_parts_of_kinds_that_do_not_fit(tmp_path):
    """Parts of Parquet whose columns are of different kinds are left to the single run."""
    book = tiny(tmp_path / "book", {"trades.csv": None})
    (book / "trades").mkdir()
    for name, kind in (("a", pl.String), ("b", pl.Decimal(20, 2))):
        whole = pl.read_csv(TRADES.encode(), infer_schema=False)
        whole.with_columns(pl.col("mark").cast(kind)).write_parquet(
            book / "trades" / f"{name}.parquet"
        )
    with pytest.raises(NotColumns):
        night(book, on=ON)


WORDS = (
    "feeds:\n  lots:\n    values: {posted_by: {A: us, B: [them, client]}, "
    "price_kind: {clean: C, dirty: D}, asset: {cash: CASH, US Treasury: UST}}\n"
    "  trades:\n    values: {buy_sell: {buy: B, sell: S}, mark_currency: "
    "{USD: dollar, EUR: euro, KRW: won}, attribute.desk: {rates: R}}\n"
)


def in_words(table, *pairs):
    """A table in the words of a feed."""
    for old, new in pairs:
        table = table.replace(old, new)
    return table


def files_in_words():
    """The tiny book in the words of two feeds."""
    lots = in_words(LOTS, (",B,", ",them,"), (",A,", ",us,"), ("clean", "C"), ("dirty", "D"),
                    ("cash", "CASH"), ("US Treasury", "UST"))  # fmt: skip
    head, *rows = TRADES.splitlines()
    rows = [f"{row},{'BS'[number % 2]},R" for number, row in enumerate(rows)]
    trades = "\n".join([f"{head},buy_sell,attribute.desk", *rows, ""])
    words = (",USD,", ",dollar,"), (",EUR,", ",euro,"), (",KRW,", ",won,")
    return {
        "book.yaml": SETTINGS + WORDS, "lots.csv": lots, "trades.csv": in_words(trades, *words)
    }  # fmt: skip


def test_words_of_a_feed_stay_on_columns(tmp_path):
    """A feed whose words are declared runs on columns, and both runs say the same."""
    made = assert_alike(tiny(tmp_path / "book", files_in_words()))
    assert made.why_single == {}
    assert set(made.lots["asset"]) == {"cash", "US Treasury"}


STRANGE = {
    "party": ("lots.csv", ",ONE,them,", ",ONE,B,"),
    "kind of price": ("lots.csv", ",C,", ",clean,"),
    "currency": ("trades.csv", "7000000.25,dollar", "7000000.25,USD"),
    "side": ("trades.csv", "dollar,2024-12-30,B", "dollar,2024-12-30,buy"),
    "attribute": ("trades.csv", "dollar,2024-12-30,B,R", "dollar,2024-12-30,B,rates"),
}


@pytest.mark.parametrize(("name", "old", "new"), STRANGE.values(), ids=STRANGE)
def test_a_word_that_the_feed_does_not_declare(tmp_path, name, old, new):
    """One word that is not declared stops its agreement alone, in both runs alike."""
    files = files_in_words()
    assert old in files[name]
    files[name] = files[name].replace(old, new, 1)
    made = assert_alike(tiny(tmp_path / "book", files))
    assert list(made.why_single) == ["ONE"]
    (call,) = made.calls
    assert any("DQ034" in str(each) for each in call.findings)


def test_sheets_in_a_compressed_file(tmp_path):
    """Sheets one a line in gzip are bound, kept and computed like others."""
    packed = gzip.compress(lines(sheets()).encode(), mtime=0)
    book = tiny(tmp_path / "book", {"agreements.jsonl.gz": packed})
    (book / "agreements.jsonl").unlink()
    for _ in range(2):
        made = assert_alike(book, store=tmp_path / "store")
        assert made.agreements.height == 4


@pytest.mark.parametrize("kept", [4, 60, -4, -9])
def test_parquet_without_its_end(tmp_path, kept):
    """A Parquet file that was cut, wherever, is nothing for columns: it stops everyone."""
    book = as_parquet(tmp_path / "book")
    path = book / "trades.parquet"
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(NotColumns):
        night(book, on=ON)
    assert single(book)["exceptions.csv"].count("this is no well-formed Parquet") == 4
