"""The catalogue: each English sentence with gaps, and its Korean."""

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final

import yaml

from isda.law.forms import Form
from isda.law.paragraphs import PARAGRAPHS
from isda.statement.korean.particles import with_particle

_LOADER: Final = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
GAP = "{}"
_GAP = re.compile(r"\{(\d)(?::([^}]+))?\}")
_TITLES = "|".join(sorted((re.escape(form.title) for form in Form), key=len, reverse=True))
_FILLING = rf"((?:the )?(?:{_TITLES})|.*?)"
"""What stands in a gap: the whole title of a form, or as little as may be."""
_WORDED = "|".join(
    sorted({re.escape(row[Form.LOSS_LIMIT_KOREA]) for row in PARAGRAPHS.values()
            if Form.LOSS_LIMIT_KOREA in row} - {"pledge"})
)  # fmt: skip
_FORM = r"[A-Z][\w -]+(?: \(\w+\))? "
_SOURCE = rf"(?:(?:MC|DQ)\d{{3}}|(?:{_FORM})?(?:\d+(?:\(\w+\))*|{_WORDED}))"
_SOURCES = rf"{_SOURCE}(?:, {_SOURCE})*"
_REASON = re.compile(rf"(?P<said>.+) \((?P<source>{_SOURCES})\)", re.DOTALL)
_REASONS = re.compile(rf".+ \({_SOURCES}\)(?:; and \d+ more)?", re.DOTALL)
_NEXT_REASON = re.compile(r"(?<=\)); ")
"""Reasons in a row, each with its paragraphs or its code, as a sentence has them."""
_PLACED = re.compile(
    r"(?P<place>(?:\S+:\d\S*|\S+(?= \(row))(?: \(row \d+\))? (?:DQ|MC)\d{3}) (?P<said>.+)",
    re.DOTALL,
)
"""A finding as text: its place and its code stay."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with gaps.

    Attributes:
        shape: The English one as a pattern.
        korean: The Korean one: `{0:을/를}` is the first gap and the particle after it.
        letters: How many letters stand outside the gaps: the more, the surer a match.
        is_closed: Whether letters stand at both ends, which is surer than any number of them.
    """

    shape: re.Pattern[str]
    korean: str
    letters: int
    is_closed: bool = False

    def rank(self) -> tuple[bool, int]:
        """Return the place among the sentences that may match, the surest first."""
        return not self.is_closed, -self.letters

    def filled(self, parts: tuple[str, ...]) -> str:
        """Return the Korean sentence with its gaps filled; a key in backticks stays."""

        def fill(gap: re.Match[str]) -> str:
            part = parts[int(gap[1])]
            is_key = gap.string.count("`", 0, gap.start()) % 2 == 1
            part = part if is_key else in_korean(part)
            return with_particle(part, gap[2]) if gap[2] else part

        return _GAP.sub(fill, self.korean)


@lru_cache(maxsize=1)
def entries() -> dict[str, str]:
    """Return every entry: English with `{}` for a gap, and Korean.

    Example:
        >>> entries()["exposure"]
        '익스포저'
    """
    found: dict[str, str] = {}
    for path in sorted(files(__package__).iterdir(), key=str):
        if path.name.endswith(".yaml"):
            found |= yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506  # text only, and our own file
    return found


@lru_cache(maxsize=1)
def _sentences() -> dict[str, tuple[Sentence, ...]]:
    """Return the sentences with gaps by their first word; by nothing where that is a gap."""
    found: dict[str, list[Sentence]] = {}
    for english, korean in entries().items():
        if GAP in english:
            literal = [re.escape(part) for part in english.split(GAP)]
            shape = re.compile(_FILLING.join(literal), re.DOTALL)
            is_closed = not english.startswith(GAP) and not english.endswith(GAP)
            one = Sentence(shape, korean, len(english.replace(GAP, "")), is_closed)
            found.setdefault(_first_word(english), []).append(one)
    return {word: tuple(sorted(each, key=Sentence.rank)) for word, each in found.items()}


def _first_word(text: str) -> str:
    word = text.split(" ", 1)[0]
    return "" if GAP in word else word


def _of_reason(text: str) -> str:
    """Return a reason in Korean; the paragraphs behind it stay behind it."""
    match = _REASON.fullmatch(text)
    if match is None:
        return in_korean(text)
    source = ", ".join(map(in_korean, match["source"].split(", ")))
    return f"{in_korean(match['said'])} ({source})"


@lru_cache(maxsize=4096)
def in_korean(text: str) -> str:
    """Return a text in Korean, as far as the catalogue has it.

    Example:
        >>> in_korean("no call")
        '마진콜 없음'
        >>> in_korean("Arc Shipping")
        'Arc Shipping'
    """
    known = entries().get(text)
    if known is not None:
        return known
    placed = _PLACED.fullmatch(text)
    if placed:
        return f"{placed['place']} {in_korean(placed['said'])}"
    reasons = _REASONS.fullmatch(text)
    if reasons:
        return "; ".join(_of_reason(each) for each in _NEXT_REASON.split(text))
    by_word = _sentences()
    near = (*by_word.get(_first_word(text), ()), *by_word.get("", ()))
    for one in sorted(near, key=Sentence.rank):
        match = one.shape.fullmatch(text)
        if match and (one.is_closed or not any("; " in part for part in match.groups())):
            return one.filled(match.groups())
    if "; " in text:
        return "; ".join(map(in_korean, text.split("; ")))
    annex, colon, said = text.partition(": ")  # whose reason it is, and the reason
    return f"{annex}{colon}{in_korean(said)}" if said else text
