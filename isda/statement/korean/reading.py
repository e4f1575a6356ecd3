"""What a sheet says, in Korean: its keys and elections; names and own words stay as written."""

import re
from functools import lru_cache
from importlib.resources import files
from typing import Final

import yaml

from isda.statement.korean.catalogue import GAP, entries, in_korean

_LOADER: Final = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
FOLDER: Final = "of_sheets"
_MARKS: Final = re.compile(r"(; |, | \(|\)|: )")
"""What stands between the words of a value; the marks stay."""
_PARTY: Final = re.compile(r"(?P<term>.+) of (?P<side>[AB])")
_ROW: Final = re.compile(r"(?P<term>.+?)(?P<number> \d+)")
_ANNEX: Final = "annex no. "
_FEW_WORDS: Final = r"(\S+(?: \S+){,2})"


def term_in_korean(term: str) -> str:
    """Return the name of a term, with its party, its row or what the row covers.

    Example:
        >>> term_in_korean("minimum transfer amount of B")
        '당사자 B의 최소인도금액'
        >>> term_in_korean("eligible collateral, cash; currency: USD")
        '적격담보물, 현금; 통화: USD'
    """
    if of_party := _PARTY.fullmatch(term):
        return f"당사자 {of_party['side']}의 {term_in_korean(of_party['term'])}"
    if known := _label(term):
        return known
    if term.startswith(_ANNEX):
        return in_korean(term)
    if row := _ROW.fullmatch(term):
        return f"{term_in_korean(row['term'])}{row['number']}"
    name, comma, covers = term.partition(", ")
    return f"{term_in_korean(name)}{comma}{value_in_korean(covers)}" if covers else term


def value_in_korean(value: str, term: str = "") -> str:
    """Return a value of a sheet, key by key and word by word.

    Args:
        value: The value, as `isda read` shows it.
        term: The term it is of; some words mean another thing under one of them.

    Example:
        >>> value_in_korean("USD 5,000,000; nil while: Event of Default")
        'USD 5,000,000; 0이 되는 사유: 채무불이행 사유'
        >>> value_in_korean("inside", "deposit order"), value_in_korean("inside", "accrued")
        ('한도 내', '포함')
        >>> value_in_korean("Loss limit agreement (Korea)")
        '파생거래손실한도약정서(한국)'
        >>> value_in_korean("held by Bank X, counted")
        'held by Bank X, 산입'
    """
    if known := _known(value, term):
        return known
    parts = _MARKS.split(value)
    told, key = "", term
    for word, mark in zip(parts[::2], [*parts[1::2], ""], strict=True):
        if mark in {": ", " ("}:
            key = word
            told += (_label(word) or _said(word)) + mark
        else:
            told += _said(word, key) + mark
    return told


def _label(key: str) -> str | None:
    return _words_of("keys").get(key) or entries().get(key)


def _known(word: str, key: str) -> str | None:
    values = _words_of("values")
    return values.get(f"{key}: {word}") or values.get(word) or entries().get(word)


def _said(word: str, key: str = "") -> str:
    if known := _known(word, key):
        return known
    for shape, korean in _shapes():
        if found := shape.fullmatch(word):
            return korean.replace("{0}", _said(found[1]))
    return word


@lru_cache(maxsize=2)
def _words_of(name: str) -> dict[str, str]:
    """Return the entries of one of the files: English and Korean."""
    text = (files(__package__) / FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    found: dict[str, str] = yaml.load(text, Loader=_LOADER)  # noqa: S506  # text only, and our own file
    return found


@lru_cache(maxsize=1)
def _shapes() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the entries with a gap, the longest first."""
    with_gap = sorted((each for each in _words_of("values") if GAP in each), key=len)
    return tuple(
        (
            re.compile(_FEW_WORDS.join(map(re.escape, each.split(GAP)))),
            _words_of("values")[each],
        )
        for each in reversed(with_gap)
    )
