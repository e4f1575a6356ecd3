"""Which law the words of a sheet mean."""

import re
from typing import Final

_NAMES: Final = {
    "New York": r"new york|ny|n\.\s?y\.?",
    "England": "england|english",
    "France": "france|french",
    "Ireland": r"(?<!northern )ireland|irish",
    "Japan": "japan(ese)?",
    "Korea": "korean?",
}
CITIES: Final = {
    "New York": "New York",
    "England": "London",
    "France": "Paris",
    "Ireland": "Dublin",
    "Japan": "Tokyo",
    "Korea": "Seoul",
}
"""The city whose hour a form written for a law uses."""


def laws_in(text: str) -> frozenset[str]:
    """Return the laws that some words name, by the names of the forms' own laws.

    Example:
        >>> sorted(laws_in("the laws of England and Wales"))
        ['England']
        >>> sorted(laws_in("N.Y. law")), sorted(laws_in("Singapore"))
        (['New York'], [])
    """
    fold = text.casefold()
    return frozenset(
        law for law, name in _NAMES.items() if re.search(rf"(?<!\w)({name})(?!\w)", fold)
    )


def same_law(one: str, other: str) -> bool:
    """Whether two wordings name a law in common, or are the same words.

    Example:
        >>> same_law("English", "England"), same_law("New York", "England")
        (True, False)
        >>> same_law("Singapore law", "singapore law")
        True
    """
    return bool(laws_in(one) & laws_in(other)) or one.casefold() == other.casefold()
