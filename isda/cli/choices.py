"""Options that are one of a few words."""

from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

import typer

Choice = TypeVar("Choice", bound=StrEnum)


def one_of(kind: type[Choice]) -> Callable[[str], Choice]:
    """Return what reads an option that is one of a few words, or ends with 2.

    Args:
        kind: The words.
    """

    def read(text: str) -> Choice:
        try:
            return kind(text)
        except ValueError:
            from isda.basics.amounts import did_you_mean, shown

            words = [each.value for each in kind]
            listed = f"write one of {', '.join(f'`{word}`' for word in words)}"
            said = f"{shown(text)!r} is not known here; {did_you_mean(text, words) or listed}"
            raise typer.BadParameter(said) from None

    return read
