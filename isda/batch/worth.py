"""What lots are worth, on columns: each kind of lot is matched once, by the one body.

Lots of one kind fall under one row of a table: the same table, poster, asset, currency and
the same side of every day on which a row begins or ends. The call's own `match` is asked
once for each kind, and its answer is joined to the lots.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from isda.basics.days import MaturityRange
from isda.basics.money import Money
from isda.basics.party import Side
from isda.batch.columns import MONEY, Schema, run_on_frame
from isda.batch.plans import TableShape
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


VERDICTS: Schema = dict.fromkeys(KIND, pl.String) | {
    "form": pl.String, "percent": pl.String, "accrued_beside": pl.Boolean,
    **dict.fromkeys(FRACTIONS, MONEY),
}  # fmt: skip
"""How each kind of lot counts; without a percentage where columns do not value it."""


class Kinds:
    """The kinds of lots of a day, and how each counts.

    Args:
        on: The day.
        shapes: What each table turns on.
        known: Verdicts of earlier nights: what is said of a kind holds on every day.
        terms_of: Returns the terms of a leg that a table values, by table and poster.
    """

    def __init__(
        self,
        on: date,
        shapes: Mapping[str, TableShape],
        known: pl.DataFrame,
        terms_of: Callable[[str, Side], BoundTerms],
    ) -> None:
        self.on, self.shapes, self.known = on, shapes, known
        self._terms_of = terms_of
        self._terms: dict[tuple[str, str], BoundTerms] = {}
        self._bounds: dict[tuple[str, ...], tuple[date, ...]] = {}

    def terms(self, table: str, poster: str) -> BoundTerms:
        """Return the terms that a table is read by."""
        key = (table, poster)
        if key not in self._terms:
            self._terms[key] = self._terms_of(table, Side(poster))
        return self._terms[key]

    def bounds(self, ranges: tuple[str, ...]) -> tuple[date, ...]:
        """Return the days on which ranges begin and end, the day itself first."""
        if ranges not in self._bounds:
            pairs = [MaturityRange.read(each).bounds(self.on) for each in ranges]
            ends = [day for pair in pairs for day in pair if day is not None]
            self._bounds[ranges] = (self.on, *ends)
        return self._bounds[ranges]

    def span(self, ranges: tuple[str, ...], matures: date) -> str:
        """Return on which side of each such day a maturity falls, one sign a day."""
        return "".join(
            "=" if matures == day else "<" if matures < day else ">"
            for day in self.bounds(ranges)
        )


def with_kinds(lots: pl.DataFrame, kinds: Kinds) -> pl.DataFrame:
    """Return lots with the columns of their kind, without what no row of the table reads."""
    tables = lots["table"].unique().sort()
    shapes = [kinds.shapes[each] for each in tables]
    flags = pl.DataFrame(
        {
            "table": tables,
            "ranges": [" ".join(each.ranges) for each in shapes],
            "names": [list(each.names) for each in shapes],
            "reads_issuers": [each.reads_issuers for each in shapes],
            "reads_issue_day": [each.reads_issue_day for each in shapes],
        },
        schema={
            "table": pl.String, "ranges": pl.String, "names": pl.List(pl.String),
            "reads_issuers": pl.Boolean, "reads_issue_day": pl.Boolean,
        },
    )  # fmt: skip
    asked = lots.join(flags, on="table", how="left")
    ranges = {" ".join(each.ranges): each.ranges for each in shapes}
    dated = asked.select("ranges", "matures").unique().drop_nulls().rows()
    spans = pl.DataFrame(
        [(text, matures, kinds.span(ranges[text], matures)) for text, matures in dated],
        schema={"ranges": pl.String, "matures": pl.Date, "span": pl.String},
        orient="row",
    )
    named = pl.col("isin").str.to_lowercase().is_in(pl.col("names"))
    dates = [pl.col(name).cast(pl.String) for name in ("issued", "matures")]
    exact = pl.concat_str(*dates, "span", separator=" ", ignore_nulls=True)
    return asked.join(spans, on=["ranges", "matures"], how="left").with_columns(
        pl.when(pl.col("reads_issuers") | named).then("isin").alias("code"),
        pl.when("reads_issuers").then("issuer").alias("issuer"),
        pl.when("reads_issue_day").then(exact).otherwise("span").alias("span"),
    )


def verdicts(lots: pl.DataFrame, kinds: Kinds) -> pl.DataFrame:
    """Return how each kind of lot counts, and with which percentage.

    Kinds that no row takes, that two claim or that lack a fact have no percentage: their
    agreements are called by themselves, and say so in the words of the call.
    """
    first = lots.unique(subset=KIND, keep="first", maintain_order=True)
    first = first.join(kinds.known, on=list(KIND), how="anti", nulls_equal=True)
    rows = [
        {key: each[key] for key in KIND} | _counts(kinds, each)
        for each in first.iter_rows(named=True)
    ]
    kinds.known = pl.concat([kinds.known, pl.DataFrame(rows, schema=VERDICTS, orient="row")])
    return kinds.known


def _counts(kinds: Kinds, row: Mapping[str, Any]) -> dict[str, Any]:
    terms = kinds.terms(row["table"], row["posted_by"])
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
    price = (pl.col("price") * pl.lit("100").cast(MONEY)).cast(MONEY)
    return pl.concat([each.select(kept) for each in done]).with_columns(price)


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
