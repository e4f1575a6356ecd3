"""The primitives of the call on Polars expressions, and a runner that adds columns.

Importing this module registers them, so that every formula of `isda.margin` runs on a
frame as it is. Columns are `Decimal(38, 18)`: there Polars multiplies and divides half-even
at the 18th place with a wider intermediate, as `isda.basics.arithmetic.Decimals` does.
"""

from collections.abc import Mapping
from typing import TypeVar

import polars as pl

from isda.basics.arithmetic import ARITHMETICS
from isda.margin.recipe import Recipe, Step, run

MONEY = pl.Decimal(38, 18)
Schema = Mapping[str, pl.DataType | type[pl.DataType]]
"""The columns of a frame and their types."""
NIL = pl.lit("0").cast(MONEY)
ONE = pl.lit("1").cast(MONEY)
TWO = pl.lit("2").cast(MONEY)


class Columns:
    """The primitives on `pl.Expr`; both branches of every choice are evaluated."""

    def times(self, a: pl.Expr, b: pl.Expr, /) -> pl.Expr:
        return (a.cast(MONEY) * b.cast(MONEY)).cast(MONEY)

    def over(self, a: pl.Expr, b: pl.Expr, /) -> pl.Expr:
        return (a.cast(MONEY) / b.cast(MONEY)).cast(MONEY)

    def larger_of(self, a: pl.Expr, b: pl.Expr, /) -> pl.Expr:
        return self.if_at_least(a, b, a, b)

    def smaller_of(self, a: pl.Expr, b: pl.Expr, /) -> pl.Expr:
        return self.if_at_least(b, a, a, b)

    def if_at_least(
        self, a: pl.Expr, b: pl.Expr, then: pl.Expr, otherwise: pl.Expr, /
    ) -> pl.Expr:
        return pl.when(a >= b).then(then).otherwise(otherwise)

    def if_more_than(
        self, a: pl.Expr, b: pl.Expr, then: pl.Expr, otherwise: pl.Expr, /
    ) -> pl.Expr:
        return pl.when(a > b).then(then).otherwise(otherwise)

    def floor_at_zero(self, a: pl.Expr, /) -> pl.Expr:
        return self.if_more_than(a, NIL, a, NIL)

    def other_way_round(self, a: pl.Expr, /) -> pl.Expr:
        return NIL - a

    def round_up_to(self, a: pl.Expr, multiple: pl.Expr, /) -> pl.Expr:
        rest = self._rest(a, multiple)
        whole = _magnitude(a) - rest
        return _signed_as(a, self.if_more_than(rest, NIL, whole + multiple, whole))

    def round_down_to(self, a: pl.Expr, multiple: pl.Expr, /) -> pl.Expr:
        return _signed_as(a, _magnitude(a) - self._rest(a, multiple))

    def round_to_nearest(self, a: pl.Expr, multiple: pl.Expr, /) -> pl.Expr:
        rest = self._rest(a, multiple)
        whole = _magnitude(a) - rest
        return _signed_as(a, self.if_at_least(rest + rest, multiple, whole + multiple, whole))

    def settled_places(self, a: pl.Expr, /) -> pl.Expr:
        return a.round(9, mode="half_to_even").cast(MONEY)

    def _rest(self, a: pl.Expr, multiple: pl.Expr) -> pl.Expr:
        return _magnitude(a) % multiple.cast(MONEY)


def _magnitude(a: pl.Expr) -> pl.Expr:
    return pl.when(a >= NIL).then(a).otherwise(NIL - a)


def _signed_as(a: pl.Expr, magnitude: pl.Expr) -> pl.Expr:
    return pl.when(a >= NIL).then(magnitude).otherwise(NIL - magnitude)


ARITHMETICS[pl.Expr] = Columns()


Frame = TypeVar("Frame", pl.DataFrame, pl.LazyFrame)


def run_on_frame(recipe: Recipe, frame: Frame, given: Mapping[str, str]) -> Frame:
    """Follow a recipe on a frame; each step becomes a named column, never a nested expression.

    Args:
        recipe: The steps.
        frame: One row a leg, lot or mark; input columns are `Decimal(38, 18)`.
        given: Input name to the column that holds it.

    Returns:
        The frame with a column for each step.

    Example:
        >>> from isda.margin.delivery import shortfall
        >>> from isda.margin.recipe import Recipe, step
        >>> frame = pl.DataFrame({"required": ["12"], "adjusted_value": ["10"]}).cast(MONEY)
        >>> recipe = Recipe("shortfall", (step("shortfall", shortfall),))
        >>> run_on_frame(recipe, frame, {name: name for name in recipe.inputs})["shortfall"][0]
        Decimal('2.000000000000000000')
    """
    columns = frame

    def keep(each: Step, _: dict[str, pl.Expr], result: pl.Expr) -> pl.Expr:
        nonlocal columns
        columns = columns.with_columns(result.cast(MONEY).alias(each.name))
        return pl.col(each.name)

    run(recipe, {name: pl.col(column) for name, column in given.items()}, keep)
    return columns
