"""The sums between the grains: marks to an exposure, lots to what is held.

A sum of decimals wraps round in silence where it is too large, so that nothing is added up
here before it is known to be small enough. What is not plain leaves first, by agreement.
"""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

import polars as pl

from isda.batch.bound import Bound
from isda.batch.bulk import UNREAD, live_marks, rows_on, sizes_of
from isda.batch.cells import NotColumns
from isda.batch.columns import MONEY, Schema, run_on_frame
from isda.batch.plans import HELD_VALUE, LARGEST, NET_MARK
from isda.batch.rates import known_currencies, rates_for, spots
from isda.batch.worth import FIGURES, KIND, Kinds, is_letter, value_lots, verdicts, with_kinds
from isda.law.forms import Form
from isda.law.paragraphs import cite
from isda.margin.plan import Conversion, conversion
from isda.sheet.book import Book
from isda.sheet.book_collateral import PriceKind
from isda.sheet.book_settings import ControlTotal

LARGEST_SUM = Decimal(10) ** 19
MOST_ROWS = 100_000
"""Rows of one agreement and currency, or lots of one leg: their sum stays below 10^20."""
MANY = 100
"""Trades of one agreement that take long to read one by one."""
LARGEST_NOMINAL = Decimal(10) ** 13
LARGEST_PRICE = Decimal(10) ** 4
IN_BASE = "mark_in_base_currency"
CASH = "cash"
MOST = "largest"
PARTS: Schema = {
    "agreement": pl.String, "mark_currency": pl.String, NET_MARK: MONEY, MOST: MONEY,
}  # fmt: skip
"""What the marks of one currency come to in base currency, and the largest single figure."""
LOTS: Schema = {
    "agreement": pl.String, "posted_by": pl.String, "lot_id": pl.String, "asset": pl.String,
    "isin": pl.String, "currency": pl.String, "nominal": MONEY, "price": MONEY,
    **dict.fromkeys(FIGURES, MONEY),
}  # fmt: skip
"""What is kept of a lot: who posted it, and what it is worth."""


class Netted(NamedTuple):
    """Exposure as far as columns know it.

    Attributes:
        nets: The sum of each agreement's marks, base currency.
        odd: Agreements with rows to be looked at one by one.
        groups: Agreements and currencies of which every row is, beside those.
        matured: Agreements with marks of trades that have matured.
        sizes: How many trades each agreement has, and in which ways they are converted.
        rows: How many trades there are.
        names: The agreements that the trades name; None where one names none.
        summed: The agreements of which some marks are added up.
        days: Days of which there are marks.
    """

    nets: pl.DataFrame
    odd: list[str]
    groups: pl.DataFrame
    matured: list[str]
    sizes: pl.DataFrame
    rows: int
    names: frozenset[str | None]
    summed: frozenset[str]
    days: tuple[date, ...]

    @property
    def many(self) -> frozenset[str]:
        """Agreements with many trades."""
        return frozenset(self.sizes.filter(pl.col("trades") > MANY)["agreement"].drop_nulls())


class Worth(NamedTuple):
    """Lots with what they are worth, and who is called by itself for them.

    Attributes:
        lots: The lots of a day.
        left: Agreements with lots to be looked at one by one.
        rows: How many rows of the day there are.
        names: The agreements that the lots name; None where one names none.
    """

    lots: pl.DataFrame
    left: list[str]
    rows: int
    names: frozenset[str | None]


def no_marks(plain: Bound) -> pl.DataFrame:
    """Return that nothing is exposed, for a book without trades."""
    nil = pl.lit("0").cast(MONEY).alias(NET_MARK)
    return plain.agreements.select("agreement", nil)


def no_lots() -> pl.DataFrame:
    """Return that nothing is held, for a book without lots."""
    return pl.DataFrame(schema=LOTS)


