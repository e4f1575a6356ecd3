"""XML into the same draft as YAML, straight from the parser's events.

The parser is set here and nowhere else: a document type is refused before anything that it
declares is read, so there are no entities but the five of XML; nothing is fetched, and the
depth has its bound while the elements arrive. What may stand in an element is in
`isda/sheet/xml_names.py`.
"""

from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from isda.basics.amounts import shown
from isda.basics.finding import Place
from isda.sheet.draft import MOST_DEPTH, Listing, Mapping, Scalar, SheetDraft, add_entry
from isda.sheet.xml_names import (
    ENTRY,
    ITEM,
    KEY,
    NAMESPACE,
    NO_ENTRIES,
    NO_ITEMS,
    OWN,
    ROOT,
    is_element_name,
)

_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
IGNORED = frozenset({f"{_INSTANCE} schemaLocation", f"{_INSTANCE} noNamespaceSchemaLocation"})
"""Attributes that tell an editor where a schema is; nothing is read from there."""
BEGIN = (
    f'begin with `<{ROOT} xmlns="{NAMESPACE}">`; '
    "facts and the book.yaml of a book are YAML or JSON"
)
OTHERS = frozenset({"facts", "book"})
"""How the other documents begin, which are not read from XML."""
UNDEFINED_ENTITY = expat.errors.codes[expat.errors.XML_ERROR_UNDEFINED_ENTITY]


class _Stop(Exception):
    """The document cannot be read further."""


@dataclass(slots=True)
class _Frame:
    """An element that is open.

    Attributes:
        name: Its name without the namespace.
        key: The key that it is of; None for an item and for a mark.
        place: Where its name stands.
        start: First character of its text in the source.
        texts: The pieces of its text.
        text_place: Where its text begins.
        node: What it holds, once an element inside has told.
        is_empty: Whether a mark inside says that it holds nothing.
        is_lost: Whether it stands where it must not, so that nothing holds it.
    """

    name: str
    key: Scalar | None
    place: Place
    start: int
    texts: list[str] = field(default_factory=list)
    text_place: Place | None = None
    node: Mapping | Listing | None = None
    is_empty: bool = False
    is_lost: bool = False


def build_from_xml(draft: SheetDraft) -> None:
    """Read the text of a draft as XML into its root.

    Args:
        draft: The draft; what is wrong becomes findings of it.

    Example:
        >>> from isda.sheet.draft import plain_tree
        >>> text = f'<term_sheet xmlns="{NAMESPACE}"><sheet>1</sheet></term_sheet>'
        >>> draft = SheetDraft("annex.xml", text)
        >>> build_from_xml(draft)
        >>> plain_tree(draft.root), str(draft.root.get("sheet").place)
        ({'sheet': '1'}, 'annex.xml:1:63')
    """
    try:
        _Reader(draft).run()
    except _Stop:
        draft.root = None
    except expat.ExpatError as error:
        draft.root = None
        place = Place(draft.name, error.lineno, error.offset + 1)
        if error.code == UNDEFINED_ENTITY:
            draft.error(
                "DQ089",
                place,
                "an entity that XML does not have itself is not read",
                "write the character; XML has `&amp;`, `&lt;`, `&gt;`, `&quot;` and `&apos;`",
            )
            return
        draft.error(
            "DQ010",
            place,
            f"this is not XML: {expat.ErrorString(error.code)}",
            "look at this line and the one before it",
        )


def refuse_others(draft: SheetDraft) -> None:
    """Refuse facts and the settings of a book, which are no XML."""
    root = draft.root
    if not isinstance(root, Mapping) or "sheet" in root.entries:
        return
    for other in OTHERS & root.entries.keys():
        place = root.entries[other].key.place
        message = f"`{other}` is no key of a term sheet, and XML holds nothing else"
        draft.error("DQ014", place, message, BEGIN)


def _holder(place: Place, *, is_list: bool) -> Mapping | Listing:
    at = (place.file, place.line, place.column)
    if is_list:
        return Listing(*at, flow=False, items=[])
    return Mapping(*at, flow=False, entries={})


def _scalar(text: str, place: Place, start: int, end: int) -> Scalar:
    return Scalar(
        text,
        plain=False,
        file=place.file,
        line=place.line,
        column=place.column,
        start=start,
        end=end,
    )


