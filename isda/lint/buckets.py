"""The table of eligible collateral as buckets of maturity: who owns which, and for how much."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache, partial
from itertools import accumulate, product
from typing import Any, NamedTuple

from isda.basics.arithmetic import EXACT
from isda.basics.days import Length, MaturityRange
from isda.basics.party import Side
from isda.basics.percentages import Haircut, MarginRatio, Percentage
from isda.lint.once import Remembering, once
from isda.lint.sheet import AnnexSeen, Sheet
from isda.terms.collateral import CollateralRow
from isda.terms.row_conditions import OnlyWhile

SOME_DAY = date(2001, 1, 1)
"""From here on lengths of time are compared: 12 months and 365 days are a year."""
ONE = Decimal(1)
OF_A_ROW = 2
"""Steps from a table to a key of one of its rows."""


class Life(NamedTuple):
    """One row of a look-up table that a formula reads with a life.

    Attributes:
        annex: The annex.
        held: The lives that the row holds.
        at: The way to it.
    """

    annex: AnnexSeen
    held: MaturityRange
    at: str


def lives(sheet: Sheet) -> Iterator[list[Life]]:
    """Yield the rows of each look-up table of a sheet that reads, the shortest first.

    A table with a row for one value alone names points, and not ranges: it is left out.
    """
    for annex in sheet.annexes:
        found = {} if annex.is_lost("tables") else getattr(annex.terms, "tables", {})
        for name, table in found.items():
            if not any(held.least == held.most for held in table.rows):
                at = annex.at(f"tables.{name}.rows")
                yield [
                    Life(annex, held, f"{at}.{held}") for held in sorted(table.rows, key=begins)
                ]


class RowSeen(NamedTuple):
    """One row of a table.

    Attributes:
        row: The row.
        at: The way to it.
    """

    row: CollateralRow
    at: str


@dataclass(frozen=True, eq=False)
class Table(Remembering):
    """One table of eligible collateral: the annex's, or that of a separate amount.

    Attributes:
        annex: The annex.
        rows: Its rows.
        at: The way to it.
    """

    annex: AnnexSeen
    rows: tuple[RowSeen, ...]
    at: str

    @cached_property
    def lanes(self) -> tuple[tuple[Side, str | None], ...]:
        """Each party that may post, with each column that values what it posts."""
        columns = getattr(self.annex.terms, "columns", ()) or [None]
        return tuple(product(self.annex.posters, columns))

    @once
    def posted_by(self, side: Side) -> list[RowSeen]:
        """Return the rows that a party may post."""
        return [seen for seen in self.rows if side in seen.row.for_]

    @cached_property
    def posted(self) -> list[list[RowSeen]]:
        """The rows that each party may post; once where both may post the same."""
        every = (self.posted_by(side) for side in self.annex.posters)
        return [*{tuple(seen.at for seen in rows): rows for rows in every}.values()]


def tables(sheet: Sheet, *, without: tuple[str, ...] = ()) -> tuple[Table, ...]:
    """Return each table of a sheet of which every row reads.

    Args:
        sheet: The sheet.
        without: Keys of a row that need not read, for rules that look at the others only.
    """
    return _tables(sheet, without if sheet.dropped else ())


@once
def _tables(sheet: Sheet, without: tuple[str, ...]) -> tuple[Table, ...]:
    return tuple(_each_table(sheet, without))


def _each_table(sheet: Sheet, without: tuple[str, ...]) -> Iterator[Table]:
    for annex in sheet.annexes:
        lost = [
            part
            for key in ("eligible_collateral", "separate_independent_amount")
            for part in annex.lost_parts(key)
        ]
        if any(len(part) != OF_A_ROW or part[1] not in without for part in lost):
            continue
        apart = getattr(annex.terms, "separate_independent_amount", None)
        own = apart.eligible_collateral if apart is not None else None
        for key, rows in (
            ("eligible_collateral", annex.terms.eligible_collateral),
            ("separate_independent_amount.eligible_collateral", own),
        ):
            at = annex.at(key)
            seen = (RowSeen(row, f"{at}.{number}") for number, row in enumerate(rows or ()))
            yield Table(annex, tuple(seen), at)


class Bucket(NamedTuple):
    """A range of maturities, and what is counted in it.

    Attributes:
        range: The range.
        cell: What the table says there.
        at: The way to it.
        is_printed: Whether the row says where, or why, the document prints it so.
    """

    range: MaturityRange
    cell: Any
    at: str
    is_printed: bool


def buckets(rows: list[RowSeen], side: Side, column: str | None) -> list[Bucket]:
    """Return the buckets of some rows in a lane, the shortest first."""
    found: list[Bucket] = []
    for row, at in rows:
        if row.maturities is None:
            continue
        cell: Any = row.counted(side, column)
        printed = row.at is not None or row.note is not None
        own = f"{at}.{row.kind}{f'.{column}' if row.by_column else ''}"
        parts = cell if isinstance(cell, dict) else {row.maturities: cell}
        found += (Bucket(each, said, own, printed) for each, said in parts.items())
    return sorted(found, key=lambda bucket: begins(bucket.range))


def of_one_kind(rows: list[RowSeen]) -> list[list[RowSeen]]:
    """Return the rows with a range of maturities, by all that tells assets apart."""
    found: dict[tuple[Any, ...], list[RowSeen]] = {}
    for seen in rows:
        row = seen.row
        if row.maturities is not None:
            condition = row.only_while.model_dump_json() if row.only_while else None
            found.setdefault((*_kind(row), condition, row.measure), []).append(seen)
    return list(found.values())


def _kind(row: CollateralRow) -> tuple[Any, ...]:
    name = row.asset.casefold()
    return name, row.code, row.currency, row.issuers, row.coupon, row.excludes


@lru_cache(maxsize=1024)
def begins(held: MaturityRange) -> tuple[date, bool]:
    """Return where a range begins; a closed beginning comes before an open one."""
    return held.least.after(SOME_DAY), not held.least_belongs


@lru_cache(maxsize=1024)
def ends(held: MaturityRange) -> tuple[date, bool]:
    """Return where a range ends; an open end comes before a closed one."""
    return (
        (date.max, True)
        if held.most is None
        else (held.most.after(SOME_DAY), held.most_belongs)
    )


@lru_cache(maxsize=1024)
def shared_by(one: MaturityRange, other: MaturityRange) -> MaturityRange | None:
    """Return the maturities that two ranges both hold, or None.

    Example:
        >>> read = MaturityRange.read
        >>> str(shared_by(read("[0y, 5y]"), read("[5y, 10y]")))
        '[5y, 5y]'
        >>> shared_by(read("[0y, 5y)"), read("[5y, 10y]"))
    """
    last = max(one, other, key=begins)
    first = min(one, other, key=ends)
    least, most = begins(last), ends(first)
    if least[0] > most[0] or (least[0] == most[0] and (least[1] or not most[1])):
        return None
    return MaturityRange(last.least, first.most, last.least_belongs, first.most_belongs)


def overlapping(
    parts: Iterable[MaturityRange],
) -> Iterator[tuple[MaturityRange, MaturityRange, MaturityRange]]:
    """Yield each range that one before it overlaps, behind that one, and what they share.

    Example:
        >>> read = MaturityRange.read
        >>> found = overlapping(map(read, ("[5y, 10y]", "[0y, 5y]", "[1y, 2y]")))
        >>> [" ".join(map(str, each)) for each in found]
        ['[0y, 5y] [1y, 2y] [1y, 2y]', '[0y, 5y] [5y, 10y] [5y, 5y]']
    """
    ordered = sorted(parts, key=begins)
    furthest = accumulate(ordered, partial(max, key=ends))
    for first, part in zip(furthest, ordered[1:], strict=False):
        both = shared_by(first, part)
        if both is not None:
            yield first, part, both


def between(one: MaturityRange, other: MaturityRange) -> MaturityRange | None:
    """Return the maturities after one range and before a later one, or None.

    Example:
        >>> read = MaturityRange.read
        >>> str(between(read("[0y, 5y)"), read("(5y, 10y]")))
        '[5y, 5y]'
        >>> between(read("[0y, 5y]"), read("(5y, 10y]"))
    """
    if one.most is None:
        return None
    gap = MaturityRange(one.most, other.least, not one.most_belongs, not other.least_belongs)
    return gap if _holds_any(gap) else None


def _holds_any(held: MaturityRange) -> bool:
    least, most = begins(held)[0], ends(held)[0]
    return least < most or (least == most and held.least_belongs and held.most_belongs)


def unowned(parts: list[MaturityRange], whole: MaturityRange | None) -> Iterator[MaturityRange]:
    """Yield what no part holds, between the parts and as far as the whole reaches.

    Args:
        parts: Ranges, the one that begins first first.
        whole: What they should fill; None: from the first to the last of them.
    """
    if whole is not None:
        before = MaturityRange(
            Length(), whole.least, least_belongs=True, most_belongs=not whole.least_belongs
        )
        parts = [before, *parts]
    reached = parts[0]
    for part in parts[1:]:
        gap = between(reached, part)
        if gap is not None:
            yield gap
        reached = max(reached, part, key=ends)
    if whole is not None and ends(reached) < ends(whole):
        most = reached.most or Length()
        yield MaturityRange(most, whole.most, not reached.most_belongs, whole.most_belongs)


def named(held: MaturityRange) -> str:
    """Return a range in words: one value, or an interval.

    Example:
        >>> named(MaturityRange.read("[5y, 5y]")), named(MaturityRange.read("[5y, 7y)"))
        ('5y', '[5y, 7y)')
    """
    return str(held.least) if held.least == held.most else str(held)


def whose(test: OnlyWhile) -> tuple[Any, ...]:
    """Return whose rating a condition reads, and by which agencies."""
    return test.rating_of, test.agency, test.agencies


def share_counted(cell: Any) -> Decimal | None:
    """Return what 100 % of market value counts for, as a fraction of one; None for no figure.

    Example:
        >>> share_counted(Haircut.read("2%")), share_counted(MarginRatio.read("125%"))
        (Decimal('0.98'), Decimal('0.8'))
    """
    if not isinstance(cell, Percentage):
        return None
    if isinstance(cell, Haircut):
        return EXACT.subtract(ONE, cell.fraction)
    return EXACT.divide(ONE, cell.fraction) if isinstance(cell, MarginRatio) else cell.fraction
