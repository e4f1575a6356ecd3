"""Amounts that a document elects per party: threshold, minimum, independent amount."""

from functools import cached_property
from typing import Annotated, Any, NamedTuple, Self

from pydantic import Field, model_validator

from isda.basics.faults import AmountError
from isda.basics.money import Money
from isda.basics.party import SIDES, Side
from isda.terms.election import MONEY_PATTERN, Amount, Name, Noted, PerParty, Share
from isda.terms.events import EventAmount, EventName, WhileRow
from isda.terms.ratings import Rated
from isda.terms.reading import EMPTY, Answer, Text, one_of, trouble
from isda.terms.shares import Shares, Steps, check_rows, rows_of
from isda.terms.switches import CallUnder, Sharing, WorksAs


class RatedAmount(Noted):
    """What a row of a table by rating says: an amount, or a share of the notional."""

    value: EventAmount | None = Field(None, description="The amount of the row.")
    percent_of_notional: Shares | None = Field(
        None, description="Or a share of the notional, or a list by attributes."
    )

    @model_validator(mode="after")
    def _one_value(self) -> Self:
        if (self.value is None) == (self.percent_of_notional is None):
            raise trouble("DQ037", "a row by rating needs one value", "write one amount")
        check_rows(self.percent_of_notional)
        return self


class AmountTerm(Noted, Rated):
    """An amount, and what it becomes while an event of its own party continues.

    Example:
        >>> term = AmountTerm.model_validate(
        ...     {"value": "USD 5,000,000", "nil_while": ["Event of Default"]})
        >>> term.rows[0].event, term.value.currency
        ('Event of Default', 'USD')
    """

    value: Amount = Field(Answer.NOT_STATED, description="Money, nil or not applicable.")
    nil_while: tuple[EventName, ...] = Field(
        (), description="Nil while one of these continues."
    )
    while_: tuple[WhileRow, ...] = Field(
        (), alias="while", description="Read from the top: the first row that holds."
    )

    by_rating: dict[str, RatedAmount] = Field(
        default_factory=dict, description="By rating, the best row first; `below`, `unrated`."
    )

    @model_validator(mode="after")
    def _one_table(self) -> Self:
        elsewhere = {"rating_of", "agency", "agencies", "split_rating"} & self.model_fields_set
        if elsewhere and not self.by_rating:
            raise trouble(
                "DQ037",
                f"`{min(elsewhere)}:` speaks of a table by rating, and there is none",
                "add `by_rating:`, or take it out",
                at=min(elsewhere),
            )
        said = self.value is not Answer.NOT_STATED
        if self.by_rating and said:
            raise trouble(
                "DQ037",
                "an amount and a table by rating are both given",
                "keep the one that the document says",
            )
        rows: list[Any] = [*self.while_, *self.by_rating.values()]
        if not isinstance(self, ThresholdTerm) and any(
            row.value is Answer.INFINITE for row in rows
        ):
            raise trouble("DQ031", "only a threshold may be infinite", "write an amount")
        if not isinstance(self, IndependentAmountTerm) and any(
            row.percent_of_notional is not None for row in self.by_rating.values()
        ):
            raise trouble(
                "DQ037",
                "a share of the notional stands where an amount of money is expected",
                "only what is owed up front may be a share of the notional",
            )
        return self

    @model_validator(mode="after")
    def _one_way_to_say_it(self) -> Self:
        if self.nil_while and self.while_:
            raise trouble(
                "DQ037",
                "`nil_while:` and `while:` say the same thing twice",
                "keep one of them",
            )
        shared = any(row.percent_of_notional is not None for row in self.while_)
        if shared and "percent_of_notional" not in type(self).model_fields:
            raise trouble(
                "DQ037",
                "a share of the notional stands where an amount of money is expected",
                "only what is owed up front may be a share of the notional",
            )
        if any(row.is_otherwise for row in self.while_[:-1]):
            raise trouble(
                "DQ037",
                "`otherwise:` must be the last row of `while:`",
                "rows after it can never hold",
            )
        return self

    @cached_property
    def rows(self) -> tuple[WhileRow, ...]:
        """The rows of `while:`, or those that `nil_while:` is short for."""
        if not self.nil_while:
            return self.while_
        return tuple(
            WhileRow.model_construct(event=event, value=Answer.NIL, percent_of_notional=None)
            for event in self.nil_while
        )


class ThresholdTerm(AmountTerm):
    """A threshold may be infinite: exposure is then carried without end."""

    value: Annotated[
        Money | Answer,
        Text(
            Money.read,
            "an amount of money such as USD 5,000,000",
            (*EMPTY, Answer.INFINITE, Answer.TO_BE_AGREED),
            MONEY_PATTERN,
        ),
    ] = Field(Answer.NOT_STATED, description="Money, nil, infinite or not applicable.")
    works_as: Annotated[WorksAs, one_of(WorksAs)] = Field(
        WorksAs.AMOUNT, description="Subtracted, or a switch: nothing is required above nil."
    )
    shared_with: Name | None = Field(
        None, description="The agreement that uses the same threshold; the facts say how much."
    )

    sharing: Annotated[Sharing, one_of(Sharing)] = Field(
        Sharing.WHAT_IS_LEFT, description="What the other leaves of it, or exposures added."
    )
    call_under: Annotated[CallUnder, one_of(CallUnder)] | None = Field(
        None, description="Where exposures are added: under which of the two is called."
    )

    @property
    def is_of_both(self) -> bool:
        """Whether it stands against the exposures under both agreements."""
        return self.sharing is Sharing.ADDED

    @model_validator(mode="after")
    def _shared_in_one_way(self) -> Self:
        if self.is_of_both and (self.shared_with is None or self.call_under is None):
            raise trouble(
                "DQ038",
                "exposures under two agreements are added, and it is not said which the other "
                "is, or under which of the two is called",
                "write `shared_with:`, and `call_under: this` or `call_under: other`",
            )
        if self.call_under is not None and not self.is_of_both:
            raise trouble(
                "DQ037",
                "`call_under:` speaks of exposures that are added, and they are not",
                "write `sharing: exposures added`, or take `call_under:` out",
            )
        return self

    @model_validator(mode="after")
    def _shared_and_subtracted(self) -> Self:
        if self.shared_with is not None and self.works_as is WorksAs.SWITCH:
            raise trouble(
                "DQ037",
                "a threshold that only switches is never used up, so none of it is shared",
                "take `shared_with:` or `works_as:` out",
            )
        return self


