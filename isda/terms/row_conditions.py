"""Conditions on collateral: rows that count at times, lots to be replaced."""

from enum import StrEnum
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from isda.basics.amounts import read_currency
from isda.basics.percentages import ValuationPercentage
from isda.terms.election import PERCENT_PATTERN, Name, Noted, TermModel
from isda.terms.events import EventName, Whose
from isda.terms.ratings import RatingTest
from isda.terms.reading import Text, one_of, trouble


class OnlyWhile(RatingTest):
    """When a row of the table counts: a rating, an event, or an approval."""

    other_tests: ClassVar[tuple[str, ...]] = ("event", "approved_by")

    event: EventName | None = Field(None, description="While this event continues.")
    of: Annotated[Whose, one_of(Whose)] | None = Field(None, description="Whose event it is.")
    approved_by: Name | None = Field(None, description="Whose approval the lot needs.")

    @model_validator(mode="after")
    def _whose(self) -> Self:
        if (self.event is None) != (self.of is None):
            raise trouble(
                "DQ038",
                "whose event it is is not said",
                "write `event:` with `of: A`, B or either",
            )
        if self.bound and self.rating_of is None:
            raise trouble(
                "DQ038",
                "whose rating it is is not said",
                "write `rating_of: issuer` or `issue`",
            )
        return self


class UntilReplaced(StrEnum):
    """What collateral counts for from the day it is to be replaced."""

    NOTHING = "counts nothing"
    COUNTS = "counts"


class CashIs(StrEnum):
    """What the downgrade switch does to cash of its currency."""

    KEPT = "kept"
    REPLACED = "replaced too"


class ReplaceWhen(RatingTest):
    """The downgrade switch: collateral to be replaced by another once a rating falls."""

    currency: Annotated[str, Text(read_currency, "a currency such as KRW")] | None = Field(
        None, description="Only collateral in this currency."
    )
    cash: Annotated[CashIs, one_of(CashIs)] = Field(
        CashIs.KEPT, description="Whether cash in that currency has to be replaced too."
    )
    replace_with: Name = Field(description="What has to come in its place, such as USD cash.")
    until_replaced: Annotated[UntilReplaced, one_of(UntilReplaced)] = Field(
        UntilReplaced.NOTHING, description="What it counts for until then."
    )

    @model_validator(mode="after")
    def _whose(self) -> Self:
        if self.rating_of is None:
            raise trouble(
                "DQ038",
                "whose rating it is is not said",
                "write `rating_of: issuer` or `issue`",
            )
        if self.cash is CashIs.REPLACED and (
            self.currency is None or self.rating_of in {"issuer", "issue"}
        ):
            raise trouble(
                "DQ038",
                "cash has no issuer, and it is not said which cash is to be replaced",
                "write the currency and whose rating: `currency: KRW`, `rating_of: Korea`",
            )
        return self


class PercentageWhile(TermModel):
    """One percentage for the whole table while an event continues."""

    event: EventName = Field(description="The event that must continue.")
    of: Annotated[Whose, one_of(Whose)] = Field(description="Whose event it is.")
    value: Annotated[
        ValuationPercentage,
        Text(
            ValuationPercentage.read, "a valuation percentage such as 100%", (), PERCENT_PATTERN
        ),
    ] = Field(description="What every eligible item counts for then.")


class AllPercentages(Noted):
    """What stands in the place of every percentage while an event continues."""

    while_: tuple[PercentageWhile, ...] = Field(
        (), alias="while", description="Read from the top: the first that holds."
    )

    scalar_key = "while"
