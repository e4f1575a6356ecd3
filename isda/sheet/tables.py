"""Tables of a book: CSV, JSON lines or Parquet into rows of named text cells.

Strict by design: a table that may have lost something is worse than none. What is wrong
with one row stays with that row; what is wrong with the file (no header, not UTF-8, cut in
half, a column missing) concerns everyone who is in it.
"""

import csv
import gzip
import io
import json
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from isda.basics.amounts import shown
from isda.basics.finding import Place
from isda.sheet.feeds import PLAIN, Feed
from isda.sheet.fields import Fields
from isda.sheet.headers import (
    TableFile,
    check_known,
    halves,
    header_holds,
    is_half,
    is_known,
)
from isda.sheet.mistaken import not_text
from isda.sheet.parquet_rows import parquet_rows
from isda.sheet.table_files import NOTHING, Columns, TableReport


def read_rows(
    path: Path,
    columns: Columns,
    report: TableReport,
    *,
    feed: Feed = PLAIN,
    given: Mapping[str, str] = NOTHING,
) -> Iterator[Fields]:
    """Yield the rows of a file; one that is misshapen comes broken, with its findings noted.

    Args:
        path: The file; its ending says what it is.
        columns: What the table may have.
        report: Takes the findings down; `take` them after each row.
        feed: How the file is written.
        given: Cells that every row of the file has.
    """
    file = TableFile(path, columns, report, feed, given)
    if path.suffix == ".parquet":
        yield from parquet_rows(file)
        return
    text = _text_of(path, report)
    if text is None:
        return
    is_json = path.name.endswith((".jsonl", ".jsonl.gz"))
    yield from (_json_rows if is_json else _csv_rows)(text, file)


def _bytes_of(path: Path, report: TableReport) -> bytes | None:
    whole = Place(str(path))
    try:
        if path.suffix != ".gz":
            return path.read_bytes()
        with gzip.open(path) as file:
            return file.read()
    except EOFError:
        report.whole("DQ065", whole, "the file was cut, and rows may be lost", "get it again")
    except (gzip.BadGzipFile, zlib.error):
        report.whole(
            "DQ010", whole, "this is no well-formed gzip", "get it again, or name it as it is"
        )
    except OSError as error:
        report.whole(
            "DQ001", whole, f"the file cannot be read: {error.strerror}", "check its rights"
        )
    return None


def _text_of(path: Path, report: TableReport) -> str | None:
    whole = Place(str(path))
    raw = _bytes_of(path, report)
    if raw is None:
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        report.whole("DQ002", Place(str(path), line), *not_text(raw, path.name))
        return None
    if not text.strip():
        report.whole(
            "DQ003",
            whole,
            "the file is empty: not even its columns are named",
            "write the header, or remove the file where there is nothing to say",
        )
        return None
    if not text.endswith(("\n", "\r")):
        last = text.count("\n") + 1
        report.whole(
            "DQ065",
            Place(str(path), last),
            "the last line has no end: the file was cut, and rows may be lost",
            "get it again; where it is whole, end its last line with a line break",
        )
    return text


def _csv_rows(text: str, file: TableFile) -> Iterator[Fields]:
    source = io.StringIO(text, newline="")
    reader = csv.reader(source, strict=True, delimiter=file.feed.separator)
    line, rest = 0, list(file.given.values())
    try:
        own = next(reader)
        line, wanted = reader.line_num, len(own)
        header = file.ours([*own, *file.given])
        if not header_holds(header, Place(file.name, line), file):
            return
        lacking = halves(header, file.columns)
        for number, texts in enumerate(reader, start=1):
            place, line = Place(file.name, line + 1, 0, number), reader.line_num
            if not texts:
                continue
            cells = dict(zip(header, texts + rest, strict=False))
            if lacking and is_half(cells, lacking, file):
                return
            row = file.row(cells, place)
            if len(texts) == wanted:
                file.fit(row, cells)
            else:
                row.break_off(
                    "DQ066",
                    place,
                    f"the row has {len(texts)} cells and the header {wanted}",
                    "look for a separator too few or too many, or a line that was cut",
                )
            yield row
    except csv.Error as error:
        file.report.whole(
            "DQ010",
            Place(file.name, max(line + 1, reader.line_num)),
            f"this is not well-formed CSV: {error}",
            "look at the quotes of this line and the one before it",
        )


def _json_rows(text: str, file: TableFile) -> Iterator[Fields]:
    unknown: set[str] = set()
    number, rest = 0, file.rest()
    for line, source in enumerate(text.split("\n"), start=1):
        if not source.strip():
            continue
        number += 1
        place = Place(file.name, line, 0, number)
        cells = dict(rest)
        row = file.row(cells, place)
        _read_object(source, cells, row, file)
        for key in [key for key in cells if not is_known(key, file.columns)]:
            if key not in unknown:
                unknown.add(key)
                check_known(key, list(cells), place, file)
        yield row


class _Number(str):
    """A number of JSON, as it was written."""

    __slots__ = ()


def _read_object(source: str, cells: dict[str, str], row: Fields, file: TableFile) -> None:
    """Fill the cells from one line; whatever is no flat object of strings is a fault."""
    try:
        pairs = json.loads(
            source,
            object_pairs_hook=lambda pairs: pairs,
            parse_float=_Number,
            parse_int=_Number,
            parse_constant=_Number,
        )
    except (json.JSONDecodeError, RecursionError) as error:
        reason = getattr(error, "msg", "too deep").lower()
        row.break_off(
            "DQ010",
            row.place,
            f"this line is no JSON: {reason}",
            "a line is one object, such as {…}",
        )
        return
    if not source.lstrip().startswith("{"):
        row.break_off("DQ014", row.place, "this line is no object of names and values", "")
        return
    for theirs, value in pairs:
        if theirs in file.feed.not_read:
            continue
        key = file.feed.names.get(theirs, theirs)
        if key in cells:
            row.error("DQ009", key, f"`{shown(key)}` stands here twice", "keep one of the two")
        cells[key] = _cell(key, value, row)
    file.fit(row, cells)


def _cell(key: str, value: Any, row: Fields) -> str:
    if value is None:
        return ""
    if isinstance(value, str) and not isinstance(value, _Number):
        return value
    found = value if isinstance(value, _Number) else "this value"
    row.error(
        "DQ041",
        key,
        f"`{shown(key)}`: {shown(found)} is no string, and numbers of JSON mostly pass through "
        "a binary float",
        f'write it as a string: "{shown(found)}"' if found is value else "write a string",
    )
    return str(found)
