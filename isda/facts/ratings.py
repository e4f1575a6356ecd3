"""What is so from a day on until something else is: ratings, and figures with a name."""

from dataclasses import dataclass
from datetime import date

from isda.basics.finding import NOWHERE, Place
from isda.basics.money import Money
from isda.basics.party import Side
from isda.basics.ratings import Grade


@dataclass(frozen=True, slots=True)
class Rating:
    """What an agency says of somebody from a day on, until it says something else.

    Attributes:
        of: A party's letter, `guarantor of A`, an issuer, a code of an issue, or a name.
        grade: The rating, or `unrated`.
        is_short_term: Whether it is of the short-term scale.
        since: Its first day.
        place: Where it was read.
    """

    of: str
    grade: Grade
    since: date
    is_short_term: bool = False
    place: Place = NOWHERE

    @property
    def same(self) -> tuple[str, str, bool, date]:
        """What makes two rows one and the same rating."""
        return self.of.casefold(), self.grade.agency, self.is_short_term, self.since

    @property
    def is_of_a_party(self) -> bool:
        """Whether it is of party A or B, or of a guarantor of one: another in each agreement.

        Example:
            >>> from isda.basics.ratings import Grade
            >>> grade = Grade.read("AA", "KIS")
            >>> [Rating(of, grade, date(2024, 1, 2)).is_of_a_party
            ...     for of in ("b", "guarantor of A", "Arc Shipping")]
            [True, True, False]
        """
        return self.of.casefold().removeprefix("guarantor of ") in {"a", "b"}


@dataclass(frozen=True, slots=True)
class NamedFigure:
    """A figure that a document turns on, such as assets under management, from a day on.

    Attributes:
        figure: Its name, as the sheet writes it.
        amount: Money, zero or more.
        since: Its first day.
        of: The party it is of, where the sheet's condition is of a party.
        place: Where it was read.
    """

    figure: str
    amount: Money
    since: date
    of: Side | None = None
    place: Place = NOWHERE

    @property
    def same(self) -> tuple[str, Side | None, date]:
        """What makes two rows one and the same figure."""
        return self.figure.casefold(), self.of, self.since
