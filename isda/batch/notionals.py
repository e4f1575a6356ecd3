"""What single trades are asked for beside their marks, where sums of them are enough.

A share of each notional is a share of their sum, and trades that are no strip of forwards
have no rates: one trade can stand for all. Whoever needs more is read trade by trade.
"""

from datetime import date
from typing import NamedTuple

import polars as pl

from isda.basics.party import Side
from isda.batch.bulk import PART, ROW, BulkTable, rows_on
from isda.batch.columns import MONEY, Schema
from isda.batch.plans import LARGEST
from isda.batch.rates import spots
from isda.batch.rows import read_apart
from isda.batch.sums import MOST_ROWS, known_currencies
from isda.margin.plan import Conversion
from isda.margin.strip import breaks_a_strip
from isda.sheet.book import Book

SUMS: Schema = {"agreement": pl.String, "currency": pl.String, "notional": MONEY}


class Notionals(NamedTuple):
    """Notionals as far as columns know them.

    Attributes:
        sums: What the notionals of each agreement come to, by currency.
        each: Agreements whose trades are looked at each by itself.
    """

    sums: pl.DataFrame
    each: frozenset[str]


def notionals_of(trades: pl.LazyFrame, asked: pl.DataFrame, book: Book, on: date) -> Notionals:
    """Add up the notionals of agreements that ask for them.

    Where one is not given, or its currency is divided by a rate, each trade is looked at.

    Args:
        trades: Typed trades with their marks.
        asked: Columns agreement, covers_from and base_currency.
        book: The book, for the rates of the day.
        on: The day.
    """
    mine = _covered(trades, asked, on)
    found = (
        mine.group_by("agreement", "base_currency", pl.col("currency_1").alias("currency"))
        .agg(pl.col("notional_1").sum().alias("notional"), pl.len().alias("rows"))
        .collect(engine="streaming")
    )
    pairs = found.select("currency", "base_currency").drop_nulls().rows()
    found = found.join(
        spots(pairs, book.rates_of(on)), on=["currency", "base_currency"], how="left"
    )
    is_sound = (
        pl.col("currency").is_in(known_currencies(found["currency"]))
        & pl.col("how").is_in([Conversion.NONE.value, Conversion.TIMES.value])
        & (pl.col("rows") < MOST_ROWS)
        & (pl.col("notional") < pl.lit(LARGEST))
    ).fill_null(value=False)
    sums = found.filter(is_sound.all().over("agreement"))
    each = frozenset(asked["agreement"]) - frozenset(sums["agreement"])
    return Notionals(sums.select(pl.col(name).cast(kind) for name, kind in SUMS.items()), each)


def without_strip(
    trades: pl.LazyFrame, asked: pl.DataFrame, table: BulkTable, book: Book, on: date
) -> frozenset[str]:
    """Return the agreements whose trades are certainly no strip of forwards.

    One trade of each is held against the day's rate by the call's own measure; where it could
    be part of a strip, all of them have to be looked at.

    Args:
        trades: Typed trades with their marks.
        asked: Columns agreement, covers_from, base_currency and strip_of.
        table: The table they stand in, with their marks.
        book: The book.
        on: The day.
    """
    place = pl.col(PART).cast(pl.UInt64) * PART_SIZE + pl.col(ROW)
    first = _covered(trades, asked, on).group_by("agreement").agg(place.min().alias("place"))
    places = first.select(
        (pl.col("place") // PART_SIZE).cast(pl.UInt16).alias(PART),
        (pl.col("place") % PART_SIZE).cast(pl.UInt32).alias(ROW),
    )
    apart, fx = read_apart(book, table, places), book.rates_of(on)
    found = []
    for name, base, client in asked.select(
        "agreement", "base_currency", "strip_of"
    ).iter_rows():
        is_clients = book.settings.plus_is_good_for is Side(client)
        of_day = apart.marks[name][on] if name in apart.marks else {}
        found += [
            name
            for trade_id, mark in of_day.items()
            if breaks_a_strip(
                apart.trades[name][trade_id], mark, fx, base, is_clients=is_clients
            )
        ]
    return frozenset(found)


PART_SIZE = 1 << 32


def _covered(trades: pl.LazyFrame, asked: pl.DataFrame, on: date) -> pl.LazyFrame:
    """Return the plain rows of live trades that annexes cover."""
    rows, since = rows_on(on), pl.col("covers_from")
    mine = trades.filter(rows.plain & rows.live).join(asked.lazy(), on="agreement", how="inner")
    return mine.filter(since.is_null() | (pl.col("trade_date") >= since))
