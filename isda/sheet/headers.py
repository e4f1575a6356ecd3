"""A file of a table: what its rows have in common, and whether its columns are the table's."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

from isda.basics.amounts import did_you_mean, shown
from isda.basics.faults import AmountError
from isda.basics.finding import Finding, Place, Severity
from isda.sheet.feed_values import meaning
from isda.sheet.feeds import NUMBERS, SEPARATORS, Feed
from isda.sheet.fields import Fields
from isda.sheet.table_files import Columns, TableReport

NOT_READ = "\0"
"""What stands before the name of a column that is left unread: no column of ours has it."""


class TableFile(NamedTuple):
    """A file of a table, and what its rows have in common.

    Attributes:
        path: The file.
        columns: What the table may have.
        report: Takes the findings down.
        feed: How the file is written.
        given: Cells that every row of it has, by the names of its folders.
    """

    path: Path
    columns: Columns
    report: TableReport
    feed: Feed
    given: Mapping[str, str]

    @property
    def name(self) -> str:
        """The file, as messages show it."""
        return str(self.path)

    @property
    def whole(self) -> Place:
        """The place of what concerns the file as a whole."""
        return Place(self.name)

    def ours(self, columns: Iterable[str]) -> list[str]:
        """Return columns of the file by our names; one that is not read has none of ours."""
        names, not_read = self.feed.names, self.feed.not_read
        return [
            f"{NOT_READ}{column}" if column in not_read else names.get(column, column)
            for column in columns
        ]

    def rest(self) -> dict[str, str]:
        """Return the cells that every row has, by our names."""
        return dict(zip(self.ours(self.given), self.given.values(), strict=True))

    def row(self, cells: dict[str, str], place: Place) -> Fields:
        """Return a row of these cells."""
        return Fields(cells, place, self.report, what=f"a row of {self.columns.table}")

    def fit(
        self, row: Fields, cells: dict[str, str], numbers: frozenset[str] = NUMBERS
    ) -> None:
        """Rewrite the words and numbers of a row as a book has them; a fault is noted."""
        feed = self.feed
        for key in feed.values:
            if cells.get(key):
                _rewrite(row, cells, key, partial(meaning, feed.values, key))
        if feed.writes_numbers_plainly:
            return
        for key in numbers.intersection(cells):
            if cells[key]:
                _rewrite(row, cells, key, feed.plain)


def _rewrite(row: Fields, cells: dict[str, str], key: str, read: Callable[[str], str]) -> None:
    try:
        cells[key] = read(cells[key])
    except AmountError as error:
        row.error(error.code, key, f"`{key}`: {error.message}", error.help)


def header_holds(header: list[str], place: Place, file: TableFile) -> bool:
    """Whether rows can be read under a header; what is wrong with it is noted.

    Args:
        header: The columns by our names, those of the folders among them.
        place: Where it stands.
        file: The file.
    """
    columns, report, feed = file.columns, file.report, file.feed
    read = [column for column in header if not column.startswith(NOT_READ)]
    twice = sorted({column for column in read if read.count(column) > 1})
    promised = (*columns.must, *(one for one in feed.declared if one not in columns.must))
    missing = [column for column in promised if column not in read]
    for column in twice:
        report.whole(
            "DQ009", place, f"the column `{shown(column)}` stands here twice", "keep one"
        )
    for column in missing:
        message = f"the column `{column}` is missing"
        report.whole("DQ015", place, message, _way_out(column, read, columns, feed))
    for column in read:
        check_known(column, read, place, file)
    return not twice and not missing


def halves(header: Iterable[str], columns: Columns) -> dict[str, str]:
    """Return the columns that say nothing by themselves, each with one that it needs.

    Example:
        >>> halves(["mark"], Columns("trades", (), together=(("mark", "mark_currency"),)))
        {'mark': 'mark_currency'}
    """
    present = frozenset(header)
    found: dict[str, str] = {}
    for group in columns.together:
        missing = [column for column in group if column not in present]
        found |= {each: missing[0] for each in group if each in present and missing}
    return found


def is_half(cells: Mapping[str, str], lacking: Mapping[str, str], file: TableFile) -> bool:
    """Whether a row needs a column that the file has not: the first one is noted, of the file.

    Args:
        cells: The row.
        lacking: Columns of the file that say nothing by themselves, and what each needs.
        file: The file.
    """
    for column, missing in lacking.items():
        if cells.get(column):
            message = f"the column `{missing}` is missing, and `{column}` says nothing without"
            hint = _way_out(missing, [*cells], file.columns, file.feed)
            file.report.whole("DQ015", file.whole, message, hint)
            return True
    return False


def _way_out(column: str, header: list[str], columns: Columns, feed: Feed) -> str:
    if column in feed.declared:
        return f"`columns:` of its feed says that it is {shown(feed.declared[column])!r} here"
    mapped = [theirs for theirs, ours in feed.names.items() if ours == column]
    if mapped:
        return f"the `mapping:` of its feed says that it is {mapped[0]!r} here"
    if len(header) == 1:
        for name, sign in SEPARATORS.items():
            if sign in header[0] and sign != feed.separator:
                return f"the header has a {name} in it: is that the `separator:` of the feed?"
    near = did_you_mean(column, tuple(set(header) - set(columns.known)))
    return f"the header has `{near.split('`')[1]}`: rename it" if near else f"add `{column}`"


def check_known(column: str, present: list[str], place: Place, file: TableFile) -> None:
    """Note an unknown column: a warning, or an error where it may be one that is missed."""
    columns = file.columns
    if is_known(column, columns):
        return
    hint = did_you_mean(column, tuple(set(columns.known) - set(present)))
    file.report.of_file.append(
        Finding(
            "DQ012",
            Severity.ERROR if hint else Severity.WARNING,
            place,
            f"`{shown(column)}` is no column of {columns.table}, so it is not read",
            hint or f"known columns: {', '.join(columns.known)}",
        )
    )


def is_known(column: str, columns: Columns) -> bool:
    """Whether a column is read."""
    return column in columns.known or bool(columns.open and column.startswith(columns.open))
