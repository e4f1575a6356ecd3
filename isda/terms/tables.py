"""Look-up tables of an annex: percentages by a life, which a formula names by their column."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, NamedTuple

from pydantic import Field

from isda.basics.amounts import RATE_DIGITS, read_number, shown
from isda.basics.arithmetic import EXACT
from isda.basics.days import Length, MaturityRange
from isda.basics.faults import AmountError
from isda.basics.percentages import Percentage
from isda.terms.collateral import Range
from isda.terms.election import PERCENT_PATTERN, Name, TermModel
from isda.terms.formula import MONEY_INPUTS, WORDS
from isda.terms.reading import Text, one_of

COLUMN = re.compile(r"[A-Za-z_][A-Za-z_0-9]*", re.ASCII)
DAYS_OF_YEAR, MONTHS_OF_YEAR = 365, 12
"""How a life in years meets a bound in days or months; the 365 is ours, bounds in years need it
not."""
_LIFE = re.compile(r"([0-9.]+) ?(y|years?)", re.ASCII)


class TableBy(StrEnum):
    """The life that a table is entered with."""

    AVERAGE_LIFE = "weighted average life"
    REMAINING = "remaining maturity of the trade"


def read_column(text: str) -> str:
    """Read the name of a column, which a formula can then name.

    Example:
        >>> read_column("first")
        'first'
    """
    if COLUMN.fullmatch(text) is None or text in WORDS or text in MONEY_INPUTS:
        raise AmountError(
            "DQ084",
            f"{shown(text)!r} cannot name a column that formulas read",
            "write one word of letters, digits and _, such as first, that is no input itself",
        )
    return text


class Years(NamedTuple):
    """A life in years, exactly as stated.

    Example:
        >>> Years.read("4.25y").years
        Decimal('4.25')
    """

    years: Decimal

    @classmethod
    def read(cls, text: str) -> "Years":
        """Read `4.25y`.

        Raises:
            AmountError: The text is no number of years.
        """
        match = _LIFE.fullmatch(text.strip())
        if match is None:
            raise AmountError(
                "DQ054", f"{shown(text)!r} is no life in years", "write it such as 4.25y"
            )
        return cls(read_number(match[1], digits=RATE_DIGITS))

    def __str__(self) -> str:
        return f"{self.years:f}y"


class Found(NamedTuple):
    """The row that a life is read in, or why there is none."""

    row: MaturityRange | None
    why: str = ""


class LookUpTable(TermModel):
    """Percentages by a life; a life between two rows takes the next row up.

    Example:
        >>> table = LookUpTable.model_validate({
        ...     "by": "weighted average life", "columns": ["first"],
        ...     "rows": {"(0y, 5y]": ["0.10%"], "(5y, 30y]": ["0.90%"]}})
        >>> str(table.of_life(Years.read("5.01y")).row)
        '(5y, 30y]'
    """

    by: Annotated[TableBy, one_of(TableBy)] = Field(description="The life it is entered with.")
    columns: tuple[Annotated[str, Text(read_column, "the name of a column")], ...] = Field(
        description="Names of its columns; a formula reads them."
    )
    rows: dict[
        Range,
        tuple[
            Annotated[
                Percentage,
                Text(Percentage.read, "a percentage such as 2%", pattern=PERCENT_PATTERN),
            ],
            ...,
        ],
    ] = Field(description="An interval of lives, and a percentage for each column.")
    at: Name | None = Field(None, description="The paragraph as printed in the document.")
    note: Name | None = Field(None, description="Own words.")

    @property
    def is_by_trade(self) -> bool:
        """Whether each trade is looked up with its own remaining maturity."""
        return self.by is TableBy.REMAINING

    def cell(self, row: MaturityRange, column: str) -> Percentage:
        """Return the percentage of a row in a column."""
        return self.rows[row][self.columns.index(column)]

    def of_life(self, life: Years) -> Found:
        """Return the row of a life given in years."""
        return _found(
            [row for row in self.rows if _holds(row, life)],
            [row for row in self.rows if row.most is None or _below(life, row.most)],
            f"a life of {life}",
        )

    def of_trade(self, on: date, maturity: date) -> Found:
        """Return the row of a trade's remaining maturity, counted in calendar years."""
        return _found(
            [row for row in self.rows if row.holds(on, maturity)],
            [row for row in self.rows if row.most is None or maturity < row.most.after(on)],
            f"a remaining maturity to {maturity}",
        )


