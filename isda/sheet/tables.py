"""Tables of a book: CSV or JSON lines into rows of named text cells.

Strict by design: a table that may have lost something is worse than none. What is wrong
with one row stays with that row; what is wrong with the file (no header, not UTF-8, cut in
half, a column missing) concerns everyone who is in it.
"""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from isda.basics.amounts import did_you_mean, shown
from isda.basics.finding import Finding, Place, Severity
from isda.sheet.fields import Fields

ENDINGS = (".csv", ".jsonl")


class Columns(NamedTuple):
    """The columns of a table: those it must have, and those it may leave out.

    Attributes:
        table: Its name.
        must: Columns it must have.
        may: Columns it may leave out.
        open: What columns of the desk's own naming begin with, where it may have such.
    """

    table: str
    must: tuple[str, ...]
    may: tuple[str, ...] = ()
    open: str | None = None

    @property
    def known(self) -> tuple[str, ...]:
        """Every column it may have."""
        return self.must + self.may


@dataclass
class TableReport:
    """What reading one table finds: about the row being read, or about the whole file.

    Attributes:
        of_row: Findings of the row being read.
        of_file: Findings of the file; an error among them means that rows may be lost.
    """

    of_row: list[Finding] = field(default_factory=list)
    of_file: list[Finding] = field(default_factory=list)

    def error(self, code: str, place: Place, message: str, help_text: str = "", /) -> None:
        """Note a fault of the row being read."""
        self.of_row.append(Finding(code, Severity.ERROR, place, message, help_text))

    def whole(self, code: str, place: Place, message: str, help_text: str) -> None:
        """Note a fault of the file."""
        self.of_file.append(Finding(code, Severity.ERROR, place, message, help_text))

    def take(self) -> list[Finding]:
        """Return what was found of the row, and begin the next."""
        found, self.of_row = self.of_row, []
        return found


def first_at(first: Place, again: Place) -> str:
    """Return where the first of two rows stands, as the finding of the second says it.

    Example:
        >>> first_at(Place("a.csv", 3, row=2), Place("a.csv", 4, row=3))
        'first in line 3'
        >>> first_at(Place("book/trades.parquet", row=2), Place("book/marks.csv", 4, row=3))
        'first in row 2 of trades.parquet'
    """
    place = f"line {first.line}" if first.line else f"row {first.row}"
    of = "" if first.file == again.file else f" of {Path(first.file).name}"
    return f"first in {place}{of}"


def table_file(folder: Path, table: str, report: TableReport) -> Path | None:
    """Return the file of a table, or None where the book has none."""
    found = [folder / f"{table}{ending}" for ending in ENDINGS]
    found = [path for path in found if path.is_file()]
    if len(found) > 1:
        report.whole(
            "DQ060",
            Place(str(found[1])),
            f"{found[0].name} and {found[1].name} are both here",
            "keep the one that is meant",
        )
        return None
    return found[0] if found else None


def read_rows(path: Path, columns: Columns, report: TableReport) -> Iterator[Fields]:
    """Yield the rows of a table; one that is misshapen comes broken, with its findings noted.

    Args:
        path: The file; its ending says whether it is CSV or JSON lines.
        columns: What the table may have.
        report: Takes the findings down; `take` them after each row.
    """
    text = _text_of(path, report)
    if text is None:
        return
    read = _json_rows if path.suffix == ".jsonl" else _csv_rows
    yield from read(text, str(path), columns, report)


def _text_of(path: Path, report: TableReport) -> str | None:
    whole = Place(str(path))
    try:
        raw = path.read_bytes()
    except OSError as error:
        report.whole(
            "DQ001", whole, f"the file cannot be read: {error.strerror}", "check its rights"
        )
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        report.whole(
            "DQ002", Place(str(path), line), "the file is not UTF-8", "save it as UTF-8"
        )
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


def _csv_rows(text: str, name: str, columns: Columns, report: TableReport) -> Iterator[Fields]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 0
    try:
        header = next(reader)
        line = reader.line_num
        if not _header_holds(header, Place(name, line), columns, report):
            return
        what, wanted = f"a row of {columns.table}", len(header)
        for number, cells in enumerate(reader, start=1):
            place, line = Place(name, line + 1, 0, number), reader.line_num
            if not cells:
                continue
            row = Fields(dict(zip(header, cells, strict=False)), place, report, what=what)
            if len(cells) != wanted:
                row.break_off(
                    "DQ066",
                    place,
                    f"the row has {len(cells)} cells and the header {wanted}",
                    "look for a comma too few or too many, or a line that was cut",
                )
            yield row
    except csv.Error as error:
        report.whole(
            "DQ010",
            Place(name, max(line + 1, reader.line_num)),
            f"this is not well-formed CSV: {error}",
            "look at the quotes of this line and the one before it",
        )


def _header_holds(
    header: list[str], place: Place, columns: Columns, report: TableReport
) -> bool:
    twice = sorted({column for column in header if header.count(column) > 1})
    missing = [column for column in columns.must if column not in header]
    for column in twice:
        report.whole(
            "DQ009", place, f"the column `{shown(column)}` stands here twice", "keep one"
        )
    for column in missing:
        near = did_you_mean(column, tuple(set(header) - set(columns.known)))
        hint = (
            f"the header has `{near.split('`')[1]}`: rename it" if near else f"add `{column}`"
        )
        report.whole("DQ015", place, f"the column `{column}` is missing", hint)
    for column in header:
        _check_known(column, header, place, columns, report)
    return not twice and not missing


def _check_known(
    column: str, present: list[str], place: Place, columns: Columns, report: TableReport
) -> None:
    """Note an unknown column: a warning, or an error where it may be one that is missed."""
    if column in columns.known or (columns.open and column.startswith(columns.open)):
        return
    hint = did_you_mean(column, tuple(set(columns.known) - set(present)))
    report.of_file.append(
        Finding(
            "DQ012",
            Severity.ERROR if hint else Severity.WARNING,
            place,
            f"`{shown(column)}` is no column of {columns.table}, so it is not read",
            hint or f"known columns: {', '.join(columns.known)}",
        )
    )


def _json_rows(text: str, name: str, columns: Columns, report: TableReport) -> Iterator[Fields]:
    unknown: set[str] = set()
    number = 0
    for line, source in enumerate(text.split("\n"), start=1):
        if not source.strip():
            continue
        number += 1
        place = Place(name, line, 0, number)
        cells: dict[str, str] = {}
        row = Fields(cells, place, report, what=f"a row of {columns.table}")
        _read_object(source, cells, row)
        for key in [key for key in cells if key not in columns.known]:
            if key not in unknown:
                unknown.add(key)
                _check_known(key, list(cells), place, columns, report)
        yield row


class _Number(str):
    """A number of JSON, as it was written."""

    __slots__ = ()


def _read_object(source: str, cells: dict[str, str], row: Fields) -> None:
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
    for key, value in pairs:
        if key in cells:
            row.error("DQ009", key, f"`{shown(key)}` stands here twice", "keep one of the two")
        cells[key] = _cell(key, value, row)


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
