"""Shares of a notional: one for every transaction, or a list by its attributes."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from isda.basics.party import SIDES
from isda.basics.percentages import Percentage
from isda.terms.election import PERCENT_PATTERN, Name, Share, TermModel
from isda.terms.reading import Answer, Text, trouble


class Steps(StrEnum):
    """Which way an amount may go while its transaction lives."""

    UP_ONLY = "up only"


RowShare = Annotated[
    Percentage | Answer,
    Text(
        Percentage.read,
        "a percentage such as 10%",
        (Answer.NIL, Answer.PER_CONFIRMATION),
        PERCENT_PATTERN,
    ),
]


class ShareRow(TermModel):
    """One row of a list of shares: for transactions with these attributes, or otherwise.

    Example:
        >>> row = ShareRow.model_validate({"where": {"product": "CDS"}, "value": "10%"})
        >>> row.where, str(row.value)
        ({'product': 'CDS'}, '10%')
        >>> ShareRow.model_validate({"otherwise": "2%"}).where
        {}
    """

    where: dict[Name, Name] = Field(
        default_factory=dict, description="Attributes that the transaction must all have."
    )
    value: RowShare = Field(description="The share then, nil, or per Confirmation.")
    is_otherwise: bool = Field(default=False, exclude=True)

    @model_validator(mode="before")
    @classmethod
    def _from_sheet(cls, row: Any) -> Any:
        if not isinstance(row, dict) or "otherwise" not in row:
            return row
        rest = {key: part for key, part in row.items() if key != "otherwise"}
        return {**rest, "value": row["otherwise"], "is_otherwise": True}

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.is_otherwise == bool(self.where):
            raise trouble(
                "DQ037",
                "a row of shares needs a `where:` or is the `otherwise:`",
                "write {where: {reference_obligation: listed}, value: 10%}",
            )
        return self


def _shape_of_share(value: Any) -> str:
    return "rows" if isinstance(value, list | tuple) else "one"


Shares = Annotated[
    Annotated[Share, Tag("one")] | Annotated[tuple[ShareRow, ...], Tag("rows")],
    Discriminator(_shape_of_share),
]


def rows_of(shares: Any) -> tuple[ShareRow, ...]:
    """Return the list by attributes, or one row for every transaction; none where none is said.

    Example:
        >>> [row.is_otherwise for row in rows_of(Percentage.read("2%"))]
        [True]
    """
    if isinstance(shares, Percentage):
        return (ShareRow(value=shares, is_otherwise=True),)
    return shares if isinstance(shares, tuple) else ()


def check_rows(shares: Any) -> None:
    """Refuse a list of shares that is empty, or goes on after its `otherwise:`.

    Raises:
        PydanticCustomError: It does.

    Example:
        >>> check_rows(())
        Traceback (most recent call last):
        pydantic_core._pydantic_core.PydanticCustomError: the list of shares is empty
    """
    if shares == ():
        raise trouble(
            "DQ032",
            "the list of shares is empty",
            "write its rows, or nil where nothing is owed",
        )
    if any(row.is_otherwise for row in rows_of(shares)[:-1]):
        raise trouble(
            "DQ037",
            "`otherwise:` must be the last row of shares",
            "rows after it can never hold",
        )


def troubles_of_steps(annex: Any) -> Iterator[PydanticCustomError]:
    """Find an annex in which the amounts of both parties go up only.

    Args:
        annex: One layer of an annex.

    Example:
        >>> list(troubles_of_steps(None))
        []
    """
    owed = getattr(annex, "independent_amount", None)
    if owed is not None and all(owed.of(side).steps is not None for side in SIDES):
        yield trouble(
            "DQ039",
            "the amounts of both parties go up only, and a transaction carries one earlier "
            "amount in the facts",
            "leave the agreement out of the run",
            at="independent_amount",
        )
