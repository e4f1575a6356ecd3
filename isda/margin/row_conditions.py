"""Whether a row counts a lot today, and whether a lot has to be replaced."""

from typing import cast

from isda.basics.faults import must
from isda.basics.party import Side
from isda.facts.facts import Lot
from isda.facts.histories import NotInFacts, rated_words
from isda.terms.bound import BoundTerms
from isda.terms.events import Whose, continues, might_be
from isda.terms.ratings import RatingTest
from isda.terms.row_conditions import CashIs, OnlyWhile, ReplaceWhen
from isda.terms.standing import Standing

OF_LOT = {
    "issuer": ("its issuer is not named", "add its `issuer`"),
    "issue": ("its code is not named", "add its `code` or `isin`"),
}
"""What a lot must say where its rating is read, and what to do."""


class CannotTell(Exception):
    """Nobody can say whether a condition on a lot holds.

    Attributes:
        why: What is not known.
        is_open: Whether the document leaves it open; else a fact is missing.
        help: What to do.
    """

    def __init__(self, why: str, help_text: str = "", *, is_open: bool = False) -> None:
        super().__init__(why)
        self.why, self.help, self.is_open = why, help_text, is_open


def why_not(terms: BoundTerms, condition: OnlyWhile, lot: Lot) -> str | None:
    """Return why a condition of a row keeps a lot out, or None where it holds.

    Raises:
        CannotTell: A rating or an event is not known.
    """
    if condition.approved_by is not None:
        wanted = condition.approved_by.casefold()
        if wanted in {name.casefold() for name in lot.approved_by}:
            return None
        return f"{condition.approved_by} has not approved it"
    if condition.event is not None and condition.of is not None:
        return _why_no_event(terms, condition.event, condition.of)
    met, said = is_met(terms, condition, lot)
    return None if met else f"{said}, and the row asks for {condition.asked}"


def standing_of(terms: BoundTerms) -> Standing:
    """Return where events and ratings stand: a bound leg that reads them has it."""
    must(terms.standing is not None, "a condition on collateral has no standing")
    return cast("Standing", terms.standing)


def _why_no_event(terms: BoundTerms, event: str, of: Whose) -> str | None:
    return None if goes_on(terms, event, of.sides) else f"{event} does not continue"


def goes_on(terms: BoundTerms, event: str, sides: tuple[Side, ...]) -> bool:
    """Whether an event of one of the parties continues today.

    Raises:
        CannotTell: Nobody can say it.
    """
    standing = standing_of(terms)
    if any(continues(event, standing.happening[side]) for side in sides):
        return True
    for side in sides:
        doubt = standing.doubts.get(side, {}).get(event)
        if doubt is not None:
            raise CannotTell(doubt.message, doubt.help, is_open=doubt.is_open)
        general = might_be(event, standing.happening[side])
        if general is not None:
            why = f"the facts say {general}, and not whether it is {event}"
            raise CannotTell(why, "name the particular event in the facts")
    return False


def is_met(terms: BoundTerms, test: RatingTest, lot: Lot) -> tuple[bool, str]:
    """Whether a test of a rating is met for a lot, and the ratings it read.

    Raises:
        CannotTell: A rating is missing, or the document says nothing of an unrated one.
    """
    standing = standing_of(terms)
    named = {
        "issuer": lot.issuer,
        "issue": lot.code,
        "holder": str(terms.secured_party),
    }
    of = named.get(test.rating_of or "", test.rating_of)
    if of is None:
        raise CannotTell(*OF_LOT[test.rating_of or ""])
    try:
        grades = standing.grades(of, test)
    except NotInFacts as missing:
        raise CannotTell(missing.message, missing.help) from None
    met = test.is_met(grades, standing.agencies)
    said = rated_words(of, grades)
    if met is None:
        raise CannotTell(f"{said}, and the document does not say what then", is_open=True)
    return met, said


def replaced(terms: BoundTerms, switch: ReplaceWhen, lot: Lot) -> str | None:
    """Return why a lot has to be replaced by other collateral, or None where it stays.

    Raises:
        CannotTell: A rating is not known.
    """
    if lot.is_letter or (lot.is_cash and switch.cash is CashIs.KEPT):
        return None
    if switch.currency is not None and lot.nominal.currency != switch.currency:
        return None
    met, said = is_met(terms, switch, lot)
    return f"{said}, so it is to be replaced by {switch.replace_with}" if met else None
