"""The table of lots: what is held, and what each lot is worth under the legs that value it."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import polars as pl

from isda.batch.columns import MONEY, Schema
from isda.batch.large import frame_of
from isda.batch.sums import LOTS
from isda.batch.worth import FIGURES
from isda.facts.facts import Lot
from isda.margin.outcome import MarginCall

HELD: Schema = {"agreement": pl.String, "leg": pl.String} | {
    name: kind for name, kind in LOTS.items() if name != "agreement"
}
"""Its columns."""
ORDER = ("agreement", "lot_id", "leg")
LotRow = tuple[Any, ...]
Worth = dict[str, Decimal]


def held_by(call: MarginCall, read: Iterable[Lot]) -> list[LotRow]:
    """Return the lots of an agreement that was called by itself, one row a leg that values it.

    A lot that no leg values, as where the agreement is refused, has a row without figures.

    Args:
        call: The call, with its working and its facts.
        read: The lots of the day, for one whose sheet does not read.
    """
    lots = call.facts.held if call.facts is not None else tuple(read)
    worth: dict[str, dict[str | None, Worth]] = {each.lot_id: {} for each in lots}
    legs = {leg.key for leg in call.legs}
    for line in call.working:
        if line.of in worth and line.leg in legs and line.name in FIGURES:
            worth[line.of].setdefault(line.leg, {}).setdefault(line.name, line.result)
    return [
        (
            call.agreement, leg, lot.posted_by.value, lot.lot_id, lot.asset, lot.code,
            lot.nominal.currency, lot.nominal.amount, lot.price,
            *(figures.get(name) for name in FIGURES),
        )
        for lot in lots
        for leg, figures in (worth[lot.lot_id] or {None: {}}).items()
    ]  # fmt: skip


def held(lots: pl.DataFrame, legs: pl.DataFrame, alone: Iterable[LotRow]) -> pl.DataFrame:
    """Return the table of lots of a night.

    Args:
        lots: The lots that columns valued.
        legs: Their legs; one of which nothing is computed today gives its lots no figure.
        alone: The lots of agreements called by themselves.
    """
    keys = legs.select(
        "agreement",
        pl.col("posting_party").alias("posted_by"),
        pl.concat_str("annex", "posting_party", separator="/").alias("leg"),
        "silent",
    )
    mine = lots.join(keys, on=["agreement", "posted_by"], how="inner")
    is_silent = pl.col("silent").is_not_null()
    empty = pl.lit(None, dtype=MONEY)
    figures = [pl.when(is_silent).then(empty).otherwise(each).alias(each) for each in FIGURES]
    leg = pl.when(~is_silent).then("leg").alias("leg")
    valued = mine.with_columns(leg, *figures).select(*HELD)
    both = pl.concat([valued, frame_of(alone, HELD)], how="diagonal")
    return both.sort(ORDER)
