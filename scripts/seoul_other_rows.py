"""Rows of ratings.csv, figures.csv and measures.csv of the Seoul book."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seoul_others import OTHERS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

COLUMNS = {
    "ratings.csv": "of,agency,term,rating,since,agreement",
    "figures.csv": "agreement,figure,amount,currency,since,of",
    "measures.csv": "agreement,on,measure,value,currency,of",
}


def rating_rows() -> list[list[str]]:
    """What the agencies said, agreement by agreement: party B is another in each."""
    return [
        [of, agency, "long_term", grade, since, other.name]
        for other in OTHERS
        for of, agency, grade, since in other.ratings
    ]


def figure_rows() -> list[list[str]]:
    """The net asset values struck."""
    return [
        [other.name, "net asset value", str(millions * 1_000_000), "USD", since, "B"]
        for other in OTHERS
        for millions, since in other.figures
    ]


def measure_rows(days: Iterable[date]) -> list[list[str]]:
    """What the formulas of the notes read, on each day covered."""
    of_year = {
        (other.name, period): (
            ("notional", str(notional), "USD", ""),
            ("next_payment", str(payment), "USD", "A"),
            ("weighted_average_life", life, "", ""),
        )
        for other in OTHERS
        for period, notional, payment, life in other.measures
    }
    return [
        [name, day.isoformat(), *row]
        for day in days
        for (name, period), rows in of_year.items()
        if period == str(day.year)
        for row in rows
    ]