def net_marks(trades: pl.LazyFrame, plain: Bound, book: Book, on: date) -> Netted:
    """Return the sum of the marks of each agreement, in its base currency.

    An amount with at most nine places times a rate with at most nine is exact, so that their
    sum may be converted in the place of each; where an amount is divided, or an annex covers
    only later trades, the rows are passed over once more and each is converted by itself.

    Args:
        trades: Typed trades with their marks.
        plain: Bound terms of the agreements that columns compute.
        book: The book, for its rates.
        on: The day.
    """
    whose = plain.agreements.filter(pl.col("base_currency").is_not_null())
    fixed_before = pl.col("fixed_before").fill_null(value=False)
    whose = whose.select("agreement", "covers_from", "base_currency", fixed_before)
    every = live_marks(trades, on)
    mine = every.join(whose, on="agreement", how="inner")
    known = known_currencies(mine["mark_currency"])
    pairs = mine.select("mark_currency", "base_currency").drop_nulls().rows()
    rates = pl.concat(
        spots(pairs, rates_for(book, on, fixed_before=before)).with_columns(fixed_before=before)
        for before in (False, True)
    )
    mine = mine.join(
        rates.rename({"currency": "mark_currency"}),
        on=["mark_currency", "base_currency", "fixed_before"],
        how="left",
    )
    from_a_day = pl.col("covers_from").is_not_null()
    sound = (
        pl.col("how").is_not_null()
        & pl.col("mark_currency").is_in(known)
        & (pl.col("rows") < MOST_ROWS)
        & (pl.col("net").abs() < pl.lit(LARGEST))
        & ~(from_a_day & pl.col("is_undated"))
    ).fill_null(value=False)
    found = mine.filter(sound)
    before = from_a_day & (pl.col("first_traded") < pl.col("covers_from")).fill_null(
        value=False
    )
    again = before | (pl.col("how") == Conversion.OVER.value)
    as_one = found.filter(~again).with_columns(pl.col("net").cast(MONEY))
    parts = pl.concat([_in_base(as_one, "net"), _each(trades, found.filter(again), on)])
    fits = (pl.col(NET_MARK).abs() < pl.lit(LARGEST)) & (pl.col(MOST) < pl.lit(LARGEST))
    keys = ["agreement", "mark_currency"]
    groups = mine.filter(pl.col("plain") > 0).join(parts.filter(fits), on=keys, how="anti")
    nets = parts.filter(fits).group_by("agreement").agg(pl.col(NET_MARK).sum())
    everyone = whose.select("agreement").join(nets, on="agreement", how="left")
    nets = everyone.with_columns(pl.col(NET_MARK).fill_null(pl.lit("0").cast(MONEY)))
    names = frozenset(every["agreement"])
    odd = mine.filter(pl.col("odd") > 0)["agreement"].unique().sort().to_list()
    matured = mine.filter(pl.col("matured") > 0)["agreement"].unique().sort().to_list()
    rows = int(every["rows"].sum())
    summed = frozenset(parts.filter(fits)["agreement"])
    days = _days_of(trades, every)
    return Netted(nets, odd, groups, matured, sizes_of(every, mine), rows, names, summed, days)


def _days_of(trades: pl.LazyFrame, groups: pl.DataFrame) -> tuple[date, ...]:
    """Return the days of marks; rows of groups that have several are looked through again."""
    days = set(groups["first_marked"].drop_nulls())
    apart = groups.filter(pl.col("first_marked") != pl.col("last_marked"))["agreement"]
    if len(apart):
        mine = pl.col("agreement").is_in(apart.unique().to_list(), nulls_equal=True)
        rows = trades.filter(mine & ~pl.col(UNREAD)).select(pl.col("marked_on").unique())
        days.update(rows.drop_nulls().collect(engine="streaming")["marked_on"])
    return tuple(sorted(days))


def _in_base(sums: pl.DataFrame, amount: str) -> pl.DataFrame:
    """Return amounts in base currency, by the recipe of how each is converted."""
    cited = cite("exposure", Form.CSA_1994_NEW_YORK)
    done = [pl.DataFrame(schema=PARTS)]
    for how in Conversion:
        part = sums.filter(pl.col("how") == how.value)
        recipe = conversion(IN_BASE, how, cited)
        given = {name: amount if name == "amount" else name for name in recipe.inputs}
        after = run_on_frame(recipe, part, given)
        net = pl.col(IN_BASE)
        done.append(
            after.select(
                "agreement", "mark_currency", net.alias(NET_MARK), net.abs().alias(MOST)
            )
        )
    return pl.concat(done)


def _each(trades: pl.LazyFrame, asked: pl.DataFrame, on: date) -> pl.DataFrame:
    """Return the sums of marks that are converted one by one, or not all of them covered."""
    if not asked.height:
        return pl.DataFrame(schema=PARTS)
    keys = ["agreement", "mark_currency"]
    wanted = asked.select(*keys, "covers_from", "how", "spot").lazy()
    covered = pl.col("covers_from").is_null() | (pl.col("trade_date") >= pl.col("covers_from"))
    live = trades.filter(rows_on(on).plain & rows_on(on).live)
    rows = live.select(*keys, "trade_date", pl.col("mark").cast(MONEY))
    rows = rows.join(wanted, on=keys, how="inner").filter(covered)
    cited = cite("exposure", Form.CSA_1994_NEW_YORK)
    done = []
    for how in Conversion:
        recipe = conversion(IN_BASE, how, cited)
        given = {name: "mark" if name == "amount" else name for name in recipe.inputs}
        part = run_on_frame(recipe, rows.filter(pl.col("how") == how.value), given)
        net = pl.col(IN_BASE)
        done.append(
            part.group_by(keys).agg(summed(net).alias(NET_MARK), net.abs().max().alias(MOST))
        )
    return pl.concat(pl.collect_all(done, engine="streaming"))


