"""Agreements of a night that are called by themselves, and those that are called twice."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import polars as pl

from isda.batch.book import call_of
from isda.batch.columns import MONEY, Schema
from isda.batch.held import LotRow, held_by
from isda.batch.large import frame_of
from isda.batch.plans import ALL
from isda.batch.rows import RowsOf, Taken
from isda.batch.sample import differences
from isda.margin.outcome import Leg, MarginCall
from isda.margin.working import Working
from isda.sheet.book import Book


class Differs(Exception):
    """A figure of columns is not that of the single call: nothing of the run can be used.

    Attributes:
        differences: Each figure that differs, in words.
    """

    def __init__(self, differences: list[str]) -> None:
        super().__init__(f"{len(differences)} figures of the sample differ")
        self.differences = differences


def must_agree(
    chosen: list[str], legs: pl.DataFrame, steps: pl.DataFrame, alone: list["Called"]
) -> None:
    """Raise where the legs of a sample are not what the single call makes them.

    Args:
        chosen: The agreements of the sample.
        legs: The legs of columns.
        steps: Their steps.
        alone: The agreements of the sample through the single call, in order.

    Raises:
        Differs: With each figure that is not the same.
    """
    names = pl.DataFrame({"agreement": chosen}, schema={"agreement": pl.String})
    of_legs, of_steps = (
        frame.join(names, on="agreement", how="semi").partition_by("agreement", as_dict=True)
        for frame in (legs, steps)
    )
    found = [
        each
        for name, made in zip(chosen, alone, strict=True)
        for each in differences(
            of_legs[name,], of_steps.get((name,), steps.clear()), made.call, made.steps
        )
    ]
    if found:
        raise Differs(found)


class Called(NamedTuple):
    """One agreement called by itself: its call without the working, and the steps of its legs.

    The working of a night is too much to keep: `isda run --only` shows that of one agreement.

    Attributes:
        call: The call.
        steps: Leg, step and result.
        lots: The rows of its lots.
        taken: What reading its rows found besides.
    """

    call: MarginCall
    steps: list[tuple[str, str, Decimal]]
    lots: list[LotRow]
    taken: Taken


def called(book: Book, rows: RowsOf, on: date, name: str) -> Called:
    """Read the rows of one agreement of a book, and call it by itself."""
    taken = rows.take(name)
    made = call_of(book, name, on)
    steps = [
        (line.leg, line.name, line.result) for line in made.working if line.leg and not line.of
    ]
    legs = tuple(map(_without_strip, made.legs))
    bare = replace(made, legs=legs, working=Working(), terms=None, facts=None, bound=())
    lots = book.records.lots.get(name, {}).get(on, {})
    return Called(bare, steps, held_by(made, lots.values()), taken)


def _without_strip(leg: Leg) -> Leg:
    """Return a leg that says of the trades, and not of what stands for them, why no rate is.

    Trades under a loss limit are added up where they are known to be no strip.
    """
    if leg.limit is None or ALL not in (leg.limit.rate_note or ""):
        return leg
    return replace(leg, limit=replace(leg.limit, rate_note=NO_STRIP))


NO_STRIP = "the trades are no strip of forwards at one rate"


STEPS: Schema = {"agreement": pl.String, "leg": pl.String, "step": pl.String, "result": MONEY}


def with_keys(steps: pl.DataFrame, legs: pl.DataFrame) -> pl.DataFrame:
    """Return steps with the name of each leg in the place of its number."""
    key = pl.concat_str("annex", "posting_party", separator="/").alias("leg")
    named = legs.select("agreement", pl.col("leg").alias("number"), key)
    mine = steps.rename({"leg": "number"}).join(named, on=["agreement", "number"], how="left")
    return mine.select(*STEPS)


def steps_of(made: list[Called]) -> pl.DataFrame:
    """Return the steps of agreements that are called by themselves."""
    return frame_of(
        ((each.call.agreement, *step) for each in made for step in each.steps), STEPS
    )
