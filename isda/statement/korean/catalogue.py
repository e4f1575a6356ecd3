"""The catalogue: each English sentence with gaps, and its Korean."""

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final

import yaml

from isda.statement.korean.particles import with_particle

_LOADER: Final = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
GAP = "{}"
_GAP = re.compile(r"\{(\d)(?::([^}]+))?\}")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with gaps.

    Attributes:
        shape: The English one as a pattern.
        korean: The Korean one: `{0:을/를}` is the first gap and the particle after it.
        letters: How many letters stand outside the gaps: the more, the surer a match.
    """

    shape: re.Pattern[str]
    korean: str
    letters: int

    def filled(self, parts: tuple[str, ...]) -> str:
        """Return the Korean sentence with its gaps filled."""

        def fill(gap: re.Match[str]) -> str:
            part = parts[int(gap[1])]
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
            shape = re.compile("(.*?)".join(literal), re.DOTALL)
            one = Sentence(shape, korean, len(english.replace(GAP, "")))
            found.setdefault(_first_word(english), []).append(one)
    return {
        word: tuple(sorted(each, key=lambda one: -one.letters)) for word, each in found.items()
    }


def _first_word(text: str) -> str:
    word = text.split(" ", 1)[0]
    return "" if GAP in word else word


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
    by_word = _sentences()
    near = (*by_word.get(_first_word(text), ()), *by_word.get("", ()))
    for one in sorted(near, key=lambda each: -each.letters):
        match = one.shape.fullmatch(text)
        if match:
            return one.filled(tuple(in_korean(part) for part in match.groups()))
    return "; ".join(map(in_korean, text.split("; "))) if "; " in text else text
