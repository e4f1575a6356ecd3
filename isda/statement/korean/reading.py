"""What a sheet says, in Korean: its keys and elections; names and own words stay as written."""

import re
from functools import lru_cache
from importlib.resources import files
from typing import Final

import yaml

from isda.statement.korean.catalogue import GAP, entries, in_korean
from isda.terms.reading import ANSWERS

_LOADER: Final = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
FOLDER: Final = "of_sheets"
_MARKS: Final = re.compile(r"(; |, | \(|\)|: )")
"""What stands between the words of a value; the marks stay."""
_NEXT_KEY: Final = re.compile(r"[;,] ([a-z0-9 ]+)(?:: | \()")
"""The mark before a key, the key, and what opens its value."""
_PARTY: Final = re.compile(r"(?P<term>.+) of (?P<side>[AB])")
_ROW: Final = re.compile(r"(?P<term>.+?)(?P<number> \d+)")
_ANNEX: Final = "annex no. "
OF_ITS_OWN: Final = frozenset({
    "account", "address", "agreement", "at", "code", "control agreement", "custodian",
    "issuers", "lei", "name", "note", "process agent", "reason", "row", "shared with",
    "transaction", "unresolved",
})  # fmt: skip
"""Keys of names, addresses, accounts and notes: of these an answer alone is said in Korean."""
IN_WORDS: Final = frozenset({
    "absence of litigation", "additional obligations", "additional representations",
    "affiliate", "bankruptcy", "calculation agent", "calculation time",
    "conditions", "costs of transfer", "covered by 3d", "credit event upon merger.of",
    "credit support provider", "date", "disputes", "disputes.exposure", "disputes.reporting",
    "default under specified transaction", "due", "fallback", "fixed date", "governing law",
    "interest.at most", "multibranch", "netting of payments", "notices", "offices",
    "other eligible support", "other provisions", "payee tax representations",
    "payer tax representation", "percent of equity", "pledge.holder", "rate",
    "specified entities.credit event upon merger", "specified entities.cross default",
    "specified transaction", "spread", "valuation time",
})  # fmt: skip
"""Keys of own words: they are said in Korean as a whole, or stay as they are."""
_NAMES: Final = frozenset({"agreement", "code", "lei", "name", "note", "row"})
"""Keys under which even the word of an answer is a name."""
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
    of = _of(term)
    if not _stays(of) and (known := _known(value, of)):
        return known
    told, key, rest = "", "" if _is_next_key(f"; {value}", 0) else of, value
    while rest:
        if _stays(key, of):
            own, rest = _own_words(rest)
            told += _own_said(own, key)
            key = ""
        mark = _MARKS.search(rest)
        word, between = (rest[: mark.start()], mark[0]) if mark else (rest, "")
        rest = rest[len(word) + len(between) :]
        if between in {": ", " ("}:
            key = word
            told += (_label(word, of) or _said(word)) + between
        else:
            told += _said(word, key) + between
    return told


def in_english(word: str) -> tuple[str, ...]:
    """Return what a Korean word stands for in sheets and calls, spaces left out of it.

    Example:
        >>> in_english("최소인도금액")
        ('minimum transfer amount',)
        >>> in_english("유보")
        ('withheld',)
    """
    return _meanings().get(word, ())


@lru_cache(maxsize=1)
def _meanings() -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for english, korean in (*_words_of("keys").items(), *entries().items()):
        found.setdefault("".join(korean.split()), {})[english] = None
    return {korean: tuple(each) for korean, each in found.items()}


def _of(term: str) -> str:
    """Return the key of a term, without its party and its row."""
    of_party = _PARTY.fullmatch(term)
    name = of_party["term"] if of_party else term
    row = _ROW.fullmatch(name)
    return row["term"] if row else name


def _stays(key: str, of: str = "") -> bool:
    """Whether a key, in a term, is one of names or of own words."""
    return not {key, f"{of}.{key}"}.isdisjoint(OF_ITS_OWN | IN_WORDS)


def _own_words(text: str) -> tuple[str, str]:
    """Return the own words that a text begins with, brackets in pairs, and what is after them.

    They end before the next key of a sheet, or with the bracket that they stand in.
    """
    depth = 0
    for at, letter in enumerate(text):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if depth < 0 or (depth == 0 and _is_next_key(text, at)):
            return text[:at], text[at:]
    return text, ""


def _is_next_key(text: str, at: int) -> bool:
    """Whether another key stands behind the mark at a place of a text."""
    found = _NEXT_KEY.match(text, at)
    return found is not None and found[1] in _words_of("keys")


def _own_said(own: str, key: str) -> str:
    """Return own words: as a whole in Korean where they are an answer or an election."""
    if key in _NAMES:
        return own
    if key in OF_ITS_OWN:
        return (own in ANSWERS and _known(own, key)) or own
    return _known(own, key) or own


def _label(key: str, of: str = "") -> str | None:
    keys = _words_of("keys")
    return keys.get(f"{of}.{key}") or keys.get(key) or entries().get(key)


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