def summed(amount: pl.Expr) -> pl.Expr:
    """Return a sum that can be said, whatever one amount is: who asks looks at the largest."""
    most = pl.lit(LARGEST).cast(MONEY)
    return pl.when(amount.abs() < most).then(amount).sum()


def worth_of(lots: pl.LazyFrame, plain: Bound, book: Book, kinds: Kinds, before: date) -> Worth:
    """Return the lots of a day with what each is worth.

    Args:
        lots: Typed lots.
        plain: Bound terms of the agreements that columns compute.
        book: The book, for prices and rates of the day.
        kinds: How each kind of lot counts, on a day.
        before: The last day before with lots of anybody.
    """
    on = kinds.on
    there = lots.filter((pl.col("on") == on) | pl.col(UNREAD)).collect(engine="streaming")
    every = lots.select(pl.col("agreement").unique()).collect(engine="streaming")
    names = frozenset(every["agreement"])
    legs = plain.legs.select("agreement", "posting_party", "base_currency", "document", "form")
    legs = legs.join(plain.agreements.select("agreement", "table"), on="agreement")
    legs = legs.rename({"posting_party": "posted_by", "form": "form_of_leg"})
    mine = there.join(plain.agreements.select("agreement"), on="agreement", how="semi")
    asked = (
        mine.join(legs, on=["agreement", "posted_by"], how="left")
        .with_columns(pl.coalesce("isin", _ASSET).alias("priced_by"))
        .join(_prices(book, on), on="priced_by", how="left")
        .with_columns(
            is_cash=_ASSET == CASH,
            is_dirty=pl.col("price_kind").eq_missing(PriceKind.DIRTY.value),
        )
    )
    pairs = asked.select("currency", "base_currency").drop_nulls().rows()
    asked = asked.join(
        spots(pairs, book.rates_of(on)), on=["currency", "base_currency"], how="left"
    )
    left = _strange(asked, known_currencies(asked["currency"]))
    left |= _gone(lots, mine, on, before)
    asked = _without(asked, left)
    if not asked.height:
        return Worth(no_lots(), sorted(left), there.height, names)
    asked = with_kinds(asked, kinds)
    asked = asked.join(verdicts(asked, kinds), on=list(KIND), how="left", nulls_equal=True)
    uncounted = set(asked.filter(pl.col("percent").is_null())["agreement"])
    nil, one = pl.lit("0").cast(MONEY), pl.lit("1").cast(MONEY)
    ready = _without(asked, uncounted).with_columns(
        pl.col("nominal").cast(MONEY),
        pl.col("accrued").cast(MONEY).fill_null(nil),
        pl.col("factor").cast(MONEY).fill_null(one),
    )
    valued = value_lots(ready).select(*LOTS)
    return Worth(valued, sorted(left | uncounted), there.height, names)


_ASSET = pl.col("asset").str.to_lowercase()


