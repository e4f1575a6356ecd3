"""Eligible collateral: rows, percentages, currency haircut, concentration."""

from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Self

from pydantic import Discriminator, Field, Tag, model_validator

from isda.basics.amounts import did_you_mean, read_currency
from isda.basics.days import MaturityRange
from isda.basics.faults import AmountError
from isda.basics.money import Money
from isda.basics.party import Side
from isda.basics.percentages import Haircut, MarginRatio, Percentage, ValuationPercentage
from isda.tables.haircuts import AssetClass
from isda.terms.election import Name, Noted, Party, PerParty, Share, TermModel
from isda.terms.reading import Answer, Text, one_of, refuse, trouble
from isda.terms.row_conditions import OnlyWhile

CELL_ANSWERS = (Answer.TO_BE_AGREED, Answer.NOT_ELIGIBLE, Answer.NOT_STATED)
Counted = Percentage
Cell = Percentage | Answer | dict[MaturityRange, Percentage | Answer]
"""A percentage of one of three kinds: valuation percentage, haircut, margin ratio."""


class Coupon(StrEnum):
    """The kind of interest a security pays."""

    FIXED = "fixed"
    FLOATING = "floating"


def _cell(kind: type[Percentage]) -> Any:
    example = "102%" if kind is MarginRatio else "2%" if kind is Haircut else "98%"
    return Annotated[
        kind | Answer,
        Text(kind.read, f"a {kind.word} such as {example}", CELL_ANSWERS, r"^[\d.]+%$"),
    ]


Range = Annotated[
    MaturityRange,
    Text(
        MaturityRange.read,
        'a range of maturities such as "[1y, 5y)"',
        pattern=r"^[\[(] ?\d+[ymd], ?(\d+[ymd])? ?[\])]$",
    ),
]


def _shape_of_cells(value: Any) -> str:
    """Tell percentages by party from percentages by column."""
    is_table = isinstance(value, dict) and value and not {"A", "B"} & set(value)
    return "by column" if is_table else "by party"


def _shape_of_cell(value: Any) -> str:
    return "split" if isinstance(value, dict) else "cell"


def _cells(kind: type[Percentage]) -> Any:
    """Return the type of a row's percentage: one, one for each party, or one a column.

    A cell of a column may be split again by maturity.
    """
    cell: Any = _cell(kind)
    split: Any = Annotated[
        Annotated[cell, Tag("cell")] | Annotated[dict[Range, cell], Tag("split")],
        Discriminator(_shape_of_cell),
    ]
    by_party: Any = Annotated[PerParty[cell], Tag("by party")]
    by_column: Any = Annotated[dict[Name, split], Tag("by column")]
    return Annotated[by_party | by_column, Discriminator(_shape_of_cells)] | None


MEASURES = ("remaining", "original", "duration")
KINDS = ("valuation_percentage", "haircut", "margin_ratio")


class CollateralRow(TermModel):
    """One row of the table of eligible collateral.

    Example:
        >>> row = CollateralRow.model_validate(
        ...     {"asset": "US Treasury", "remaining": "[1y, 10y]", "haircut": "2%"})
        >>> str(row.counted(Side.A)), row.measure
        ('2%', 'remaining')
    """

    asset: Name = Field(description="Kind of asset: cash, US Treasury, Korea Treasury, …")
    class_: Annotated[AssetClass, one_of(AssetClass)] | None = Field(
        None, alias="class", description="Its class in a regulation's table of haircuts."
    )
    currency: Annotated[str, Text(read_currency, "a currency such as USD")] | None = Field(
        None, description="Only in this currency."
    )
    issuers: tuple[Name, ...] = Field((), description="Only of these issuers.")
    coupon: Annotated[Coupon, one_of(Coupon)] | None = Field(
        None, description="Only this coupon."
    )
    code: Name | None = Field(None, description="The asset's code as printed (ISDA or own).")
    excludes: tuple[Name, ...] = Field(
        (), description="Issuers, codes or ISINs that do not count."
    )
    for_: tuple[Party, ...] = Field(
        (Side.A, Side.B), alias="for", description="Parties that may post it; both if left out."
    )
    row: Name | None = Field(None, description="The row's name as printed.")
    only_while: OnlyWhile | None = Field(
        None, description="It counts only while a rating, an event or an approval holds."
    )
    remaining: Range | None = Field(None, description="Range of the remaining maturity.")
    original: Range | None = Field(None, description="Range of the original maturity.")
    duration: Range | None = Field(None, description="Range of the duration.")
    valuation_percentage: _cells(ValuationPercentage) = Field(  # type: ignore[valid-type]  # built per kind
        None, description="What counts of 100 of market value."
    )
    haircut: _cells(Haircut) = Field(  # type: ignore[valid-type]  # built per kind
        None, description="What is taken off 100 of market value."
    )
    margin_ratio: _cells(MarginRatio) = Field(  # type: ignore[valid-type]  # built per kind
        None, description="How much market value secures 100 (증거금률)."
    )
    at: Name | None = Field(None, description="The paragraph as printed in the document.")
    note: Name | None = Field(None, description="Own words.")

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        kinds = [kind for kind in KINDS if getattr(self, kind) is not None]
        if len(kinds) > 1:
            raise trouble(
                "DQ038",
                f"a row has exactly one percentage, and here stand {' and '.join(kinds)}",
                "keep the kind that the document prints",
            )
        measures = [name for name in MEASURES if getattr(self, name) is not None]
        if len(measures) > 1:
            raise trouble(
                "DQ038",
                f"a row has one measure of maturity, and here stand {' and '.join(measures)}",
                "keep the measure that the document prints",
            )
        return self

    @cached_property
    def measure(self) -> str | None:
        """The measure of maturity: remaining, original, duration, or none."""
        return next((name for name in MEASURES if getattr(self, name) is not None), None)

    @cached_property
    def maturities(self) -> MaturityRange | None:
        """The range of the row's measure."""
        return self.remaining or self.original or self.duration

    @cached_property
    def kind(self) -> str | None:
        """The kind of percentage the row states."""
        return next((name for name in KINDS if getattr(self, name) is not None), None)

    @cached_property
    def by_column(self) -> dict[str, Any] | None:
        """The percentages by column, or None where the row has one for all."""
        found = getattr(self, self.kind) if self.kind else None
        return found if isinstance(found, dict) else None

    def counted(self, poster: Side, column: str | None = None) -> "Cell":
        """Return the percentage for one party's collateral in a column, as the row states it.

        A column that the row leaves out is not eligible; a cell may be split by maturity.
        """
        if self.kind is None:
            return Answer.NOT_STATED
        if self.by_column is not None:
            found: Cell = self.by_column.get(column or "", Answer.NOT_ELIGIBLE)
            return found
        of_party: Cell = getattr(self, self.kind).of(poster)
        return of_party