class _Reader:
    """Builds the tree from events; one stack, no recursion."""

    def __init__(self, draft: SheetDraft) -> None:
        self.draft = draft
        self.raw = draft.text.encode()
        self.frames: list[_Frame] = []
        self.byte = self.character = 0
        self.parser = parser = expat.ParserCreate("utf-8", " ")
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.buffer_text = False
        parser.XmlDeclHandler = self._declaration
        parser.StartDoctypeDeclHandler = self._document_type
        parser.ProcessingInstructionHandler = self._instruction
        parser.StartElementHandler = self._open
        parser.EndElementHandler = self._close
        parser.CharacterDataHandler = self._text

    def run(self) -> None:
        """Read the whole text."""
        self.parser.Parse(self.raw, True)  # noqa: FBT003  # it takes no keyword

    def _place(self, behind: int = 0) -> Place:
        column = self.parser.CurrentColumnNumber + 1 + behind
        return Place(self.draft.name, self.parser.CurrentLineNumber, column)

    def _index(self) -> int:
        """Return the character at which the parser stands; it only ever goes on."""
        at = self.parser.CurrentByteIndex
        self.character += len(self.raw[self.byte : at].decode())
        self.byte = at
        return self.character

    def _error(self, place: Place, message: str, help_text: str) -> None:
        self.draft.error("DQ090", place, message, help_text)

    def _refuse(self, code: str, message: str, help_text: str) -> NoReturn:
        self.draft.error(code, self._place(), message, help_text)
        raise _Stop

    def _declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.casefold() != "utf-8":
            self._refuse(
                "DQ002",
                f"the file says that it is {shown(encoding)}, and UTF-8 is read",
                "save it as UTF-8, and let its first line say so",
            )

    def _document_type(self, *_parts: object) -> None:
        self._refuse(
            "DQ089",
            "a document type (DOCTYPE) is not read, nor anything that it declares",
            "take it out: a sheet needs no DTD and no entities",
        )

    def _instruction(self, *_parts: object) -> None:
        self._refuse(
            "DQ090",
            "a processing instruction is not read",
            "take it out: a sheet is elements and text",
        )

    def _open(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        if not self.frames and (space, local) != (NAMESPACE, ROOT):
            self._refuse("DQ090", f"the root `{shown(local)}` is no root of a sheet", BEGIN)
        if len(self.frames) > MOST_DEPTH:
            self._refuse(
                "DQ005",
                f"elements stand more than {MOST_DEPTH} deep",
                "nothing that is read here is this deep: check the file",
            )
        frame = _Frame(local, None, self._place(1), self._index())
        key = attributes.get(KEY) if local == ENTRY and self.frames else None
        for each in attributes:
            if not (each in IGNORED or (each == KEY and key is not None)):
                self._error(
                    frame.place,
                    f"the attribute `{shown(each.rpartition(' ')[2])}` is not read here",
                    "write an element: only `entry` has an attribute, its `key`",
                )
        if space != NAMESPACE:
            self._error(
                frame.place,
                f"`{shown(local)}` is of another namespace",
                f"every element of a sheet is of {NAMESPACE}",
            )
        if self.frames:
            self._enter(self.frames[-1], frame, key)
        self.frames.append(frame)

    def _enter(self, parent: _Frame, frame: _Frame, key: str | None) -> None:
        """Let a parent know what it holds, and a child what it is the value of."""
        wanted = Listing if frame.name in {ITEM, NO_ITEMS} else Mapping
        is_mark = frame.name in {NO_ITEMS, NO_ENTRIES}
        if parent.node is None:
            parent.node = _holder(parent.place, is_list=wanted is Listing)
            parent.is_empty = is_mark
        elif parent.is_empty or is_mark:
            frame.is_lost = True
            self._error(
                frame.place,
                f"`{NO_ITEMS}` and `{NO_ENTRIES}` stand alone",
                "take the mark out, or what stands beside it",
            )
        elif not isinstance(parent.node, wanted):
            frame.is_lost = True
            self._error(
                frame.place,
                "`item` elements and elements named for keys stand side by side",
                f"a list has `{ITEM}` elements only, and a mapping has none",
            )
        if wanted is Mapping and not is_mark:
            frame.key = self._key(frame, key)

    def _key(self, frame: _Frame, key: str | None) -> Scalar:
        """Return the key that an element stands for."""
        text = frame.name if key is None else key
        if frame.name == ENTRY and key is None:
            self._error(frame.place, "an `entry` has no key", 'write `<entry key="…">`')
        elif key is not None and is_element_name(key):
            self._error(
                frame.place,
                f"`{shown(key)}` stands in an `entry`, and an element can be named for it",
                f"write `<{shown(key)}>`",
            )
        elif key is None and not is_element_name(text):
            self._error(
                frame.place,
                f"no element is named `{shown(text)}`",
                f'write `<entry key="{shown(text)}">`',
            )
        return _scalar(text, frame.place, frame.start, frame.start)

    def _text(self, text: str) -> None:
        frame = self.frames[-1]
        if frame.text_place is None:
            frame.text_place, frame.start = self._place(), self._index()
        frame.texts.append(text)

    def _close(self, _name: str) -> None:
        frame = self.frames.pop()
        text = "".join(frame.texts)
        if frame.node is not None and text.strip():
            self._error(
                frame.text_place or frame.place,
                f"text stands beside the elements of `{shown(frame.name)}`",
                "an element holds text or elements: give the text an element of its own",
            )
        if frame.name in OWN - {ITEM, ENTRY} and self.frames:
            if frame.node is not None or text.strip():
                self._error(
                    frame.place,
                    f"`{frame.name}` says that nothing stands here, and holds something",
                    "leave it empty, or write what it holds in its place",
                )
            return
        end = self._index() if frame.texts else frame.start
        place = frame.text_place or frame.place
        value = frame.node or _scalar(text, place, frame.start, end)
        if not self.frames:
            self.draft.root = value
            refuse_others(self.draft)
        elif not frame.is_lost:
            self._add(self.frames[-1].node, frame.key, value)

    def _add(self, parent: Mapping | Listing | None, key: Scalar | None, value: object) -> None:
        if isinstance(parent, Listing):
            parent.items.append(value)
        elif isinstance(parent, Mapping) and key is not None:
            add_entry(self.draft, parent, key, value)
