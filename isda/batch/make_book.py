"""A made bank: a book of any size with every kind of term, the same for the same seed.

Everything in it is invented. Its shares are those of a large dealer as far as one can believe
them: nine agreements in ten are plain, few agreements have very many trades and many have few,
posted collateral is about what the marks ask for, and one row in some thousands is faulty.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

import polars as pl
import pyarrow.parquet as pq

from isda.batch.make_dice import Dice
from isda.batch.make_limits import with_limits
from isda.batch.make_lots import Lots, Margin, prices
from isda.batch.make_market import MICRO, UNIT, WORTH, bonds, rates, tables, yesterday
from isda.batch.make_rows import Rows
from isda.batch.make_sheets import GRADES, POTENTIAL, Kind, Made, kinds, sheet


class Shape(StrEnum):
    """How the large tables are written."""

    PARQUET = "parquet"
    CSV = "csv"


class Size(NamedTuple):
    """How large a book is.

    Attributes:
        agreements: How many agreements.
        trades: How many trades, each with its mark.
        lots: How many items of collateral.
    """

    agreements: int
    trades: int
    lots: int


def make_book(
    folder: Path, size: Size, *, seed: int, on: date, shape: Shape = Shape.PARQUET
) -> None:
    """Write a made book into a folder.

    Args:
        folder: Where; it is made where it is not there.
        size: How much of everything.
        seed: Chance: the same seed gives the same bytes.
        on: The day of its marks.
        shape: How trades, lots and prices are written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    eligible, market = tables(seed), bonds(on, seed)
    made = [
        sheet(number, kind, eligible, seed, on)
        for number, kind in enumerate(kinds(size.agreements, seed))
    ]
    rows = Rows(made, size.trades, seed, on, pl.Series(dtype=pl.Int64))
    _table(folder, "trades", rows.frames(), shape)
    made = with_limits(made, rows.worth, seed)
    _text(folder / "agreements.jsonl", (each.line for each in made))
    margins = _margins(made, seed)[: size.lots // 2]
    lots = Lots(made, eligible, market, rows.worth, margins, size.lots, seed, on)
    _table(folder, "lots", [lots.frame()], shape)
    _table(folder, "prices", [prices(market, on)], shape)
    _small_tables(folder, lots)
    _text(folder / "book.yaml", _settings(size, made, on, shape))


def _table(folder: Path, name: str, frames: Iterable[pl.DataFrame], shape: Shape) -> None:
    """Write a table part by part; no part is kept."""
    path = folder / f"{name}.{shape}"
    if shape is Shape.CSV:
        with path.open("wb") as file:
            for number, frame in enumerate(frames):
                frame.write_csv(file, include_header=number == 0)
        return
    writer = None
    for frame in frames:
        table = frame.to_arrow(compat_level=pl.CompatLevel.oldest())
        writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd")
        writer.write_table(table)
    if writer is not None:
        writer.close()


def _text(path: Path, lines: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(lines)


def _small_tables(folder: Path, lots: Lots) -> None:
    made, seed, on = lots.made, lots.seed, lots.on
    days = (yesterday(on), on)
    fx = [(pair, str(day), rate, "made") for day in days for pair, rate in rates(day, seed)]
    _csv(folder, "fx", "pair,on,rate,source", fx)
    _csv(folder, "events", "event,of,agreement,from,until", _events(made, on))
    _csv(folder, "ratings", "of,agency,term,rating,since,agreement", _ratings(made, seed, on))
    _csv(folder, "in_transit", MOVEMENT, _movements(lots))
    margins = [
        (each.agreement, regime, each.poster, str(on), str(amount), each.currency)
        for each in _margins(made, seed)
        for regime, amount in each.asked
    ]
    _csv(folder, "initial_margin", "agreement,regime,poster,on,amount,currency", margins)


FOUR = 4
"""Of so many events the last one is over."""
MOVEMENT = (
    "movement_id,agreement,annex,kind,by,amount,currency,settles,disputed,agreed,settled_on"
)


def _csv(folder: Path, name: str, header: str, rows: Iterable[Sequence[str]]) -> None:
    _text(folder / f"{name}.csv", [f"{header}\n", *(f"{','.join(row)}\n" for row in rows)])


def _events(made: Sequence[Made], on: date) -> list[Sequence[str]]:
    """Return an event for each party in default, and one that is over for every fourth."""
    found: list[Sequence[str]] = []
    defaulting = [each for each in made if each.kind is Kind.DEFAULTING]
    for number, each in enumerate(defaulting):
        since, until = on - timedelta(days=3 + number % 5), ""
        name = POTENTIAL if number % 3 == 1 else "Event of Default"
        if number % FOUR == FOUR - 1:
            until = str(on - timedelta(days=1))
        found.append((name, "B", each.name, str(since), until))
    return found


def _ratings(made: Sequence[Made], seed: int, on: date) -> list[Sequence[str]]:
    """Return two ratings of each party B whose terms turn on them, and what became of them."""
    found: list[Sequence[str]] = []
    for place, each in enumerate(made):
        if each.kind not in {Kind.BY_RATING, Kind.SPRINGING}:
            continue
        dice = Dice(seed, 40, place)
        grade, days = dice.of(len(GRADES) - 2), [each.dated]
        if dice.chance(30):
            days.append(on - timedelta(days=1 + dice.of(150)))
        for step, day in enumerate(days):
            for agency, rating in zip(
                ("S&P", "Moody's"), GRADES[grade + 2 * step], strict=True
            ):
                found.append(("B", agency, "long_term", rating, str(day), each.name))
    return found


def _movements(lots: Lots) -> list[Sequence[str]]:
    """Return movements agreed the day before: a tenth of what is held, either way."""
    found: list[Sequence[str]] = []
    on, needs = lots.on, lots.needs()
    for place, each in enumerate(lots.made):
        if each.kind is not Kind.IN_TRANSIT:
            continue
        dice, (poster, cents) = Dice(lots.seed, 41, place), needs[place]
        step = 1000 * UNIT.get(each.base, 1)
        amount = max(1, cents // 10 * (MICRO // 100) // WORTH[each.base] // step) * step
        returns = cents > MICRO and dice.chance(50)
        sender = "AB".replace(poster, "") if returns else poster
        found.append(
            (
                f"M{len(found) + 1:06d}", each.name, "", "return" if returns else "delivery",
                sender, str(amount), each.base, str(on + timedelta(days=dice.of(3))), "",
                str(yesterday(on)), "",
            )
        )  # fmt: skip
    return found


def _margins(made: Sequence[Made], seed: int) -> list[Margin]:
    """Return what each regime asks of each party with initial margin, and what it posted."""
    found: list[Margin] = []
    for place, each in enumerate(made):
        if each.kind is not Kind.MARGIN_BESIDE:
            continue
        for poster in "AB":
            dice = Dice(seed, 42, place, ord(poster))
            step = 50_000 * UNIT.get(each.base, 1)
            asked = tuple((regime, (1 + dice.of(600)) * step) for regime in ("EU", "US"))
            most = max(amount for _, amount in asked) - 200 * step
            posted = max(1, most // step * (90 + dice.of(20)) // 100) * step
            found.append(Margin(each.name, poster, each.base, asked, posted))
    return found


def _settings(size: Size, made: Sequence[Made], on: date, shape: Shape) -> list[str]:
    latched = [each.name for each in made if each.kind is Kind.LATCHED]
    before = yesterday(on)
    lines = [
        "# A made bank: every name and every figure is invented.",
        "book: 1",
        "name: made",
        "plus_is_good_for: party A",
        "base_calendar: London",
        "control_totals:",
        f"  - {{file: trades.{shape}, rows: {size.trades}}}",
        f"  - {{file: lots.{shape}, on: {on}, rows: {size.lots}}}",
        "latches:" if latched else "",
        *(f"  {name}: {{on: {before}, latched: no}}" for name in latched),
    ]
    return [f"{line}\n" for line in lines if line]
