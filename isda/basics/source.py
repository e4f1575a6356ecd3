"""Where a figure set by others comes from, and how well it was verified."""

from enum import StrEnum
from typing import NamedTuple


class Mark(StrEnum):
    """How a source was verified, the best first."""

    PRIMARY = "P"
    OTHER_LANGUAGE = "L"
    SECONDARY = "S"
    EARLIER_NOTE = "E"
    SAMPLES = "X"
    UNVERIFIED = "K"

    @property
    def words(self) -> str:
        """The mark in words.

        Example:
            >>> Mark.PRIMARY.words
            'primary text read'
        """
        return _WORDS[self]

    def at_best(self, other: "Mark") -> "Mark":
        """Return the weaker of two marks.

        Example:
            >>> Mark.PRIMARY.at_best(Mark.EARLIER_NOTE), Mark.UNVERIFIED.at_best(Mark.SECONDARY)
            (<Mark.EARLIER_NOTE: 'E'>, <Mark.UNVERIFIED: 'K'>)
        """
        return max(self, other, key=list(Mark).index)


_WORDS = {
    Mark.PRIMARY: "primary text read",
    Mark.OTHER_LANGUAGE: "primary text read in another language",
    Mark.SECONDARY: "secondary source read",
    Mark.EARLIER_NOTE: "verified earlier, not read again",
    Mark.SAMPLES: "seen in samples only",
    Mark.UNVERIFIED: "not verified",
}


class Source(NamedTuple):
    """An instrument, its article, and how well the text was verified.

    Example:
        >>> str(Source("Delegated Regulation (EU) 2016/2251", "Art 25(1)", Mark.PRIMARY))
        'Delegated Regulation (EU) 2016/2251 Art 25(1) (primary text read)'
    """

    instrument: str
    article: str
    mark: Mark

    def taken_over(self, instrument: str) -> "Source":
        """Return where another regime took it over: verified earlier at best, and not there.

        Example:
            >>> emir = Source("Regulation (EU) 648/2012", "Art 11", Mark.PRIMARY)
            >>> str(emir.taken_over("UK version of it"))
            'UK version of it Art 11 (verified earlier, not read again)'
        """
        return Source(instrument, self.article, self.mark.at_best(Mark.EARLIER_NOTE))

    def __str__(self) -> str:
        return f"{self.instrument} {self.article} ({self.mark.words})"
