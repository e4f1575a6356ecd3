"""Amounts that no column of decimals holds: they stand beside it as text.

A column has 38 digits, 18 of them decimals. An agreement that is called by itself may come to
more; such a cell is empty in its column, and whole in a column of text beside it.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import polars as pl

from isda.basics.amounts import plain
from isda.batch.columns import MONEY, Schema

TOO_LARGE = Decimal(10) ** 20
EXACT = ".exact"
"""What the name of the column of text ends in."""


def frame_of(rows: Iterable[Sequence[Any]], schema: Schema) -> pl.DataFrame:
    """Return rows as a frame, amounts that are too large for it as text beside it.

    Example:
        >>> frame_of([("A", TOO_LARGE)], {"name": pl.String, "sum": MONEY}).row(0)
        ('A', None, '100000000000000000000')
    """
    names, amounts = list(schema), {name for name, kind in schema.items() if kind == MONEY}
    found: list[dict[str, Any]] = []
    for row in rows:
        cells = dict(zip(names, row, strict=True))
        for name in amounts:
            amount = cells[name]
            if amount is not None and abs(amount) >= TOO_LARGE:
                cells |= {name: None, f"{name}{EXACT}": plain(amount)}
        found.append(cells)
    beside = sorted({name for cells in found for name in cells} - set(names))
    return pl.DataFrame(found, schema={**schema, **dict.fromkeys(beside, pl.String)})


def beside(frame: pl.DataFrame, name: str) -> pl.Expr:
    """Return the text of what a column does not hold, null where it holds all there is."""
    there = f"{name}{EXACT}"
    return pl.col(there) if there in frame.columns else pl.lit(None, dtype=pl.String)


def texts_beside(frame: pl.DataFrame) -> dict[str, str]:
    """Return the columns of text that stand beside others, by the names of those."""
    return {name.removesuffix(EXACT): name for name in frame.columns if name.endswith(EXACT)}


def without_text(frame: pl.DataFrame) -> pl.DataFrame:
    """Return a frame without the columns of text."""
    return frame.drop(texts_beside(frame).values())
