"""The working of initial margin and of a separate amount, as people read it."""

import pytest
import small
from small import annex, call, owes

from isda.statement.text import parts

IM = {
    "base_currency": "EUR",
    "posting_parties": ["B"],
    "regimes": {"EU": {}, "UK": {}},
    "threshold": "EUR 50",
}
ROWS = [{"regime": "EU", "poster": "B", "amount": "EUR 60"},
        {"regime": "UK", "poster": "B", "amount": "EUR 55"}]  # fmt: skip
VM = annex(small.VMENG, base_currency="EUR", posting_parties=["B"],
           independent_amount={"A": "nil", "B": "EUR 20"})  # fmt: skip


def told(made):
    """Each step with its words, the last of a name."""
    return {entry.step: entry.how for part in parts(made) for entry in part.entries}


def test_the_greatest_of_regimes_names_each():
    """Every regime stands with its figure; one alone stands by itself."""
    margin = annex("IM CSA 2018 New York", margin_approach="distinct", **IM)
    assert told(call(margin, initial_margin=ROWS))["margin amount (IM)"] == (
        "the greatest of EU 60; UK 55"
    )
    alone = annex("IM CSA 2018 New York", margin_approach="distinct", **IM | {"regimes": {
        "EU": {}}})  # fmt: skip
    assert told(call(alone, initial_margin=ROWS))["margin amount (IM)"] == "EU 60"


@pytest.mark.parametrize(("approach", "words"), [
    ("allocated", "20 - 10"), ("greater of", "nothing: it is in the initial margin"),
])  # fmt: skip
def test_what_is_left_of_an_independent_amount_says_why(approach, words):
    """The other annex's working shows what initial margin took off, or that it took all."""
    margin = annex("IM CSA 2018 New York", margin_approach=approach, **IM)
    made = call(margin, VM, exposure=owes("EUR 100"), initial_margin=ROWS)
    assert told(made)["independent amounts of pledgor"] == words


def test_a_share_of_the_exposure_is_told_as_a_percentage():
    """A tenth of the exposure stands with its percent sign."""
    owed = {"independent_amount": {"B": {"percent_of_exposure": "10%"}}}
    made = call(annex(posting_parties=["B"], **owed), exposure=owes("USD 50"))
    assert told(made)["independent amounts of pledgor"] == "50 × 10%"
