"""A flow mapping or list of a sheet, written again in block style with its comments.

Only the source text is looked at: a scalar keeps its quotes and its spelling, a comment
keeps its words and stays beside what it spoke of.
"""

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from json import dumps
from typing import Any

from isda.sheet.draft import Entry, Listing, Mapping, Scalar

_BREAK = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")
_COMMENT = re.compile(r"#[^\r\n]*")
_BETWEEN = re.compile(r"(?:[\s,]|(?<=[\s,\[\]{}])#[^\r\n]*)*")
_CUT = re.compile(r"\s*,\s*")
STEP = 2


class Tangled(Exception):
    """The source has a comment, or something unknown, inside one amount."""


class Source:
    r"""The text of a sheet, with where each node of its tree begins and ends.

    Example:
        >>> source = Source("a: {b: c}\r\nd: 1\r\n")
        >>> source.index(line=2, column=1), source.newline
        (11, '\r\n')
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.newline = "\r\n" if "\r\n" in text else "\n"
        self._lines = [0, *(found.end() for found in _BREAK.finditer(text))]

    def index(self, *, line: int, column: int) -> int:
        """Return the character a line and column (from 1) stand for."""
        return self._lines[line - 1] + column - 1

    def start(self, node: Any) -> int:
        """Return where a node begins, its bracket or quotes included."""
        if isinstance(node, Scalar):
            return node.start
        return self.index(line=node.line, column=node.column)

    def end(self, node: Any) -> int:
        """Return one past the last character of a scalar or a flow collection."""
        if isinstance(node, Scalar):
            return self._end_of_amount(node) if is_cut(node, self) else node.end
        start = self.start(node)
        parts = parts_of(node)
        after = self.end(parts[-1].value) if parts else start + 1
        if self.text[start] not in "{[":
            return after  # `[a: b]`: a pair without brackets of its own
        between = _BETWEEN.match(self.text, after)
        close = between.end() if between else after
        if self.text[close : close + 1] not in {"}", "]"}:
            raise Tangled
        return close + 1

    def _end_of_amount(self, node: Scalar) -> int:
        """Return where an amount ends that YAML cut at its commas."""
        at = node.end
        for piece in node.text.split(",")[1:]:
            cut = _CUT.match(self.text, at)
            if cut is None or not self.text.startswith(piece, cut.end()):
                raise Tangled
            at = cut.end() + len(piece)
        return at

    def line_before(self, at: int) -> str:
        """Return what stands before a character on its line."""
        return self.text[self._lines[bisect_right(self._lines, at) - 1] : at]


@dataclass(frozen=True, slots=True)
class Part:
    """One entry of a flow mapping, or one item of a flow list (then without a key)."""

    key: Scalar | None
    value: Any


def parts_of(node: Mapping | Listing) -> list[Part]:
    """Return the entries or items of a collection."""
    if isinstance(node, Listing):
        return [Part(None, item) for item in node.items]
    entries: list[Entry] = [*node.entries.values()]
    return [Part(entry.key, entry.value) for entry in entries]


def is_cut(scalar: Scalar, source: Source) -> bool:
    """Whether the reader joined this amount again after YAML cut it at a comma."""
    return scalar.plain and source.text[scalar.start : scalar.end] != scalar.text and (
        "," in scalar.text and "\n" not in scalar.text
        and scalar.text.startswith(source.text[scalar.start : scalar.end] + ",")
    )  # fmt: skip


class BlockWriter:
    """Writes flow collections in block style.

    Args:
        source: The sheet.
        spelled: A scalar value as it is to be written.
        to_block: Whether a collection inside must become a block too.
    """

    def __init__(
        self,
        source: Source,
        spelled: Callable[[Scalar], str],
        to_block: Callable[[Mapping | Listing], bool],
    ) -> None:
        self.source = source
        self.spelled = spelled
        self.to_block = to_block

    def lines(self, node: Mapping | Listing, indent: int) -> tuple[list[str], list[str]]:
        """Return the comment of the opening bracket, and the block's lines."""
        lines: list[str] = []
        parts = parts_of(node)
        opening: list[str] = []
        before: list[str] = []
        at = self.source.start(node)
        if self.source.text[at] in "{[" and parts:
            opening, before = self._comments(at + 1, self._begin(parts[0]))
        for number, part in enumerate(parts):
            end = self.source.end(part.value)
            following = (
                self._begin(parts[number + 1]) if number + 1 < len(parts)
                else self.source.end(node)
            )  # fmt: skip
            beside, after = self._comments(end, following)
            lines += [" " * indent + comment for comment in before]
            lines += self._part(part, indent, beside)
            before = after
        return opening, lines + [" " * indent + comment for comment in before]

    def _begin(self, part: Part) -> int:
        return self.source.start(part.value if part.key is None else part.key)

    def _comments(self, start: int, end: int) -> tuple[list[str], list[str]]:
        """Return the comment that ends a line, and those on lines of their own."""
        gap = self.source.text[start:end]
        beside: list[str] = []
        alone: list[str] = []
        for found in _COMMENT.finditer(gap):
            own_line = _BREAK.search(gap, 0, found.start())
            (alone if own_line else beside).append(found[0].rstrip())
        return beside, alone

    def _part(self, part: Part, indent: int, beside: list[str]) -> list[str]:
        head = " " * indent
        comments: list[str] = []
        if part.key is None:
            head += "- "
        else:
            key = self._scalar(part.key, self.source.text[part.key.start : part.key.end])
            head += f"{key}:"
            first, rest = self._comments(part.key.end, self.source.start(part.value))
            comments = [" " * indent + comment for comment in first + rest]
        if isinstance(part.value, Scalar):
            return [*comments, joined(head, self._scalar(part.value), beside)]
        if not self._becomes_block(part.value):
            return [*comments, joined(head, self.flow(part.value), beside)]
        opening, lines = self.lines(part.value, indent + STEP)
        marks = opening + beside
        if part.key is None and not marks:
            return [head + lines[0].lstrip(), *lines[1:]]
        return [*comments, joined(head, "", marks), *lines]

    def _becomes_block(self, node: Mapping | Listing) -> bool:
        lines = _BREAK.search(self.source.text, self.source.start(node), self.source.end(node))
        return self.to_block(node) or (lines is not None and bool(parts_of(node)))

    def _scalar(self, scalar: Scalar, spelled: str | None = None) -> str:
        text = self.spelled(scalar) if spelled is None else spelled
        if _BREAK.search(text) is None:
            return text
        plain = scalar.plain and "\n" not in scalar.text
        return scalar.text if plain else dumps(scalar.text, ensure_ascii=False)

    def flow(self, node: Mapping | Listing) -> str:
        """Return a collection that stays in flow style, its amounts spelled anew."""
        start, end = self.source.start(node), self.source.end(node)
        text, at = "", start
        for scalar in values(node):
            text += self.source.text[at : scalar.start] + self.spelled(scalar)
            at = self.source.end(scalar)
        return text + self.source.text[at:end]


def joined(head: str, value: str, comments: list[str]) -> str:
    """Return a line: key or dash, value, and the comments beside it.

    Example:
        >>> joined("A:", "nil", ["# none"])
        'A: nil  # none'
    """
    line = f"{head.rstrip()} {value}" if value else head.rstrip()
    return "  ".join([line, *comments])


def values(node: Any) -> list[Scalar]:
    """Return every scalar value below a node, in the order of the source."""
    if isinstance(node, Scalar):
        return [node]
    return [scalar for part in parts_of(node) for scalar in values(part.value)]
