"""What holds of a term on a day: its value, or what an event makes of it."""

from typing import Any

from isda.basics.money import Money
from isda.basics.percentages import Percentage
from isda.terms.amounts import IndependentAmountTerm, Movement
from isda.terms.events import continues
from isda.terms.reading import Answer


def holding(term: Any, happening: frozenset[str]) -> tuple[Any, Any, str | None]:
    """Return the value and the share that hold, and the event that made them hold."""
    share = None
    if isinstance(term, IndependentAmountTerm):
        share = term.percent_of_notional
        share = share if isinstance(share, Percentage) else term.percent_of_exposure
    for row in term.rows:
        if row.is_otherwise:
            return row.value, row.percent_of_notional, None
        if continues(row.event, happening):
            return row.value, row.percent_of_notional, row.event
    silent = term.value is Answer.NOT_STATED and not isinstance(share, Percentage)
    if term.while_ and silent and term.unresolved is None:
        return None, None, None
    return term.value, share, None


def in_one_word(value: Any) -> Any:
    """Return nil for an amount of zero, and every other value as it is."""
    return Answer.NIL if isinstance(value, Money) and not value.amount else value


def multiple_of(value: Movement | Answer) -> Movement | None:
    """Return an elected rounding, or None where nothing is rounded."""
    return value if isinstance(value, Movement) and value.multiple.amount else None
