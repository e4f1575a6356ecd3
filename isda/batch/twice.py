"""Agreements whose trades were added up, called a second time on every single trade.

One trade stood for all of theirs. That nothing was lost by it is looked at where it happened:
each kind of them is called again, on rows that are read one by one and in a book that knows
no sum, and must come to the same.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from itertools import islice
from typing import Any

import polars as pl

from isda.batch.alone import Called, Differs, called
from isda.batch.bound import Bound
from isda.batch.columns import Schema
from isda.batch.held import HELD
from isda.batch.one_night import Sample
from isda.batch.rows import RowsOf
from isda.batch.sample import chance
from isda.batch.sums import Netted
from isda.sheet.book import Book

ADDED_UP: Schema = {"agreement": pl.String, "kind": pl.String, "trades": pl.Int64}
"""Agreements called by themselves whose trades were added up."""
PART = 4
"""For so many legs that are to be computed again, one of these agreements."""
AGAIN = "\0again "
"""What the second call of an agreement is known by: no identifier begins so."""
Told = dict[str, Any]


def added_up(
    netted: Netted, bound: Bound, why: Mapping[str, str], odd: pl.DataFrame
) -> pl.DataFrame:
    """Return the agreements whose trades were added up: of what kind each is, and how large.

    Of one kind are those that are called by themselves for one reason, whose trades are asked
    for alike, stand in like currencies and have alike rows of their own beside them.

    Args:
        netted: The sums of the marks.
        bound: Bound terms of those that are called by themselves, and not trade by trade.
        why: Why they are, by identifier.
        odd: Rows that are read one by one.
    """
    name = pl.col("agreement")
    alike = [
        name.replace_strict(dict(why), return_dtype=pl.String),
        pl.col("ways").fill_null("unsummed"),
        _said("notionals", pl.col("notionals")),
        _said("strip_of", pl.col("strip_of").is_not_null()),
        _said("fixed_before", pl.col("fixed_before")),
        _said("covers_from", pl.col("covers_from").is_not_null()),
        _said("beside", name.is_in(odd["agreement"].unique().to_list())),
    ]
    found = bound.agreements.join(netted.sizes, on="agreement").with_columns(
        pl.when(name.is_in(sorted(netted.summed))).then("ways").alias("ways")
    )
    kind = pl.concat_str(alike, separator="; ", ignore_nulls=True).alias("kind")
    return found.select("agreement", kind, pl.col("trades").cast(pl.Int64)).sort("agreement")


def _said(words: str, is_so: pl.Expr) -> pl.Expr:
    return pl.when(is_so).then(pl.lit(words))


def may_be_called_twice(
    found: pl.DataFrame, legs: int, many: Collection[str] = ()
) -> list[str]:
    """Return which of them may be called again: some of each kind, and others by chance.

    Of a kind whose agreements all have many trades it is the one that has the fewest, if these
    are not too many to read one by one; by chance none of these is called.

    Args:
        found: As `added_up` returns them.
        legs: How many legs of columns are computed again.
        many: Agreements with many trades.
    """
    by_chance = sorted(found.iter_rows(), key=lambda row: chance(row[0]))
    small = [(name, kind) for name, kind, _ in by_chance if name not in many]
    of_kind: dict[str, list[str]] = {}
    for name, kind in small:
        of_kind.setdefault(kind, []).append(name)
    for name, kind, trades in sorted(by_chance, key=lambda row: row[2]):
        if trades <= MOST_READ:
            of_kind.setdefault(kind, [name])
    some = {name for names in of_kind.values() for name in names[:SOME]}
    return sorted(some.union(name for name, _ in small[: legs // PART]))


SOME = 20
"""Agreements of a kind of which one is called again that has a figure, if any has."""
MOST_READ = 10_000
"""Trades of one agreement that are read one by one for nothing but to be sure."""


def drawn(found: pl.DataFrame, sample: Sample, first: Iterable[Called]) -> list[str]:
    """Return which of them are called again, now that it is known which of them have figures.

    It is one of each kind with a figure and one without, then others with one by chance: in a
    call that is refused an error of the sum would show nowhere. A part of a night, which knows
    of no kind, calls those that it is told.

    Args:
        found: As `added_up` returns them.
        sample: Which of them may be, and how many legs of columns are computed again.
        first: The calls of all of them.
    """
    if not found.height:
        return sample.twice
    figured = {each.call.agreement for each in first if has_figures(each)}
    may = frozenset(sample.twice)
    kinds = [(name, kind) for name, kind, _ in found.iter_rows() if name in may]
    by_chance = sorted(kinds, key=lambda each: chance(each[0]))
    one = {(kind, name in figured): name for name, kind in reversed(by_chance)}
    chosen = set(one.values())
    others = (name for name, _ in by_chance if name in figured - chosen)
    return sorted(chosen.union(islice(others, max(0, sample.legs // PART - len(chosen)))))


def called_again(book: Book, rows: RowsOf, on: date, name: str) -> Called:
    """Call an agreement on every single trade; it is known by another name."""
    return called(book, rows, on, name.removeprefix(AGAIN))


def has_figures(made: Called) -> bool:
    """Whether a call computed something that its trades have a part in."""
    return any(leg.exposure is not None for leg in made.call.legs)


def must_agree_twice(one: list[Called], again: list[Called]) -> None:
    """Raise where agreements come to something else once each of their trades is read.

    Args:
        one: Every agreement called by itself, some with one trade for all.
        again: The calls of some of them with every trade.

    Raises:
        Differs: With each figure, status, reason, step or lot that is not the same.
    """
    before = {each.call.agreement: each for each in one}
    found = [
        f"{name} {what}: {mine} with its trades added up, {own} trade by trade"
        for name, made in ((each.call.agreement, each) for each in again)
        for what, mine, own in _differing(dict(_told(before[name])), dict(_told(made)))
    ]
    if found:
        raise Differs(found)


def _differing(one: Told, other: Told) -> Iterator[tuple[str, Any, Any]]:
    for what in sorted(one.keys() | other.keys()):
        if one.get(what) != other.get(what):
            yield what, one.get(what), other.get(what)


def _told(made: Called) -> Iterator[tuple[str, Any]]:
    """Yield all that a night writes of a call, each by its name."""
    call, seen = made.call, Counter[str]()
    yield "status", call.status.value
    yield "base currency", call.base_currency
    yield from ((f"reason {number}", each) for number, each in enumerate(call.reasons, 1))
    yield from ((f"finding {number}", each) for number, each in enumerate(call.findings, 1))
    for number, moved in enumerate(call.movements, 1):
        yield from _figures(f"movement {number}", moved)
    for leg in call.legs:
        yield from _figures(leg.key, leg)
    for key, step, result in made.steps:
        seen[f"{key} {step}"] += 1
        yield f"{key} {step} {seen[f'{key} {step}']}", result
    for lot in made.lots:
        cells = dict(zip(HELD, lot, strict=True))
        yield from ((f"{cells['leg']} {cells['lot_id']} {each}", cells[each]) for each in HELD)


def _figures(whose: str, of: Any) -> Iterator[tuple[str, Any]]:
    for each in fields(of):
        value = getattr(of, each.name)
        if is_dataclass(value):
            yield from _figures(f"{whose} {each.name}", value)
        elif each.name != NAMES_A_TRADE:
            yield f"{whose} {each.name}", value


NAMES_A_TRADE = "rate_note"
"""What says why there is no rate names a trade, and stands in nothing that a night writes."""
