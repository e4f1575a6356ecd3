"""Other Eligible Support: letters of credit that count, and support in own words."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field, GetJsonSchemaHandler, model_validator
from pydantic_core import PydanticCustomError, core_schema

from isda.basics.amounts import read_currency
from isda.basics.days import Length
from isda.basics.party import SIDES, Side
from isda.basics.percentages import ValuationPercentage
from isda.facts.facts import LETTER_OF_CREDIT
from isda.terms.derived import NATURES, SECURITY
from isda.terms.election import PERCENT_PATTERN, Name, PerParty, Term, TermModel, Words
from isda.terms.events import EventName
from isda.terms.reading import Text, one_of, trouble
from isda.terms.row_conditions import OnlyWhile

LENGTH_PATTERN = r"^[0-9]{1,4} ?(y|m|d|years?|months?|days?)$"


class Support(StrEnum):
    """Support other than collateral that a row can count."""

    LETTER_OF_CREDIT = LETTER_OF_CREDIT


class SupportRow(TermModel):
    """What a letter of credit counts for, and when.

    Example:
        >>> row = SupportRow.model_validate({
        ...     "support": "letter of credit", "valuation_percentage": "100%",
        ...     "expires_at_least": "30 days"})
        >>> str(row.valuation_percentage), str(row.expires_at_least)
        ('100%', '30d')
    """

    support: Annotated[Support, one_of(Support)] = Field(description="letter of credit.")
    valuation_percentage: Annotated[
        ValuationPercentage,
        Text(
            ValuationPercentage.read, "a valuation percentage such as 100%", (), PERCENT_PATTERN
        ),
    ] = Field(description="What counts of 100 of what may still be drawn.")
    currency: Annotated[str, Text(read_currency, "a currency such as USD")] | None = Field(
        None, description="Only in this currency."
    )
    only_while: OnlyWhile | None = Field(
        None, description="It counts only while a rating, an event or an approval holds."
    )
    nil_while: tuple[EventName, ...] = Field(
        (),
        description="Nil while one of these continues: Letter of Credit Default of the letter "
        "or its issuer, or an event of the party that posts it.",
    )
    expires_at_least: (
        Annotated[Length, Text(Length.read, "a length such as 30 days", (), LENGTH_PATTERN)]
        | None
    ) = Field(None, description="How long after the Valuation Date it must expire at least.")
    at: Name | None = Field(None, description="The paragraph as printed in the document.")
    note: Name | None = Field(None, description="Own words.")


class OtherSupport(Term[Words]):
    """Support other than collateral: own words, which are kept, or rows that count it."""

    rows: tuple[SupportRow, ...] = Field((), description="What counts, row by row.")

    @model_validator(mode="before")
    @classmethod
    def _from_scalar(cls, value: Any) -> Any:
        """Read a bare value as own words, and a list as its rows."""
        if isinstance(value, list | tuple):
            return {"rows": value}
        return value if isinstance(value, dict | cls) else {"value": value}

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        found = super().__get_pydantic_json_schema__(schema, handler)
        rows = found["anyOf"][-1]["properties"]["rows"]
        listed = {key: part for key, part in rows.items() if key != "default"}
        return {"anyOf": [listed, *found["anyOf"]]}


PerPartySupport = PerParty[OtherSupport]


def rows_of_support(annex: Any, poster: Side) -> tuple[SupportRow, ...]:
    """Return what an annex counts of a party's other support; no rows where it has none."""
    elected = getattr(annex, "other_eligible_support", None)
    rows: tuple[SupportRow, ...] = () if elected is None else elected.of(poster).rows
    return rows


def counts_letters(annex: Any) -> bool:
    """Whether letters of credit count under an annex, whoever posts them."""
    return any(rows_of_support(annex, side) for side in SIDES)


def troubles_of_support(annex: Any) -> Iterator[PydanticCustomError]:
    """Find letters of credit in the table, and rows where title passes."""
    for number, row in enumerate(annex.eligible_collateral):
        if row.asset.casefold() == LETTER_OF_CREDIT:
            yield trouble(
                "DQ039",
                "a letter of credit is no item of the table: it is drawn on, and has no price",
                "write it under `other_eligible_support:`, with `support: letter of credit`",
                at=f"eligible_collateral.{number}.asset",
            )
    nature = NATURES[annex.form]
    if counts_letters(annex) and nature.technique not in SECURITY:
        yield trouble(
            "DQ085",
            f"{annex.form.title} is a {nature.technique} and knows no Other Eligible Support",
            "keep what was agreed in own words, or under `other_terms:`",
            at="other_eligible_support",
        )
