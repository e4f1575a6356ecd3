"""Ratings: the scales of the agencies, each its own, compared by place and never as text."""

from types import MappingProxyType
from typing import Final, NamedTuple

from isda.basics.amounts import did_you_mean, shown
from isda.basics.faults import AmountError

SP, MOODYS, FITCH, DBRS = "S&P", "Moody's", "Fitch", "DBRS"
KIS, NICE, KOREA_RATINGS = "KIS", "NICE", "Korea Ratings"

_LETTERS = "AAA AA+ AA AA- A+ A A- BBB+ BBB BBB- BB+ BB BB- B+ B B- CCC+ CCC CCC- CC C"
_KOREAN = _LETTERS.replace("CCC+ CCC CCC-", "CCC")
_OF_MOODYS = "Aaa Aa1 Aa2 Aa3 A1 A2 A3 Baa1 Baa2 Baa3 Ba1 Ba2 Ba3 B1 B2 B3 Caa1 Caa2 Caa3 Ca C"
_OF_DBRS = """AAA|AA (high)|AA|AA (low)|A (high)|A|A (low)|BBB (high)|BBB|BBB (low)|BB (high)
|BB|BB (low)|B (high)|B|B (low)|CCC (high)|CCC|CCC (low)|CC (high)|CC|CC (low)|C|D"""

LONG_TERM: Final = MappingProxyType(
    {
        SP: (*_LETTERS.split(), "SD", "D"),
        MOODYS: tuple(_OF_MOODYS.split()),
        FITCH: (*_LETTERS.split(), "RD", "D"),
        DBRS: tuple(" ".join(_OF_DBRS.split()).replace(" |", "|").split("|")),
        **dict.fromkeys((KIS, NICE, KOREA_RATINGS), (*_KOREAN.split(), "D")),
    }
)
"""By agency, the best first."""

SHORT_TERM: Final = MappingProxyType(
    {
        SP: ("A-1+", "A-1", "A-2", "A-3", "B", "C", "D"),
        MOODYS: ("P-1", "P-2", "P-3", "NP"),
        FITCH: ("F1+", "F1", "F2", "F3", "B", "C", "RD", "D"),
        DBRS: (
            *("R-1 (high)", "R-1 (middle)", "R-1 (low)", "R-2 (high)", "R-2 (middle)"),
            *("R-2 (low)", "R-3", "R-4", "R-5", "D"),
        ),
        **dict.fromkeys(
            (KIS, NICE, KOREA_RATINGS),
            ("A1", "A2+", "A2", "A2-", "A3+", "A3", "A3-", "B+", "B", "B-", "C", "D"),
        ),
    }
)
"""By agency, the best first."""

OTHER_NAMES = {
    "standard & poor's": SP,
    "s & p": SP,
    "moodys": MOODYS,
    "fitch ratings": FITCH,
    "kr": KOREA_RATINGS,
    "nice investors service": NICE,
    "korea investors service": KIS,
}
_AGENCIES = {name.casefold(): name for name in LONG_TERM} | OTHER_NAMES
UNRATED = frozenset({"unrated", "not rated", "nr", "wr", "withdrawn"})


def read_agency(text: str) -> str:
    """Read the name of an agency whose scale is known.

    Raises:
        AmountError: No scale of that name is known.

    Example:
        >>> read_agency("Standard & Poor's")
        'S&P'
    """
    found = _AGENCIES.get(" ".join(text.split()).casefold())
    if found is None:
        raise AmountError(
            "DQ058",
            f"{shown(text)!r} is no agency whose scale is known",
            did_you_mean(text, tuple(LONG_TERM)) or "write one of: " + ", ".join(LONG_TERM),
        )
    return found


class Grade(NamedTuple):
    """A rating of one agency: its place on the agency's own scale.

    Attributes:
        agency: Whose scale.
        words: The rating, or `unrated`.
        place: 0 is the best; None where the agency rates nothing.
    """

    agency: str
    words: str
    place: int | None

    @classmethod
    def read(cls, text: str, agency: str, *, short_term: bool = False) -> "Grade":
        """Read a rating of an agency, or `unrated`.

        Raises:
            AmountError: The rating is not on the agency's scale.

        Example:
            >>> Grade.read("Baa3", "Moody's").place == Grade.read("BBB-", "S&P").place
            True
            >>> Grade.read("unrated", "S&P").place is None
            True
        """
        plain = " ".join(text.split())
        if plain.casefold() in UNRATED:
            return cls(agency, "unrated", None)
        scale = (SHORT_TERM if short_term else LONG_TERM)[agency]
        word = plain.removesuffix("0") if agency in {KIS, NICE, KOREA_RATINGS} else plain
        if word not in scale:
            raise AmountError(
                "DQ058",
                f"{shown(text)!r} is not on the scale of {agency}",
                did_you_mean(text, scale) or f"{agency} has: {', '.join(scale)}",
            )
        return cls(agency, plain, scale.index(word))

    def is_at_least(self, other: "Grade") -> bool:
        """Whether a rating is as good as another or better; what is unrated never is.

        Example:
            >>> Grade.read("AA", "S&P").is_at_least(Grade.read("A", "S&P"))
            True
        """
        return self.place is not None and other.place is not None and self.place <= other.place
