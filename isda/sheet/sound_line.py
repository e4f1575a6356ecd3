"""A sheet of one line that has no fault, read in half the time.

Most lines of a bank's file are sound, and reading them with the place of every word takes as
long again as typing them. A line is therefore parsed as JSON and typed at once. Where anything
could be found in it, nothing is decided here: `sound_agreement` returns None, and the line is
read like every other sheet. Where its terms stand is looked up once somebody asks.
"""

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pydantic import ValidationError

from isda.basics.finding import Place
from isda.sheet.draft import MOST_BYTES, MOST_DEPTH, SheetDraft
from isda.sheet.yaml_events import draft_of_bytes
from isda.terms.agreement import Agreement

MAY_BE_FOUND = (b"\\", b'"unresolved"', b'"facts"', b'"book"')
"""What the full reader may read otherwise, warn of, or take for another document."""


@dataclass
class Places:
    """Where the terms of a sheet stand; the sheet is read for that when it is first asked.

    Attributes:
        raw: The bytes of the sheet.
        name: Its file.
        line: The line that it begins in.
    """

    raw: bytes
    name: str
    line: int

    def __call__(self, path: str) -> Place:
        """Return where a term stands."""
        return self._draft.place_of(path)

    @cached_property
    def _draft(self) -> SheetDraft:
        return draft_of_bytes(self.raw, self.name, first_line=self.line)


def sound_agreement(raw: bytes, name: str, *, line: int) -> Agreement | None:
    """Return the agreement of a line, or None where anything may be found in it.

    Args:
        raw: The line, without its end.
        name: The file that it stands in.
        line: Its number.

    Example:
        >>> sound_agreement(b'{"sheet": "1", "agreement": "ONE"}', "agreements.jsonl", line=1)
    """
    if len(raw) > MOST_BYTES or any(word in raw for word in MAY_BE_FOUND):
        return None
    try:
        text = raw.decode()
        tree = json.loads(text, object_pairs_hook=_once)
        if not text.isprintable() or not _is_text(tree, MOST_DEPTH) or "sheet" not in tree:
            return None
        agreement = Agreement.model_validate(tree)
    except (ValueError, RecursionError, ValidationError):
        return None
    agreement.remember(Places(raw, name, line))
    return agreement


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError(pairs)
    return found


def _is_text(node: Any, depth: int) -> bool:
    """Whether there is nothing but text in lists and mappings, and none of it too deep."""
    if isinstance(node, str):
        return True
    if not depth or not isinstance(node, dict | list):
        return False
    inner = node.values() if isinstance(node, dict) else node
    return all(_is_text(each, depth - 1) for each in inner)
