"""Legs on columns: each recipe is run once, on all the legs that follow it."""

from typing import Any

import polars as pl

from isda.basics.arithmetic import NIL
from isda.basics.money import Money
from isda.basics.party import Side
from isda.basics.reason import Reason
from isda.batch.bound import CONSTANT, NO_RECIPE, SAID, Bound, reasons_of
from isda.batch.columns import MONEY, Schema, run_on_frame
from isda.batch.plans import HELD_VALUE, NET_MARK, SHARED, PlainTerms
from isda.law.forms import Form
from isda.margin.outcome import Status
from isda.margin.reasons import why_nothing_moves
from isda.margin.recipe import Recipe
from isda.terms.bound import WORDS, Basis, BoundAmount

BASIS = {basis.value: basis for basis in WORDS}
FOUND = (
    "exposure", "credit_support_amount", "shortfall", "surplus",
    "undisputed_shortfall", "undisputed_surplus", "settled_delivery", "settled_return",
    "minimum_transfer_amount_for_delivery", "minimum_transfer_amount_for_return",
    "delivery_reaching_minimum", "return_reaching_minimum", "delivery_amount",
    "return_amount", "withheld_delivery_amount", "withheld_return_amount",
    "threshold_of_pledgor", "independent_amounts_of_pledgor",
    "independent_amounts_of_secured_party",
)  # fmt: skip
"""Figures of a leg that its status, its reasons and its row read."""


