"""The broken books of samples/faults/books: one small book, each with one broken file."""

from __future__ import annotations

import gzip
import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS = "book: 1\nname: small\nplus_is_good_for: party A\n"
TRADES = "trade_id,agreement,maturity,trade_date\nS-1,LL-SOUND,2008-12-02,2008-01-02\n"
MARKS = "trade_id,on,mark,currency\nS-1,2008-09-30,1079798363.979584,KRW\n"
LOTS = """\
lot_id,agreement,posted_by,on,asset,currency,nominal
C-1,LL-SOUND,B,2008-09-29,cash,KRW,100000
C-2,LL-OTHER,B,2008-09-30,cash,KRW,100000
"""
EARLIER = "earlier-night.json"
SOUND = "sound"
DAY_BEFORE = "2008-09-29"


class BookFault(NamedTuple):
    """One broken book.

    Attributes:
        name: Its folder.
        code: What is found.
        file: The file that it is found in.
        words: What its message or help must contain.
        note: The fault in a few words.
        stops: Whether the agreement of the book is refused for it.
        without: A library that the test takes away.
    """

    name: str
    code: str
    file: str
    words: tuple[str, ...]
    note: str
    stops: bool = True
    without: str = ""


BOOKS = (
    BookFault("parquet-without-library", "DQ076", "marks.parquet", ("isda-collateral[batch]",),
              "a Parquet table where pyarrow is not installed", without="pyarrow"),
    BookFault("parquet-of-floats", "DQ077", "marks.parquet", ("double", "mark"),
              "marks as binary floats, whose digits are lost already"),
    BookFault("parquet-cut", "DQ010", "marks.parquet", ("cut",), "Parquet without its end"),
    BookFault("gzip-cut", "DQ065", "marks.csv.gz", ("cut",), "gzip without its end"),
    BookFault("sheets-cut", "DQ065", "agreements.jsonl.gz", ("cut",),
              "sheets in lines, packed, without their end"),
    BookFault("word-not-declared", "DQ034", "trades.csv", ("buy_sell", "Sell", "B, S"),
              "a word that the feed does not declare"),
    BookFault("delivered-again", "DQ078", "marks.csv", (DAY_BEFORE,),
              "marks with the bytes of the night before", stops=False),
    BookFault("part-missing", "DQ079", "on=2008-09-30", ("part-2.csv",),
              "one part of two, where the night before had both", stops=False),
    BookFault("another-night", "DQ093", EARLIER, ("same day", "2008-09-30"),
              "a night that is compared with one of its own day", stops=False),
    BookFault("mark-moved-far", "DQ070", "marks.csv", ("S-1", DAY_BEFORE, "KRW 1,000,000"),
              "a mark that jumped", stops=False),
    BookFault("name-misspelt", "DQ071", "mark.csv", ("did you mean `marks`",),
              "a table under a name that is none"),
    BookFault("day-not-come", "DQ073", "marks.csv", ("no row of 2008-09-30", DAY_BEFORE),
              "marks of the day before alone"),
    BookFault("nothing-held-any-more", "DQ074", "lots.csv", ("1 lots", DAY_BEFORE),
              "what was held on the day before is not listed, and that of another is",
              stops=False),
    BookFault("banks-closed", "DQ075", "book.yaml", ("Seoul", "2008-09-30"),
              "a day on which the desk is closed", stops=False),
)  # fmt: skip


def sound_book(sheet: bytes) -> dict[str, bytes]:
    """The files of the book without a fault.

    Args:
        sheet: The term sheet of its one agreement.
    """
    return {
        "book.yaml": SETTINGS.encode(), "agreements/LL-SOUND.yaml": sheet,
        "trades.csv": TRADES.encode(), "marks.csv": MARKS.encode(),
    }  # fmt: skip


