"""The files of a table: one of them, or a folder of parts, told by its name."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import unquote

from isda.basics.finding import Finding, Place, Severity

ENDINGS = (".csv", ".jsonl", ".parquet", ".csv.gz", ".jsonl.gz")
NOTHING: Mapping[str, str] = MappingProxyType({})
NO_VALUE = "__HIVE_DEFAULT_PARTITION__"
"""What a folder says of a column that is empty."""


class Columns(NamedTuple):
    """The columns of a table: those it must have, and those it may leave out.

    Attributes:
        table: Its name.
        must: Columns it must have.
        may: Columns it may leave out.
        open: What columns of the desk's own naming begin with, where it may have such.
        together: Columns of which none says anything without the others.
    """

    table: str
    must: tuple[str, ...]
    may: tuple[str, ...] = ()
    open: str | None = None
    together: tuple[tuple[str, ...], ...] = ()

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
    if first.file == again.file:
        return f"first in line {first.line}" if first.line else f"first in row {first.row}"
    file = Path(first.file).name
    if first.line:
        return f"first in line {first.line} of {file}"
    return f"first in row {first.row} of {file}"


class Part(NamedTuple):
    """One file of a table.

    Attributes:
        path: The file.
        given: Cells that the names of its folders give to each of its rows.
    """

    path: Path
    given: Mapping[str, str] = NOTHING


def stem_and_ending(name: str) -> tuple[str, str]:
    """Return a file's name in two; the ending is empty where no table has it.

    Example:
        >>> stem_and_ending("marks.csv.gz"), stem_and_ending("README.md")
        (('marks', '.csv.gz'), ('README.md', ''))
    """
    ending = next((each for each in ENDINGS if name.endswith(each)), "")
    return name.removesuffix(ending), ending


def table_file(folder: Path, table: str, report: TableReport) -> Path | None:
    """Return the file of a table, or the folder of its parts; None where the book has none."""
    found = [folder / f"{table}{ending}" for ending in ENDINGS]
    found = [path for path in found if path.is_file()]
    found += [path for path in [folder / table] if path.is_dir()]
    if len(found) > 1:
        report.whole(
            "DQ060",
            Place(str(found[1])),
            f"{found[0].name} and {found[1].name} are both here",
            "keep the one that is meant",
        )
        return None
    return found[0] if found else None


def parts_of(path: Path, report: TableReport) -> list[Part]:
    """Return the files that make a table up, in the order of their names.

    Args:
        path: A file, which is its only part; or a folder, where folders named `column=value`
            give a cell to each row of what they hold.
        report: Takes down what cannot be a part.
    """
    if not path.is_dir():
        return [Part(path)]
    found = list(_parts(path, {}, report))
    if not found and not report.of_file:
        report.whole(
            "DQ003",
            Place(str(path)),
            "the folder is empty: no part of the table is in it",
            "put its parts there, or remove the folder where there is nothing to say",
        )
    return found


def _parts(folder: Path, given: Mapping[str, str], report: TableReport) -> Iterator[Part]:
    """Yield the parts of a folder; what engines leave beside them begins with `_` or `.`."""
    for path in sorted(one for one in folder.iterdir() if one.name[0] not in "._"):
        if not path.is_dir():
            if stem_and_ending(path.name)[1]:
                yield Part(path, given)
            else:
                _no_part(path, f"{path.name} is no part of a table", report)
            continue
        key, sign, value = path.name.partition("=")
        key = unquote(key)
        if not sign or not key:
            _no_part(path, f"{path.name} is no folder `column=value`", report)
        elif key in given:
            _no_part(path, f"{path.name} says `{key}` a second time", report)
        else:
            cell = "" if value == NO_VALUE else unquote(value)
            yield from _parts(path, {**given, key: cell}, report)


def _no_part(path: Path, what: str, report: TableReport) -> None:
    report.whole(
        "DQ071",
        Place(str(path)),
        f"{what}, so it is not read, and rows may be lost",
        f"parts end in {', '.join(ENDINGS)}; take it out of the folder where it is none",
    )
