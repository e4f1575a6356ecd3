"""Late and partial files, told by their bytes beside those of an earlier night."""

from datetime import date
from pathlib import Path

import pytest
from nights import ON
from tiny_book import FX, LOTS, PRICES, TRADES, tiny

from isda.batch.deliveries import deliveries
from isda.batch.night import night
from isda.statement.night import publish

FRIDAY, MONDAY = date(2024, 12, 27), date(2024, 12, 30)
ROOT = Path("book")
PARTS = ("lots/on=2024-12-27/a.csv", "lots/on=2024-12-27/b.csv")


def said(then, now, day=FRIDAY, on=MONDAY, name="tiny"):
    """What is said of the files of a night beside those of another: code, severity, words."""
    before = {"book": "tiny", "on": day.isoformat(), "inputs": then}
    found = deliveries(ROOT, name, on, now, before)
    for each in found:
        assert each.place.file.startswith(f"{ROOT}/")
        assert each.agreement is None
    return [(each.code, each.severity.word, each.message) for each in found]


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("marks.csv", "warning"), ("lots.parquet", "warning"), ("prices.jsonl", "warning"),
        ("fx.csv.gz", "warning"), ("measures.csv", "warning"),
        ("initial_margin.csv", "warning"),
        ("events.csv", "info"), ("ratings.csv", "info"), ("in_transit.csv", "info"),
        ("figures.csv", "info"),
    ],
)  # fmt: skip
def test_a_table_with_the_bytes_of_the_day_before(name, word):
    """A table of days is new every night: a warning; another may stay as it is."""
    other = {"book.yaml": "1", "agreements.jsonl": "2", "notes.txt": "3"}
    files = other | {name: "x"}
    message = f"{name} has the bytes that it had on 2024-12-27"
    assert said(files, files) == [("DQ078", word, message)]
    assert said(files, other | {name: "y"}) == []


def test_trades_are_of_a_day_where_marks_stand_in_them():
    """Trades without a table of marks bring the marks of the day."""
    trades, marks = {"trades.csv": "x"}, {"marks.csv": "y"}
    assert [row[1] for row in said(trades, trades)] == ["warning"]
    assert [row[1] for row in said(trades | marks, trades | {"marks.csv": "z"})] == ["info"]


def test_a_table_in_another_shape_has_come():
    """Compressed today and not on the day before, it is the same table with other bytes."""
    assert said({"lots.csv": "x"}, {"lots.csv.gz": "y"}) == []


def test_nothing_is_said_of_another_book_or_of_the_same_day():
    """The same day again has the same bytes, but what is missing is missing."""
    files = {"lots.csv": "x"}
    assert said(files, files, day=MONDAY) == []
    assert said(files, files, name="other") == []
    assert [row[0] for row in said(files, {}, day=MONDAY)] == ["DQ079"]


@pytest.mark.parametrize(
    ("gone", "word"), [("lots.csv", "error"), ("calendars/Seoul.csv", "error"),
                       ("agreements/ONE.yaml", "warning")]
)  # fmt: skip
def test_what_was_there_and_is_not(gone, word):
    """A table or a calendar that did not come is an error; an agreement may be over."""
    then = {"trades.csv": "1", "agreements/TWO.yaml": "2"}
    ((code, severity, message),) = said(then | {gone: "x"}, then | {"trades.csv": "3"})
    assert (code, severity) == ("DQ079", word)
    told = (
        f"term sheets that were there on 2024-12-27 are not now: {gone}",
        f"{gone} was there on 2024-12-27, and is not now",
    )
    assert message == told[word == "error"]


def test_sheets_that_are_compressed_now_have_come():
    """`agreements.jsonl` and its compressed twin are one file."""
    assert said({"agreements.jsonl": "x"}, {"agreements.jsonl.gz": "y"}) == []
    assert said({"agreements.jsonl": "x"}, {"agreements/ONE.yaml": "y"}) != []


def test_files_that_nobody_reads_are_not_missed():
    """Notes, and what engines leave beside the parts of a table, are no part of it."""
    then = {"notes.txt": "1", "lots/_SUCCESS": "2", "lots/a.csv": "3", "stuff/a.csv": "4"}
    assert said(then, {"lots/a.csv": "5"}) == []


def parted(*names, **digests):
    """The files of a book with these parts, each with bytes of its own."""
    return {name: digests.get(name, name) for name in names}


def of_monday(*names):
    return [name.replace("12-27", "12-30") for name in names]


