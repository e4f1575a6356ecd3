"""What a night is made of: the bytes of its book, the day, the program and its libraries."""

import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from hashlib import file_digest
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from isda.batch.bind import engine

LIBRARIES = ("polars", "pyarrow", "pydantic", "PyYAML", "lxml", "holidays")


class BookChanged(Exception):
    """A file of the book changed while the book was run: nothing of the run can be used."""


Stamp = tuple[int, ...]


class Inputs(NamedTuple):
    """The files of a book when a run began.

    Attributes:
        digests: A digest of each, by its name in the book.
        stamps: Which file each is, its size, when it was last written to and when anything of
            it, or of a link that leads to it, changed; so too of each folder that they are in.
    """

    digests: dict[str, str]
    stamps: dict[str, Stamp]


def inputs_of(book: Path, out: Path) -> Inputs:
    """Return the files of a book as they are now.

    Args:
        book: The book.
        out: Where the run writes: nothing in it is of the book, wherever it stands.
    """
    files = _files_of(book, out)
    stamps = _stamps(book, files, out)
    return Inputs(_digests(book, files), stamps)


def must_stand(inputs: Inputs, book: Path, out: Path) -> None:
    """Raise where the files of a book are no longer those that a run began with.

    A file of another stamp stops the run whatever it holds now: nobody knows what was read of
    it in between. One that was moved aside and back has its bytes and its times, and another
    stamp all the same.

    Raises:
        BookChanged: With the names of the files.
    """
    changed = touched(inputs.stamps, _stamps(book, _files_of(book, out), out))
    if changed:
        message = f"{book}: {told(changed)} changed while the book was run"
        raise BookChanged(message)


def touched(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Return the names of files that have another stamp, or are there in one of two alone.

    A folder is named where no file in it is.

    Example:
        >>> touched({"lots/": 1, "lots/a.csv": 1, "trades/": 1}, {"lots/": 2, "trades/": 2})
        ['lots/a.csv', 'trades/']
    """
    names = sorted(before.keys() | now.keys(), reverse=True)
    found: list[str] = []
    for name in names:
        if before.get(name) != now.get(name) and not (
            name.endswith("/") and any(each.startswith(name) for each in found)
        ):
            found.append(name)
    return found[::-1]


def told(names: Sequence[str]) -> str:
    """Return names of files as a message has them.

    Example:
        >>> told(["a", "b"]), told(["a", "b", "c", "d", "e"])
        ('a, b', 'a, b, c and 2 more')
    """
    shown, more = ", ".join(names[:MOST_TOLD]), len(names) - MOST_TOLD
    return f"{shown} and {more} more" if more > 0 else shown


MOST_TOLD = 3


def made_of(inputs: Inputs, on: date) -> dict[str, Any]:
    """Return all that the figures of a night turn on: with the same, they are the same.

    The stamps of the files tell whether anything was written to them since.
    """
    return {
        "on": on.isoformat(),
        "engine": engine().hex(),
        "libraries": libraries(),
        "inputs": inputs.digests,
        STAMPS: {name: list(stamp) for name, stamp in inputs.stamps.items()},
    }


STAMPS = "stamps"


def libraries() -> dict[str, str]:
    """Return the versions of the libraries that a night computes with."""
    return {name: version(name) for name in LIBRARIES}


def _digests(folder: Path, files: Iterable[Path]) -> dict[str, str]:
    found = {}
    for path in files:
        with path.open("rb") as file:
            found[_name(path, folder)] = file_digest(file, "sha256").hexdigest()
    return found


def _stamps(folder: Path, files: Sequence[Path], out: Path) -> dict[str, Stamp]:
    """Return the stamps of files and of the folders between them and the book.

    A folder that is moved aside and back takes its files along, and their stamps stay. One that
    the run writes into has none.
    """
    within = {each for path in files for each in path.parents if folder in each.parents}
    written = frozenset(out.resolve().parents)
    names = {_name(path, folder): path for path in files}
    names |= {
        f"{_name(path, folder)}/": path for path in within if path.resolve() not in written
    }
    stats = {name: (path.stat(), path.lstat()) for name, path in sorted(names.items())}
    return {
        name: (
            file.st_dev, file.st_ino, file.st_size, file.st_mtime_ns, file.st_ctime_ns,
            link.st_ctime_ns,
        )
        for name, (file, link) in stats.items()
    }  # fmt: skip


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def _files_of(folder: Path, out: Path) -> list[Path]:
    """Return every file of a book, but hidden ones and what a run leaves.

    A folder may be a link to where a feed delivers; a link to a folder around it leads nowhere.
    """
    aside, found = out.resolve(), list[Path]()
    for home, folders, names in os.walk(folder, followlinks=True):
        here = Path(home)
        real = {each: (here / each).resolve() for each in folders if not _is_hidden(each)}
        around = (aside, here.resolve(), *here.resolve().parents)
        folders[:] = [each for each, there in real.items() if there not in around]
        files = (here / name for name in names if not _is_hidden(name))
        found += [path for path in files if path.is_file()]
    return sorted(found)


def _is_hidden(name: str) -> bool:
    return name.startswith(".")
