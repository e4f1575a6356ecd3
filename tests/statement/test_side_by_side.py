"""The regimes of one party in one table, and which of them decided."""

import small

from isda.statement.side_by_side import side_by_side


def rows(made):
    """The rows of the only table."""
    (table,) = side_by_side(made)
    return [tuple(row) for row in table.rows]


def test_each_regime_is_a_row_and_the_greatest_shortfall_decides():
    """100 required: cash of 50 counts 50 for one and 40 for two, which lacks 60 and decides."""
    lots = [{"posted_by": "B", "asset": "cash", "amount": "USD 50"}]
    made = small.call(small.agencies(), exposure=small.owes("USD 100"), held=lots)
    assert rows(made) == [
        ("First", "100", "50", "50", "0", ""), ("Second", "100", "40", "60", "0", "decides")
    ]  # fmt: skip


def test_what_is_under_way_is_counted_as_each_regime_counts_it():
    """A delivery of 50 under way: 50 for one and 40 for two."""
    moving = [{"kind": "delivery", "by": "B", "asset": "cash", "amount": "USD 50",
               "settles": "2024-12-31"}]  # fmt: skip
    terms = small.agencies(in_transit="counted")
    made = small.call(terms, exposure=small.owes("USD 100"), in_transit=moving)
    assert [row[2] for row in rows(made)] == ["50", "40"]


def test_a_regime_without_figures_says_why():
    """A regime whose limb is missing is undefined beside the other, which decides."""
    left_out = {
        "column": "two",
        "credit_support_amount": [
            {"while": ["Event of Default"], "amount": "exposure"},
            {"otherwise": "undefined"},
        ],
    }
    terms = small.agencies(regimes={"First": small.REGIME_ONE, "Second": left_out})
    made = small.call(terms, exposure=small.owes("USD 100"))
    assert rows(made) == [
        ("First", "100", "0", "100", "0", "decides"), ("Second", "", "", "", "", "undefined")
    ]  # fmt: skip


def test_one_regime_has_nothing_beside_it():
    """An annex without regimes, or with one, has no such table."""
    alone = small.agencies(
        columns=["one"], regimes={"First": small.REGIME_ONE},
        eligible_collateral=[small.CASH_BY_COLUMN | {"valuation_percentage": {"one": "100%"}}],
    )  # fmt: skip
    assert list(side_by_side(small.call(alone, exposure=small.owes("USD 100")))) == []
    plain = small.call(small.annex(), exposure=small.owes("USD 100"))
    assert list(side_by_side(plain)) == []
