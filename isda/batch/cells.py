"""Cells of bulk tables: read as columns where they are plain, and judged where they are not.

What columns compute with is typed here. Cells that nothing computes with are looked at too:
a faulty one stops its agreement in the call of one agreement, so it may not go unseen.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import reduce
from operator import or_

import polars as pl

from isda.basics.amounts import MONEY_DIGITS, RATE_DIGITS, read_currency
from isda.basics.faults import AmountError
from isda.batch.columns import MONEY
from isda.batch.plans import LARGEST
from isda.facts.facts import BuySell
from isda.sheet.book_trades import MARKS, TRADES
from isda.sheet.feed_values import Values, meaning
from isda.sheet.feeds import Feed, Mark, Negatives
from isda.sheet.figures import ATTRIBUTE, OWN_ATTRIBUTES
from isda.sheet.table_files import Columns
from isda.terms.reading import choice, read_any

PLACES = MONEY_DIGITS[1]
"""An amount with no more, times a rate with no more than nine, is exact at the 18th."""
AMOUNT = rf"^(0|[1-9]\d{{0,13}})(\.\d{{1,{PLACES}}})?$"
RATE = rf"^(0|[1-9]\d{{0,{RATE_DIGITS[0] - 1}}})(\.\d{{1,{RATE_DIGITS[1]}}})?$"
DAY = r"^\d{4}-\d{2}-\d{2}$"
LETTERS = (
    "\u00c0-\u00d6\u00d8-\u00de\u00e0-\u00f6\u00f8-\u012f\u0131-\u0148\u014a-\u017e"
    "\u0180-\u01ef\u01f1-\u024f\u0400-\u0481\u048a-\u052f"
    "\u3005\u3041-\u3096\u30a1-\u30fa\u30fc\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3"
)
"""Latin, Cyrillic, kana, Chinese and Korean letters that are written in one way alone (NFC),
and whose small letters every reader takes to be the same."""
PLAIN_WORD = rf"[!-~{LETTERS}]+( [!-~{LETTERS}]+)*"
WORD = f"^{PLAIN_WORD}$"
LONGEST_WORD = 100

DTYPES: dict[str, pl.DataType] = {
    "word": pl.String(), "day": pl.Date(), "amount": MONEY, "rate": MONEY,
}  # fmt: skip
PATTERNS = {"amount": AMOUNT, "rate": RATE}

OF_SINGLE_TRADES = (
    "independent_amount", "independent_amount_currency", "independent_amount_of",
    "amount_before", "amount_before_currency",
    *(f"{ATTRIBUTE}{name}" for name in sorted(OWN_ATTRIBUTES)),
)  # fmt: skip
"""Columns of a trade that only the call of one agreement reads."""
WORDS = {
    "product": read_any, "buy_sell": choice(BuySell), "currency_1": read_currency,
    "currency_2": read_currency,
}  # fmt: skip
"""Columns of few different words, and what reads one."""
TOGETHER = (("notional_1", "currency_1"), ("notional_2", "currency_2"))
NOT_BELOW_NIL = {
    TRADES.table: {"notional_1": "amount", "notional_2": "amount"},
    MARKS.table: {"discount_factor": "rate"},
}
SIGNED = {MARKS.table: {"points": "rate"}}
LOOKED_AT = frozenset({*WORDS, "notional_1", "notional_2"})
"""Columns of a trade of which `faulty_cells` finds the faulty ones."""


class NotColumns(Exception):
    """A table as a whole is nothing for columns: the book is called agreement by agreement."""


def cell(name: str, kind: str, dtype: pl.DataType, feed: Feed) -> tuple[pl.Expr, pl.Expr]:
    """Return a cell as a value, and whether it is there and is no such value."""
    text = pl.col(name)
    if dtype == pl.String and kind == "word":
        word = _meant(text, feed.values.get(name))
        is_word = word.str.contains(WORD) & (word.str.len_bytes() <= LONGEST_WORD)
        return word, text.is_not_null() & ~is_word.fill_null(value=False)
    if dtype == pl.String and kind == "day":
        value = pl.when(text.str.contains(DAY)).then(text).str.to_date("%Y-%m-%d", strict=False)
        return value, text.is_not_null() & value.is_null()
    if dtype == pl.String:
        value = _number(text, PATTERNS[kind], feed)
        return value, text.is_not_null() & value.is_null()
    if kind == "day" and dtype == pl.Date:
        return text, pl.lit(value=False)
    if kind in PATTERNS and isinstance(dtype, pl.Decimal) and dtype.scale <= PLACES:
        too_large = (text.abs() >= pl.lit(LARGEST)).fill_null(value=False)
        value = pl.when(~too_large).then(text).cast(pl.Decimal(38, dtype.scale))
        return value, too_large
    message = f"`{name}` is {dtype}, and not {kind} as columns take it"
    raise NotColumns(message)


def _meant(text: pl.Expr, values: Mapping[str, str] | None) -> pl.Expr:
    """Return what words of a feed mean; null where it does not declare one."""
    if values is None:
        return text
    return text.replace_strict(dict(values), default=None, return_dtype=pl.String)


def _number(text: pl.Expr, pattern: str, feed: Feed) -> pl.Expr:
    """Return a number as its feed writes it; null where it is written in any other way."""
    opening, closing = SIGNS[feed.negatives]
    is_below = text.str.starts_with(opening) & text.str.ends_with(closing)
    body = pl.when(is_below).then(
        text.str.strip_prefix(opening).str.strip_suffix(closing)
    ).otherwise(text)  # fmt: skip
    if feed.decimal is Mark.COMMA:
        plain = body.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
        grouped = WITH_COMMA
    else:
        plain, grouped = body.str.replace_all(",", "", literal=True), WITH_POINT
    value = pl.when(body.str.contains(grouped) & plain.str.contains(pattern)).then(plain)
    number = value.cast(MONEY, strict=False)
    return pl.when(is_below).then(pl.lit("0").cast(MONEY) - number).otherwise(number)


SIGNS = {
    Negatives.MINUS: ("-", ""), Negatives.TRAILING_MINUS: ("", "-"),
    Negatives.BRACKETS: ("(", ")"),
}  # fmt: skip
WITH_COMMA = r"^(\d+|\d{1,3}(\.\d{3})+)(,\d+)?$"
WITH_POINT = r"^(\d+|\d{1,3}(,\d{3})+)(\.\d+)?$"


def of_single_trades(names: Iterable[str]) -> pl.Expr:
    """Whether a trade brings what only the call of one agreement reads."""
    there = [pl.col(name).is_not_null() for name in names if name in OF_SINGLE_TRADES]
    return reduce(or_, there, pl.lit(value=False))


def faulty_cells(raw: pl.LazyFrame, columns: Columns, feed: Feed) -> pl.Expr:
    """Return whether a row has a faulty cell that columns do not compute with.

    The columns are passed over once by themselves. Where nothing is wrong, as on most days,
    the answer names none of them, and no later pass reads them.

    Args:
        raw: The table as it stands.
        columns: What it may have.
        feed: How it is written.
    """
    sound = pl.lit(value=False)
    schema = raw.collect_schema()
    words = {name: read for name, read in WORDS.items() if name in schema}
    if columns is not TRADES:
        words = {}
    wrong = list(_wrong(schema, columns, feed))
    if not words and not wrong:
        return sound
    anywhere = reduce(or_, wrong, sound).any().alias("is_wrong")
    passed = raw.group_by(*words).agg(anywhere) if words else raw.select(anywhere)
    found = passed.collect(engine="streaming")
    refused = {
        name: [
            text
            for text in found[name].unique()
            if text and not _reads(text, name, read, feed.values)
        ]
        for name, read in words.items()
    }
    both = [pl.col(name).is_in(texts) for name, texts in refused.items() if texts]
    if found["is_wrong"].any():
        both += wrong
    return reduce(or_, both, sound).fill_null(value=False)


def _wrong(schema: pl.Schema, columns: Columns, feed: Feed) -> Iterator[pl.Expr]:
    """Yield what is wrong with a cell, or with two that stand together."""
    for is_signed, kinds in ((False, NOT_BELOW_NIL), (True, SIGNED)):
        for name, kind in kinds.get(columns.table, {}).items():
            if name in schema:
                value, is_bad = cell(name, kind, schema[name], feed)
                yield is_bad
                if not is_signed:
                    yield (value < pl.lit("0").cast(MONEY)).fill_null(value=False)
    for pair in TOGETHER if columns is TRADES else ():
        there = [_is_there(name, schema) for name in pair]
        if any(name in schema for name in pair):
            yield there[0] != there[1]
    for name in schema:
        if name.startswith(ATTRIBUTE) and name not in OF_SINGLE_TRADES:
            yield cell(name, "word", schema[name], feed)[1]


def _is_there(name: str, schema: pl.Schema) -> pl.Expr:
    if name not in schema:
        return pl.lit(value=False)
    there = pl.col(name).is_not_null()
    return there & (pl.col(name) != "") if schema[name] == pl.String else there


def _reads(text: str, name: str, read: Callable[[str], object], values: Values) -> bool:
    try:
        read(meaning(values, name, text))
    except AmountError:
        return False
    return True
