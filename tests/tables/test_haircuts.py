"""Haircuts by class, credit quality and maturity: each value, and each bucket's edge."""

from datetime import date
from decimal import Decimal

import pytest

from isda.basics.days import MaturityRange
from isda.basics.faults import InvariantBroken
from isda.tables.haircuts import AssetClass, haircuts, read_haircuts, strictest

EUROPEAN = """
government 1 <=1y 0.5
government 1 <=5y 2
government 1 any 4
government 2-3 <=1y 1
government 2-3 <=5y 3
government 2-3 any 6
government 4 any 15
corporate 1 <=1y 1
corporate 1 <=5y 4
corporate 1 any 8
corporate 2-3 <=1y 2
corporate 2-3 <=5y 6
corporate 2-3 any 12
securitisation 1 <=1y 2
securitisation 1 <=5y 8
securitisation 1 any 16
securitisation 2-3 <=1y 4
securitisation 2-3 <=5y 12
securitisation 2-3 any 24
equity any any 15
convertible any any 15
gold any any 15
"""
AMERICAN = """
government any <1y 0.5
government any <=5y 2
government any any 4
corporate any <1y 1
corporate any <=5y 4
corporate any any 8
equity any any 15
gold any any 15
"""
TYPED = {
    "eu": (EUROPEAN, "P", "2017-01-04"),
    "uk": (EUROPEAN, "E", "2021-01-01"),
    "us": (AMERICAN, "P", "2016-04-01"),
    "kr": (AMERICAN, "K", "2017-03-01"),
    "jp": ("", "", "2016-09-01"),
}
DAY = date(2024, 1, 2)


@pytest.mark.parametrize("regime", TYPED)
def test_every_haircut_is_the_one_its_source_has(regime):
    """Rows, marks and first days, typed by hand."""
    rows, mark, since = TYPED[regime]
    found = [
        f"{one.asset_class} {one.step} {one.bucket} {one.percent}" for one in haircuts(regime)
    ]
    assert found == rows.strip().splitlines()
    for one in haircuts(regime):
        assert one.source.mark == mark
        assert one.since == date.fromisoformat(since)


EDGES = [
    ("eu", "[0y, 1y]", "0.5"),
    ("eu", "[0y, 366d]", "0.5"),
    ("eu", "[0y, 367d]", "2"),
    ("eu", "[1y, 5y]", "2"),
    ("eu", "[1y, 61m]", "4"),
    ("eu", "(5y, )", "4"),
    ("us", "[0y, 1y)", "0.5"),
    ("us", "[0y, 1y]", "2"),
    ("us", "[0y, 5y]", "2"),
    ("us", "[0y, 61m)", "4"),
]


@pytest.mark.parametrize(("regime", "maturities", "percent"), EDGES)
def test_the_longest_maturity_decides_the_bucket(regime, maturities, percent):
    """One year belongs to the first bucket in Europe and to the second in America."""
    found = strictest(regime, AssetClass.GOVERNMENT, MaturityRange.read(maturities), DAY)
    assert found.best.percent == Decimal(percent)


def test_a_class_or_a_day_that_is_not_covered_has_no_haircut():
    """Cash nowhere, Japan nothing, Korea none after August 2026."""
    assert strictest("eu", AssetClass.CASH, None, DAY) is None
    assert strictest("jp", AssetClass.GOVERNMENT, None, DAY) is None
    assert strictest("kr", AssetClass.GOLD, None, date(2026, 8, 31)) is not None
    assert strictest("kr", AssetClass.GOLD, None, date(2026, 9, 1)) is None


TABLE = """
- regime: xx
  instrument: The Act
  article: Annex
  from: 2020-01-01
  measure: remaining
  rows: |
    government 1 <=1y 0.5 P
    government 1 any 4 P
"""
BROKEN = {
    "no mark": ("0.5 P", "0.5"),
    "another mark": ("0.5 P", "0.5 Z"),
    "no number": ("0.5 P", "half P"),
    "another class": ("government 1 any", "bonds 1 any"),
    "no maturity": ("<=1y", "short"),
    "no rise": ("any 4", "any 0.4"),
    "no longer maturity": ("any 4", "<=1y 4"),
    "nothing after any": ("<=1y", "any"),
    "another measure": ("remaining", "original"),
    "another key": ("article", "clause"),
}


@pytest.mark.parametrize(("old", "new"), BROKEN.values(), ids=BROKEN)
def test_a_table_that_is_not_as_it_must_be_is_refused(old, new):
    """A row without mark, number, class or order stops the reading."""
    assert read_haircuts(TABLE)
    assert old in TABLE
    with pytest.raises(InvariantBroken):
        read_haircuts(TABLE.replace(old, new))


def test_a_copy_names_what_it_copies():
    """A copy has a model, a day and an instrument, and nothing else."""
    with pytest.raises(InvariantBroken):
        read_haircuts(TABLE + "- {regime: yy, same_as: xx, from: 2021-01-01}\n")