def _found(holding: list[MaturityRange], above: list[MaturityRange], what: str) -> Found:
    """Return the one row that holds a life, else the next row up; never a value between."""
    if len(holding) > 1:
        return Found(None, f"{what} is claimed by {' and by '.join(map(str, holding))}")
    if holding:
        return Found(holding[0])
    if above:
        return Found(min(above, key=_least))
    return Found(None, f"{what} lies beyond the last row")


def _least(row: MaturityRange) -> date:
    return row.least.after(date(2000, 1, 1))


def _scaled(length: Length) -> int:
    """Return a length in parts of a year that divide months and days."""
    return (
        length.years * MONTHS_OF_YEAR * DAYS_OF_YEAR
        + length.months * DAYS_OF_YEAR
        + length.days * MONTHS_OF_YEAR
    )


def _compared(life: Years, length: Length) -> Decimal:
    """Return by how much a life is longer than a length, in those parts."""
    whole = Decimal(MONTHS_OF_YEAR * DAYS_OF_YEAR)
    return EXACT.subtract(EXACT.multiply(life.years, whole), Decimal(_scaled(length)))


def _below(life: Years, most: Length) -> bool:
    return _compared(life, most) < 0


def _holds(row: MaturityRange, life: Years) -> bool:
    over = _compared(life, row.least)
    if over < 0 or (over == 0 and not row.least_belongs):
        return False
    if row.most is None:
        return True
    under = _compared(life, row.most)
    return under < 0 or (under == 0 and row.most_belongs)


def columns_of(tables: dict[str, LookUpTable]) -> dict[str, bool]:
    """Return the columns of all tables; whether each is looked up trade by trade.

    Example:
        >>> columns_of({})
        {}
    """
    return {name: table.is_by_trade for table in tables.values() for name in table.columns}


def table_with(tables: dict[str, LookUpTable], column: str) -> tuple[str, LookUpTable]:
    """Return the table that has a column, with its name.

    Example:
        >>> table = LookUpTable.model_validate({"by": "weighted average life",
        ...     "columns": ["first"], "rows": {"(0y, )": ["1%"]}})
        >>> table_with({"buffer": table}, "first")[0]
        'buffer'
    """
    return next(found for found in tables.items() if column in found[1].columns)


def troubles_of_tables(tables: dict[str, LookUpTable]) -> Iterator[tuple[str, Any]]:
    """Find rows of another length than the columns, and columns of the same name.

    Example:
        >>> table = LookUpTable.model_validate({"by": "weighted average life",
        ...     "columns": ["first"], "rows": {"(0y, )": ["1%", "2%"]}})
        >>> [at for at, _ in troubles_of_tables({"buffer": table})]
        ['tables.buffer.rows']
    """
    seen: set[str] = set()
    for name, table in tables.items():
        at = f"tables.{name}"
        for row, cells in table.rows.items():
            if len(cells) != len(table.columns):
                yield (
                    f"{at}.rows",
                    AmountError(
                        "DQ084",
                        f"the row {row} has {len(cells)} percentages, and there are "
                        f"{len(table.columns)} columns",
                        "write one percentage for each column",
                    ),
                )
        for column in table.columns:
            if column in seen:
                yield (
                    f"{at}.columns",
                    AmountError(
                        "DQ084",
                        f"two columns are called `{column}`, and a formula could mean either",
                        "give each column a name of its own",
                    ),
                )
            seen.add(column)
