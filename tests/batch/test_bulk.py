"""Cells of bulk tables: columns take in just what the reader of a row takes, or leave it."""

from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isda.basics.amounts import MONEY_DIGITS, RATE_DIGITS, read_number
from isda.basics.days import read_date
from isda.basics.faults import AmountError
from isda.batch.bulk import doubled
from isda.batch.cells import NotColumns, cell
from isda.batch.plans import LARGEST
from isda.sheet.feeds import Feed, Mark, Negatives
from isda.terms.reading import read_any

FEEDS = [Feed(decimal=mark, negatives=sign) for mark in Mark for sign in Negatives]
DIGITS = {"amount": MONEY_DIGITS, "rate": RATE_DIGITS}
NUMBERS = st.one_of(
    st.from_regex(r"[(-]?(0|[1-9][0-9]{0,16}|[0-9]{1,3}([.,][0-9]{3}){0,4})([.,][0-9]{1,13})?[)-]?",
                  fullmatch=True),
    st.text(alphabet="0123456789.,-+()eE ", min_size=1, max_size=24),
)  # fmt: skip


def as_column(texts, kind, feed=None):
    """What columns make of cells, and whether each is bad."""
    value, is_bad = cell("x", kind, pl.String(), feed or Feed())
    frame = pl.DataFrame({"x": texts}, schema={"x": pl.String})
    return frame.select(value.alias("value"), is_bad.alias("bad")).rows()


def by_row(text, kind, feed):
    """What the reader of a row makes of a cell, or None."""
    try:
        plain = text if feed.writes_numbers_plainly else feed.plain(text)
        return read_number(plain, digits=DIGITS[kind], signed=True)
    except AmountError:
        return None


@pytest.mark.parametrize("kind", DIGITS)
@given(texts=st.lists(NUMBERS, min_size=1, max_size=40), feed=st.sampled_from(FEEDS))
@settings(max_examples=60)
def test_a_number_of_columns_is_that_of_a_row(kind, texts, feed):
    """However a feed writes it: what columns take is the same number, and never more."""
    for text, (value, is_bad) in zip(texts, as_column(texts, kind, feed), strict=True):
        alone = by_row(text, kind, feed)
        assert is_bad is (value is None)
        if value is not None:
            assert value == alone
        elif alone is not None:
            assert abs(alone) >= LARGEST


@given(st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=40))
@settings(max_examples=60)
def test_a_day_of_columns_is_that_of_a_row(texts):
    """What columns take for a day a row takes for the same day, and the other way round."""
    every = [
        *texts,
        "2024-02-29",
        "2023-02-29",
        "2024-2-9",
        "0001-01-01",
        "9999-12-31",
        "٢٠٢٤-01-01",
    ]
    for text, (value, is_bad) in zip(every, as_column(every, "day"), strict=True):
        try:
            alone = read_date(text)
        except AmountError:
            alone = None
        assert (value, is_bad) == (alone, alone is None)


@given(st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=40))
@settings(max_examples=60)
def test_words_that_columns_take_every_reader_takes(texts):
    """A word of columns is printable ASCII without a space at its ends or two together."""
    for text, (value, is_bad) in zip(texts, as_column(texts, "word"), strict=True):
        assert value == text
        if not is_bad:
            assert read_any(text) == text == " ".join(text.split())


def test_a_cell_that_is_not_there_is_not_bad():
    """Nothing is nothing: whether it must be there is the table's affair."""
    for kind in ("word", "day", "amount", "rate"):
        assert as_column([None], kind) == [(None, False)]


@pytest.mark.parametrize(
    ("dtype", "kind"),
    [
        (pl.Float64(), "amount"),
        (pl.Int64(), "amount"),
        (pl.Decimal(38, 9), "amount"),
        (pl.Datetime(), "day"),
        (pl.Date(), "amount"),
        (pl.Int64(), "word"),
        (pl.Categorical(), "word"),
    ],
    ids=str,
)
def test_columns_of_other_kinds_are_none(dtype, kind):
    """A kind of column whose text would be a choice of ours is nothing for columns."""
    with pytest.raises(NotColumns, match="as columns take it"):
        cell("x", kind, dtype, Feed())


def test_a_decimal_that_is_too_large_is_bad():
    """A decimal of Parquet is itself up to the limit, and bad from there on."""
    value, is_bad = cell("x", "amount", pl.Decimal(20, 2), Feed())
    numbers = [LARGEST - Decimal("0.01"), -LARGEST, LARGEST, None]
    frame = pl.DataFrame({"x": numbers}, schema={"x": pl.Decimal(20, 2)})
    assert frame.select(value.alias("value"), is_bad.alias("bad")).rows() == [
        (numbers[0], False), (None, True), (None, True), (None, False),
    ]  # fmt: skip


def test_identifiers_that_stand_twice_name_their_agreements():
    """Of identifiers that stand twice, or are missing twice, every agreement is named."""
    ids = ["T1", "T2", "T1", "T3", None, None]
    rows = pl.LazyFrame({"trade_id": ids, "agreement": ["A", "B", "C", "D", "E", "F"]})
    assert set(doubled(rows)["agreement"]) == {"A", "C", "E", "F"}
    assert doubled(rows.head(2)).height == 0


def test_a_day_that_is_there_reads():
    """A date of Parquet is a day as it is."""
    value, is_bad = cell("x", "day", pl.Date(), Feed())
    frame = pl.DataFrame({"x": [date(2024, 12, 30)]})
    assert frame.select(value.alias("value"), is_bad.alias("bad")).row(0) == (
        date(2024, 12, 30), False,
    )  # fmt: skip
