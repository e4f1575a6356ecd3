"""The term sheets of a book: files of a folder, lines of one file, or both.

Walking over them is cheap and reads no term: who kept what a sheet said can see by its bytes
whether it still says that. `agreement_of_text` then reads one sheet alone.
"""

import gzip
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from isda.basics.amounts import shown
from isda.basics.finding import Finding, Place, Severity
from isda.basics.outcome import Outcome
from isda.sheet.draft import MOST_BYTES, SheetDraft
from isda.sheet.read_sheet import agreement_of
from isda.sheet.records import Faults
from isda.sheet.yaml_events import draft_of_bytes, read_draft
from isda.terms.agreement import Agreement

FOLDER = "agreements"
IN_BULK = "agreements.jsonl"
BULKS = (IN_BULK, f"{IN_BULK}.gz")
LINES = (".jsonl", ".jsonl.gz")
"""What a file of many sheets, one a line, ends in."""
SHEETS = (".yaml", ".yml", ".json", ".xml")


class SheetText(NamedTuple):
    """A term sheet as it stands in the book, not read yet.

    Attributes:
        path: Its file.
        line: The line that it begins in: 1, or its line of a file of many.
        raw: Its bytes; None where the file cannot be read, and `agreement_of_text` says why.
    """

    path: Path
    line: int
    raw: bytes | None

    @property
    def label(self) -> str:
        """How messages call it: the name of its file, with its line in a file of many."""
        return f"{self.path.name}:{self.line}" if self.is_line else self.path.name

    @property
    def is_line(self) -> bool:
        """Whether it is one line of a file of many."""
        return self.path.name.endswith(LINES)


class ReadSheet(NamedTuple):
    """What one sheet says.

    Attributes:
        identifier: Its identifier; how messages call the sheet where none can be read.
        agreements: What was read under each identifier: its own, or one for each client of
            a party that stands for several.
    """

    identifier: str
    agreements: dict[str, Outcome[Agreement]]


def sheet_texts(folder: Path, faults: Faults) -> Iterator[SheetText]:
    """Yield every sheet of a book: those of `agreements/`, then those of `agreements.jsonl`.

    Args:
        folder: The book.
        faults: Takes down what is wrong with the whole: no sheets, files that are none, a file
            that was cut.
    """
    home = folder / FOLDER
    bulks = _bulks(folder)
    if not home.is_dir() and not bulks:
        faults.note(
            Finding(
                "DQ001",
                Severity.ERROR,
                Place(str(home)),
                "the book has no `agreements`",
                "put one term sheet for each agreement into that folder, or one a line into "
                f"{IN_BULK}",
            )
        )
    if home.is_dir():
        yield from _of_folder(home, faults)
    for bulk in bulks:
        yield from sheets_in_lines(bulk, faults)


def told_twice(folder: Path) -> Finding | None:
    """Return a finding where a folder has the file of many sheets both plain and packed.

    Nobody can know which of the two is meant, so neither is read.
    """
    bulks = _bulks(folder)
    if len(bulks) < len(BULKS):
        return None
    return Finding(
        "DQ060",
        Severity.ERROR,
        Place(str(bulks[1])),
        f"{bulks[0].name} and {bulks[1].name} are both here",
        "keep the one that is meant",
    )


def _bulks(folder: Path) -> list[Path]:
    return [path for name in BULKS if (path := folder / name).is_file()]


def agreement_of_text(sheet: SheetText) -> ReadSheet:
    r"""Read one sheet alone.

    Example:
        >>> raw = b'{"sheet": "1", "agreement": "ONE"}\n'
        >>> sheet = SheetText(Path("agreements.jsonl"), 7, raw)
        >>> name, found = agreement_of_text(sheet)
        >>> name, str(found["ONE"].findings[0])
        ('ONE', 'agreements.jsonl:7:2 DQ015 `parties:` is missing')
    """
    draft = _draft_of(sheet)
    outcome = agreement_of(draft)
    if outcome.value is not None:
        return _read(outcome.value.agreement, outcome)
    return _read(draft.word("agreement") or sheet.label, outcome)


