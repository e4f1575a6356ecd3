"""Columns: a recipe becomes named columns, one a step, and what is missing is loud."""

from decimal import Decimal

import polars as pl
import pytest

from isda.basics.arithmetic import ARITHMETICS
from isda.batch.columns import MONEY, Columns, run_on_frame
from isda.law.forms import Form
from isda.margin import plan
from isda.margin.delivery import shortfall
from isda.margin.plan import Direction, Movements
from isda.margin.recipe import Recipe, step

RECIPE = plan.movements(
    Form.CSA_1994_NEW_YORK,
    Movements(delivery_rounding=Direction.UP, return_rounding=Direction.DOWN),
)


def frame_of(**columns):
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, MONEY))


def test_polars_is_registered_by_the_module_that_needs_it():
    """Importing the columns teaches the primitives a second kind of number."""
    assert isinstance(ARITHMETICS[pl.Expr], Columns)


def test_each_step_becomes_a_column_after_its_inputs():
    """The frame keeps its columns and gains the steps, in their order, at eighteen places."""
    inputs = {name: [Decimal(0)] for name in RECIPE.inputs}
    inputs |= {
        "credit_support_amount": [Decimal(12_345)],
        "rounding_of_delivery": [Decimal(1_000)],
        "rounding_of_return": [Decimal(1_000)],
    }
    made = run_on_frame(RECIPE, frame_of(**inputs), {name: name for name in inputs})
    assert made.columns == [*inputs, *(each.name for each in RECIPE.steps)]
    assert set(made.dtypes) == {MONEY}
    assert made["delivery_amount"].to_list() == [Decimal(13_000)]
    assert made["return_amount"].to_list() == [Decimal(0)]


def test_an_input_may_stand_in_a_column_of_another_name():
    """The caller says which column holds which input; the frame's own names stay."""
    recipe = Recipe("shortfall", (step("missing", shortfall),))
    frame = frame_of(due=[Decimal(12), Decimal(3)], held=[Decimal(10), Decimal(10)])
    made = run_on_frame(recipe, frame, {"required": "due", "adjusted_value": "held"})
    assert made["missing"].to_list() == [Decimal(2), Decimal(0)]
    assert made.columns == ["due", "held", "missing"]


def test_a_missing_column_or_input_is_loud():
    """Neither an input left out nor a column that is not there computes anything."""
    recipe = Recipe("shortfall", (step("missing", shortfall),))
    frame = frame_of(due=[Decimal(12)])
    with pytest.raises(KeyError):
        run_on_frame(recipe, frame, {"required": "due"})
    with pytest.raises(pl.exceptions.ColumnNotFoundError):
        run_on_frame(recipe, frame, {"required": "due", "adjusted_value": "held"})


def test_an_empty_frame_gives_empty_columns():
    """A night without legs of a kind has the columns and no rows."""
    recipe = Recipe("shortfall", (step("missing", shortfall),))
    made = run_on_frame(
        recipe,
        frame_of(due=[], held=[]),
        {"required": "due", "adjusted_value": "held"},
    )
    assert made.shape == (0, 3)
