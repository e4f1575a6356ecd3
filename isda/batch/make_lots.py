"""The collateral of a made book, as columns: lots held, and the prices of bonds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import polars as pl

from isda.batch.make_dice import Dice, mixed_column
from isda.batch.make_market import CURRENCIES, MICRO, SLOTS, UNIT, WORTH, Bond, Eligible
from isda.batch.make_rows import MONEY, ONE_IN, pick, repeated, spread
from isda.batch.make_sheets import INFINITE, INITIAL, VARIATION, Kind, Made

PRICES = pl.Decimal(12, 3)


class Margin(NamedTuple):
    """Initial margin of one poster: what is asked of it, and what it has posted."""

    agreement: str
    poster: str
    currency: str
    asked: tuple[tuple[str, int], ...]
    posted: int


@dataclass(frozen=True)
class Lots:
    """What the lots are made from.

    Attributes:
        made: The agreements.
        tables: The tables of eligible collateral.
        bonds: The bonds, by issuer and maturity.
        worth: What the marks of each agreement come to, in cents of a dollar.
        margins: Initial margins, whose cash is among the lots.
        lots: How many lots.
        seed: Chance.
        on: The day of the position.
    """

    made: Sequence[Made]
    tables: Sequence[Eligible]
    bonds: Sequence[Bond]
    worth: pl.Series
    margins: Sequence[Margin]
    lots: int
    seed: int
    on: date

    def frame(self) -> pl.DataFrame:
        """Return the lots held, of about the worth that each agreement asks for."""
        needs = self.needs()
        needy = [place for place, (_, cents) in enumerate(needs) if cents] or [0]
        held = [0] * len(needs)
        counts = spread(len(needy), self.lots - len(self.margins), self.seed)
        for place, count in zip(needy, counts, strict=True):
            held[place] = count
        owners = pl.DataFrame(
            {
                "agreement": [each.name for each in self.made],
                "annex": [_annex(each) for each in self.made],
                "posted_by": [poster for poster, _ in needs],
                "target": [cents for _, cents in needs],
                "table": [each.table for each in self.made],
                "base": [CURRENCIES.index(each.base) for each in self.made],
            },
            schema_overrides={"target": pl.Int64, "table": pl.Int64, "base": pl.Int64},
        )
        every = owners[repeated(held)]
        number = pl.int_range(pl.len(), dtype=pl.UInt64)
        rows = every.with_columns(number=number, roll=mixed_column(number, self.seed, 30))
        found = self._assets(rows).select(*_columns_of_lots(self.on))
        return pl.concat([found, self._of_margins(found)])

    def needs(self) -> list[tuple[str, int]]:
        """Return who posts under each agreement, and about how many cents of a dollar."""
        return [self._need(place, cents) for place, cents in enumerate(self.worth)]

    def _of_margins(self, like: pl.DataFrame) -> pl.DataFrame:
        """Return cash for each initial margin, with the columns of other lots."""
        count = len(self.margins)
        cells = {
            "lot_id": [f"M{place:09d}" for place in range(count)],
            "agreement": [each.agreement for each in self.margins],
            "annex": [INITIAL] * count,
            "posted_by": [each.poster for each in self.margins],
            "on": [self.on] * count,
            "asset": ["cash"] * count,
            "currency": [each.currency for each in self.margins],
            "nominal": [Decimal(each.posted) for each in self.margins],
        }
        schema = {name: kind for name, kind in like.schema.items() if name in cells}
        return pl.concat([like.clear(), pl.DataFrame(cells, schema=schema)], how="diagonal")

    def _need(self, place: int, cents: int) -> tuple[str, int]:
        """Return who posts under an agreement, and about how many cents of a dollar."""
        each = self.made[place]
        poster = "B" if cents > 0 or "A" not in each.posters else "A"
        if poster not in each.posters:
            poster = each.posters
        owed = cents if poster == "B" else -cents
        carried = each.thresholds["AB".index(poster)]
        if carried >= INFINITE or owed <= carried:
            return poster, 0
        about = 80 + Dice(self.seed, 31, place).of(40)
        return poster, (owed - carried) * about // 100

    def _assets(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Return the rows with what each lot is."""
        slots = [slot for table in self.tables for slot in table.slots]
        kinds = pl.DataFrame(
            {
                "asset": [slot.asset for slot in slots],
                "currency": [CURRENCIES.index(slot.currency) for slot in slots],
                "issuer": [slot.issuer for slot in slots],
                "bonds": [max(1, slot.bonds) for slot in slots],
            },
            schema_overrides={"currency": pl.Int64, "issuer": pl.Int64, "bonds": pl.Int64},
        )
        place = pl.when(pl.col("table") < 0).then(0).otherwise("table") * SLOTS
        rows = rows.with_columns(slot=place + pick("roll", 1, SLOTS))
        rows = rows.hstack(kinds[rows["slot"]])
        is_own = pl.col("table") < 0
        rows = rows.with_columns(
            asset=pl.when(is_own).then(pl.lit("cash")).otherwise("asset"),
            currency=pl.when(is_own).then("base").otherwise("currency"),
            issuer=pl.when(is_own).then(-1).otherwise("issuer"),
        )
        of_issuer = len(self.bonds) // (1 + max(slot.issuer for slot in slots))
        which = pl.col("issuer") * of_issuer + (pick("roll", 2**8, 2**20) % pl.col("bonds"))
        rows = rows.with_columns(bond=pl.when(pl.col("issuer") >= 0).then(which))
        known = pl.DataFrame(
            {
                "bond": range(len(self.bonds)),
                "isin": [each.isin for each in self.bonds],
                "issued": [each.issued for each in self.bonds],
                "matures": [each.matures for each in self.bonds],
            }
        )
        rows = rows.join(known, on="bond", how="left", maintain_order="left")
        return self._with_faults(rows)

    def _with_faults(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Return the rows with a few lots that have no price, or are not eligible."""
        wanted = max(2, self.lots // ONE_IN)
        is_bond = pl.col("isin").is_not_null()
        step = max(2, rows.select(is_bond.sum()).item() // wanted)
        place = is_bond.cum_sum()
        is_chosen = is_bond & (place % step == step // 2)
        no_price = is_chosen & (place // step % 2 == 0)
        barred = is_chosen & ~no_price
        return rows.with_columns(
            isin=pl.when(no_price).then(pl.lit("XS9999999999")).otherwise("isin"),
            asset=pl.when(barred).then(pl.lit("Corporate bond")).otherwise("asset"),
        )


def _annex(each: Made) -> str | None:
    return VARIATION if each.kind is Kind.MARGIN_BESIDE else None


def _columns_of_lots(on: date) -> list[pl.Expr]:
    worth = pl.lit(pl.Series(list(WORTH.values()))).gather("currency")
    unit = pl.lit(pl.Series([UNIT.get(each, 1) for each in CURRENCIES])).gather("currency")
    each = pl.col("target") // pl.len().over("agreement") * (pick("roll", 2**28, 101) + 50)
    units = each // 10_000 * MICRO // worth // (unit * 1000) * (unit * 1000)
    is_priced = pl.col("isin").is_not_null()
    accrued = units * pick("roll", 2**36, 200) // 10_000
    return [
        pl.format("L{}", pl.col("number").cast(pl.String).str.zfill(9)).alias("lot_id"),
        pl.col("agreement"),
        pl.col("annex"),
        pl.col("posted_by"),
        pl.lit(on).alias("on"),
        pl.col("asset"),
        pl.lit(pl.Series(CURRENCIES)).gather("currency").alias("currency"),
        (units + unit * 1000).cast(MONEY).alias("nominal"),
        pl.when(is_priced).then(pl.lit("clean")).alias("price_kind"),
        pl.when(is_priced).then(accrued.cast(MONEY)).alias("accrued"),
        pl.col("issued"),
        pl.col("matures"),
        pl.col("isin"),
    ]


def prices(bonds: Sequence[Bond], on: date) -> pl.DataFrame:
    """Return the price of each bond, but of the one that nobody quotes."""
    return pl.DataFrame(
        {
            "isin": [each.isin for each in bonds],
            "on": [on] * len(bonds),
            "price": [each.price for each in bonds],
            "currency": [each.currency for each in bonds],
        }
    ).with_columns(
        price=(pl.col("price").cast(PRICES) / pl.lit("1000").cast(PRICES)).cast(PRICES)
    )
