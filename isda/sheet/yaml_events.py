"""A file into a draft: YAML and JSON straight from the parser's events, XML next door.

Nothing is composed: depth, anchors, aliases, tags and a second document are refused while
the events arrive, and every scalar stays text, so that 13:00, NO and 010 are what they
look like.
"""

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from isda.basics.amounts import shown
from isda.basics.finding import Place
from isda.sheet.draft import (
    EXACT_JSON_DIGITS,
    MOST_BYTES,
    MOST_DEPTH,
    Entry,
    Listing,
    Mapping,
    Notation,
    Scalar,
    SheetDraft,
    add_entry,
    scalar_of,
)
from isda.sheet.sound_json import sound_values
from isda.sheet.xml_events import build_from_xml

_REST_OF_MONEY = re.compile(r"\d{3}(\.\d+)?", re.ASCII)
_ENDS_IN_MONEY = re.compile(r"(^|\s)[A-Z]{3} \d{1,3}(,\d{3})*$", re.ASCII)
_JSON_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][-+]?\d+)?", re.ASCII)
_XML = re.compile(r"\s*<[?!A-Za-z_]", re.ASCII)
MOST_EVENTS = 300_000
"""Values, and ends of lists and mappings: facts of 1 MiB have fewer, at 26 letters a trade."""
MOST_TOLD = 500
"""Faults of the text that are listed."""
BEGIN = "begin with `sheet: 1`; `isda new FORM` writes a starter sheet"

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Stop(Exception):
    """The document cannot be read further."""