def _draft_of(sheet: SheetText) -> SheetDraft:
    if sheet.raw is None:
        return read_draft(sheet.path, places_later=True)
    raw = sheet.raw.rstrip() if sheet.is_line else sheet.raw
    name = str(sheet.path)
    return draft_of_bytes(raw, name, first_line=sheet.line, places_later=True)


def _read(name: str, outcome: Outcome[Agreement]) -> ReadSheet:
    clients = outcome.value.by_client if outcome.value is not None else {}
    own = {each.agreement: Outcome(each, outcome.findings) for each in clients.values()}
    return ReadSheet(name, own or {name: outcome})


def gathered(sheets: Iterable[tuple[SheetText, ReadSheet]]) -> dict[str, Outcome[Agreement]]:
    """Return the agreements of all sheets; two that claim one identifier are both refused.

    A sheet of several clients claims its own identifier and theirs.
    """
    found: dict[str, Outcome[Agreement]] = {}
    first: dict[str, SheetText] = {}
    under: dict[str, set[str]] = defaultdict(set)
    for sheet, (name, own) in sheets:
        claimed = (name, *own)
        twice = [each for each in claimed if each in first]
        for each in claimed:
            under[first.setdefault(each, sheet).label].add(each)
        if not twice:
            found |= own
            continue
        finding = _two_sheets(twice[0], first[twice[0]], sheet)
        rivals = set().union(*(under[first[each].label] for each in twice))
        for each in (rivals & found.keys()) | own.keys():
            before = found[each].findings if each in found else ()
            rest = own[each].findings if each in own else ()
            found[each] = Outcome(None, (*before, *rest, finding))
    return found


def _of_folder(home: Path, faults: Faults) -> Iterator[SheetText]:
    for path in sorted(one for one in home.iterdir() if not one.name.startswith(".")):
        if path.suffix not in SHEETS:
            faults.note(_no_sheet(path))
            continue
        try:
            with path.open("rb") as file:
                yield SheetText(path, 1, file.read(MOST_BYTES + 1))
        except OSError:
            yield SheetText(path, 1, None)


def sheets_in_lines(path: Path, faults: Faults) -> Iterator[SheetText]:
    """Yield the sheets of a file of many; no line is read beyond what a sheet may hold.

    Args:
        path: The file; compressed where it ends in `.gz`.
        faults: Takes down what is wrong with it as a whole.
    """
    raw, number = b"\n", 0
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            read = partial(file.readline, MOST_BYTES + 1)
            for number, line in enumerate(iter(read, b""), start=1):
                raw = line
                if line.strip():
                    yield SheetText(path, number, line)
                while raw and not raw.endswith(b"\n") and len(raw) > MOST_BYTES:
                    raw = read()
    except (gzip.BadGzipFile, zlib.error):
        _note(faults, "DQ010", path, 0, NO_GZIP)
        return
    except EOFError:
        _note(faults, "DQ065", path, 0, CUT_GZIP)
        return
    except OSError as error:
        words = f"the file cannot be read: {error.strerror}", "check its rights"
        _note(faults, "DQ001", path, 0, words)
        return
    if not raw.endswith(b"\n"):
        _note(faults, "DQ065", path, number, NO_END)


NO_GZIP = "this is no well-formed gzip", "get it again, or name it as it is"
CUT_GZIP = "the file was cut, and sheets may be lost", "get it again"
NO_END = (
    "the last line has no end: the file was cut, and sheets may be lost",
    "get it again; where it is whole, end its last line with a line break",
)


def _note(faults: Faults, code: str, path: Path, line: int, words: tuple[str, str]) -> None:
    """Note what is wrong with a file of many sheets: it stops everyone."""
    faults.note_for_everyone(Finding(code, Severity.ERROR, Place(str(path), line), *words))


def _two_sheets(name: str, first: SheetText, second: SheetText) -> Finding:
    return Finding(
        "DQ060",
        Severity.ERROR,
        Place(str(second.path), second.line, 1),
        f"the agreement {shown(name)} has two sheets: {first.label} and {second.label}",
        "keep one, or give each its own `agreement:`",
    )


def _no_sheet(path: Path) -> Finding:
    return Finding(
        "DQ071",
        Severity.WARNING,
        Place(str(path)),
        f"{path.name} is no term sheet, so it is not read",
        f"sheets end in {', '.join(SHEETS)}",
    )
