"""What the codes mean, in Korean: `codes.txt` has whole entries, `rules.txt` titles."""

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
def titles_in_korean() -> Mapping[str, str]:
    """Return what each code is about, rules among them.

    Example:
        >>> titles_in_korean()["CS005"]
        '양쪽 모두 무한대인 담보제공기준금액'
    """
    rules = (line.partition(" | ") for line in _text("rules.txt").splitlines())
    entries = codes_in_korean().items()
    return {code: each.title for code, each in entries} | {
        code: title for code, _, title in rules
    }
