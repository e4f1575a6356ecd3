"""What a command speaks: English, or Korean from its catalogue."""

from collections.abc import Callable
from contextvars import ContextVar
from enum import StrEnum
from typing import Annotated

import typer

from isda.cli.choices import one_of


class Language(StrEnum):
    """A language that sentences can be printed in."""

    ENGLISH = "en"
    KOREAN = "ko"


Spoken = Annotated[
    Language,
    typer.Option(
        "--lang",
        metavar="LANG",
        parser=one_of(Language),
        help="Print in en or ko; JSON stays English.",
    ),
]
_SAY: ContextVar[Callable[[str], str]] = ContextVar("say", default=str)


def speak(language: Language) -> None:
    """Let what is printed from now on be in a language."""
    if language is Language.ENGLISH:
        _SAY.set(str)
        return
    from isda.statement.korean.catalogue import in_korean

    _SAY.set(in_korean)


def is_korean() -> bool:
    """Whether the command speaks Korean."""
    return _SAY.get() is not str


def say(text: str) -> str:
    """Return a text in the language of the command.

    Example:
        >>> say("no call")
        'no call'
    """
    return _SAY.get()(text)
