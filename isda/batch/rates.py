"""How currencies reach the base currencies of legs, as a small table to join with."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

import polars as pl

from isda.basics.amounts import read_currency
from isda.basics.faults import AmountError
from isda.batch.columns import MONEY, Schema
from isda.facts.facts import FxRate
from isda.margin.plan import Conversion
from isda.sheet.book import Book

LARGEST_RATE = Decimal(10) ** 5
SMALLEST_RATE = Decimal("0.00001")
PLACES_OF_RATE = 9
"""Rates of columns: an amount below 10^14 times one of them stays below 10^20, exactly, and
so it does divided by one."""

SCHEMA: Schema = {
    "currency": pl.String,
    "base_currency": pl.String,
    "how": pl.String,
    "spot": MONEY,
}


def spots(pairs: Iterable[tuple[str, str]], fx: Mapping[str, FxRate]) -> pl.DataFrame:
    """Return how each currency reaches each base currency; a pair without a rate is left out.

    A rate is read as it is quoted: an amount is divided by one that stands the other way
    round, never multiplied by its inverse.

    Args:
        pairs: Currency and base currency.
        fx: The rates of the day, by pair.
    """
    rows: list[tuple[str, str, str, Decimal | None]] = []
    for currency, base in sorted(set(pairs)):
        if currency == base:
            rows.append((currency, base, Conversion.NONE, None))
            continue
        for how, pair in (
            (Conversion.TIMES, currency + base),
            (Conversion.OVER, base + currency),
        ):
            rate = fx.get(pair)
            if rate is not None and _fits(rate.rate):
                rows.append((currency, base, how, rate.rate))
            if rate is not None:
                break
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def rates_for(book: Book, on: date, *, fixed_before: bool) -> Mapping[str, FxRate]:
    """Return the rates of a day, or those of the fixing day before."""
    return book.rates_before(on) if fixed_before else book.rates_of(on)


def known_currencies(currencies: Iterable[str | None]) -> list[str]:
    """Return the currencies among some words."""
    known = []
    for each in {one for one in currencies if one is not None}:
        try:
            if read_currency(each) == each:
                known.append(each)
        except AmountError:
            continue
    return known


def _fits(rate: Decimal) -> bool:
    exponent = rate.as_tuple().exponent
    return (
        SMALLEST_RATE <= rate < LARGEST_RATE
        and isinstance(exponent, int)
        and exponent >= -PLACES_OF_RATE
    )
