"""A regime's own minimum and rounding: party by party, and movement by movement."""

import pytest
import small

PARTLY = {
    "credit_support_amount": "not applicable",
    "minimum_transfer_amount": "USD 250",
    "rounding": {"delivery": "up to USD 100", "return": "down to USD 100"},
    "eligible_collateral": [small.USD_CASH],
    "regimes": {
        "One": {
            "credit_support_amount": "exposure",
            "minimum_transfer_amount": {"B": "USD 600"},
            "rounding": {"return": "down to USD 7"},
        }
    },
}


@pytest.mark.parametrize(("holder", "amount", "due"), [
    ("A", "599", []), ("A", "600", [("B", "600", "delivery")]),
    ("A", "601", [("B", "700", "delivery")]),
    ("B", "249", []), ("B", "250", [("A", "300", "delivery")]),
    ("B", "301", [("A", "400", "delivery")]),
])  # fmt: skip
def test_a_regime_replaces_only_the_minimum_that_it_names(holder, amount, due):
    """B's deliveries need the regime's 600, A's the annex's 250, which rounds both."""
    made = small.call(small.annex(**PARTLY), exposure=small.owes(f"USD {amount}", holder))
    assert small.moved(made) == due


@pytest.mark.parametrize(("held", "back"), [("249", None), ("250", "245"), ("257", "252")])
def test_a_regime_replaces_only_the_rounding_that_it_names(held, back):
    """B gets back what A's minimum in the annex lets go, in the sevens of the regime."""
    lot = {"posted_by": "B", "asset": "cash", "amount": f"USD {held}"}
    made = small.call(small.annex(**PARTLY), exposure=small.owes("USD 0"), held=[lot])
    assert small.moved(made) == ([] if back is None else [("A", back, "return")])


def test_the_working_says_where_each_minimum_and_rounding_stands():
    """What comes from the regime has its path there, and what comes from the annex here."""
    made = small.call(small.annex(**PARTLY), exposure=small.owes("USD 600"))
    line = made.working.of_leg("CSA 1994 New York/B/One")[-1]
    said = {
        name: str(source).removeprefix("annexes.0.") for name, source in line.sources.items()
    }
    ways = "delivery", "return"
    assert [said[f"minimum_transfer_amount_for_{way}"] for way in ways] == [
        "regimes.One.minimum_transfer_amount.B", "minimum_transfer_amount.A",
    ]  # fmt: skip
    assert [said[f"rounding_of_{way}"] for way in ways] == [
        "rounding.delivery", "regimes.One.rounding.return",
    ]  # fmt: skip


def test_a_rounding_of_a_regime_that_is_open_falls_back_on_nothing():
    """What cannot be read is not filled from the annex: the regime is undefined."""
    torn = PARTLY["regimes"]["One"] | {"rounding": {"unresolved": "torn page"}}
    made = small.call(
        small.annex(**PARTLY | {"regimes": {"One": torn}}), exposure=small.owes("USD 600")
    )
    assert made.status == "undefined"
    assert [one.message for one in made.findings if one.code == "MC202"] == [
        "`rounding` is open: torn page"
    ]
