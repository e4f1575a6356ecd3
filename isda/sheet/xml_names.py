"""How a sheet's keys and lists are named in XML: one name for each, both ways.

An element is named for its key. A list has an `item` for each entry. What no element can be
named for is an `entry` with the key in its attribute, and the two empty collections have a
mark of their own, because an element without content is an empty text.
"""

import re

NAMESPACE = "urn:isda-collateral:schema:sheet:1"
ROOT = "term_sheet"
ITEM = "item"
ENTRY = "entry"
KEY = "key"
NO_ITEMS = "no_items"
NO_ENTRIES = "no_entries"
OWN = frozenset({ITEM, ENTRY, NO_ITEMS, NO_ENTRIES})
"""Names that are no keys."""

_NAME = re.compile(r"(?![Xx][Mm][Ll])[A-Za-z_][A-Za-z0-9_.-]*", re.ASCII)


def is_element_name(key: str) -> bool:
    """Whether an element is named for this key; every other key stands in an `entry`.

    Example:
        >>> is_element_name("threshold"), is_element_name("AA- / Aa3 or better")
        (True, False)
        >>> is_element_name("item"), is_element_name("xml"), is_element_name("1y")
        (False, False, False)
    """
    return _NAME.fullmatch(key) is not None and key not in OWN
