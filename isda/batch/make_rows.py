"""The trades of a made book, as columns: integers all the way to the decimals."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from math import isqrt

import polars as pl

from isda.batch.make_dice import Dice, mixed, mixed_column
from isda.batch.make_market import CURRENCIES, MICRO, UNIT, WORTH, rates, yesterday
from isda.batch.make_sheets import Kind, Made

AT_ONCE = 1_000_000
"""Trades that are made together, so that memory stays the same whatever their number."""
ONE_IN = 5_000
"""One faulty row in so many."""
LEAST_FAULTS = 6
PRODUCTS = (
    ("fx forward",) * 45 + ("interest rate swap",) * 30 + ("cross currency swap",) * 8
    + ("fx option",) * 10 + ("credit default swap",) * 4 + ("equity swap",) * 3
)  # fmt: skip
OF_ONE_CURRENCY = ("interest rate swap", "credit default swap", "equity swap")
SIZES = (100_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000)
FAULTS = ("no mark", "old mark", "matured", "unknown currency")
MONEY = pl.Decimal(20, 2)
HUNDRED = pl.lit("100").cast(MONEY)
IN_BASE, MARKED_IN_BASE = 70, 85
"""Shares of a hundred: trades in the base currency, and trades marked in it."""
MARKINGS = ("as a strip", "in dollars", "in several", "in won")
"""How the forwards of Korean exporters are marked, one manner after the other: at the one
rate that fixes them, half of them in dollars, in won and two more currencies, or in won."""
LONGEST_STRIP = 60
"""Forwards; whoever has more has them in won."""
MARKED_IN = (("KRW",), ("KRW", "USD"), ("KRW", "USD", "EUR"), ("KRW",))
ODD_KINDS = frozenset({Kind.LOSS_LIMIT, Kind.CAPPED, Kind.REGIMES, Kind.MARGIN_BESIDE})
"""Kinds that are called one by one, every third faulty row among theirs."""
WORTH_A_CENT = 10_000
"""Millionths of a dollar: a currency of which one is worth less has no cents."""


@dataclass
class Rows:
    """What the rows of trades are made from, and what they come to.

    Attributes:
        made: The agreements.
        trades: How many trades.
        seed: Chance.
        on: The day of the marks.
        worth: What the marks of each agreement come to, in cents of a dollar, once made.
    """

    made: Sequence[Made]
    trades: int
    seed: int
    on: date
    worth: pl.Series

    def frames(self) -> Iterator[pl.DataFrame]:
        """Yield the trades with their marks, in the order in which a bank booked them."""
        counts = spread(len(self.made), self.trades, self.seed)
        whose = self._whose(counts)
        terms = _terms(self.made, counts, self.seed)
        sums = pl.DataFrame({"a": range(len(self.made))}, schema={"a": pl.UInt32})
        sums = sums.with_columns(cents=pl.lit(0, dtype=pl.Int64))
        for start in range(0, self.trades, AT_ONCE):
            part = whose[start : start + AT_ONCE]
            rows = _trades(part, terms, start, self.seed, self.on)
            sums = pl.concat([sums, rows.group_by("a").agg(pl.col("cents").sum())])
            sums = sums.group_by("a").agg(pl.col("cents").sum())
            yield rows.select(*_columns_of_trades(self.on))
        self.worth = sums.sort("a")["cents"]

    def _whose(self, counts: list[int]) -> pl.DataFrame:
        """Return the agreement of each trade, and which trades are to be faulty."""
        faults = _faults(self.made, counts, self.trades, self.seed)
        every = repeated(counts).to_frame("a")
        order = mixed_column(pl.int_range(pl.len()), self.seed, 20)
        first = every["a"].is_first_distinct()
        fault = pl.Series(faults).gather(every["a"]).zip_with(first, pl.Series([-1]))
        return every.with_columns(fault=fault).sort(order)


def repeated(counts: Sequence[int]) -> pl.Series:
    """Return each place as often as its count says.

    Example:
        >>> repeated([2, 0, 1]).to_list()
        [0, 0, 2]
    """
    owners = pl.DataFrame(
        {"place": range(len(counts)), "count": counts},
        schema={"place": pl.UInt32, "count": pl.UInt32},
    ).filter(pl.col("count") > 0)
    return owners.select(pl.col("place").repeat_by("count").explode()).to_series()


def spread(holders: int, items: int, seed: int) -> list[int]:
    """Return how many of the items each holder has: few have very many, and many have few.

    Each has one at least, where there are enough.

    Example:
        >>> counts = spread(50, 2000, 7)
        >>> sum(counts), min(counts) > 0, max(counts) > 10 * sorted(counts)[25]
        (2000, True, True)
    """
    flat, each = max(1, holders * 3 // 400), int(items >= holders)
    rest = items - holders * each
    weights = [10**15 // isqrt((rank + flat) ** 3 * 10**6) for rank in range(holders)]
    whole = sum(weights)
    found = [each + rest * weight // whole for weight in weights]
    for place in range(items - sum(found)):
        found[place % holders] += 1
    order = sorted(range(holders), key=lambda place: mixed(seed, 21, place))
    return [count for _, count in sorted(zip(order, found, strict=True))]


def _faults(made: Sequence[Made], counts: list[int], trades: int, seed: int) -> list[int]:
    """Return the fault of one trade of each agreement, -1 for none.

    None of the largest agreements has one, lest half of the trades stop.
    """
    wanted = max(LEAST_FAULTS, min(trades // ONE_IN, len(made) // 20))
    fit = [
        place
        for place, count in enumerate(counts)
        if 0 < count <= max(40, 4 * trades // len(made))
    ]
    fit.sort(key=lambda place: mixed(seed, 22, place))
    odd = [place for place in fit if made[place].kind in ODD_KINDS][: wanted // 3]
    plain = [place for place in fit if made[place].kind is Kind.PLAIN]
    faulty = [*odd, *plain[: wanted - len(odd)]]
    chosen = {place: number % len(FAULTS) for number, place in enumerate(faulty)}
    return [chosen.get(place, -1) for place in range(len(made))]


def _terms(made: Sequence[Made], counts: Sequence[int], seed: int) -> pl.DataFrame:
    """Return what the trades of each agreement have in common: Korean exporters have lost."""
    dice = [Dice(seed, 23, place) for place in range(len(made))]
    korean = [each.kind in {Kind.LOSS_LIMIT, Kind.LATCHED} for each in made]
    return pl.DataFrame(
        {
            "agreement": [each.name for each in made],
            "base": [CURRENCIES.index(each.base) for each in made],
            "drift": [
                abs(roll.of(40_001) - 20_000) if is_korean else roll.of(40_001) - 20_000
                for roll, is_korean in zip(dice, korean, strict=True)
            ],
            "korean": korean,
            "marking": _manners(korean, counts),
        },
        schema_overrides={"base": pl.Int64, "drift": pl.Int64},
    )


def _manners(korean: Sequence[bool], counts: Sequence[int]) -> list[int]:
    """Return how the forwards of each agreement are marked, -1 for what is no exporter's."""
    strip, won = MARKINGS.index("as a strip"), MARKINGS.index("in won")
    found = []
    for place, number in enumerate(accumulate(korean)):
        manner = (number - 1) % len(MARKINGS)
        is_long = manner == strip and counts[place] > LONGEST_STRIP
        found.append(-1 if not korean[place] else won if is_long else manner)
    return found