def read_draft(path: Path, *, places_later: bool = False) -> SheetDraft:
    """Read a file into a draft; a file that cannot be read is a finding.

    Args:
        path: The file.
        places_later: As `draft_of` takes it.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except OSError as error:
        draft = SheetDraft(str(path), "")
        draft.error(
            "DQ001",
            Place(draft.name),
            f"the file cannot be read: {error.strerror}",
            "check the name and the rights",
        )
        return draft
    return draft_of_bytes(raw, str(path), places_later=places_later)


def draft_of_bytes(
    raw: bytes, name: str, *, first_line: int = 1, places_later: bool = False
) -> SheetDraft:
    r"""Read bytes into a draft; those that are no text are a finding.

    Args:
        raw: The bytes.
        name: The file, as messages show it.
        first_line: The line of the file that they begin in.
        places_later: As `draft_of` takes it.

    Example:
        >>> draft_of_bytes(b"a: \xff\n", "annex.yaml").findings[0].code
        'DQ002'
    """
    draft = SheetDraft(name, "", first_line=first_line)
    if len(raw) > MOST_BYTES:
        draft.error(
            "DQ004",
            Place(name, first_line, 1),
            "the file is over 1 MiB, and nothing that is read here is",
            "check that this is the right file",
        )
        return draft
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = first_line + raw[: error.start].count(b"\n")
        draft.error("DQ002", Place(name, line, 1), "the file is not UTF-8", "save it as UTF-8")
        return draft
    return draft_of(text, name, first_line=first_line, places_later=places_later)


def draft_of(
    text: str, name: str, *, first_line: int = 1, places_later: bool = False
) -> SheetDraft:
    r"""Read a text into a draft.

    Args:
        text: The text.
        name: The file, as messages show it.
        first_line: The line of the file that it begins in.
        places_later: Whether places may wait until they are asked for: sound JSON is then read
            for its values alone.

    Example:
        >>> draft = draft_of("threshold: {A: USD 5,000,000, B: nil}\\n", "annex.yaml")
        >>> draft.findings[0].code, draft.findings[0].place.column
        ('DQ011', 16)
    """
    notation = _notation(text, name)
    draft = SheetDraft(name, text, notation=notation, first_line=first_line)
    whole = Place(name, first_line, 1)
    if len(text.encode()) > MOST_BYTES:
        draft.error(
            "DQ004",
            whole,
            "the text is over 1 MiB, and nothing that is read here is",
            "check that this is the right text",
        )
    elif not text.strip():
        draft.error("DQ003", whole, "the file is empty", BEGIN)
    elif places_later and notation is Notation.JSON and (values := sound_values(text)):
        draft.put_off(values, _build)
        return draft
    else:
        (build_from_xml if notation is Notation.XML else _build)(draft)
        if draft.root is None and not draft.findings:
            words = "the file is empty: it holds nothing but comments"
            draft.error("DQ003", whole, words, BEGIN)
    is_yaml = draft.notation is Notation.YAML
    if draft.root is not None and is_yaml and not text.endswith("\n"):
        last = first_line + text.count("\n")
        draft.warn(
            "DQ016",
            Place(name, last, 1),
            "the last line has no end: the file may have been cut",
            "compare it with the original and end it with a line break",
        )
    return draft


def _notation(text: str, name: str) -> Notation:
    """Return how a text is written, by its name or by how it begins."""
    if name.endswith(".xml") or _XML.match(text):
        return Notation.XML
    if name.endswith((".json", ".jsonl")) or text.lstrip().startswith("{"):
        return Notation.JSON
    return Notation.YAML


def _build(draft: SheetDraft) -> None:
    # JSON may indent with tabs, which YAML refuses; inside JSON strings none can stand
    is_json = draft.notation is Notation.JSON
    text = draft.text.replace("\t", " ") if is_json else draft.text
    try:
        _Builder(draft).run(iter(_LOADER(text).get_event, None))
        if is_json and draft.name.endswith((".json", ".jsonl")):
            json.loads(draft.text)
    except _Stop:
        draft.root = None
    except json.JSONDecodeError as error:
        draft.error(
            "DQ010",
            Place(draft.name, draft.first_line + error.lineno - 1, error.colno),
            f"this is not JSON: {error.msg.lower()}",
            "mend it, or name the file .yaml",
        )
    except yaml.reader.ReaderError as error:
        draft.root = None
        letter = chr(error.character)
        at = text.find(letter)  # reading stops at the first
        line, column = text.count("\n", 0, at), at - text.rfind("\n", 0, at)
        draft.error(
            "DQ010",
            Place(draft.name, draft.first_line + line, column),
            f"the character {shown(letter)} is no part of a text",
            "take it out, or save the file as text",
        )
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = Place(draft.name)
        if mark:
            line = min(
                mark.line, text.count("\n")
            )  # the end is told to be on a line of its own
            place = Place(draft.name, draft.first_line + line, mark.column + 1)
        problem = getattr(error, "problem", None) or str(error).splitlines()[0]
        draft.root = None
        draft.error(
            "DQ010",
            place,
            f"the text breaks off or is not well formed: {problem}",
            "look at this line and the one before it",
        )


class _Builder:
    """Builds the tree from events; one stack, no recursion."""

    def __init__(self, draft: SheetDraft) -> None:
        self.draft, self.name, self.first_line = draft, draft.name, draft.first_line
        self.is_json = draft.notation is Notation.JSON
        self.parent: Mapping | Listing | None = None
        self.key: Scalar | None = None
        self.around: list[tuple[Mapping | Listing | None, Scalar | None]] = []
        self.documents = 0

    def run(self, events: Iterable[Any]) -> None:
        draft = self.draft
        for number, event in enumerate(events):
            kind = event.__class__
            if number > MOST_EVENTS or (draft.findings and len(draft.findings) >= MOST_TOLD):
                self._refuse(
                    "DQ092",
                    event,
                    "the file holds more than any agreement or day, or more faults than are "
                    "listed",
                    "check that this is the right file; of many faults mend the first ones",
                )
            if kind is ScalarEvent:
                self._scalar(event)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                self._open(event, is_mapping=kind is MappingStartEvent)
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                self.parent, self.key = self.around.pop()
            elif kind is AliasEvent:
                self._leave_alias_out(event)
            elif kind is DocumentStartEvent:
                self.documents += 1
                if self.documents > 1:
                    self._refuse(
                        "DQ008",
                        event,
                        "a second document begins here",
                        "one file holds one document: take the `---` out",
                    )

    def _error(self, code: str, event: Any, message: str, help_text: str) -> None:
        mark = event.start_mark
        place = Place(self.draft.name, self.draft.first_line + mark.line, mark.column + 1)
        self.draft.error(code, place, message, help_text)

    def _refuse(self, code: str, event: Any, message: str, help_text: str) -> None:
        self._error(code, event, message, help_text)
        raise _Stop

    def _leave_alias_out(self, event: Any) -> None:
        """Note an alias, and go on behind it: nothing is ever put in its place."""
        message = f"the alias *{shown(event.anchor)} is not read"
        help_text = "write the value out: a term says what it is where it stands"
        if self.parent is None or (self.key is None and isinstance(self.parent, Mapping)):
            self._refuse("DQ006", event, message, help_text)
        self._error("DQ006", event, message, help_text)
        self.key = None

    def _note_marks(self, event: Any) -> None:
        """Note an anchor and a tag: no sheet reads with them, and the rest is looked at."""
        if event.anchor is not None:
            self._error(
                "DQ006",
                event,
                f"the anchor &{shown(event.anchor)} is not read",
                "write the value out where it is needed",
            )
        if event.tag is not None:
            self._error(
                "DQ007",
                event,
                f"the tag {shown(event.tag)} is not read",
                "take the tag out: every value is read as text",
            )

    def _open(self, event: Any, *, is_mapping: bool) -> None:
        if event.anchor is not None or event.tag is not None:
            self._note_marks(event)
        if len(self.around) >= MOST_DEPTH:
            self._refuse(
                "DQ005",
                event,
                f"brackets stand more than {MOST_DEPTH} deep",
                "nothing that is read here is this deep: check the file",
            )
        mark, flow = event.start_mark, bool(event.flow_style)
        at = self.draft.name, self.draft.first_line + mark.line, mark.column + 1
        node = Mapping(*at, flow, {}) if is_mapping else Listing(*at, flow, [])
        self._add(node)
        self.around.append((self.parent, self.key))
        self.parent, self.key = node, None

    def _scalar(self, event: Any) -> None:
        if event.anchor is not None or event.tag is not None:
            self._note_marks(event)
        mark, text, plain = event.start_mark, event.value, not event.style
        line, column, start = self.first_line + mark.line, mark.column + 1, mark.index
        whole = (text, plain, self.name, line, column, start, event.end_mark.index)
        node, key, parent = scalar_of(whole), self.key, self.parent
        if parent.__class__ is Mapping:
            if key is None:
                self.key = node
                return
            if text and not (plain and self.is_json):  # as nearly all are
                self.key = None
                add_entry(self.draft, parent, key, node)
                return
        if plain and self.is_json:
            self._check_json_number(node)
        self._add(node)

    def _check_json_number(self, node: Scalar) -> None:
        if not _JSON_NUMBER.fullmatch(node.text):
            return
        if not node.text.lstrip("-").isdigit() or len(node.text) > EXACT_JSON_DIGITS:
            self.draft.error(
                "DQ041",
                node.place,
                f"{shown(node.text)} is a JSON number, and most "
                "readers pass those through a binary float",
                f'write it as a string: "{shown(node.text)}"',
            )

    def _add(self, node: Any) -> None:
        parent, key = self.parent, self.key
        if isinstance(parent, Mapping):
            if key is None:
                self.draft.error(
                    "DQ014",
                    node.place,
                    "a mapping or a list stands where a key belongs",
                    "keys are words",
                )
                raise _Stop
            self.key = None
            self._add_entry(parent, key, node)
        elif parent is None:
            self.draft.root = node
        elif self._is_accident(node, parent.items[-1] if parent.items else None, parent):
            parent.items[-1] = self._joined(parent.items[-1], node.text)
        else:
            parent.items.append(node)

    def _add_entry(self, parent: Mapping, key: Scalar, node: Any) -> None:
        entries = parent.entries
        if isinstance(node, Scalar) and node.plain and not node.text:
            last = next(reversed(entries.values()), None)
            if last is not None and self._is_accident(key, last.value, parent):
                entries[last.key.text] = Entry(last.key, self._joined(last.value, key.text))
                return
        add_entry(self.draft, parent, key, node)

    def _is_accident(self, piece: Any, before: Any, parent: Mapping | Listing) -> bool:
        """Whether YAML cut an amount at its comma: `{A: USD 5,000}` is read as two entries."""
        return (
            parent.flow
            and isinstance(piece, Scalar)
            and isinstance(before, Scalar)
            and piece.plain
            and before.plain
            and _REST_OF_MONEY.fullmatch(piece.text) is not None
            and _ENDS_IN_MONEY.search(before.text) is not None
        )

    def _joined(self, before: Scalar, rest: str) -> Scalar:
        text = f"{before.text},{rest}"
        message = f"YAML cuts {shown(text)!r} at its comma inside {{ }} and [ ]"
        self.draft.findings = [
            finding
            for finding in self.draft.findings
            if finding.code != "DQ011" or finding.place != before.place
        ]
        self.draft.error(
            "DQ011",
            before.place,
            message,
            f'quote it, "{shown(text)}", or write it on a line of its own',
        )
        return before._replace(text=text)
