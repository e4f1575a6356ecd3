"""Legal Entity Identifiers: twenty characters, of which the last two check the others."""

import re
from typing import Final

from isda.basics.party import Side
from isda.basics.source import Mark, Source
from isda.lint.sheet import Sheet

ISO_17442: Final = Source("ISO 17442", "and ISO 7064, mod 97-10", Mark.SECONDARY)
_SHAPE: Final = re.compile(r"[0-9A-Z]{18}[0-9]{2}", re.ASCII)


def lei_of(sheet: Sheet, side: Side) -> str | None:
    """Return a party's identifier in capitals; None where none stands."""
    said = sheet.agreement.parties.of(side).lei
    return None if said is None else said.strip().upper()


def is_lei(text: str) -> bool:
    """Whether a text has the shape of an identifier and its check digits fit.

    The characters are read as one long number, a letter as two digits from 10 for A, and that
    number must leave 1 over when divided by 97.

    Example:
        >>> is_lei("5493001KJTIIGC8Y1R12"), is_lei("5493001KJTIIGC8Y1R13")
        (True, False)
    """
    if _SHAPE.fullmatch(text) is None:
        return False
    return int("".join(str(int(character, 36)) for character in text)) % 97 == 1
