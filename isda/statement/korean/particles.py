"""Particles that go by the sound before them: 은 or 는, 이 or 가, 을 or 를."""

import re
from typing import Final

FIRST, LAST, FINALS = ord("가"), ord("힣"), 28
CLOSED_DIGITS: Final = frozenset("013678")
"""영, 일, 삼, 육, 칠, 팔 end in a consonant."""
CLOSED_LETTERS: Final = frozenset("lmnrLMNR")
"""엘, 엠, 엔, 알 end in a consonant, as letters are read one by one."""
SILENT: Final = " )]}\"'`.,"
_ASIDE: Final = re.compile(r" ?\([^()]*\)$")
RIEUL: Final = 8
RIEUL_SIGNS: Final = frozenset("178lrLR")
"""일, 칠, 팔, 엘, 알 end in ㄹ, which takes 로 as a vowel does."""


def with_particle(text: str, pair: str) -> str:
    """Return a text with the particle of a pair that its last sound asks for.

    Args:
        text: What the particle follows.
        pair: After a consonant and after a vowel, such as `은/는` or `으로/로`.

    Example:
        >>> with_particle("한강은행", "이/가"), with_particle("대한기계", "이/가")
        ('한강은행이', '대한기계가')
        >>> with_particle("한강은행(당사자 A)", "이/가")
        '한강은행(당사자 A)이'
        >>> with_particle("USD 1,000", "을/를"), with_particle("서울", "으로/로")
        ('USD 1,000을', '서울로')
    """
    closed, open_ = pair.split("/")
    return text + (closed if _is_closed(text, spares_rieul=open_ == "로") else open_)


def _is_closed(text: str, *, spares_rieul: bool) -> bool:
    """Whether the last sound of a text is a consonant."""
    last = _ASIDE.sub("", text).rstrip(SILENT)[-1:]
    if "가" <= last <= "힣":
        final = (ord(last) - FIRST) % FINALS
        return final != 0 and not (spares_rieul and final == RIEUL)
    if spares_rieul and last in RIEUL_SIGNS:
        return False
    return last in CLOSED_DIGITS or last in CLOSED_LETTERS
