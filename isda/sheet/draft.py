"""A document as it was written: text scalars, mappings and lists, each with its place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from isda.basics.amounts import shown
from isda.basics.finding import Finding, Place, Severity

Node = "Scalar | Listing | Mapping"
MOST_BYTES = 1 << 20
MOST_DEPTH = 32


class Notation(StrEnum):
    """How a document is written."""

    YAML = "yaml"
    JSON = "json"
    XML = "xml"


class Scalar(NamedTuple):
    """One value, as text.

    Attributes:
        text: The characters, without quotes.
        plain: Whether it stands without quotes.
        file: The document it stands in.
        line: Where it begins, from 1.
        column: Where it begins, from 1.
        start: First character of it in the source, quotes included.
        end: One past its last character.
    """

    text: str
    plain: bool
    file: str
    line: int
    column: int
    start: int
    end: int

    @property
    def place(self) -> Place:
        """Where it begins; most values are never asked."""
        return Place(self.file, self.line, self.column)


class Listing(NamedTuple):
    """A list, where it begins, and whether it stands in brackets."""

    file: str
    line: int
    column: int
    flow: bool
    items: list[Any]

    @property
    def place(self) -> Place:
        """Where it begins."""
        return Place(self.file, self.line, self.column)


class Entry(NamedTuple):
    """One key of a mapping with its value."""

    key: Scalar
    value: Any


class Mapping(NamedTuple):
    """A mapping, where it begins, and whether it stands in braces; a key stands once."""

    file: str
    line: int
    column: int
    flow: bool
    entries: dict[str, Entry]

    @property
    def place(self) -> Place:
        """Where it begins."""
        return Place(self.file, self.line, self.column)

    def get(self, key: str) -> Any:
        """Return the node under a key, or None."""
        entry = self.entries.get(key)
        return None if entry is None else entry.value


@dataclass(slots=True)
class SheetDraft:
    """A document read and not yet typed.

    Attributes:
        name: The file's name as messages show it.
        text: The source.
        root: The whole document; None where nothing could be read.
        findings: What reading found.
        notation: How it is written; in JSON an unquoted number is a number.
        first_line: The line of the file that the text begins in.
    """

    name: str
    text: str
    root: Any = None
    findings: list[Finding] = field(default_factory=list)
    notation: Notation = Notation.YAML
    first_line: int = 1

    def error(self, code: str, place: Place, message: str, help_text: str = "") -> None:
        """Note an error at a place."""
        self.findings.append(Finding(code, Severity.ERROR, place, message, help_text))

    def warn(self, code: str, place: Place, message: str, help_text: str = "") -> None:
        """Note a warning at a place."""
        self.findings.append(Finding(code, Severity.WARNING, place, message, help_text))

    @property
    def is_broken(self) -> bool:
        """Whether an error was found."""
        return any(finding.is_error for finding in self.findings)

    def may_say(self, word: str) -> bool:
        """Whether a word may stand in it; where nothing is escaped it stands as it is."""
        return word in self.text or "\\" in self.text or self.notation is Notation.XML

    def place_of(self, path: str) -> Place:
        """Return where `annexes.0.threshold.B` stands, or the nearest thing around it."""
        found, _ = descend(self.root, path.split(".") if path else [])
        return found


def add_entry(draft: SheetDraft, parent: Mapping, key: Scalar, value: Any) -> None:
    """Put a value under its key; a key that stands there already is a finding."""
    if key.text not in parent.entries:
        parent.entries[key.text] = Entry(key, value)
        return
    first = parent.entries[key.text].key.place
    draft.error(
        "DQ009",
        key.place,
        f"`{shown(key.text)}` stands here twice (first in line {first.line})",
        "keep one of the two",
    )


def plain_tree(node: Any) -> Any:
    r"""Return the node as plain dicts, lists and strings.

    Example:
        >>> from isda.sheet.yaml_events import draft_of
        >>> plain_tree(draft_of("a: [1, {b: x}]\n", "a.yaml").root)
        {'a': ['1', {'b': 'x'}]}
    """
    kind = node.__class__
    if kind is Scalar:
        return node.text
    if kind is Listing:
        return [plain_tree(item) for item in node.items]
    return {
        key: value.text if value.__class__ is Scalar else plain_tree(value)
        for key, (_, value) in node.entries.items()
    }


def descend(node: Any, path: Sequence[str | int]) -> tuple[Place, Any]:
    """Walk a path as far as it goes; a term's bare value stands for its `value:`.

    Returns:
        The place reached (of the key where the path ends on one) and the node there.
    """
    place = node.place if node is not None else Place()
    for step in path:
        if isinstance(node, Mapping):
            entry = node.entries.get(str(step))
            if entry is None and "value" in node.entries and not _is_index(step):
                inner = node.entries["value"].value
                if isinstance(inner, Mapping | Listing):
                    entry = node.entries["value"]
            if entry is None:
                continue  # a name that only the model knows, such as a union's tag
            node, place = entry.value, entry.value.place
        elif isinstance(node, Listing) and _is_index(step) and int(step) < len(node.items):
            node = node.items[int(step)]
            place = node.place
    return place, node


def _is_index(step: str | int) -> bool:
    return isinstance(step, int) or step.isdigit()


def scalars(node: Any) -> Iterator[Scalar]:
    """Yield every scalar of a tree, values only, in order."""
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Listing):
        for item in node.items:
            yield from scalars(item)
    else:
        for entry in node.entries.values():
            yield from scalars(entry.value)
