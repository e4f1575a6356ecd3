"""What a command speaks: English, or Korean from its catalogue."""

from collections.abc import Callable
from contextvars import ContextVar
from enum import StrEnum
from typing import Annotated, NamedTuple

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


class Said(str):
    """A text that is in the language already, or a user's own: it is printed as it stands."""

    __slots__ = ()


_GAP = "\ufdd0"
"""What stands around the number of a gap while its sentence is said: no letter of any text."""


class _Voice(NamedTuple):
    """How a sentence, the name of a term and a value of a sheet are said."""

    sentence: Callable[[str], str]
    term: Callable[[str], str]
    value: Callable[[str, str], str]


_ENGLISH = _Voice(str, str, lambda value, _: value)
_VOICE: ContextVar[_Voice] = ContextVar("voice", default=_ENGLISH)


def speak(language: Language) -> None:
    """Let what is printed from now on be in a language."""
    if language is Language.ENGLISH:
        _VOICE.set(_ENGLISH)
        return
    from isda.statement.korean.catalogue import in_korean
    from isda.statement.korean.reading import term_in_korean, value_in_korean

    _VOICE.set(_Voice(in_korean, term_in_korean, value_in_korean))


def is_korean() -> bool:
    """Whether the command speaks Korean."""
    return _VOICE.get() is not _ENGLISH


def say(text: str) -> str:
    """Return a text in the language of the command.

    Example:
        >>> say("no call")
        'no call'
    """
    return text if isinstance(text, Said) else _VOICE.get().sentence(text)


def say_of(sentence: str, *own: str) -> Said:
    """Return a sentence whose gaps a user's own words fill, which stay as they are.

    Example:
        >>> say_of("{}: {} (party A) and {} (party B)", "ONE", "Bank", "cash")
        'ONE: Bank (party A) and cash (party B)'
    """
    marks = [f"{_GAP}{number}{_GAP}" for number in range(len(own))]
    parts = say(sentence.format(*marks)).split(_GAP)
    return Said("".join(own[int(part)] if at % 2 else part for at, part in enumerate(parts)))


def say_term(term: str) -> Said:
    """Return the name of a term, such as `threshold of A`, in the language of the command."""
    return Said(_VOICE.get().term(term))


def say_value(value: str, term: str) -> Said:
    """Return what a sheet says of a term; what is a user's own stays as it is written."""
    return Said(_VOICE.get().value(value, term))
