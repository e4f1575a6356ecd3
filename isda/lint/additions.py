"""A further key of a mapping, as each notation writes it."""

import json
from collections.abc import Iterator
from xml.sax.saxutils import escape

from isda.basics.finding import Edit
from isda.sheet.draft import Entry, Notation, Scalar, SheetDraft
from isda.sheet.draft import Mapping as Block


def addition(draft: SheetDraft, node: Block, line: str) -> Edit | None:
    """Return the edit that adds a key with a single value to a mapping.

    It goes behind the last single value that stands there: where that ends is known, and
    what the mapping says does not turn on the order of its keys.

    Args:
        draft: The document.
        node: The mapping; one of YAML that stands in brackets is left as it is.
        line: The key and its value, as YAML writes them.
    """
    if draft.notation is Notation.YAML:
        return None if node.flow else _in_yaml(draft.text, node, line)
    key, _, said = line.partition(": ")
    word = said.strip('"')
    write = _in_json if draft.notation is Notation.JSON else _in_xml
    return next((write(draft.text, each, key, word) for each in _single(node)), None)


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
