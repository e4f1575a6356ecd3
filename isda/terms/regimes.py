"""Regimes of an annex: agencies, or sets of rules, with a requirement and a column each."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from isda.basics.amounts import did_you_mean, shown
from isda.basics.faults import AmountError
from isda.basics.party import Side
from isda.terms.amounts import PerPartyAmount, Rounding
from isda.terms.election import Name, TermModel
from isda.terms.events import STANDARD_EVENTS, Whose, standard_event
from isda.terms.formula import Formula, Nil, Part, check_formula, read_formula
from isda.terms.reading import Answer, Text, one_of, refuse, trouble
from isda.terms.tables import columns_of, troubles_of_tables

UNDEFINED = "undefined"
FORMULA = "a formula such as max(nil, exposure * 125%)"
FormulaOrNil = Annotated[Formula | Answer, Text(read_formula, FORMULA, (Answer.NIL,))]


class LimbRule(StrEnum):
    """What holds where several limbs of a regime do."""

    FIRST = "first that applies"
    SUM = "sum"
    GREATEST = "greatest"


def event_known(name: str, annex: Any) -> str | None:
    """Return the event that a limb names: one of the Masters, or the annex's own trigger.

    Example:
        >>> event_known("event of default", None), event_known("Rainy Day", None)
        ('Event of Default', None)
    """
    own = getattr(annex, "triggers", None) or {}
    return name if name in own else standard_event(name)


class Limb(TermModel):
    """One limb of a requirement: what is required while events continue, or otherwise."""

    while_: tuple[Name, ...] = Field(
        (), alias="while", description="Holds while one of these events continues."
    )
    of: Annotated[Whose, one_of(Whose)] | None = Field(
        None, description="Whose events; the posting party's where left out."
    )
    amount: FormulaOrNil | None = Field(None, description="What is required: a formula or nil.")
    column: Name | None = Field(None, description="The column that values collateral then.")
    is_otherwise: bool = Field(default=False, exclude=True)
    is_undefined: bool = Field(
        default=False, exclude=True, description="Whether the document has no amount here."
    )

    @model_validator(mode="before")
    @classmethod
    def _from_sheet(cls, row: Any) -> Any:
        if not isinstance(row, dict):
            return row
        found = dict(row)
        if "otherwise" in found:
            if "amount" in found:
                raise trouble(
                    "DQ037",
                    "`otherwise:` carries its amount itself, and `amount:` gives another",
                    "write `otherwise:` with the amount behind it",
                )
            found |= {"amount": found.pop("otherwise"), "is_otherwise": True}
        if found.get("amount") == UNDEFINED:
            found |= {"amount": None, "is_undefined": True}
        return found

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.is_otherwise == bool(self.while_):
            raise trouble(
                "DQ037",
                "a limb needs `while:` with its events, or is the `otherwise:`",
                "write {while: [Event of Default], amount: exposure}",
            )
        if (self.amount is None) != self.is_undefined:
            raise trouble(
                "DQ037",
                "a limb needs its `amount:`",
                "write a formula, nil, or undefined where the document has none",
            )
        return self

    @property
    def tree(self) -> Part:
        """What is required, as a tree."""
        return self.amount.tree if isinstance(self.amount, Formula) else Nil(0)

    @property
    def names(self) -> tuple[str, ...]:
        """The inputs it reads."""
        return self.amount.names if isinstance(self.amount, Formula) else ()


class Regime(TermModel):
    """One regime: its limbs, its column, and a minimum and a rounding of its own.

    Example:
        >>> regime = Regime.model_validate({"credit_support_amount": "exposure * 125%"})
        >>> len(regime.credit_support_amount), regime.limbs.value
        (1, 'first that applies')
    """

    limbs: Annotated[LimbRule, one_of(LimbRule)] = Field(
        LimbRule.FIRST, description="What holds where several limbs do."
    )
    credit_support_amount: tuple[Limb, ...] = Field(
        description="What it requires: limbs read from the top, or one formula."
    )
    column: Name | None = Field(
        None, description="The column that values collateral, where no limb names one."
    )
    minimum_transfer_amount: PerPartyAmount | None = Field(
        None, description="Its own minimum; it is then tested before it is compared."
    )
    rounding: Rounding | None = Field(None, description="Its own rounding.")
    at: Name | None = Field(None, description="The paragraph as printed in the document.")
    note: Name | None = Field(None, description="Own words.")

    @model_validator(mode="before")
    @classmethod
    def _one_formula(cls, value: Any) -> Any:
        if isinstance(value, dict) and isinstance(value.get("credit_support_amount"), str):
            alone = {"otherwise": value["credit_support_amount"]}
            return {**value, "credit_support_amount": [alone]}
        return value

    @property
    def has_own_minimum(self) -> bool:
        """Whether it is tested against a minimum of its own before it is compared."""
        return self.minimum_transfer_amount is not None

    def column_of(self, limb: Limb) -> str | None:
        """Return the column that values collateral while a limb holds."""
        return limb.column or self.column


def troubles_of_regimes(annex: Any) -> Iterator[PydanticCustomError]:
    """Find what regimes, tables, columns and formulas of an annex contradict."""
    if not hasattr(annex, "tables"):
        return
    yield from _of_columns(annex)
    for at, error in troubles_of_tables(annex.tables):
        yield refuse(error, at=at)
    said = annex.credit_support_amount.value
    if isinstance(said, Formula):
        yield from _of_formula(said, annex, "credit_support_amount")
        yield from _of_switches(annex, "a formula stands")
    elif annex.regimes:
        yield from _of_switches(annex, "regimes stand")
    if annex.regimes and said not in {Answer.NOT_APPLICABLE, Answer.NOT_STATED}:
        yield trouble(
            "DQ039",
            "the annex has regimes, and a requirement of its own as well",
            "write `credit_support_amount: not applicable`: the regimes say it",
            at="credit_support_amount",
        )
    for name, regime in annex.regimes.items():
        for number, limb in enumerate(regime.credit_support_amount):
            at = f"regimes.{name}.credit_support_amount.{number}"
            yield from _of_limb(annex, regime, limb, at)
        if any(limb.is_otherwise for limb in regime.credit_support_amount[:-1]):
            yield trouble(
                "DQ037",
                "`otherwise:` must be the last limb",
                "limbs after it can never hold",
                at=f"regimes.{name}.credit_support_amount",
            )


def _of_limb(annex: Any, regime: Regime, limb: Limb, at: str) -> Iterator[PydanticCustomError]:
    if isinstance(limb.amount, Formula):
        key = "otherwise" if limb.is_otherwise else "amount"
        yield from _of_formula(limb.amount, annex, f"{at}.{key}")
    for event in limb.while_:
        if event_known(event, annex) is None:
            yield trouble(
                "DQ036",
                f"{shown(event)!r} is no event that the annex or the Master knows",
                did_you_mean(event, STANDARD_EVENTS)
                or "events of the document's own stand under `triggers:`",
                at=f"{at}.while",
            )
    column = regime.column_of(limb)
    if column is not None and column not in annex.columns:
        yield trouble(
            "DQ084",
            f"{shown(column)!r} is no column of the table of eligible collateral",
            did_you_mean(column, annex.columns) or "name it under `columns:` of the annex",
            at=f"{at}.column",
        )
    if column is None and annex.columns and not limb.is_undefined:
        yield trouble(
            "DQ084",
            "the table has columns, and the limb does not say which one values collateral",
            "add `column:` to the limb, or to the regime",
            at=at,
        )


def _of_formula(formula: Formula, annex: Any, at: str) -> Iterator[PydanticCustomError]:
    try:
        check_formula(formula, columns_of(annex.tables))
    except AmountError as error:
        yield refuse(error, at=at)


def _of_switches(annex: Any, instead: str) -> Iterator[PydanticCustomError]:
    for key in (
        "independent_amount_is",
        "holders_independent_amount",
        "never_below_independent_amount",
    ):
        if not isinstance(getattr(annex, key).value, Answer):
            yield trouble(
                "DQ039",
                f"{instead} in the place of the printed formula, which `{key}:` changes",
                "take the switch out: a formula that means it names `independent_amount`",
                at=key,
            )


def _of_columns(annex: Any) -> Iterator[PydanticCustomError]:
    for number, row in enumerate(annex.eligible_collateral):
        for column, cell in (row.by_column or {}).items():
            at = f"eligible_collateral.{number}.{row.kind}.{column}"
            if column not in annex.columns:
                yield trouble(
                    "DQ084",
                    f"{shown(column)!r} is no column of the table",
                    did_you_mean(column, annex.columns)
                    or "name it under `columns:` of the annex",
                    at=at,
                )
            if isinstance(cell, dict) and row.measure is None:
                yield trouble(
                    "DQ084",
                    "a cell is split by maturity, and its row has no measure of maturity",
                    "add `remaining:` or `original:` to the row",
                    at=at,
                )
    if annex.columns and not annex.regimes:
        yield trouble(
            "DQ084",
            "the table has columns, and no regime reads them",
            "add `regimes:`, or write one percentage for each row",
            at="columns",
        )


def side_of(whose: Whose | None, pledgor: Side) -> tuple[Side, ...]:
    """Return the parties whose events a limb looks at.

    Example:
        >>> side_of(None, Side.B), len(side_of(Whose.EITHER, Side.B))
        ((<Side.B: 'B'>,), 2)
    """
    return (pledgor,) if whose is None else whose.sides


def regimes_of(annex: Any) -> tuple[str | None, ...]:
    """Return the regimes of an annex, in its order; one without a name where it has none.

    Example:
        >>> regimes_of(None)
        (None,)
    """
    names = annex.regimes if hasattr(annex, "tables") else {}  # not those of initial margin
    return tuple(names) or (None,)


def demands_apart(regimes: Mapping[str, Regime]) -> bool:
    """Return whether regimes make a demand each: there are several, and one has a minimum.

    Example:
        >>> demands_apart({})
        False
    """
    return len(regimes) > 1 and any(each.has_own_minimum for each in regimes.values())


def names_read(regime: Regime) -> frozenset[str]:
    """Return the inputs that any limb of a regime reads.

    Example:
        >>> sorted(names_read(Regime.model_validate({"credit_support_amount": "exposure"})))
        ['exposure']
    """
    return frozenset(name for limb in regime.credit_support_amount for name in limb.names)
