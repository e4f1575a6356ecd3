"""The name or code of an asset looks mistyped.

What it finds:
    An asset whose name is a slip of at most two letters from a well-known one (`US Tresury`;
    an adjective such as `Canadian` is no slip), cash that is
    named by its currency (`USD`, `USD cash`), and an asset code that differs from one of the
    industry's codes only in its marks (`US_TBILL`).
Why it matters:
    The facts name each item of collateral by asset and code. Under a mistyped name no item is
    found, and what is posted counts nothing. Names are free text, so an asset that is merely
    unusual is left alone.
What to do:
    Correct the name; write cash as `asset: cash` with its `currency:`.
Law:
    The paragraph of eligible collateral. The industry's codes are quoted from memory: check.
"""

from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from isda.basics.currencies import CURRENCIES
from isda.basics.finding import Severity
from isda.law.paragraphs import cite
from isda.lint.buckets import RowSeen, Table, tables
from isda.lint.rule import Flaw, Rule
from isda.lint.sheet import Sheet

KNOWN: Final = (
    "cash", "US Treasury", "UK Treasury", "Germany Treasury", "France Treasury",
    "Italy Treasury", "Japan Treasury", "Korea Treasury", "Canada Treasury",
    "Switzerland Treasury", "Gilt", "Bund", "US Agency", "corporate bond", "covered bond",
    "government bond", "commercial paper",
)  # fmt: skip
WORDS_OF: Final = MappingProxyType({known: known.casefold().split() for known in KNOWN})
CODES: Final = (
    "US-CASH", "EU-CASH", "GB-CASH", "JP-CASH", "US-TBILL", "US-TNOTE", "US-TBOND", "US-TIPS",
)  # fmt: skip
ADJECTIVES: Final = frozenset({
    "american", "australian", "austrian", "belgian", "british", "canadian", "chinese", "danish",
    "dutch", "english", "finnish", "french", "german", "greek", "irish", "italian", "japanese",
    "korean", "mexican", "norwegian", "polish", "portuguese", "spanish", "swedish", "swiss",
})  # fmt: skip
"""Words for a country that are no slip of its name."""
NEAR: Final = 0.8
SLIPS: Final = 2
"""Letters put in, left out or changed, at most: more make another word."""
LEAST: Final = 4
"""A word of fewer letters is no slip of another: UK and US differ by one letter."""
CASH = "cash"


def _find(sheet: Sheet) -> Iterator[Flaw]:
    for table in tables(sheet):
        for seen in table.rows:
            yield from _of_name(table, seen)
            yield from _of_code(table, seen)


def _of_name(table: Table, seen: RowSeen) -> Iterator[Flaw]:
    asset, cites = seen.row.asset, (cite("eligible-collateral", table.annex.form),)
    currency = _cash_in(asset)
    meant = meant_by(asset)
    if currency is not None:
        yield Flaw(
            f"{seen.at}.asset",
            f"`{asset}` is a currency and not the name of an asset",
            f"write `asset: cash` and `currency: {currency}`",
            why="the facts name cash as cash, so this row finds none",
            cites=cites,
        )
    elif meant is not None:
        yield Flaw(
            f"{seen.at}.asset",
            f"`{asset}` looks like a slip of `{meant}`",
            f"write `asset: {meant}`, or the name under which the facts list it",
            why="under a mistyped name no collateral is found, and it counts nothing",
            cites=cites,
            fix=table.annex.sheet.replacing(
                f"{seen.at}.asset", meant, f"write `{meant}`", is_safe=False
            ),
        )


def _cash_in(asset: str) -> str | None:
    """Return the currency of cash that is named by it, or None."""
    words = [word for word in asset.split() if word.casefold() != CASH]
    return words[0] if len(words) == 1 and words[0] in CURRENCIES else None


@lru_cache(maxsize=1024)
def meant_by(asset: str) -> str | None:
    """Return the well-known name that a name is one slip away from, or None.

    Example:
        >>> meant_by("US Tresury"), meant_by("US Treasuries"), meant_by("Canadian Treasury")
        ('US Treasury', None, None)
    """
    words = asset.casefold().split()
    if words in WORDS_OF.values():
        return None
    return next((known for known, parts in WORDS_OF.items() if _is_near(words, parts)), None)


def _is_near(words: list[str], known: list[str]) -> bool:
    """Whether two names have the same words but for one, which is a slip of the other's."""
    other = [pair for pair in zip(words, known, strict=False) if pair[0] != pair[1]]
    return len(words) == len(known) and len(other) == 1 and _is_slip(*other[0])


def _is_slip(word: str, known: str) -> bool:
    """Whether a word is a slip: neither a beginning of the other, nor as far as a new word."""
    if min(len(word), len(known)) < LEAST or word.startswith(known) or known.startswith(word):
        return False
    is_near = SequenceMatcher(None, word, known).ratio() >= NEAR
    return is_near and word not in ADJECTIVES and _distance(word, known) <= SLIPS


def _distance(word: str, known: str) -> int:
    """Return how many letters have to be put in, left out or changed."""
    row = list(range(len(known) + 1))
    for count, letter in enumerate(word, 1):
        last, row[0] = row[0], count
        for place, other in enumerate(known, 1):
            changed = last + (letter != other)
            last, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, changed)
    return row[-1]


def _of_code(table: Table, seen: RowSeen) -> Iterator[Flaw]:
    code = seen.row.code or ""
    meant = _code_meant(code)
    if meant is not None and code.casefold() != meant.casefold():
        yield Flaw(
            f"{seen.at}.code",
            f"the code `{code}` is written `{meant}` in the industry's list: check",
            f"write `code: {meant}`, or the code under which the facts list it",
            why="the facts name collateral by its code, so another shape finds none",
            cites=(cite("eligible-collateral", table.annex.form),),
            severity=Severity.INFO,
        )


@lru_cache(maxsize=1024)
def _code_meant(code: str) -> str | None:
    """Return the code of the industry that has the same letters and digits, or None."""
    return next((each for each in CODES if _bare(each) == _bare(code)), None)


def _bare(code: str) -> str:
    return "".join(letter for letter in code.casefold() if letter.isalnum())


RULE = Rule(Severity.WARNING, _find)