def _prices(book: Book, on: date) -> pl.DataFrame:
    rows = [
        (key, each.price, each.currency)
        for key, each in book.records.prices.get(on, {}).items()
        if each is not None and each.price < LARGEST_PRICE
    ]
    schema: Schema = {"priced_by": pl.String, "price": MONEY, "price_currency": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _strange(lots: pl.DataFrame, currencies: list[str]) -> set[str]:
    """Return the agreements of lots that are not plain."""
    nil, one = pl.lit("0").cast(MONEY), pl.lit("1").cast(MONEY)
    said = pl.col("price_kind"), pl.col("accrued"), pl.col("factor")
    cash = pl.all_horizontal(each.is_null() for each in said)
    security = (
        pl.col("price_kind").is_in([each.value for each in PriceKind])
        & (pl.col("price_currency") == pl.col("currency"))
        & pl.col("price").is_not_null()
    )
    title = pl.col("form_of_leg").replace_strict(
        {form.value: form.title for form in Form}, return_dtype=pl.String
    )
    plain = (
        ~pl.col(UNREAD)
        & pl.col("base_currency").is_not_null()
        & pl.col("how").is_not_null()
        & pl.col("currency").is_in(currencies)
        & pl.col("for").is_null()
        & ~is_letter(pl.col("asset"))
        & pl.when("is_cash").then(cash).otherwise(security)
        & (pl.col("annex").is_null() | pl.col("annex").is_in(pl.concat_list("document", title)))
        & (pl.col("nominal") >= nil)
        & (pl.col("nominal") < pl.lit(LARGEST_NOMINAL))
        & (
            pl.col("accrued").is_null()
            | pl.col("accrued").is_between(nil, pl.lit(LARGEST_NOMINAL))
        )
        & (pl.col("factor").is_null() | pl.col("factor").is_between(nil, one))
    )
    plain &= _rough_worth() < pl.lit(LARGEST) * pl.lit(ROUGHLY)
    single = plain.fill_null(value=False) & ~pl.struct("agreement", "lot_id").is_duplicated()
    crowded = pl.len().over("agreement") >= MOST_ROWS
    return set(lots.filter(~single | crowded)["agreement"])


ROUGHLY = Decimal("0.00001")


def _rough_worth() -> pl.Expr:
    """Return no less than what a lot can be worth in base currency, times `ROUGHLY`.

    It is scaled down first, because the product itself could be too large to be said.
    """
    one, small = pl.lit("1").cast(MONEY), pl.lit(ROUGHLY).cast(MONEY)
    limit = pl.lit(LARGEST_NOMINAL)
    nominal = pl.when(pl.col("nominal") < limit).then("nominal").cast(MONEY) * small
    accrued = pl.when(pl.col("accrued") <= limit).then("accrued").cast(MONEY) * small
    price = (pl.col("price") * pl.lit("0.01").cast(MONEY)).cast(MONEY).fill_null(one)
    price = pl.when(price > one).then(price).otherwise(one)
    whole = nominal * price + accrued.fill_null(pl.lit("0").cast(MONEY))
    way = pl.col("how")
    return (
        pl.when(way == Conversion.TIMES.value)
        .then(whole * pl.col("spot"))
        .when(way == Conversion.OVER.value)
        .then(whole / pl.col("spot"))
        .otherwise(whole)
    )


def _gone(lots: pl.LazyFrame, today: pl.DataFrame, on: date, before: date) -> set[str]:
    """Return the agreements that held something on the last day before, and nothing today.

    Which day is the last may turn on rows that do not read: those after it count as well.
    """
    earlier = lots.filter(pl.col("on") < on)
    held = earlier.filter(pl.col("on") >= before).select(pl.col("agreement").unique())
    names = held.drop_nulls().collect(engine="streaming")["agreement"]
    return set(names) - set(today["agreement"])


def _without(frame: pl.DataFrame, agreements: set[str]) -> pl.DataFrame:
    names = pl.DataFrame({"agreement": sorted(agreements)}, schema={"agreement": pl.String})
    return frame.join(names, on="agreement", how="anti")


def total_of(rows: pl.LazyFrame, total: ControlTotal) -> tuple[Decimal, int]:
    """Return the sum that a control total asks for, and how many rows there are of its day.

    Args:
        rows: A typed bulk table.
        total: What its feed said it would hold.
    """
    names = rows.collect_schema().names()
    day = "marked_on" if "marked_on" in names else "on"
    of_day = rows if total.on is None else rows.filter(pl.col(day) == total.on)
    summed = pl.lit("0").cast(MONEY)
    if total.column is not None:
        currency = "mark_currency" if "mark_currency" in names else "currency"
        own = pl.col(total.column).filter(pl.col(currency) == total.currency)
        if of_day.select(own.abs().max() * pl.len() >= pl.lit(LARGEST_SUM)).collect().item():
            message = f"the control total of {total.file} is too large for columns"
            raise NotColumns(message)
        summed = own.cast(MONEY).sum()
    found = of_day.select(summed.alias("sum"), pl.len().alias("rows"))
    amount, count = found.collect(engine="streaming").row(0)
    return amount, count


def of_legs(plain: Bound, nets: pl.DataFrame, lots: pl.DataFrame) -> pl.DataFrame:
    """Return what each leg starts from."""
    nil = pl.lit("0").cast(MONEY)
    held = lots.group_by("agreement", "posted_by").agg(pl.col("value").sum().alias(HELD_VALUE))
    return (
        plain.legs.select("agreement", "posting_party")
        .join(nets, on="agreement", how="left")
        .join(
            held.rename({"posted_by": "posting_party"}),
            on=["agreement", "posting_party"],
            how="left",
        )
        .with_columns(pl.col(HELD_VALUE).fill_null(nil))
    )
