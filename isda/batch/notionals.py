"""What single trades are asked for beside their marks, where sums of them are enough.

Notionals are converted each by itself, and a share of each is taken, by the formulas of the
call. Trades that are no strip of forwards have no rates, and one can stand for all. Whoever
needs more is read trade by trade.
"""

from collections.abc import Callable, Iterable
from datetime import date
from itertools import product
from typing import NamedTuple

import polars as pl

from isda.basics.party import SIDES, Side
from isda.batch.bound import SHARES, Bound
from isda.batch.bulk import PART, ROW, BulkTable, rows_on
from isda.batch.columns import MONEY, Schema, run_on_frame
from isda.batch.plans import LARGEST, SHARED
from isda.batch.rates import rates_for, spots
from isda.batch.rows import NOTIONAL, read_apart
from isda.batch.sums import MOST_ROWS, summed
from isda.law.forms import Form
from isda.law.paragraphs import cite
from isda.margin.plan import Conversion, conversion, independent_amount
from isda.margin.recipe import Recipe
from isda.margin.strip import breaks_a_strip
from isda.sheet.book import Book

SHARE_SUMS: Schema = {"agreement": pl.String, "owed_by": pl.String, "independent_amount": MONEY}
CITED = cite("independent-amount", Form.CSA_1994_NEW_YORK)
OF_SHARE = "independent_amount"


class Notionals(NamedTuple):
    """Notionals as far as columns know them.

    Attributes:
        sums: What the notionals of each agreement, or shares of them, come to in base currency.
        each: Agreements whose trades are looked at each by itself.
    """

    sums: pl.DataFrame
    each: frozenset[str]


def notionals_of(trades: pl.LazyFrame, asked: pl.DataFrame, book: Book, on: date) -> Notionals:
    """Return the sum of the notionals of each agreement.

    Args:
        trades: Typed trades with their marks.
        asked: Columns agreement, covers_from and base_currency.
        book: The book, for the rates of the day.
        on: The day.
    """
    wanted = asked.select("agreement", "covers_from", "base_currency")
    return _summed(trades, wanted, _converted, book, on)


def _converted(how: Conversion) -> Recipe:
    return conversion(NOTIONAL, how, CITED)


def shares_of(trades: pl.LazyFrame, bound: Bound, book: Book, on: date) -> Notionals:
    """Return what shares of each notional come to, by agreement and the party that owes them.

    Args:
        trades: Typed trades with their marks.
        bound: Bound terms of the agreements that columns compute.
        book: The book, for the rates of the day.
        on: The day.
    """
    own, of_other = SHARES.values()
    asked = pl.concat(
        bound.legs.select("agreement", owes.alias("owed_by"), pl.col(column).alias("share"))
        for owes, column in ((_POSTER, own), (_HOLDER, of_other))
    )
    asked = asked.filter(pl.col("share").is_not_null()).unique()
    whose = bound.agreements.select("agreement", "covers_from", "base_currency")
    asked = asked.join(whose, on="agreement")

    return _summed(trades, asked, _share, book, on)


def _share(how: Conversion) -> Recipe:
    return independent_amount(how, CITED)


_POSTER = pl.col("posting_party")
_HOLDER = _POSTER.replace({side.value: side.other.value for side in SIDES})


def with_shares(given: pl.DataFrame, bound: Bound, sums: pl.DataFrame) -> pl.DataFrame:
    """Return what legs start from, with what shares of notionals come to in them.

    Args:
        given: Columns agreement and posting_party, one row a leg.
        bound: Bound terms of the agreements.
        sums: Columns agreement, owed_by and the sum.
    """
    asked = bound.legs.select("agreement", "posting_party", *SHARES.values())
    whole = given.join(asked, on=["agreement", "posting_party"], how="left")
    for name, owes in zip(SHARED, (_POSTER, _HOLDER), strict=True):
        whole = (
            whole.with_columns(owes.alias("owed_by"))
            .join(sums, on=["agreement", "owed_by"], how="left")
            .with_columns(
                pl.when(pl.col(SHARES[name]).is_not_null()).then(OF_SHARE).alias(name)
            )
            .drop(OF_SHARE, "owed_by")
        )
    return whole.drop(SHARES.values())


def _summed(
    trades: pl.LazyFrame,
    asked: pl.DataFrame,
    recipe_of: Callable[[Conversion], Recipe],
    book: Book,
    on: date,
) -> Notionals:
    """Add the results of a recipe up, by agreement and by the party that owes it, if any.

    One pass over the rows; nothing is kept of them.
    """
    keys = [name for name in ("agreement", "owed_by") if name in asked.columns]
    result = recipe_of(Conversion.NONE).steps[-1].name
    if not asked.height:
        return Notionals(
            asked.select(*keys, pl.lit(None, dtype=MONEY).alias(result)), frozenset()
        )
    rows = _covered(trades, asked, on).select(
        *asked.columns, pl.col("currency_1").alias("currency"),
        pl.col("notional_1").cast(MONEY).alias("amount"),
    )  # fmt: skip
    rates = _rates(asked["base_currency"].unique(), book, on).lazy()
    rows = rows.join(rates, on=["currency", "base_currency"], how="left")
    chosen = pl.lit(None, dtype=MONEY)
    for how in Conversion:
        recipe = recipe_of(how)
        rows = run_on_frame(recipe, rows, {name: name for name in recipe.inputs})
        rows = rows.rename({result: f"{result} {how}"})
        chosen = pl.when(pl.col("how") == how.value).then(f"{result} {how}").otherwise(chosen)
    found = (
        rows.select(*keys, chosen.alias(result))
        .group_by(keys)
        .agg(
            summed(pl.col(result)).alias(result),
            pl.col(result).max().alias("most"),
            pl.col(result).is_null().any().alias("is_odd"),
            pl.len().alias("rows"),
        )
        .collect(engine="streaming")
    )
    fits = (pl.col("most") < pl.lit(LARGEST)) & (pl.col("rows") < MOST_ROWS)
    sums = found.filter(~pl.col("is_odd") & fits & (pl.col(result) < pl.lit(LARGEST)))
    short = asked.select(*keys).join(sums, on=keys, how="anti")["agreement"]
    return Notionals(sums.select(*keys, result), frozenset(short))


def _rates(bases: Iterable[str], book: Book, on: date) -> pl.DataFrame:
    """Return how every currency of the day reaches each base currency."""
    fx, own = book.rates_of(on), list(bases)
    currencies = {pair[start : start + 3] for pair in fx for start in (0, 3)}.union(own)
    return spots(product(currencies, own), fx)


def without_strip(
    trades: pl.LazyFrame, asked: pl.DataFrame, table: BulkTable, book: Book, on: date
) -> frozenset[str]:
    """Return the agreements whose trades are certainly no strip of forwards.

    One trade of each is held against the day's rate by the call's own measure; where it could
    be part of a strip, all of them have to be looked at.

    Args:
        trades: Typed trades with their marks.
        asked: Columns agreement, covers_from, base_currency, strip_of and fixed_before.
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
    apart = read_apart(book, table, places, asked["agreement"])
    found = []
    names = asked.select("agreement", "base_currency", "strip_of", "fixed_before")
    for name, base, client, before in names.iter_rows():
        fx = rates_for(book, on, fixed_before=before)
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
    mine = trades.filter(pl.col("agreement").is_in(asked["agreement"].unique().to_list()))
    mine = mine.filter(rows.plain & rows.live).join(asked.lazy(), on="agreement", how="inner")
    return mine.filter(since.is_null() | (pl.col("trade_date") >= since))
