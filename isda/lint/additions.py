"""A further key of a mapping, as each notation writes it."""

import json
import re
from collections.abc import Iterator
from typing import Final
from xml.sax.saxutils import escape

from isda.basics.finding import Edit
from isda.sheet.draft import Entry, Notation, Scalar, SheetDraft
from isda.sheet.draft import Mapping as Block
from isda.sheet.flow_to_block import Source, Tangled

_ENDS_IN_BRACKETS: Final = re.compile(r"[,\[\]{}]|: | #")
"""What would end a plain value inside brackets of YAML."""
_COLLECTION: Final = re.compile(r"[\"'\[{]")
"""How a value begins that is quoted already, or is a list or a mapping."""


def addition(draft: SheetDraft, node: Block, line: str) -> Edit | None:
    """Return the edit that adds a key with a single value to a mapping.

    It goes behind the last value of which it is known where it ends; what the mapping says
    does not turn on the order of its keys.

    Args:
        draft: The document.
        node: The mapping.
        line: The key and its value, as YAML writes them in a line of their own.
    """
    if draft.notation is Notation.YAML:
        write_yaml = _in_brackets if node.flow else _in_yaml
        return write_yaml(draft.text, node, line)
    key, _, said = line.partition(": ")
    word = said.strip('"')
    write = _in_json if draft.notation is Notation.JSON else _in_xml
    return next((write(draft.text, each, key, word) for each in _single(node)), None)


def in_yaml(text: str) -> str:
    """Return a value as YAML may hold it anywhere, in brackets too.

    Example:
        >>> in_yaml("nil"), in_yaml("USD 5,000,000")
        ('nil', '"USD 5,000,000"')
    """
    return json.dumps(text, ensure_ascii=False) if _ENDS_IN_BRACKETS.search(text) else text


def _single(node: Block) -> Iterator[Entry]:
    """Yield the entries with a single value, the last first."""
    for entry in reversed(node.entries.values()):
        if isinstance(entry.value, Scalar) and entry.value.text:
            yield entry


def _in_yaml(text: str, node: Block, line: str) -> Edit | None:
    for entry in _single(node):
        if entry.value.plain:
            end = text.find("\n", entry.value.end)
            end = len(text) if end < 0 else end - (text[end - 1] == "\r")
            indent = " " * (entry.key.column - 1)
            return Edit(end, end, f"\n{indent}{line}")
    return None


def _in_brackets(text: str, node: Block, line: str) -> Edit | None:
    """Return the edit of a mapping in braces; a comment stays beside what it speaks of."""
    source = Source(text)
    if text[source.start(node)] != "{":
        return None  # `[a: b]`: a pair without braces, which holds no second key
    key, _, said = line.partition(": ")
    pair = f"{key}: {said if _COLLECTION.match(said) else in_yaml(said)}"
    for entry in reversed(node.entries.values()):
        if isinstance(entry.value, Scalar) and not entry.value.text:
            continue
        try:
            end = source.end(entry.value)
        except Tangled:
            return None
        gap = _line_before(text, entry.key.start)
        is_alone = gap is not None and "#" not in text[end:].partition("\n")[0]
        return Edit(end, end, f",{gap if is_alone else ' '}{pair}")
    return None


def _in_json(text: str, entry: Entry, key: str, word: str) -> Edit:
    pair = f"{json.dumps(key)}: {json.dumps(word, ensure_ascii=False)}"
    gap = _line_before(text, entry.key.start)
    return Edit(entry.value.end, entry.value.end, f",{' ' if gap is None else gap}{pair}")


def _in_xml(text: str, entry: Entry, key: str, word: str) -> Edit | None:
    close = f"</{entry.key.text}>"
    if not text.startswith(close, entry.value.end):
        return None
    end = entry.value.end + len(close)
    gap = _line_before(text, text.rfind("<", 0, entry.value.start)) or ""
    return Edit(end, end, f"{gap}<{key}>{escape(word)}</{key}>")


def _line_before(text: str, start: int) -> str | None:
    """Return the line break and the indent before a place, or None where more stands there."""
    before = text[text.rfind("\n", 0, start) + 1 : start]
    return None if before.strip() or "\n" not in text[:start] else f"\n{before}"
