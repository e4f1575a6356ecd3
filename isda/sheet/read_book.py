"""A book folder into a book: agreements, tables and what book.yaml says of them."""

from collections.abc import Container, Mapping
from dataclasses import replace
from pathlib import Path

from isda.basics.amounts import did_you_mean, shown
from isda.basics.finding import Finding, Place, Severity
from isda.basics.outcome import Outcome, in_place_order
from isda.sheet.book import Book, no_sign
from isda.sheet.book_rows import TABLES, read_tables
from isda.sheet.book_settings import BookSettings, settings_of
from isda.sheet.book_tables import BookReader
from isda.sheet.control_totals import check_control_totals
from isda.sheet.documents import is_document
from isda.sheet.records import Faults, Records
from isda.sheet.sheets_of_book import (
    BULKS,
    FOLDER,
    LINES,
    agreement_of_text,
    gathered,
    sheet_texts,
    told_twice,
)
from isda.sheet.table_files import stem_and_ending
from isda.sheet.yaml_events import read_draft
from isda.terms.agreement import Agreement


def read_book(folder: str | Path) -> Outcome[Book]:
    """Read a book: a folder with `book.yaml`, its agreements and tables.

    Every row of every table is typed at once, so every faulty row is found whatever its
    day. A faulty row is left out and stops the agreement it belongs to; the rest goes on.

    Args:
        folder: The folder.

    Returns:
        The book and all findings, those of its agreements among them; no book where
        `book.yaml` cannot be read or its sheets stand in two files. A book with errors can
        still be run: `facts_for` carries to each agreement what it must stop for.

    Example:
        >>> read_book("no-such-folder").findings[0].code
        'DQ001'
    """
    folder = Path(folder)
    begun = begin_book(folder)
    if begun.value is None:
        return Outcome(None, begun.findings)
    settings, faults = begun.value
    sheets = sheet_texts(folder, faults)
    agreements = gathered((sheet, agreement_of_text(sheet)) for sheet in sheets)
    book = book_of(folder, settings, agreements, faults)
    of_sheets = [
        replace(finding, agreement=name)
        for name, outcome in agreements.items()
        for finding in outcome.findings
    ]
    return Outcome(book, in_place_order([*faults.every, *of_sheets]))


def begin_book(folder: Path) -> Outcome[tuple[BookSettings, Faults]]:
    """Read `book.yaml` alone; what is wrong with it stops every agreement.

    Without it there is no book, nor is there one where it is open which sheets are meant.
    """
    draft = read_draft(folder / "book.yaml")
    if not is_document(draft, "book"):
        return Outcome(None, in_place_order(draft.findings))
    if twice := told_twice(folder):
        return Outcome(None, in_place_order([*draft.findings, twice]))
    settings, faults = settings_of(draft), Faults()
    for finding in draft.findings:
        if finding.is_error:
            faults.note_for_everyone(finding)
        else:
            faults.note(finding)
    return Outcome((settings, faults))


def book_of(
    folder: Path,
    settings: BookSettings,
    agreements: Mapping[str, Outcome[Agreement]],
    faults: Faults,
    *,
    without: Container[str] = (),
) -> Book:
    """Read the tables of a book whose agreements are known.

    Args:
        folder: The book.
        settings: What its `book.yaml` says.
        agreements: Its agreements; none is looked into here.
        faults: What was found so far; what is found now joins it.
        without: Tables that somebody else reads.
    """
    records = Records()
    _check_names(folder, faults)
    known = frozenset(agreements)
    read_tables(BookReader(folder, known, records, faults, settings.feeds), without)
    if settings.plus_is_good_for is None and records.marks:
        faults.note(no_sign(settings.place))
    _check_latches(settings, frozenset(agreements), faults)
    check_control_totals(settings.control_totals, records, faults, without)
    return Book(str(folder), settings, agreements, records, faults)


def _check_names(folder: Path, faults: Faults) -> None:
    """Note files and folders that no table is named for: a slip of the name goes unread."""
    known = {table.columns.table for table in TABLES}
    here = {path: _table_name(path) for path in sorted(folder.iterdir())}
    taken = {name for path, name in here.items() if path.name != FOLDER}
    for path, name in here.items():
        if name is None or name in known or path.name in {*BULKS, FOLDER, "calendars"}:
            continue
        near = known | ({FOLDER} if path.name.endswith(LINES) else set())
        hint = did_you_mean(name, frozenset(near - taken))
        if path.is_dir() and not hint:
            continue
        finding = Finding(
            "DQ071",
            Severity.ERROR if hint else Severity.WARNING,
            Place(str(path)),
            f"{path.name} is no table of a book, so it is not read",
            hint or f"tables: {', '.join(sorted(known))}",
        )
        if hint:
            faults.note_for_everyone(finding)
        else:
            faults.note(finding)


def _table_name(path: Path) -> str | None:
    """Return the table that a file, or a folder of parts, is named for, if it may be one."""
    if path.is_dir():
        return path.name
    name, ending = stem_and_ending(path.name)
    return name if ending else None


def _check_latches(settings: BookSettings, known: frozenset[str], faults: Faults) -> None:
    for name, latch in settings.latches.items():
        if name not in known:
            faults.note(
                Finding(
                    "DQ067",
                    Severity.ERROR,
                    latch.place,
                    f"the latch is of the agreement {shown(name)}, which is not in this book",
                    did_you_mean(name, known) or "add its sheet, or take the latch out",
                )
            )
