"""A sheet written as XML, in the shape that `isda/sheet/xml_events.py` reads."""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from isda.sheet.draft import Listing, Scalar
from isda.sheet.xml_names import (
    ENTRY,
    ITEM,
    KEY,
    NAMESPACE,
    NO_ENTRIES,
    NO_ITEMS,
    ROOT,
    is_element_name,
)

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_STEP = "  "


def not_for_xml(root: Any) -> Scalar | None:
    r"""Return the first key or value with a character that no XML can hold, or None.

    Example:
        >>> from isda.sheet.yaml_events import draft_of
        >>> not_for_xml(draft_of('name: "a\\a"', "a.yaml").root).place.column
        7
    """
    found = (each for each in _texts(root) if _NOT_XML.search(each.text))
    return next(found, None)


def _texts(node: Any) -> Iterator[Scalar]:
    """Yield every key and every value of a tree, in order."""
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Listing):
        for item in node.items:
            yield from _texts(item)
    else:
        for entry in node.entries.values():
            yield entry.key
            yield from _texts(entry.value)


def to_xml(root: Any) -> str:
    r"""Return a sheet's tree as XML: two spaces a level, one final newline.

    Args:
        root: The root of a draft, without a character that XML cannot hold.

    Example:
        >>> from isda.sheet.yaml_events import draft_of
        >>> draft = draft_of("sheet: 1\nmaster: {dated: 2019-03-14}\n", "a.yaml")
        >>> print(to_xml(draft.root), end="")
        <?xml version='1.0' encoding='UTF-8'?>
        <term_sheet xmlns="urn:isda-collateral:schema:sheet:1">
          <sheet>1</sheet>
          <master>
            <dated>2019-03-14</dated>
          </master>
        </term_sheet>
    """
    names = {None: NAMESPACE}
    top = etree.Element(_tag(ROOT), nsmap=names)  # type: ignore[arg-type]  # None is the default
    _fill(top, root)
    etree.indent(top, _STEP)
    written = etree.tostring(top, encoding="UTF-8", xml_declaration=True).decode()
    return f"{written}\n"


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _fill(element: Any, node: Any) -> None:
    """Put a node into its element."""
    if isinstance(node, Scalar):
        element.text = node.text
    elif isinstance(node, Listing):
        for item in node.items:
            _fill(etree.SubElement(element, _tag(ITEM)), item)
        if not node.items:
            etree.SubElement(element, _tag(NO_ITEMS))
    else:
        for key, entry in node.entries.items():
            _fill(_of_key(element, key), entry.value)
        if not node.entries:
            etree.SubElement(element, _tag(NO_ENTRIES))


def _of_key(parent: Any, key: str) -> Any:
    if is_element_name(key):
        return etree.SubElement(parent, _tag(key))
    return etree.SubElement(parent, _tag(ENTRY), {KEY: key})
