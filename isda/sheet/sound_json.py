"""JSON read for its values alone, where nothing can be found in its text.

Most documents that a program wrote are sound, and noting the place of every word takes as long
again as typing them. What is odd in any way is left to the reader that knows places and faults:
here nothing is decided about it.
"""

import json
import re
from collections.abc import Iterable
from typing import Any, Final

from isda.sheet.draft import EXACT_JSON_DIGITS, MOST_DEPTH

LONGEST: Final = 1_000
"""Characters of a word: a key of a few more is none in YAML."""
_ODD_ESCAPE: Final = re.compile(r"\\(?:/|u(?:00|[dD][89a-fA-F]))")
"""Escapes that not every reader takes alike, and letters that need none."""


def sound_values(text: str) -> dict[str, Any] | None:
    r"""Return what a text of JSON says, with text for every value; None where it is odd.

    Example:
        >>> sound_values('{"sheet": 1, "agreement": "ONE"}')
        {'sheet': '1', 'agreement': 'ONE'}
        >>> sound_values('{"sheet": 1.5}'), sound_values('{"sheet": 1, "sheet": 1}')
        (None, None)
    """
    if not _is_plain(text):
        return None
    try:
        found = _DECODER.decode(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and _is_text([found]) else None


def _is_plain(text: str) -> bool:
    """Whether every sign is seen, no word is endless, and a colon stands behind its key."""
    if not all(map(str.isprintable, text.split("\n"))):
        return False
    if "\\" in text and _ODD_ESCAPE.search(text):
        return False
    return "\n:" not in text.replace(" ", "") and max(map(len, text.split('"'))) < LONGEST


def _is_text(level: Iterable[Any]) -> bool:
    """Whether there is nothing but text in mappings and lists, and none of it too deep."""
    for _ in range(MOST_DEPTH):
        level = [
            part
            for node in level
            for part in (node.values() if node.__class__ is dict else node)
            if part.__class__ is not str
        ]
        if not {each.__class__ for each in level} <= {dict, list}:
            return False
        if not level:
            return True
    return False


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return a mapping whose keys stand once."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError(pairs)
    return found


def _exact(digits: str) -> str:
    """Return a whole number as its text; one that is long no reader keeps."""
    if len(digits) > EXACT_JSON_DIGITS:
        raise ValueError(digits)
    return digits


def _odd(text: str) -> Any:
    raise ValueError(text)


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_once, parse_int=_exact, parse_float=_odd, parse_constant=_odd
)
