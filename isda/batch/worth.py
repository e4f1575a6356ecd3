"""What lots are worth, on columns: each kind of lot is matched once, by the one body.

Lots of one kind fall under one row of a table: the same table, poster, asset, currency and
the same side of every day on which a row begins or ends. The call's own `match` is asked
once for each kind, and its answer is joined to the lots.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

import polars as pl

from isda.basics.money import Money
from isda.basics.party import Side
from isda.batch.columns import MONEY, Schema, run_on_frame
from isda.facts.facts import LETTER_OF_CREDIT, Lot
from isda.law.forms import Form
from isda.margin import lot_plan
from isda.margin.eligibility import Verdict, match
from isda.margin.lot_plan import LotKind, Percent
from isda.margin.lots import lot_inputs
from isda.margin.plan import Conversion
from isda.terms.bound import BoundTerms
from isda.terms.switches import Accrued

COUNTED = frozenset({Verdict.COUNTS, Verdict.AT_FACE})
FRACTIONS = ("valuation_percentage", "haircut", "margin_ratio", "fx_haircut", "whole")
RECIPE = ("form", "percent", "is_cash", "is_dirty", "accrued_beside", "how")
"""Columns whose values choose the recipe of a lot."""
FIGURES = ("market_value", "percentage_applied", "value_after_haircut", "value")
KIND = ("table", "posted_by", "asset", "currency", "code", "issuer", "coupon", "span")


class Table(NamedTuple):
    """A table of eligible collateral, seen from one poster on one day."""

    terms: BoundTerms
    on: date

    @property
    def names(self) -> frozenset[str]:
        """Assets and codes that a row is named by, in small letters."""
        return frozenset(self.terms.annex.rows_by_name)

    @property
    def reads_issuers(self) -> bool:
        """Whether a row asks who issued a lot, or leaves single issues out."""
        return any(row.issuers or row.excludes for row in self.terms.annex.eligible_collateral)

    @property
    def reads_issue_day(self) -> bool:
        """Whether a row measures from the day of issue, so that no day divides its lots."""
        rows = self.terms.annex.eligible_collateral
        return any(row.measure != "remaining" for row in rows if row.maturities is not None)


class Kinds:
    """The kinds of lots of a day, and how each counts.

    Args:
        on: The day.
        table_of: The terms of a leg whose collateral a table values, by table and poster.
    """

    def __init__(self, on: date, table_of: Callable[[str, Side], BoundTerms]) -> None:
        self.on, self._table_of = on, table_of
        self._tables: dict[tuple[str, str], Table] = {}

    def table(self, name: str, poster: str) -> Table:
        """Return a table by its name, seen from a poster."""
        key = (name, poster)
        if key not in self._tables:
            self._tables[key] = Table(self._table_of(name, Side(poster)), self.on)
        return self._tables[key]

    @cached_property
    def days(self) -> list[date]:
        """Days on which a row of any table begins or ends, and the day itself."""
        found = {self.on}
        for table in self._tables.values():
            for row in table.terms.annex.eligible_collateral:
                if row.maturities is not None:
                    found.update(filter(None, row.maturities.bounds(self.on)))
        return sorted(found)

    def span(self, matures: date) -> int:
        """Return between which of the days, or on which, a maturity falls."""
        return bisect_left(self.days, matures) + bisect_right(self.days, matures)


def with_kinds(lots: pl.DataFrame, kinds: Kinds) -> pl.DataFrame:
    """Return lots with the columns of their kind, without what no row of the table reads."""
    pairs = lots.select("table", "posted_by").unique().sort("table", "posted_by").rows()
    tables = {pair: kinds.table(*pair) for pair in pairs}
    flags = pl.DataFrame(
        [
            (*pair, sorted(table.names), table.reads_issuers, table.reads_issue_day)
            for pair, table in tables.items()
        ],
        schema={
            "table": pl.String, "posted_by": pl.String, "names": pl.List(pl.String),
            "reads_issuers": pl.Boolean, "reads_issue_day": pl.Boolean,
        },
        orient="row",
    )  # fmt: skip
    matures = lots["matures"].unique().drop_nulls().sort()
    spans = pl.DataFrame({"matures": matures, "days": [kinds.span(each) for each in matures]})
    named = pl.col("isin").str.to_lowercase().is_in(pl.col("names"))
    asks_issue = pl.col("reads_issuers") | named
    by_dates = pl.concat_str("issued", "matures", separator=" ", ignore_nulls=True)
    return (
        lots.join(flags, on=["table", "posted_by"], how="left")
        .join(spans, on="matures", how="left")
        .with_columns(
            pl.when(asks_issue).then("isin").alias("code"),
            pl.when("reads_issuers").then("issuer").alias("issuer"),
            pl.when("reads_issue_day")
            .then(by_dates)
            .otherwise(pl.col("days").cast(pl.String))
            .alias("span"),
        )
    )


def verdicts(lots: pl.DataFrame, kinds: Kinds) -> pl.DataFrame:
    """Return how each kind of lot counts, and with which percentage.

    Kinds that no row takes, that two claim or that lack a fact have no recipe: their
    agreements are called by themselves, and say so in the words of the call.
    """
    first = lots.unique(subset=KIND, keep="first", maintain_order=True)
    rows = [
        {key: each[key] for key in KIND} | _counts(kinds, each)
        for each in first.iter_rows(named=True)
    ]
    schema: Schema = dict.fromkeys(KIND, pl.String) | {
        "form": pl.String, "percent": pl.String, "accrued_beside": pl.Boolean,
        **dict.fromkeys(FRACTIONS, MONEY),
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def _counts(kinds: Kinds, row: Mapping[str, Any]) -> dict[str, Any]:
    terms = kinds.table(row["table"], row["posted_by"]).terms
    lot = Lot(
        row["lot_id"],
        Side(row["posted_by"]),
        row["asset"],
        Money(Decimal(1), row["currency"]),
        issued=row["issued"],
        matures=row["matures"],
        issuer=row["issuer"],
        coupon=row["coupon"],
        code=row["code"],
    )
    found = match(terms, lot, kinds.on)
    if found.verdict not in COUNTED:
        return dict.fromkeys(("form", "percent", "accrued_beside", *FRACTIONS))
    percent, given, _ = lot_inputs(terms, lot, found)
    return {
        "form": terms.form.value,
        "percent": percent.value,
        "accrued_beside": terms.accrued is Accrued.OUTSIDE,
        **{name: given.get(name) for name in FRACTIONS},
    }


def value_lots(lots: pl.DataFrame) -> pl.DataFrame:
    """Return lots with their figures, each recipe run on the rows that follow it.

    Args:
        lots: Lots with nominal, price, factor and accrued, the columns of their verdict, and
            how their currency reaches the base currency.
    """
    ready = lots.with_columns(
        pl.lit("0").cast(MONEY).alias("nil"),
        (pl.col("price") * pl.lit("0.01").cast(MONEY)).cast(MONEY).alias("price"),
    )
    done = [_valued(kind, part) for kind, part in _by_recipe(ready)]
    kept = [*lots.columns, *FIGURES]
    if not done:
        return lots.with_columns(pl.lit(None, dtype=MONEY).alias(each) for each in FIGURES)
    return pl.concat([each.select(kept) for each in done])


def _by_recipe(lots: pl.DataFrame) -> Iterator[tuple[LotKind, pl.DataFrame]]:
    for values, part in lots.partition_by(*RECIPE, as_dict=True, maintain_order=True).items():
        form, percent, is_cash, is_dirty, accrued_beside, how = values
        kind = LotKind(
            Form(form), Percent(percent), is_cash, is_dirty, accrued_beside, Conversion(how)
        )
        yield kind, part


def _valued(kind: LotKind, lots: pl.DataFrame) -> pl.DataFrame:
    recipe = lot_plan.lot(kind)
    return run_on_frame(recipe, lots, {name: name for name in recipe.inputs})


def is_letter(asset: pl.Expr) -> pl.Expr:
    """Whether an asset is a letter of credit."""
    return asset.str.to_lowercase() == LETTER_OF_CREDIT