@pytest.mark.parametrize("is_history", [True, False])
def test_a_part_of_the_day_that_did_not_come(is_history):
    """Two parts on Friday and one on Monday: the other is named, with or without history."""
    kept = parted(*PARTS) if is_history else {}
    assert said(parted(*PARTS), kept | parted(*of_monday(*PARTS))) == []
    words = (
        "lots/on=2024-12-30 had parts on 2024-12-27 that may be missing: "
        "lots/on=2024-12-30/b.csv (1 parts for 2)"
    )
    found = said(parted(*PARTS), kept | parted(*of_monday(PARTS[0])))
    assert found == [("DQ079", "error", words)]


def test_a_day_that_did_not_come_at_all():
    """Only Friday's folder is there: it is the same as it was, and Monday's is missing."""
    found = said(parted(*PARTS), parted(*PARTS))
    assert [(row[0], row[1]) for row in found] == [("DQ079", "error"), ("DQ078", "warning")]
    assert "lots/on=2024-12-30/a.csv, lots/on=2024-12-30/b.csv (0 parts for 2)" in found[0][2]


def test_an_older_day_that_is_gone_is_not_missed():
    """Folders of older days are taken away in time; a part of one that stays is missed."""
    old = ("lots/on=2024-11-29/a.csv", "lots/on=2024-11-29/b.csv")
    now = parted(*of_monday(*PARTS))
    assert said(parted(*old, *PARTS), now) == []
    found = said(parted(*old, *PARTS), now | parted(old[0]))
    assert [row[0] for row in found] == ["DQ079"]
    assert "may be missing: lots/on=2024-11-29/b.csv (1 parts for 2)" in found[0][2]


def test_parts_of_other_names_have_come():
    """An engine names the parts of each night anew: as many as before are enough."""
    then = parted("trades/part-1a.parquet", "trades/part-2b.parquet")
    assert said(then, parted("trades/part-3c.parquet", "trades/part-4d.parquet")) == []
    found = said(then, parted("trades/part-3c.parquet"))
    assert "(1 parts for 2)" in found[0][2]


def test_yesterdays_part_under_todays_name():
    """The bytes of Friday in Monday's folder are told, whatever else is new."""
    friday, monday = PARTS[0], of_monday(*PARTS)
    now = {monday[0]: "same", monday[1]: "new"}
    found = said({friday: "same", PARTS[1]: "old"}, now)
    assert found == [
        ("DQ078", "warning", f"{monday[0]} has the bytes that {friday} had on 2024-12-27")
    ]


def test_some_parts_with_the_bytes_of_the_day_before():
    """Where parts have no day in their names, how many stayed the same is worth knowing."""
    then = {"marks/a.csv": "1", "marks/b.csv": "2"}
    found = said(then, {"marks/a.csv": "1", "marks/b.csv": "3"})
    assert found == [("DQ078", "info", "1 of 2 parts of marks have the bytes of 2024-12-27")]


def test_a_night_says_it_in_its_findings(tmp_path):
    """Beside the night before, prices that came again and rates that did not are findings.

    The calls are those of a night that is not compared, and nobody is stopped.
    """
    day = "2024-12-27"
    friday = {
        name: text.replace("2024-12-30", day)
        for name, text in (("trades.csv", TRADES), ("lots.csv", LOTS), ("fx.csv", FX))
    } | {"prices.csv": PRICES + PRICES.replace("2024-12-30", day).partition("\n")[2]}
    book = tiny(tmp_path / "book", friday)
    publish(night(book, on=FRIDAY).must(), book, tmp_path / "friday")
    tiny(book, {"prices.csv": friday["prices.csv"]})
    (book / "fx.csv").unlink()
    made = night(book, on=ON).must()
    alone = publish(made, book, tmp_path / "alone").manifest
    monday = tmp_path / "monday"
    manifest = publish(made, book, monday, before=tmp_path / "friday").manifest
    text = (tmp_path / "monday" / "findings.csv").read_text(encoding="utf-8")
    assert f"DQ078,{book / 'prices.csv'}" in text
    assert "fx.csv was there on 2024-12-27, and is not now" in text
    assert manifest["tables"]["findings"] == alone["tables"]["findings"] + 2
    calls = [(tmp_path / name / "calls.csv").read_bytes() for name in ("alone", "monday")]
    assert calls[0] == calls[1]
    assert "DQ079" in (tmp_path / "monday" / "report.html").read_text(encoding="utf-8")
