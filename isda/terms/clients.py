"""Clients bound severally by one agreement: whose amounts are split, and by which shares."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from isda.basics.party import SIDES, Side
from isda.basics.percentages import Percentage
from isda.terms.election import PERCENT_PATTERN, Name, Noted, PerParty, TermModel
from isda.terms.reading import EMPTY, Text, one_of, trouble

WHOLE = Decimal(1)


class Client(TermModel):
    """One of several clients that a party stands for, each for itself.

    Example:
        >>> str(Client.model_validate({"name": "Fund One", "share": "25%"}).share)
        '25%'
    """

    name: Name = Field(description="Its name; the facts of a day name it.")
    share: Annotated[
        Percentage, Text(Percentage.read, "a percentage such as 25%", (), PERCENT_PATTERN)
    ] = Field(description="Its share of what is split among the clients.")


class Splittable(StrEnum):
    """Amounts that clients may have between them."""

    INDEPENDENT_AMOUNT = "independent_amount"
    THRESHOLD = "threshold"
    MINIMUM = "minimum_transfer_amount"


class SplitList(Noted):
    """Which amounts are split; `nil` where each client has the whole of every one."""

    value: tuple[Annotated[Splittable, one_of(Splittable)], ...] = Field(
        (), description="Amounts that are split, or nil."
    )

    @field_validator("value", mode="before")
    @classmethod
    def _nil_is_empty(cls, value: Any) -> Any:
        return () if isinstance(value, str) and value in EMPTY else value


PerPartySplit = PerParty[SplitList]


def troubles_of_clients(parties: Sequence[Any]) -> Iterator[PydanticCustomError]:
    """Find several clients of both parties, one alone, two of a name, and odd shares.

    Args:
        parties: Party A and party B.
    """
    several = [side for side, party in zip(SIDES, parties, strict=True) if party.severally]
    if len(several) > 1:
        yield trouble(
            "DQ039",
            "both parties stand for several clients",
            "write one sheet for each client of one of them",
            at="parties.A.severally",
        )
    for side in several:
        clients = parties[SIDES.index(side)].severally
        at = f"parties.{side}.severally"
        names = [each.name.casefold() for each in clients]
        if len(names) == 1 or len(set(names)) < len(names):
            yield trouble(
                "DQ039",
                "several clients need several names",
                "name each client once, or take `severally:` out",
                at=at,
            )
        elif sum((each.share.fraction for each in clients), Decimal(0)) != WHOLE:
            yield trouble(
                "DQ039",
                "the shares of the clients are not 100% together",
                "correct the shares; what nobody splits goes whole to each client",
                at=at,
            )


def troubles_of_split(annex: Any, *, is_several: bool) -> Iterator[PydanticCustomError]:
    """Find an annex that does not say what several clients have between them, or need not.

    Args:
        annex: One layer of an annex.
        is_several: Whether a party stands for several clients.
    """
    is_known = "split_among_clients" in type(annex).model_fields
    said = "split_among_clients" in annex.model_fields_set
    if is_several and not is_known:
        yield trouble(
            "DQ085",
            f"{annex.form.title} cannot be computed for several clients",
            "write one sheet for each client",
            at="form",
        )
    elif is_several and not said:
        yield trouble(
            "DQ015",
            "a party stands for several clients, and what is split among them is not said",
            "write `split_among_clients: [independent_amount]`, or nil where each client has "
            "the whole of every amount",
        )
    elif said and not is_several:
        yield trouble(
            "DQ039",
            "amounts are split among clients, and no party stands for several",
            "name them under `severally:` of the party, or take it out",
            at="split_among_clients",
        )
    shared = is_several and is_known and any(annex.threshold.of(s).shared_with for s in SIDES)
    if shared:
        yield trouble(
            "DQ039",
            "a threshold is shared with another agreement, and with several clients too",
            "leave the agreement out of the run: nothing says which comes first",
            at="threshold",
        )


def is_split(annex: Any, key: str, side: Side) -> bool:
    """Whether an amount of a party is split among clients."""
    return key in {str(each) for each in annex.split_among_clients.of(side).value}
