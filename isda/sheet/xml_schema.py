"""The XML Schema of a term sheet, made from its JSON Schema.

A key is an element, the keys of a mapping may stand in any order and each once, a list is
`item` elements. XML Schema 1.0 cannot say of one element that it holds either such a word or
such elements, so where a term is a value or a mapping any text passes; and of keys that the
user chooses it can only let everything pass. The reader decides, as it does for JSON.
"""

import json
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from isda.basics.faults import must
from isda.sheet.schema_shapes import Schema
from isda.sheet.xml_names import ITEM, NAMESPACE, NO_ENTRIES, NO_ITEMS, ROOT

TOP = "TermSheet"
NOTHING = "Nothing"
_XS = "http://www.w3.org/2001/XMLSchema"
_ABOUT = (
    "Made from the models of the reader. Where a term is a value or a mapping, any text "
    "passes here; the reader alone decides what computes."
)
_DEFINITION = re.compile(r"#/\$defs/([^/]+)")
_PART = re.compile(r"[^A-Za-z0-9]+")


@dataclass(slots=True)
class _Shape:
    """What one place of a sheet may hold, all its alternatives together.

    Attributes:
        words: The words that are listed.
        patterns: The patterns of other words.
        any_text: Whether any text may stand.
        items: What an item of a list may be; None where no list may stand.
        keys: What may stand under each key; None where no mapping may stand.
        required: Keys that every mapping has.
        free: Whether the mapping may have keys that are the user's own.
    """

    words: dict[str, None] = field(default_factory=dict)
    patterns: dict[str, None] = field(default_factory=dict)
    any_text: bool = False
    items: list[Schema] | None = None
    keys: dict[str, list[Schema]] | None = None
    required: frozenset[str] = frozenset()
    free: bool = False

    @property
    def has_text(self) -> bool:
        """Whether a word may stand here."""
        return self.any_text or bool(self.words or self.patterns)


