"""The tables of a book, row by row into records.

Every row of every table is typed when the book is read, so that a faulty row is found on
whatever day it stands. A faulty row is left out, and the agreement it belongs to is told,
so that nothing is computed without it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from isda.basics.amounts import did_you_mean, shown
from isda.basics.days import read_date
from isda.basics.faults import AmountError
from isda.sheet.feeds import PLAIN, Feed
from isda.sheet.fields import Fields
from isda.sheet.records import Faults, Records, RowCount
from isda.sheet.table_files import Columns, Part, TableReport, parts_of, table_file
from isda.sheet.tables import read_rows


class Blame(NamedTuple):
    """Whom and when a faulty row concerns, as far as it says so."""

    agreement: str | None
    on: date | None
    everyone: bool = False


def day_of(row: Fields, key: str = "on") -> date | None:
    """Return the day of a row, or None where it cannot be read."""
    try:
        return read_date(row.texts.get(key, ""))
    except AmountError:
        return None


@dataclass
class BookReader:
    """Reads the tables of one folder into records; faults are noted, never raised.

    Attributes:
        folder: The book.
        agreements: The identifiers of its agreements.
        records: What was read.
        faults: What was found.
        feeds: How the file of each table is written, by table.
        counts: Rows of the file being read, as control totals count them.
    """

    folder: Path
    agreements: frozenset[str]
    records: Records
    faults: Faults
    feeds: Mapping[str, Feed] = field(default_factory=dict)
    counts: list[RowCount] = field(default_factory=list)

    def table(
        self,
        columns: Columns,
        read: Callable[[Fields], None],
        blame: Callable[[Fields], Blame],
        *,
        stops: bool = True,
    ) -> None:
        """Read one table row by row.

        Args:
            columns: What it may have.
            read: Takes a row in.
            blame: Whom a faulty row concerns.
            stops: Whether a fault of the whole file stops every agreement.
        """
        report = TableReport()
        path = table_file(self.folder, columns.table, report)
        if path is not None:
            self.counts = self.records.counts[path.name]
            self.records.files[columns.table] = path.name
            for part in parts_of(path, report):
                self.rows(part, columns, report, read, blame)
        self.whole_file(report, stops=stops)

    def rows(
        self,
        part: Part,
        columns: Columns,
        report: TableReport,
        read: Callable[[Fields], None],
        blame: Callable[[Fields], Blame],
    ) -> None:
        """Read the rows of a file and lay each fault at someone's door."""
        feed = self.feeds.get(columns.table, PLAIN)
        rows = read_rows(part.path, columns, report, feed=feed, given=part.given)
        self.take(rows, report, read, blame)

    def take(
        self,
        rows: Iterable[Fields],
        report: TableReport,
        read: Callable[[Fields], None],
        blame: Callable[[Fields], Blame],
    ) -> None:
        """Take rows of a file in, wherever they come from, as `rows` does."""
        for row in rows:
            if not row.is_broken():
                read(row)
            if report.of_row:
                blamed = blame(row)
                for finding in report.take():
                    if blamed.everyone:
                        self.faults.note_for_everyone(finding, blamed.on)
                    else:
                        self.faults.note(finding, blamed.agreement, blamed.on)
                self.counts.append(RowCount(blamed.on, blamed.agreement, {}, is_sound=False))

    def whole_file(self, report: TableReport, *, stops: bool = True) -> None:
        """Note what concerns a file as a whole: an error stops everyone."""
        for finding in report.of_file:
            if finding.is_error and stops:
                self.faults.note_for_everyone(finding)
            else:
                self.faults.note(finding)

    def note_also(self, agreement: str, row: Fields) -> None:
        """Lay the last fault of a row at the door of a second agreement."""
        if isinstance(row.report, TableReport):
            self.faults.stop(row.report.of_row[-1], agreement, None)

    def count(
        self,
        on: date | None,
        agreement: str | None,
        **amounts: tuple[Decimal, str | None],
    ) -> None:
        """Keep what a control total may ask of a sound row."""
        self.counts.append(RowCount(on, agreement, amounts, is_sound=True))

    def agreement(self, row: Fields) -> str:
        """Return the agreement of a row; an unknown one is a fault."""
        name = row.text("agreement")
        if name and name not in self.agreements:
            row.error(
                "DQ067",
                "agreement",
                f"the agreement {shown(name)} is not in this book",
                did_you_mean(name, self.agreements) or "add its sheet to `agreements`",
            )
        return name


def of_agreement(reader: BookReader, row: Fields) -> Blame:
    """Lay a fault at the door of the agreement that the row names, on the row's day."""
    name = row.texts.get("agreement", "")
    return Blame(name if name in reader.agreements else None, day_of(row))
