"""A book folder into a book: agreements, tables and what book.yaml says of them."""

from collections.abc import Iterator
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
from isda.sheet.draft import Mapping, Scalar, SheetDraft
from isda.sheet.read_sheet import agreement_of
from isda.sheet.records import Faults, Records
from isda.sheet.tables import ENDINGS
from isda.sheet.yaml_events import read_draft
from isda.terms.agreement import Agreement

SHEETS = (".yaml", ".yml", ".json", ".xml")


def read_book(folder: str | Path) -> Outcome[Book]:
    """Read a book: a folder with `book.yaml`, `agreements` and tables.

    Every row of every table is typed at once, so every faulty row is found whatever its
    day. A faulty row is left out and stops the agreement it belongs to; the rest goes on.

    Args:
        folder: The folder.

    Returns:
        The book and all findings, those of its agreements among them; no book where
        `book.yaml` cannot be read. A book with errors can still be run: `facts_for` carries
        to each agreement what it must stop for.

    Example:
        >>> read_book("no-such-folder").findings[0].code
        'DQ001'
    """
    folder = Path(folder)
    draft = read_draft(folder / "book.yaml")
    if not is_document(draft, "book"):
        return Outcome(None, in_place_order(draft.findings))
    settings, faults, records = settings_of(draft), Faults(), Records()
    for finding in draft.findings:
        if finding.is_error:
            faults.note_for_everyone(finding)
        else:
            faults.note(finding)
    agreements = _agreements(folder, faults)
    _check_names(folder, faults)
    read_tables(BookReader(folder, frozenset(agreements), records, faults))
    if settings.plus_is_good_for is None and records.marks:
        faults.note(no_sign(settings.place))
    _check_latches(settings, frozenset(agreements), faults)
    check_control_totals(settings.control_totals, records, faults)
    book = Book(str(folder), settings, agreements, records, faults)
    of_sheets = [
        replace(finding, agreement=name)
        for name, outcome in agreements.items()
        for finding in outcome.findings
    ]
    return Outcome(book, in_place_order([*faults.every, *of_sheets]))


def _agreements(folder: Path, faults: Faults) -> dict[str, Outcome[Agreement]]:
    """Read every sheet; two that claim one identifier are refused, with all their clients."""
    found: dict[str, Outcome[Agreement]] = {}
    files: dict[str, str] = {}
    home = folder / "agreements"
    if not home.is_dir():
        faults.note(
            Finding(
                "DQ001",
                Severity.ERROR,
                Place(str(home)),
                "the book has no `agreements`",
                "put one term sheet for each agreement into that folder",
            )
        )
        return found
    for path in sorted(one for one in home.iterdir() if not one.name.startswith(".")):
        if path.suffix not in SHEETS:
            faults.note(_no_sheet(path))
            continue
        draft = read_draft(path)
        outcome = agreement_of(draft)
        name = _identifier(draft) or path.name
        own = dict(_by_client(name, outcome))
        claimed = (name, *own)
        twice = [each for each in claimed if each in files]
        if twice:
            finding = _two_sheets(twice[0], files[twice[0]], path)
            rivals = {files[each] for each in twice}
            same = {each for each in found if files[each] in rivals}
            for each in same | own.keys():
                first = found[each].findings if each in found else ()
                rest = outcome.findings if each in own else ()
                found[each] = Outcome(None, (*first, *rest, finding))
        else:
            found |= own
        files |= {each: path.name for each in claimed if each not in files}
    return found


def _two_sheets(name: str, first: str, path: Path) -> Finding:
    return Finding(
        "DQ060",
        Severity.ERROR,
        Place(str(path), 1, 1),
        f"the agreement {shown(name)} has two sheets: {first} and {path.name}",
        "keep one, or give each its own `agreement:`",
    )


def _by_client(
    name: str, outcome: Outcome[Agreement]
) -> Iterator[tuple[str, Outcome[Agreement]]]:
    """Yield an agreement under its identifier, or under one for each of several clients."""
    clients = outcome.value.by_client if outcome.value is not None else {}
    for own in clients.values():
        yield own.agreement, Outcome(own, outcome.findings)
    if not clients:
        yield name, outcome


def _no_sheet(path: Path) -> Finding:
    return Finding(
        "DQ071",
        Severity.WARNING,
        Place(str(path)),
        f"{path.name} is no term sheet, so it is not read",
        f"sheets end in {', '.join(SHEETS)}",
    )


def _identifier(draft: SheetDraft) -> str | None:
    node = draft.root.get("agreement") if isinstance(draft.root, Mapping) else None
    return node.text if isinstance(node, Scalar) and node.text else None


def _check_names(folder: Path, faults: Faults) -> None:
    """Note files that no table is named for: a slip of the name would go unread."""
    known = {table.columns.table for table in TABLES}
    present = {path.stem for path in folder.iterdir() if path.suffix in ENDINGS}
    for path in sorted(folder.iterdir()):
        if path.suffix not in ENDINGS or path.stem in known:
            continue
        hint = did_you_mean(path.stem, frozenset(known - present))
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