def pick(roll: str, below: int, sides: int) -> pl.Expr:
    """Return a number from nil to one below `sides` out of the rest of a roll."""
    word = pl.col(roll) // pl.lit(below, dtype=pl.UInt64)
    return (word % pl.lit(sides, dtype=pl.UInt64)).cast(pl.Int64)


def _from(values: Sequence[int] | Sequence[str], place: pl.Expr) -> pl.Expr:
    return pl.lit(pl.Series(values)).gather(place)


def _trades(
    part: pl.DataFrame, terms: pl.DataFrame, start: int, seed: int, on: date
) -> pl.DataFrame:
    """Return one part of the trades, with amounts in whole units and in cents."""
    number = pl.int_range(pl.len(), dtype=pl.UInt64) + start
    own = terms[part["a"]]
    rows = part.hstack(own).with_columns(
        number=number, one=mixed_column(number, seed, 24), two=mixed_column(number, seed, 25)
    )
    worth, unit = list(WORTH.values()), [UNIT.get(each, 1) for each in CURRENCIES]
    size = _from(SIZES, pick("one", 2**8, len(SIZES)))
    rows = rows.with_columns(
        product=pl.when("korean")
        .then(pl.lit("fx forward"))
        .otherwise(_from(PRODUCTS, pick("one", 1, 100))),
        first=pl.when(pl.col("korean"))
        .then(CURRENCIES.index("USD"))
        .when(pick("one", 2**16, 100) < IN_BASE)
        .then("base")
        .otherwise(pick("one", 2**24, len(CURRENCIES))),
        dollars=size * (pick("one", 2**32, 40) + 1),
        due=pick("two", 1, 3_650),
    )
    other = (pl.col("first") + 1 + pick("one", 2**40, 9)) % len(CURRENCIES)
    rows = rows.with_columns(
        second=pl.when("korean").then(pl.col("base")).otherwise(other),
        is_one=pl.col("product").is_in(list(OF_ONE_CURRENCY)),
        marked=pl.when("korean").then(_marked_of_korean())
        .when(pick("one", 2**48, 100) < MARKED_IN_BASE).then("base").otherwise("first"),
        days=pl.when(pl.col("product") == "fx forward").then(pl.col("due") % 365)
        .otherwise("due") + 1,
        cents=pl.col("dollars") * (pick("two", 2**12, 60_001) - 30_000 + pl.col("drift"))
        // 10_000,
    )  # fmt: skip
    value = {name: _from(worth, pl.col(name)) for name in ("first", "second", "marked")}
    whole = {name: _from(unit, pl.col(name)) for name in ("first", "second")}
    off = pick("two", 2**32, 101)
    notional = pl.col("dollars") * MICRO // value["first"] // whole["first"] * whole["first"]
    rows = rows.with_columns(notional=notional)
    turned = pl.col("notional") * value["first"] // value["second"] * (950 + off) // 1000
    fixed = _in_won(pl.col("notional"), on, seed)
    rows = rows.with_columns(
        turned=pl.when(_IS_STRIP).then(fixed * (9_900 + off) // 10_000).otherwise(turned)
    )
    gain = fixed - pl.col("turned")
    rows = rows.with_columns(
        cents=pl.when(_IS_STRIP).then(gain * WORTH["KRW"] // 10_000).otherwise("cents")
    )
    in_own = pl.col("cents") * MICRO // value["marked"]
    is_whole = value["marked"] < WORTH_A_CENT
    return rows.with_columns(
        mark=pl.when(_IS_STRIP).then(gain * 100)
        .when(is_whole).then(in_own // 100 * 100).otherwise(in_own),
        traded=pl.lit(on) - pl.duration(days=1 + pick("two", 2**24, 250)),
        matures=pl.lit(on) + pl.duration(days="days"),
    )  # fmt: skip


_IS_STRIP = pl.col("marking") == MARKINGS.index("as a strip")


def _marked_of_korean() -> pl.Expr:
    """Return the currency of the mark of a Korean exporter's forward."""
    found = pl.col("base")
    for number, names in enumerate(MARKED_IN):
        codes = [CURRENCIES.index(each) for each in names]
        own = _from(codes, pick("one", 2**48, len(codes)))
        found = pl.when(pl.col("marking") == number).then(own).otherwise(found)
    return found


def _in_won(dollars: pl.Expr, on: date, seed: int) -> pl.Expr:
    """Return whole dollars in whole won, at the rate that was fixed the day before."""
    whole, _, places = dict(rates(yesterday(on), seed))["USDKRW"].partition(".")
    part: pl.Expr = dollars * int(places) // 10 ** len(places)
    return dollars * int(whole) + part


def _columns_of_trades(on: date) -> list[pl.Expr]:
    """Return the columns of the table of trades, its faults among them."""
    is_lost = pl.col("fault") == FAULTS.index("no mark")
    code = pl.lit(pl.Series(CURRENCIES))
    mark_currency = pl.when(pl.col("fault") == FAULTS.index("unknown currency")).then(
        pl.lit("XXQ")
    ).otherwise(code.gather("marked"))  # fmt: skip
    marked_on = pl.when(pl.col("fault") == FAULTS.index("old mark")).then(
        pl.lit(on) - pl.duration(days=4)
    ).otherwise(pl.lit(on))  # fmt: skip
    matures = pl.when(pl.col("fault") == FAULTS.index("matured")).then(
        pl.lit(on) - pl.duration(days=1)
    ).otherwise(pl.col("matures"))  # fmt: skip
    first, second = pl.col("notional").cast(MONEY), pl.col("turned").cast(MONEY)
    is_bought = _IS_STRIP | (pick("two", 2**56, 2) == 0)
    return [
        pl.format("T{}", pl.col("number").cast(pl.String).str.zfill(10)).alias("trade_id"),
        pl.col("agreement"),
        pl.col("product"),
        pl.when(is_bought).then(pl.lit("buy")).otherwise(pl.lit("sell")).alias("buy_sell"),
        first.alias("notional_1"),
        code.gather("first").alias("currency_1"),
        pl.when(~pl.col("is_one")).then(second).alias("notional_2"),
        pl.when(~pl.col("is_one")).then(code.gather("second")).alias("currency_2"),
        pl.col("traded").cast(pl.Date).alias("trade_date"),
        matures.cast(pl.Date).alias("maturity"),
        pl.when(~is_lost).then(pl.col("mark").cast(MONEY) / HUNDRED).cast(MONEY).alias("mark"),
        pl.when(~is_lost).then(mark_currency).alias("mark_currency"),
        pl.when(~is_lost).then(marked_on.cast(pl.Date)).alias("marked_on"),
    ]
