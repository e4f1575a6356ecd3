"""A document as it was written: text scalars, mappings and lists, each with its place."""

from collections.abc import Callable, Iterator, KeysView, Sequence
from enum import StrEnum
from functools import partial
from typing import Any, NamedTuple

from isda.basics.amounts import shown
from isda.basics.finding import Finding, Place, Severity

Node = "Scalar | Listing | Mapping"
MOST_BYTES = 1 << 20
MOST_DEPTH = 32
EXACT_JSON_DIGITS = 15
"""Digits of a number of JSON that a binary float keeps."""


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
        """Where its first key stands, whatever opens it; where it begins if it has none."""
        for first in self.entries.values():
            return first.key.place
        return Place(self.file, self.line, self.column)

    def get(self, key: str) -> Any:
        """Return the node under a key, or None."""
        entry = self.entries.get(key)
        return None if entry is None else entry.value


scalar_of: Callable[[tuple[str, bool, str, int, int, int, int]], Scalar] = partial(
    tuple.__new__, Scalar
)
entry_of: Callable[[tuple[Scalar, Any]], Entry] = partial(tuple.__new__, Entry)
"""What is made by the hundred, of its parts in order: by name it takes twice as long."""


class SheetDraft:
    """A document read and not yet typed.

    Attributes:
        name: The file's name as messages show it.
        text: The source.
        findings: What reading found.
        notation: How it is written; in JSON an unquoted number is a number.
        first_line: The line of the file that the text begins in.
    """

    __slots__ = (
        "_place", "_root", "_values", "findings", "first_line", "name", "notation", "text",
    )  # fmt: skip

    def __init__(
        self,
        name: str,
        text: str,
        root: Any = None,
        *,
        notation: Notation = Notation.YAML,
        first_line: int = 1,
    ) -> None:
        self.name, self.text, self.notation, self.first_line = name, text, notation, first_line
        self.findings: list[Finding] = []
        self._root = root
        self._values: dict[str, Any] | None = None
        self._place: Callable[[SheetDraft], None] | None = None

    @property
    def root(self) -> Any:
        """The whole document with its places; None where nothing could be read."""
        if self._place is not None:
            place, self._place = self._place, None
            place(self)
        return self._root

    @root.setter
    def root(self, root: Any) -> None:
        self._root, self._values = root, None

    def put_off(self, values: dict[str, Any], place: Callable[["SheetDraft"], None]) -> None:
        """Keep what a sound document says; where it says that is looked up once it is asked.

        Args:
            values: The document as plain dicts, lists and strings.
            place: Gives the draft its root, and finds nothing.
        """
        self._values, self._place = values, place

    def forget_values(self) -> None:
        """Keep what it says no longer; places are found all the same."""
        self._values = None

    @property
    def values(self) -> Any:
        """The document as plain dicts, lists and strings."""
        return plain_tree(self.root) if self._values is None else self._values

    @property
    def keys(self) -> KeysView[str] | None:
        """The keys of the whole; None where it is no mapping."""
        if self._values is not None:
            return self._values.keys()
        return self.root.entries.keys() if isinstance(self.root, Mapping) else None

    def word(self, key: str) -> str | None:
        """Return the single value under a key of the whole, or None."""
        if self._values is not None:
            said = self._values.get(key)
            return said if isinstance(said, str) else None
        node = self.root.get(key) if isinstance(self.root, Mapping) else None
        return node.text if isinstance(node, Scalar) else None

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
    text, entries = key.text, parent.entries
    if text not in entries:
        entries[text] = entry_of((key, value))
        return
    first = entries[text].key.place
    draft.error(
        "DQ009",
        key.place,
        f"`{shown(text)}` stands here twice (first in line {first.line})",
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
