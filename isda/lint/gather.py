"""Which files a check looks at: files, folders and patterns, and nothing outside them."""

import os
from collections.abc import Iterable, Iterator
from glob import glob, has_magic
from pathlib import Path
from typing import NamedTuple

from isda.basics.finding import Finding, Place, Severity
from isda.sheet.sheets_of_book import BULKS, told_twice

SUFFIXES = frozenset({".yaml", ".yml", ".json", ".xml"})
"""What a file of one sheet ends in; `agreements.jsonl` holds one a line."""
OTHER_DOCUMENTS = ("facts", "book")
"""Keys by which another document of the project says that it is no sheet."""


class Gathered(NamedTuple):
    """The files to check.

    Attributes:
        named: Files that were named, or that a pattern names: each must be a sheet.
        found: Files found in folders: those that say they are another document are left out.
        findings: What could not be looked at.
    """

    named: tuple[Path, ...]
    found: tuple[Path, ...]
    findings: tuple[Finding, ...]


def gather(paths: Iterable[str]) -> Gathered:
    """Return the files under some paths, each once, in the order of their names.

    A link inside a folder that leads out of it is not followed, nor is one that leads to a
    folder, so that no loop is walked and nothing outside is read.

    Args:
        paths: Files, folders, or patterns such as `agreements/*.yaml`.

    Example:
        >>> gather(["no-such-folder/*.yaml"]).findings[0].code
        'DQ001'
    """
    named: dict[Path, None] = {}
    found: dict[Path, None] = {}
    findings: list[Finding] = []
    for text in paths:
        path = Path(text)
        if path.is_dir():
            found.update(dict.fromkeys(_under(path)))
        elif path.exists() and not path.is_file():
            findings.append(_unread(text, "this is no regular file, and is not opened"))
        elif path.exists() or not has_magic(text):
            named[path] = None
        elif matched := sorted(glob(text, recursive=True)):  # noqa: PTH207  # the pattern may be absolute
            for each in map(Path, matched):
                if each.is_dir():
                    found.update(dict.fromkeys(_under(each)))
                elif each.is_file():
                    named[each] = None
        else:
            findings.append(_unread(text, "no file matches the pattern"))
    findings += _left_out(found)
    return Gathered(
        tuple(named), tuple(each for each in found if each not in named), tuple(findings)
    )


def _left_out(found: dict[Path, None]) -> list[Finding]:
    """Leave out files of many sheets that stand both plain and packed, and say so."""
    homes = dict.fromkeys(path.parent for path in found if path.name in BULKS)
    twice = {home: finding for home in homes if (finding := told_twice(home))}
    for home in twice:
        for name in BULKS:
            found.pop(home / name, None)
    return [*twice.values()]


def _unread(name: str, why: str) -> Finding:
    help_text = "check its spelling and the folder it starts from"
    return Finding("DQ001", Severity.ERROR, Place(name), why, help_text)


def _leads_out(path: Path, top: Path) -> bool:
    """Whether a link leads out of a folder, or round in a circle."""
    try:
        return not path.resolve().is_relative_to(top)
    except (OSError, RuntimeError):
        return True


def _under(folder: Path) -> Iterator[Path]:
    """Yield the documents in a folder and below it."""
    top = folder.resolve()
    for here, folders, names in os.walk(folder, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(here) / name
            is_sheet = path.suffix.casefold() in SUFFIXES or name in BULKS
            if not is_sheet or name.startswith("."):
                continue
            if path.is_symlink() and _leads_out(path, top):
                continue
            if path.is_file():
                yield path