def run_legs(bound: Bound, sums: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Compute the legs of agreements from the sums of their bulk tables.

    Args:
        bound: Their plans.
        sums: Columns agreement, posting_party, net_mark and held_value, one row a leg.

    Returns:
        The legs with their figures, status and reasons; and their steps, one row each.
    """
    ready = bound.legs.join(sums, on=["agreement", "posting_party"], how="left").pipe(_known)
    done, steps = [], []
    for (digest,), part in ready.partition_by("recipe", as_dict=True).items():
        after = part
        named: list[str] = []
        if digest != NO_RECIPE:
            recipe = Recipe(str(digest), bound.recipes[str(digest)])
            given = {name: _column(name) for name in recipe.inputs}
            after = run_on_frame(recipe, part, given)
            named = [each.name for each in recipe.steps]
        done.append(_figures(after, named))
        steps.append(_steps(after, named))
    legs = pl.concat(done, how="vertical") if done else _figures(ready, [])
    legs = legs.sort("agreement", "leg").pipe(_with_status).pipe(_with_reasons)
    return legs, pl.concat(steps) if steps else _steps(ready, [])


def _known(legs: pl.DataFrame) -> pl.DataFrame:
    """Return legs whose shares of notionals are known, as if the sheet had said the amounts."""
    there = [name for name in SHARED if name in legs.columns]
    for before in (CONSTANT, SAID):
        for name in there:
            own = f"{before}{name}"
            known = [name, own] if own in legs.columns else [name]
            legs = legs.with_columns(pl.coalesce(known).alias(own))
    return legs.drop(there)


def _column(name: str) -> str:
    return name if name in {NET_MARK, HELD_VALUE} else f"{CONSTANT}{name}"


def _figures(legs: pl.DataFrame, named: list[str]) -> pl.DataFrame:
    """Return the columns that every leg has, whatever its recipe."""
    figures = []
    for name in FOUND:
        there = [f"{before}{name}" for before in (SAID, CONSTANT)]
        there = [name] if name in named else [each for each in there if each in legs.columns]
        figures.append(pl.coalesce(*there, pl.lit(None, dtype=MONEY)).alias(name))
    kept = [
        "agreement", "leg", "annex", "form", "posting_party", "base_currency", "recipe",
        "threshold", "independent_amount_a", "independent_amount_b", "in_transit",
        "returns_in_transit", "withheld_delivery", "withheld_return", "silent", HELD_VALUE,
    ]  # fmt: skip
    return legs.select(*kept, *figures)


def _steps(legs: pl.DataFrame, named: list[str]) -> pl.DataFrame:
    """Return the steps of legs in long form: those that no sum changes, then the others."""
    said = [name for name in legs.columns if name.startswith(SAID)]
    order = [*said, NET_MARK, HELD_VALUE, *named]
    long = legs.filter(pl.col("silent").is_null()).unpivot(
        order, index=["agreement", "leg"], variable_name="step", value_name="result"
    )
    return long.filter(pl.col("result").is_not_null()).with_columns(
        pl.col("step").str.strip_prefix(SAID)
    )


def _with_status(legs: pl.DataFrame) -> pl.DataFrame:
    nil = pl.lit("0").cast(MONEY)
    held_back = [pl.col(f"withheld_{way}_amount").fill_null(nil) for way in WAYS]
    moves = [pl.col(f"{way}_amount").fill_null(nil) for way in WAYS]
    withheld = pl.when(held_back[0] > nil).then(held_back[0]).otherwise(held_back[1])
    status = (
        pl.when(withheld > nil)
        .then(pl.lit(Status.WITHHELD.value))
        .when((moves[0] > nil) | (moves[1] > nil))
        .then(pl.lit(Status.CALL.value))
        .otherwise(pl.lit(Status.NO_CALL.value))
    )
    return legs.with_columns(
        status.alias("status"),
        pl.when(withheld > nil).then(withheld).alias("withheld_amount"),
        *(each.alias(f"{way}_amount") for way, each in zip(WAYS, moves, strict=True)),
        pl.when(pl.col("silent").is_null()).then(HELD_VALUE).alias(HELD_VALUE),
        *_owed(),
    )


def _owed() -> list[pl.Expr]:
    """Return what each party owes up front, where the leg reads it."""
    found = []
    for side, other in ((Side.A, Side.B), (Side.B, Side.A)):
        stored = pl.col(f"independent_amount_{side.value.lower()}")
        computed = (
            pl.when(pl.col("posting_party") == side.value)
            .then("independent_amounts_of_pledgor")
            .when(pl.col("posting_party") == other.value)
            .then("independent_amounts_of_secured_party")
        )
        whole = pl.when(stored.is_not_null()).then(pl.coalesce(computed, stored))
        found.append(whole.alias(stored.meta.output_name()))
    return found


WAYS = ("delivery", "return")


def _with_reasons(legs: pl.DataFrame) -> pl.DataFrame:
    """Add why nothing moves, in the words of the single call."""
    quiet = legs.filter(pl.col("status") != Status.CALL.value)
    asked = quiet.select("agreement", "leg", *SHORT, *FOUND, HELD_VALUE)
    names = asked.columns
    rows = []
    for row in asked.iter_rows():
        reasons = _reasons(dict(zip(names, row, strict=True)))
        rows.append(
            (
                *row[:2],
                "; ".join(each.code for each in reasons),
                "; ".join(each.message for each in reasons),
                "; ".join(str(one) for each in reasons for one in each.cites),
            )
        )
    said = pl.DataFrame(rows, schema=WHY, orient="row")
    return legs.join(said, on=["agreement", "leg"], how="left", maintain_order="left")


WHY: Schema = {
    "agreement": pl.String, "leg": pl.UInt8, "codes": pl.String, "reasons": pl.String,
    "paragraphs": pl.String,
}  # fmt: skip
SHORT = (
    "silent", "status", "withheld_delivery", "withheld_return", "base_currency", "threshold",
    "form", "posting_party",
)  # fmt: skip
"""What the reasons of a leg read besides its figures."""


def _reasons(row: dict[str, Any]) -> tuple[Reason, ...]:
    if row["silent"] is not None:
        return reasons_of(row["silent"])
    if row["status"] == Status.WITHHELD:
        way = "delivery" if row["withheld_delivery_amount"] else "return"
        return reasons_of(row[f"withheld_{way}"])
    base, threshold = row["base_currency"], row["threshold"]
    basis = BASIS.get(threshold, Basis.MONEY)
    terms = PlainTerms(
        Form(row["form"]),
        Side(row["posting_party"]),
        BoundAmount(basis, Money(NIL, base), ""),
    )
    found = {name: row[name] for name in FOUND if row[name] is not None}
    return why_nothing_moves(terms, found, base=base)
