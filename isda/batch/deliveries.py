"""Files that came again or did not come: the book of a night beside that of an earlier one.

A file with a name and a header looks the same whether it is today's or yesterday's. Its bytes
tell: the manifest of a night has a digest of each file. What is found is said and stops nobody,
for only a person knows whether nothing changed or the wrong file came; what must stop a night
is declared as a control total.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from isda.basics.finding import Finding, Place, Severity
from isda.batch.inputs import told
from isda.sheet.book_rows import TABLES
from isda.sheet.sheets_of_book import BULKS, FOLDER
from isda.sheet.table_files import stem_and_ending

CALENDARS = "calendars"
_OF_DAYS = frozenset(each.columns.table for each in TABLES if "on" in each.columns.known)
"""Tables that say of each row which day it is of: they are new every night."""
_EVERY = frozenset(each.columns.table for each in TABLES)
_DAY = re.compile(r"=(\d{4}-\d{2}-\d{2})(?=/)")
"""A day in the name of a folder of parts."""


class Compared(NamedTuple):
    """Two nights side by side.

    Attributes:
        book: The folder of this night's book.
        on: The day of this night.
        day: The day of the earlier one.
        here: Digests of the files of this night, by name.
        before: Those of the earlier one.
    """

    book: Path
    on: date
    day: date
    here: Mapping[str, str]
    before: Mapping[str, str]


def deliveries(
    book: Path, name: str, on: date, now: Mapping[str, str], before: Mapping[str, Any]
) -> tuple[Finding, ...]:
    """Return which files of a night are those of an earlier one again, and which are missing.

    Nothing is said of another book, and of a night of the same day only what is missing.

    Args:
        book: The folder of the book.
        name: Its name.
        on: The day of this night.
        now: Digests of its files, by their names in the book.
        before: The manifest of the earlier night.
    """
    day = date.fromisoformat(before["on"])
    if before["book"] != name:
        return ()
    both = Compared(book, on, day, now, before["inputs"])
    found = list(_missing(both))
    if day < on:
        found += _again(both)
    return tuple(found)


def _table_of(name: str) -> str | None:
    """Return the table that a file of a book is of, if it is read as one.

    Example:
        >>> _table_of("marks.csv"), _table_of("lots/on=2024-12-30/a.csv"), _table_of("a.txt")
        ('marks', 'lots', None)
    """
    first, *rest = PurePosixPath(name).parts
    if any(part[0] in "_." for part in rest):
        return None
    stem, ending = stem_and_ending(first)
    table = first if rest else stem
    is_read = bool(rest and stem_and_ending(rest[-1])[1]) or bool(not rest and ending)
    return table if is_read and table in _EVERY else None


def _by_table(files: Mapping[str, str]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for name, digest in files.items():
        table = _table_of(name)
        if table is not None:
            found.setdefault(table, {})[name] = digest
    return found


def _again(both: Compared) -> Iterator[Finding]:
    """Yield the tables, and the parts, whose bytes are those of the day before."""
    now, then = _by_table(both.here), _by_table(both.before)
    marked = _OF_DAYS if "marks" in now else _OF_DAYS | {"trades"}
    for table in sorted(now.keys() & then.keys()):
        severity = Severity.WARNING if table in marked else Severity.INFO
        mine, theirs = now[table], then[table]
        top = _top(next(iter(mine)))
        if sorted(mine.values()) == sorted(theirs.values()):
            message = f"{top} has the bytes that it had on {both.day}"
            yield _finding(both, "DQ078", severity, top, message, SAME)
            continue
        first = {digest: name for name, digest in sorted(theirs.items(), reverse=True)}
        for name in sorted(mine.keys() - theirs.keys()):
            if mine[name] in first:
                message = f"{name} has the bytes that {first[mine[name]]} had on {both.day}"
                yield _finding(both, "DQ078", severity, name, message, SAME)
        same = [name for name in mine if theirs.get(name) == mine[name] and not _is_dated(name)]
        if same and table in marked:
            message = f"{len(same)} of {len(mine)} parts of {top} have the bytes of {both.day}"
            yield _finding(both, "DQ078", Severity.INFO, top, message, SAME)


def _is_dated(name: str) -> bool:
    """Whether a folder of a part is of one day: it stays as it is when the day is over."""
    return bool(_DAY.search(name))


SAME = "get the file of the day; where nothing changed, nothing is to be done"


def _missing(both: Compared) -> Iterator[Finding]:
    """Yield what was there on the day before and is not there now."""
    now, then = _by_table(both.here), _by_table(both.before)
    for table in sorted(then):
        if table not in now:
            top = _top(next(iter(then[table])))
            message = f"{top} was there on {both.day}, and is not now"
            yield _finding(both, "DQ079", Severity.ERROR, top, message, GONE)
        elif all("/" in name for names in (now, then) for name in names[table]):
            yield from _missing_parts(both, now[table], then[table])
    for name in sorted(both.before.keys() - both.here.keys()):
        if name.startswith(f"{CALENDARS}/"):
            message = f"{name} was there on {both.day}, and is not now"
            yield _finding(both, "DQ079", Severity.ERROR, name, message, GONE)
    yield from _missing_sheets(both)


GONE = "get it; where there is nothing to say any longer, send the header alone"


def _missing_parts(
    both: Compared, now: Mapping[str, str], then: Mapping[str, str]
) -> Iterator[Finding]:
    """Yield folders of a table that have fewer parts than on the day before.

    Parts of the day before are looked for under today's day, where folders have days in their
    names; a folder of an older day that is gone is none that was to come.
    """
    expected: dict[str, set[str]] = {}
    for name in then:
        today = name.replace(f"={both.day}/", f"={both.on}/")
        wanted = {today} if today != name else set()
        if not _is_dated(name) or _has_parts(now, _folder(name)):
            wanted.add(name)
        for each in wanted:
            expected.setdefault(_folder(each), set()).add(each)
    for folder, names in sorted(expected.items()):
        there = {name for name in now if _folder(name) == folder}
        missing = sorted(names - there)
        if len(missing) > len(there - names):
            message = (
                f"{folder} had parts on {both.day} that may be missing: {told(missing)} "
                f"({len(there)} parts for {len(names)})"
            )
            yield _finding(both, "DQ079", Severity.ERROR, folder, message, PARTS)


PARTS = "get the parts; the rows of one that is missing are not in this night"


def _has_parts(files: Mapping[str, str], folder: str) -> bool:
    return any(_folder(name) == folder for name in files)


def _missing_sheets(both: Compared) -> Iterator[Finding]:
    """Yield the sheets that are no longer there, all in one."""
    now, then = (
        {name for name in files if name in BULKS or name.startswith(f"{FOLDER}/")}
        for files in (both.here, both.before)
    )
    in_lines = now.intersection(BULKS)
    gone = sorted(name for name in then - now if not (in_lines and name in BULKS))
    if gone:
        message = f"term sheets that were there on {both.day} are not now: {told(gone)}"
        yield _finding(both, "DQ079", Severity.WARNING, gone[0], message, SHEETS)


SHEETS = "where these agreements are over, nothing is to be done"


def _folder(name: str) -> str:
    return str(PurePosixPath(name).parent)


def _top(name: str) -> str:
    return PurePosixPath(name).parts[0]


def _finding(
    both: Compared, code: str, severity: Severity, name: str, message: str, help_text: str
) -> Finding:
    return Finding(code, severity, Place(str(both.book / name)), message, help_text)
