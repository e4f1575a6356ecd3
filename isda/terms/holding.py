"""What an amount of the document comes to today: its own, an event's, or a rating's."""

from typing import Any, NamedTuple

from isda.basics.money import Money
from isda.basics.percentages import Percentage
from isda.facts.histories import rated_words
from isda.terms.amounts import IndependentAmountTerm
from isda.terms.events import continues
from isda.terms.ratings import UNRATED, pick_row, rows_of_table
from isda.terms.reading import Answer
from isda.terms.shares import rows_of
from isda.terms.standing import Standing


class Held(NamedTuple):
    """What a term says today.

    Attributes:
        value: The amount, or an answer.
        share: A share of the notional, or of the exposure; a list of them by attributes.
        event: The event that made it so.
        row: The row of a table by rating that says it.
        open: Why the document does not say.
        is_own: Whether it is the term's own value, which a table by rating may give.
        of_exposure: Whether the share is one of the exposure.
    """

    value: Any
    share: Any = None
    event: str | None = None
    row: str | None = None
    open: str | None = None
    is_own: bool = False
    of_exposure: bool = False

    @property
    def plainly(self) -> tuple[Any, Any, bool]:
        """Value, share and what it is a share of, for a comparison."""
        if rows_of(self.share):
            return None, self.share, self.of_exposure
        return in_one_word(self.value), None, False


def holding(term: Any, happening: frozenset[str]) -> Held:
    """Return the value and the share that hold, and the event that made them hold."""
    share, of_exposure = None, False
    if isinstance(term, IndependentAmountTerm):
        of_exposure = isinstance(term.percent_of_exposure, Percentage)
        share = term.percent_of_exposure if of_exposure else term.percent_of_notional
    for row in term.rows:
        if row.is_otherwise:
            return Held(row.value, row.percent_of_notional)
        if continues(row.event, happening):
            return Held(row.value, row.percent_of_notional, row.event)
    said = bool(rows_of(share)) or bool(term.by_rating)
    if term.while_ and term.value is Answer.NOT_STATED and not said and term.unresolved is None:
        why = "no row of its `while:` list holds, and there is no `otherwise:`"
        return Held(None, open=why)
    return Held(term.value, share, is_own=True, of_exposure=of_exposure)


def by_rating(term: Any, of: str, standing: Standing) -> Held:
    """Return what a table by rating says: each agency's row, and the rule among them.

    Args:
        term: An amount with rows by rating.
        of: Whose rating is read.
        standing: Where ratings are looked up.

    Raises:
        NotInFacts: An agency's rating is missing.
    """
    grades = standing.grades(of, term)
    rows = rows_of_table(tuple(term.by_rating), term.read_by(standing.agencies))
    said = rated_words(of, grades)
    picked = pick_row(rows, grades, term)
    if picked is None or (picked < 0 and UNRATED not in term.by_rating):
        return Held(None, open=f"{said}, and no row says what holds then")
    name = UNRATED if picked < 0 else rows[picked].words
    row = term.by_rating[name]
    why = f"by the row `{name}`: {said}"
    return Held(row.value, row.percent_of_notional, row=why)


NOTHING = frozenset({Answer.AS_PRINTED, Answer.NOT_APPLICABLE, Answer.NOT_STATED})


def in_one_word(value: Any) -> Any:
    """Return nil for an amount of zero and for each empty answer, and any other value as is."""
    empty = isinstance(value, Answer) and value in NOTHING
    return Answer.NIL if empty or (isinstance(value, Money) and not value.amount) else value