def files_of(fault: BookFault, sheet: bytes) -> dict[str, bytes]:
    """The files of a broken book.

    Args:
        fault: The fault.
        sheet: The term sheet of its one agreement.
    """
    files, marks = sound_book(sheet), MARKS.encode()
    packed = gzip.compress(marks, mtime=0)
    parquet, cut = _parquet(MARKS), len(packed) // 2
    line = json.dumps({"sheet": "1", "agreement": "LL-OTHER"}).encode() + b"\n"
    again: dict[str, dict[str, bytes | None]] = {
        "parquet-without-library": {"marks.csv": None, "marks.parquet": parquet},
        "parquet-of-floats": {"marks.csv": None, "marks.parquet": _parquet(MARKS, floats=True)},
        "parquet-cut": {"marks.csv": None, "marks.parquet": parquet[:-9]},
        "gzip-cut": {"marks.csv": None, "marks.csv.gz": packed[:cut]},
        "sheets-cut": {"agreements.jsonl.gz": gzip.compress(line, mtime=0)[:15]},
        "word-not-declared": {
            "book.yaml": f"{SETTINGS}feeds: {{trades: {{values: {{buy_sell: "
            "{buy: B, sell: S}}}}\n".encode(),
            "trades.csv": TRADES.replace("date\n", "date,buy_sell\n")
            .replace("2008-01-02\n", "2008-01-02,Sell\n")
            .encode(),
        },
        "mark-moved-far": {
            "book.yaml": f"{SETTINGS}tolerances: {{mark_age: 0 days, "
            "day_on_day: 'KRW 1,000,000'}\n".encode(),
            "marks.csv": f"{MARKS}S-1,{DAY_BEFORE},1078798363.97,KRW\n".encode(),
        },
        "name-misspelt": {"marks.csv": None, "mark.csv": marks},
        "day-not-come": {"marks.csv": MARKS.replace("2008-09-30", DAY_BEFORE).encode()},
        "nothing-held-any-more": {
            "agreements/LL-OTHER.yaml": sheet.replace(b"LL-SOUND", b"LL-OTHER"),
            "lots.csv": LOTS.encode(),
        },
        "banks-closed": {
            "book.yaml": f"{SETTINGS}base_calendar: Seoul\n".encode(),
            "calendars/Seoul.csv": b"date,closed\n2008-09-30,yes\n",
        },
        "delivered-again": {EARLIER: _night(files)},
        "another-night": {EARLIER: _night(files, "2008-09-30")},
        "part-missing": {
            "marks.csv": None,
            "marks/on=2008-09-30/part-1.csv": _part(),
            EARLIER: _night(
                {
                    f"marks/on={DAY_BEFORE}/part-{number}.csv": b"%d" % number
                    for number in (1, 2)
                }
            ),
        },
    }
    changed = files | again[fault.name]
    return {name: raw for name, raw in changed.items() if raw is not None}


def _part() -> bytes:
    return MARKS.replace(",on,", ",").replace(",2008-09-30,", ",").encode()


def _night(files: dict[str, bytes], on: str = DAY_BEFORE) -> bytes:
    """As much of the manifest of an earlier night as is compared."""
    inputs = {name: sha256(raw).hexdigest() for name, raw in files.items()}
    night = {"schema": "isda/night/1", "book": "small", "on": on, "inputs": inputs}
    return (json.dumps(night, indent=2) + "\n").encode()


def _parquet(text: str, *, floats: bool = False) -> bytes:
    head, *rows = (line.split(",") for line in text.splitlines())
    columns: dict[str, Any] = {
        name: [row[number] for row in rows] for number, name in enumerate(head)
    }
    if floats:
        columns["mark"] = [float(each) for each in columns["mark"]]
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table(columns), sink)
    return bytes(sink.getvalue().to_pybytes())


def write_books(folder: Path, sheet: bytes) -> str:
    """Write every broken book, and return its part of the index.

    Args:
        folder: Where the books stand.
        sheet: The term sheet of their one agreement.
    """
    _write(folder / SOUND, sound_book(sheet))
    entries = []
    for fault in BOOKS:
        _write(folder / fault.name, files_of(fault, sheet))
        without = f", without: {fault.without}" if fault.without else ""
        stops = "yes" if fault.stops else "no"
        entries.append(
            f"  - {{file: books/{fault.name}, kind: book, code: {fault.code}, stops: {stops}"
            f"{without},\n"
            f"     expect: {{file: {json.dumps(fault.file)}, "
            f"words: {json.dumps(fault.words)}}},\n"
            f"     note: {json.dumps(fault.note)}}}\n"
        )
    return "books:\n" + "".join(entries)


def _write(folder: Path, files: dict[str, bytes]) -> None:
    for name, raw in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)