UpFrontMoney = Annotated[
    Money | Answer,
    Text(
        Money.read,
        "an amount of money such as USD 500,000",
        (*EMPTY, Answer.PER_CONFIRMATION, Answer.TO_BE_AGREED),
        MONEY_PATTERN,
    ),
]
"""What is owed up front: money, an empty answer, or what each Confirmation says."""


class IndependentAmountTerm(AmountTerm):
    """A fixed sum, a share of each notional, or what each Confirmation says."""

    value: UpFrontMoney = Field(
        Answer.NOT_STATED, description="Money, nil, not applicable or per Confirmation."
    )
    percent_of_notional: Shares = Field(
        Answer.NOT_STATED,
        description="Share of the notional of every covered transaction, or a list by "
        "attributes.",
    )
    percent_of_exposure: Share = Field(
        Answer.NOT_STATED, description="Share of the other party's exposure to this one."
    )
    steps: Annotated[Steps, one_of(Steps)] | None = Field(
        None, description="up only: what a transaction brings never falls while it lives."
    )

    @model_validator(mode="after")
    def _one_amount(self) -> Self:
        said = (self.value, self.percent_of_notional, self.percent_of_exposure)
        given = [each for each in said if each is not Answer.NOT_STATED]
        if len(given) + bool(self.by_rating) > 1:
            raise trouble(
                "DQ037",
                "two of an amount, a share of the notional or the exposure, and a table by "
                "rating are given"
                if self.by_rating
                else "an amount and a share of the notional or the exposure are both given",
                "keep the one that the document says",
            )
        check_rows(self.percent_of_notional)
        return self

    @model_validator(mode="after")
    def _steps_of_each(self) -> Self:
        if self.steps is None:
            return self
        if not rows_of(self.percent_of_notional):
            raise trouble(
                "DQ037",
                "`steps:` keeps what each transaction brings from falling, and the amount is "
                "no share of each notional",
                "write `percent_of_notional:`, or take `steps:` out",
            )
        if self.rows:
            raise trouble(
                "DQ037",
                "an amount that goes up only turns on an event too, and which of them holds "
                "is not said",
                "leave the agreement out of the run, or take `steps:` out",
            )
        return self


class Movement(NamedTuple):
    """How one movement is rounded: `up to USD 10,000`, `down to …`, `nearest …`."""

    direction: str
    multiple: Money

    def __str__(self) -> str:
        return f"{self.direction}{'' if self.direction == 'nearest' else ' to'} {self.multiple}"


def read_movement(text: str) -> Movement:
    """Read `up to USD 10,000`.

    Example:
        >>> read_movement("down to KRW 10,000,000").direction
        'down'
    """
    words = text.split()
    direction = words[0] if words else ""
    rest = words[1:] if direction == "nearest" else words[2:]
    if direction not in {"up", "down", "nearest"} or (
        direction != "nearest" and words[1:2] != ["to"]
    ):
        raise AmountError(
            "DQ038",
            f"{text!r} says no direction of rounding",
            "write `up to USD 10,000`, `down to USD 10,000`, `nearest USD 10,000` or `nil`",
        )
    if direction == "nearest" and rest[:1] == ["to"]:
        rest = rest[1:]
    return Movement(direction=direction, multiple=Money.read(" ".join(rest)))


Rounded = Annotated[
    Movement | Answer,
    Text(
        read_movement,
        "a rounding such as up to USD 10,000",
        EMPTY,
        r"^((up|down) to|nearest( to)?) [A-Z]{3} [\d,.]+$",
    ),
]


class Rounding(Noted):
    """The rounding of each movement; absent means that nothing is rounded."""

    delivery: Rounded = Field(Answer.NOT_STATED, description="Rounding of a Delivery Amount.")
    return_: Rounded = Field(
        Answer.NOT_STATED, alias="return", description="Rounding of a Return Amount."
    )

    scalar_key = "delivery"

    @property
    def keeps_unnamed(self) -> bool:
        """An amendment of one movement's rounding leaves the other's."""
        return True

    @model_validator(mode="before")
    @classmethod
    def _from_scalar(cls, value: Any) -> Any:
        return {"delivery": value, "return": value} if isinstance(value, str) else value


PerPartyAmount = PerParty[AmountTerm]
PerPartyThreshold = PerParty[ThresholdTerm]
PerPartyIndependentAmount = PerParty[IndependentAmountTerm]


def side_that_switches(threshold: PerPartyThreshold) -> Side | None:
    """Return the first party whose threshold only switches; None where both are amounts.

    Example:
        >>> switch = {"value": "infinite", "works_as": "switch"}
        >>> side_that_switches(PerPartyThreshold.model_validate({"A": "nil", "B": switch}))
        <Side.B: 'B'>
    """
    return next((side for side in SIDES if threshold.of(side).works_as is WorksAs.SWITCH), None)