class _Maker:
    """Makes a type for every place of the sheet, one for places that are alike."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.definitions: dict[str, Schema] = schema["$defs"]
        self.names: dict[str, str] = {}
        self.taken = {NOTHING}
        self.waiting: deque[tuple[str, _Shape]] = deque()
        self.top = etree.Element(
            f"{{{_XS}}}schema",
            {"targetNamespace": NAMESPACE, "elementFormDefault": "qualified", "version": "1"},
            nsmap={"xs": _XS, None: NAMESPACE},  # type: ignore[dict-item]  # the default
        )

    def run(self) -> str:
        """Return the whole schema as text."""
        _say(self.top, f"{self.schema['title']}. {self.schema['description']} {_ABOUT}")
        whole = {key: body for key, body in self.schema.items() if key != "$defs"}
        root = _add(self.top, "element", name=ROOT)
        root.set("type", self._type([whole], TOP))
        _add(self.top, "complexType", name=NOTHING)
        while self.waiting:
            self._write(*self.waiting.popleft())
        etree.indent(self.top)
        written = etree.tostring(self.top, encoding="UTF-8", xml_declaration=True).decode()
        return f"{written}\n"

    def _type(self, shapes: list[Schema], name: str) -> str:
        """Return the name of the type of a place, made when it is first asked for."""
        spread = [each for shape in shapes for each in self._spread(shape)]
        shape = _merged(spread)
        if shape.any_text and shape.items is None and shape.keys is None:
            return "xs:string"
        alike = json.dumps(spread, sort_keys=True)
        if alike not in self.names:
            found = (
                _DEFINITION.fullmatch(shapes[0].get("$ref", "")) if len(shapes) == 1 else None
            )
            name = found[1] if found else name
            self.names[alike] = name = _PART.sub("", name)
            must(name not in self.taken, "every type has a name of its own")
            self.taken.add(name)
            self.waiting.append((name, shape))
        return self.names[alike]

    def _found(self, shape: Schema) -> Schema:
        """Return what a shape refers to, or itself."""
        found: Any = self.schema
        for step in shape["$ref"].removeprefix("#/").split("/") if "$ref" in shape else ():
            found = found[step]
        return found if "$ref" in shape else shape

    def _spread(self, shape: Schema) -> Iterator[Schema]:
        """Yield the alternatives of a shape, references followed and choices opened."""
        choices = shape.get("anyOf") or ("properties" not in shape and shape.get("oneOf"))
        if "$ref" in shape:
            yield from self._spread(self._found(shape))
        elif choices:
            for choice in choices:
                yield from self._spread(choice)
        else:
            yield {
                key: self._found(body) if key == "propertyNames" else body
                for key, body in shape.items()
                if key not in {"title", "description", "x-paragraphs", "topic"}
            }  # fmt: skip

    def _write(self, name: str, shape: _Shape) -> None:
        if shape.items is None and shape.keys is None:
            self._words(_add(self.top, "simpleType", name=name), shape)
            return
        body = _add(self.top, "complexType", name=name)
        if shape.has_text:
            body.set("mixed", "true")
        if shape.keys is None:
            choice = _add(body, "choice", minOccurs="0" if shape.has_text else "1")
            self._item(_add(choice, "sequence"), name, shape)
            _add(choice, "element", name=NO_ITEMS, type=NOTHING)
        elif shape.free:
            choice = _add(body, "choice", minOccurs="0", maxOccurs="unbounded")
            _add(choice, "any", namespace="##targetNamespace", processContents="skip")
        elif shape.items is not None:
            choice = _add(body, "choice", minOccurs="0", maxOccurs="unbounded")
            self._item(choice, name, shape)
            self._keys(choice, name, shape)
            _add(choice, "element", name=NO_ITEMS, type=NOTHING)
        else:
            self._keys(_add(body, "all", minOccurs="0" if shape.has_text else "1"), name, shape)

    def _item(self, parent: Any, name: str, shape: _Shape) -> None:
        kind = self._type(shape.items or [], f"{name}Item")
        _add(parent, "element", name=ITEM, type=kind, maxOccurs="unbounded")

    def _keys(self, parent: Any, name: str, shape: _Shape) -> None:
        """Write the element of each key, with what the JSON Schema says of it."""
        for key, bodies in (shape.keys or {}).items():
            element = _add(parent, "element", name=key)
            inner = f"{name.removeprefix(TOP)}{key.title()}"
            element.set("type", self._type(bodies, inner))
            if key not in shape.required:
                element.set("minOccurs", "0")
            _say(element, next((each["description"] for each in bodies
                                if "description" in each), ""))  # fmt: skip
        if not shape.required:
            _add(parent, "element", name=NO_ENTRIES, type=NOTHING, minOccurs="0")

    def _words(self, parent: Any, shape: _Shape) -> None:
        """Write the words of a place: those listed, or those of a pattern."""
        one = not (shape.words and shape.patterns)
        union = parent if one else _add(parent, "union")
        for kind, values in (("enumeration", shape.words), ("pattern", shape.patterns)):
            if values:
                holder = union if one else _add(union, "simpleType")
                restriction = _add(holder, "restriction", base="xs:string")
                for value in values:
                    _add(restriction, kind, value=value)


def _merged(spread: list[Schema]) -> _Shape:
    """Return alternatives as one shape."""
    shape = _Shape()
    required: list[frozenset[str]] = []
    for each in spread:
        if each.get("type") == "array":
            shape.items = [*(shape.items or []), each["items"]]
        elif each.get("type") == "object" or "properties" in each:
            _merge_keys(shape, each)
            required.append(frozenset(each.get("required", ())))
        elif "enum" in each:
            shape.words |= {
                str(word): None for word in each["enum"] if not isinstance(word, bool)
            }
        elif "pattern" in each:
            shape.patterns[_pattern(each["pattern"])] = None
        else:
            must(set(each) == {"type"}, "a shape is a list, a mapping or words")
            shape.any_text = True
    shape.required = frozenset.intersection(*required) if required else frozenset()
    return shape


def _merge_keys(shape: _Shape, mapping: Schema) -> None:
    shape.keys = shape.keys or {}
    for key, body in mapping.get("properties", {}).items():
        shape.keys.setdefault(key, []).append(body)
    more = mapping.get("additionalProperties") or mapping.get("patternProperties")
    names = mapping.get("propertyNames", {}).get("enum", ())
    for key in names:
        shape.keys.setdefault(key, []).append(mapping["additionalProperties"])
    shape.free |= bool(more) and not names


def _pattern(pattern: str) -> str:
    r"""Return a pattern as XML Schema has it: of the whole text, digits of ASCII.

    Example:
        >>> _pattern(r"^[\d.]+%$")
        '[0-9.]+%'
    """
    bare = pattern.removeprefix("^").removesuffix("$")
    return bare.replace(r"[\d", "[0-9").replace(r"\d", "[0-9]")


def _add(parent: Any, tag: str, **attributes: str) -> Any:
    return etree.SubElement(parent, f"{{{_XS}}}{tag}", attributes)


def _say(element: Any, words: str) -> None:
    if words:
        _add(_add(element, "annotation"), "documentation").text = words


def xml_schema(schema: Schema) -> str:
    """Return the XML Schema of a term sheet as text.

    Args:
        schema: Its JSON Schema.

    Example:
        >>> schema = {"title": "T", "description": "D.", "type": "object", "$defs": {},
        ...           "properties": {"sheet": {"enum": ["1", 1]}}, "required": ["sheet"]}
        >>> '<xs:enumeration value="1"/>' in xml_schema(schema)
        True
    """
    return _Maker(schema).run()
