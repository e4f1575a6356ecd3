"""An independent amount that stands apart: its own minimum, rounding and collateral."""

from typing import Any

from pydantic import Field
from pydantic_core import PydanticCustomError

from isda.terms.amounts import PerPartyAmount, Rounding
from isda.terms.collateral import CollateralRow
from isda.terms.election import TermModel
from isda.terms.reading import trouble
from isda.terms.switches import HoldersAmount, Where

OWN_KEYS = ("minimum_transfer_amount", "rounding", "eligible_collateral")


class SeparateIndependentAmount(TermModel):
    """What a separate independent amount elects for itself; a table left out is the annex's.

    Example:
        >>> own = SeparateIndependentAmount.model_validate(
        ...     {"minimum_transfer_amount": "USD 100,000"})
        >>> own.minimum_transfer_amount.B.value.currency, sorted(own.own_keys)
        ('USD', ['minimum_transfer_amount', 'rounding'])
    """

    minimum_transfer_amount: PerPartyAmount = Field(
        default_factory=PerPartyAmount, description="Its own smallest movement, per party."
    )
    rounding: Rounding = Field(
        default_factory=Rounding, description="Its own multiple and direction."
    )
    eligible_collateral: tuple[CollateralRow, ...] | None = Field(
        None, description="Its own table; left out, the table of the annex."
    )

    @property
    def keeps_unnamed(self) -> bool:
        """An amendment of the minimum keeps the rounding and the table."""
        return True

    @property
    def own_keys(self) -> frozenset[str]:
        """The keys that hold here and not in the annex."""
        return frozenset(key for key in OWN_KEYS if getattr(self, key) is not None)


def is_separate(annex: Any) -> bool:
    """Whether the independent amount of an annex has legs of its own."""
    where = getattr(annex, "independent_amount_is", None)
    return where is not None and where.value is Where.SEPARATE


def of_independent_amount(annex: Any) -> tuple[Any, frozenset[str]]:
    """Return the annex as the legs of its independent amount read it, and its own keys."""
    own = annex.separate_independent_amount or SeparateIndependentAmount()
    return annex.model_copy(
        update={key: getattr(own, key) for key in own.own_keys}
    ), own.own_keys


def separate_conflict(terms: Any) -> PydanticCustomError | None:
    """Return what elections contradict a separate independent amount, or None."""
    if not is_separate(terms):
        if terms.separate_independent_amount is None:
            return None
        return trouble(
            "DQ086",
            "`separate_independent_amount:` computes only where the amount is separate",
            "write `independent_amount_is: separate`, or take it out",
            at="separate_independent_amount",
        )
    if terms.holders_independent_amount.value in {HoldersAmount.DEDUCTED, HoldersAmount.NETTED}:
        return trouble(
            "DQ039",
            "a separate independent amount of the holder has a leg of its own",
            "write `ignored`, or leave it out",
            at="holders_independent_amount",
        )
    if terms.never_below_independent_amount.value == "yes":
        return trouble(
            "DQ039",
            "a separate independent amount is owed beside the rest, which it cannot floor too",
            "take `never_below_independent_amount:` out",
            at="never_below_independent_amount",
        )
    if terms.concentration:
        return trouble(
            "DQ086",
            "it is not said whether a cap looks at the separate collateral too",
            "leave the agreement out of the run, or elect another place of the amount",
            at="concentration",
        )
    return None
