"""Events of the documents, and what a term says while one continues."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from isda.basics.amounts import did_you_mean, shown
from isda.basics.faults import AmountError
from isda.basics.money import Money
from isda.basics.party import SIDES, Side
from isda.terms.election import MONEY_PATTERN, MoneyText, TermModel
from isda.terms.reading import EMPTY, Answer, Text, read_any, trouble
from isda.terms.shares import Shares, check_rows

EVENT_OF_DEFAULT = "Event of Default"
POTENTIAL_EVENT_OF_DEFAULT = "Potential Event of Default"
EARLY_TERMINATION_DATE = "Early Termination Date"
ADDITIONAL = "Additional Termination Event"
SPECIFIED_CONDITION = "Specified Condition"
LETTER_DEFAULT = "Letter of Credit Default"
"""An event of a letter of credit or of its issuer, which only other support turns on."""

EVENTS_OF_DEFAULT = (
    "Failure to Pay or Deliver",
    "Breach of Agreement",
    "Credit Support Default",
    "Misrepresentation",
    "Default Under Specified Transaction",
    "Cross-Default",
    "Bankruptcy",
    "Merger Without Assumption",
)
TERMINATION_EVENTS = (
    "Illegality",
    "Force Majeure Event",
    "Tax Event",
    "Tax Event Upon Merger",
    "Credit Event Upon Merger",
    ADDITIONAL,
)
STANDARD_EVENTS = (
    EVENT_OF_DEFAULT,
    POTENTIAL_EVENT_OF_DEFAULT,
    *EVENTS_OF_DEFAULT,
    *TERMINATION_EVENTS,
    "Termination Event",
    SPECIFIED_CONDITION,
    EARLY_TERMINATION_DATE,
)
SAME_EVENT = {"defaulting party": EVENT_OF_DEFAULT, "affected party": "Termination Event"}
INCLUDES = {
    EVENT_OF_DEFAULT: frozenset({EVENT_OF_DEFAULT, *EVENTS_OF_DEFAULT}),
    "Termination Event": frozenset({"Termination Event", *TERMINATION_EVENTS}),
}
"""A general event continues while any of its particular ones does."""

_BY_FOLD = {event.casefold(): event for event in STANDARD_EVENTS} | SAME_EVENT


def standard_event(text: str) -> str | None:
    """Return the standard name of an event, or None where the Masters know none such.

    Example:
        >>> standard_event("event of default"), standard_event("Rainy Day")
        ('Event of Default', None)
    """
    return _BY_FOLD.get(text.strip().casefold())


class Whose(StrEnum):
    """The party of an event."""

    A = "A"
    B = "B"
    EITHER = "either"

    @property
    def sides(self) -> tuple[Side, ...]:
        """The parties whose event it may be."""
        return SIDES if self is Whose.EITHER else (Side(self.value),)


class Named(str):
    """The name of an event that a term turns on: of the Masters, or the document's own."""

    __slots__ = ()


def read_event(text: str) -> Named:
    """Read the name of an event; whether the document knows it is asked of the whole.

    Example:
        >>> read_event("event of default"), read_event("First Downgrade")
        ('Event of Default', 'First Downgrade')
    """
    words = read_any(text)
    if words.casefold() == LETTER_DEFAULT.casefold():
        return Named(LETTER_DEFAULT)
    return Named(standard_event(words) or words)


def unknown_event(name: str, own: Iterable[str]) -> AmountError | None:
    """Return why a name means no event: neither the Masters' nor the document's own."""
    if standard_event(name) is not None or name in own:
        return None
    known = (*STANDARD_EVENTS, *own)
    return AmountError(
        "DQ036",
        f"{shown(name)!r} is no event of the Master Agreement, and no trigger of this annex",
        did_you_mean(name, known) or "define it under `triggers:`, or correct its name",
    )


def continues(named: str, happening: frozenset[str]) -> bool:
    """Whether an event that a term names continues, by itself or by a particular one.

    Example:
        >>> continues("Event of Default", frozenset({"Bankruptcy"}))
        True
        >>> continues("Bankruptcy", frozenset({"Illegality"}))
        False
    """
    return not happening.isdisjoint(INCLUDES.get(named, (named,)))


def might_be(named: str, happening: frozenset[str]) -> str | None:
    """Return the general event that continues and could be the particular one of a term.

    A general event is told apart by a particular one that continues beside it.

    Example:
        >>> might_be("Bankruptcy", frozenset({"Event of Default"}))
        'Event of Default'
        >>> might_be("Bankruptcy", frozenset({"Event of Default", "Cross-Default"}))
    """
    for general, particular in INCLUDES.items():
        if general in happening and named in particular and named != general:
            return None if happening & (particular - {general}) else general
    return None


EventAmount = Annotated[
    Money | Answer,
    Text(
        Money.read,
        MoneyText.kind,
        (*EMPTY, Answer.TO_BE_AGREED, Answer.INFINITE),
        MONEY_PATTERN,
    ),
]
"""An amount, which a threshold may have infinite."""

EventName = Annotated[str, Text(read_event, "an event such as Event of Default")]


class WhileRow(TermModel):
    """One row of a `while:` list: what holds while an event continues, or otherwise.

    `otherwise:` may stand alone with its value (`otherwise: USD 5,000,000`).
    """

    event: EventName | None = Field(None, description="The event that must continue.")
    value: EventAmount | None = Field(None, description="What the term is then.")
    percent_of_notional: Shares | None = Field(
        None, description="Or a share of the notional, or a list by attributes."
    )
    is_otherwise: bool = Field(default=False, exclude=True)

    @model_validator(mode="before")
    @classmethod
    def _from_sheet(cls, row: Any) -> Any:
        if not isinstance(row, dict) or "is_otherwise" in row:
            return row
        if "otherwise" not in row:
            return row
        rest = {key: part for key, part in row.items() if key != "otherwise"}
        held = row["otherwise"]
        return {
            **rest,
            **(held if isinstance(held, dict) else {"value": held}),
            "is_otherwise": True,
        }

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.is_otherwise == (self.event is not None):
            raise trouble(
                "DQ037",
                "a row of `while:` needs an `event:` or is the `otherwise:`",
                "write {event: Event of Default, value: nil}",
            )
        if (self.value is None) == (self.percent_of_notional is None):
            raise trouble(
                "DQ037",
                "a row of `while:` needs one value",
                "write `value:` (or `percent_of_notional:`)",
            )
        check_rows(self.percent_of_notional)
        return self