class ShareOf(StrEnum):
    """What a capped share is a share of."""

    POSTED_VALUE = "posted value"
    REQUIREMENT = "requirement"


class CapAmount(TermModel):
    """At most this: money, or a share."""

    money: Money | None = None
    share: Percentage | None = None
    share_of: ShareOf = ShareOf.POSTED_VALUE

    def __str__(self) -> str:
        return str(self.money) if self.money else f"{self.share} of {self.share_of}"


class CapShare(Percentage):
    """A capped share: 0 to 100 %."""

    word = "cap"
    most = 100


def read_cap(text: str) -> CapAmount:
    """Read `40% of posted value`, `25% of requirement` or `KRW 5,000,000,000`.

    Example:
        >>> str(read_cap("40% of posted value"))
        '40% of posted value'
    """
    share, of, base = text.partition(" of ")
    if not of:
        return CapAmount(money=Money.read(text))
    try:
        return CapAmount(share=CapShare.read(share), share_of=ShareOf(base.strip()))
    except ValueError as error:
        if isinstance(error, AmountError):
            raise
        raise AmountError(
            "DQ034",
            f"a share of {base.strip()!r} is not known",
            "write `of posted value` or `of requirement`",
        ) from None


EACH = "each"
"""A cap on every one of a kind, each for itself."""


class Cap(Noted):
    """A cap on what counts: an amount, or a share of the posted value or the requirement."""

    of: dict[str, Name] = Field(description="currency, asset or issuer; `each` caps every one.")
    at_most: Annotated[Any, Text(read_cap, "a cap such as 40% of posted value")]

    scalar_key = "at_most"

    @model_validator(mode="after")
    def _known_keys(self) -> Self:
        for key in self.of:
            if key not in {"currency", "asset", "issuer"}:
                raise trouble(
                    "DQ012",
                    f"`{key}` is no key of `of:`",
                    did_you_mean(key, ["currency", "asset", "issuer"])
                    or "use currency, asset or issuer",
                )
        if not self.of:
            raise trouble("DQ038", "a cap needs to say of what", "write `of: {currency: KRW}`")
        currency = self.of.get("currency", EACH)
        if currency != EACH:
            try:
                read_currency(currency)
            except AmountError as error:
                raise refuse(error, "of") from None
        return self


class FxExemption(StrEnum):
    """What the currency haircut does not touch."""

    CASH = "cash"
    ELIGIBLE_CURRENCY = "Eligible Currency"


class FxHaircut(Noted):
    """A further haircut for a currency mismatch; it adds to the haircut, never multiplies."""

    value: Share = Field(Answer.NOT_STATED, description="The currency haircut.")
    unless: tuple[Annotated[FxExemption, one_of(FxExemption)], ...] = Field(
        (FxExemption.CASH, FxExemption.ELIGIBLE_CURRENCY), description="What it does not touch."
    )

    @model_validator(mode="after")
    def _in_range(self) -> Self:
        if isinstance(self.value, Percentage) and self.value.fraction > 1:
            raise trouble(
                "DQ050",
                f"an FX haircut of {self.value} is outside 0% to 100%",
                "write the percentage that is taken off, such as 8%",
            )
        return self
