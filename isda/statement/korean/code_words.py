"""What the codes mean, in Korean: `codes.txt` has them whole, `rules.txt` the first words."""

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from isda.basics.code import Code, read_codes


def _text(name: str) -> str:
    return (files(__package__) / name).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def codes_in_korean() -> Mapping[str, Code]:
    """Return the entries of codes and reasons, by code.

    Example:
        >>> codes_in_korean()["MC107"].title
        '평가손익 없음'
    """
    return read_codes(_text("codes.txt"))


@lru_cache(maxsize=1)
def _rules() -> Mapping[str, tuple[str, str]]:
    """Return the title of each rule and what it finds, by code."""
    rows = (line.split(" | ") for line in _text("rules.txt").splitlines())
    return {code: (title, finds) for code, title, finds in rows}


@lru_cache(maxsize=1)
def titles_in_korean() -> Mapping[str, str]:
    """Return what each code is about, rules among them.

    Example:
        >>> titles_in_korean()["CS005"]
        '양쪽 모두 무한대인 담보제공기준금액'
    """
    entries = codes_in_korean().items()
    return {code: each.title for code, each in entries} | {
        code: title for code, (title, _) in _rules().items()
    }


def finds_in_korean(code: str) -> str:
    """Return what a rule finds, in a sentence.

    Example:
        >>> finds_in_korean("CS002")
        '단위조정의 단위가 0입니다.'
    """
    return _rules()[code][1]
