"""Many sheets, one after the other, or on all cores where there are enough of them."""

import gc
import gzip
import os
import zlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from isda.basics.amounts import shown
from isda.basics.finding import Finding, Place, Severity
from isda.lint.check import Asked, Checked, check, check_draft
from isda.lint.gather import OTHER_DOCUMENTS, Gathered
from isda.lint.rule import rules
from isda.sheet.draft import Mapping as Block
from isda.sheet.records import Faults
from isda.sheet.sheets_of_book import LINES, SheetText, sheets_in_lines
from isda.sheet.yaml_events import draft_of_bytes, read_draft
from isda.terms.agreement import Agreement

ENOUGH = 200
"""Sheets from which on starting further processes pays."""
AT_ONCE = 32
"""Sheets that a process is handed at a time."""
COLLECT_AFTER = (20_000, 20, 100)
"""Objects before a process looks for cycles: a sheet that was checked leaves none."""
MOST = 8
"""Processes at most."""
IN_MEMORY = 2_000
"""Lines of a file of many that are read at a time."""
PIECE = 1 << 20
Over = Callable[..., Iterator[Any]]


def check_many(gathered: Gathered, asked: Asked) -> Iterator[Checked | None]:
    """Yield the check of every sheet, in order; None for a file that is no sheet.

    Args:
        gathered: The files; what folders hold besides sheets is left out.
        asked: What is asked for.
    """
    named, found = (
        [path for path in paths if not is_bulk(path)]
        for paths in (gathered.named, gathered.found)
    )
    with _workers(len(named) + len(found)) as over:
        yield from over(partial(check, asked=asked), named)
        yield from over(partial(check_found, asked=asked), found)
    for path in filter(is_bulk, (*gathered.named, *gathered.found)):
        yield from _check_lines(path, asked)


def how_many(gathered: Gathered) -> int:
    """Return how many sheets there may be: one a file, or one a line of a file of many."""
    return sum(_lines(path) for path in (*gathered.named, *gathered.found))


def is_bulk(path: Path) -> bool:
    """Whether a file has a sheet in each of its lines."""
    return path.name.endswith(LINES)


def _lines(path: Path) -> int:
    if not is_bulk(path):
        return 1
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            return sum(piece.count(b"\n") for piece in iter(partial(file.read, PIECE), b""))
    except (OSError, EOFError, zlib.error):
        return 1


@contextmanager
def _workers(count: int) -> Iterator[Over]:
    """Give what does some work over many things: in processes where these are enough."""
    if count < ENOUGH:
        yield map
        return
    rules()
    Agreement.model_rebuild()  # each process begins with all that reading needs
    usual = gc.get_threshold()
    gc.set_threshold(*COLLECT_AFTER)
    try:
        with ProcessPoolExecutor(min(os.cpu_count() or 1, MOST)) as pool:
            yield partial(pool.map, chunksize=AT_ONCE)
    finally:
        gc.set_threshold(*usual)


def _check_lines(path: Path, asked: Asked) -> Iterator[Checked]:
    """Yield the check of each line of a file of many; the last, of the whole as well."""
    faults, first = Faults(), dict[str, int]()
    last: Checked | None = None
    texts = sheets_in_lines(path, faults)
    begun = list(islice(texts, ENOUGH))
    line = partial(_check_line, asked=asked)
    with _workers(len(begun)) as over:
        while begun:
            for text, checked in zip(begun, over(line, begun), strict=True):
                if last is not None:
                    yield last
                last = _once_named(checked, text.line, first)
            begun = list(islice(texts, IN_MEMORY))
    whole = [each for each in faults.every if asked.keeps(each)]
    if last is not None:
        yield replace(last, findings=(*_but_the_cut(last.findings, whole), *whole))
    elif whole:
        yield Checked(str(path), "", None, tuple(whole), (), asked.profiles)


def _but_the_cut(findings: Iterable[Finding], whole: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the findings of a line but that it breaks off, where that is told of the file."""
    cut = {each.place.line for each in whole}
    return (each for each in findings if each.code != "DQ010" or each.place.line not in cut)


def _check_line(sheet: SheetText, asked: Asked) -> Checked:
    """Check one line; it is mended where it comes from, so that no finding has a fix."""
    raw = (sheet.raw or b"").rstrip()
    checked = check_draft(draft_of_bytes(raw, str(sheet.path), first_line=sheet.line), asked)
    bare = tuple(replace(each, fix=None) for each in checked.findings)
    return replace(checked, text="", findings=bare)


def _once_named(checked: Checked, line: int, first: dict[str, int]) -> Checked:
    """Return a check with a finding more where an earlier line has the same identifier."""
    name = checked.agreement
    if name is None or first.setdefault(name, line) == line:
        return checked
    finding = Finding(
        "DQ060",
        Severity.ERROR,
        Place(checked.file, line, 1),
        f"the agreement {shown(name)} has two sheets: line {first[name]} and line {line}",
        "keep one, or give each its own `agreement:`",
        agreement=name,
    )
    return replace(checked, findings=(finding, *checked.findings))


def check_found(path: Path, asked: Asked) -> Checked | None:
    """Check a file that was found in a folder; None where it says that it is no sheet."""
    draft = read_draft(path)
    if isinstance(draft.root, Block):
        keys = draft.root.entries
        if any(key in keys for key in OTHER_DOCUMENTS) or not keys.keys() & {
            "sheet", "agreement", "parties", "annexes",
        }:  # fmt: skip
            return None
    elif draft.root is not None:
        return None
    return check_draft(draft, asked)
