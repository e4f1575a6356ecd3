"""What is wrong with a document or a data file: a code, a place, a message, a way out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from types import MappingProxyType
from typing import Any, Final, Literal, NamedTuple

from isda.basics.cite import Cite
from isda.basics.source import Source


class Severity(IntEnum):
    """How much a finding matters; a greater value is worse."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def word(self) -> "SeverityWord":
        """The severity as it is printed."""
        return WORDS[self]


SeverityWord = Literal["info", "warning", "error"]
WORDS: Final[Mapping[Severity, SeverityWord]] = MappingProxyType(
    {Severity.INFO: "info", Severity.WARNING: "warning", Severity.ERROR: "error"}
)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands: a file and, as far as they are known, line, column and row.

    Lines, columns and rows count from 1. `row` is the data row of a table (the first row
    after the header is 1), `path` the way through the document (`annexes[0].threshold.A`).

    Example:
        >>> str(Place("annex.yaml", line=12, column=5))
        'annex.yaml:12:5'
        >>> str(Place("marks.csv", row=3, line=4))
        'marks.csv:4 (row 3)'
    """

    file: str = ""
    line: int = 0
    column: int = 0
    row: int = 0
    path: str = ""

    def __reduce__(self) -> tuple[Any, ...]:
        """Hand itself over to another process: a check of many sheets does it often."""
        return Place, (self.file, self.line, self.column, self.row, self.path)

    def __str__(self) -> str:
        text = self.file
        if self.line:
            text += f":{self.line}"
        if self.column:
            text += f":{self.column}"
        if self.row:
            text += f" (row {self.row})"
        return text

    def at(self, step: str | int) -> "Place":
        """Return this place with one more step on its path."""
        tail = f"[{step}]" if isinstance(step, int) else f".{step}" if self.path else step
        return replace(self, path=self.path + tail)


NOWHERE = Place()


class Also(NamedTuple):
    """A second place that a finding speaks of: the other half of a contradiction."""

    place: Place
    message: str


class Edit(NamedTuple):
    """Characters of the source, from `start` up to `end`, and what stands there instead."""

    start: int
    end: int
    text: str


class Fix(NamedTuple):
    """How a finding is mended in the source.

    Attributes:
        what: What it does, in words.
        edits: The edits, none of which overlap.
        is_safe: Whether the agreement means the same afterwards.
    """

    what: str
    edits: tuple[Edit, ...]
    is_safe: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found wrong, or worth knowing, in what the user gave us.

    Attributes:
        code: Stable code, never reused; `isda.basics.codes` lists them.
        severity: Whether anything may be computed from the thing found.
        place: File, line, column, row, path.
        message: What was found and what was expected.
        help: What to do about it.
        cites: The paragraphs that say so.
        agreement: The agreement it belongs to, where it is known.
        why: Why it matters, in one sentence.
        also: Other places that belong to it.
        sources: The regulations that say so.
        fix: How it is mended, where a program can.
    """

    code: str
    severity: Severity
    place: Place
    message: str
    help: str = ""
    cites: tuple[Cite, ...] = ()
    agreement: str | None = None
    why: str = ""
    also: tuple[Also, ...] = ()
    sources: tuple[Source, ...] = ()
    fix: Fix | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        """Hand itself over to another process: a check of many sheets does it often."""
        return Finding, tuple(getattr(self, name) for name in self.__slots__)

    def __hash__(self) -> int:
        """Tell most findings apart by little; equality looks at all of them."""
        return hash((self.code, self.place.path, self.place.line, self.message))

    def __str__(self) -> str:
        where = f"{self.place} " if self.place.file else ""
        return f"{where}{self.code} {self.message}"

    @property
    def stops_reading(self) -> bool:
        """Whether it is why a document, or a part of one, is not read at all."""
        return self.is_error and self.code.startswith("DQ")

    @property
    def is_error(self) -> bool:
        """Whether this finding stops what it concerns from being computed."""
        return self.severity is Severity.ERROR
