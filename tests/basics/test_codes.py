"""The list of codes and the sources say the same."""

import re
from pathlib import Path

from isda.basics.codes import CODES

ISDA = Path(__file__).parents[2] / "isda"


def used():
    found = set()
    for path in ISDA.rglob("*.py"):
        if path.name != "codes.py":
            found |= set(re.findall(r"\b(?:DQ|MC)\d{3}\b", path.read_text(encoding="utf-8")))
    return found


def test_every_code_of_the_sources_is_listed():
    """A finding's code can always be explained."""
    assert used() - set(CODES) == set()


def test_every_listed_code_is_used():
    """No code is listed that nothing can find."""
    assert set(CODES) - used() == set()


def test_every_entry_is_complete():
    """Each code has a title, a meaning and a remedy, and titles of sentences end well."""
    for code, entry in CODES.items():
        assert entry.code == code
        assert entry.title
        assert entry.meaning.endswith(".")
        assert entry.remedy.endswith(".")
