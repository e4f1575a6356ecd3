"""What a rule's page shows of the haircuts: by regime and class, and the known names."""

from collections.abc import Iterator
from itertools import groupby
from textwrap import wrap

from isda.lint.asset_classes import CURRENCIES, UNCLEAR, WORDS
from isda.tables.haircuts import ANY, HaircutRow, haircuts
from isda.tables.regulation import regulation
from isda.terms.checking import REGIMES

WIDTH = 96
MATURITIES = {
    "<1y": "below 1 year",
    "<=1y": "up to 1 year",
    "<=5y": "up to 5 years",
    ANY: "beyond that",
}


def haircut_lines() -> Iterator[str]:
    """Yield the haircuts of every regime that prints any, and the names of assets.

    Example:
        >>> next(line for line in haircut_lines() if line.startswith("- government"))
        '- government, quality step 1: 0.5% up to 1 year, 2% up to 5 years, 4% beyond that'
    """
    yield from ("", "## Haircuts", "")
    yield from wrap(
        "By remaining maturity. The best quality step is 1; a regime that makes no difference "
        "by quality, or by maturity, names none.",
        WIDTH,
    )
    for regime in REGIMES:
        for head, rows in groupby(haircuts(regime.value), _head):
            yield from ("", f"### {head[0]}", "", *wrap(head[1], WIDTH), "")
            for _, of_class in groupby(rows, lambda row: (row.asset_class, row.step)):
                yield from _bullet(_haircuts(tuple(of_class)))
    yield from _names()


def _head(row: HaircutRow) -> tuple[str, str]:
    until = "" if row.until is None else f" to {row.until}"
    source = f"{row.source}. From {row.since}{until}."
    return f"{regulation(row.regime).name}, {row.source.article}", source


def _haircuts(rows: tuple[HaircutRow, ...]) -> str:
    first = rows[0]
    step = "" if first.step == ANY else f", quality step {first.step}"
    if len(rows) == 1 and first.bucket == ANY:
        return f"{first.asset_class}{step}: {first.percent}%"
    said = ", ".join(f"{row.percent}% {MATURITIES[row.bucket]}" for row in rows)
    return f"{first.asset_class}{step}: {said}"


def _names() -> Iterator[str]:
    yield from ("", "## Names that are known", "")
    yield from wrap(
        "A row belongs to a class where a word of its `asset:` is one of these, in small or "
        "capital letters, and no word is of a second class.",
        WIDTH,
    )
    yield ""
    for asset_class, words in WORDS:
        yield from _bullet(f"{asset_class}: {', '.join(words)}")
    yield from ("", "With one of these words the class is left open:", "")
    yield from _bullet(", ".join(sorted(UNCLEAR)))
    yield from ("", "A government's currency follows from these, where the row says none:", "")
    for currency, words in CURRENCIES:
        yield from _bullet(f"{currency}: {', '.join(words)}")


def _bullet(text: str) -> list[str]:
    return wrap(text, WIDTH, initial_indent="- ", subsequent_indent="  ")
