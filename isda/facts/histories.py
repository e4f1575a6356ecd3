"""What was so since when: ratings and named figures of the facts, as dated series."""

from collections.abc import Iterable
from datetime import date

from isda.basics.amounts import did_you_mean
from isda.basics.faults import IsdaError
from isda.basics.finding import NOWHERE, Place
from isda.basics.money import Money
from isda.basics.party import Side
from isda.basics.ratings import Grade
from isda.facts.facts import Facts


class NotInFacts(IsdaError):
    """A rating or a figure that a term needs is not among the facts.

    Attributes:
        message: What is missing.
        help: What to add.
        place: Where the facts stand.
    """

    def __init__(self, message: str, help_text: str, place: Place = NOWHERE) -> None:
        super().__init__(message)
        self.message, self.help, self.place = message, help_text, place


def grade_on(
    facts: Facts, of: str, agency: str, day: date, *, short_term: bool = False
) -> Grade:
    """Return what an agency said of somebody on a day.

    Raises:
        NotInFacts: No row of the agency reaches the day; `unrated` is a rating too.
    """
    rows = [
        one
        for one in facts.ratings
        if one.since <= day
        and one.grade.agency == agency
        and one.is_short_term is short_term
        and one.of.casefold() == of.casefold()
    ]
    if not rows:
        scale = "short-term rating" if short_term else "rating"
        others = tuple({one.of for one in facts.ratings if one.of.casefold() != of.casefold()})
        raise NotInFacts(
            f"no {scale} of {subject(of)} by {agency} on {day} in the facts",
            (len(of) > 1 and did_you_mean(of, others))
            or "add it to `ratings:`; write `unrated` where the agency rates nothing",
            facts.place,
        )
    return max(rows, key=lambda one: one.since).grade


def subject(of: str) -> str:
    """Return how a message names whose rating is read.

    Example:
        >>> subject("A"), subject("Korea")
        ('party A', 'Korea')
    """
    return f"party {of}" if of in {*Side} else of


def rated_words(of: str, grades: Iterable[Grade]) -> str:
    """Return what agencies say of somebody, in words.

    Example:
        >>> rated_words("B", [Grade.read("A-", "S&P"), Grade.read("unrated", "Moody's")])
        "party B is rated A- by S&P and not rated by Moody's"
    """
    said = [f"{one.words} by {one.agency}" for one in grades if one.place is not None]
    silent = [f"by {one.agency}" for one in grades if one.place is None]
    parts = (("rated", said), ("not rated", silent))
    return f"{subject(of)} is " + " and ".join(
        f"{verb} {' and '.join(each)}" for verb, each in parts if each
    )


def figure_on(facts: Facts, name: str, of: Side | None, day: date) -> Money:
    """Return a named figure as it was on a day.

    Raises:
        NotInFacts: No row reaches the day.
    """
    rows = [
        one
        for one in facts.figures
        if one.since <= day
        and one.figure.casefold() == name.casefold()
        and one.of in {of, None}
    ]
    if not rows:
        raise NotInFacts(
            f"no figure of {name} on {day} in the facts", "add it to `figures:`", facts.place
        )
    return max(rows, key=lambda one: one.since).amount


def days_of_change(facts: Facts, day: date) -> list[date]:
    """Return the days up to one on which a rating or a figure began, the oldest first."""
    days = {one.since for one in facts.ratings} | {one.since for one in facts.figures}
    return sorted(each for each in days if each <= day)
